package count

import (
	"github.com/selectorate/selectorate/party"
)

// Limits of what is counted.
const (
	MaxCandidates = 2000    // a stage has a figure for each, and a count may have a stage for each
	MaxPapers     = 1 << 62 // papers, each counted as often as it stands for
)

// Election is one contest: the places, the candidates and the papers. A method reads it and never changes it.
type Election struct {
	Title      string
	Seats      int // places to fill, at least 1; 0 where the file does not say
	Candidates []Candidate
	Papers     *Papers
	Rejected   []Rejected // papers that are not valid, in the order of the file
	TieOrder   []int      // the order of candidates that the file gives for ties: of the tied, the first is taken; usually empty
	Rounds     []Round    // rounds held one after another (exhaustive ballot); otherwise empty
	Notes      []string   // what the reader passed over or took for something, in sentences
	Flags      []Chosen   // how whoever reads the file was told to, see Result.Flags; usually empty
}

// Candidate is somebody, or something, that can be voted for.
type Candidate struct {
	Name      string
	Nick      string // the short name under which the file's papers name the candidate; usually empty
	Withdrawn bool   // stands no more: papers pass the candidate over
}

// Rejected is a paper that is not valid.
type Rejected struct {
	Line   int    // in the file, from 1; 0 if unknown
	Times  int64  // how many papers the line stands for
	Reason string // a sentence without a full stop, such as "no first preference"
}

// Round is one round of an exhaustive ballot: voters vote again, with one cross each.
type Round struct {
	Electorate int64   // those who might vote; 0 if unknown
	Votes      []int64 // for each candidate
	Rejected   int64   // papers that were not valid
	Withdrawn  []int   // candidates who withdrew after this round
}

// Standing lists the candidates who have not withdrawn, in the order of the file.
func (e *Election) Standing() []int {
	standing := make([]int, 0, len(e.Candidates))
	for c, candidate := range e.Candidates {
		if !candidate.Withdrawn {
			standing = append(standing, c)
		}
	}
	return standing
}

// RejectedTotal gives how many papers are not valid.
func (e *Election) RejectedTotal() int64 {
	var total int64
	for _, r := range e.Rejected {
		total += r.Times
	}
	return total
}

// Check tells what makes the election unfit to be counted, as errors of kind Invalid.
func (e *Election) Check() error {
	switch {
	case len(e.Candidates) == 0:
		return party.Errorf(party.Invalid, "there are no candidates")
	case len(e.Candidates) > MaxCandidates:
		return party.Errorf(party.Invalid, "there are %d candidates; at most %d can be counted", len(e.Candidates), MaxCandidates)
	case e.Papers == nil:
		return party.Errorf(party.Invalid, "there are no papers")
	case !e.roundsFit():
		return party.Errorf(party.Invalid, "the rounds have more than %d votes", int64(MaxPapers))
	case e.Seats < 0:
		return party.Errorf(party.Invalid, "%d places cannot be filled", e.Seats)
	}
	return nil
}

// roundsFit tells whether the votes of all rounds together are no more than MaxPapers.
func (e *Election) roundsFit() bool {
	room := int64(MaxPapers)
	for _, round := range e.Rounds {
		for _, n := range append([]int64{round.Rejected}, round.Votes...) {
			if n > room {
				return false
			}
			room -= max(n, 0) // whoever holds the rounds says what is wrong with a number below 0
		}
	}
	return true
}
