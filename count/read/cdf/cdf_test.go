package cdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read/cdf"
	"github.com/selectorate/selectorate/count/read/mend"
)

// report writes a report of one contest of three, with a record of the given snapshots.
func report(snapshots string) []byte {
	return []byte(`{"@type":"CVR.CastVoteRecordReport","Election":[{"@id":"e","Candidate":[{"@id":"c1","Name":"Ada"},{"@id":"c2","Name":"Ben"}],
"Contest":[{"@id":"k","Name":"Chair","NumberElected":1,"VoteVariation":"rcv",
"ContestSelection":[{"@id":"s1","CandidateIds":["c1"]},{"@id":"s2","CandidateIds":["c2"]},{"@id":"s3","IsWriteIn":true}]}]}],
"CVR":[{` + snapshots + `}]}`)
}

// marked writes a snapshot that ranks a selection first.
func marked(id, kind, selection string) string {
	return fmt.Sprintf(`{"@id":%q,"Type":%q,"CVRContest":[{"ContestId":"k","CVRContestSelection":[{"ContestSelectionId":%q,
"SelectionPosition":[{"HasIndication":"yes","IsAllocable":"unknown","NumberVotes":1,"Rank":1}]}]}]}`, id, kind, selection)
}

func ExampleRead() {
	election, err := cdf.Read(report(`"CurrentSnapshotId":"x","CVRSnapshot":[`+marked("x", "original", "s2")+`]`), mend.Request{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(election.Title, election.Seats, election.Candidates[election.Papers.Ranking(0)[0].Candidate()].Name)
	// Output: Chair 1 Ben
}

// TestSnapshotInForce holds which snapshot of a record is read.
func TestSnapshotInForce(t *testing.T) {
	original, modified := marked("a", "original", "s1"), marked("b", "modified", "s2")
	for _, test := range []struct{ name, record, want string }{
		{"the one named", `"CurrentSnapshotId":"b","CVRSnapshot":[` + original + "," + modified + `]`, "Ben"},
		{"the one named, first", `"CurrentSnapshotId":"a","CVRSnapshot":[` + original + "," + modified + `]`, "Ada"},
		{"the only one", `"CurrentSnapshotId":"z","CVRSnapshot":[` + modified + `]`, "Ben"},
		{"the original", `"CVRSnapshot":[` + modified + "," + original + `]`, "Ada"},
		{"none", `"CurrentSnapshotId":"z","CVRSnapshot":[` + original + "," + modified + `]`, ""},
		{"no snapshot at all", `"CVRSnapshot":[]`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			election, err := cdf.Read(report(test.record), mend.Request{})
			if test.want == "" {
				if err == nil || !strings.Contains(err.Error(), "record 1: none of its") {
					t.Errorf("the error is %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := election.Candidates[election.Papers.Ranking(0)[0].Candidate()].Name; got != test.want {
				t.Errorf("read the mark for %s, expected %s", got, test.want)
			}
		})
	}
}

// TestMarksThatCount holds which marks are read.
func TestMarksThatCount(t *testing.T) {
	for indication, allocable := range map[string]map[string]bool{
		"yes": {"yes": true, "unknown": true, "no": false}, "unknown": {"yes": true, "no": false}, "no": {"yes": false, "unknown": false},
	} {
		for is, counts := range allocable {
			record := strings.ReplaceAll(marked("a", "original", "s3"), `"HasIndication":"yes","IsAllocable":"unknown"`,
				fmt.Sprintf(`"HasIndication":%q,"IsAllocable":%q`, indication, is))
			election, err := cdf.Read(report(`"CVRSnapshot":[`+record+`]`), mend.Request{})
			if err != nil {
				t.Fatal(err)
			}
			if got := election.Papers.Total() == 1; got != counts || election.RejectedTotal() == 1 == counts {
				t.Errorf("HasIndication %s, IsAllocable %s: counted %v, expected %v", indication, is, got, counts)
			}
		}
	}
}

func TestNotAReport(t *testing.T) {
	for name, text := range map[string]string{
		"a list": `[1,2]`, "elections are no list": `{"Election":{"a":1}}`, "nothing": ``, "two values in one": `{"Election":[{]}`, "cut short": `{"Election":[`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := cdf.Read([]byte(text), mend.Request{}); err == nil || !strings.Contains(err.Error(), "cannot be read") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
