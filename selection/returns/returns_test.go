package returns_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection/returns"
)

const head = "unit,kind,outcome,select,reselect,spoilt\n"

func TestParseReadsAFile(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       returns.Row
	}{
		{"figures alone", head + "Northside,branch,,16,14,2", returns.Row{Answer: returns.Select, Figures: true, Select: 16, Reselect: 14, Spoilt: 2}},
		{"figures for none", head + "Northside,branch,,1,14,", returns.Row{Answer: returns.Reselect, Figures: true, Select: 1, Reselect: 14}},
		{"a first tie", head + "Northside,branch,,7,7,", returns.Row{Answer: returns.Outstanding, Figures: true, Select: 7, Reselect: 7}},
		{"a second tie", head + "Northside,branch,no-preference,7,7,", returns.Row{Answer: returns.NoPreference, Figures: true, Select: 7, Reselect: 7}},
		{"outcome alone", "unit,kind,outcome\nNorthside,branch,reselect", returns.Row{Answer: returns.Reselect}},
		{"synonym", head + "Northside,branch,No-Contest,,,", returns.Row{Answer: returns.Reselect}},
		{"synonym of the other side", head + "Northside,branch, CONTEST ,,,", returns.Row{Answer: returns.Select}},
		{"synonyms of columns", "no-contest,Contest,Kind,Unit\n14,16,Branch,Northside", returns.Row{Answer: returns.Select, Figures: true, Select: 16, Reselect: 14}},
		{"nobody voted", head + "Northside,branch,no-votes,0,0,", returns.Row{Answer: returns.NoVotes, Figures: true}},
		{"void with any figures", head + "Northside,branch,void,3,9,", returns.Row{Answer: returns.Void, Figures: true, Select: 3, Reselect: 9}},
		{"short line", head + "Northside,branch,late", returns.Row{Answer: returns.Late}},
		{"byte order mark", "\xEF\xBB\xBF" + head + "Northside,branch,late,,,", returns.Row{Answer: returns.Late}},
		{"Windows line ends", strings.ReplaceAll(head+"Northside,branch,late,,,\n", "\n", "\r\n"), returns.Row{Answer: returns.Late}},
		{"comments anywhere", "# one\n" + head + "# two, three\nNorthside,branch,late,,,\n#", returns.Row{Answer: returns.Late}},
		{"quotes and blanks", head + ` "Northside", branch , late ,,,`, returns.Row{Answer: returns.Late}},
		{"lines with nothing in them", head + "\n,,,,,\n  \nNorthside,branch,late,,,\n,,\n", returns.Row{Answer: returns.Late}},
		{"leading zeros", head + "Northside,branch,,016,014,", returns.Row{Answer: returns.Select, Figures: true, Select: 16, Reselect: 14}},
		{"the largest figure", head + "Northside,branch,,1000000000,0,", returns.Row{Answer: returns.Select, Figures: true, Select: 1_000_000_000}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := returns.Parse([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Rows) != 1 {
				t.Fatalf("%d rows, want 1: %v", len(f.Rows), f.Rows)
			}
			got := f.Rows[0]
			if got.Unit != "Northside" || got.Kind != party.Branch || got.Line == 0 {
				t.Errorf("unit %+v", got)
			}
			got.Unit, got.Kind, got.Line = "", "", 0
			if got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestOtherColumnsAreNamed(t *testing.T) {
	f, err := returns.Parse([]byte("unit,met on,kind,,select,reselect,Chair\nNorthside,1 May,branch,,2,1,x"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{`columns not read: "met on", "Chair"`}; !slices.Equal(f.Notes, want) {
		t.Errorf("notes %q, want %q", f.Notes, want)
	}
}

// Every way to be wrong is told with line, column and mend.
func TestParseSaysWhatCannotBeUsed(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "the file is empty"},
		{"only comments", "# nothing\n", "the file is empty"},
		{"no unit", head, "the file has no unit"},
		{"no unit column", "kind,outcome\nbranch,late", `1:1: column "unit": it is missing from the header`},
		{"no kind column", "unit,outcome\nNorthside,late", `1:1: column "kind": it is missing from the header`},
		{"no answer columns", "unit,kind\nNorthside,branch", `1:1: the header has neither "outcome" nor`},
		{"one figures column", "unit,kind,select\nNorthside,branch,1", `1:11: column "reselect": it is missing from the header`},
		{"column twice", "unit,kind,select,contest,reselect\nNorthside,branch,1,1,0", `1:18: column "select": it stands twice`},
		{"semicolons", "unit;kind;select;reselect\nNorthside;branch;1;0", "separated by something else than commas"},
		{"tabs", "unit\tkind\tselect\treselect\nNorthside\tbranch\t1\t0", "separated by something else than commas"},
		{"UTF-16", "\xff\xfeu\x00n\x00", "UTF-16"},
		{"NUL", "unit,\x00", "NUL"},
		{"Latin-1", head + "Caf\xe9,branch,late,,,", "2:4: the text is not UTF-8 from here on"},
		{"a spreadsheet", "PK\x03\x04xyz", "spreadsheet"},
		{"old line ends", "unit,kind,outcome\rNorthside,branch,late", "carriage return"},
		{"quotes", head + "North\"side,branch,late,,,", "2:6: the quotes of this line are not those of CSV"},
		{"quotes in the header", `{"unit":1}`, "1:2: the quotes of this line"},
		{"no name", head + " ,branch,late,,,", `2:2: column "unit": the unit has no name`},
		{"invisible name", head + "\u200b,branch,late,,,", "no name that can be seen"},
		{"control character", head + "North\x1b[31m,branch,late,,,", "not seen"},
		{"line break in a name", head + "\"North\nside\",branch,late,,,", "not seen"},
		{"turned name", head + "North\u202e,branch,late,,,", "not seen"},
		{"no kind", head + "Northside,,late,,,", `2:11: column "kind": the kind of the unit is missing`},
		{"unknown kind", head + "Northside,union,late,,,", `"union" is not a kind of unit — write one of branch, affiliate, clp, ward, members, executive`},
		{"unknown outcome", head + "Northside,branch,maybe,,,", `2:18: column "outcome": "maybe" is not an outcome`},
		{"outcome misspelt", head + "Northside,branch,no preference,,,", "write no-preference"},
		{"negative", head + "Northside,branch,,-1,2,", `2:19: column "select": "-1" is negative`},
		{"decimal", head + "Northside,branch,,1.5,2,", `"1.5" is not a whole number`},
		{"separator", head + "Northside,branch,,\"1,234\",2,", `"1,234" has a separator between its digits`},
		{"too large", head + "Northside,branch,,1000000001,2,", "1000000001 is larger than 1000000000"},
		{"much too large", head + "Northside,branch,,99999999999999999999,2,", "is larger than 1000000000"},
		{"percentage", head + "Northside,branch,,60%,40%,", "is a percentage"},
		{"word for a figure", head + "Northside,branch,,ten,2,", `"ten" is not a whole number`},
		{"exponent", head + "Northside,branch,,1e3,2,", `"1e3" is not a whole number`},
		{"plus", head + "Northside,branch,,+1,2,", `"+1" is not a whole number`},
		{"other digits", head + "Northside,branch,,١,2,", `"١" is not a whole number`},
		{"spoilt negative", head + "Northside,branch,,1,2,-1", `column "spoilt": "-1" is negative`},
		{"one figure blank", head + "Northside,branch,,3,,", `2:21: column "reselect": it is blank`},
		{"other figure blank", head + "Northside,branch,select,,3,", `2:25: column "select": it is blank`},
		{"neither", head + "Northside,branch,,,,", "neither an outcome nor figures"},
		{"0 to 0", head + "Northside,branch,,0,0,", "0 to 0 does not say what happened"},
		{"select against its figures", head + "Northside,branch,select,1,2,", "the figures 1 to 2 ask for no contest, and the outcome says hold a contest"},
		{"reselect against its figures", head + "Northside,branch,reselect,2,1,", "ask for a contest, and the outcome says no contest"},
		{"select on a tie", head + "Northside,branch,select,2,2,", "are a tie"},
		{"no preference without a tie", head + "Northside,branch,no-preference,2,1,", "and the outcome says no preference"},
		{"no preference where nobody voted", head + "Northside,branch,no-preference,0,0,", "say no-votes where nobody voted"},
		{"a comment set in", head + "  # Northside,branch,late,,,", "the name begins with #, as a comment does"},
		{"a comment set in before the header", "  # a note\n" + head + "Northside,branch,late,,,", "1:3: a comment stands where the header is expected"},
		{"outstanding with a majority", head + "Northside,branch,outstanding,2,1,", "and the outcome says not in yet"},
		{"votes where nobody voted", head + "Northside,branch,no-votes,2,1,", "nobody voted"},
		{"votes where nobody met", head + "Northside,branch,did-not-meet,0,1,", "did not meet"},
		{"spoilt where nobody met", head + "Northside,branch,did-not-meet,,,3", "3 papers were spoilt"},
		{"twice", head + "Northside,branch,late,,,\nnorthside ,branch,late,,,", `3:1: column "unit": "northside" (branch) stands twice, first on line 2`},
		{"twice, blanks within", head + "North  side,branch,late,,,\nNorth side,branch,late,,,", "stands twice"},
		{"twice, composed otherwise", head + "Caf\u00e9,branch,late,,,\nCafe\u0301,branch,late,,,", "stands twice"},
		{"too many cells", head + "Northside,branch,late,,,,x", "2:26: the line has more cells than the header"},
		{"columns in characters", head + "Köln,branch,maybe,,,", "2:13: column \"outcome\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := returns.Parse([]byte(c.text))
			var problems party.Problems
			if !party.Is(err, party.Invalid) || !errors.As(err, &problems) || len(f.Rows) > 0 {
				t.Fatalf("%+v, %v: want problems", f, err)
			}
			if !strings.Contains(problems.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", problems, c.want)
			}
			for _, p := range problems {
				if p.Mend == "" {
					t.Errorf("%s: no mend", p)
				}
			}
		})
	}
}

func TestOneUnitMayAnswerInTwoKinds(t *testing.T) {
	if _, err := returns.Parse([]byte(head + "GMB,branch,late,,,\nGMB,affiliate,late,,,")); err != nil {
		t.Error(err)
	}
}

func TestEveryProblemIsToldAtOnce(t *testing.T) {
	_, err := returns.Parse([]byte(head + "A,branch,,-1,x,\nB,union,maybe,,,\n,branch,late,,,"))
	var problems party.Problems
	if !errors.As(err, &problems) || len(problems) != 4 {
		t.Errorf("problems:\n%v\nwant 4", err)
	}
	_, err = returns.Parse([]byte(head + strings.Repeat("A,union,late,,,\n", 1000)))
	if !errors.As(err, &problems) || len(problems) != 50 {
		t.Errorf("%d problems, want 50", len(problems))
	}
}

func TestReadback(t *testing.T) {
	for want, row := range map[string]returns.Row{
		"Northside asks for a contest, 16 to 14.":                             {Answer: returns.Select, Figures: true, Select: 16, Reselect: 14},
		"Northside asks for no contest, 14 to 1, with 2 spoilt.":              {Answer: returns.Reselect, Figures: true, Select: 1, Reselect: 14, Spoilt: 2},
		"Northside asks for no contest.":                                      {Answer: returns.Reselect},
		"Northside tied and votes again, 7 to 7.":                             {Answer: returns.Outstanding, Figures: true, Select: 7, Reselect: 7},
		"Northside tied twice and has no preference, 7 to 7.":                 {Answer: returns.NoPreference, Figures: true, Select: 7, Reselect: 7},
		"Northside is not in yet.":                                            {Answer: returns.Outstanding},
		"Northside met and nobody voted.":                                     {Answer: returns.NoVotes, Figures: true},
		"Northside did not meet.":                                             {Answer: returns.DidNotMeet},
		"Northside met without taking the item.":                              {Answer: returns.NotDiscussed},
		"Northside was declared void.":                                        {Answer: returns.Void},
		"Northside was declared void with a majority for no contest, 9 to 3.": {Answer: returns.Void, Figures: true, Select: 3, Reselect: 9},
		"Northside came in late with a majority for a contest, 9 to 3.":       {Answer: returns.Late, Figures: true, Select: 9, Reselect: 3},
	} {
		row.Unit = "Northside"
		if got := row.Readback(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// Whatever figures a file has, the outcome derived from them agrees with them.
func TestMajorityAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64Range(0, returns.MaxFigure).Draw(t, "select"), rapid.Int64Range(0, returns.MaxFigure).Draw(t, "reselect")
		answer, ok := returns.Majority(a, b)
		if ok != (a+b > 0) || answer.Agrees(a, b) != nil {
			t.Fatalf("%d to %d: %s %t", a, b, answer, ok)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head + "Northside,branch,,16,14,2\nEast,branch,late,,,\n"))
	f.Add([]byte("# c\nkind,unit,contest,no-contest\nward,\"W \"\"x\"\"\",1,0\n"))
	f.Add([]byte("\xEF\xBB\xBFunit,kind,outcome\r\nA,clp,no-votes\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := returns.Parse(data)
		if err != nil {
			var problems party.Problems
			if !party.Is(err, party.Invalid) || !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("an error of another sort: %v", err)
			}
			for _, p := range problems {
				if p.Message == "" || p.Line < 0 || p.Column < 0 {
					t.Fatalf("problem %+v", p)
				}
			}
			return
		}
		if len(file.Rows) == 0 {
			t.Fatal("a file without a unit was taken")
		}
		for _, row := range file.Rows {
			if row.Readback() == "" || row.Figures && row.Answer.Agrees(row.Select, row.Reselect) != nil {
				t.Fatalf("row %+v", row)
			}
		}
	})
}

func ExampleRow_Readback() {
	row := returns.Row{Unit: "Northside", Kind: party.Branch, Answer: returns.Select, Figures: true, Select: 16, Reselect: 14}
	fmt.Println(row.Readback())
	// Output: Northside asks for a contest, 16 to 14.
}
