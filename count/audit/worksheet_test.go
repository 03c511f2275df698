package audit_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is written now; -update writes it anew, read the difference:\n%s", path, got)
	}
}

// The three forms of a worksheet. None of them can know a record: a worksheet is made without them.
func TestWorksheetForms(t *testing.T) {
	e := lamps(t, 3, marks(1, 2), marks(2), marks(3, 1))
	e.Title = "Lamps <for> the hall"
	e.Candidates[1].Name, e.Candidates[2].Name = `Lantern, "old"`, "Lamp 1"
	sheet := audit.NewWorksheet(e, audit.Contest{Style: audit.Alternative}, []int64{17, 3, 17, 5})
	if !slices.Equal(sheet.Papers, []int64{3, 5, 17}) {
		t.Errorf("papers %v", sheet.Papers)
	}
	for _, c := range []struct {
		name  string
		write func(*bytes.Buffer) error
	}{
		{"worksheet.csv", func(b *bytes.Buffer) error { return sheet.CSV(b) }},
		{"worksheet.txt", func(b *bytes.Buffer) error { return sheet.Text(b) }},
		{"worksheet.html", func(b *bytes.Buffer) error { return sheet.HTML(b) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := c.write(&b); err != nil {
				t.Fatal(err)
			}
			golden(t, c.name, b.Bytes())
		})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disc is full") }

func TestWorksheetTellsThatItWasNotWritten(t *testing.T) {
	sheet := audit.NewWorksheet(lamps(t, 2, marks(1)), audit.Contest{Style: audit.Approval}, []int64{1})
	for name, err := range map[string]error{"csv": sheet.CSV(full{}), "text": sheet.Text(full{}), "html": sheet.HTML(full{})} {
		if err == nil || !strings.Contains(err.Error(), "the disc is full") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadWorksheet(t *testing.T) {
	e := lamps(t, 3, marks(1, 2), marks(2), marks(3, 1))
	ranked := audit.Contest{Style: audit.Alternative}
	const head = "paper,state,Lamp 1,Lamp 2,Lamp 3,remark\n"
	for _, c := range []struct {
		name    string
		contest audit.Contest
		policy  mend.Policy
		sheet   string
		want    []count.Mark
	}{
		{"numbers", ranked, mend.Policy{}, head + "7,seen,2,,1,torn\n", marks(3, 1)},
		{"void", ranked, mend.Policy{}, head + "7,void,,,,\n", nil},
		{"missing", ranked, mend.Policy{}, head + "7,missing,,,,\n", nil},
		{"a skipped number is passed over, as in a ballot file", ranked, mend.Policy{}, head + "7,seen,4,,1,\n", marks(3, 1)},
		{"or ends the ranking", ranked, mend.Policy{Skipped: mend.StopSkipped}, head + "7,seen,4,,1,\n", marks(3)},
		{"one number twice ends the ranking", ranked, mend.Policy{}, head + "7,seen,2,2,1,\n", marks(3)},
		{"or is passed over", ranked, mend.Policy{Overvote: mend.SkipOvervote}, head + "7,seen,2,2,1,\n", marks(3)},
		{"or makes the paper void", ranked, mend.Policy{Overvote: mend.RejectOvervote}, head + "7,seen,2,2,1,\n", nil},
		{"equal firsts are no vote", ranked, mend.Policy{}, head + "7,seen,1,1,2,\n", nil},
		{"crosses", audit.Contest{Style: audit.Approval}, mend.Policy{}, head + "7,seen,x,,X,\n", marks(1, 3)},
		{"one cross", audit.Contest{Style: audit.First}, mend.Policy{}, head + "7,seen,,x,,\n", marks(2)},
		{"two crosses where one is right", audit.Contest{Style: audit.First}, mend.Policy{}, head + "7,seen,x,x,,\n", nil},
		{"too many crosses", audit.Contest{Style: audit.Crosses, Marks: 2, Void: true}, mend.Policy{}, head + "7,seen,x,x,x,\n", nil},
		{"semicolons, a mark of order, capitals", ranked, mend.Policy{}, "\ufeffpaper;state;Lamp 1;Lamp 2;Lamp 3;remark\r\n7;Seen; 2 ;;1;\r\n;;;;;\r\n", marks(3, 1)},
		{"tabs", ranked, mend.Policy{}, "paper\tstate\tLamp 1\tLamp 2\tLamp 3\tremark\n7\tseen\t2\t\t1\n", marks(3, 1)},
		{"short lines and empty columns behind", ranked, mend.Policy{}, "paper,state,Lamp 1,Lamp 2,Lamp 3,remark,,\n7,seen,2,,1,,,\n", marks(3, 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := audit.ReadWorksheet([]byte(c.sheet), e, c.contest, c.policy)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != 1 || rows[0].Paper != 7 || rows[0].Line != 2 || !slices.Equal(rows[0].Ranking, c.want) || rows[0].Missing != (c.name == "missing") {
				t.Errorf("got %+v, want %v", rows, c.want)
			}
		})
	}
}

func TestReadWorksheetSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	e := lamps(t, 3, marks(1, 2), marks(2), marks(3, 1))
	const head = "paper,state,Lamp 1,Lamp 2,Lamp 3,remark\n"
	for _, c := range []struct{ name, sheet, want string }{
		{"empty", "", "the worksheet is empty — begin with the line that names the columns"},
		{"another election", "paper,state,Ash,remark\n", `1: column 3 is "Ash", not "Lamp 1" — use the worksheet as it was made for this ballot file`},
		{"a column is gone", "paper,state,Lamp 1\n", `1: the column "Lamp 2" is missing — use the worksheet as it was made for this ballot file`},
		{"not looked at", head + "7,,,,,\n", "2: paper 7 has not been looked at — look, and write seen, void or missing"},
		{"no state", head + "7,ok,1,,,\n", `2: "ok" is not a state — write seen, void or missing`},
		{"seen and empty", head + "7,seen,,,,\n", "2: paper 7 was seen, and nothing is written for any candidate — write what is on it, or void if it has no valid vote"},
		{"void and marked", head + "7,void,1,,,\n", "2: paper 7 is void, and yet something is written for a candidate — write seen, or take the marks out"},
		{"a word", head + "7,seen,first,,,\n", `2: paper 7: "first" is neither empty nor a number from 1 to 999 — write what stands on the paper; put words under remark`},
		{"a nought", head + "7,seen,0,,,\n", `2: paper 7: "0" is neither empty nor a number from 1 to 999 — write what stands on the paper; put words under remark`},
		{"a cross for a number", head + "7,seen,x,,,\n", "2: paper 7 has a cross where a number belongs — write the number that stands on the paper"},
		{"no number", head + "seven,seen,1,,,\n", `2:1: "seven" is not the number of a paper — write the number from the worksheet`},
		{"twice", head + "7,seen,1,,,\n8,void,,,,\n7,seen,2,,,\n", "4:1: paper 7 stands twice, first on line 2 — keep one of the two lines"},
		{"too wide", head + "7,seen,1,,,torn, twice\n", "2: paper 7 has more fields than there are columns — put a remark with a comma in quotation marks"},
		{"no table", head + "7,seen,\"1,,,\n", "is not a line of a table"},
		{"not UTF-8", head + "7,seen,1,,,\xff\n", "the worksheet is not UTF-8 — save it as CSV in UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := audit.ReadWorksheet([]byte(c.sheet), e, audit.Contest{Style: audit.Alternative}, mend.Policy{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v, want %q", rows, err, c.want)
			}
			if _, listed := errors.AsType[party.Problems](err); !listed {
				t.Errorf("%T is no list of problems", err)
			}
		})
	}
}

