package ers_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// invented makes an election of lines such as "12 A B": so many papers, the candidates in order. Candidates stand in
// alphabetical order.
func invented(t testing.TB, seats int, lines ...string) *count.Election {
	t.Helper()
	e := &count.Election{Seats: seats}
	var names []string
	for _, line := range lines {
		for _, name := range strings.Fields(line)[1:] {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for i, line := range lines {
		var times int64
		if _, err := fmt.Sscan(line, &times); err != nil {
			t.Fatal(err)
		}
		var ranking []count.Mark
		for _, name := range strings.Fields(line)[1:] {
			ranking = append(ranking, count.NewMark(slices.Index(names, name), false))
		}
		if times == 0 {
			continue // somebody stands whom nobody puts first
		}
		if err := b.Add(ranking, times, 0, i+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

// written writes the stages of a count: votes of all, what is non-transferable, and who is elected. The steps of a
// stage stand before it, after a dot.
func written(r *count.Result) (rows []string) {
	row := func(votes []exact.Number, nobody exact.Number, decisions []count.Decision) string {
		text := ""
		for _, v := range votes {
			text += v.Decimal(2) + " "
		}
		text += "| " + nobody.Decimal(2) + " |"
		for _, d := range decisions {
			if d.Verb == count.Elected {
				for _, c := range d.Candidates {
					text += " " + r.Candidates[c].Name
				}
			}
		}
		return text
	}
	for _, s := range r.Stages {
		for _, p := range s.Parts {
			rows = append(rows, ". "+row(p.Votes, p.Nontransferable, p.Decisions))
		}
		rows = append(rows, row(s.Votes, s.Nontransferable, s.Decisions))
	}
	return rows
}

// said tells whether a decision of a verb was made by a clause.
func said(r *count.Result, verb count.Verb, clause string) bool {
	is := func(d count.Decision) bool { return d.Verb == verb && d.Clause == clause }
	for _, s := range r.Stages {
		for _, p := range s.Parts {
			if slices.ContainsFunc(p.Decisions, is) {
				return true
			}
		}
		if slices.ContainsFunc(s.Decisions, is) {
			return true
		}
	}
	return false
}

type worked struct {
	name   string
	method string
	set    map[string]string
	lots   []int
	seats  int
	lines  []string
	want   []string
	quotas []string // after each stage; only where they matter
	verb   count.Verb
	clause string // by which something of that verb was decided
}

func (w worked) run(t *testing.T) {
	t.Helper()
	r := tally(t, w.method, invented(t, w.seats, w.lines...), count.Options{Set: w.set, Lots: w.lots})
	if got := written(r); !slices.Equal(got, w.want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(w.want, "\n"))
	}
	for i, want := range w.quotas {
		if got := r.Stages[i].Quota.Decimal(2); got != want {
			t.Errorf("quota at stage %d: %s, want %s", i+1, got, want)
		}
	}
	if w.verb != "" && !said(r, w.verb, w.clause) {
		t.Errorf("nothing was %s by %s", w.verb, w.clause)
	}
	for _, s := range r.Stages {
		if s.Clause == "" || !strings.HasSuffix(s.Reason, ".") {
			t.Errorf("stage %d: clause %q, reason %q", s.Number, s.Clause, s.Reason)
		}
	}
}

// 30 papers for 2 places: the quota is 30/3 = 10. A has 12, a surplus of 2; D and C, the lowest, have 4 and 6, and the
// gap of 2 equals the surplus.
func gapEqualsSurplus() []string { return []string{"12 A B", "8 B", "6 C", "4 D C"} }

// 50 papers for 4 places: the quota is 50/5 = 10. A has a surplus of 4. G has 1 and F 2, a gap of 1; together they have
// 3, and E has 7: the gap of 4 equals the surplus. With D, E, F and G it is 10 + 4 against 8.
func groupEqualsSurplus() []string {
	return []string{"14 A B", "9 B", "9 C", "8 D", "7 E", "2 F C", "1 G F D"}
}

func set(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func TestERS97ClauseByClause(t *testing.T) {
	for _, w := range []worked{
		{
			// C has 6 + 4 = 10, the quota. A's surplus need not move any more.
			name: "5.2.2(a): a surplus equal to the gap of the two lowest waits", method: "ers97", seats: 2, lines: gapEqualsSurplus(),
			want: []string{"12 8 6 4 | 0 | A", "12 8 10 0 | 0 | C"}, verb: count.Deferred, clause: "5.2.2",
		},
		{
			// 12 papers share 2: 2/12 = 0.1666..., cut to 0.16; B gets 12 times 0.16 = 1.92, and 0.08 is cut off. Then D's 4
			// papers make C's 6 the quota of 10.
			name: "defer-equal no: equality does not wait; 5.3.7: the value is cut; 5.3.9: the difference is booked", method: "ers97",
			set: set("defer-equal", "no"), seats: 2, lines: gapEqualsSurplus(),
			want: []string{"12 8 6 4 | 0 | A", "10 9.92 6 4 | 0.08 |", "10 9.92 10 0 | 0.08 | C"}, verb: count.Elected, clause: "5.4.9",
		},
		{
			name: "defer-equal group: equality of the two lowest does not wait (OpenTally)", method: "ers97", set: set("defer-equal", "group"), seats: 2,
			lines: gapEqualsSurplus(), want: []string{"12 8 6 4 | 0 | A", "10 9.92 6 4 | 0.08 |", "10 9.92 10 0 | 0.08 | C"},
		},
		{
			// F's two papers go to C, who has 11, and G's, whose F is out, to D, who has 9. Of 50 votes 30 are in play for 2 places:
			// 50 - 2 times 10; a third is 10. The surpluses are 4 + 1 = 5; E has 7 and B and D have 9, gaps of 2 and 0; so A's moves,
			// 14 papers at 4/14 = 0.28, 3.92 for B, who has 12.92. 20 votes in play for 1 place. The surpluses are now 1 + 2.92,
			// and the gap of E and D is 2. B's moves, from the batch received last: A's 14 papers, none of which goes on. 2.92 are lost.
			// Of the 50 votes are left 50 - 3.00 - 30 = 17 in play: D has 9 of them, more than half.
			name: "5.2.2(b), 5.2.5(b): equality with the gap above a group waits, and the group goes", method: "ers97", seats: 4, lines: groupEqualsSurplus(),
			want: []string{
				"14 9 9 8 7 2 1 | 0 | A", "14 9 11 9 7 0 0 | 0 | C", "10 12.92 11 9 7 0 0 | 0.08 | B", "10 10 11 9 7 0 0 | 3 | D",
			}, verb: count.Deferred, clause: "5.2.2",
		},
		{
			// G alone goes, to F, who has 3; then F, to C 2 and to D 1.
			name: "together-equal no: equality does not go together", method: "ers97", set: set("together-equal", "no"), seats: 4, lines: groupEqualsSurplus(),
			want: []string{
				"14 9 9 8 7 2 1 | 0 | A", "14 9 9 8 7 3 0 | 0 |", "14 9 11 9 7 0 0 | 0 | C", "10 12.92 11 9 7 0 0 | 0.08 | B", "10 10 11 9 7 0 0 | 3 | D",
			},
		},
		{
			// (a) fails, as the gap of G and F is 1 and the surplus 4. 14 papers at 0.28 to B, who has 12.92 and is elected. 30 are in
			// play for 2 places. B's surplus of 2.92 does not wait by (a), 1; by (b) F and G have 3 and E 7, 4; but both are asked
			// for. None of A's papers goes on: lost. In play are 50 - 3 - 20 = 27 for 2 places: C has 9, a third, and is elected;
			// 18 for 1 place: D has 8. Then F and G go, C being elected: F's 2 end, G's goes to D, who has 9 of 16.
			name: "defer-tests both: one gap alone does not make a surplus wait", method: "ers97", set: set("defer-tests", "both"), seats: 4, lines: groupEqualsSurplus(),
			want: []string{"14 9 9 8 7 2 1 | 0 | A", "10 12.92 9 8 7 2 1 | 0.08 | B", "10 10 9 8 7 2 1 | 3 | C", "10 10 9 9 7 0 0 | 5 | D"},
		},
		{
			// The quota is 10. A has a surplus of 5, and only 3 papers name B: worth 3, no more than 5. They keep their value of 1, and
			// 2 are lost. In play: 30 - 10 - 2 = 18 for one place; B has 7 + 3 = 10 of them.
			name: "5.3.7: papers worth no more than the surplus keep their value", method: "ers97", seats: 2, lines: []string{"3 A B", "12 A", "7 B", "8 C"},
			want: []string{"15 7 8 | 0 | A", "10 10 8 | 2 | B"}, verb: count.Elected, clause: "5.3.13",
		},
		{
			// Nothing can be transferred, and it is a stage nevertheless. In play: 30 - 10 - 5 = 15 for one place; C has 8, more than half.
			name: "5.2.4: a surplus of which nothing moves is a stage", method: "ers97", seats: 2, lines: []string{"15 A", "7 B", "8 C"},
			want: []string{"15 7 8 | 0 | A", "10 7 8 | 5 | C"},
		},
		{
			// The quota is 10. D goes: 4 papers to A, who has 13, and 2 to C, who has 9. A's surplus of 3 is carried by the 4 papers
			// from D alone: 3/4 = 0.75 each; two go to B, two to C. A's own nine would all go to B.
			name: "5.3.2: a later surplus is carried by the batch received last", method: "ers97", seats: 2,
			lines: []string{"9 A B", "8 B", "7 C", "2 D A B", "2 D A C", "2 D C"},
			want:  []string{"9 8 7 6 | 0 |", "13 8 9 0 | 0 | A", "10 9.5 10.5 0 | 0 | C"},
		},
		{
			// The quota is 10. D's four papers end: 26/3 = 8.666..., so 8.67. A and B reach it.
			name: "5.4.8: the quota falls while nobody is elected", method: "ers97", seats: 2, lines: []string{"9 A", "9 B", "8 C", "4 D"},
			want: []string{"9 9 8 4 | 0 |", "9 9 8 0 | 4 | A B"}, quotas: []string{"10", "8.67"}, verb: count.Excluded, clause: "5.5.2",
		},
		{
			// The quota is 50/5 = 10. A's 20 papers carry a surplus of 10 at 0.50: D gets 4 of them (2 votes), H 16 (8 votes). D, with
			// 3 + 2 = 5, goes: first the 3 papers at 1, with which B has 11 and is elected; then the 4 at 0.50, which pass B over: E has
			// 6 + 2 = 8. Then 30 are in play for 2 places.
			name: "5.4.1, 5.4.9, 5.4.10: batches by value, and the elected get nothing of the next", method: "ers97", seats: 4, lines: batchesOfTwoValues(),
			want: []string{
				"20 8 7 3 6 6 0 | 0 | A", "10 8 7 5 6 6 8 | 0 |",
				". 10 11 7 2 6 6 8 | 0 | B", ". 10 11 7 0 8 6 8 | 0 |", "10 11 7 0 8 6 8 | 0 |",
				// B's surplus of 1 equals the gap between F, 6, and C, 7: it waits. F's papers end: 30 - 6 = 24 in play for 2 places, a
				// third is 8: E and H, equal, are elected both.
				"10 11 7 0 8 0 8 | 6 | E H",
			},
		},
		{
			name: "elect-within stage: B gets the second batch too", method: "ers97", set: set("elect-within", "stage"), seats: 4, lines: batchesOfTwoValues(),
			// B has 8 + 3 + 2 = 13, a surplus of 3 that does not wait: the gap of E and F is 0, and E, F together have 12. The batch
			// received last are the 4 papers at 0.50, worth 2, no more than 3: they keep their value, E gets 2, and 1 is lost. In play:
			// 50 - 20 - 1 = 29 for 2 places. F goes, and the 6 end: 23, a third is 7.67: E and H have 8.
			want: []string{
				"20 8 7 3 6 6 0 | 0 | A", "10 8 7 5 6 6 8 | 0 |",
				". 10 11 7 2 6 6 8 | 0 |", ". 10 13 7 0 6 6 8 | 0 | B", "10 13 7 0 6 6 8 | 0 |",
				"10 10 7 0 8 6 8 | 1 |", "10 10 7 0 8 0 8 | 7 | E H",
			},
		},
		{
			// The quota is 40/4 = 10. After A's surplus (20 papers at 0.50: D gets 2, E gets 8) E has 11. E's surplus of 1 equals the gap
			// of D, 5, and C, 6. D goes: 3 papers at 1 give B 11, and the places are full. The four papers at 0.50 stay.
			name: "5.5.2: no more papers move once the places are full", method: "ers97", seats: 3,
			lines: []string{"4 A D B", "16 A E", "8 B", "6 C", "3 D B", "3 E"},
			want: []string{
				"20 8 6 3 3 | 0 | A", "10 8 6 5 11 | 0 | E", ". 10 11 6 2 11 | 0 | B", "10 11 6 2 11 | 0 |",
			}, verb: count.Excluded, clause: "5.5.2",
		},
		{
			// The quota is 12/2 = 6. C and D go together, 1 + 2 no more than 4: C's paper goes to B, D's end, the quota is 10/2 = 5,
			// and A and B have 5 each for one place. At the first stage A had more.
			name: "5.6.2: of equals with enough votes, who had more at the earliest point", method: "ers97", seats: 1, lines: []string{"5 A", "4 B", "1 C B", "2 D"},
			want: []string{"5 4 1 2 | 0 |", "5 5 0 0 | 2 | A"}, quotas: []string{"6", "5"},
		},
		{
			// Both have the quota of 5, and always had. Neither is elected; one goes by lot, which leaves as many as places: nothing moves.
			name: "5.6.2, 5.5.1: of equals throughout none is elected; an exclusion that leaves as many as places moves nothing", method: "ers97", seats: 1,
			lots: []int{0, 1}, lines: []string{"5 A B", "5 B A"}, want: []string{"5 5 | 0 | B"}, verb: count.Choice, clause: "5.6.2",
		},
		{
			name: "equal-elected lot: the lot falls on A, who is elected (OpenSTV)", method: "ers97", set: set("equal-elected", "lot"), seats: 1,
			lots: []int{0, 1}, lines: []string{"5 A B", "5 B A"}, want: []string{"5 5 | 0 | A"}, verb: count.Elected, clause: "5.1.7",
		},
		{
			name: "last-transfer made: the last papers move all the same", method: "ers97", set: set("last-transfer", "made"), seats: 1,
			lots: []int{0, 1}, lines: []string{"5 A B", "5 B A"}, want: []string{"5 5 | 0 |", "0 10 | 0 | B"}, verb: count.Elected, clause: "5.4.9",
		},
		{
			// Nobody has votes but B, C and D. With A, 0 votes, one of B and C can go: 0 + 5 is no more than 5. The lot falls on C.
			name: "5.2.5: as many as possible go together, even some of equals", method: "ers97", seats: 1, lots: []int{2, 1, 3, 0},
			lines: []string{"0 A", "5 B", "5 C D", "9 D"}, want: []string{"0 5 5 9 | 0 |", "0 5 0 14 | 0 | D"},
		},
		{
			// A alone goes. Then nobody has fewer than B and C; the lot falls on C.
			name: "split-equals no: equals stay together", method: "ers97", set: set("split-equals", "no"), seats: 1, lots: []int{2, 1, 3, 0},
			lines: []string{"0 A", "5 B", "5 C D", "9 D"}, want: []string{"0 5 5 9 | 0 |", "0 5 5 9 | 0 |", "0 5 0 14 | 0 | D"},
		},
		{
			// 40/4 = 10. A's 20 papers carry 10 at 0.50: 1 vote for D, 4.5 each for P and Q. D goes: at 1, X gets one paper and one ends;
			// at 0.50, Y gets two. X and Y are equal as at the first stage, but after the first batch X had more: Y goes.
			// When Y's six end, 40 - 10 - 7 = 23 are in play for 2 places, a third is 7.67; when the two at 0.50 have ended as well,
			// 22 are, a third is 7.34, and P and Q have 7.5.
			name: "5.2.5: ties look to points after a batch", method: "ers97", seats: 3, lots: []int{5, 6, 0, 1, 2, 3, 4}, lines: tiedByBatch(),
			want: []string{
				"20 2 3 3 6 6 | 0 | A", "10 3 7.5 7.5 6 6 | 0 |", ". 10 1 7.5 7.5 7 6 | 1 |", ". 10 0 7.5 7.5 7 7 | 1 |", "10 0 7.5 7.5 7 7 | 1 |",
				". 10 0 7.5 7.5 7 1 | 7 |", ". 10 0 7.5 7.5 7 0 | 8 | P Q", "10 0 7.5 7.5 7 0 | 8 |",
			},
		},
		{
			// All stages show them equal. The lot falls on X (the fifth); X's papers end at once, those from D too.
			name: "tie-points stages: only the ends of stages count, and a lot decides", method: "ers97", set: set("tie-points", "stages"), seats: 3,
			lots: []int{4, 5, 0, 1, 2, 3}, lines: tiedByBatch(),
			want: []string{
				"20 2 3 3 6 6 | 0 | A", "10 3 7.5 7.5 6 6 | 0 |", ". 10 1 7.5 7.5 7 6 | 1 |", ". 10 0 7.5 7.5 7 7 | 1 |", "10 0 7.5 7.5 7 7 | 1 |",
				"10 0 7.5 7.5 0 7 | 8 | P Q",
			},
		},
		{
			// C goes (with D it would be 7, more than X's 6), then D. X and Y have 8 each. At the first stage X had fewer, at the
			// second Y. X goes; 26 votes are left, and (38 - 12)/3 = 8.67.
			name: "5.2.5: the earliest point tells", method: "ers97", seats: 2, lines: tiedTwice(),
			want: []string{"9 9 3 4 6 7 | 0 |", "9 9 0 4 8 7 | 1 |", "9 9 0 0 8 8 | 4 |", "9 9 0 0 0 8 | 12 | A B"},
		},
		{
			name: "ties latest: the latest point tells", method: "ers97", set: set("ties", "latest"), seats: 2, lines: tiedTwice(),
			want: []string{"9 9 3 4 6 7 | 0 |", "9 9 0 4 8 7 | 1 |", "9 9 0 0 8 8 | 4 |", "9 9 0 0 8 0 | 12 | A B"},
		},
		{
			name: "ties lot: the lot falls on Y", method: "ers97", set: set("ties", "lot"), lots: []int{5, 4, 3, 2, 1, 0}, seats: 2, lines: tiedTwice(),
			want: []string{"9 9 3 4 6 7 | 0 |", "9 9 0 4 8 7 | 1 |", "9 9 0 0 8 8 | 4 |", "9 9 0 0 8 0 | 12 | A B"},
		},
	} {
		t.Run(w.name, w.run)
	}
}

func tiedByBatch() []string {
	return []string{"2 A D Y", "9 A P", "9 A Q", "1 D X", "1 D", "3 P", "3 Q", "6 X", "6 Y"}
}

func tiedTwice() []string {
	return []string{"9 A", "9 B", "2 C X", "1 C", "1 D Y", "3 D", "6 X", "7 Y"}
}

func batchesOfTwoValues() []string {
	return []string{"4 A D B E", "16 A H", "8 B", "7 C", "3 D B E", "6 E", "6 F"}
}

func TestERS76PointByPoint(t *testing.T) {
	for _, w := range []worked{
		{
			// The quota stays at 10. 26 are in play for 2 places, a third is 8.67: A and B are elected below the quota.
			name: "the quota does not fall", method: "ers76", seats: 2, lines: []string{"9 A", "9 B", "8 C", "4 D"},
			want: []string{"9 9 8 4 | 0 |", "9 9 8 0 | 4 | A B"}, quotas: []string{"10", "10"}, verb: count.Elected, clause: "5.4.9",
		},
		{
			// C, the lowest, goes, which leaves two for two places.
			name: "active-vote ignored: only the quota elects", method: "ers76", set: set("active-vote", "ignored"), seats: 2, lines: []string{"9 A", "9 B", "8 C", "4 D"},
			want: []string{"9 9 8 4 | 0 |", "9 9 8 0 | 4 | A B"}, verb: count.Excluded, clause: "5.5.1",
		},
	} {
		t.Run(w.name, w.run)
	}
}

func TestALotIsAskedForWhereNoneCanBeDrawn(t *testing.T) {
	r, err := find("ers97").Count(invented(t, 1, "5 A B", "5 B A"), count.Options{})
	var needed *count.LotNeeded
	if !errors.As(err, &needed) || needed.Stage != 1 || r == nil || r.Complete || len(r.Stages) != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
}
