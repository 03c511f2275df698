package mend_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// lay puts one paper on a pile: words for ranks, such as "1", "2=3", "-" (skipped), "!" (an overvote).
func lay(t *testing.T, policy mend.Policy, paper string) *count.Election {
	t.Helper()
	pile := mend.NewPile(policy)
	pile.Begin()
	for word := range strings.FieldsSeq(paper) {
		switch word {
		case "-":
			pile.Skip()
		case "!":
			pile.Overvote()
		default:
			var group []int
			for _, digit := range strings.ReplaceAll(word, "=", "") {
				group = append(group, int(digit-'1'))
			}
			pile.Rank(group)
		}
	}
	if err := pile.End(1, 0, 1); err != nil {
		t.Fatal(err)
	}
	var election count.Election
	pile.Fill(&election)
	return &election
}

// said writes what became of the paper: its ranking, or why it was rejected.
func said(e *count.Election) string {
	if len(e.Rejected) > 0 {
		return e.Rejected[0].Reason
	}
	var words strings.Builder
	for i, mark := range e.Papers.Ranking(0) {
		sep := " "
		if mark.Equal() {
			sep = "="
		} else if i == 0 {
			sep = ""
		}
		fmt.Fprintf(&words, "%s%d", sep, mark.Candidate()+1)
	}
	return words.String()
}

func TestDoubtfulMarks(t *testing.T) {
	for _, test := range []struct {
		name   string
		policy mend.Policy
		paper  string
		want   string
	}{
		{"nothing doubtful", mend.Policy{}, "1 2 3", "1 2 3"},
		{"empty", mend.Policy{}, "", mend.ReasonEmpty},
		{"only empty ranks", mend.Policy{Skipped: mend.RejectSkips}, "- - -", mend.ReasonEmpty},

		{"overvote ends the ranking", mend.Policy{}, "1 ! 2", "1"},
		{"overvote at the first rank", mend.Policy{}, "! 2", mend.ReasonFirst},
		{"overvote passed over", mend.Policy{Overvote: mend.SkipOvervote}, "1 ! 2", "1 2"},
		{"only overvotes passed over", mend.Policy{Overvote: mend.SkipOvervote}, "! -", mend.ReasonFirst},
		{"overvote is fatal", mend.Policy{Overvote: mend.RejectOvervote}, "1 ! 2", mend.ReasonOvervote},
		{"overvote after the end is nothing", mend.Policy{Repeats: mend.StopRepeats, Overvote: mend.RejectOvervote}, "1 1 !", "1"},

		{"skip passed over", mend.Policy{}, "1 - - 2", "1 2"},
		{"skip ends the ranking", mend.Policy{Skipped: mend.StopSkipped}, "1 - 2", "1"},
		{"first rank skipped and that ends it", mend.Policy{Skipped: mend.StopSkipped}, "- 2", mend.ReasonGap},
		{"one skip of Minneapolis", mend.Policy{Skipped: mend.StopAtTwo}, "1 - 2 - 3", "1 2 3"},
		{"two skips of Minneapolis", mend.Policy{Skipped: mend.StopAtTwo}, "1 - - 2", "1"},
		{"two skips of Minneapolis at the start", mend.Policy{Skipped: mend.StopAtTwo}, "- - 2", mend.ReasonGap},
		{"an overvote that is passed over is no skip", mend.Policy{Skipped: mend.StopAtTwo, Overvote: mend.SkipOvervote}, "1 - ! - 2", "1 2"},
		{"skip is fatal", mend.Policy{Skipped: mend.RejectSkips}, "1 - 2", mend.ReasonSkipped},
		{"empty ranks at the end are no skips", mend.Policy{Skipped: mend.RejectSkips}, "1 2 - -", "1 2"},

		{"repeat passed over", mend.Policy{}, "1 2 1 3", "1 2 3"},
		{"repeat ends the ranking", mend.Policy{Repeats: mend.StopRepeats}, "1 2 1 3", "1 2"},
		{"repeat is fatal", mend.Policy{Repeats: mend.RejectRepeats}, "1 2 1 3", mend.ReasonRepeat},

		{"equal is kept", mend.Policy{}, "1 2=3 4", "1 2=3 4"},
		{"equal is an overvote", mend.Policy{Equal: mend.EqualOvervote}, "1 2=3 4", "1"},
		{"equal is an overvote passed over", mend.Policy{Equal: mend.EqualOvervote, Overvote: mend.SkipOvervote}, "1 2=3 4", "1 4"},
		{"the same twice at one rank is one", mend.Policy{Equal: mend.EqualOvervote}, "1 2=2 4", "1 2 4"},
		{"one of equals was ranked before", mend.Policy{}, "1 1=2 3", "1 2 3"},
		{"equals in the middle of which it ends", mend.Policy{Repeats: mend.StopRepeats}, "1 2=1=3", "1 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := said(lay(t, test.policy, test.paper)); got != test.want {
				t.Errorf("%q became %q, expected %q", test.paper, got, test.want)
			}
		})
	}
}

