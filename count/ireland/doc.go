// Package ireland counts by the two rules of Irish elections: the Seanad's, by which a paper carries 1,000 units of value, and the
// Dáil's, by which only whole papers move.
//
// A party that asks for "PR as in Ireland" should take the Seanad's rule. It shares a surplus out exactly and gives the same
// result whenever the same papers are counted. By the Dáil's rule a surplus takes the papers that were filed last, and
// so the result depends on the order of the papers; here that order is drawn from the seed, so that anybody can draw it again.
//
// How sure this is: of the Seanad's schedule the paragraphs 1 to 3 have been read, of the Dáil's Act the sections 118 to 120
// and 124. Transfers and exclusions (sections 121 and 122, and the rest of the schedule) follow older acts in the same
// words, as far as those were to be had, and general descriptions. Every result says so in a note.
package ireland

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{seanad(), dail()}
}

// about is the note on the sources that every result bears.
const about = "The clauses on transfers and exclusions were not read in the Act itself: they follow older Irish acts in the same words and general descriptions."
