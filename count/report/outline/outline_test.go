package outline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

func votes(all ...int64) []exact.Number {
	numbers := make([]exact.Number, len(all))
	for i, n := range all {
		numbers[i] = exact.Frac(n, 100)
	}
	return numbers
}

// lamps is a count of three stages by hand: Gas is elected, Arc and then Wax are excluded. Oil wins the second place.
func lamps() *count.Result {
	return &count.Result{
		Rule: "invented", Seats: 2, Places: 2, Complete: true, Threshold: "quota", Quota: exact.Int(4), Winners: []int{1, 0},
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}, {Name: "Arc"}, {Name: "Wax"}, {Name: "Oil", Withdrawn: true}},
		Ballots:    count.Ballots{Valid: 12, Rejected: 2, Votes: exact.Int(12)},
		Stages: []count.Stage{
			{
				Number: 1, Action: count.FirstPreferences, Votes: votes(300, 500, 150, 250, 0), Quota: exact.Int(4),
				Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{1}, Reason: "Gas has the quota.", Clause: "2"}},
			},
			{
				Number: 2, Action: count.Exclusion, Of: []int{2}, Votes: votes(350, 500, 0, 260, 0), Nontransferable: exact.Frac(90, 100), Quota: exact.Int(4),
				Decisions: []count.Decision{{Verb: count.Guarded, Candidates: []int{3}, Reason: "Wax is needed."}},
			},
			{
				Number: 3, Action: count.Exclusion, Of: []int{3}, Votes: votes(450, 500, 0, 0, 0), Nontransferable: exact.Frac(250, 100), Quota: exact.Int(4),
				Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{0}, Reason: "Oil is left."}},
			},
		},
		Constraints: []string{"at least one of Wax"},
	}
}

func TestStandings(t *testing.T) {
	o := outline.New(lamps())
	for stage, want := range []string{
		"continuing, elected now, continuing, continuing, withdrawn out",
		"continuing, elected, excluded now, continuing, withdrawn out",
		"elected now, elected, excluded out, excluded now, withdrawn out",
	} {
		var got []string
		for _, row := range o.Stages[stage].Rows {
			text := string(row.Standing)
			if row.Now {
				text += " now"
			}
			if row.Out {
				text += " out"
			}
			got = append(got, text)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("stage %d: %s\nnot     %s", stage+1, strings.Join(got, ", "), want)
		}
	}
	if !o.Stages[2].Conserved || o.Names[4] != "Oil #2" {
		t.Errorf("conserved %v, the second Oil is %q", o.Stages[2].Conserved, o.Names[4])
	}
}

// TestNextPlaceBringsBack counts anew for a second place: who was excluded before stands again, who was elected does not.
func TestNextPlaceBringsBack(t *testing.T) {
	r := lamps()
	r.Stages = append(r.Stages, count.Stage{Number: 4, Action: count.NextPlace, Votes: votes(0, 0, 700, 500, 0)})
	rows := outline.New(r).Stages[3].Rows
	if rows[2].Standing != outline.Continuing || rows[0].Standing != outline.IsElected || rows[2].Change.Cmp(exact.Int(7)) != 0 {
		t.Errorf("%+v", rows)
	}
}

func TestSentences(t *testing.T) {
	o := outline.New(lamps())
	for what, c := range map[string]struct{ got, want string }{
		"lead": {o.Lead(), "12 valid papers were counted for 2 places by the rule “invented”. 2 papers were rejected. " +
			"The quota is 4.00 votes. Oil #2 has withdrawn."},
		"outcome":  {o.Outcome(), "Gas and Oil are elected."},
		"last":     {o.Last(), "The last to be excluded was Wax at stage 3, 0.90 votes behind Oil."},
		"closest":  {o.Closest(), ""}, // the same
		"touched":  {strings.Join(o.Touched(), "|"), "Stage 2: Wax is needed."},
		"ending":   {o.Ending(3), "excluded, stage 3"},
		"winner":   {o.Ending(0), "elected, stage 3"},
		"gone":     {o.Ending(4), "withdrawn"},
		"chance":   {o.Chance(), "No lot had to be drawn."},
		"unfilled": {o.Unfilled(), ""},
		"heading":  {o.Stages[1].Heading, "Exclusion of Arc"},
		"decision": {strings.Join(o.Decisions(o.Stages[0].Stage), "|"), "Gas has the quota. (2)"},
		"command":  {o.Command("it's.blt", count.Method{}), `selectorate count 'it'\''s.blt' --rule 'invented' --seats 2 --json`},
		"besides":  {o.Besides(), "Add the constraints, each behind --limit."},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, not %q", what, c.got, c.want)
		}
	}
}

