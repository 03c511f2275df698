package table_test

import (
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/table"
)

func ExampleRanks() {
	file := `branch,share,rank1,rank2
North,1/2,Bilberry,Apricot
South,1/3,Apricot,
`
	election, err := table.Ranks([]byte(file), mend.Request{Title: "Chair"}, table.Columns{Section: "branch", Weight: "share"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range election.Papers.Len() {
		class := election.Papers.Classes()[election.Papers.Class(i)]
		first := election.Papers.Ranking(i)[0].Candidate()
		fmt.Printf("%s: a paper worth %s for %s\n", class.Section, class.Weight, election.Candidates[first].Name)
	}
	// Output:
	// North: a paper worth 1/2 for Bilberry
	// South: a paper worth 1/3 for Apricot
}

func ExampleCandidates() {
	file := `Apricot,Bilberry,Cherry
1,2,
,1,1
`
	election, err := table.Candidates([]byte(file), mend.Request{Policy: mend.Policy{Equal: mend.EqualOvervote}}, table.Columns{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(election.Papers.Total(), "valid;", election.Rejected[0].Reason)
	// Output: 1 valid; more than one candidate is marked at the first rank
}

// TestHeaders holds which headings are ranks.
func TestHeaders(t *testing.T) {
	for header, want := range map[string]bool{
		"rank1": true, "Rank 1": true, "RANK_12": true, "Ranking_1": true, "choice_1": true, "Choice-2": true, "1st": true, "1st choice": true,
		"First preference": true, "tenth": true, "pref 3": true, "DEM Mayor Choice 1 of 5 Citywide (026916)": true, "DEM Mayor Choice 1 of 5": true, "rank first": true,
		"rank": false, "rank0": false, "rank-1": true, "rank x": false, "Ada": false, "": false, "1": false, "precinct 1": false, "Choice of 5": false, "+1st": false,
		"rank 99999": false,
	} {
		if got := table.HasRanks([]string{header}); got != want {
			t.Errorf("%q is a rank: %v, expected %v", header, got, want)
		}
	}
}

func TestSeparator(t *testing.T) {
	for head, want := range map[string]byte{
		"a,b;c,d": ',', "a;b;c,d": ';', "a\tb\tc": '\t', `"a;b;c;d",e`: ',', "a": ',', "": ',',
	} {
		if got := table.Separator([]byte(head + "\nx;y;z;y;z\n")); got != want {
			t.Errorf("%q is separated by %q, expected %q", head, got, want)
		}
	}
}
