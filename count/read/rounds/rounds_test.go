package rounds_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/rounds"
	"github.com/selectorate/selectorate/party"
)

const lamps = `title,Chair of the Lamp Committee
round,electorate,rejected,withdrawn,Amber,Birch,"Cedar, the elder",Dogwood
# the first evening
1,120,2,Dogwood,50,40,20,8

2,,,3; Birch,61,38,21,
`

func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"plain": lamps, "with a byte order mark": "\ufeff" + lamps, "with carriage returns": strings.ReplaceAll(lamps, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			if !rounds.Recognise([]byte(text)) {
				t.Error("not recognised")
			}
			e, err := rounds.Read([]byte(text), mend.Request{})
			if err != nil {
				t.Fatal(err)
			}
			if e.Title != "Chair of the Lamp Committee" || e.Seats != 1 || len(e.Candidates) != 4 || e.Candidates[2].Name != "Cedar, the elder" {
				t.Errorf("%+v", e)
			}
			want := []count.Round{
				{Electorate: 120, Votes: []int64{50, 40, 20, 8}, Rejected: 2, Withdrawn: []int{3}},
				{Votes: []int64{61, 38, 21, 0}, Withdrawn: []int{2, 1}},
			}
			if !reflect.DeepEqual(e.Rounds, want) {
				t.Errorf("%+v", e.Rounds)
			}
			if err := e.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	untitled := []byte("round,electorate,rejected,withdrawn,A\n1,,,,3\n")
	e, err := rounds.Read(untitled, mend.Request{Fallback: "evening"})
	if err != nil || e.Title != "evening" {
		t.Errorf("%q, %v", e.Title, err)
	}
	e, err = rounds.Read([]byte("title\n"+string(untitled)), mend.Request{Title: "Asked for"})
	if err != nil || e.Title != "Asked for" {
		t.Errorf("%q, %v", e.Title, err)
	}
}

func TestProblemsHaveTheirPlace(t *testing.T) {
	const head = "round,electorate,rejected,withdrawn,Ämber,Birch\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":               {"", "there is no heading"},
		"no heading":            {"1,2,3\n", `1:1: column 1 is not headed "round"`},
		"short heading":         {"round,electorate\n", `1:7: column 3 is not headed "rejected"`},
		"no candidates":         {"round,electorate,rejected,withdrawn\n", "1: there are no candidates"},
		"nameless candidate":    {"round,electorate,rejected,withdrawn,A,\n1,,,,3,4\n", "1:39: a candidate has no name"},
		"two of a name":         {"round,electorate,rejected,withdrawn,A,A\n1,,,,3,4\n", `1:39: two candidates are named "A"`},
		"named by a number":     {"round,electorate,rejected,withdrawn,A,2\n1,,,,3,4\n", `1:39: a candidate is named "2", which is a number`},
		"no round":              {head, "there is no round"},
		"wrong number":          {head + "1,,,,3,4\n3,,,,3,4\n", `3:1: the round is numbered "3" and not 2`},
		"a cell too few":        {head + "1,,,,3\n", "2: the line has 5 cells, and the heading has 6"},
		"not a number":          {head + "1,,,,drei,4\n", `2:6: "drei" is not a number of papers`},
		"negative":              {head + "1,,,,-3,4\n", `2:6: "-3" is not a number of papers`},
		"signed":                {head + "1,,,,+3,4\n", `2:6: "+3" is not a number of papers`},
		"too many":              {head + "1,,,,9223372036854775807,4\n", "is not a number of papers"},
		"thousands with commas": {head + "1,,,,\"1,000\",4\n", `"1,000" is not a number of papers`},
		"unknown candidate":     {head + "1,,,Cedar,3,4\n", `2:5: there is no candidate "Cedar"`},
		"number out of range":   {head + "1,,,3,3,4\n", `2:5: there is no candidate "3"`},
		"open quote":            {head + "1,,,\"Birch,3,4\n", "the quotes are not those of CSV"},
		"column in characters":  {head + "1,,,Ämber;Ümber,3,x\n", `2:19: "x" is not a number of papers`},
		"not UTF-8":             {"round,\xff", "the file is not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rounds.Read([]byte(c.text), mend.Request{})
			problems, are := errors.AsType[party.Problems](err)
			if !are || !strings.Contains(problems.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestManyProblemsAreCutShort(t *testing.T) {
	text := "round,electorate,rejected,withdrawn" + strings.Repeat(",", 100) + "\n1" + strings.Repeat(",", 103) + "\n"
	_, err := rounds.Read([]byte(text), mend.Request{})
	problems, _ := errors.AsType[party.Problems](err)
	if len(problems) != 20 {
		t.Errorf("%d problems are told", len(problems))
	}
}

func TestOtherFilesAreNotRecognised(t *testing.T) {
	for _, text := range []string{"", "3 1\n1 2 0\n", "rank1,Rank2,rank3\n", "round,electorate\n", "title,x\n"} {
		if rounds.Recognise([]byte(text)) {
			t.Errorf("%q is recognised", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(lamps))
	f.Add([]byte("title,\"a\"\"b\"\nround,electorate,rejected,withdrawn,A,\"B;C\"\n1,5,0,2,3,2\n2,5,,,5,\n"))
	f.Add([]byte("round,electorate,rejected,withdrawn,A\n1,,,\"A\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := rounds.Read(data, mend.Request{})
		if err != nil {
			if _, are := errors.AsType[party.Problems](err); !are {
				t.Fatalf("%v is not a list of problems", err)
			}
			return
		}
		if err := e.Check(); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := rounds.Write(&out, e); err != nil {
			t.Fatal(err)
		}
		again, err := rounds.Read(out.Bytes(), mend.Request{})
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, out.Bytes())
		}
		if !reflect.DeepEqual(e.Rounds, again.Rounds) || !reflect.DeepEqual(e.Candidates, again.Candidates) || e.Title != again.Title {
			t.Fatalf("written and read again it is another ballot:\n%s", out.Bytes())
		}
	})
}

func ExampleRead() {
	e, err := rounds.Read([]byte(`title,Chair of the Lamp Committee
round,electorate,rejected,withdrawn,Amber,Birch,Cedar
1,120,2,Cedar,50,40,20
2,120,0,,70,44,
`), mend.Request{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, round := range e.Rounds {
		fmt.Println(round.Electorate, round.Votes, round.Rejected, round.Withdrawn)
	}
	// Output:
	// 120 [50 40 20] 2 [2]
	// 120 [70 44 0] 0 []
}
