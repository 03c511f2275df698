package gregory_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// rulesUnderTest is every rule of the package, with options that change what is done.
var rulesUnderTest = []struct {
	name string
	set  map[string]string
}{
	{"scottish", nil},
	{"scottish", map[string]string{"ties": "apart", "last-transfer": "omitted", "zero-surplus": "stage"}},
	{"wigm", nil},
	{"wigm", map[string]string{"places": "6", "quota": "droop", "quota-update": "active", "value": "fraction"}},
	{"wigm", map[string]string{"quota": "hare", "exclusion": "sure-losers", "ties": "earliest"}},
	{"wigm", map[string]string{"places": "0", "quota": "exact", "value": "twice"}},
	{"wigm-prf", nil},
	{"wigm-prf", map[string]string{"exclusion": "sure-losers"}},
	{"minneapolis-stv", nil},
}

// everyRule checks something of small random elections under every rule.
func everyRule(t *testing.T, check func(t *rapid.T, name string, e *count.Election, o count.Options)) {
	t.Helper()
	for _, rule := range rulesUnderTest {
		t.Run(fmt.Sprint(rule.name, rule.set), func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				d := dice(rapid.Uint64().Draw(r, "dice"))
				e, o := throw(t, &d)
				o.Set = rule.set
				o.Seed = "a seed"
				check(r, rule.name, e, o)
			})
		})
	}
}

