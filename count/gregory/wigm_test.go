package gregory_test

import (
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
)

// The same papers under several rules, worked out by hand: 11 papers, 2 places. Ash has 6.
var sisters = pile{{4, "AB"}, {2, "AC"}, {3, "B"}, {2, "C"}}

func TestSistersByHand(t *testing.T) {
	for _, c := range []struct {
		name, method string
		set          map[string]string
		want         []string
	}{
		// The quota is 11/3; 7/3 of 6 votes move, so each paper at 7/18: B has 3 + 28/18, C 2 + 14/18.
		{"exact fractions", "wigm", nil, []string{
			"first-preferences: A6 B3 C2 lost 0 elected A",
			"surplus A: A11/3 B41/9 C25/9 lost 0 elected B",
		}},
		// The quota is 3.6666 + 0.0001; 2.3333 ÷ 6 = 0.3888|8.
		{"reference rule", "wigm-prf", nil, []string{
			"first-preferences: A6 B3 C2 lost 0.0000 elected A",
			"surplus A: A3.6667 B4.5552 C2.7776 lost 0.0005 elected B",
		}},
		// The quota is 4; C cannot catch up with B: 2 and the surplus of 2 are not fewer than 3. 2 ÷ 6 = 0.3333|3.
		{"Minneapolis", "minneapolis-stv", nil, []string{
			"first-preferences: A6 B3 C2 lost 0.0000 elected A",
			"surplus A: A4 B4.3332 C2.6666 lost 0.0002 elected B",
		}},
		{"Hare quota: 11 divided by 2", "wigm", map[string]string{"quota": "hare", "places": "2"}, []string{
			"first-preferences: A6 B3 C2 lost 0.00 elected A",
			"surplus A: A5.5 B3.32 C2.16 lost 0.02",
			"exclusion C: A5.5 B3.32 C0 lost 2.18 elected B",
		}},
		// 2 ÷ 6 is cut to whole votes, so nothing moves; the quota is worked out again from the 9 votes in play.
		{"whole votes, quota of active votes", "wigm", map[string]string{"quota": "droop", "places": "0", "quota-update": "active"}, []string{
			"first-preferences: A6 B3 C2 lost 0 elected A",
			"surplus A: A4 B3 C2 lost 2",
			"exclusion C: A4 B3 C0 lost 4 elected B",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := election(t, 2, "Ash", "Beech", "Cedar")
			sisters.into(t, e)
			compare(t, counted(t, c.method, e, count.Options{Set: c.set}), c.want)
		})
	}
}

func TestQuotaOfActiveVotesFalls(t *testing.T) {
	e := election(t, 1, "Ash", "Beech", "Cedar")
	pile{{4, "A"}, {3, "B"}, {2, "C"}}.into(t, e)
	r := counted(t, "wigm", e, count.Options{Set: map[string]string{"quota": "droop", "places": "2", "quota-update": "active"}})
	compare(t, r, []string{
		"first-preferences: A4 B3 C2 lost 0.00",
		"exclusion C: A4 B3 C0 lost 2.00 elected A", // half of 7 votes, plus 1
	})
	if q := r.Stages[1].Quota.Text(0); q != "4" {
		t.Errorf("quota %s", q)
	}
}

func TestSureLosers(t *testing.T) {
	e := election(t, 2, "Ash", "Beech", "Cedar", "Dogwood", "Elm")
	pile{{20, "A"}, {9, "B"}, {8, "C"}, {2, "DC"}, {2, "ED"}, {1, "EC"}}.into(t, e)
	// 42 papers: a quota of 15, and a surplus of 5. Dogwood and Elm have 5 between them, and with the surplus 10, more than
	// Cedar: they stay until the surplus has moved.
	r := counted(t, "minneapolis-stv", e, count.Options{})
	compare(t, r, []string{
		"first-preferences: A20 B9 C8 D2 E3 lost 0.0000 elected A",
		"surplus A: A15 B9 C8 D2 E3 lost 5.0000",
		"exclusion D E: A15 B9 C11 D0 E0 lost 7.0000",
		"exclusion B: A15 B0 C11 D0 E0 lost 16.0000 elected C",
	})
	if !strings.HasPrefix(r.Stages[2].Reason, "Dogwood and Elm cannot catch up with the next above: together 5 votes are fewer. Dogwood and Elm are excluded;") {
		t.Errorf("reason %q", r.Stages[2].Reason)
	}
	// A constraint for which one of them is needed lets only the other go.
	r = counted(t, "minneapolis-stv", e, count.Options{Constraints: limits("evergreens", 1, -1, 1, 4)})
	for _, s := range r.Stages {
		if len(s.Of) > 1 && s.Action == count.Exclusion {
			for _, c := range s.Of {
				if c == 4 && r.Winners[1] != 1 {
					t.Errorf("Elm went at stage %d and Beech was not elected", s.Number)
				}
			}
		}
	}
	if r.Winners[1] != 1 && r.Winners[1] != 4 {
		t.Errorf("elected %v", r.Winners)
	}
}

// Where more than the quota is needed, a candidate elected to a last place may have just the quota.
func TestReasonsOfExactFractions(t *testing.T) {
	e := election(t, 2, "Ash", "Beech", "Cedar")
	pile{{10, "A"}, {10, "B"}, {10, "C"}}.into(t, e)
	r := counted(t, "wigm", e, count.Options{Seed: "dice"})
	decisions := r.Stages[len(r.Stages)-1].Decisions
	if got := decisions[len(decisions)-1].Reason; !strings.HasSuffix(got, "is elected with 10 votes, without having more than the quota.") {
		t.Error(got)
	}
	e = election(t, 3, "Ash", "Beech", "Cedar", "Dahlia")
	pile{{8, "AB"}, {5, "BC"}, {1, "C"}, {1, "D"}}.into(t, e)
	r = counted(t, "wigm", e, count.Options{Seed: "dice"})
	// The quota is 15/4. Ash has 17/4 more than that, of 8, and Beech 5/4 more, of 5.
	for stage, want := range map[int]string{1: "each at 17/32 of the value", 2: "each at 1/4 of the value"} {
		if got := r.Stages[stage].Reason; !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
