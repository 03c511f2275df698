package ers_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/ers"
	"github.com/selectorate/selectorate/count/exact"
)

// anyMethod draws a method and settings for all of its options.
func anyMethod(t *rapid.T) (count.Method, map[string]string) {
	m := rapid.SampledFrom(ers.Methods()).Draw(t, "method")
	chosen := map[string]string{}
	for _, o := range m.Options {
		if rapid.Bool().Draw(t, o.Name+" is set") {
			chosen[o.Name] = rapid.SampledFrom(o.Values).Draw(t, o.Name)
		}
	}
	return m, chosen
}

// weighted draws an election whose papers are worth fractions of votes.
func weighted(t *rapid.T) *count.Election {
	e := small(t)
	var b count.Builder
	for i := range e.Papers.Len() {
		class, err := b.Class(exact.Frac(rapid.Int64Range(1, 5).Draw(t, "over"), rapid.Int64Range(1, 3).Draw(t, "under")), "")
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(e.Papers.Ranking(i), e.Papers.Times(i), class, 0); err != nil {
			t.Fatal(err)
		}
	}
	weighed := *e
	weighed.Papers = b.Papers()
	return &weighed
}

// conserved checks a result against what holds of every count: votes are neither made nor lost, not even a hundredth
// and not in any step; as many are elected as there are places or candidates; reasons are given.
func conserved(t *rapid.T, r *count.Result) {
	total := func(where string, votes []exact.Number, nobody exact.Number) {
		if sum := exact.Sum(votes...).Add(nobody); !sum.Equal(r.Ballots.Votes) {
			t.Fatalf("%s: %s votes, and there are %s", where, sum, r.Ballots.Votes)
		}
	}
	before := exact.Number{}
	for i, s := range r.Stages {
		total("stage", s.Votes, s.Nontransferable)
		if s.Nontransferable.Less(s.Rounding) || s.Nontransferable.Less(before) || s.Rounding.Sign() < 0 {
			t.Fatalf("stage %d: %s non-transferable after %s, %s of them cut off", i+1, s.Nontransferable, before, s.Rounding)
		}
		before = s.Nontransferable
		for _, p := range s.Parts {
			total("step", p.Votes, p.Nontransferable)
			if p.Reason == "" {
				t.Fatal("a step without a reason")
			}
		}
		if len(s.Parts) > 0 && !slices.EqualFunc(s.Parts[len(s.Parts)-1].Votes, s.Votes, exact.Number.Equal) {
			t.Fatal("the last step is not what the stage says")
		}
		if s.Number != i+1 || s.Clause == "" || s.Reason == "" {
			t.Fatalf("stage %d: %+v", i+1, s)
		}
		if i > 0 {
			moved(t, r, i)
		}
	}
	if want := min(r.Seats, len(r.Candidates)); len(r.Winners) != want || !r.Complete {
		t.Fatalf("%d are elected, want %d", len(r.Winners), want)
	}
}

// held checks that whoever is not elected has just what the parcels are worth, where every paper is one vote.
func held(t *rapid.T, r *count.Result, s count.Stage) {
	worth := make([]exact.Number, len(s.Votes))
	for _, p := range s.Parcels {
		if p.Papers <= 0 || p.Stage < 1 || p.Stage > s.Number {
			t.Fatalf("stage %d: %+v", s.Number, p)
		}
		worth[p.Candidate] = worth[p.Candidate].Add(p.Value.Mul(exact.Int(p.Papers)))
	}
	for c, v := range s.Votes {
		if !slices.Contains(r.Winners, c) && !worth[c].Equal(v) {
			t.Fatalf("stage %d: candidate %d has %s, and parcels worth %s", s.Number, c+1, v, worth[c])
		}
	}
}

// moved checks that the transfers of a stage are what changed the votes.
func moved(t *rapid.T, r *count.Result, i int) {
	s, was := r.Stages[i], r.Stages[i-1]
	change := make([]exact.Number, len(s.Votes))
	var nobody exact.Number
	for _, m := range s.Transfers {
		change[m.From] = change[m.From].Sub(m.Votes)
		if m.To == count.Nobody {
			nobody = nobody.Add(m.Votes)
		} else {
			change[m.To] = change[m.To].Add(m.Votes)
		}
	}
	cut := s.Rounding.Sub(was.Rounding)
	if s.Action == count.Surplus {
		change[s.Of[0]] = change[s.Of[0]].Sub(cut)
	}
	for c, v := range s.Votes {
		if !v.Sub(was.Votes[c]).Equal(change[c]) {
			t.Fatalf("stage %d: candidate %d has %s after %s, and transfers bring %s", i+1, c+1, v, was.Votes[c], change[c])
		}
	}
	if got := s.Nontransferable.Sub(was.Nontransferable).Sub(cut); !got.Equal(nobody) {
		t.Fatalf("stage %d: %s became non-transferable, transfers say %s", i+1, got, nobody)
	}
}

func TestVotesAreConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, chosen := anyMethod(t)
		r, err := m.Count(weighted(t), count.Options{Seed: "walnut", Set: chosen})
		if err != nil {
			t.Fatal(err)
		}
		conserved(t, r)
	})
}

