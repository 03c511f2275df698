package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
)

// IsLong tells whether a file is in the long format of the New South Wales Electoral Commission.
func IsLong(data []byte) bool {
	row := newRows(data, '\t')
	if !row.next() {
		return false
	}
	for _, want := range longColumns() {
		if !slices.ContainsFunc(row.cells, func(c cell) bool { return c.text() == want }) {
			return false
		}
	}
	return true
}

func longColumns() []string {
	return []string{"District", "PollingPlaceName", "BPNumber", "Formality", "CandidateName", "PrefCounted"}
}

// The columns of the long format, as longColumns lists them.
const (
	longDistrict = iota
	longPlace
	longNumber
	longFormality
	longCandidate
	longCounted
	longAll
)

// Long reads the long format of the New South Wales Electoral Commission: a row for each mark on a paper. What
// counts is the preference that the commission accepted (PrefCounted), not what the voter wrote. Informal papers are
// rejected. The data must be UTF-8. Errors are party.Problems.
func Long(data []byte, request mend.Request) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	who, err := newRoster(request.Candidates)
	if err != nil {
		return nil, err
	}
	r := longReader{rows: newRows(data, '\t'), who: who, papers: map[string]int{}}
	election := &count.Election{Seats: request.Seats}
	if err := r.head(election); err != nil {
		return nil, err
	}
	if err := r.each(&request, r.empty, r.mark); err != nil {
		return nil, err
	}
	pile := mend.NewPile(request.Policy)
	if err := r.pile(pile); err != nil {
		return nil, err
	}
	request.Name(election, r.district)
	who.settle(pile, election)
	pile.Fill(election)
	return election, nil
}

type longReader struct {
	*rows
	who      *roster
	columns  [longAll]int
	district string
	papers   map[string]int // by place and number
	key      []byte
	all      []longPaper
	marks    []longMark
}

type longPaper struct {
	line     int
	informal bool
	last     int32 // its last mark, an index into marks; -1 if none
}

// longMark is a mark that was accepted, in a chain from the last of its paper to the first.
type longMark struct {
	rank, candidate uint16
	before          int32
}

func (r *longReader) head(election *count.Election) error {
	headers, err := head(r.rows)
	if err != nil {
		return err
	}
	l := layout{headers: headers, weight: -1, times: -1, section: -1}
	l.names, err = l.columns(longColumns())
	if err != nil {
		return err
	}
	copy(r.columns[:], l.names)
	l.note(election)
	return nil
}

// mark reads a row.
func (r *longReader) mark() error {
	if district := cellText(r.rows, r.columns[longDistrict]); r.district == "" {
		r.district = district
	} else if district != r.district {
		return at(r.line, r.columns[longDistrict]+1, fmt.Sprintf("the row is of %s, those before it are of %s", clip(district), r.district), "put each district into a file of its own")
	}
	paper, err := r.paper()
	if err != nil {
		return err
	}
	name, counted := cellText(r.rows, r.columns[longCandidate]), cellText(r.rows, r.columns[longCounted])
	c := 0
	if name != "" {
		if c = r.who.number(name); c < 0 {
			return at(r.line, r.columns[longCandidate]+1, fmt.Sprintf("there are more than %d candidates", count.MaxCandidates), "")
		}
	}
	if counted == "" || paper.informal {
		return nil
	}
	rank := whole(counted)
	if rank == 0 || name == "" {
		return at(r.line, r.columns[longCounted]+1, fmt.Sprintf("%q is no preference for a candidate", clip(counted)), "")
	}
	r.marks = append(r.marks, longMark{uint16(rank), uint16(c), paper.last})
	paper.last = int32(len(r.marks) - 1)
	return nil
}

// paper gives the paper of a row.
func (r *longReader) paper() (*longPaper, error) {
	r.key = append(append(append(r.key[:0], cellText(r.rows, r.columns[longPlace])...), 0), cellText(r.rows, r.columns[longNumber])...)
	i, known := r.papers[string(r.key)]
	formality := cellText(r.rows, r.columns[longFormality])
	informal := strings.EqualFold(formality, "Informal")
	if !informal && !strings.EqualFold(formality, "Formal") {
		return nil, at(r.line, r.columns[longFormality]+1, fmt.Sprintf("%q is neither Formal nor Informal", clip(formality)), "")
	}
	if !known {
		i = len(r.all)
		r.papers[string(r.key)] = i
		r.all = append(r.all, longPaper{r.line, informal, -1})
	}
	paper := &r.all[i]
	if paper.informal != informal {
		return nil, at(r.line, r.columns[longFormality]+1, fmt.Sprintf("the paper is informal here and formal on line %d, or the other way round", paper.line), "")
	}
	return paper, nil
}

// pile lays the papers on the pile, in the order in which they began.
func (r *longReader) pile(pile *mend.Pile) error {
	var order mend.Order
	for _, paper := range r.all {
		order.Begin()
		for i := paper.last; i >= 0; i = r.marks[i].before {
			order.Mark(int(r.marks[i].rank), int(r.marks[i].candidate))
		}
		order.Lay(pile)
		if paper.informal {
			pile.Reject("the commission found the paper informal")
		}
		if err := pile.End(1, 0, paper.line); err != nil {
			return at(paper.line, 0, err.Error(), "")
		}
	}
	return nil
}
