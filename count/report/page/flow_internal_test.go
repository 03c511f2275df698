package page

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// drawn makes a count by chance in which votes move from stage to stage: told as transfers, or not told.
func drawn(t *rapid.T) *count.Result {
	n := rapid.IntRange(2, 20).Draw(t, "candidates")
	r := &count.Result{Seats: 1, Places: 2, Complete: true, Winners: []int{rapid.IntRange(0, n-1).Draw(t, "winner")}}
	votes := make([]exact.Number, n)
	var total exact.Number
	for c := range votes {
		r.Candidates = append(r.Candidates, count.Candidate{Name: string(rune('A' + c))})
		votes[c] = exact.Int(rapid.Int64Range(0, 1000).Draw(t, "votes"))
		total = total.Add(votes[c])
	}
	if total.IsZero() {
		votes[0], total = exact.Int(1), exact.Int(1)
	}
	r.Ballots.Votes = total
	r.Stages = []count.Stage{{Number: 1, Action: count.FirstPreferences, Votes: append([]exact.Number{}, votes...)}}
	var nowhere exact.Number
	for i := range rapid.IntRange(1, 25).Draw(t, "stages") {
		from := rapid.IntRange(0, n-1).Draw(t, "from")
		stage := count.Stage{Number: i + 2, Action: count.Exclusion, Of: []int{from}}
		for range rapid.IntRange(1, 4).Draw(t, "transfers") {
			to := rapid.IntRange(-1, n-1).Draw(t, "to")
			part := votes[from].Quo(exact.Int(rapid.Int64Range(1, 4).Draw(t, "part")))
			if to == from {
				continue
			}
			votes[from] = votes[from].Sub(part)
			if to == count.Nobody {
				nowhere = nowhere.Add(part)
			} else {
				votes[to] = votes[to].Add(part)
			}
			stage.Transfers = append(stage.Transfers, count.Transfer{From: from, To: to, Votes: part})
		}
		if rapid.Bool().Draw(t, "not told") {
			stage.Action, stage.Of, stage.Transfers = count.Iteration, nil, nil
		}
		stage.Votes, stage.Nontransferable = append([]exact.Number{}, votes...), nowhere
		r.Stages = append(r.Stages, stage)
	}
	return r
}

// TestFlowAddsUp holds every flow to its figures, whoever and whichever stages are put together: what a column has
// is what the one before had, less what left, plus what came; nothing is negative; and the last column is the last stage.
func TestFlowAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(t)
		f := newFlow(outline.New(r))
		if f == nil {
			t.Fatal("there is no flow")
		}
		if len(f.columns) > mostColumns || len(f.moves) != len(f.columns)-1 || len(f.bands) > mostBands+2 {
			t.Fatalf("%d columns, %d moves, %d bands", len(f.columns), len(f.moves), len(f.bands))
		}
		for i, m := range f.moves {
			left := append([]exact.Number{}, f.columns[i].votes...)
			for _, l := range m.links {
				if l.votes.Sign() <= 0 || (l.from == pot || l.to == pot) != m.net {
					t.Fatalf("link %+v", l)
				}
				if l.from != pot {
					left[l.from] = left[l.from].Sub(l.votes)
				}
				if l.to != pot {
					left[l.to] = left[l.to].Add(l.votes)
				}
			}
			for band, votes := range f.columns[i+1].votes {
				if !votes.Equal(left[band]) {
					t.Fatalf("column %d, %s: %s, and the links make it %s", i+2, f.bands[band], votes, left[band])
				}
			}
		}
		if last := f.columns[len(f.columns)-1]; last.last != len(r.Stages) {
			t.Fatalf("the last column ends with stage %d of %d", last.last, len(r.Stages))
		}
		d := f.draw()
		if d.Width > 2*flowSide+mostColumns*flowStep || d.Height > 7000 || len(d.Rows) == 0 && len(f.moves[0].links) > 0 {
			t.Fatalf("the picture is %d by %d", d.Width, d.Height)
		}
	})
}