// What is filled in comes back as it was written, for any rankings of papers.
func TestWorksheetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "candidates")
		e := lamps(t, n, marks(1))
		contest := audit.Contest{Style: audit.Alternative}
		var papers []int64
		want := map[int64][]count.Mark{}
		for range rapid.IntRange(1, 8).Draw(t, "papers") {
			paper := rapid.Int64Range(1, 1000).Draw(t, "paper")
			numbers := make([]int, n)
			for i := range numbers {
				numbers[i] = i + 1
			}
			order := rapid.Permutation(numbers).Draw(t, "ranking")
			papers = append(papers, paper)
			want[paper] = marks(order[:rapid.IntRange(0, n).Draw(t, "length")]...)
		}
		var blank bytes.Buffer
		if err := audit.NewWorksheet(e, contest, papers).CSV(&blank); err != nil {
			t.Fatal(err)
		}
		table, err := csv.NewReader(&blank).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range table[1:] {
			paper := slices.Sorted(slices.Values(papers))
			ranking := want[slices.Compact(paper)[i]]
			row[1] = "seen"
			if len(ranking) == 0 {
				row[1] = "void"
			}
			for place, mark := range ranking {
				row[2+mark.Candidate()] = string(rune('1' + place))
			}
		}
		var filled bytes.Buffer
		if err := csv.NewWriter(&filled).WriteAll(table); err != nil {
			t.Fatal(err)
		}
		rows, err := audit.ReadWorksheet(filled.Bytes(), e, contest, mend.Policy{})
		if err != nil || len(rows) != len(want) {
			t.Fatalf("%v, %v", rows, err)
		}
		for _, row := range rows {
			if !slices.Equal(row.Ranking, want[row.Paper]) {
				t.Errorf("paper %d: %v, want %v", row.Paper, row.Ranking, want[row.Paper])
			}
		}
	})
}

