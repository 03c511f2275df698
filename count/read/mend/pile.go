package mend

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Reasons for which a paper is rejected, as they stand in count.Rejected.
const (
	ReasonEmpty    = "no preference is marked"
	ReasonOvervote = "more than one candidate is marked at one rank"
	ReasonFirst    = "more than one candidate is marked at the first rank"
	ReasonSkipped  = "a rank is skipped"
	ReasonGap      = "the first rank is skipped"
	ReasonRepeat   = "a candidate is ranked twice"
)

// Pile is a pile of papers being read. A reader calls, for each paper, Begin, then for each rank from the first on
// Prefer, Rank, Skip or Overvote, then End.
type Pile struct {
	builder  count.Builder
	rejected []count.Rejected
	refused  int64 // papers rejected
	policy   Policy

	ranking []count.Mark
	seen    []uint32 // the number of the paper that last named a candidate
	number  uint32
	empty   int // ranks in a row that were left empty, up to here
	ended   bool
	reason  string // the paper must be rejected for it
	ground  string // why the ranking ended
	doubts  [doubts]bool
	papers  [doubts]int64 // papers with such a doubt
}

// The kinds of doubtful marks that are counted.
const (
	doubtOvervote = iota
	doubtSkipped
	doubtRepeat
	doubtEqual
	doubts
)

// NewPile begins a pile. The policy must have passed Check.
func NewPile(policy Policy) *Pile {
	p := &Pile{policy: policy}
	_, _ = p.builder.Class(exact.Int(1), "") // class 0 is the ordinary one; one vote a paper cannot be refused
	return p
}

// Grow makes room for so many lines with so many preferences altogether.
func (p *Pile) Grow(lines, marks int) { p.builder.Grow(lines, marks) }

// Renumber gives every candidate named so far a new number; see count.Builder.
func (p *Pile) Renumber(to []int) { p.builder.Renumber(to) }

// Class gives the number of the class with this worth a paper and this section; class 0 is worth one vote and has
// no section.
func (p *Pile) Class(weight exact.Number, section string) (uint16, error) {
	return p.builder.Class(weight, section)
}

// Add lays papers without any doubtful mark on the pile at once: a ranking that names somebody, and nobody twice.
func (p *Pile) Add(ranking []count.Mark, times int64, line int) error {
	return p.builder.Add(ranking, times, 0, line)
}

// Begin begins a paper.
func (p *Pile) Begin() {
	p.ranking = p.ranking[:0]
	p.empty = 0
	p.ended = false
	p.reason, p.ground = "", ""
	p.doubts = [doubts]bool{}
	p.number++
	if p.number == 0 { // wrapped around: begin anew
		clear(p.seen)
		p.number = 1
	}
}

// Prefer ranks one candidate next.
func (p *Pile) Prefer(candidate int) {
	p.open()
	if p.ended {
		return
	}
	p.mark(candidate, false)
}

// Rank ranks candidates next, all at one rank. Whether they are equal or an overvote is for the policy to say. The
// same candidate twice at one rank counts once.
func (p *Pile) Rank(candidates []int) {
	if len(candidates) == 1 {
		p.Prefer(candidates[0])
		return
	}
	if len(candidates) == 0 {
		p.Skip()
		return
	}
	if p.policy.Equal == EqualOvervote && !same(candidates) {
		p.Overvote()
		return
	}
	p.open()
	before := len(p.ranking)
	for _, candidate := range candidates {
		if p.ended {
			return
		}
		p.mark(candidate, len(p.ranking) > before)
	}
}

func same(candidates []int) bool {
	for _, candidate := range candidates {
		if candidate != candidates[0] {
			return false
		}
	}
	return true
}

func (p *Pile) mark(candidate int, equal bool) {
	for candidate >= len(p.seen) {
		p.seen = append(p.seen, 0)
	}
	if p.seen[candidate] == p.number {
		p.repeat()
		return
	}
	p.seen[candidate] = p.number
	p.ranking = append(p.ranking, count.NewMark(candidate, equal))
	p.doubts[doubtEqual] = p.doubts[doubtEqual] || equal
}

func (p *Pile) repeat() {
	p.doubts[doubtRepeat] = true
	switch p.policy.Repeats {
	case StopRepeats:
		p.end(ReasonRepeat)
	case RejectRepeats:
		p.reject(ReasonRepeat)
	case SkipRepeats, "":
	}
}

