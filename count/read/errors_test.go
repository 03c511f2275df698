package read_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/table"
	"github.com/selectorate/selectorate/party"
)

const toName = "0\n\"Apricot\"\n\"Bilberry\"\n\"Cherry\"\n\"Orchard\"\n"

// TestErrors holds that each file that cannot be read is refused at the right place, and that people are told how to
// mend it.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, file string
		options    read.Options
		line, col  int
		message    string
	}{
		{"nothing", "", read.Options{}, 0, 0, "the file is empty"},
		{"prose", "Dear returning officer,\nplease count this.\n", read.Options{}, 0, 0, "no format of ballots was recognised"},
		{"a page", "<html>\n", read.Options{}, 0, 0, "XML or a web page"},
		{"other JSON", "{\"a\":1}", read.Options{}, 0, 0, "neither cast vote records nor the result of a box"},
		{"a picture", "\x89PNG\x00\x00\x01", read.Options{}, 0, 0, "the file is not text"},
		{"UTF-32", "\xff\xfe\x00\x004\x00\x00\x00", read.Options{}, 0, 0, "UTF-32"},

		{"BLT without candidates", "x y\n", read.Options{Format: "blt"}, 1, 1, "begins with the number of candidates"},
		{"BLT with no candidates", "0 1\n", read.Options{}, 1, 1, "begins with the number of candidates"},
		{"BLT with too many candidates", "16385 1\n", read.Options{}, 1, 1, "16385 candidates are more than"},
		{"BLT without places", "3\n-1\n1 2 0\n", read.Options{Format: "blt"}, 2, 1, "the number of places must follow"},
		{"BLT with an unknown candidate", "3 1\n1 2 0\n2 1 4 0\n" + toName, read.Options{}, 3, 5, `"4" is no candidate`},
		{"BLT with an unknown nick", "3 1\n[nick a b c]\n1 a 0\n2 b d 0\n" + toName, read.Options{}, 4, 5, `"d" is no candidate`},
		{"BLT with a weight of 0", "3 1\n1 2 0\n0 1 2 0\n" + toName, read.Options{}, 3, 1, `weight "0" is 0`},
		{"BLT with a negative weight", "3 1\n1 2 0\n-2 1 0\n" + toName, read.Options{}, 3, 1, "withdrawal must stand before the first paper"},
		{"BLT with an exponent", "3 1\n1e3 2 0\n" + toName, read.Options{}, 2, 1, `weight "1e3" is not a number`},
		{"BLT with a stray sign", "3 1\n1 1- 2 0\n" + toName, read.Options{}, 2, 3, `"1-" is no candidate`},
		{"BLT with an empty rank", "3 1\n1 1==2 0\n" + toName, read.Options{}, 2, 5, "a candidate is missing here"},
		{"BLT with nobody before =", "3 1\n1 =2 0\n" + toName, read.Options{}, 2, 3, "a candidate is missing here"},
		{"BLT with candidate 0 among equals", "3 1\n1 0=2 0\n" + toName, read.Options{}, 2, 3, `"0" is no candidate`},
		{"BLT of a budget", "3 1\n1 3(50) 2 0\n" + toName, read.Options{}, 2, 3, "gives a candidate an amount"},
		{"BLT with an unknown withdrawn one", "3 1\n-4\n1 2 0\n" + toName, read.Options{}, 2, 1, "the candidate who has withdrawn"},
		{"BLT with an option nobody supports", "3 1\n[include other.blt]\n1 2 0\n" + toName, read.Options{}, 2, 1, "[include …] is not supported"},
		{"BLT with an option that does not end", "3 1\n[nick a b c\n1 2 0\n" + toName, read.Options{}, 2, 1, "this bracket does not end"},
		{"BLT with too few nicks", "3 1\n[nick a b]\n1 2 0\n" + toName, read.Options{}, 2, 1, "[nick …] has 2 words for 3 candidates"},
		{"BLT with equal nicks", "3 1\n[nick a b a]\n1 2 0\n" + toName, read.Options{}, 2, 1, `the nick "a" cannot be used`},
		{"BLT with somebody missing in the tie order", "3 1\n[tie 1 2]\n1 2 0\n" + toName, read.Options{}, 2, 1, "names 2 of 3 candidates"},
		{"BLT with somebody twice in the tie order", "3 1\n[tie 1 2 1]\n1 2 0\n" + toName, read.Options{}, 2, 1, "names 1 twice"},
		{"BLT with a comment that does not end", "3 1\n/* 1 2 0\n" + toName, read.Options{}, 2, 1, "this comment does not end"},
		{"BLT with too few names", "3 1\n1 2 0\n0\n\"Apricot\"\n\"Bilberry\"\n", read.Options{}, 6, 1, "there are 2 names for 3 candidates"},
		{"BLT with too many names", "2 1\n1 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n\"E\"\n\"F\"\n", read.Options{}, 9, 1, `"F" is one name more`},
		{"BLT with an empty name", "2 1\n1 2 0\n0\n\"A\"\n\"\"\n\"C\"\n", read.Options{}, 5, 1, "candidate 2 has no name"},
		{"BLT with a name that does not end", "2 1\n1 2 0\n0\n\"A\n\"B\"\n\"C\"\n", read.Options{}, 4, 1, "the quote that ends this name is missing"},
		{"BLT with a paper twice", "2 1\n(a) 1 2 0\n(b) 1 2 0\n(a) 1 2 0\n0\n\"A\"\n\"B\"\n", read.Options{}, 4, 1, "the paper (a) is there twice, first on line 2"},
		{"BLT with two meanings", "3 1\n2 1\n3 2 0\n" + toName, read.Options{}, 2, 0, "can be read in two ways"},

		{"table with a gap in the ranks", "rank1,rank3\nA,B\n", read.Options{}, 1, 0, "none for rank 2"},
		{"table with a rank twice", "rank1,Rank 1\nA,B\n", read.Options{}, 1, 2, "are both rank 1"},
		{"table with a row too long", "rank1,rank2\nA,B\nA,B,C\n", read.Options{}, 3, 3, "more cells than there are headers"},
		{"table with a quote that does not end", "rank1,rank2\nA,B\n\"A,B\n", read.Options{}, 3, 1, "begins with a quote and does not end"},
		{"table of ranks without headers", "Ada,Ben\nBen,Ada\n", read.Options{Columns: table.Columns{Ranks: []string{"#1", "#2"}}}, 1, 1, "the first line looks like a paper"},
		{"table of candidates without headers", "1,2,3\n2,1,3\n", read.Options{}, 0, 0, "no format of ballots was recognised"},
		{"table with a bad weight", "rank1,weight\nA,1\nA,-1\n", read.Options{}, 3, 2, `weight "-1" is not a number`},
		{"table with a bad number of papers", "rank1,times\nA,1\nA,1.5\n", read.Options{}, 3, 2, `"1.5" does not say how many`},
		{"table without the section", "rank1,section\nA,hill\nA,\n", read.Options{}, 3, 2, "the paper has no section"},
		{"table without the column", "rank1\nA\n", read.Options{Columns: table.Columns{Weight: "worth it"}}, 1, 0, `no column has the header "worth it"`},
		{"table with a column named twice", "a,b\nA,B\n", read.Options{Columns: table.Columns{Ranks: []string{"a", "#1"}}}, 1, 1, "is named twice"},
		{"table with a candidate twice", "Ada,Ben,Ada\n1,2,3\n", read.Options{}, 1, 3, `two columns are candidate "Ada"`},
		{"table with a candidate given twice", "rank1\nA\n", read.Options{Candidates: []string{"A", "A "}}, 0, 0, "is given twice"},

		{"PrefLib with an unknown candidate", "# ALTERNATIVE NAME 1: A\n1: 1,2\n", read.Options{}, 2, 0, `"2" is no candidate`},
		{"PrefLib with a brace that does not close", "# ALTERNATIVE NAME 1: A\n1: {1\n", read.Options{}, 2, 0, "a brace does not close"},
		{"PrefLib with a brace too many", "# ALTERNATIVE NAME 1: A\n1: 1}\n", read.Options{}, 2, 0, "a brace closes that was not opened"},
		{"PrefLib with a name missing", "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n1: 1\n", read.Options{}, 2, 0, "candidate 2 of 2 has no name"},
		{"PrefLib with categories", "# DATA TYPE: cat\n# ALTERNATIVE NAME 1: A\n1: 1\n", read.Options{}, 1, 0, `data of type "cat" are no rankings`},
		{"PrefLib without a count", "# ALTERNATIVE NAME 1: A\n: 1\n", read.Options{}, 2, 0, `weight "" is not a number`},
		{"old PrefLib without sums", "1\n1,A\n5,1\n", read.Options{}, 3, 0, "the line of sums is expected"},
		{"old PrefLib out of order", "2\n1,A\n3,B\n5,1\n", read.Options{}, 3, 0, "candidate 2 is expected here"},

		{"profile of scores", "VoteKit ScoreProfile\n", read.Options{}, 1, 1, "is not a profile of rankings"},
		{"profile with an unknown candidate", "Candidates\nA,B\nRanking_1,Weight\n{'C'},1\n", read.Options{}, 4, 1, `"C" is not among the candidates`},
		{"profile with a cell that is no set", "Candidates\nA,B\nRanking_1,Weight\nA,1\n", read.Options{}, 4, 1, `"A" is no set of candidates`},
		{"profile without weights", "Candidates\nA,B\nRanking_1\n{'A'}\n", read.Options{}, 3, 0, "the column Weight is missing"},

		{"long format of two districts", longHead + "A\tHall\t1\tFormal\tAda\t1\t1\nB\tHall\t2\tFormal\tAda\t1\t1\n", read.Options{}, 3, 1, "the row is of B, those before it are of A"},
		{"long format, half formal", longHead + "A\tHall\t1\tFormal\tAda\t1\t1\nA\tHall\t1\tInformal\tBen\t2\t2\n", read.Options{}, 3, 4, "informal here and formal on line 2"},
		{"long format, neither", longHead + "A\tHall\t1\tCasual\tAda\t1\t1\n", read.Options{}, 2, 4, `"Casual" is neither Formal nor Informal`},
		{"long format, no preference", longHead + "A\tHall\t1\tFormal\tAda\t1\tone\n", read.Options{}, 2, 7, `"one" is no preference`},

		{"box with sums and no description", `{"result":[[3,4]]}`, read.Options{}, 0, 0, "were added up before they were opened"},
		{"box with too few names", `{"result":[[[1,2]]]}`, read.Options{Candidates: []string{"A", "B", "C"}}, 0, 0, ""},
		{"box with two questions", `{"result":[[[1,2]],[[1]]]}`, read.Options{}, 0, 0, "the result has 2 questions"},
		{"box with lists", `{"result":[[[[1]]]]}`, read.Options{}, 0, 0, "neither rankings nor sums"},

		{"records that end early", "{\"Election\":[\n{\"Contest\":[", read.Options{Format: "cdf"}, 2, 0, "the report cannot be read"},
		{"records without a contest", `{"Election":[],"CVR":[{"CVRSnapshot":[]}]}`, read.Options{}, 0, 0, "the report has no contest"},
		{"records of two contests", `{"Election":[{"Contest":[` + contest("k1", "Chair") + `,` + contest("k2", "Clerk") + `]}]}`, read.Options{}, 0, 0, "2 contests are in the file"},
		{"records of another contest", `{"Election":[{"Contest":[` + contest("k1", "Chair") + `]}]}`, read.Options{Contest: "Clerk"}, 0, 0, `no contest is called "Clerk"`},
		{"records with an unknown selection", records(`{"ContestId":"k1","CVRContestSelection":[{"ContestSelectionId":"s9","SelectionPosition":[{"HasIndication":"yes","NumberVotes":1,"Rank":1}]}]}`), read.Options{}, 0, 0, `record 1: "s9" is no selection`},
		{"records with several votes", records(`{"ContestId":"k1","CVRContestSelection":[{"ContestSelectionId":"s1","SelectionPosition":[{"HasIndication":"yes","NumberVotes":3,"Rank":1}]}]}`), read.Options{}, 0, 0, "record 1: several votes are given by one mark"},
		{"records with a rank of words", records(`{"ContestId":"k1","CVRContestSelection":[{"ContestSelectionId":"s1","SelectionPosition":[{"HasIndication":"yes","NumberVotes":1,"Rank":"first"}]}]}`), read.Options{}, 0, 0, "record 1: a rank or a number of votes is no whole number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := read.File([]byte(test.file), "orchard.txt", test.options)
			if test.message == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			var problems party.Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("the error is %v, expected problems", err)
			}
			p := problems[0]
			if p.Line != test.line || p.Column != test.col || !strings.Contains(p.Message, test.message) {
				t.Errorf("the problem is %s; expected %d:%d: %s", p, test.line, test.col, test.message)
			}
		})
	}
}