func TestReadings(t *testing.T) {
	const seed = "3546311556112163624615351222"
	// Papers 740 180 264 789 238 448 272 611 761 208 are drawn first of 876.
	row := func(paper int64) audit.Row { return audit.Row{Paper: paper, Reading: audit.Reading{Line: 2}} }
	sample, readings, err := audit.Readings([]audit.Row{row(789), row(740), row(264), row(180)}, seed, 876, audit.Alpha)
	if err != nil || !slices.Equal(sample, []int64{740, 180, 264, 789}) || len(readings) != 4 {
		t.Errorf("got %v, %v, %v", sample, readings, err)
	}
	for _, c := range []struct {
		name string
		rows []audit.Row
		seed string
		want string
	}{
		{"one is missing and one too many", []audit.Row{row(740), row(180), row(264), row(238)}, seed, "paper 789 was drawn (draw 4), and no worksheet has it — look at it too, or check the seed and the test\n" +
			"paper 238 (line 2 of its worksheet) was not drawn — take it out, or check the seed and the test"},
		{"on two worksheets", []audit.Row{row(740), row(740)}, seed, "paper 740 stands on two worksheets — leave one of them out"},
		{"another seed", []audit.Row{row(740), row(180), row(264)}, "1", "most of these papers are not those that this seed draws — check the seed, the test and the ballot file"},
		{"no seed", nil, "", "the seed is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, _, err := audit.Readings(c.rows, c.seed, 876, audit.Alpha); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	// With replacement a paper drawn twice is looked at once and counts twice.
	twice, _, err := audit.Readings([]audit.Row{row(1), row(2)}, "0", 2, audit.KaplanMarkov)
	if err != nil || !slices.Equal(twice, []int64{1, 1, 2}) {
		t.Errorf("with replacement: %v, %v", twice, err)
	}
}

func FuzzReadWorksheet(f *testing.F) {
	const head = "paper,state,Lamp 1,Lamp 2,Lamp 3,remark\n"
	for _, seed := range []string{"", head, head + "7,seen,2,,1,torn\n8,void,,,,\n9,missing,,,,\n", "\ufeffpaper;state;Lamp 1;Lamp 2;Lamp 3;remark\n1;seen;1;1;2;", head + "\"7\",seen,999,x,1"} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	e := lamps(f, 3, marks(1, 2), marks(2), marks(3, 1))
	f.Fuzz(func(t *testing.T, data []byte, ranked bool) {
		contest := audit.Contest{Style: audit.Approval}
		if ranked {
			contest.Style = audit.Alternative
		}
		rows, err := audit.ReadWorksheet(data, e, contest, mend.Policy{})
		if err != nil {
			if problems, ok := errors.AsType[party.Problems](err); !ok || len(problems) == 0 || rows != nil {
				t.Fatalf("%v with %v", rows, err)
			}
			return
		}
		seen := map[int64]bool{}
		for _, row := range rows {
			if row.Paper < 1 || seen[row.Paper] || row.Line < 2 || row.Missing && len(row.Ranking) > 0 || len(row.Ranking) > 3 {
				t.Errorf("row %+v", row)
			}
			seen[row.Paper] = true
		}
	})
}
