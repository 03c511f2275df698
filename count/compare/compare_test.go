package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/compare"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// told is a method that gives a result which was made up beforehand.
func told(name string, result *count.Result, err error) count.Method {
	if result != nil {
		result.Rule = name
		result.Candidates = []count.Candidate{{Name: "Ash"}, {Name: "Elm"}, {Name: "Oak"}}
	}
	return count.Method{Name: name, Count: func(*count.Election, count.Options) (*count.Result, error) { return result, err }}
}

func stage(n int, action count.Action, of []int, reason string, decisions ...count.Decision) count.Stage {
	return count.Stage{Number: n, Action: action, Of: of, Reason: reason, Votes: make([]exact.Number, 3), Decisions: decisions}
}

func elects(c int, reason string) count.Decision {
	return count.Decision{Verb: count.Elected, Candidates: []int{c}, Reason: reason}
}

func TestPartings(t *testing.T) {
	first := stage(1, count.FirstPreferences, nil, "Papers are sorted.", elects(0, "Ash has the quota."))
	a := &count.Result{Threshold: "quota", Winners: []int{0, 1}, Stages: []count.Stage{
		first, stage(2, count.Surplus, []int{0}, "Ash has a surplus."), stage(3, count.Exclusion, []int{2}, "Oak is lowest.", elects(1, "Elm is left.")),
	}}
	b := &count.Result{Threshold: "quota", Winners: []int{0, 2}, Stages: []count.Stage{
		first, stage(2, count.Exclusion, []int{1}, "Elm is lowest.", elects(2, "Oak is left.")),
	}}
	same := &count.Result{Threshold: "quota", Winners: []int{1, 0}, Stages: a.Stages}
	c := compare.Run([]count.Method{
		told("alpha", a, nil), told("beta", b, nil), told("gamma", same, nil),
		told("delta", nil, party.Errorf(party.Invalid, "cannot")), told("epsilon", &count.Result{}, &count.LotNeeded{}),
	}, "", nil, count.Options{})
	if got := fmt.Sprint(c.Groups); got != "[{[0 1] [alpha gamma]} {[0 2] [beta]}]" {
		t.Errorf("groups: %s", got)
	}
	if c.Agree() || c.NeedsLot() == nil || len(c.Partings) != 2 {
		t.Fatalf("agree %v, lot %v, partings %+v", c.Agree(), c.NeedsLot(), c.Partings)
	}
	p := c.Partings[0]
	why := strings.Join(p.Why, "\n")
	if p.Rule != "beta" || p.Against != "alpha" || p.Same || p.Stage != 2 {
		t.Errorf("%+v", p)
	}
	for _, part := range []string{
		"at stage 2. By beta: Elm is lowest. By alpha: Ash has a surplus.",
		"Oak is elected by beta and not by alpha. By beta, at stage 2: Oak is left. By alpha, at stage 3: Oak is lowest.",
		"Elm is elected by alpha and not by beta.",
	} {
		if !strings.Contains(why, part) {
			t.Errorf("not told: %q in\n%s", part, why)
		}
	}
	if p := c.Partings[1]; !p.Same || p.Stage != 0 || len(p.Why) != 0 {
		t.Errorf("gamma does the same as alpha: %+v", p)
	}
}

func TestQuotasAndEnds(t *testing.T) {
	quota := func(n int64, stages int) *count.Result {
		r := &count.Result{Threshold: "quota", Winners: []int{0}}
		for i := range stages {
			s := stage(i+1, count.FirstPreferences, nil, fmt.Sprintf("Stage %d.", i+1))
			s.Quota = exact.Int(n)
			r.Stages = append(r.Stages, s)
		}
		return r
	}
	c := compare.Run([]count.Method{told("alpha", quota(4, 1), nil), told("beta", quota(5, 2), nil)}, "", nil, count.Options{})
	if !c.Agree() || c.NeedsLot() != nil {
		t.Error("they agree, and no lot is needed")
	}
	why := strings.Join(c.Partings[0].Why, "\n")
	for _, part := range []string{"The quota of beta is 5 at the start, the quota of alpha is 4.", "After stage 1 alpha is at its end, and beta goes on. Stage 2."} {
		if !strings.Contains(why, part) {
			t.Errorf("not told: %q in\n%s", part, why)
		}
	}
}

// Options go to the methods that have them.
func TestOptionsFit(t *testing.T) {
	var got []string
	method := func(name string, options ...count.Option) count.Method {
		return count.Method{Name: name, Options: options, Count: func(_ *count.Election, o count.Options) (*count.Result, error) {
			got = append(got, fmt.Sprint(name, o.Set))
			return &count.Result{Rule: name}, nil
		}}
	}
	compare.Run([]count.Method{method("alpha", count.Option{Name: "pace"}), method("beta")}, "", nil, count.Options{Set: map[string]string{"pace": "fast"}})
	if want := "[alphamap[pace:fast] betamap[]]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}
