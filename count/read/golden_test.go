package read_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// tell writes everything that was read of an election.
func tell(e *count.Election) string {
	var out strings.Builder
	fmt.Fprintf(&out, "title %q, %d places\n", e.Title, e.Seats)
	for c, candidate := range e.Candidates {
		fmt.Fprintf(&out, "candidate %d %q", c+1, candidate.Name)
		if candidate.Nick != "" {
			fmt.Fprintf(&out, " nick %s", candidate.Nick)
		}
		if candidate.Withdrawn {
			out.WriteString(" withdrawn")
		}
		out.WriteString("\n")
	}
	if len(e.TieOrder) > 0 {
		fmt.Fprintf(&out, "tie order from 0 %v\n", e.TieOrder)
	}
	for i := range e.Papers.Len() {
		class := e.Papers.Classes()[e.Papers.Class(i)]
		fmt.Fprintf(&out, "line %d: %d of %s", e.Papers.Line(i), e.Papers.Times(i), class.Weight)
		if class.Section != "" {
			fmt.Fprintf(&out, " in %s", class.Section)
		}
		out.WriteString(":")
		for _, mark := range e.Papers.Ranking(i) {
			sep := " "
			if mark.Equal() {
				sep = "="
			}
			fmt.Fprintf(&out, "%s%d", sep, mark.Candidate()+1)
		}
		out.WriteString("\n")
	}
	for _, r := range e.Rounds {
		fmt.Fprintf(&out, "round: %+v\n", r)
	}
	for _, r := range e.Rejected {
		fmt.Fprintf(&out, "line %d: %d rejected: %s\n", r.Line, r.Times, r.Reason)
	}
	for _, note := range e.Notes {
		fmt.Fprintf(&out, "note: %s\n", note)
	}
	return out.String()
}

// TestGolden reads a small file of each dialect and compares all that was read.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	read1 := 0
	for _, file := range files {
		if filepath.Ext(file) == ".golden" {
			continue
		}
		read1++
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			election, err := read.File(data, file, read.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got, golden := tell(election), file+".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read:\n%s\nexpected:\n%s", got, want)
			}
		})
	}
	if read1 < 40 {
		t.Errorf("only %d files in testdata", read1)
	}
}
