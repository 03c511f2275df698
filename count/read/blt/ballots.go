package blt

import (
	"bytes"
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// reading is how papers are told apart.
type reading uint8

const (
	plain reading = iota // every paper has a line and ends in 0: both readings are the same
	words                // white space only separates; 0 ends a paper
	lines                // every paper has a line; a 0 at its end is optional
)

// step is how many bytes are read between two reports of progress.
const step = 1 << 20

// scan is one attempt at reading the papers.
type scan struct {
	*reader
	reading reading
	noCount bool // what follows "(id)" is not a weight (droop)
	odd     bool // a line is not plain, or an "(id)" is not followed by a weight: try again
	ended   bool // the lone 0 was found

	pile  *mend.Pile
	ids   map[string]int
	group []int
	told  int

	marks  []count.Mark // of the plain line just read
	seen   []uint64     // for each candidate, from 1, the plain line that last named it
	number uint64
}

// ballots reads the papers in the reading that fits, and gives the reader that stands behind them; nil if none fits.
func (r *reader) ballots() (*mend.Pile, *reader) {
	noCount := r.idsWithoutWeight()
	first := r.attempt(plain, noCount)
	if !first.odd {
		r.problems = first.problems
		return first.pile, first.reader
	}
	byWords, byLines := r.attempt(words, noCount), r.attempt(lines, noCount)
	best := byLines
	switch {
	case byWords.sound() && byLines.sound():
		best.problems = nil
		line, _ := first.place(first.pos)
		best.problems = party.Problems{{
			Line: line, Message: "the papers can be read in two ways, with a paper on each line or with a 0 at each paper's end, and mean something else in each",
			Mend: "end every paper with 0 on its own line",
		}}
	case byWords.sound():
		best = byWords
	case byLines.sound():
	case len(byLines.problems) > 0 && len(byWords.problems) == 0 && byWords.ended:
		best = byWords
	}
	if len(best.problems) == 0 && best.reading == lines {
		best.note("Not every paper ends with 0; each line was read as one paper.")
	}
	r.problems = best.problems
	return best.pile, best.reader
}

// sound tells whether an attempt found nothing that speaks against the reading.
func (s *scan) sound() bool {
	return len(s.problems) == 0 && (s.ended || s.reading == lines) && !s.pile.Repeated() && !s.papersFollow()
}

// papersFollow tells whether the line behind the papers' end still has numbers and nothing else.
func (s *scan) papersFollow() bool {
	fork := *s.reader
	fork.blanks(true)
	line, _, _ := bytes.Cut(s.data[fork.pos:], []byte{'\n'})
	line = bytes.TrimSpace(line)
	return len(line) > 0 && digit(line[0]) && len(bytes.Trim(line, "0123456789=- \t\r,")) == 0
}

// attempt reads the papers in one reading, with a reader of its own.
func (r *reader) attempt(how reading, noCount bool) *scan {
	fork := *r
	fork.problems, fork.notes = nil, append([]string(nil), r.notes...)
	s := &scan{reader: &fork, reading: how, noCount: noCount, pile: mend.NewPile(r.request.Policy)}
	s.seen = make([]uint64, len(r.election.Candidates)+1)
	rest := s.data[s.pos:]
	s.pile.Grow(bytes.Count(rest, []byte("\n")), bytes.Count(rest, []byte(" ")))
	for !s.odd && !s.ended && len(s.problems) < maxProblems {
		if !s.quick() && !s.paper() {
			break
		}
		if s.pos-s.told >= step {
			s.told = s.pos
			s.request.Told(s.pos, len(s.data))
		}
	}
	return s
}

// quick reads plain lines, "12 3 1 2 0", as long as they come, and stands at the start of the first other one. It
// tells whether it read any.
func (s *scan) quick() bool {
	start, stop := s.pos, min(len(s.data), s.told+step)
	for s.pos < stop {
		times, next := s.plainLine(s.data[s.pos:])
		if next == 0 {
			break
		}
		if err := s.pile.Add(s.marks, times, s.line); err != nil {
			s.problem(s.pos, err.Error(), "")
			return false
		}
		s.pos += next
		s.line++
	}
	return s.pos > start
}

// plainLine reads a line that is a whole number of papers, candidates by number with nobody twice, a 0, and nothing
// else. It puts the candidates in marks and gives where the next line begins, or 0 for any other line.
func (s *scan) plainLine(data []byte) (times int64, next int) {
	pos := 0
	for pos < len(data) && data[pos]-'0' < 10 && pos < 18 {
		times = times*10 + int64(data[pos]-'0')
		pos++
	}
	if pos = s.plainRanks(data, pos); pos == 0 || times == 0 {
		return 0, 0
	}
	for pos < len(data) && (data[pos] == ' ' || data[pos] == '\r') {
		pos++
	}
	if pos == len(data) || data[pos] != '\n' {
		return 0, 0
	}
	return times, pos + 1
}

// plainRanks reads candidates into marks, each after a space, up to the 0 that ends them. It gives where it got to,
// or 0 if they are not plain or there are none.
func (s *scan) plainRanks(data []byte, pos int) int {
	s.number++
	number, seen, marks := s.number, s.seen, s.marks[:0]
	for pos+1 < len(data) && data[pos] == ' ' {
		c := uint(data[pos+1] - '0')
		pos += 2
		if c > 9 {
			return 0
		}
		for pos < len(data) && data[pos]-'0' < 10 && c < uint(len(seen)) {
			c = c*10 + uint(data[pos]-'0')
			pos++
		}
		if c == 0 && len(marks) > 0 {
			s.marks = marks
			return pos
		}
		if c-1 >= uint(len(seen))-1 || seen[c] == number {
			return 0
		}
		seen[c] = number
		marks = append(marks, count.NewMark(int(c-1), false))
	}
	return 0
}

// end lays a paper on the pile.
func (s *scan) end(start int, times int64, class uint16) bool {
	if err := s.pile.End(times, class, s.line); err != nil {
		s.problem(start, err.Error(), "")
		return false
	}
	return true
}

// paper reads one paper of any form. It tells whether there may be more.
func (s *scan) paper() bool {
	s.blanks(true)
	if s.pos >= len(s.data) {
		s.note("The 0 that ends the papers is missing.")
		return false
	}
	start, line := s.pos, s.line
	c := s.data[s.pos]
	if c != '(' && c != '.' && c != '-' && (c < '0' || c > '9') {
		s.note(fmt.Sprintf("The 0 that ends the papers is missing before line %d.", line))
		return false
	}
	times, class := int64(1), uint16(0)
	named := c == '('
	if named && !s.id() {
		return s.nextLine()
	}
	if !named || !s.noCount {
		var done, ok bool
		if times, class, done, ok = s.weight(); done {
			return false
		} else if !ok {
			return s.nextLine()
		}
	}
	s.pile.Begin()
	if !s.ranks() {
		return !s.odd && s.nextLine()
	}
	s.line, line = line, s.line
	ok := s.end(start, times, class)
	s.line = line
	return ok
}

// nextLine goes on behind a line that has a problem, if lines can be told apart.
func (s *scan) nextLine() bool {
	if s.odd || s.reading == words {
		return false
	}
	for s.pos < len(s.data) && s.data[s.pos] != '\n' {
		s.pos++
	}
	return true
}

// id reads "(A17)", the mark by which a paper can be found again. It is used for nothing but to see that no paper
// is there twice.
func (s *scan) id() bool {
	start := s.pos
	end := bytes.IndexAny(s.data[s.pos:], ")\n")
	if end < 0 || s.data[s.pos+end] == '\n' {
		s.problem(start, "the paper's number in parentheses does not end", "write ) after it")
		return false
	}
	id := string(bytes.TrimSpace(s.data[start+1 : start+end]))
	s.pos += end + 1
	s.blanks(false)
	if s.ids == nil {
		s.ids = map[string]int{}
	}
	if before, twice := s.ids[id]; twice {
		s.problem(start, fmt.Sprintf("the paper (%s) is there twice, first on line %d", id, before), "delete one of them, or give it its own number")
		return false
	}
	s.ids[id] = s.line
	return true
}

// weight reads what the line stands for. A lone 0 ends the papers.
func (s *scan) weight() (times int64, class uint16, done, ok bool) {
	start := s.pos
	word := s.word()
	if n, plain := number(word); plain && n > 0 {
		return n, 0, false, true
	} else if plain && s.lone() {
		s.ended = true
		return 0, 0, true, true
	}
	if len(word) > 0 && word[0] == '-' {
		s.problem(start, "a candidate's withdrawal must stand before the first paper", "move it up, below the first line")
		return 0, 0, false, false
	}
	weight, err := mend.Weight(string(word))
	if err != nil {
		s.problem(start, err.Error(), "write how many papers the line stands for; a lone 0 ends the papers")
		return 0, 0, false, false
	}
	times, class, err = s.pile.Worth(weight, "")
	if err != nil {
		s.problem(start, err.Error(), "")
	}
	return times, class, false, err == nil
}

// lone tells whether the 0 just read stands alone, so that it ends the papers: no number follows on its line.
func (s *scan) lone() bool {
	fork := *s.reader
	fork.blanks(false)
	return fork.pos >= len(s.data) || s.data[fork.pos] == '\n' || s.data[fork.pos] == '"' || s.reading == words && !digit(s.data[fork.pos])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// ranks reads the preferences up to the paper's end. It tells whether the paper can be used.
func (s *scan) ranks() bool {
	for {
		s.blanks(s.reading == words)
		switch {
		case s.pos >= len(s.data) || s.data[s.pos] == '\n':
			if s.reading == plain {
				s.odd = true
			}
			return s.reading == lines
		case s.data[s.pos] == '0' && s.isEnd():
			return s.endOfPaper()
		}
		if !s.rank() {
			return false
		}
	}
}

// isEnd tells whether a 0 stands here by itself.
func (s *scan) isEnd() bool {
	fork := *s.reader
	word := fork.word()
	return len(bytes.Trim(word, "0")) == 0 && (fork.pos >= len(s.data) || s.data[fork.pos] != '=')
}

// endOfPaper reads the 0 that ends a paper, behind which nothing but the next paper may stand.
func (s *scan) endOfPaper() bool {
	s.word()
	s.blanks(false)
	if s.reading == words || s.pos >= len(s.data) || s.data[s.pos] == '\n' {
		return true
	}
	if s.reading == plain {
		s.odd = true
		return false
	}
	s.problem(s.pos, "something follows the 0 that ends the paper", "put every paper on a line of its own")
	return false
}

// rank reads one rank: a candidate, several joined by "=", or "-" for a rank that was skipped.
func (s *scan) rank() bool {
	s.group = s.group[:0]
	for {
		start := s.pos
		word := s.word()
		if len(word) == 1 && word[0] == '-' && len(s.group) == 0 {
			s.pile.Skip()
			return true
		}
		c := s.candidate(word)
		if c < 0 {
			s.unknown(start, word)
			return false
		}
		s.group = append(s.group, c)
		s.blanks(false)
		if s.pos >= len(s.data) || s.data[s.pos] != '=' {
			break
		}
		s.pos++
		s.blanks(false)
	}
	s.pile.Rank(s.group)
	return true
}

func (s *scan) unknown(start int, word []byte) {
	switch {
	case len(word) == 0:
		s.problem(start, "a candidate is missing here", "write candidates of one rank as 2=5, a skipped rank as -")
	case digit(word[0]) && bytes.IndexByte(word, '(') > 0:
		s.problem(start, fmt.Sprintf("%q gives a candidate an amount, as ballots on budgets do", clip(word)), "these are not ballots of an election and cannot be counted here")
	case word[0] == '"':
		s.problem(start, "a name stands where a paper goes on", "end the paper with 0 and the papers with a lone 0")
	default:
		s.problem(start, fmt.Sprintf("%q is no candidate", clip(word)), s.range1())
	}
}

func clip(word []byte) string {
	if len(word) > 40 {
		return string(word[:40]) + "…"
	}
	return string(word)
}

// idsWithoutWeight tells which of two dialects the file has if its papers begin with "(id)". OpenSTV writes the
// weight 1 behind it, droop writes no weight. Where a single line has something other than 1 there, it is droop's.
func (r *reader) idsWithoutWeight() bool {
	fork := *r
	fork.blanks(true)
	if fork.pos >= len(r.data) || r.data[fork.pos] != '(' {
		return false
	}
	for rest := range bytes.Lines(r.data[fork.pos:]) {
		rest = bytes.TrimSpace(rest)
		if string(rest) == "0" {
			return false
		}
		if len(rest) == 0 || rest[0] != '(' {
			continue
		}
		_, behind, _ := bytes.Cut(rest, []byte(")"))
		if fields := bytes.Fields(behind); len(fields) > 0 && string(fields[0]) != "1" {
			r.note("Papers have numbers in parentheses and no weight behind them; each line was read as one paper.")
			return true
		}
	}
	return false
}
