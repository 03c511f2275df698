package read_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/read/mend"
)

// seed gives the fuzzer the files of testdata.
func seed(f *testing.F, patterns ...string) {
	f.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil || len(files) == 0 {
			f.Fatalf("no file %s in testdata: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, byte(0))
		}
	}
}

// policy makes a policy of a byte, so that the fuzzer tries all of them.
func policy(choice byte) mend.Policy {
	return mend.Policy{
		Overvote: []mend.Overvote{"", mend.SkipOvervote, mend.RejectOvervote}[choice%3],
		Skipped:  []mend.Skipped{"", mend.StopSkipped, mend.StopAtTwo, mend.RejectSkips}[choice/3%4],
		Repeats:  []mend.Repeats{"", mend.StopRepeats, mend.RejectRepeats}[choice/12%3],
		Equal:    []mend.Equal{"", mend.KeepEqual, mend.EqualOvervote}[choice/36%3],
	}
}

// writeBLT writes papers as BLT. It can say neither sections nor how often a weighted paper is there in one line.
func writeBLT(e *count.Election) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%d %d\n", len(e.Candidates), e.Seats)
	papers := e.Papers.Sorted()
	for i := range papers.Len() {
		weight, lines := fmt.Sprint(papers.Times(i)), int64(1)
		if class := papers.Classes()[papers.Class(i)]; !class.Weight.Equal(exact.Int(1)) {
			weight, lines = class.Weight.String(), papers.Times(i)
		}
		for range lines {
			out.WriteString(weight)
			for _, mark := range papers.Ranking(i) {
				sep := ' '
				if mark.Equal() {
					sep = '='
				}
				fmt.Fprintf(&out, "%c%d", sep, mark.Candidate()+1)
			}
			out.WriteString(" 0\n")
		}
	}
	out.WriteString("0\n")
	for c := range e.Candidates {
		fmt.Fprintf(&out, "\"Lamp %d\"\n", c+1)
	}
	out.WriteString("\"Lamps\"\n")
	return out.Bytes()
}

// fit tells whether writeBLT can say everything in a reasonable size.
func fit(e *count.Election) bool {
	for _, class := range e.Papers.Classes() {
		if class.Section != "" {
			return false
		}
		if weight := class.Weight; weight.IsWhole() && !weight.Equal(exact.Int(1)) && weight.Rat().Num().IsInt64() {
			return false // BLT takes it for so many papers
		}
	}
	for i := range e.Papers.Len() {
		if !e.Papers.Plain() && e.Papers.Times(i) > 100 {
			return false
		}
	}
	return true
}

// holds checks what every reader promises of what it accepts.
func holds(t *testing.T, data []byte, options read.Options) {
	t.Helper()
	options.Limit = 1 << 22
	e, err := read.File(data, "lamps", options)
	if err != nil {
		if err.Error() == "" {
			t.Fatal("an error without a word")
		}
		return
	}
	if err := e.Check(); err != nil {
		t.Fatal(err)
	}
	for c, candidate := range e.Candidates {
		if candidate.Name == "" || !utf8.ValidString(candidate.Name) {
			t.Fatalf("candidate %d is called %q", c+1, candidate.Name)
		}
	}
	var total int64
	for i := range e.Papers.Len() {
		total += e.Papers.Times(i)
		named := map[int]bool{}
		for k, mark := range e.Papers.Ranking(i) {
			c := mark.Candidate()
			if named[c] || c >= len(e.Candidates) || k == 0 && mark.Equal() {
				t.Fatalf("line %d ranks %v", i, e.Papers.Ranking(i))
			}
			named[c] = true
		}
		if len(named) == 0 || e.Papers.Times(i) < 1 {
			t.Fatalf("line %d: %d papers rank %v", i, e.Papers.Times(i), e.Papers.Ranking(i))
		}
	}
	if total != e.Papers.Total() {
		t.Fatalf("%d papers, and %d in all", total, e.Papers.Total())
	}
	for _, r := range e.Rejected {
		if r.Reason == "" || r.Times < 1 {
			t.Fatalf("rejected: %+v", r)
		}
	}
	if !fit(e) {
		return
	}
	again, err := read.File(writeBLT(e), "again", read.Options{Format: "blt"})
	if err != nil {
		t.Fatalf("written as BLT and read again: %v", err)
	}
	if a, b := e.Papers.Sorted().Digest(), again.Papers.Sorted().Digest(); a != b {
		t.Fatalf("%s, and written as BLT and read again %s", a, b)
	}
}

func fuzz(f *testing.F, format string) {
	f.Helper()
	f.Fuzz(func(t *testing.T, data []byte, choice byte) {
		holds(t, data, read.Options{Format: format, Policy: policy(choice), Seats: 1})
	})
}

func FuzzBLT(f *testing.F) {
	seed(f, "*.blt")
	fuzz(f, "blt")
}

func FuzzRanks(f *testing.F) {
	seed(f, "ranks*.csv")
	fuzz(f, "csv-rank")
}

func FuzzCandidates(f *testing.F) {
	seed(f, "candidates*.csv")
	fuzz(f, "csv-candidate")
}

func FuzzProfile(f *testing.F) {
	seed(f, "votekit*.csv")
	fuzz(f, "votekit-profile")
}

func FuzzLong(f *testing.F) {
	seed(f, "long.txt")
	fuzz(f, "nsw-long")
}

func FuzzScottish(f *testing.F) {
	seed(f, "scottish.csv")
	fuzz(f, "scot-csv")
}

func FuzzPrefLib(f *testing.F) {
	seed(f, "*.so?", "*.to?")
	fuzz(f, "preflib")
}

func FuzzRecords(f *testing.F) {
	seed(f, "records.json")
	fuzz(f, "cdf")
}

func FuzzBox(f *testing.F) {
	seed(f, "box.json")
	description := []byte(`{"name":"Orchard","questions":[{"answers":["Apricot","Bilberry","Cherry"],"min":0,"max":1,"question":"Chair?"}]}`)
	f.Fuzz(func(t *testing.T, data []byte, choice byte) {
		options := read.Options{Format: "belenios", Policy: policy(choice)}
		if choice >= 128 {
			options.Description = description
		}
		holds(t, data, options)
	})
}

// FuzzFile tries every format, packed files and every encoding.
func FuzzFile(f *testing.F) {
	seed(f, "*.*")
	fuzz(f, "")
}
