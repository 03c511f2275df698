// Package pile sorts papers into piles, one for each candidate, as a count by the alternative vote does on a table: a
// paper lies with the first candidate it ranks who may still receive, and whole papers move when somebody goes.
//
// Papers are added up in 64 bits, which hold count.MaxPapers; votes are exact, worked out once for each class of
// papers and not once for each paper.
package pile

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// Options say how papers are sorted.
type Options struct {
	Depth    int   // how many entries of a ranking count; 0: all of them
	Section  []int // for each class of papers, the section in which they are added up; nil: sections are not kept apart
	Sections int   // how many sections there are, where they are kept apart
}

// Piles are papers sorted by the candidate with whom each lies now.
type Piles struct {
	Votes     []exact.Number   // for each candidate
	Exhausted exact.Number     // votes of the papers that lie with nobody
	Papers    []int64          // for each candidate, papers whatever they are worth
	Held      [][]exact.Number // for each section, the votes of each candidate; nil if sections are not kept apart
	Lost      []exact.Number   // for each section, the votes of the papers that lie with nobody

	papers  *count.Papers
	options Options
	at      []uint16   // for each line, the entry of its ranking that counts now
	lines   [][]uint32 // for each candidate, the lines that lie there
	single  bool       // all papers are of one class
	tally   []int64    // papers of the class at hand that are on their way to each candidate, and last to nobody
	touched []int      // those for whom tally is not 0
}

// Sort sorts papers anew: each lies with the first candidate it ranks who receives. Equal ranks must be gone from the
// papers, see count.Election.Prepared.
func Sort(papers *count.Papers, receives []bool, options Options) *Piles {
	n := len(receives)
	p := &Piles{
		Votes: make([]exact.Number, n), Papers: make([]int64, n), papers: papers, options: options,
		at: make([]uint16, papers.Len()), lines: make([][]uint32, n), single: len(papers.Classes()) == 1, tally: make([]int64, n+1),
	}
	if options.Section != nil {
		p.Held, p.Lost = make([][]exact.Number, options.Sections), make([]exact.Number, options.Sections)
		for s := range p.Held {
			p.Held[s] = make([]exact.Number, n)
		}
	}
	class := 0
	for i := range papers.Len() {
		if !p.single && papers.Class(i) != class {
			p.flush(class, nil)
			class = papers.Class(i)
		}
		p.lay(uint32(i), 0, receives)
	}
	p.flush(class, nil)
	return p
}

// lay puts a line with the next candidate from an entry on who receives, or with nobody.
func (p *Piles) lay(line uint32, from int, receives []bool) {
	ranking := p.papers.Ranking(int(line))
	if d := p.options.Depth; d > 0 && len(ranking) > d {
		ranking = ranking[:d]
	}
	to := len(p.lines)
	for ; from < len(ranking); from++ {
		if c := ranking[from].Candidate(); receives[c] {
			to = c
			p.at[line] = uint16(from)
			p.lines[c] = append(p.lines[c], line)
			break
		}
	}
	if p.tally[to] == 0 {
		p.touched = append(p.touched, to)
	}
	p.tally[to] += p.papers.Times(int(line))
}

// flush adds what was laid of one class to the votes, and to the transfers if there are any.
func (p *Piles) flush(class int, transfers map[int]*count.Transfer) {
	if len(p.touched) == 0 {
		return
	}
	weight := p.papers.Classes()[class].Weight
	for _, to := range p.touched {
		papers := p.tally[to]
		p.tally[to] = 0
		votes := weight.Mul(exact.Int(papers))
		p.add(to, class, papers, votes)
		if transfers == nil {
			continue
		}
		t := transfers[to]
		if t == nil {
			t = &count.Transfer{To: to}
			if to == len(p.lines) {
				t.To = count.Nobody
			}
			if p.single {
				t.Value = weight
			}
			transfers[to] = t
		}
		t.Papers += papers
		t.Votes = t.Votes.Add(votes)
	}
	p.touched = p.touched[:0]
}

func (p *Piles) add(to, class int, papers int64, votes exact.Number) {
	nobody := to == len(p.lines)
	if nobody {
		p.Exhausted = p.Exhausted.Add(votes)
	} else {
		p.Votes[to] = p.Votes[to].Add(votes)
		p.Papers[to] += papers
	}
	if p.Held == nil {
		return
	}
	section := p.options.Section[class]
	if nobody {
		p.Lost[section] = p.Lost[section].Add(votes)
	} else {
		p.Held[section][to] = p.Held[section][to].Add(votes)
	}
}

// Move moves the papers of those who go, each to the next candidate it ranks who receives. The transfers are in the
// order of those who go, and for each in the order of the receivers, nobody last.
func (p *Piles) Move(going []int, receives []bool) []count.Transfer {
	var all []count.Transfer
	for _, from := range going {
		lines := p.lines[from]
		p.lines[from], p.Votes[from], p.Papers[from] = nil, exact.Number{}, 0
		for s := range p.Held {
			p.Held[s][from] = exact.Number{}
		}
		moved := map[int]*count.Transfer{}
		class := 0
		for _, line := range lines {
			if !p.single && p.papers.Class(int(line)) != class {
				p.flush(class, moved)
				class = p.papers.Class(int(line))
			}
			p.lay(line, int(p.at[line])+1, receives)
		}
		p.flush(class, moved)
		for to := range len(p.lines) + 1 {
			if t := moved[to]; t != nil {
				t.From = from
				all = append(all, *t)
			}
		}
	}
	return all
}

// InPlay gives the votes of the papers that lie with a candidate.
func (p *Piles) InPlay() exact.Number { return exact.Sum(p.Votes...) }

// Each calls visit for every line that lies with one of the candidates, with the entries of its ranking from the one
// that counts on.
func (p *Piles) Each(candidate int, visit func(line int, rest []count.Mark)) {
	for _, line := range p.lines[candidate] {
		visit(int(line), p.papers.Ranking(int(line))[p.at[line]:])
	}
}
