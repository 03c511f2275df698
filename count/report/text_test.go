package report_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/count/report/outline"
	"github.com/selectorate/selectorate/party"
)

func text(t testing.TB, r *count.Result, width int) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Text(&out, r, width); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTextIsTheGoldenFile(t *testing.T) {
	for _, width := range []int{40, 80} {
		golden(t, fmt.Sprintf("lamps-%d.txt", width), []byte(text(t, lamps(), width)))
	}
}

// TestTextKeepsToItsWidth holds every line but the commands to the width, whatever the names are.
func TestTextKeepsToItsWidth(t *testing.T) {
	r := lamps()
	r.Candidates[0].Name = strings.Repeat("灯火", 30)
	r.Candidates[3].Name = strings.Repeat("Ŵyn̂ ", 30)
	for _, width := range []int{40, 60, 80, 132} {
		for line := range strings.Lines(text(t, r, width)) {
			line = strings.TrimSuffix(line, "\n")
			if n := report.Columns(line); n > width && !strings.HasPrefix(line, "printf ") {
				t.Errorf("%d columns of %d: %q", n, width, line)
			}
		}
	}
}

func TestNamesCannotMoveTheCursor(t *testing.T) {
	r := lamps()
	r.Title = "Lamp\x1b]0;owned\a"
	r.Candidates[0].Name = "O\x1b[31mil\u202e\r"
	r.Stages[0].Reason = "A\x1b[2Jreason"
	for _, c := range text(t, r, 80) {
		if unicode.IsControl(c) && c != '\n' || c == '\u202e' {
			t.Errorf("%U is written to the terminal", c)
		}
	}
}

func TestLongCountsAreCompact(t *testing.T) {
	r := &count.Result{Rule: "invented", Seats: 1, Places: 2, Complete: true}
	for c := range 30 {
		r.Candidates = append(r.Candidates, count.Candidate{Name: fmt.Sprintf("Lamp %02d", c+1)})
	}
	votes := make([]exact.Number, 30)
	for c := range votes {
		votes[c] = exact.Int(int64(100 + c))
	}
	for i := range 20 {
		stage := count.Stage{Number: i + 1, Action: count.Iteration, Votes: append([]exact.Number{}, votes...), Reason: "Again."}
		if i == 5 {
			stage.Votes[7] = exact.Int(1)
			stage.Decisions = []count.Decision{{Verb: count.Excluded, Candidates: []int{7}, Reason: "Lamp 08 goes."}}
		}
		r.Stages = append(r.Stages, stage)
	}
	got := text(t, r, 80)
	if n := strings.Count(got, "Lamp 09"); n > 2 {
		t.Errorf("Lamp 09 never changed and is in %d lines", n)
	}
	if !strings.Contains(got, "This is a long count") || !strings.Contains(got, "−106") {
		t.Errorf("not said to be compact, or the change is not shown:\n%s", got)
	}
}

func TestFit(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		room int
		want string
	}{
		"filled":          {"Oil", 5, "Oil  "},
		"exact":           {"Lamps", 5, "Lamps"},
		"cut":             {"Lantern", 5, "Lant…"},
		"cut at a space":  {"Gas lamp", 5, "Gas… "},
		"wide letters":    {"灯火灯", 5, "灯火…"},
		"half a letter":   {"灯火灯", 4, "灯… "},
		"combining marks": {"W\u0302yn", 3, "W\u0302yn"},
		"control":         {"A\x1bB", 2, "AB"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := report.Fit(c.text, c.room); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestTextRefusesWhatContradictsItself(t *testing.T) {
	r := lamps()
	r.Winners = []int{9}
	if err := report.Text(&bytes.Buffer{}, r, 80); party.KindOf(err) != party.Invalid {
		t.Errorf("error %v", err)
	}
}

// TestLotsCanBeDrawnAgain runs the commands that the text gives.
func TestLotsCanBeDrawnAgain(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal("no bash to run the commands with")
	}
	r := lamps()
	r.Seed = "it's 4\t2"
	r.Candidates[0].Name = "O'il\x1b \\ Żarówka"
	names := []string{r.Candidates[0].Name, r.Candidates[1].Name}
	out, err := exec.CommandContext(t.Context(), bash, "-c", outline.New(r).Draw(r.Ties[0])).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if want := lot.Ticket(r.Seed, 1, names[i]); !strings.HasPrefix(line, want) {
			t.Errorf("the command gives %s, and the ticket is %s", line, want)
		}
	}
}

func ExampleText() {
	r := &count.Result{
		Title: "Lamp of the year", Rule: "plurality", Seats: 1, Complete: true, Winners: []int{1},
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}},
		Ballots:    count.Ballots{Valid: 7, Votes: exact.Int(7)},
		Stages: []count.Stage{{
			Number: 1, Action: count.Tally, Votes: []exact.Number{exact.Int(3), exact.Int(4)},
			Reason:    "The votes are added up.",
			Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{1}, Reason: "Gas has the most votes and is elected."}},
		}},
	}
	if err := report.Text(os.Stdout, r, 60); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Lamp of the year
	// ================
	//
	// 7 valid papers were counted for 1 place by the rule
	// “plurality”.
	//
	// Elected, in this order:
	//    1  Gas, at stage 1 with 4 votes
	//
	// At the end, Gas had 4 votes and Oil, the highest of those
	// not elected, 3.
	//
	// No lot had to be drawn.
	//
	// Stage 1. The votes are added up
	// -------------------------------
	// The votes are added up.
	//
	//                     votes
	//   Oil                   3
	//   Gas                   4  ELECTED
	//   Non-transferable      0
	//   Total                 7
	//
	//   * Gas has the most votes and is elected.
	//
	// How it was counted
	// ------------------
	//   rule: plurality
}

func ExampleJSON() {
	r := &count.Result{
		Rule: "plurality", Title: "Lamp of the year", Seats: 1, Complete: true, Winners: []int{1},
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}}, Ballots: count.Ballots{Valid: 7, Votes: exact.Int(7)},
	}
	var out bytes.Buffer
	if err := report.JSON(&out, r); err != nil {
		fmt.Println(err)
	}
	back, err := report.Parse(out.Bytes())
	fmt.Println(back.Title, back.Winners, err)
	// Output: Lamp of the year [1] <nil>
}