// equalResults tells whether two results say the same, but for the order in which equals are elected.
func equalResults(a, b *count.Result) bool {
	return slices.Equal(a.Winners, b.Winners) && slices.EqualFunc(a.Stages, b.Stages, func(x, y count.Stage) bool {
		return slices.EqualFunc(x.Votes, y.Votes, exact.Number.Equal) && x.Nontransferable.Equal(y.Nontransferable) && x.Quota.Equal(y.Quota)
	})
}

func TestNeitherOrderNorGroupingOfPapersMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, chosen := anyMethod(t)
		e := small(t)
		var single count.Builder
		for _, i := range rapid.Permutation(numbers(e.Papers.Len())).Draw(t, "shuffled") {
			for range e.Papers.Times(i) {
				if err := single.Add(e.Papers.Ranking(i), 1, 0, 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		shuffled := *e
		shuffled.Papers = single.Papers()
		o := count.Options{Seed: "walnut", Set: chosen}
		a, err := m.Count(e, o)
		b, err2 := m.Count(&shuffled, o)
		if err != nil || err2 != nil || !equalResults(a, b) || a.Ballots.Digest != b.Ballots.Digest {
			t.Fatalf("%v %v\n%+v\n%+v", err, err2, a, b)
		}
		conserved(t, a)
		for _, s := range a.Stages {
			held(t, a, s)
		}
	})
}

// Lots fall by names, so that not even they depend on the order of candidates.
func TestTheOrderOfCandidatesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, chosen := anyMethod(t)
		e := small(t)
		n := len(e.Candidates)
		to := rapid.Permutation(numbers(n)).Draw(t, "to")
		mixed := &count.Election{Seats: e.Seats, Candidates: make([]count.Candidate, n)}
		for c, candidate := range e.Candidates {
			mixed.Candidates[to[c]] = candidate
		}
		var b count.Builder
		for i := range e.Papers.Len() {
			var ranking []count.Mark
			for _, mark := range e.Papers.Ranking(i) {
				ranking = append(ranking, count.NewMark(to[mark.Candidate()], false))
			}
			if err := b.Add(ranking, e.Papers.Times(i), 0, 0); err != nil {
				t.Fatal(err)
			}
		}
		mixed.Papers = b.Papers()
		o := count.Options{Seed: "walnut", Set: chosen}
		r, err := m.Count(e, o)
		s, err2 := m.Count(mixed, o)
		if err != nil || err2 != nil || len(r.Stages) != len(s.Stages) {
			t.Fatalf("%v %v, %d stages and %d", err, err2, len(r.Stages), len(s.Stages))
		}
		for _, c := range r.Winners {
			if !slices.Contains(s.Winners, to[c]) {
				t.Fatalf("%d is elected in one order only", c+1)
			}
		}
		for i, stage := range r.Stages {
			for c, v := range stage.Votes {
				if !s.Stages[i].Votes[to[c]].Equal(v) {
					t.Fatalf("stage %d: candidate %d has %s in one order and %s in the other", i+1, c+1, v, s.Stages[i].Votes[to[c]])
				}
			}
		}
	})
}

func TestAWeightIsARepetition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, chosen := anyMethod(t)
		e := small(t)
		var heavy, many count.Builder
		for i := range e.Papers.Len() {
			times := e.Papers.Times(i)
			class, err := heavy.Class(exact.Int(times), "")
			if err != nil {
				t.Fatal(err)
			}
			if heavy.Add(e.Papers.Ranking(i), 1, class, 0) != nil || many.Add(e.Papers.Ranking(i), times, 0, 0) != nil {
				t.Fatal("not added")
			}
		}
		a, b := *e, *e
		a.Papers, b.Papers = heavy.Papers(), many.Papers()
		o := count.Options{Seed: "walnut", Set: chosen}
		r, err := m.Count(&a, o)
		s, err2 := m.Count(&b, o)
		if err != nil || err2 != nil || !equalResults(r, s) {
			t.Fatalf("%v %v\n%+v\n%+v", err, err2, r, s)
		}
	})
}

// limits draws one or two crossing limits on a set of candidates.
func limits(t *rapid.T, n int) []constraint.Limit {
	var all []constraint.Limit
	for _, group := range []string{"women", "the north"}[:rapid.IntRange(1, 2).Draw(t, "limits")] {
		var members []int
		for c := range n {
			if rapid.Bool().Draw(t, "member") {
				members = append(members, c)
			}
		}
		least := rapid.IntRange(0, min(2, len(members))).Draw(t, "at least")
		most := rapid.IntRange(-1, 3).Draw(t, "at most")
		if most >= 0 && most < least {
			most = least
		}
		all = append(all, constraint.Limit{Category: "of " + group, Group: group, Members: members, Min: least, Max: most})
	}
	return all
}

func TestConstraintsHoldAtTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, chosen := anyMethod(t)
		e := small(t)
		asked := limits(t, len(e.Candidates))
		if !constraint.Possible(asked, e.Seats, nil, numbers(len(e.Candidates))) {
			t.Skip("cannot be met")
		}
		r, err := m.Count(e, count.Options{Seed: "walnut", Set: chosen, Constraints: asked})
		if err != nil {
			t.Fatal(err)
		}
		conserved(t, r)
		for _, l := range asked {
			elected := 0
			for _, c := range l.Members {
				if slices.Contains(r.Winners, c) {
					elected++
				}
			}
			if elected < l.Min || l.Max >= 0 && elected > l.Max {
				t.Fatalf("%s: %d are elected of %v: %v", l, elected, l.Members, r.Winners)
			}
		}
	})
}
