package read_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/table"
	"github.com/selectorate/selectorate/party"
)

const twoQuestions = `{"name":"Orchard","questions":[
 {"answers":["Yes","No"],"min":0,"max":1,"question":"Prune?"},
 {"type":"NonHomomorphic","value":{"answers":["Apricot","Bilberry","Cherry"],"question":"Chair?"}},
 {"answers":["Yes","No"],"blank":true,"min":1,"max":1,"question":"Water?"},
 {"answers":["Yes","No"],"min":0,"max":2,"question":"Weed?"}]}`

const twoResults = `{"result":[[3,4],[[1,0,2],[0,0,0],[1,2],[2,1,-1]],[5,0,9],[6,7]]}`

// TestOptions holds what each option does, on files that need it.
func TestOptions(t *testing.T) {
	for _, test := range []struct {
		name, file string
		options    read.Options
		want       string
	}{
		{
			"places and title for a format that has neither", "rank1,rank2\nBen,Ada\n",
			read.Options{Seats: 2, Title: "Orchard"},
			"title \"Orchard\", 2 places\ncandidate 1 \"Ada\"\ncandidate 2 \"Ben\"\nline 2: 1 of 1: 2 1\n",
		},
		{
			"places of the file win", "2 1\n1 1 0\n0\n\"Ada\"\n\"Ben\"\n\"Chair\"\n",
			read.Options{Seats: 2, Title: "Orchard"},
			"title \"Orchard\", 1 places\ncandidate 1 \"Ada\"\ncandidate 2 \"Ben\"\nline 2: 1 of 1: 1\n",
		},
		{
			"places of a BLT that leaves them open", "2 0\n1 1 0\n0\n\"Ada\"\n\"Ben\"\n\"Chair\"\n",
			read.Options{Seats: 2},
			"title \"Chair\", 2 places\ncandidate 1 \"Ada\"\ncandidate 2 \"Ben\"\nline 2: 1 of 1: 1\n",
		},
		{
			"candidates in an order of one's own, and one more", "rank1,rank2\nBen,Ada\nCy,Skipped\n",
			read.Options{Candidates: []string{"Skipped", "Ben", "Ada"}},
			"title \"papers\", 0 places\ncandidate 1 \"Skipped\"\ncandidate 2 \"Ben\"\ncandidate 3 \"Ada\"\ncandidate 4 \"Cy\"\n" +
				"line 2: 1 of 1: 2 3\nline 3: 1 of 1: 4 1\nnote: Papers name somebody who is not among the candidates given: Cy.\n",
		},
		{
			"columns of ranks by name and number", "who,best,then\nx,Ada,Ben\n",
			read.Options{Columns: table.Columns{Ranks: []string{"#3", "BEST"}}},
			"title \"papers\", 0 places\ncandidate 1 \"Ada\"\ncandidate 2 \"Ben\"\nline 2: 1 of 1: 2 1\nnote: The column who was not read.\n",
		},
		{
			"columns of candidates, weight, times and section", "Ada;Ben;share;copies;branch;phone\n1;2;1/3;4;North;0123\n",
			read.Options{Columns: table.Columns{Candidates: []string{"Ben", "Ada"}, Weight: "share", Times: "copies", Section: "branch"}},
			"title \"papers\", 0 places\ncandidate 1 \"Ben\"\ncandidate 2 \"Ada\"\nline 2: 4 of 1/3 in North: 2 1\nnote: The column phone was not read.\n",
		},
		{
			"format by name: BLT that begins with a remark", "/* Orchard */ 2 1\n1 1 0\n0\n\"Ada\"\n\"Ben\"\n",
			read.Options{Format: "blt"},
			"title \"papers\", 1 places\ncandidate 1 \"Ada\"\ncandidate 2 \"Ben\"\nline 2: 1 of 1: 1\n",
		},
		{
			"equal in BLT is an overvote, as OpaVote has it", "3 1\n1 1=2 3 0\n1 3 1=2 0\n" + toName,
			read.Options{Policy: mend.Policy{Equal: mend.EqualOvervote, Overvote: mend.SkipOvervote}},
			"title \"Orchard\", 1 places\ncandidate 1 \"Apricot\"\ncandidate 2 \"Bilberry\"\ncandidate 3 \"Cherry\"\nline 2: 1 of 1: 3\nline 3: 1 of 1: 3\n" +
				"note: 2 papers have an overvote, which was passed over.\n",
		},
		{
			"one question of a box, by its text, with names from the description", twoResults,
			read.Options{Contest: "chair?", Description: []byte(twoQuestions)},
			"title \"Orchard: Chair?\", 0 places\ncandidate 1 \"Apricot\"\ncandidate 2 \"Bilberry\"\ncandidate 3 \"Cherry\"\nline 1: 1 of 1: 1 3\n" +
				"line 2: 1 rejected: no preference is marked\nline 3: 1 rejected: there are 2 ranks for 3 candidates\nline 4: 1 rejected: a rank is less than 0\n" +
				"note: Lines of papers are their numbers in the result, from 1.\n",
		},
		{
			"sums of a box, of one choice each", twoResults,
			read.Options{Contest: "1", Description: []byte(twoQuestions)},
			"title \"Orchard: Prune?\", 0 places\ncandidate 1 \"Yes\"\ncandidate 2 \"No\"\nline 0: 3 of 1: 1\nline 0: 4 of 1: 2\n" +
				"note: Voters could choose nobody; how many did so is not in the sums.\nnote: The papers were added up before they were opened: each sum stands for so many papers.\n",
		},
		{
			"sums of a box with blank papers", twoResults,
			read.Options{Contest: "3", Description: []byte(twoQuestions)},
			"title \"Orchard: Water?\", 0 places\ncandidate 1 \"Yes\"\ncandidate 2 \"No\"\nline 0: 9 of 1: 2\nline 0: 5 rejected: the voter cast a blank paper\n" +
				"note: The papers were added up before they were opened: each sum stands for so many papers.\n",
		},
		{
			"records of an approval vote", `{"Election":[{"Contest":[{"@id":"k1","VotesAllowed":"2","ContestSelection":[{"@id":"s1"},{"@id":"s2"},{"@id":"s3"}]}]}],
			 "CVR":[{"CVRSnapshot":[{"CVRContest":[{"ContestId":"k1","CVRContestSelection":[{"ContestSelectionId":"s3","SelectionPosition":[{"HasIndication":"yes","NumberVotes":1}]},
			 {"ContestSelectionId":"s1","SelectionPosition":[{"HasIndication":"yes","NumberVotes":1}]}]}]}]}]}`,
			read.Options{Seats: 2},
			"title \"papers\", 2 places\ncandidate 1 \"s1\"\ncandidate 2 \"s2\"\ncandidate 3 \"s3\"\nline 1: 1 of 1: 1=3\n" +
				"note: Lines of papers are the numbers of the records in the report, from 1.\nnote: 1 paper has candidates at one rank, who were read as ranked equal.\n",
		},
		{
			"records of one of two contests", `{"Election":[{"Contest":[` + contest("k1", "Chair") + "," + contest("k2", "Clerk") + `]}],"CVR":[{"CVRSnapshot":[{"CVRContest":[
			 {"ContestId":"k2","Status":["invalidated-rules"],"CVRContestSelection":[]},{"ContestId":"k1","CVRContestSelection":[]}]}]}]}`,
			read.Options{Contest: "CLERK"},
			"title \"Clerk\", 0 places\ncandidate 1 \"s1\"\ncandidate 2 \"s2\"\nline 1: 1 rejected: the record says that the rules make it invalid\n" +
				"note: Lines of papers are the numbers of the records in the report, from 1.\n",
		},
		{
			"names that a terminal would obey", "2 1\n1 1 0\n0\n\"A\x1b[2Jda\"\n\"  \"Ben\u202e\"\n",
			read.Options{},
			"title \"papers\", 1 places\ncandidate 1 \"A\uFFFD[2Jda\"\ncandidate 2 \"\\\"Ben\uFFFD\"\nline 2: 1 of 1: 1\n",
		},
		{
			"two of one name", "2 1\n1 1 0\n0\n\"Ada\"\n\"Ada\"\n",
			read.Options{},
			"title \"papers\", 1 places\ncandidate 1 \"Ada\"\ncandidate 2 \"Ada\"\nline 2: 1 of 1: 1\nnote: Candidates 1 and 2 are both called \"Ada\".\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			election, err := read.File([]byte(test.file), "box/papers.txt", test.options)
			if err != nil {
				t.Fatal(err)
			}
			if got := tell(election); got != test.want {
				t.Errorf("read:\n%s\nexpected:\n%s", got, test.want)
			}
		})
	}
}

