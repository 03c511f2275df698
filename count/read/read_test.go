package read_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read"
)

// elections gives the folder of reference elections.
func elections(t testing.TB) string {
	t.Helper()
	data := os.Getenv("SELECTORATE_DATA")
	if data == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("SELECTORATE_DATA is not set: the reference elections are missing")
		}
		t.Skip("SELECTORATE_DATA is not set: the reference elections are missing")
	}
	return filepath.Join(data, "elections")
}

func TestEveryReferenceBLT(t *testing.T) {
	root := elections(t)
	files, err := filepath.Glob(filepath.Join(root, "*", "*.blt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"*/ballots/*.blt", "*/ballots/*/*.blt"} {
		more, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	if len(files) < 40 {
		t.Fatalf("only %d files below %s", len(files), root)
	}
	for _, file := range files {
		t.Run(strings.TrimPrefix(file, root), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			election, err := read.File(data, file, read.Options{})
			if err != nil {
				t.Fatal(err)
			}
			expected := filepath.Join(filepath.Dir(file), "expected", strings.TrimSuffix(filepath.Base(file), ".blt")+".json")
			text, err := os.ReadFile(expected)
			if os.IsNotExist(err) && strings.Contains(file, "meek-transcripts") {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Contest         string
				Seats, Distinct int
				Ballots         int64
				Candidates      []string
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if got := election.Papers.Total() + election.RejectedTotal(); got != want.Ballots {
				t.Errorf("%d papers, expected %d", got, want.Ballots)
			}
			if election.Seats != want.Seats || election.Title != want.Contest || election.Papers.Sorted().Len() != want.Distinct {
				t.Errorf("%d places, %q, %d distinct; expected %d, %q, %d", election.Seats, election.Title, election.Papers.Sorted().Len(),
					want.Seats, want.Contest, want.Distinct)
			}
			for c, name := range want.Candidates {
				if election.Candidates[c].Name != name {
					t.Errorf("candidate %d is %q, expected %q", c+1, election.Candidates[c].Name, name)
				}
			}
		})
	}
}
