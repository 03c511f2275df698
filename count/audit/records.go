package audit

import (
	"slices"
	"sort"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// Records are the records of all papers, each under its number. Papers are numbered from 1 in the order of the
// ballot file's lines, valid ones and rejected ones alike; a line that stands for several papers has as many numbers,
// one after another. Papers that have no record, if there are more papers than the file says, have the last numbers.
type Records struct {
	lines []line
	ends  []int64 // the number of the last paper of each line
	total int64
}

type line struct {
	number  int          // in the file, or 0
	ranking []count.Mark // as it counts; nil if the paper is not valid
}

// Record is what the file says of one paper.
type Record struct {
	Line    int          // of the file; 0 if unknown or if there is no record
	Ranking []count.Mark // as it counts, without candidates who have withdrawn; empty: the paper counts for nobody
}

// NewRecords numbers the papers of an election. There may be more papers at hand than records, which is found by
// counting them; 0 means as many as records. Fewer than that is an error of kind Invalid.
func NewRecords(e *count.Election, contest Contest, atHand int64) (*Records, error) {
	r := &Records{}
	recorded := e.Papers.Total() + e.RejectedTotal()
	switch {
	case recorded > MaxPapers || atHand > MaxPapers:
		return nil, party.Errorf(party.Invalid, "an audit takes at most %d papers", int64(MaxPapers))
	case atHand != 0 && atHand < recorded:
		return nil, party.Errorf(party.Invalid, "there are %d papers and %d records: find out which records have no paper before the audit", atHand, recorded)
	}
	r.lines = make([]line, 0, e.Papers.Len()+len(e.Rejected)+1)
	// Rankings that count as they are need not be copied.
	whole := contest.Style == Alternative && len(e.Standing()) == len(e.Candidates) && !e.Papers.HasEqual()
	rejected := slices.Clone(e.Rejected)
	slices.SortStableFunc(rejected, func(a, b count.Rejected) int { return a.Line - b.Line })
	for i := range e.Papers.Len() {
		number := e.Papers.Line(i)
		for number > 0 && len(rejected) > 0 && rejected[0].Line < number {
			r.add(rejected[0].Line, nil, rejected[0].Times)
			rejected = rejected[1:]
		}
		ranking := e.Papers.Ranking(i)
		if !whole {
			ranking = contest.counts(e, ranking)
		}
		r.add(number, ranking, e.Papers.Times(i))
	}
	for _, paper := range rejected {
		r.add(paper.Line, nil, paper.Times)
	}
	if atHand > r.total {
		r.add(0, nil, atHand-r.total)
	}
	return r, nil
}

func (r *Records) add(number int, ranking []count.Mark, times int64) {
	r.total += times
	r.lines = append(r.lines, line{number, ranking})
	r.ends = append(r.ends, r.total)
}

// Total gives the number of papers: valid, rejected, and without record.
func (r *Records) Total() int64 { return r.total }

// Of gives the record of a paper, numbered from 1 to Total.
func (r *Records) Of(paper int64) Record {
	i := sort.Search(len(r.ends), func(i int) bool { return r.ends[i] >= paper })
	return Record{r.lines[i].number, r.lines[i].ranking}
}