// TestClosest takes the closest exclusion where it is not the last, says a tie as one, and says nothing where a
// constraint and not the votes decided.
func TestClosest(t *testing.T) {
	r := lamps()
	r.Stages[0].Votes = votes(300, 500, 195, 205, 0)
	if got, want := outline.New(r).Closest(), "The closest decision was at stage 2: Arc was excluded, 0.10 votes behind Wax."; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	r.Stages[0].Votes = votes(300, 500, 200, 200, 0)
	if got, want := outline.New(r).Closest(), "The closest decision was at stage 2: Arc and Wax had the same number of votes, and Arc was excluded."; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	r.Stages[0].Votes = votes(300, 500, 250, 150, 0)
	if got := outline.New(r).Closest(); got != "" {
		t.Errorf("%q", got)
	}
}

// TestPlacesThatHangOnATie says beside the name what settled the tie, and that nothing was closer.
func TestPlacesThatHangOnATie(t *testing.T) {
	for name, c := range map[string]struct {
		tie  count.Tie
		how  string
		tied bool
	}{
		"election": {count.Tie{Stage: 3, For: "election", Candidates: []int{0, 3}, Chosen: 0, By: count.BySeed, Draw: 1}, "by lot", true},
		"exclusion of the other": {
			count.Tie{Stage: 2, For: "exclusion", Candidates: []int{0, 3}, Chosen: 3, By: count.ByEarlierStage, Earlier: 1}, "after looking back to stage 1", true,
		},
		"order of the elected": {count.Tie{Stage: 3, For: "election", Candidates: []int{0, 1}, Chosen: 0, By: count.ByFileOrder}, "", false},
		"surplus":              {count.Tie{Stage: 3, For: "transfer of a surplus", Candidates: []int{0, 1}, Chosen: 0, By: count.BySeed}, "", false},
		"long before":          {count.Tie{Stage: 1, For: "exclusion", Candidates: []int{0, 2}, Chosen: 2, By: count.BySeed}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := lamps()
			r.Ties = []count.Tie{c.tie}
			o := outline.New(r)
			if o.Elected[1].How != c.how || strings.HasPrefix(o.Closest(), "The closest decision was a tie, at stage ") != c.tied {
				t.Errorf("%q, %q", o.Elected[1].How, o.Closest())
			}
			if c.tied && !strings.HasSuffix(o.Beside(o.Elected[1]), " votes, "+c.how) {
				t.Errorf("%q", o.Beside(o.Elected[1]))
			}
		})
	}
}

func TestUnits(t *testing.T) {
	r := lamps()
	r.Unit, r.Places = "candidates beaten", 0
	o := outline.New(r)
	if one, more := o.Amount(exact.Int(1)), o.Amount(exact.Int(3)); one != "1 candidate beaten" || more != "3 candidates beaten" || o.Head() != "Candidates beaten" {
		t.Errorf("%q, %q, %q", one, more, o.Head())
	}
	r.Unit, r.Places, r.Stages[0].Votes[0] = "", -1, exact.Frac(43, 6)
	if got := outline.New(r).Exactly(exact.Frac(43, 6)); got != "43/6 (about 7.16666) votes" {
		t.Errorf("%q", got)
	}
}

func TestRejectedLinesAreJoined(t *testing.T) {
	got := outline.Rejections([]count.Rejected{
		{Line: 2, Times: 1, Reason: "empty"},
		{Line: 4, Times: 2, Reason: "empty"},
		{Line: 5, Times: 1, Reason: "empty"},
		{Line: 6, Times: 3, Reason: "torn"},
		{Times: 1, Reason: "late"},
		{Times: 1, Reason: "late"},
	})
	if want := "line 2: empty|lines 4 to 5: 3 papers: empty|line 6: 3 papers: torn|late|late"; strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
}

// TestCommandSaysAll gives what was told to the command, and an order that settles ties as the lot did.
func TestCommandSaysAll(t *testing.T) {
	r := lamps()
	r.Seed, r.Options = "4-2", []count.Chosen{{Name: "ties", Value: "lot"}}
	r.Flags = []count.Chosen{{Name: "skipped", Value: "stop-at-two"}, {Name: "limit", Value: "grove: it's young: 3"}}
	r.Ties = []count.Tie{
		{Stage: 1, For: "exclusion", Candidates: []int{0, 3}, Chosen: 3, By: count.ByGivenLot},
		{Stage: 2, For: "exclusion", Candidates: []int{2, 3}, Chosen: 2, By: count.ByGivenLot},
	}
	want := `selectorate count 'FILE' --rule 'invented' --seats 2 --set 'ties=lot' --skipped 'stop-at-two' --limit 'grove: it'\''s young: 3' --seed '4-2' --lots '3,4,1' --json`
	if got := outline.New(r).Command("", count.Method{}); got != want {
		t.Errorf("%s\nnot %s", got, want)
	}
}

