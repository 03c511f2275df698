package pairwise_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// line is papers that are the same: groups of candidates, best first, those of one group equal.
type line struct {
	times  int64
	weight exact.Number
	groups [][]int
}

// held is an election in the form in which tests can turn it about.
type held struct {
	n, seats  int
	lines     []line
	withdrawn int // -1: nobody
}

func (h held) election(t fataler) *count.Election {
	t.Helper()
	var b count.Builder
	for i, l := range h.lines {
		class, err := b.Class(l.weight, "")
		if err != nil {
			t.Fatalf("%v", err)
		}
		var marks []count.Mark
		for _, group := range l.groups {
			for j, c := range group {
				marks = append(marks, count.NewMark(c, j > 0))
			}
		}
		if err := b.Add(marks, l.times, class, i+1); err != nil {
			t.Fatalf("%v", err)
		}
	}
	e := &count.Election{Title: "Lantern warden", Seats: h.seats, Papers: b.Papers()}
	for c := range h.n {
		e.Candidates = append(e.Candidates, count.Candidate{Name: string(rune('A' + c)), Withdrawn: c == h.withdrawn})
	}
	return e
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// elected counts with a seed, for tests in which lots may fall.
func (h held) elected(t fataler, m count.Method, strength string) *count.Result {
	t.Helper()
	r, err := m.Count(h.election(t), count.Options{Seed: "three lanterns", Set: map[string]string{"strength": strength}})
	if err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	return r
}

// draw makes small elections, in which ties and circles are common. plain: every paper is one vote, nobody is equal and
// nobody withdrew.
func draw(plain bool) *rapid.Generator[held] {
	return rapid.Custom(func(t *rapid.T) held {
		h := held{n: rapid.IntRange(1, 6).Draw(t, "candidates"), withdrawn: -1}
		h.seats = rapid.IntRange(1, h.n).Draw(t, "seats")
		all := make([]int, h.n)
		for c := range all {
			all[c] = c
		}
		for range rapid.IntRange(1, 7).Draw(t, "lines") {
			l := line{times: rapid.Int64Range(1, 9).Draw(t, "times"), weight: exact.Int(1)}
			order := rapid.Permutation(all).Draw(t, "order")[:rapid.IntRange(1, h.n).Draw(t, "length")]
			for _, c := range order {
				if !plain && len(l.groups) > 0 && rapid.IntRange(0, 3).Draw(t, "equal") == 0 {
					l.groups[len(l.groups)-1] = append(l.groups[len(l.groups)-1], c)
				} else {
					l.groups = append(l.groups, []int{c})
				}
			}
			if !plain {
				l.weight = exact.Frac(rapid.Int64Range(1, 4).Draw(t, "weight"), rapid.Int64Range(1, 3).Draw(t, "divisor"))
			}
			h.lines = append(h.lines, l)
		}
		if w := rapid.IntRange(0, 3*h.n).Draw(t, "withdrawn"); !plain && w < h.n && h.n > h.seats {
			h.withdrawn = w
		}
		return h
	})
}

// forEach runs a check for each method and measure.
func forEach(t *testing.T, check func(t *testing.T, m count.Method, strength string)) {
	t.Helper()
	for _, name := range []string{"schulze", "ranked-pairs", "minimax"} {
		m := counttest.Method(t, name)
		for _, strength := range m.Options[0].Values {
			t.Run(name+" "+strength, func(t *testing.T) {
				t.Parallel()
				check(t, m, strength)
			})
		}
	}
}

// prefers counts by the definition: paper by paper, two by two.
func (h held) prefers(a, b int) exact.Number {
	rank := func(l line, c int) int {
		for i, group := range l.groups {
			if slices.Contains(group, c) {
				return i
			}
		}
		return len(l.groups)
	}
	var total exact.Number
	if a == h.withdrawn || b == h.withdrawn {
		return total
	}
	for _, l := range h.lines {
		if rank(l, a) < rank(l, b) {
			total = total.Add(l.weight.Mul(exact.Int(l.times)))
		}
	}
	return total
}

func TestMatrix(t *testing.T) {
	t.Parallel()
	m := counttest.Method(t, "schulze")
	rapid.Check(t, func(t *rapid.T) {
		h := draw(false).Draw(t, "election")
		r := h.elected(t, m, "winning")
		for a := range h.n {
			for b := range h.n {
				if want := h.prefers(a, b); !r.Matrix[a][b].Equal(want) {
					t.Fatalf("%d over %d: %v, want %v", a, b, r.Matrix[a][b], want)
				}
			}
		}
	})
}

// TestOrder: neither the order of the papers nor that of the candidates, nor whether equal papers are put together,
// nor whether a paper of weight 2 is two papers, changes who is elected.
func TestOrder(t *testing.T) {
	t.Parallel()
	forEach(t, func(t *testing.T, m count.Method, strength string) {
		t.Helper()
		rapid.Check(t, func(t *rapid.T) {
			h := draw(false).Draw(t, "election")
			r := h.elected(t, m, strength)
			other := h
			other.lines = nil
			for _, l := range rapid.Permutation(h.lines).Draw(t, "papers") {
				for l.times > 1 && rapid.Bool().Draw(t, "apart") {
					other.lines = append(other.lines, line{1, l.weight, l.groups})
					l.times--
				}
				other.lines = append(other.lines, l)
				if l.weight.Equal(exact.Int(2)) {
					other.lines[len(other.lines)-1] = line{2 * l.times, exact.Int(1), l.groups}
				}
			}
			same := other.elected(t, m, strength)
			if fmt.Sprint(r.Winners, r.Ranking, r.Stages[0].Votes) != fmt.Sprint(same.Winners, same.Ranking, same.Stages[0].Votes) {
				t.Fatalf("papers otherwise: %v %v, before %v %v", same.Winners, same.Ranking, r.Winners, r.Ranking)
			}
			turned, names := h.turned(t)
			again, err := m.Count(turned, count.Options{Seed: "three lanterns", Set: map[string]string{"strength": strength}})
			if err != nil {
				t.Fatal(err)
			}
			if a, b := namesOf(r, r.Winners), namesOf(again, again.Winners); !slices.Equal(a, b) {
				t.Fatalf("candidates in the order %v: %v, before %v", names, b, a)
			}
		})
	})
}

// turned gives the election with its candidates in another order, each with its name.
func (h held) turned(t *rapid.T) (*count.Election, []int) {
	all := make([]int, h.n)
	for c := range all {
		all[c] = c
	}
	at := rapid.Permutation(all).Draw(t, "candidates' order")
	other := h
	other.lines = nil
	for _, l := range h.lines {
		moved := line{times: l.times, weight: l.weight}
		for _, group := range l.groups {
			var g []int
			for _, c := range group {
				g = append(g, at[c])
			}
			moved.groups = append(moved.groups, g)
		}
		other.lines = append(other.lines, moved)
	}
	if h.withdrawn >= 0 {
		other.withdrawn = at[h.withdrawn]
	}
	e := other.election(t)
	for c := range h.n {
		e.Candidates[at[c]].Name = string(rune('A' + c))
	}
	return e, at
}

func namesOf(r *count.Result, candidates []int) []string {
	var names []string
	for _, c := range candidates {
		names = append(names, r.Candidates[c].Name)
	}
	slices.Sort(names)
	return names
}

// TestResult holds every result to what the package promises of it.
func TestResult(t *testing.T) {
	t.Parallel()
	forEach(t, func(t *testing.T, m count.Method, strength string) {
		t.Helper()
		rapid.Check(t, func(t *rapid.T) {
			h := draw(false).Draw(t, "election")
			r := h.elected(t, m, strength)
			if len(r.Stages) != 1 || r.Stages[0].Action != count.Comparison || !r.Complete || len(r.Winners) != h.seats {
				t.Fatalf("%d stages, %d winners of %d", len(r.Stages), len(r.Winners), h.seats)
			}
			var ranked []int
			for _, level := range r.Ranking {
				before := len(ranked)
				ranked = append(ranked, level...)
				inside := slices.DeleteFunc(slices.Clone(r.Winners), func(c int) bool { return !slices.Contains(level, c) })
				if want := min(len(level), max(0, h.seats-before)); len(inside) != want {
					t.Fatalf("of level %v %v are elected, want %d", level, inside, want)
				}
			}
			if slices.Contains(ranked, h.withdrawn) || len(ranked) != len(h.election(t).Standing()) {
				t.Fatalf("ranking is %v", r.Ranking)
			}
			decided := 0
			for _, d := range r.Stages[0].Decisions {
				if d.Reason == "" || d.Clause == "" {
					t.Fatalf("%v has no reason", d)
				}
				if d.Verb == count.Elected {
					decided++
				}
			}
			if decided != h.seats {
				t.Fatalf("%d decisions", decided)
			}
			if strength == "opposition" {
				return
			}
			for c := range h.n {
				if h.beatsAll(c) && (r.Winners[0] != c || len(r.Ranking[0]) != 1 || len(r.Ties) != 0 && h.seats == 1) {
					t.Fatalf("%d beats everybody, and %v is elected of %v", c, r.Winners, r.Ranking)
				}
			}
		})
	})
}

func (h held) beatsAll(a int) bool {
	if a == h.withdrawn {
		return false
	}
	for b := range h.n {
		if a != b && b != h.withdrawn && !h.prefers(b, a).Less(h.prefers(a, b)) {
			return false
		}
	}
	return true
}

// TestNoLotWithoutNeed: where the ranking fits the places, no lot falls, and no seed is asked for.
func TestNoLotWithoutNeed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"schulze", "minimax"} {
		m := counttest.Method(t, name)
		rapid.Check(t, func(t *rapid.T) {
			h := draw(false).Draw(t, "election")
			r, err := m.Count(h.election(t), count.Options{})
			_, needed := err.(*count.LotNeeded) //nolint:errorlint // it is given as it is
			left, hangs := h.seats, false
			for _, level := range r.Ranking {
				hangs = hangs || left > 0 && len(level) > left
				left -= len(level)
			}
			if hangs != needed || r.Complete == needed {
				t.Fatalf("%s: %v for %d places of %v", name, err, h.seats, r.Ranking)
			}
		})
	}
}