const longHead = "District\tPollingPlaceName\tBPNumber\tFormality\tCandidateName\tPrefMarking\tPrefCounted\n"

func contest(id, name string) string {
	return fmt.Sprintf(`{"@id":%q,"Name":%q,"ContestSelection":[{"@id":"s1"},{"@id":"s2"}]}`, id, name)
}

func records(marks string) string {
	return `{"Election":[{"Contest":[` + contest("k1", "Chair") + `]}],"CVR":[{"CVRSnapshot":[{"CVRContest":[` + marks + `]}]}]}`
}

func TestBadOptions(t *testing.T) {
	for name, options := range map[string]read.Options{
		"unknown format":    {Format: "xlsx"},
		"unknown treatment": {Policy: mend.Policy{Overvote: "shrug"}},
		"places below 0":    {Seats: -1},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read.File([]byte("3 1\n1 2 0\n"+toName), "orchard.blt", options); !party.Is(err, party.Invalid) {
				t.Errorf("the error is %v, expected one of kind Invalid", err)
			}
		})
	}
}

func zipped(t *testing.T, members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		file, err := w.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t *testing.T, data string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(data)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPackedFiles(t *testing.T) {
	const blt = "3 1\n1 2 0\n" + toName
	bomb := strings.Repeat("1 2 0\n", 1<<20)
	for _, test := range []struct {
		name    string
		file    []byte
		message string // empty: it can be read
	}{
		{"gzip", gzipped(t, blt), ""},
		{"zip", zipped(t, "folder/", "", "__MACOSX/._orchard.blt", "x", "folder/orchard.blt", blt), ""},
		{"gzip that unpacks to too much", gzipped(t, bomb), "unpacks to more than 1000000 bytes"},
		{"zip that unpacks to too much", zipped(t, "orchard.blt", bomb), "unpacks to more than 1000000 bytes"},
		{"gzip cut short", gzipped(t, blt)[:30], "the packed file ends too early"},
		{"gzip in name alone", []byte{0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "the file cannot be unpacked"},
		{"zip cut short", zipped(t, "orchard.blt", blt)[:60], "the file cannot be unpacked"},
		{"zip of two", zipped(t, "a.blt", blt, "b.blt", blt), "the archive holds several files (a.blt, b.blt"},
		{"zip of none", zipped(t, "folder/", ""), "the archive holds no file of ballots"},
		{"empty zip", zipped(t), "the archive is empty"},
		{"workbook", zipped(t, "[Content_Types].xml", "<x/>", "xl/sheet.xml", "<x/>"), "a workbook of a spreadsheet program"},
	} {
		t.Run(test.name, func(t *testing.T) {
			election, err := read.File(test.file, "orchard.blt.gz", read.Options{Limit: 1_000_000})
			switch {
			case test.message == "" && (err != nil || election.Title != "Orchard"):
				t.Errorf("read %v, error %v", election, err)
			case test.message != "" && (err == nil || !strings.Contains(err.Error(), test.message)):
				t.Errorf("the error is %v, expected %s", err, test.message)
			}
		})
	}
}
