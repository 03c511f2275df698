package plurality

import (
	"fmt"
	"math/big"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// borda is Borda's count: ranks are points.
func borda() count.Method {
	m := count.Method{
		Name: "borda", Aliases: []string{"borda-count"},
		Title: "Borda count",
		Text:  "J.-C. de Borda, Mémoire sur les élections au scrutin, Histoire de l'Académie royale des sciences, 1781 (printed 1784)",
		Summary: "Among n candidates a first preference is worth n-1 points, a second n-2, and so on: a point for every candidate ranked below. " +
			"Whoever have most are elected. Equal ranks share their points.",
		Options: []count.Option{
			{Name: "unranked", Values: []string{"nothing", "mean"}, Default: "nothing", Help: "What candidates have of a paper that does not rank them: nothing, or each the mean of the points that are left."},
			{Name: "points", Values: []string{"tournament", "ranks", "modified"}, Default: "tournament", Help: "n-1 points to 0; n to 1; or, of a paper that ranks k candidates, k to 1 whatever n is."},
		},
		Constrained: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o, false)
		if err != nil {
			return nil, err
		}
		return c.Close(c.borda())
	}
	return m
}

func (c *contest) borda() error {
	c.points = true
	n := int64(len(c.Continuing()))
	b := &bordaTally{
		contest: c, n: n, top: n - 1, modified: c.Setting("points") == "modified", mean: c.Setting("unranked") == "mean",
		plus: make([]exact.Wide, len(c.Election.Candidates)), minus: make([]exact.Wide, len(c.Election.Candidates)),
	}
	each := exact.Frac(n*(n-1), 2)
	if c.Setting("points") != "tournament" {
		each = each.Add(exact.Int(n))
		b.top, b.low = n, 1
	}
	whole := c.Election.Papers.Votes().Mul(each)
	c.votes = b.add()
	given := exact.Sum(c.votes...)
	c.RecordUnchecked(count.Stage{
		Action: count.Tally, Votes: c.votes, Nontransferable: whole.Sub(given), Clause: "Borda",
		Reason: fmt.Sprintf("Ranks are added up as points (%s). Papers worth %s give %s points; %s are not given, because papers do not rank everybody.",
			c.scale(n), c.Election.Papers.Votes(), given, whole.Sub(given)),
	})
	c.rank()
	return c.fill(whole, "Borda")
}

// scale says what ranks are worth.
func (c *contest) scale(n int64) string {
	switch c.Setting("points") {
	case "ranks":
		return fmt.Sprintf("%d for a first preference, down to 1", n)
	case "modified":
		return "as many for a first preference as the paper ranks candidates, down to 1"
	}
	return fmt.Sprintf("%d for a first preference, down to 0", n-1)
}

// bordaTally adds up points in halves, in 128 bits: equal ranks and what is left have means of whole numbers.
type bordaTally struct {
	*contest
	n           int64        // candidates
	top, low    int64        // what first and last of all n are worth
	modified    bool         // a first preference is worth as many points as the paper ranks candidates
	mean        bool         // unranked candidates share what is left
	everybody   exact.Wide   // halves that all candidates have of every paper
	plus, minus []exact.Wide // for each candidate, halves more and less than everybody
}

func (b *bordaTally) add() []exact.Number {
	papers := b.Election.Papers
	points := make([]exact.Number, len(b.Election.Candidates))
	class := 0
	flush := func() {
		weight := papers.Classes()[class].Weight
		for _, c := range b.Continuing() {
			halves := new(big.Int).Add(b.everybody.Big(), b.plus[c].Big())
			halves.Sub(halves, b.minus[c].Big())
			points[c] = points[c].Add(exact.Whole(halves).Quo(exact.Int(2)).Mul(weight))
		}
		b.everybody = exact.Wide{}
		clear(b.plus)
		clear(b.minus)
	}
	for i := range papers.Len() {
		if papers.Class(i) != class {
			flush()
			class = papers.Class(i)
		}
		b.paper(papers.Ranking(i), uint64(papers.Times(i)))
	}
	if papers.Len() > 0 {
		flush()
	}
	return points
}

// paper adds the points of papers with one ranking. Their number is below 2^62 and a rank is worth less than 2^16
// halves, so sums of 128 bits cannot run over.
func (b *bordaTally) paper(ranking []count.Mark, times uint64) {
	top := b.top
	left := uint64(0) // halves that each unranked candidate has: the first and the last of the points that are left
	switch ranked := int64(len(ranking)); {
	case b.modified:
		top = ranked // and nothing is left
	case b.mean && ranked < b.n:
		left = uint64(top - ranked + b.low)
	}
	b.everybody.AddProduct(times, left)
	for i := 0; i < len(ranking); {
		end := i + 1
		for end < len(ranking) && ranking[end].Equal() {
			end++
		}
		// The mean of the ranks i to end-1, in halves: the first of them and the last of them.
		halves := uint64(top - int64(i) + top - int64(end-1))
		for _, mark := range ranking[i:end] {
			b.plus[mark.Candidate()].AddProduct(times, halves)
			b.minus[mark.Candidate()].AddProduct(times, left)
		}
		i = end
	}
}
