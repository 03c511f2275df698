package audit_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/audit"
	"github.com/selectorate/selectorate/count/exact"
)

func setting(limit exact.Number, test audit.Test) audit.Setting {
	return audit.Setting{Limit: limit, Test: test}
}

// Sizes that others give. SHANGRLA's are of ALPHA without replacement at an expected rate of 1 in 100,000, the same
// as here; those of Kaplan-Markov are ln(risk)/ln(1 - margin/(2·1.03905·papers)), rounded up.
func TestSampleSizesOfRealContests(t *testing.T) {
	for _, c := range []struct {
		name           string
		papers, margin int64
		alpha, kaplan  int64
	}{
		{"Ryde 2023", 53840, 54, 5762, 6206},
		{"Gosford 2015", 48262, 203, 1409, 1479},
		{"Coogee 2019", 46035, 1369, 200, 208},
		{"Northern Tablelands 2023", 49655, 30399, 9, 9},
		{"a margin of one in twenty", 20000, 1000, 119, 124}, // of the formulas alone
	} {
		t.Run(c.name, func(t *testing.T) {
			for test, want := range map[audit.Test]int64{audit.Alpha: c.alpha, audit.KaplanMarkov: c.kaplan} {
				got, enough := audit.NewEvidence(setting(exact.Frac(1, 20), test), c.papers, c.margin).More(false)
				if got != want || !enough {
					t.Errorf("%s: %d papers, %v; want %d", test, got, enough, want)
				}
			}
		})
	}
}

// Kaplan-Markov is worked out by its closed form.
func TestKaplanMarkovByItsFormula(t *testing.T) {
	gamma := big.NewRat(103905, 100000)
	rapid.Check(t, func(t *rapid.T) {
		papers := rapid.Int64Range(1, 10000).Draw(t, "papers")
		margin := rapid.Int64Range(1, papers).Draw(t, "margin")
		overstatements := rapid.SliceOfN(rapid.IntRange(-2, 2), 0, 40).Draw(t, "overstatements")
		e := audit.NewEvidence(setting(exact.Frac(1, 20), audit.KaplanMarkov), papers, margin)
		want := big.NewRat(1, 1)
		twice := new(big.Rat).Mul(gamma, big.NewRat(2, 1))
		for _, o := range overstatements {
			e.Add(o)
			share := new(big.Rat).Quo(big.NewRat(margin, papers), twice)
			want.Mul(want, share.Sub(big.NewRat(1, 1), share))
			over := new(big.Rat).Quo(big.NewRat(int64(o), 1), twice)
			want.Quo(want, over.Sub(big.NewRat(1, 1), over))
		}
		if one := big.NewRat(1, 1); want.Cmp(one) > 0 {
			want = one
		}
		if got := e.Risk().Number(); !got.Equal(exact.FromRat(want)) {
			t.Errorf("risk %s, want %s", got, want)
		}
	})
}

// alpha works ALPHA out as its author writes it: overstatement assorters B with upper bound u, the null mean m of
// what is left, and a guess eta.
func alpha(papers, margin int64, overstatements []int) *big.Rat {
	rat := big.NewRat
	v := rat(margin, papers)
	two := new(big.Rat).Sub(rat(2, 1), v)
	u := new(big.Rat).Quo(rat(2, 1), two)
	// eta/u = 1 - p2·(N/V + 1/2), but not below 99/100.
	share := new(big.Rat).Add(rat(papers, margin), rat(1, 2))
	share.Mul(share, rat(1, 100000))
	if share.Cmp(rat(1, 100)) > 0 {
		share = rat(1, 100)
	}
	eta := new(big.Rat).Mul(u, new(big.Rat).Sub(rat(1, 1), share))
	t, sum := rat(1, 1), new(big.Rat)
	for j, o := range overstatements {
		left := rat(papers-int64(j), 1)
		m := new(big.Rat).Sub(rat(papers, 2), sum)
		m.Quo(m, left)
		x := new(big.Rat).Sub(rat(1, 1), rat(int64(o), 2))
		x.Quo(x, two)
		if m.Sign() > 0 && m.Cmp(u) < 0 && eta.Cmp(m) > 0 {
			a := new(big.Rat).Mul(x, new(big.Rat).Quo(eta, m))
			b := new(big.Rat).Sub(u, x)
			b.Mul(b, new(big.Rat).Sub(u, eta))
			b.Quo(b, new(big.Rat).Sub(u, m))
			t.Mul(t, a.Quo(a.Add(a, b), u))
		}
		sum.Add(sum, x)
	}
	room := new(big.Rat).Sub(rat(papers, 2), sum) // what the papers left can add under the null
	left := rat(papers-int64(len(overstatements)), 1)
	switch {
	case room.Sign() < 0:
		return new(big.Rat)
	case room.Cmp(left.Mul(left, u)) >= 0 || t.Cmp(rat(1, 1)) <= 0:
		return rat(1, 1)
	}
	return t.Inv(t)
}

func TestAlphaByItsFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		papers := rapid.Int64Range(1, 60).Draw(t, "papers")
		if rapid.Bool().Draw(t, "many") {
			papers = rapid.Int64Range(60, 1_000_000).Draw(t, "many papers")
		}
		margin := rapid.Int64Range(1, papers).Draw(t, "margin")
		overstatements := rapid.SliceOfN(rapid.SampledFrom([]int{0, 0, 0, 1, 2, -1, -2}), 0, int(min(papers, 40))).Draw(t, "overstatements")
		e := audit.NewEvidence(setting(exact.Frac(1, 20), audit.Alpha), papers, margin)
		for _, o := range overstatements {
			e.Add(o)
		}
		got, want := e.Risk().Number(), exact.FromRat(alpha(papers, margin, overstatements))
		if !got.Equal(want) {
			t.Errorf("risk %s, want %s", got, want)
		}
		if confirmed := !exact.Frac(1, 20).Less(want); e.Confirmed() != confirmed {
			t.Errorf("confirmed is %v at a risk of %s", e.Confirmed(), want)
		}
	})
}

// A limit that is met exactly is met; the enclosed product must not say otherwise.
func TestLimitMetExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		papers := rapid.Int64Range(10, 500).Draw(t, "papers")
		margin := rapid.Int64Range(1, papers).Draw(t, "margin")
		test := rapid.SampledFrom(audit.Tests()).Draw(t, "test")
		looked := rapid.Int64Range(1, papers).Draw(t, "looked")
		risk := func(limit exact.Number) *audit.Evidence {
			e := audit.NewEvidence(setting(limit, test), papers, margin)
			for range looked {
				e.Add(0)
			}
			return e
		}
		exactly := risk(exact.Frac(1, 20)).Risk().Number()
		if exactly.IsZero() || !exactly.Less(exact.Int(1)) {
			return
		}
		if !risk(exactly).Confirmed() {
			t.Errorf("a risk of %s does not meet a limit of the same", exactly)
		}
		if risk(exactly.Mul(exact.FromRat(big.NewRat(999_999_999_999, 1_000_000_000_000)))).Confirmed() {
			t.Errorf("a risk of %s meets a limit below it", exactly)
		}
	})
}

// The promise of a test, worked out and not simulated: of all orders in which papers can be drawn, no more than the
// limit's share ever confirms a wrong assertion, however the errors lie.
func TestRiskLimitHoldsExactly(t *testing.T) {
	limits := []exact.Number{exact.Frac(1, 2), exact.Frac(1, 5), exact.Frac(1, 20)}
	all := int64(5)
	if testing.Short() {
		all = 4
	}
	for _, test := range audit.Tests() {
		for _, limit := range limits {
			t.Run(fmt.Sprintf("%s at %s", test, limit), func(t *testing.T) {
				most := new(big.Rat)
				for papers := int64(1); papers <= all; papers++ {
					for margin := int64(1); margin <= papers; margin++ {
						wrongAssertions(papers, margin, func(counts [5]int64) {
							p := everConfirmed(setting(limit, test), papers, margin, counts, nil)
							if p.Cmp(limit.Rat()) > 0 {
								t.Errorf("%d papers, margin %d, overstatements %v: confirmed with probability %s", papers, margin, counts, p)
							}
							if p.Cmp(most) > 0 {
								most = p
							}
						})
					}
				}
				if most.Sign() == 0 && !limit.Less(exact.Frac(1, 2)) {
					t.Error("nothing was ever confirmed wrongly: the test shows nothing")
				}
				t.Logf("at most %s", most)
			})
		}
	}
}

// wrongAssertions gives all ways in which records can overstate an assertion by its margin or more: how many papers
// overstate by -2, -1, 0, 1, 2.
func wrongAssertions(papers, margin int64, visit func([5]int64)) {
	var counts [5]int64
	var fill func(at int, left, over int64)
	fill = func(at int, left, over int64) {
		if at == 4 {
			counts[4] = left
			if over+2*left >= margin {
				visit(counts)
			}
			return
		}
		for n := range left + 1 {
			counts[at] = n
			fill(at+1, left-n, over+n*int64(at-2))
		}
	}
	fill(0, papers, 0)
}