func TestUnfinished(t *testing.T) {
	r := lamps()
	r.Complete, r.Winners, r.Stages = false, r.Winners[:1], r.Stages[:1]
	o := outline.New(r)
	if want := "Gas is elected so far. The count is not at its end: a further round of voting has to be held between Oil, Arc and Wax."; o.Outcome() != want {
		t.Errorf("%q", o.Outcome())
	}
	if got := o.Ending(0); got != "not decided" {
		t.Errorf("nothing was decided about Oil, and the report says %q", got)
	}
	r.Waiting = &count.LotNeeded{Stage: 1, For: "exclusion", Candidates: []int{2, 3}, Names: []string{"Arc", "Wax"}}
	if want := "The count stopped after stage 1: a lot has to be drawn among Arc and Wax, to settle the exclusion."; !strings.HasPrefix(o.Waits(), want) {
		t.Errorf("%q", o.Waits())
	}
	if o.Chance() != "" || o.Last() != "" || o.Unfilled() != "" {
		t.Error("something is said of a count that is not finished")
	}
}

func TestFigures(t *testing.T) {
	third := exact.Frac(100, 3)
	for name, c := range map[string]struct {
		places       int
		votes        exact.Number
		text, change string
		note         bool
	}{
		"decimals":     {2, exact.Frac(1234, 100), "12.34", "+12.34", false},
		"whole count":  {5, exact.Int(12), "12", "+12", false},
		"fractions":    {-1, third, "33.33333", "+33.33333", true},
		"negative":     {-1, exact.Number{}.Sub(third), "-33.33333", "−33.33333", true},
		"nearly zero":  {-1, exact.Frac(-1, 1_000_000), "0.00000", "−0.00000", true},
		"nothing":      {2, exact.Number{}, "0.00", "", false},
		"beyond rules": {2, third, "33.33", "+33.33", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := outline.NewFigures(&count.Result{Places: c.places, Stages: []count.Stage{{Votes: []exact.Number{c.votes}}}})
			if f.Text(c.votes) != c.text || f.Change(c.votes) != c.change || (f.Note() != "") != c.note {
				t.Errorf("%q, %q, %q", f.Text(c.votes), f.Change(c.votes), f.Note())
			}
		})
	}
}

func TestReasons(t *testing.T) {
	var all []count.Rejected
	for line := range 25 {
		all = append(all, count.Rejected{Line: line + 1, Times: 2, Reason: "no first preference"})
	}
	for line := 30; line < 80; line += 2 {
		all = append(all, count.Rejected{Line: line, Times: 1, Reason: "no first preference"})
	}
	all = append(all, count.Rejected{Times: 1, Reason: "two first preferences"})
	got := outline.Reasons(all)
	if len(got) != 2 || got[0].Papers != 75 || !strings.HasPrefix(got[0].Lines, "1 to 25, 30, 32") || !strings.HasSuffix(got[0].Lines, "64, 66 and 6 more") || got[1].Lines != "" {
		t.Errorf("%+v", got)
	}
}

func Example() {
	r := &count.Result{
		Rule: "plurality", Seats: 1, Complete: true, Winners: []int{1}, Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}},
		Ballots: count.Ballots{Valid: 7, Votes: exact.Int(7)},
		Stages: []count.Stage{{
			Number: 1, Action: count.Tally, Votes: []exact.Number{exact.Int(3), exact.Int(4)},
			Decisions: []count.Decision{{Verb: count.Elected, Candidates: []int{1}}},
		}},
	}
	o := outline.New(r)
	fmt.Println(o.Lead())
	fmt.Println(o.Outcome(), o.Last())
	for _, row := range o.Stages[0].Rows {
		fmt.Println(o.Name(row.Candidate), o.Figures.Text(row.Votes), row.Standing)
	}
	// Output:
	// 7 valid papers were counted for 1 place by the rule “plurality”.
	// Gas is elected. At the end, Gas had 4 votes and Oil, the highest of those not elected, 3.
	// Oil 3 continuing
	// Gas 4 elected
}