// TestEveryPaperIsAccountedFor holds that whatever is marked, and whatever the policy, a paper is either valid or
// rejected with a reason, and that no ranking names anybody twice.
func TestEveryPaperIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		policy := mend.Policy{
			Overvote: rapid.SampledFrom([]mend.Overvote{"", mend.StopAtOvervote, mend.SkipOvervote, mend.RejectOvervote}).Draw(rt, "overvote"),
			Skipped:  rapid.SampledFrom([]mend.Skipped{"", mend.PassSkipped, mend.StopSkipped, mend.StopAtTwo, mend.RejectSkips}).Draw(rt, "skipped"),
			Repeats:  rapid.SampledFrom([]mend.Repeats{"", mend.SkipRepeats, mend.StopRepeats, mend.RejectRepeats}).Draw(rt, "repeats"),
			Equal:    rapid.SampledFrom([]mend.Equal{"", mend.KeepEqual, mend.EqualOvervote}).Draw(rt, "equal"),
		}
		paper := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"-", "!", "1", "2", "3", "1=2", "2=3", "3=3"}), 0, 8).Draw(rt, "paper"), " ")
		e := lay(t, policy, paper)
		if e.Papers.Total()+e.RejectedTotal() != 1 {
			rt.Fatalf("%q: %d valid, %d rejected", paper, e.Papers.Total(), e.RejectedTotal())
		}
		if e.Papers.Len() == 1 {
			named := map[int]bool{}
			for i, mark := range e.Papers.Ranking(0) {
				if named[mark.Candidate()] || i == 0 && mark.Equal() {
					rt.Fatalf("%q became %v", paper, e.Papers.Ranking(0))
				}
				named[mark.Candidate()] = true
			}
		}
	})
}

func TestNotesCountPapers(t *testing.T) {
	pile := mend.NewPile(mend.Policy{})
	for range 2 {
		pile.Begin()
		pile.Prefer(0)
		pile.Skip()
		pile.Prefer(0)
		if err := pile.End(21, 0, 1); err != nil {
			t.Fatal(err)
		}
	}
	var e count.Election
	pile.Fill(&e)
	want := []string{"42 papers have a skipped rank, which was passed over.", "42 papers have a candidate ranked twice; the later mention was passed over."}
	if fmt.Sprint(e.Notes) != fmt.Sprint(want) {
		t.Errorf("the notes are %q, expected %q", e.Notes, want)
	}
}

func TestTooManyPapers(t *testing.T) {
	pile := mend.NewPile(mend.Policy{})
	for i, good := range []bool{true, false} {
		pile.Begin()
		if err := pile.End(count.MaxPapers, 0, 1); (err == nil) != good {
			t.Errorf("rejected paper %d: %v", i+1, err)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	if err := (mend.Policy{Skipped: "sometimes"}).Check(); !party.Is(err, party.Invalid) || !strings.Contains(err.Error(), "stop-at-two") {
		t.Errorf("an unknown treatment: %v", err)
	}
	if err := (mend.Policy{Skipped: mend.StopAtTwo, Equal: mend.KeepEqual}).Check(); err != nil {
		t.Error(err)
	}
}

func TestWeight(t *testing.T) {
	for text, want := range map[string]string{
		"3": "3", "007": "7", "010": "10", "1.5": "3/2", ".25": "1/4", "2.": "2", "3/2": "3/2", "6/4": "3/2", "010/08": "5/4",
		strings.Repeat("9", 100): strings.Repeat("9", 100),
		"":                       "", "0": "", "0.00": "", "-1": "", "+1": "", "1e3": "", "0x10": "", "1_000": "", "1,5": "", "1/0": "", "1/2/3": "", "1.5/2": "", ".": "", "/": "",
		"½": "", "NaN": "", strings.Repeat("9", 101): "",
	} {
		got, err := mend.Weight(text)
		switch {
		case want == "" && !party.Is(err, party.Invalid):
			t.Errorf("%q is taken for %s (%v)", text, got, err)
		case want != "" && (err != nil || got.String() != want):
			t.Errorf("%q is taken for %s (%v), expected %s", text, got, err, want)
		}
	}
}