// open settles what empty ranks before a marked one mean.
func (p *Pile) open() {
	if p.empty == 0 || p.ended {
		return
	}
	p.doubts[doubtSkipped] = true
	reason := ReasonSkipped
	if len(p.ranking) == 0 {
		reason = ReasonGap
	}
	switch p.policy.Skipped {
	case StopSkipped:
		p.end(reason)
	case StopAtTwo:
		if p.empty > 1 {
			p.end(reason)
		}
	case RejectSkips:
		p.reject(reason)
	case PassSkipped, "":
	}
	p.empty = 0
}

// Skip leaves the next rank empty. Empty ranks after the last marked one mean nothing.
func (p *Pile) Skip() { p.empty++ }

// Overvote says that more than one candidate is marked at the next rank, where one was asked for.
func (p *Pile) Overvote() {
	p.open()
	if p.ended {
		return
	}
	p.doubts[doubtOvervote] = true
	reason := ReasonOvervote
	if len(p.ranking) == 0 {
		reason = ReasonFirst
	}
	switch p.policy.Overvote {
	case StopAtOvervote, "":
		p.end(reason)
	case RejectOvervote:
		p.reject(reason)
	case SkipOvervote:
		p.ground = reason
	}
}

func (p *Pile) end(ground string) {
	p.ended = true
	p.ground = ground
}

func (p *Pile) reject(reason string) {
	p.ended = true
	p.reason = reason
}

// Reject says that the paper is not valid, for a reason of the reader's own, whatever else it ranks.
func (p *Pile) Reject(reason string) { p.reject(reason) }

// End lays the paper on the pile: so many papers of that class, from a line of the file. A paper without any
// preference left goes to the rejected ones. The error is of kind Invalid.
func (p *Pile) End(times int64, class uint16, line int) error {
	for kind, doubt := range p.doubts {
		if doubt && times > 0 && times <= count.MaxPapers-p.papers[kind] {
			p.papers[kind] += times
		}
	}
	if p.reason == "" && len(p.ranking) == 0 {
		p.reason = ReasonEmpty
		if p.ground != "" {
			p.reason = p.ground
		}
	}
	if p.reason == "" {
		return p.builder.Add(p.ranking, times, class, line)
	}
	switch {
	case times <= 0:
		return party.Errorf(party.Invalid, "a paper cannot stand for %d papers", times)
	case times > count.MaxPapers-p.refused:
		return party.Errorf(party.Invalid, "there are more than %d papers", int64(count.MaxPapers))
	}
	p.refused += times
	p.rejected = append(p.rejected, count.Rejected{Line: line, Times: times, Reason: p.reason})
	return nil
}

// Repeated tells whether any paper so far ranks a candidate twice.
func (p *Pile) Repeated() bool { return p.papers[doubtRepeat] > 0 }

// Fill gives the election the papers, the rejected ones, and a note for each kind of doubtful mark that occurred.
// The pile must not be used afterwards.
func (p *Pile) Fill(election *count.Election) {
	election.Papers = p.builder.Papers()
	election.Rejected = p.rejected
	election.Notes = append(election.Notes, p.notes()...)
}

func (p *Pile) notes() []string {
	var notes []string
	for kind, n := range p.papers {
		if n == 0 {
			continue
		}
		papers := "papers have"
		if n == 1 {
			papers = "paper has"
		}
		notes = append(notes, fmt.Sprintf("%d %s %s", n, papers, p.treatment(kind)))
	}
	return notes
}

func (p *Pile) treatment(kind int) string {
	switch kind {
	case doubtOvervote:
		switch p.policy.Overvote {
		case SkipOvervote:
			return "an overvote, which was passed over."
		case RejectOvervote:
			return "an overvote and so is not valid."
		case StopAtOvervote:
		}
		return "an overvote, at which the ranking ends."
	case doubtSkipped:
		switch p.policy.Skipped {
		case StopSkipped:
			return "a skipped rank, at which the ranking ends."
		case StopAtTwo:
			return "a skipped rank: one is passed over, at two in a row the ranking ends."
		case RejectSkips:
			return "a skipped rank and so is not valid."
		case PassSkipped:
		}
		return "a skipped rank, which was passed over."
	case doubtEqual:
		return "candidates at one rank, who were read as ranked equal."
	}
	switch p.policy.Repeats {
	case StopRepeats:
		return "a candidate ranked twice, at whose second mention the ranking ends."
	case RejectRepeats:
		return "a candidate ranked twice and so is not valid."
	case SkipRepeats:
	}
	return "a candidate ranked twice; the later mention was passed over."
}