// smith gives the smallest set whose members beat everybody outside it. A set is such if it holds, with each member,
// everybody whom the member does not beat; so the smallest that grows from one candidate in this way is meant.
func (h held) smith() []int {
	var set []int
	for a := range h.n {
		if a == h.withdrawn {
			continue
		}
		reached := map[int]bool{a: true}
		for grown := true; grown; {
			grown = false
			for b := range reached {
				for c := range h.n {
					if c != h.withdrawn && !reached[c] && !h.prefers(c, b).Less(h.prefers(b, c)) {
						reached[c], grown = true, true
					}
				}
			}
		}
		if set == nil || len(reached) < len(set) {
			set = nil
			for c := range reached {
				set = append(set, c)
			}
		}
	}
	return set
}

func TestWinnerIsInTheSmithSet(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"schulze", "ranked-pairs"} {
		m := counttest.Method(t, name)
		for _, strength := range m.Options[0].Values {
			t.Run(name+" "+strength, func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(t *rapid.T) {
					h := draw(false).Draw(t, "election")
					r := h.elected(t, m, strength)
					set := h.smith()
					for i, c := range r.Winners {
						if i < len(set) && !slices.Contains(set, c) {
							t.Fatalf("%v are elected, %v beat everybody else", r.Winners, set)
						}
					}
				})
			})
		}
	}
}

// TestReversal: if every voter turns the paper round, whoever was the only winner does not win, unless everybody does
// (Schulze 2011, section 4.4).
func TestReversal(t *testing.T) {
	t.Parallel()
	m := counttest.Method(t, "schulze")
	for _, strength := range []string{"winning", "margins"} {
		rapid.Check(t, func(t *rapid.T) {
			h := draw(true).Draw(t, "election")
			if h.n == 1 {
				return
			}
			for i := range h.lines { // complete papers, so that turning round is turning the matrix round
				for c := range h.n {
					if !slices.ContainsFunc(h.lines[i].groups, func(g []int) bool { return slices.Contains(g, c) }) {
						h.lines[i].groups = append(h.lines[i].groups, []int{c})
					}
				}
			}
			first := h.elected(t, m, strength).Ranking
			for i := range h.lines {
				slices.Reverse(h.lines[i].groups)
			}
			turned := h.elected(t, m, strength).Ranking
			if len(first[0]) == 1 && slices.Contains(turned[0], first[0][0]) {
				t.Fatalf("%v, and turned round %v", first, turned)
			}
		})
	}
}
