package pairwise

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
)

const schulzeText = "section 2.2"

func schulze() count.Method {
	m := count.Method{
		Name: "schulze", Aliases: []string{"beatpath", "schwartz-sequential-dropping", "cssd"}, Title: "Schulze",
		Text: "Markus Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method, " +
			"Social Choice and Welfare 36, 2011, 267 to 303",
		Summary: "Candidates are compared two by two. A chain of comparisons is as strong as its weakest link; whoever has a stronger chain to each other candidate than back is elected.",
		Options: []count.Option{{
			Name: "strength", Values: []string{winning, margins, winningOnly}, Default: winning,
			Help: "How strong a comparison is. winning: the more votes for the winner the stronger, among equals the fewer against (the text; the Debian constitution, A.6). margins: " +
				"by the difference. winning-only: by the votes for the winner alone, as most programs do.",
		}},
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o, "section 2.1")
		if err != nil {
			return nil, err
		}
		s := newPaths(c, c.defeats(measured(c.Setting("strength"))))
		return c.Close(c.elect(c.levels(s.above), schulzeText, s.reason))
	}
	return m
}

// paths are the strongest chains between candidates.
type paths struct {
	*comparison
	links    [][]int // strength of the defeat; 0: none
	strength [][]int // of the strongest chain; 0: none
}

// newPaths finds them with the algorithm of section 2.3 (Floyd and Warshall).
func newPaths(c *comparison, defeats []defeat) *paths {
	n := len(c.wins)
	p := &paths{comparison: c, links: make([][]int, n), strength: make([][]int, n)}
	for a := range n {
		p.links[a], p.strength[a] = make([]int, n), make([]int, n)
	}
	for _, d := range defeats {
		p.links[d.winner][d.loser], p.strength[d.winner][d.loser] = d.strength, d.strength
	}
	for _, via := range c.standing {
		onward := p.strength[via]
		for _, a := range c.standing {
			from := p.strength[a]
			first := from[via]
			if first == 0 || a == via {
				continue
			}
			for b, second := range onward {
				if through := min(first, second); through > from[b] && a != b {
					from[b] = through
				}
			}
		}
	}
	return p
}

// above tells whether the strongest chain from a to b is stronger than that from b to a (section 2.2: ab is in O).
func (p *paths) above(a, b int) bool { return p.strength[a][b] > p.strength[b][a] }

// way gives a chain from a to b that is as strong as the strongest, with the fewest links.
func (p *paths) way(a, b int) []int {
	least := p.strength[a][b]
	before := make([]int, len(p.links))
	for i := range before {
		before[i] = -1
	}
	before[a] = a
	for queue := []int{a}; len(queue) > 0 && before[b] < 0; queue = queue[1:] {
		for _, next := range p.standing {
			if before[next] < 0 && p.links[queue[0]][next] >= least {
				before[next] = queue[0]
				queue = append(queue, next)
			}
		}
	}
	way := []int{b}
	for way[0] != a {
		way = append([]int{before[way[0]]}, way...)
	}
	return way
}

// weakest gives the weakest link of a chain.
func (p *paths) weakest(way []int) (from, to int) {
	from, to = way[0], way[1]
	for i := 1; i < len(way)-1; i++ {
		if p.links[way[i]][way[i+1]] < p.links[from][to] {
			from, to = way[i], way[i+1]
		}
	}
	return from, to
}

// reason explains why a candidate is placed where it is: by the comparisons, and where these do not suffice, by chains.
func (p *paths) reason(a int) string {
	if text := p.unbeaten(a); text != "" {
		return text
	}
	var against []string
	var direct []int
	for _, b := range p.Continuing() {
		switch {
		case b == a || !p.above(a, b):
		case p.beats(a, b):
			direct = append(direct, b)
		default:
			against = append(against, p.detour(a, b))
		}
	}
	text := fmt.Sprintf("Nobody who is left has a stronger chain to %s than %s to them.", p.Name(a), p.Name(a))
	if len(direct) > 0 {
		text = fmt.Sprintf("%s beats %s.", p.Name(a), p.some(direct))
	}
	return strings.Join(append([]string{text}, against...), " ")
}

// some names a few candidates, and counts many.
func (p *paths) some(candidates []int) string {
	if len(candidates) > 6 {
		return fmt.Sprintf("%d of those who are left", len(candidates))
	}
	return p.Names(candidates)
}

// detour explains why a is above b though a does not beat b directly.
func (p *paths) detour(a, b int) string {
	text := fmt.Sprintf("%s and %s are equal (%s)", p.Name(b), p.Name(a), p.score(b, a))
	if p.beats(b, a) {
		text = fmt.Sprintf("%s beats %s (%s)", p.Name(b), p.Name(a), p.score(b, a))
	}
	way := p.way(a, b)
	text += fmt.Sprintf(", but the chain %s is stronger: its weakest link is %s", p.chain(way), p.pair(p.weakest(way)))
	if p.strength[b][a] == 0 {
		return text + ", and no chain leads back."
	}
	return text + fmt.Sprintf(", and of the strongest chain back, %s.", p.pair(p.weakest(p.way(b, a))))
}
