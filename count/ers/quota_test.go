package ers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// papers makes an election of so many papers for places, shared as evenly as may be by one candidate more.
func papers(t *testing.T, valid int64, places int) *count.Election {
	t.Helper()
	e := &count.Election{Seats: places}
	var b count.Builder
	for c := range places + 1 {
		e.Candidates = append(e.Candidates, count.Candidate{Name: fmt.Sprintf("Lamp %d", c+1)})
		times := valid / int64(places+1)
		if int64(c) < valid%int64(places+1) {
			times++
		}
		if times > 0 {
			if err := b.Add([]count.Mark{count.NewMark(c, false)}, times, 0, c+1); err != nil {
				t.Fatal(err)
			}
		}
	}
	e.Papers = b.Papers()
	return e
}

func TestQuotas(t *testing.T) {
	for _, c := range []struct {
		name, method string
		set          map[string]string
		valid        int64
		places       int
		want         string
	}{
		// Published: Labour's National Executive, November 2020, nine places for local parties; the quota was told as 12,954.9.
		{"NEC 2020: even to two decimals, nothing is added", "ers97", nil, 129_549, 9, "12954.90"},
		// Published: the example of Northern Ireland's returning officers, 35,487 papers for six places.
		{"35,487 papers for six places", "northern-ireland", nil, 35_487, 6, "5070.00"},
		{"a third is cut, and 0.01 added", "ers97", nil, 100, 2, "33.34"},
		{"two thirds too", "ers97", nil, 101, 2, "33.67"},
		{"even", "ers97", nil, 99, 2, "33.00"},
		{"even, and one added", "northern-ireland", nil, 99, 2, "34.00"},
		{"no papers", "ers97", nil, 0, 2, "0.00"},
		{"no papers, and one added", "northern-ireland", nil, 0, 2, "1.00"},
		{"up to 100 in hundredths", "ers76", nil, 299, 2, "99.67"},
		{"100 itself", "ers76", nil, 300, 2, "100.00"},
		{"above 100 in whole votes", "ers76", nil, 301, 2, "101.00"},
		{"above 100, even", "ers76", nil, 303, 2, "101.00"},
		{"even, and one added where asked", "ers76", set("quota-exact", "plus-one"), 303, 2, "102.00"},
		{"even, and a hundredth added where asked", "ers76", set("quota-exact", "plus-one"), 99, 2, "33.01"},
		{"uneven is raised, and nothing added", "ers76", set("quota-exact", "plus-one"), 301, 2, "101.00"},
		{"hundredths throughout", "ers76", set("quota-unit", "0.01"), 301, 2, "100.34"},
		{"whole votes throughout", "ers76", set("quota-unit", "1"), 100, 2, "34.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := tally(t, c.method, papers(t, c.valid, c.places), count.Options{Set: c.set, Seed: "lamps"})
			first := r.Stages[0]
			if got := first.Quota.Text(2); got != c.want || !strings.Contains(first.Reason, c.want) {
				t.Errorf("quota %s, want %s: %s", got, c.want, first.Reason)
			}
			if r.Places != 2 || r.Threshold != "quota" || len(r.Winners) != c.places {
				t.Errorf("%d places, %q, elected %v", r.Places, r.Threshold, r.Winners)
			}
		})
	}
}

// Votes of half a paper's worth: 3 papers at 1/2 and 2 at 1/3 are 13/6 votes; a third of that, up to a hundredth, is 0.73.
func TestAQuotaOfFractions(t *testing.T) {
	var b count.Builder
	for i, weight := range []exact.Number{exact.Frac(1, 2), exact.Frac(1, 3)} {
		class, err := b.Class(weight, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add([]count.Mark{count.NewMark(i, false)}, int64(3-i), class, 0); err != nil {
			t.Fatal(err)
		}
	}
	e := &count.Election{Seats: 2, Candidates: []count.Candidate{{Name: "Pear"}, {Name: "Plum"}, {Name: "Quince"}}, Papers: b.Papers()}
	r := tally(t, "ers97", e, count.Options{})
	if got := r.Stages[0].Quota.Text(2); got != "0.73" {
		t.Errorf("quota %s", got)
	}
	// Pear has 3/2, a surplus of 0.77, more than the 2/3 between Quince and Plum. Nothing of it goes on: then Plum's 2/3 are
	// all that is in play.
	if got := fmt.Sprint(winners(r)); got != "[1 2]" || len(r.Stages) != 2 || r.Stages[1].Nontransferable.Text(2) != "0.77" {
		t.Errorf("elected %s in %d stages", got, len(r.Stages))
	}
}
