package audit

import (
	"math/big"
	"slices"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Test is how risk is measured. It is chosen and published before papers are drawn.
type Test string

// The tests.
const (
	// Alpha draws each paper once. It is Stark's ALPHA (2022) with a fixed guess. A paper scores 2 less what its record
	// overstates, 0 to 4; the assertion is wrong exactly if all N papers score no more than 2N - V together, V being
	// its margin. Before each draw R is what the papers that are left, M of them, can then score at most, and
	//
	//	T := T · M · ( score · g/R + (4 - score) · (1 - g)/(4M - R) )
	//
	// where 4g is the guess of what papers score on average, at most 4. The risk is 1/T. See guess for g.
	Alpha Test = "alpha"
	// KaplanMarkov draws with replacement: a paper drawn twice counts twice. It can be worked out by hand:
	//
	//	risk = (1 - V/(2·γ·N))^n · the product over the papers of 1/(1 - overstatement/(2γ))
	//
	// with γ = 1.03905, as in Stark's "super-simple" audits (2010).
	KaplanMarkov Test = "kaplan-markov"
)

// Tests lists the tests, the default first.
func Tests() []Test { return []Test{Alpha, KaplanMarkov} }

// Repeats tells whether the sample is drawn with replacement.
func (t Test) Repeats() bool { return t == KaplanMarkov }

// Gamma of the test KaplanMarkov, in hundred thousandths: one record that overstates by two votes does not end the
// audit, since 1 - 1/γ is still more than 0. 1.03905 is what others use (Lindeman and Stark, 2012).
const (
	gamma      = 103905
	gammaScale = 100000
)

// Setting is how an audit is done, fixed before papers are drawn. Its zero value is not usable: see Check.
type Setting struct {
	Limit   exact.Number // the risk limit, more than 0 and less than 1
	Test    Test
	OneVote exact.Number // share of records expected to overstate by one vote: 0 or more, less than 1
	TwoVote exact.Number // the same, by two votes
}

// Check tells what is wrong with a setting, as an error of kind Invalid.
func (s Setting) Check() error {
	one := exact.Int(1)
	switch {
	case s.Limit.Sign() <= 0 || !s.Limit.Less(one):
		return party.Errorf(party.Invalid, "a risk limit of %s: it must be more than 0 and less than 1", s.Limit)
	case s.OneVote.Sign() < 0 || s.TwoVote.Sign() < 0 || !s.OneVote.Add(s.TwoVote).Less(one):
		return party.Errorf(party.Invalid, "the shares of wrong records %s and %s: they must be 0 or more, and less than 1 together", s.OneVote, s.TwoVote)
	case !slices.Contains(Tests(), s.Test):
		return party.Errorf(party.Invalid, "there is no test %q: there are %s and %s", s.Test, Alpha, KaplanMarkov)
	}
	return nil
}

// Evidence is what the papers looked at so far say about one assertion.
type Evidence struct {
	setting       Setting
	papers        int64
	margin        int64
	guess         *big.Rat // Alpha: g
	overstatement []int8   // of each paper looked at, in the order drawn
	rest          int64    // Alpha: what the papers left can score at most if the assertion is wrong
	wealth        *wealth
}

// NewEvidence begins with no paper looked at, for an assertion with a margin of 1 or more among so many papers.
func NewEvidence(setting Setting, papers, margin int64) *Evidence {
	return &Evidence{
		setting: setting, papers: papers, margin: margin, guess: guess(setting, papers, margin),
		rest: 2*papers - margin, wealth: newWealth(),
	}
}

// guess gives g of the test Alpha. Were there no errors at all, 1 would be best; but then one record that overstates
// by two votes would end all hope. With a share p of such records the best g is 1 - p·(N/V + 1/2): SHANGRLA's
// "optimal comparison" (Stark's reading of Waudby-Smith, Stark and Ramdas, "RiLACS", 2021). p is what is expected, or
// 1 in 100,000 if that is more; but an expectation of less than that alone never brings g below 0.99, which would cost
// very close contests many papers.
func guess(setting Setting, papers, margin int64) *big.Rat {
	stretch := new(big.Rat).Add(big.NewRat(papers, margin), big.NewRat(1, 2))
	loss := new(big.Rat).Mul(big.NewRat(1, 100000), stretch)
	if most := big.NewRat(1, 100); loss.Cmp(most) > 0 {
		loss = most
	}
	if expected := new(big.Rat).Mul(setting.TwoVote.Rat(), stretch); expected.Cmp(loss) > 0 {
		loss = expected
	}
	return loss.Sub(big.NewRat(1, 1), loss)
}

// Add takes one more paper, in the order drawn, whose record overstates the assertion by -2 to 2 votes.
func (e *Evidence) Add(overstatement int) {
	num, den := e.factor(int64(len(e.overstatement)), e.rest, overstatement)
	if num != nil {
		e.wealth.times(num, den)
	}
	e.rest -= int64(2 - overstatement)
	e.overstatement = append(e.overstatement, int8(overstatement))
}

// factor gives what a paper multiplies T by, or nil if by 1.
func (e *Evidence) factor(before, rest int64, overstatement int) (num, den *big.Int) {
	if e.setting.Test == KaplanMarkov {
		// (2γ - overstatement)·N / (2γ·N - V)
		n := big.NewInt(e.papers)
		num = new(big.Int).Mul(n, big.NewInt(int64(2*gamma-overstatement*gammaScale)))
		den = new(big.Int).Mul(n, big.NewInt(2*gamma))
		return num, den.Sub(den, new(big.Int).Mul(big.NewInt(e.margin), big.NewInt(gammaScale)))
	}
	left := e.papers - before
	// Where nothing is left to guess (the assertion is settled), or the guess does not favour it, T stays.
	if rest <= 0 || rest >= 4*left {
		return nil, nil
	}
	g, all := e.guess.Num(), e.guess.Denom()
	room := 4*left - rest
	if new(big.Int).Mul(g, big.NewInt(4*left)).Cmp(new(big.Int).Mul(all, big.NewInt(rest))) <= 0 {
		return nil, nil
	}
	score := int64(2 - overstatement)
	num = new(big.Int).Mul(g, big.NewInt(score*room))
	against := new(big.Int).Sub(all, g)
	num.Add(num, against.Mul(against, big.NewInt((4-score)*rest)))
	num.Mul(num, big.NewInt(left))
	den = new(big.Int).Mul(all, big.NewInt(rest))
	return num, den.Mul(den, big.NewInt(room))
}

// settled tells whether what was drawn without replacement decides the assertion for certain.
func (e *Evidence) settled() (right, wrong bool) {
	if e.setting.Test.Repeats() {
		return false, false
	}
	left := e.papers - int64(len(e.overstatement))
	return e.rest < 0, e.rest >= 4*left
}

// Risk gives the risk measured: 0 where the assertion is certainly right, 1 where it is certainly wrong.
func (e *Evidence) Risk() Risk {
	one := big.NewInt(1)
	if right, wrong := e.settled(); right {
		return Risk{new(big.Int), one}
	} else if wrong {
		return Risk{one, one}
	}
	nums := make([]*big.Int, 0, len(e.overstatement))
	dens := make([]*big.Int, 0, len(e.overstatement))
	rest := 2*e.papers - e.margin
	for i, overstatement := range e.overstatement {
		num, den := e.factor(int64(i), rest, int(overstatement))
		rest -= int64(2 - overstatement)
		if num != nil {
			nums, dens = append(nums, num), append(dens, den)
		}
	}
	num, den := product(nums), product(dens)
	if num.Cmp(den) <= 0 {
		return Risk{one, one}
	}
	return Risk{den, num}
}

// Confirmed tells whether the risk is no more than the limit.
func (e *Evidence) Confirmed() bool {
	if right, wrong := e.settled(); right || wrong {
		return right
	}
	if yes, settled := e.wealth.reaches(e.setting.Limit); settled {
		return yes
	}
	return e.Risk().Cmp(e.setting.Limit) <= 0
}

// More gives how many more papers confirm the assertion if all further records are right, or wrong at the rates
// expected. It gives false if all papers would have to be looked at and more.
func (e *Evidence) More(expected bool) (int64, bool) {
	future := *e
	future.overstatement = slices.Clone(e.overstatement)
	future.wealth = e.wealth.clone()
	one, two := new(big.Int), new(big.Int) // errors so far
	for n := int64(0); ; n++ {
		if future.Confirmed() {
			return n, true
		}
		if int64(len(future.overstatement)) >= e.papers {
			return 0, false
		}
		overstatement := 0
		if expected {
			switch drawn := exact.Int(n + 1); {
			case e.setting.TwoVote.Mul(drawn).Floor().Cmp(two) > 0:
				overstatement = 2
				two.Add(two, big.NewInt(1))
			case e.setting.OneVote.Mul(drawn).Floor().Cmp(one) > 0:
				overstatement = 1
				one.Add(one, big.NewInt(1))
			}
		}
		future.Add(overstatement)
	}
}
