package ireland

import (
	"fmt"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// vacancies fills the last places, as section 124 of the Electoral Act 1992 says and the Seanad's schedule after it.
type vacancies struct {
	sheet        *sheet.Sheet
	clauses      [3]string // all who continue, all but the lowest, one with more than all others
	allButLowest bool      // section 124(1A)
}

// fill elects whoever is certain to be elected, and tells whether the places are filled. waiting is the total of the
// surpluses that have not moved.
func (v *vacancies) fill(votes []exact.Number, waiting exact.Number) bool {
	continuing, left := sheet.Descending(v.sheet.Continuing(), votes), v.sheet.Left()
	if left == 0 {
		return true
	}
	// Section 124(1): as many continue as there are vacancies.
	if len(continuing) <= left {
		for _, c := range continuing {
			v.sheet.Elect(c, v.clauses[0], fmt.Sprintf("No more candidates continue than there are places left; %s is elected without the quota.", v.sheet.Name(c)))
		}
		return true
	}
	if v.sheet.Limited() {
		return false // who is certain to be elected hangs on the constraints too
	}
	// Section 124(1A): one more continues, and the lowest and all surpluses together are less than the next.
	if last := len(continuing) - 1; v.allButLowest && last == left && votes[continuing[last]].Add(waiting).Less(votes[continuing[last-1]]) {
		for _, c := range continuing[:last] {
			v.sheet.Elect(c, v.clauses[1], fmt.Sprintf("%s, who is last, and all surpluses together have fewer votes than any other; %s is elected without the quota.",
				v.sheet.Name(continuing[last]), v.sheet.Name(c)))
		}
		return true
	}
	// Section 124(2): one vacancy is left, and one candidate has more than all others and all surpluses together.
	rest := waiting
	for _, c := range continuing[1:] {
		rest = rest.Add(votes[c])
	}
	if c := continuing[0]; left == 1 && rest.Less(votes[c]) {
		v.sheet.Elect(c, v.clauses[2], fmt.Sprintf("One place is left, and %s has %s votes, more than all others and all surpluses together, %s.",
			v.sheet.Name(c), v.sheet.Say(votes[c]), v.sheet.Say(rest)))
		return true
	}
	return false
}
