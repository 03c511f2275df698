package read_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/internal/counttest"
)

func TestEveryReferenceBLT(t *testing.T) {
	root := counttest.Elections(t)
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

// load reads a reference file, which must be readable.
func load(t testing.TB, options read.Options, name ...string) *count.Election {
	t.Helper()
	file := filepath.Join(append([]string{counttest.Elections(t)}, name...)...)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	election, err := read.File(data, file, options)
	if err != nil {
		t.Fatal(err)
	}
	return election
}

// TestRydeInBothFormats holds that the commission's own format of Ryde 2023, zipped, has the papers of the BLT made
// from it, paper for paper, and that every informal paper is told.
func TestRydeInBothFormats(t *testing.T) {
	long := load(t, read.Options{}, "nsw-la-raw", "Ryde_2023_long_format.zip")
	short := load(t, read.Options{}, "nsw-la-irv", "Ryde_2023.blt")
	if a, b := long.Papers.Sorted().Digest(), short.Papers.Sorted().Digest(); a != b {
		t.Errorf("the long format gives %s, the BLT %s", a, b)
	}
	if !slices.Equal(long.Candidates, short.Candidates) {
		t.Errorf("the candidates are %v and %v", long.Candidates, short.Candidates)
	}
	if long.Papers.Total() != 53840 || long.RejectedTotal() != 55281-53840 {
		t.Errorf("%d papers and %d informal ones, expected 53840 and 1441", long.Papers.Total(), long.RejectedTotal())
	}
}

// TestPortlandInBothFormats holds that the records of Portland's first district have the papers of the BLT made from
// them: skips and repeats passed over, the ranking ends at an overvote.
func TestPortlandInBothFormats(t *testing.T) {
	records := load(t, read.Options{}, "portland-2024-d1", "Portland_D1_Condensed.csv.gz")
	clean := load(t, read.Options{}, "portland-2024-d1", "portland_2024_d1.blt")
	if a, b := records.Papers.Sorted().Digest(), clean.Papers.Sorted().Digest(); a != b {
		t.Errorf("the records give %s, the BLT %s", a, b)
	}
	if !slices.Equal(records.Candidates, clean.Candidates) {
		t.Errorf("the candidates are %v and %v", records.Candidates, clean.Candidates)
	}
	if records.RejectedTotal() != clean.RejectedTotal() {
		t.Errorf("%d rejected in the records, %d in the BLT", records.RejectedTotal(), clean.RejectedTotal())
	}
	if !slices.Contains(records.Notes, "The column Precinct was not read.") {
		t.Errorf("the notes do not name the column that was discarded: %q", records.Notes)
	}
}

// TestAlbanyInBothFormats holds that VoteKit's profile of Albany 2022 has the papers of the BLT made from it.
func TestAlbanyInBothFormats(t *testing.T) {
	profile := load(t, read.Options{Seats: 2}, "albany-2022", "albany_profile.csv")
	short := load(t, read.Options{}, "albany-2022", "albany_2022.blt")
	if a, b := profile.Papers.Sorted().Digest(), short.Papers.Sorted().Digest(); a != b {
		t.Errorf("the profile gives %s, the BLT %s", a, b)
	}
	if profile.Seats != 2 || len(profile.Candidates) != 5 || profile.RejectedTotal() != short.RejectedTotal() {
		t.Errorf("%d places, %d candidates, %d rejected", profile.Seats, len(profile.Candidates), profile.RejectedTotal())
	}
}

// TestMinneapolisMayor holds that the records of 2013 give the first preferences that RCTab counted by the city's
// rules, and accounts for every other paper.
func TestMinneapolisMayor(t *testing.T) {
	mayor := load(t, read.Options{Policy: mend.Policy{Skipped: mend.StopAtTwo}}, "minneapolis-2013-mayor", "mn_2013_cast_vote_record.csv.gz")
	text, err := os.ReadFile(filepath.Join(counttest.Elections(t), "minneapolis-2013-mayor", "expected", "rctab-rounds.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Results []struct {
			Tally           map[string]string
			InactiveBallots map[string]string
		}
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	first := make(map[string]int64)
	for i := range mayor.Papers.Len() {
		// RCTab was given names without quotes, and a name of its own for write-ins (UWI in the records).
		name := strings.ReplaceAll(mayor.Candidates[mayor.Papers.Ranking(i)[0].Candidate()].Name, `"`, "")
		if name == "UWI" {
			name = "Undeclared Write-ins"
		}
		first[name] += mayor.Papers.Times(i)
	}
	for name, votes := range want.Results[0].Tally {
		if got := strconv.FormatInt(first[name], 10); got != votes {
			t.Errorf("%s has %s first preferences, RCTab counted %s", name, got, votes)
		}
	}
	if len(first) != len(want.Results[0].Tally) {
		t.Errorf("%d have first preferences, RCTab counted %d", len(first), len(want.Results[0].Tally))
	}
	reasons := map[string]int64{}
	for _, r := range mayor.Rejected {
		reasons[r.Reason] += r.Times
	}
	inactive := want.Results[0].InactiveBallots
	for reason, papers := range map[string]string{
		mend.ReasonFirst: inactive["overvotes"], mend.ReasonGap: inactive["skippedRankings"], mend.ReasonEmpty: "639",
	} {
		if got := strconv.FormatInt(reasons[reason], 10); got != papers {
			t.Errorf("%s papers rejected because %s, expected %s", got, reason, papers)
		}
	}
	if all := mayor.Papers.Total() + mayor.RejectedTotal(); all != 80101 {
		t.Errorf("%d papers in all, expected 80101", all)
	}
}