func must(t *rapid.T, name string, e *count.Election, o count.Options) *count.Result {
	r, err := findMethod(name).Count(e, o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

func TestVotesAreConserved(t *testing.T) {
	everyRule(t, func(t *rapid.T, name string, e *count.Election, o count.Options) {
		r := must(t, name, e, o)
		for _, s := range r.Stages {
			if sum := exact.Sum(s.Votes...).Add(s.Nontransferable); !sum.Equal(r.Ballots.Votes) {
				t.Fatalf("stage %d: %s votes of %s", s.Number, sum, r.Ballots.Votes)
			}
			held := make([]exact.Number, len(e.Candidates))
			for _, p := range s.Parcels {
				held[p.Candidate] = held[p.Candidate].Add(p.Value.Mul(exact.Int(p.Papers)))
			}
			for c, v := range s.Votes {
				// Who is elected and has passed the surplus on keeps votes and no papers.
				if e.Papers.Plain() && !held[c].IsZero() && !held[c].Equal(v) {
					t.Fatalf("stage %d: the papers of %d are worth %s, not %s", s.Number, c+1, held[c], v)
				}
			}
			if s.Rounding.Sign() < 0 || s.Nontransferable.Less(s.Rounding) {
				t.Fatalf("stage %d: %s lost by rounding of %s", s.Number, s.Rounding, s.Nontransferable)
			}
		}
		standing := len(e.Standing())
		if want := min(r.Seats, standing); len(r.Winners) != want {
			t.Fatalf("%d elected, want %d", len(r.Winners), want)
		}
	})
}

// sameCount compares what was decided when candidate c of the first count is to[c] of the second.
func sameCount(t *rapid.T, a, b *count.Result, to []int) {
	moved := func(all []int) []int {
		out := make([]int, len(all))
		for i, c := range all {
			out[i] = to[c]
		}
		slices.Sort(out)
		return out
	}
	if x, y := moved(a.Winners), slices.Sorted(slices.Values(b.Winners)); !slices.Equal(x, y) {
		t.Fatalf("elected %v and %v", x, y)
	}
	if len(a.Stages) != len(b.Stages) || len(a.Ties) != len(b.Ties) {
		t.Fatalf("%d and %d stages, %d and %d ties", len(a.Stages), len(b.Stages), len(a.Ties), len(b.Ties))
	}
	for i, s := range a.Stages {
		z := b.Stages[i]
		if s.Action != z.Action || !slices.Equal(moved(s.Of), slices.Sorted(slices.Values(z.Of))) || !s.Quota.Equal(z.Quota) ||
			!s.Nontransferable.Equal(z.Nontransferable) || !s.Rounding.Equal(z.Rounding) {
			t.Fatalf("stage %d differs: %s %v and %s %v", i+1, s.Action, s.Of, z.Action, z.Of)
		}
		for c, v := range s.Votes {
			if !v.Equal(z.Votes[to[c]]) {
				t.Fatalf("stage %d: candidate %d has %s and %s", i+1, c+1, v, z.Votes[to[c]])
			}
		}
	}
	for i, tie := range a.Ties {
		if to[tie.Chosen] != b.Ties[i].Chosen || tie.By != b.Ties[i].By || tie.Draw != b.Ties[i].Draw {
			t.Fatalf("tie %d differs: %+v and %+v", i+1, tie, b.Ties[i])
		}
	}
}

// rebuilt makes the papers of an election again: each line through change, in the order given.
func rebuilt(t *rapid.T, e *count.Election, order []int, change func(b *count.Builder, ranking []count.Mark, times int64, class count.Class)) *count.Election {
	var b count.Builder
	for _, i := range order {
		change(&b, e.Papers.Ranking(i), e.Papers.Times(i), e.Papers.Classes()[e.Papers.Class(i)])
	}
	again := *e
	again.Papers = b.Papers()
	if !again.Papers.Votes().Equal(e.Papers.Votes()) {
		t.Fatal("the test has lost papers")
	}
	return &again
}

func add(t *rapid.T, b *count.Builder, ranking []count.Mark, times int64, class count.Class) {
	number, err := b.Class(class.Weight, class.Section)
	if err == nil {
		err = b.Add(ranking, times, number, 1)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func identity(n int) []int {
	same := make([]int, n)
	for i := range same {
		same[i] = i
	}
	return same
}

// The order of the papers does not matter, nor whether equal ones are put together.
func TestOrderOfPapersDoesNotMatter(t *testing.T) {
	everyRule(t, func(t *rapid.T, name string, e *count.Election, o count.Options) {
		order := rapid.Permutation(identity(e.Papers.Len())).Draw(t, "order")
		shuffled := rebuilt(t, e, order, func(b *count.Builder, ranking []count.Mark, times int64, class count.Class) {
			for range times {
				add(t, b, ranking, 1, class)
			}
		})
		a, b := must(t, name, e, o), must(t, name, shuffled, o)
		sameCount(t, a, b, identity(len(e.Candidates)))
		if a.Ballots.Digest != b.Ballots.Digest {
			t.Fatal("the digests differ")
		}
	})
}

func TestOrderOfCandidatesDoesNotMatter(t *testing.T) {
	everyRule(t, func(t *rapid.T, name string, e *count.Election, o count.Options) {
		to := rapid.Permutation(identity(len(e.Candidates))).Draw(t, "to")
		moved := rebuilt(t, e, identity(e.Papers.Len()), func(b *count.Builder, ranking []count.Mark, times int64, class count.Class) {
			var again []count.Mark
			for _, mark := range ranking {
				again = append(again, count.NewMark(to[mark.Candidate()], mark.Equal()))
			}
			add(t, b, again, times, class)
		})
		moved.Candidates = make([]count.Candidate, len(to))
		for c, who := range e.Candidates {
			moved.Candidates[to[c]] = who
		}
		renumber := func(order []int) []int {
			var again []int
			for _, c := range order {
				again = append(again, to[c])
			}
			return again
		}
		moved.TieOrder = renumber(e.TieOrder)
		other := o
		other.Lots = renumber(o.Lots)
		sameCount(t, must(t, name, e, o), must(t, name, moved, other), to)
	})
}

// A paper worth three votes counts as three papers worth one.
func TestWeightsAreRepetition(t *testing.T) {
	everyRule(t, func(t *rapid.T, name string, e *count.Election, o count.Options) {
		triple := exact.Int(3)
		heavy := rebuilt(t, e, identity(e.Papers.Len()), func(b *count.Builder, ranking []count.Mark, times int64, class count.Class) {
			if times%3 == 0 && class.Weight.Equal(exact.Int(1)) {
				add(t, b, ranking, times/3, count.Class{Weight: triple})
				return
			}
			add(t, b, ranking, times, class)
		})
		sameCount(t, must(t, name, e, o), must(t, name, heavy, o), identity(len(e.Candidates)))
	})
}
