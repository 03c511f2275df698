package audit_test

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/audit/raire"
	"github.com/selectorate/selectorate/count/exact"
)

// marks makes a ranking of numbers from 1; a negative number is equal with the one before.
func marks(numbers ...int) []count.Mark {
	ranking := make([]count.Mark, len(numbers))
	for i, n := range numbers {
		ranking[i] = count.NewMark(max(n, -n)-1, n < 0)
	}
	return ranking
}

// lamps makes a vote on so many lamps with a paper for each ranking; an empty ranking is a rejected paper.
func lamps(t interface{ Fatal(...any) }, candidates int, rankings ...[]count.Mark) *count.Election {
	e := &count.Election{Title: "Lamps for the hall", Seats: 1}
	for c := range candidates {
		e.Candidates = append(e.Candidates, count.Candidate{Name: "Lamp " + strconv.Itoa(c+1)})
	}
	var b count.Builder
	for i, ranking := range rankings {
		if len(ranking) == 0 {
			e.Rejected = append(e.Rejected, count.Rejected{Line: i + 2, Times: 1, Reason: "nothing is marked"})
		} else if err := b.Add(ranking, 1, 0, i+2); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func TestRecordsNumberPapers(t *testing.T) {
	e := lamps(t, 3, marks(1, 2), nil, marks(3))
	var b count.Builder
	for _, paper := range []struct {
		ranking []count.Mark
		times   int64
		line    int
	}{{marks(1, 2), 3, 2}, {marks(3), 2, 5}} {
		if err := b.Add(paper.ranking, paper.times, 0, paper.line); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	e.Rejected = []count.Rejected{{Line: 9, Times: 1}, {Line: 3, Times: 2}}
	records, err := audit.NewRecords(e, audit.Contest{Style: audit.Alternative}, 11)
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for paper := range records.Total() {
		lines = append(lines, records.Of(paper+1).Line)
	}
	// Three papers of line 2, two rejected ones of line 3, two of line 5, one of line 9, and three without record.
	if want := []int{2, 2, 2, 3, 3, 5, 5, 9, 0, 0, 0}; !slices.Equal(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
	if got := records.Of(6).Ranking; !slices.Equal(got, marks(3)) {
		t.Errorf("paper 6: %v", got)
	}
	for _, paper := range []int64{4, 8, 11} {
		if got := records.Of(paper).Ranking; len(got) != 0 {
			t.Errorf("paper %d counts for %v", paper, got)
		}
	}
	if _, err := audit.NewRecords(e, audit.Contest{}, 7); err == nil || !strings.Contains(err.Error(), "7 papers and 8 records") {
		t.Errorf("fewer papers than records: %v", err)
	}
}

func TestWhatCounts(t *testing.T) {
	for _, c := range []struct {
		name    string
		contest audit.Contest
		paper   []count.Mark
		want    []count.Mark
	}{
		{"a ranking", audit.Contest{Style: audit.Alternative}, marks(3, 1, 4), marks(3, 1, 4)},
		{"who has withdrawn is passed over", audit.Contest{Style: audit.Alternative}, marks(2, 1), marks(1)},
		{"equals end a ranking", audit.Contest{Style: audit.Alternative}, marks(3, 1, -4, 5), marks(3)},
		{"only the first preference", audit.Contest{Style: audit.First}, marks(2, 3, 1), marks(3)},
		{"equal firsts are none", audit.Contest{Style: audit.First}, marks(3, -1), nil},
		{"crosses have no order", audit.Contest{Style: audit.Crosses, Marks: 3}, marks(5, 2, 1), marks(1, 5)},
		{"too many crosses are void", audit.Contest{Style: audit.Crosses, Marks: 2, Void: true}, marks(5, 4, 1), nil},
		{"a cross for who has withdrawn is one", audit.Contest{Style: audit.Crosses, Marks: 2, Void: true}, marks(5, 2, 1), nil},
		{"or the first so many count", audit.Contest{Style: audit.Crosses, Marks: 2}, marks(5, 4, 1), marks(4, 5)},
		{"unless equals do not say which", audit.Contest{Style: audit.Crosses, Marks: 2}, marks(5, 4, -1), marks(5)},
		{"approval", audit.Contest{Style: audit.Approval}, marks(5, -4, 2, 1), marks(1, 4, 5)},
		{"any other rule", audit.Contest{Style: audit.Rankings}, marks(5, -4, 2, -1, 3), marks(4, -5, 1, 3)},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := lamps(t, 5, c.paper)
			e.Candidates[1].Withdrawn = true
			records, err := audit.NewRecords(e, c.contest, 0)
			if err != nil {
				t.Fatal(err)
			}
			if got := records.Of(1).Ranking; !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestOf(t *testing.T) {
	votes := []count.Option{{Name: "votes"}, {Name: "excess", Default: "void"}}
	for _, c := range []struct {
		name   string
		method count.Method
		set    map[string]string
		seats  int
		want   audit.Contest
	}{
		{"one place", count.Method{Name: "eliminating"}, nil, 1, audit.Contest{Style: audit.Alternative}},
		{"two places", count.Method{Name: "eliminating"}, nil, 2, audit.Contest{Style: audit.Rankings}},
		{"plurality", count.Method{Name: "plurality"}, nil, 3, audit.Contest{Style: audit.First}},
		{"approval", count.Method{Name: "approval"}, nil, 3, audit.Contest{Style: audit.Approval}},
		{"block", count.Method{Name: "block", Options: votes}, nil, 3, audit.Contest{Style: audit.Crosses, Marks: 3, Void: true}},
		{"limited", count.Method{Name: "limited", Options: votes}, map[string]string{"excess": "first"}, 3, audit.Contest{Style: audit.Crosses, Marks: 2}},
		{"votes", count.Method{Name: "limited", Options: votes}, map[string]string{"votes": "1"}, 3, audit.Contest{Style: audit.Crosses, Marks: 1, Void: true}},
		{"anything else", count.Method{Name: "scottish"}, nil, 1, audit.Contest{Style: audit.Rankings}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := audit.Of(&c.method, count.Options{Set: c.set}, c.seats)
			if err != nil || got.Style != c.want.Style || got.Marks != c.want.Marks || got.Void != c.want.Void {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
	if _, err := audit.Of(&count.Method{Name: "block", Options: votes}, count.Options{Set: map[string]string{"votes": "many"}}, 2); err == nil {
		t.Error(`votes=many is taken`)
	}
}

func TestAssertionsOfVotes(t *testing.T) {
	e := lamps(t, 4, marks(1, 2), marks(1, 2), marks(1, 3), marks(2, 4), marks(1), nil)
	got, err := audit.Assertions(e, audit.Contest{Style: audit.Approval, Winners: []int{0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	want := [][4]int64{{1, 2, 3, 1}, {1, 3, 3, 1}, {0, 2, 4, 1}, {0, 3, 4, 1}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, a := range got {
		if [4]int64{int64(a.Winner), int64(a.Loser), a.WinnerVotes, a.LoserVotes} != want[i] || a.Kind != audit.MoreVotes {
			t.Errorf("assertion %d: %+v, want %v", i+1, a, want[i])
		}
	}
	if text := got[0].Sentence([]string{"Ash", "Beech", "Cedar", "Elm"}); text != "Beech has more votes than Cedar." {
		t.Error(text)
	}
}

func TestAssertionsRefuse(t *testing.T) {
	e := lamps(t, 3, marks(1), marks(2), marks(1))
	gone := lamps(t, 2, marks(1))
	gone.Candidates[0].Withdrawn = true
	heavy := lamps(t, 2, marks(1))
	var b count.Builder
	class, err := b.Class(exact.Int(2), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Add(marks(1), 1, class, 2); err != nil {
		t.Fatal(err)
	}
	heavy.Papers = b.Papers()
	for _, c := range []struct {
		name    string
		e       *count.Election
		contest audit.Contest
		want    string
	}{
		{"nobody won", e, audit.Contest{Style: audit.First}, "nobody is said to have won"},
		{"another rule", e, audit.Contest{Style: audit.Rankings, Winners: []int{0}}, "there are no assertions for this rule"},
		{"two winners of one place", e, audit.Contest{Style: audit.Alternative, Winners: []int{0, 1}}, "for one place, not 2"},
		{"a loser", e, audit.Contest{Style: audit.First, Winners: []int{1}}, "do not show that candidate 2 wins: 1 votes, and candidate 1 has 2"},
		{"a loser by alternative vote", e, audit.Contest{Style: audit.Alternative, Winners: []int{1}}, "do not show that candidate 2 wins"},
		{"no such candidate", e, audit.Contest{Style: audit.First, Winners: []int{7}}, "candidate 8 does not stand"},
		{"withdrawn", gone, audit.Contest{Style: audit.First, Winners: []int{0}}, "candidate 1 does not stand"},
		{"weights", heavy, audit.Contest{Style: audit.First, Winners: []int{0}}, "different weights"},
		{"weights, ranked", heavy, audit.Contest{Style: audit.Alternative, Winners: []int{0}}, "different weights"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := audit.Assertions(c.e, c.contest); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	names := []string{"Ash", "Beech", "Cedar", "Elm"}
	for _, c := range []struct {
		a    raire.Assertion
		want string
	}{
		{raire.Assertion{Kind: raire.WinnerOnly, Winner: 0, Loser: 1}, "Ash has more first preferences than there are papers that prefer Beech to Ash: Ash cannot go out before Beech."},
		{raire.Assertion{Kind: raire.Elimination, Winner: 0, Loser: 1}, "Ash has more first preferences than Beech."},
		{raire.Assertion{Kind: raire.Elimination, Winner: 0, Loser: 1, Gone: []int{2}}, "When Cedar is out and nobody else, Ash has more papers than Beech."},
		{raire.Assertion{Kind: raire.Elimination, Winner: 0, Loser: 1, Gone: []int{2, 3}}, "When Cedar and Elm are out and nobody else, Ash has more papers than Beech."},
	} {
		if got := (audit.Assertion{Assertion: c.a}).Sentence(names); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// A paper that is missing is taken for the worst that it can have said, and a paper without record for one that
// counts for nobody.
func TestOverstatement(t *testing.T) {
	a := audit.Assertion{Assertion: raire.Assertion{Kind: audit.MoreVotes, Winner: 0, Loser: 1}}
	for _, c := range []struct {
		name    string
		record  []count.Mark
		reading audit.Reading
		want    int
	}{
		{"right", marks(1), audit.Reading{Ranking: marks(1)}, 0},
		{"the winner's vote is nobody's", marks(1), audit.Reading{}, 1},
		{"the winner's vote is the loser's", marks(1), audit.Reading{Ranking: marks(2)}, 2},
		{"nobody's vote is the winner's", nil, audit.Reading{Ranking: marks(1)}, -1},
		{"the loser's vote is the winner's", marks(2), audit.Reading{Ranking: marks(1)}, -2},
		{"one for both", marks(1), audit.Reading{Ranking: marks(1, 2)}, 1},
		{"missing, winner", marks(1), audit.Reading{Missing: true}, 2},
		{"missing, nobody", nil, audit.Reading{Missing: true}, 1},
		{"missing, loser", marks(2), audit.Reading{Missing: true}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := audit.Overstatement(a, audit.Record{Ranking: c.record}, c.reading); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// firstPast counts the first preferences for those who are not gone.
func firstPast(papers [][]count.Mark, candidates int, gone map[int]bool) []int {
	votes := make([]int, candidates)
	for _, paper := range papers {
		for _, mark := range paper {
			if !gone[mark.Candidate()] {
				votes[mark.Candidate()]++
				break
			}
		}
	}
	return votes
}

// couldWin lists who can win the alternative vote, whatever lots are drawn.
func couldWin(papers [][]count.Mark, candidates int, gone map[int]bool, found map[int]bool) {
	votes := firstPast(papers, candidates, gone)
	least, left := -1, 0
	for c, n := range votes {
		if !gone[c] {
			left++
			if least < 0 || n < votes[least] {
				least = c
			}
		}
	}
	for c, n := range votes {
		if gone[c] || n != votes[least] {
			continue
		}
		if left == 1 {
			found[c] = true
			continue
		}
		gone[c] = true
		couldWin(papers, candidates, gone, found)
		delete(gone, c)
	}
}

// The promise of the whole audit, worked out and not simulated: where the papers give another winner than the records,
// or a tie, then of all orders in which papers can be drawn no more than the limit's share ever confirms it.
func TestWholeAuditKeepsItsLimit(t *testing.T) {
	rankings := [][]count.Mark{
		nil, marks(1), marks(2), marks(3), marks(1, 2), marks(1, 3), marks(2, 1), marks(2, 3), marks(3, 1), marks(3, 2),
		marks(1, 2, 3), marks(2, 3, 1), marks(3, 1, 2),
	}
	checked, confirmed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "papers")
		records := make([][]count.Mark, n)
		papers := make([][]count.Mark, n)
		for i := range n {
			records[i] = rapid.SampledFrom(rankings).Draw(t, "record")
			papers[i] = records[i]
			if rapid.IntRange(0, 2).Draw(t, "wrong") > 0 {
				papers[i] = rapid.SampledFrom(rankings).Draw(t, "paper")
			}
		}
		limit := rapid.SampledFrom([]exact.Number{exact.Frac(1, 2), exact.Frac(1, 3), exact.Frac(1, 10)}).Draw(t, "limit")
		e := lamps(t, 3, records...)
		contest := audit.Contest{Style: audit.Alternative, Winners: []int{0}}
		for c, n := range firstPast(records, 3, map[int]bool{}) {
			if n > firstPast(records, 3, map[int]bool{})[contest.Winners[0]] {
				contest.Winners[0] = c
			}
		}
		plan, err := audit.NewPlan(e, contest, setting(limit, audit.Alpha), 0)
		if err != nil {
			return
		}
		truth := map[int]bool{}
		couldWin(papers, 3, map[int]bool{}, truth)
		if len(truth) == 1 && truth[contest.Winners[0]] {
			return
		}
		all, err := audit.NewRecords(e, contest, 0)
		if err != nil {
			t.Fatal(err)
		}
		readings := map[int64]audit.Reading{}
		for i, paper := range papers {
			readings[int64(i)+1] = audit.Reading{Ranking: paper}
		}
		orders, passed := 0, 0
		permute(n, func(order []int64) {
			orders++
			for size := range n + 1 {
				looked := map[int64]audit.Reading{}
				for _, paper := range order[:size] {
					looked[paper] = readings[paper]
				}
				if audit.Measure(plan, all, order[:size], looked).Confirmed() {
					passed++
					return
				}
			}
		})
		checked++
		confirmed += passed
		if share := big.NewRat(int64(passed), int64(orders)); share.Cmp(limit.Rat()) > 0 {
			t.Errorf("a wrong outcome is confirmed in %d of %d orders; the limit is %s", passed, orders, limit)
		}
	})
	t.Logf("%d wrong outcomes, %d orders that confirm one", checked, confirmed)
	if checked == 0 {
		t.Error("no wrong outcome was tried")
	}
}

// permute visits all orders of papers 1 to n.
func permute(n int, visit func([]int64)) {
	order := make([]int64, n)
	for i := range order {
		order[i] = int64(i) + 1
	}
	var go1 func(int)
	go1 = func(from int) {
		if from == n {
			visit(order)
			return
		}
		for i := from; i < n; i++ {
			order[from], order[i] = order[i], order[from]
			go1(from + 1)
			order[from], order[i] = order[i], order[from]
		}
	}
	go1(0)
}

// A clean sample of the size planned ends the audit, and one paper fewer does not.
func TestPlannedSizeIsEnoughAndNeeded(t *testing.T) {
	for _, test := range audit.Tests() {
		t.Run(string(test), func(t *testing.T) {
			var rankings [][]count.Mark
			for i := range 120 {
				rankings = append(rankings, [][]count.Mark{marks(1, 2), marks(1, 3), marks(2, 1), marks(3, 1), nil}[i%5])
			}
			e := lamps(t, 3, rankings...)
			contest := audit.Contest{Style: audit.Alternative, Winners: []int{0}}
			plan, err := audit.NewPlan(e, contest, setting(exact.Frac(1, 10), test), 0)
			if err != nil || plan.Full || plan.Sample == 0 {
				t.Fatalf("plan %+v, %v", plan, err)
			}
			records, err := audit.NewRecords(e, contest, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range []struct {
				size int64
				next audit.Next
				more int64
			}{{plan.Sample - 1, audit.LookMore, 1}, {plan.Sample, audit.Stop, 0}, {0, audit.LookMore, plan.Sample}} {
				sample, err := audit.Draw("31415926535897932384", plan.Papers, c.size, test.Repeats())
				if err != nil {
					t.Fatal(err)
				}
				readings := map[int64]audit.Reading{}
				for _, paper := range sample {
					readings[paper] = audit.Reading{Ranking: records.Of(paper).Ranking}
				}
				v := audit.Measure(plan, records, sample, readings)
				if v.Next != c.next || v.More != c.more || v.Confirmed() != (c.next == audit.Stop) || len(v.Differ) != 0 {
					t.Errorf("%d papers: %s, %d more, %d differ", c.size, v.Next, v.More, len(v.Differ))
				}
				if least := v.Risk.Cmp(exact.Frac(1, 10)); (least <= 0) != v.Confirmed() {
					t.Errorf("%d papers: risk %s", c.size, v.Risk.Text(6))
				}
			}
		})
	}
}

// A record that overstates by two votes makes the audit longer, or, where papers are few, ends it in a full count.
func TestEscalation(t *testing.T) {
	var rankings [][]count.Mark
	for i := range 2000 {
		rankings = append(rankings, [][]count.Mark{marks(1), marks(1), marks(1), marks(2), marks(2)}[i%5])
	}
	e := lamps(t, 2, rankings...)
	contest := audit.Contest{Style: audit.First, Winners: []int{0}}
	plan, err := audit.NewPlan(e, contest, setting(exact.Frac(1, 20), audit.Alpha), 0)
	if err != nil {
		t.Fatal(err)
	}
	records, err := audit.NewRecords(e, contest, 0)
	if err != nil {
		t.Fatal(err)
	}
	sample, err := audit.Draw("27182818284590452353", plan.Papers, plan.Sample, false)
	if err != nil {
		t.Fatal(err)
	}
	look := func(wrong int) *audit.Verdict {
		readings := map[int64]audit.Reading{}
		for _, paper := range sample {
			readings[paper] = audit.Reading{Ranking: records.Of(paper).Ranking}
			if slices.Equal(records.Of(paper).Ranking, marks(1)) && wrong > 0 {
				readings[paper] = audit.Reading{Ranking: marks(2)}
				wrong--
			}
		}
		return audit.Measure(plan, records, sample, readings)
	}
	if v := look(1); v.Next != audit.LookMore || v.More <= plan.Sample || len(v.Differ) != 1 || v.Findings[0].Errors[4] != 1 {
		t.Errorf("one error: %s, %d more after %d, %+v", v.Next, v.More, plan.Sample, v.Findings)
	}
	// Most papers seen, and the winner's votes are the loser's: nothing that is left can bring them back.
	if sample, err = audit.Draw("27182818284590452353", plan.Papers, 1800, false); err != nil {
		t.Fatal(err)
	}
	if v := look(len(sample)); v.Next != audit.FullHand || v.More != 0 || v.Risk.Cmp(exact.Int(1)) != 0 {
		t.Errorf("nothing but errors: %s, %d more, risk %s", v.Next, v.More, v.Risk.Text(6))
	}
}

// Where a margin is one paper, only all papers tell.
func TestPlanOfTheClosest(t *testing.T) {
	e := lamps(t, 2, marks(1), marks(2), marks(1))
	plan, err := audit.NewPlan(e, audit.Contest{Style: audit.First, Winners: []int{0}}, setting(exact.Frac(1, 20), audit.Alpha), 0)
	if err != nil || plan.Sample != 3 || plan.Full {
		t.Errorf("alpha: %+v, %v", plan, err)
	}
	plan, err = audit.NewPlan(e, audit.Contest{Style: audit.First, Winners: []int{0}}, setting(exact.Frac(1, 20), audit.KaplanMarkov), 0)
	if err != nil || plan.Sample != 3 || !plan.Full {
		t.Errorf("kaplan-markov: %+v, %v", plan, err)
	}
	alone := lamps(t, 1, marks(1))
	plan, err = audit.NewPlan(alone, audit.Contest{Style: audit.First, Winners: []int{0}}, setting(exact.Frac(1, 20), audit.Alpha), 0)
	if err != nil || plan.Sample != 0 || len(plan.Assertions) != 0 {
		t.Errorf("nobody else stands: %+v, %v", plan, err)
	}
}

// Bound by its definition, with binomial coefficients, for all small numbers.
func TestBoundByDefinition(t *testing.T) {
	for _, confidence := range []exact.Number{exact.Frac(1, 2), exact.Frac(19, 20), exact.Frac(99, 100)} {
		for papers := int64(1); papers <= 12; papers++ {
			for looked := range papers + 1 {
				for wrong := range looked + 1 {
					got, err := audit.Bound(papers, looked, wrong, confidence)
					if err != nil {
						t.Fatal(err)
					}
					want := wrong
					for bad := wrong; bad <= papers-(looked-wrong); bad++ {
						ways := new(big.Int)
						for k := range wrong + 1 {
							if k <= bad && looked-k <= papers-bad {
								ways.Add(ways, new(big.Int).Mul(new(big.Int).Binomial(bad, k), new(big.Int).Binomial(papers-bad, looked-k)))
							}
						}
						p := new(big.Rat).SetFrac(ways, new(big.Int).Binomial(papers, looked))
						if p.Cmp(exact.Int(1).Sub(confidence).Rat()) > 0 {
							want = bad
						}
					}
					if got != want {
						t.Errorf("%d wrong of %d of %d papers at %s: %d, want %d", wrong, looked, papers, confidence, got, want)
					}
				}
			}
		}
	}
	// Thirty clean papers of 1,000: at most 93 wrong, the rule of three being 100.
	if got, err := audit.Bound(1000, 30, 0, exact.Frac(19, 20)); err != nil || got != 93 {
		t.Errorf("30 of 1,000: %d, %v", got, err)
	}
	if got, err := audit.Bound(1_000_000, 100_000, 5, exact.Frac(19, 20)); err != nil || got != 102 {
		t.Errorf("a large sample: %d, %v", got, err)
	}
	for _, c := range [][3]int64{{0, 0, 0}, {5, 6, 0}, {5, 3, 4}, {5, -1, 0}} {
		if _, err := audit.Bound(c[0], c[1], c[2], exact.Frac(19, 20)); err == nil {
			t.Errorf("%v is taken", c)
		}
	}
	if _, err := audit.Bound(5, 3, 0, exact.Int(1)); err == nil {
		t.Error("certainty is taken")
	}
}
