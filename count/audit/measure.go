package audit

import (
	"math/big"
	"slices"

	"github.com/selectorate/selectorate/count"
)

// Reading is what people saw on one paper.
type Reading struct {
	Line    int          // of the worksheet
	Missing bool         // the paper was not found
	Ranking []count.Mark // as it counts, without candidates who have withdrawn; empty: the paper counts for nobody
}

// Next says what to do after papers have been looked at.
type Next string

// What can come next.
const (
	Stop     Next = "stop"            // the outcome is confirmed
	LookMore Next = "look-at-more"    // as many papers as More says
	FullHand Next = "full-hand-count" // no sample will do
)

// Verdict says what the papers looked at say about the outcome.
type Verdict struct {
	Plan     *Plan
	Drawn    int64 // how often a paper was drawn
	Looked   int64 // different papers looked at
	Findings []Finding
	Differ   []Difference // papers that are not as their record, in the order drawn
	Risk     Risk         // the greatest of all assertions
	Next     Next
	More     int64 // papers to draw besides, if their records are right; only LookMore
}

// Finding is what the papers say about one assertion.
type Finding struct {
	Assertion
	Errors    [5]int64 // papers whose records overstate it by -2, -1, 0, 1 and 2 votes
	Risk      Risk
	Confirmed bool
	More      int64 // papers that would confirm it, if their records are right; 0 if it is
	Full      bool  // no number of papers below all of them would
}

// Difference is a paper that is not as its record says.
type Difference struct {
	Paper   int64
	Record  Record
	Reading Reading
}

// Confirmed tells whether the audit is passed.
func (v *Verdict) Confirmed() bool { return v.Next == Stop }

// Measure measures the risk of a plan's assertions on the papers looked at: the sample in the order drawn, and the
// reading of each of its papers. A reading for every paper of the sample must be there. How many papers that is need
// not have been planned: an audit may be looked at as often as one likes and made longer by drawing on.
func Measure(plan *Plan, records *Records, sample []int64, readings map[int64]Reading) *Verdict {
	v := &Verdict{Plan: plan, Drawn: int64(len(sample)), Looked: int64(len(readings)), Next: Stop, Risk: Risk{new(big.Int), big.NewInt(1)}}
	v.Differ = Differences(records, sample, readings)
	for _, planned := range plan.Assertions {
		f := find(plan, planned.Assertion, records, sample, readings)
		v.Findings = append(v.Findings, f)
		v.Risk = v.Risk.more(f.Risk)
		switch {
		case f.Full:
			v.Next = FullHand
		case !f.Confirmed && v.Next == Stop:
			v.Next = LookMore
		}
		v.More = max(v.More, f.More)
	}
	if v.Next != LookMore {
		v.More = 0
	}
	return v
}

// Differences lists the papers that are not as their records, in the order drawn, each once. A paper that was not found
// is one of them.
func Differences(records *Records, sample []int64, readings map[int64]Reading) []Difference {
	var differ []Difference
	seen := map[int64]bool{}
	for _, paper := range sample {
		record, reading := records.Of(paper), readings[paper]
		if !seen[paper] && (reading.Missing || !slices.Equal(record.Ranking, reading.Ranking)) {
			differ = append(differ, Difference{paper, record, reading})
		}
		seen[paper] = true
	}
	return differ
}

func find(plan *Plan, a Assertion, records *Records, sample []int64, readings map[int64]Reading) Finding {
	evidence := NewEvidence(plan.Setting, plan.Papers, a.Margin())
	f := Finding{Assertion: a}
	for _, paper := range sample {
		overstated := Overstatement(a, records.Of(paper), readings[paper])
		f.Errors[overstated+2]++
		evidence.Add(overstated)
	}
	f.Risk = evidence.Risk()
	f.Confirmed = evidence.Confirmed()
	if more, enough := evidence.More(false); enough {
		f.More = more
	} else {
		f.Full = true
	}
	return f
}

// Overstatement gives by how many votes, -2 to 2, a record makes an assertion look better than the paper. A paper that
// was not found counts for the loser of the comparison, which is the worst that it can have said.
func Overstatement(a Assertion, record Record, reading Reading) int {
	paper := -1
	if !reading.Missing {
		paper = a.Score(reading.Ranking)
	}
	return a.Score(record.Ranking) - paper
}
