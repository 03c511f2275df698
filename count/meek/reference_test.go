package meek_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// The rules once more, slowly: paper by paper, in exact fractions rounded by hand, as their texts tell them, and without
// a line of the package. Both must agree at every stage of thousands of small elections.

// slow is a small election: rankings without equal ranks, each as often as papers bear it.
type slow struct {
	candidates, seats int
	rankings          [][]int
	lots              []int // who is taken first where a lot decides
}

// slowStage is what a stage must show.
type slowStage struct {
	votes []*big.Rat
	quota *big.Rat
}

func whole(n int) *big.Rat       { return new(big.Rat).SetInt64(int64(n)) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func less(a, b *big.Rat) bool    { return a.Cmp(b) < 0 }
func places(n int) *big.Int      { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
func ulp(n int) *big.Rat         { return new(big.Rat).SetFrac(big.NewInt(1), places(n)) }
func floor(a *big.Rat, n int) *big.Rat {
	top := new(big.Int).Mul(a.Num(), places(n))
	return new(big.Rat).SetFrac(top.Div(top, a.Denom()), places(n))
}
func ceil(a *big.Rat, n int) *big.Rat { return new(big.Rat).Neg(floor(new(big.Rat).Neg(a), n)) }

func zeros(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}

func total(votes []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, v := range votes {
		sum.Add(sum, v)
	}
	return sum
}

// tallyUp distributes every paper: what is kept of w is rounded up to nine places and taken from w (New Zealand by Hill's
// program, and B.2.a of the reference rule).
func (e *slow) tallyUp(keep []*big.Rat) []*big.Rat {
	votes := zeros(e.candidates)
	for _, ranking := range e.rankings {
		w := whole(1)
		for _, c := range ranking {
			give := ceil(mul(w, keep[c]), 9)
			votes[c], w = add(votes[c], give), sub(w, give)
		}
	}
	return votes
}

// hill is Hill's program for New Zealand, with the steps and names of its description.
func (e *slow) hill() (stages []slowStage, winners []int) {
	const undecided, elected, excluded = 0, 1, 2
	n := e.candidates
	var before []*big.Rat
	state, keep := make([]int, n), zeros(n)
	for c := range keep {
		keep[c] = whole(1)
	}
	prn := e.hillNumbers()
	ahead := make([]*big.Rat, n) // larger is ahead; equal: not told apart yet
	for c := range ahead {
		ahead[c] = new(big.Rat)
	}
	hopeful := func() (list []int) {
		for c := range state {
			if state[c] == undecided {
				list = append(list, c)
			}
		}
		return list
	}
	for {
		votes := e.tallyUp(keep)
		for c := range prn {
			prn[c] = 10000 - prn[c]
		}
		// AHEAD: groups that are still equal are told apart by the present votes.
		finer := slices.Clone(ahead)
		for c := range ahead {
			place := 0
			for d := range ahead {
				if less(ahead[d], ahead[c]) || ahead[d].Cmp(ahead[c]) == 0 && less(votes[d], votes[c]) {
					place++
				}
			}
			finer[c] = whole(place)
		}
		ahead = finer
		q := add(floor(quo(total(votes), whole(e.seats+1)), 9), ulp(9))
		stages = append(stages, slowStage{votes, q})
		for _, c := range hopeful() {
			if !less(votes[c], q) {
				state[c] = elected
				winners = append(winners, c)
			}
		}
		if len(winners) == e.seats {
			return stages, winners
		}
		if len(hopeful())+len(winners) <= e.seats {
			return stages, append(winners, hopeful()...)
		}
		surplus := new(big.Rat)
		for c := range votes {
			if less(q, votes[c]) {
				surplus = add(surplus, sub(votes[c], q))
			}
		}
		rising := hopeful()
		slices.SortFunc(rising, func(a, b int) int {
			if by := votes[a].Cmp(votes[b]); by != 0 {
				return by
			}
			if by := ahead[a].Cmp(ahead[b]); by != 0 {
				return by
			}
			return prn[a] - prn[b]
		})
		small := less(surplus, big.NewRat(1, 10000))
		without := 0
		for _, c := range rising {
			if votes[c].Sign() == 0 {
				without++
			}
		}
		// Clause 23, as OpenSTV reads it: no keep value has changed, or one has grown.
		stall := before != nil && (slices.EqualFunc(before, keep, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 }) || grown(before, keep))
		before = slices.Clone(keep)
		var out []int
		switch {
		case without >= 2 && small:
			out = rising[:min(without, len(rising)+len(winners)-e.seats)]
		case stall:
			out = rising[:1]
		case without < 2 && (small || less(surplus, sub(votes[rising[1]], votes[rising[0]]))):
			out = rising[:1]
		}
		for c := range keep {
			if less(q, votes[c]) {
				keep[c] = ceil(quo(ceil(mul(q, keep[c]), 9), votes[c]), 9)
			}
		}
		for _, c := range out {
			state[c], keep[c] = excluded, new(big.Rat)
		}
	}
}

func grown(before, keep []*big.Rat) bool {
	for c := range keep {
		if less(before[c], keep[c]) {
			return true
		}
	}
	return false
}

// hillNumbers gives the numbers of clauses 42 to 47, as Hill's program draws them.
func (e *slow) hillNumbers() []int {
	x, y, v := e.candidates+5, e.seats, len(e.rankings)
	z := (v + 10000*(v%10)) % 30323
	run := func() int {
		x, y, z = 171*x%30269, 172*y%30307, 170*z%30323
		return (10000*x/30269 + 10000*y/30307 + 10000*z/30323) % 10000
	}
	for range 4 {
		run()
	}
	var given []int
	for range e.candidates {
		number := run()
		for slices.Contains(given, number) {
			number = run()
		}
		given = append(given, number)
	}
	return given
}

// prf is the reference rule of the Proportional Representation Foundation, step by step.
func (e *slow) prf() (stages []slowStage, winners []int) {
	kf := zeros(e.candidates) // A
	var hopeful []int
	for c := range kf {
		kf[c] = whole(1)
		hopeful = append(hopeful, c)
	}
	for len(winners) < e.seats && len(winners)+len(hopeful) > e.seats { // B.1
		last, first, elected := whole(0), true, false
		var v []*big.Rat
		var q, s *big.Rat
		for { // B.2
			v = e.tallyUp(kf)                                          // a
			q = add(floor(quo(total(v), whole(e.seats+1)), 9), ulp(9)) // b
			for _, c := range slices.Clone(hopeful) {                  // c
				if !less(v[c], q) {
					winners, elected = append(winners, c), true
					hopeful = slices.DeleteFunc(hopeful, func(h int) bool { return h == c })
				}
			}
			s = new(big.Rat) // d
			for _, c := range winners {
				s = add(s, sub(v[c], q))
			}
			if s.Sign() < 0 {
				s = new(big.Rat)
			}
			if elected || less(s, big.NewRat(1, 1000000)) || !first && !less(s, last) { // e
				break
			}
			last, first = s, false
			for _, c := range winners { // f
				kf[c] = ceil(quo(ceil(mul(kf[c], q), 9), v[c]), 9)
			}
		}
		stages = append(stages, slowStage{v, q})
		if elected {
			continue
		}
		lowest := slices.MinFunc(hopeful, func(a, b int) int { return v[a].Cmp(v[b]) }) // B.3
		var tied []int
		for _, c := range e.lots {
			if slices.Contains(hopeful, c) && v[c].Cmp(add(v[lowest], s)) <= 0 {
				tied = append(tied, c)
			}
		}
		kf[tied[0]] = new(big.Rat) // T: the first in the order of lots
		hopeful = slices.DeleteFunc(hopeful, func(h int) bool { return h == tied[0] })
	}
	if len(winners) < e.seats {
		winners = append(winners, hopeful...) // C.1
	}
	return stages, winners
}

// openSTV is the rule of 2006, or Warren's, as OpenSTV counts: six decimals, everything cut.
func (e *slow) openSTV(warren bool) (stages []slowStage, winners []int) {
	one := whole(1)
	keep, before := zeros(e.candidates), []*big.Rat(nil)
	var continuing []int
	for c := range keep {
		keep[c] = one
		continuing = append(continuing, c)
	}
	first := true
	for {
		votes := e.tallyByRoute(keep)
		if warren {
			votes = e.tallyWarren(keep)
		}
		q := add(floor(quo(total(votes), whole(e.seats+1)), 6), ulp(6))
		stages = append(stages, slowStage{votes, q})
		surplus := new(big.Rat)
		for c := range votes {
			if less(q, votes[c]) {
				surplus = add(surplus, sub(votes[c], q))
			}
		}
		for _, c := range slices.Clone(continuing) {
			if !less(votes[c], q) {
				winners = append(winners, c)
				continuing = slices.DeleteFunc(continuing, func(h int) bool { return h == c })
			}
		}
		if len(winners) == e.seats {
			return stages, winners
		}
		if len(winners)+len(continuing) <= e.seats {
			return stages, append(winners, continuing...)
		}
		loop := before != nil && slices.EqualFunc(keep, before, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
		losers := e.sureLosers(continuing, votes, surplus, e.seats-len(winners))
		before = slices.Clone(keep)
		if surplus.Sign() > 0 && len(losers) == 0 && !loop {
			for c := range keep {
				if less(q, votes[c]) {
					keep[c] = ceil(quo(mul(keep[c], q), votes[c]), 6)
				}
			}
			continue
		}
		others := slices.DeleteFunc(slices.Clone(continuing), func(c int) bool { return slices.Contains(losers, c) })
		none := true
		for _, c := range losers {
			none = none && votes[c].Sign() == 0
		}
		switch {
		case loop:
			losers = []int{e.lowest(continuing, stages)}
		case len(losers) == 0:
			losers = []int{e.lowest(continuing, stages)}
		case first && surplus.Sign() == 0 && none && len(others)+len(winners) > e.seats:
			losers = append(losers, e.lowest(others, stages))
		}
		first = false
		for _, c := range losers {
			keep[c] = new(big.Rat)
			continuing = slices.DeleteFunc(continuing, func(h int) bool { return h == c })
		}
	}
}

// sureLosers gives the largest group, of those with equal votes all or none, whose votes and the surplus are fewer than
// the votes of the next.
func (e *slow) sureLosers(continuing []int, votes []*big.Rat, surplus *big.Rat, left int) []int {
	var largest []int
	for _, next := range continuing {
		var group []int
		sum := surplus
		for _, c := range continuing {
			if less(votes[c], votes[next]) {
				group, sum = append(group, c), add(sum, votes[c])
			}
		}
		if less(sum, votes[next]) && len(continuing)-len(group) >= left && len(group) > len(largest) {
			largest = group
		}
	}
	return largest
}

// lowest settles ties by the latest stage at which the tied differed, and then by lot.
func (e *slow) lowest(of []int, stages []slowStage) int {
	of = slices.Clone(of)
	for _, then := range slices.Backward(stages) {
		low := then.votes[slices.MinFunc(of, func(a, b int) int { return then.votes[a].Cmp(then.votes[b]) })]
		of = slices.DeleteFunc(of, func(c int) bool { return then.votes[c].Cmp(low) != 0 })
	}
	return e.lots[slices.IndexFunc(e.lots, func(c int) bool { return slices.Contains(of, c) })]
}

// tallyByRoute cuts what is kept after multiplying it by the papers that come by the same way.
func (e *slow) tallyByRoute(keep []*big.Rat) []*big.Rat {
	papers, way := map[string]int{}, map[string][]int{}
	for _, ranking := range e.rankings {
		var route []int
		for _, c := range ranking {
			if keep[c].Sign() == 0 {
				continue
			}
			route = append(slices.Clone(route), c)
			papers[fmt.Sprint(route)]++
			way[fmt.Sprint(route)] = route
			if keep[c].Cmp(whole(1)) == 0 {
				break
			}
		}
	}
	votes := zeros(e.candidates)
	for name, route := range way {
		rest := whole(1)
		for _, c := range route[:len(route)-1] {
			rest = floor(mul(rest, sub(whole(1), keep[c])), 6)
		}
		c := route[len(route)-1]
		votes[c] = add(votes[c], floor(mul(mul(rest, keep[c]), whole(papers[name])), 6))
	}
	return votes
}

// tallyWarren gives every candidate on a paper its keep value, or what is left of the paper.
func (e *slow) tallyWarren(keep []*big.Rat) []*big.Rat {
	votes := zeros(e.candidates)
	for _, ranking := range e.rankings {
		rest := whole(1)
		for _, c := range ranking {
			give := keep[c]
			if less(rest, give) {
				give = rest
			}
			votes[c], rest = add(votes[c], give), sub(rest, give)
		}
	}
	return votes
}

// election makes the same election for the package.
func (e *slow) election(t *testing.T) *count.Election {
	t.Helper()
	election := &count.Election{Seats: e.seats}
	for c := range e.candidates {
		election.Candidates = append(election.Candidates, count.Candidate{Name: string(rune('A' + c))})
	}
	var b count.Builder
	for _, ranking := range e.rankings {
		marks := make([]count.Mark, len(ranking))
		for i, c := range ranking {
			marks[i] = count.NewMark(c, false)
		}
		if err := b.Add(marks, 1, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	election.Papers = b.Papers()
	return election
}

// draw makes a small election; few rankings among many papers make ties likely, many make them unlikely.
func draw(s *splitmix) *slow {
	e := &slow{candidates: 2 + s.below(6)}
	e.seats = 1 + s.below(e.candidates)
	shuffled := func() []int {
		order := make([]int, e.candidates)
		for i := range order {
			at := s.below(i + 1)
			order[i], order[at] = order[at], i
		}
		return order
	}
	e.lots = shuffled()
	for range 1 + s.below(12) {
		ranking := shuffled()[:1+s.below(e.candidates)]
		for range 1 + s.below(9) {
			e.rankings = append(e.rankings, ranking)
		}
	}
	return e
}

func TestAgainstTheTexts(t *testing.T) {
	elections := 1500
	if testing.Short() {
		elections = 200
	}
	s := splitmix(2006)
	ties := map[count.Settlement]int{}
	for i := range elections {
		e := draw(&s)
		election := e.election(t)
		for _, rule := range []struct {
			name string
			set  map[string]string
			slow func() ([]slowStage, []int)
		}{
			{"meek-nz", map[string]string{"single-vacancy": "quota", "lots": "prn"}, e.hill},
			{"meek-prf", nil, e.prf},
			{"meek-2006", nil, func() ([]slowStage, []int) { return e.openSTV(false) }},
			{"warren", nil, func() ([]slowStage, []int) { return e.openSTV(true) }},
		} {
			m := counttest.Method(t, rule.name)
			got, err := m.Count(election, count.Options{Lots: e.lots, Set: rule.set})
			if err != nil {
				t.Fatal(err)
			}
			stages, winners := rule.slow()
			if complaint := differ(got, stages, winners); complaint != "" {
				t.Fatalf("election %d by %s: %s\n%d places, %d candidates, lots %v, papers %v", i, rule.name, complaint, e.seats, e.candidates, e.lots, e.rankings)
			}
			for _, tie := range got.Ties {
				ties[tie.By]++
			}
		}
	}
	for _, by := range []count.Settlement{count.ByEarlierStage, count.ByGivenLot, count.ByRule} {
		if ties[by] < elections/150 {
			t.Errorf("only %d ties were settled by %s", ties[by], by)
		}
	}
}

// differ says where a result is not what the text gives.
func differ(got *count.Result, stages []slowStage, winners []int) string {
	if len(stages) == 0 { // more places than candidates: the slow rules stop before they count
		stages = []slowStage{{}}
	}
	if len(got.Stages) != len(stages) {
		return fmt.Sprintf("%d stages, want %d", len(got.Stages), len(stages))
	}
	for at, want := range stages {
		for c, votes := range want.votes {
			if !got.Stages[at].Votes[c].Equal(exact.FromRat(votes)) {
				return fmt.Sprintf("stage %d, candidate %d: %s votes, want %s", at+1, c+1, got.Stages[at].Votes[c], votes.RatString())
			}
		}
		if want.quota != nil && !got.Stages[at].Quota.Equal(exact.FromRat(want.quota)) {
			return fmt.Sprintf("stage %d: quota %s, want %s", at+1, got.Stages[at].Quota, want.quota.RatString())
		}
	}
	sorted := slices.Sorted(slices.Values(winners))
	if won := slices.Sorted(slices.Values(got.Winners)); !slices.Equal(won, sorted) {
		return fmt.Sprintf("elected %v, want %v", won, sorted)
	}
	return ""
}
