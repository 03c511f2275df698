package keep

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// plain works through the papers one by one, in any arithmetic. It is slow, and counts what the tree does not: exact
// fractions, and ranks of equals as droop divides them.
type plain[N any, R ring[N]] struct {
	ring   R
	papers *count.Papers
	droop  bool
	scaled func(exact.Number) N
	number func(N) exact.Number
	keep   []N
	kept   []N // of the paper at hand
	lapsed N   // of the paper at hand: what nobody kept
}

func exactly(style Style, papers *count.Papers) Counter {
	same := func(n exact.Number) exact.Number { return n }
	return &plain[exact.Number, whole]{papers: papers, droop: style.Equal == Droop, scaled: same, number: same}
}

func inUnits(style Style, papers *count.Papers) Counter {
	return &plain[uint64, cut]{
		ring: cut(pow10(style.Decimals)), papers: papers, droop: style.Equal == Droop,
		scaled: func(n exact.Number) uint64 { return units(n, style.Decimals) },
		number: func(n uint64) exact.Number { return exact.Frac(int64(n), int64(pow10(style.Decimals))) },
	}
}

func (p *plain[N, R]) Count(keep []exact.Number) Tally {
	p.keep = make([]N, len(keep))
	for c, k := range keep {
		p.keep[c] = p.scaled(k)
	}
	votes := make([]exact.Number, len(keep))
	var rounding exact.Number
	for i := range p.papers.Len() {
		ranking := p.papers.Ranking(i)
		var none N
		p.kept, p.lapsed = make([]N, len(keep)), none
		switch {
		case p.droop && hasEqual(ranking):
			p.branch(ranking, p.ring.one())
		default:
			p.walk(ranking)
		}
		worth := p.papers.Classes()[p.papers.Class(i)].Weight.Mul(exact.Int(p.papers.Times(i)))
		lost := worth.Sub(p.number(p.lapsed).Mul(worth))
		for _, mark := range ranking {
			c := mark.Candidate()
			if !p.ring.none(p.kept[c]) {
				kept := p.number(p.kept[c]).Mul(worth)
				votes[c] = votes[c].Add(kept)
				lost = lost.Sub(kept)
			}
		}
		rounding = rounding.Add(lost)
	}
	return Tally{Votes: votes, Rounding: rounding}
}

func hasEqual(ranking []count.Mark) bool {
	for _, mark := range ranking {
		if mark.Equal() {
			return true
		}
	}
	return false
}

// rank gives the candidates of the first rank, and the ranking behind it.
func rank(ranking []count.Mark) (first, rest []count.Mark) {
	end := 1
	for end < len(ranking) && ranking[end].Equal() {
		end++
	}
	return ranking[:end], ranking[end:]
}

// split gives what a candidate keeps of what reaches it, and what it passes on.
func (p *plain[N, R]) split(reaching N, c int) (kept, onward N) {
	return p.ring.times(reaching, p.keep[c]), p.ring.times(reaching, p.ring.minus(p.ring.one(), p.keep[c]))
}

// walk follows a paper rank by rank, and divides a rank of equals evenly among all their orders.
func (p *plain[N, R]) walk(ranking []count.Mark) {
	reaching := p.ring.one()
	for len(ranking) > 0 && !p.ring.none(reaching) {
		var first []count.Mark
		first, ranking = rank(ranking)
		var sharing []N
		var who, hopefuls []int
		for _, mark := range first {
			c := mark.Candidate()
			onward := p.ring.minus(p.ring.one(), p.keep[c])
			switch {
			case p.ring.none(p.keep[c]):
			case p.ring.none(onward):
				hopefuls = append(hopefuls, c)
			default:
				sharing, who = append(sharing, p.keep[c]), append(who, c)
			}
		}
		if len(who)+len(hopefuls) == 1 {
			c := append(who, hopefuls...)[0]
			p.kept[c], reaching = p.split(reaching, c)
			continue
		}
		if len(who)+len(hopefuls) == 0 {
			continue
		}
		shares, each, onward := even(p.ring, sharing, len(hopefuls))
		for i, c := range who {
			p.kept[c] = p.ring.times(reaching, shares[i])
		}
		for _, c := range hopefuls {
			p.kept[c] = p.ring.times(reaching, each)
		}
		reaching = p.ring.times(reaching, onward)
	}
	p.lapsed = reaching
}

// branch follows a paper as droop does: a rank of equals divides it into equal parts, each part goes on to the ranks
// below by itself, and a rank of which all are excluded ends it.
func (p *plain[N, R]) branch(ranking []count.Mark, reaching N) {
	if len(ranking) == 0 {
		p.lapsed = p.ring.plus(p.lapsed, reaching)
		return
	}
	first, rest := rank(ranking)
	left := 0
	for _, mark := range first {
		if !p.ring.none(p.keep[mark.Candidate()]) {
			left++
		}
	}
	if left == 0 {
		p.lapsed = p.ring.plus(p.lapsed, reaching)
		return
	}
	part := p.ring.part(reaching, 1, left)
	for _, mark := range first {
		c := mark.Candidate()
		if p.ring.none(p.keep[c]) {
			continue
		}
		kept, onward := p.split(part, c)
		p.kept[c] = p.ring.plus(p.kept[c], kept)
		if !p.ring.none(onward) {
			p.branch(rest, onward)
		}
	}
}
