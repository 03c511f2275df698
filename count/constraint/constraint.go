// Package constraint knows which candidates must be elected and which cannot be, so that the limits which a rule
// sets on the elected as a body (at least two women, at most one from each section) hold at the end.
//
// The rule is guard and doom (Hill, STV with constraints, Voting matters 9, 1998, paper 1): a candidate without
// whom the limits can no longer be met is guarded and never excluded; one with whom they can no longer be met is
// doomed and excluded next. With crossing categories this is a search over cells, which Judge makes exact.
package constraint

// Limit is one limit on those elected: at least Min and at most Max of the members.
type Limit struct {
	Category string // such as "gender"
	Group    string // such as "women"
	Members  []int  // candidates, from 0
	Min, Max int    // Max negative: no upper limit
}

// Finding is what follows for one candidate.
type Finding struct {
	Candidate int
	Limit     int // the limit that cannot be met otherwise, an index; -1: several together
}

// Verdict is what follows for the continuing candidates.
type Verdict struct {
	Possible bool // some way to fill the places meets every limit
	Guarded  []Finding
	Doomed   []Finding
}