// TestSumsOfApprovals holds that sums from which papers cannot be had are refused, with a word on what to do.
func TestSumsOfApprovals(t *testing.T) {
	_, err := read.File([]byte(twoResults), "result.json", read.Options{Contest: "4", Description: []byte(twoQuestions)})
	if err == nil || !strings.Contains(err.Error(), "the sums themselves are the result") {
		t.Errorf("the error is %v", err)
	}
}

// TestBoxWithDescriptionInOneArchive holds that the description may lie beside the result in a zip.
func TestBoxWithDescriptionInOneArchive(t *testing.T) {
	election, err := read.File(zipped(t, "election.json", twoQuestions, "result.json", twoResults), "box.zip", read.Options{Contest: "2"})
	if err != nil || election.Candidates[2].Name != "Cherry" {
		t.Errorf("%v, error %v", election, err)
	}
}

// TestOrderOfRows holds that neither the numbers of the candidates nor the papers depend on the order of a table's
// rows.
func TestOrderOfRows(t *testing.T) {
	rows := []string{"Cy,Ada,", "Ben,Cy,Ada", "Ada,overvote,Ben", ",Ben,Ada", "Dee,Dee,Cy"}
	var first string
	for range rows {
		rows = append(rows[1:], rows[0])
		election, err := read.File([]byte("rank1,rank2,rank3\n"+strings.Join(rows, "\n")), "papers.csv", read.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(election.Candidates, election.Papers.Sorted().Digest())
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("%s, then %s", first, got)
		}
	}
}