// draws is how many papers are drawn with replacement at most.
const draws = 5

// everConfirmed gives the probability that an audit that goes on and on confirms at some time.
func everConfirmed(s audit.Setting, papers, margin int64, counts [5]int64, drawn []int) *big.Rat {
	e := audit.NewEvidence(s, papers, margin)
	for _, o := range drawn {
		e.Add(o)
	}
	if e.Confirmed() {
		return big.NewRat(1, 1)
	}
	total := new(big.Rat)
	left := counts[0] + counts[1] + counts[2] + counts[3] + counts[4]
	if left == 0 || len(drawn) == draws {
		return total
	}
	for i, n := range counts {
		if n == 0 {
			continue
		}
		after := counts
		if !s.Test.Repeats() {
			after[i]--
		}
		p := everConfirmed(s, papers, margin, after, append(slices.Clone(drawn), i-2))
		total.Add(total, p.Mul(p, big.NewRat(n, left)))
	}
	return total
}

// A larger margin never takes more papers, errors never make an audit shorter, and a full count settles everything.
func TestEvidenceMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		papers := rapid.Int64Range(2, 300).Draw(t, "papers")
		margin := rapid.Int64Range(1, papers-1).Draw(t, "margin")
		s := setting(exact.Frac(1, 20), audit.Alpha)
		few, enough := audit.NewEvidence(s, papers, margin+1).More(false)
		many, _ := audit.NewEvidence(s, papers, margin).More(false)
		if !enough || few > many {
			t.Errorf("margin %d takes %d papers, margin %d takes %d", margin, many, margin+1, few)
		}
		over := audit.NewEvidence(s, papers, margin)
		over.Add(1)
		if more, ok := over.More(false); ok && more+1 < many {
			t.Errorf("with an error %d papers do, without %d", more+1, many)
		}
		// An overstatement of just less than the margin leaves the outcome right, and all papers show it.
		all := audit.NewEvidence(s, papers, margin)
		for i := range papers {
			all.Add(map[bool]int{true: 1}[i < margin-1])
		}
		if risk := all.Risk(); risk.Cmp(exact.Number{}) != 0 || !all.Confirmed() {
			t.Errorf("all papers seen, outcome right: risk %s", risk.Text(6))
		}
		wrong := audit.NewEvidence(s, papers, margin)
		for i := range papers {
			wrong.Add(map[bool]int{true: 1}[i >= papers-margin])
		}
		if risk := wrong.Risk(); risk.Cmp(exact.Int(1)) != 0 || wrong.Confirmed() {
			t.Errorf("all papers seen, outcome a tie: risk %s", risk.Text(6))
		}
		if _, ok := wrong.More(false); ok {
			t.Error("more papers are asked for where there are none")
		}
	})
}

func TestExpectedErrors(t *testing.T) {
	s := setting(exact.Frac(1, 20), audit.Alpha)
	none, _ := audit.NewEvidence(s, 20000, 1000).More(true)
	s.OneVote = exact.Frac(1, 100)
	one, enough := audit.NewEvidence(s, 20000, 1000).More(true)
	if !enough || one <= none {
		t.Errorf("one vote in a hundred: %d papers, %v; without %d", one, enough, none)
	}
	s.OneVote, s.TwoVote = exact.Number{}, exact.Frac(1, 200)
	two, enough := audit.NewEvidence(s, 20000, 1000).More(true)
	if !enough || two <= none {
		t.Errorf("two votes in two hundred: %d papers, %v; without %d", two, enough, none)
	}
	s.TwoVote = exact.Frac(1, 20) // twice the margin
	if n, enough := audit.NewEvidence(s, 20000, 1000).More(true); enough {
		t.Errorf("errors beyond the margin: %d papers are said to do", n)
	}
}

func TestSettingCheck(t *testing.T) {
	good := setting(exact.Frac(1, 20), audit.Alpha)
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		name   string
		change func(*audit.Setting)
		want   string
	}{
		{"no limit", func(s *audit.Setting) { s.Limit = exact.Number{} }, "a risk limit of 0"},
		{"certain", func(s *audit.Setting) { s.Limit = exact.Int(1) }, "a risk limit of 1"},
		{"too many errors", func(s *audit.Setting) { s.OneVote, s.TwoVote = exact.Frac(1, 2), exact.Frac(1, 2) }, "less than 1 together"},
		{"negative", func(s *audit.Setting) { s.OneVote = exact.Int(-1) }, "0 or more"},
		{"unknown", func(s *audit.Setting) { s.Test = "tea leaves" }, `no test "tea leaves"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := good
			c.change(&s)
			if err := s.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