// TestProgress holds that a long file tells how far it is, and that it ends at its end.
func TestProgress(t *testing.T) {
	for name, data := range map[string][]byte{
		"blt": lamps(200_000),
		"csv": []byte("rank1,rank2\n" + strings.Repeat("Apricot of the old wall,Bilberry from the far side of the hill\n", 50_000)),
	} {
		t.Run(name, func(t *testing.T) {
			var told []int64
			options := read.Options{Progress: func(done, total int64) {
				if total != int64(len(data)) || done > total || len(told) > 0 && done < told[len(told)-1] {
					t.Errorf("%d of %d after %v", done, total, told)
				}
				told = append(told, done)
			}}
			if _, err := read.File(data, "papers", options); err != nil {
				t.Fatal(err)
			}
			if len(told) < 3 || len(told) > 20 || told[len(told)-1] != int64(len(data)) {
				t.Errorf("told %v of %d bytes", told, len(data))
			}
		})
	}
}

func TestFormats(t *testing.T) {
	var names []string
	for _, format := range read.Formats() {
		if format.Help == "" {
			t.Errorf("%s has no help", format.Name)
		}
		names = append(names, format.Name)
	}
	for _, name := range []string{"blt", "csv-rank", "csv-candidate", "preflib", "cdf", "votekit-profile", "nsw-long", "belenios"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not among the formats %v", name, names)
		}
	}
}

// TestProblemsAreFew holds that a file that is wrong on every line does not drown people.
func TestProblemsAreFew(t *testing.T) {
	_, err := read.File([]byte("3 1\n"+strings.Repeat("1 4 0\n", 100_000)+toName), "papers.blt", read.Options{})
	problems, ok := err.(party.Problems) //nolint:errorlint // the type itself is promised
	if !ok || len(problems) != 20 {
		t.Errorf("%d problems: %.100v", len(problems), err)
	}
}
