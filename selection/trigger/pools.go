package trigger

import (
	"slices"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

// tally is one pool as it has been counted so far: units, or votes where the book counts votes.
type tally struct {
	pool        rulebook.Pool
	seen        bool             // there is a row of it, or all its kinds are known to have no unit
	missing     []party.UnitKind // kinds of it that were not published
	rows        int64            // of its kinds, in whatever way they ended
	contest, of int64
	outstanding int64
	wordless    map[returns.Answer]int64 // votes only: answers that came without figures
}

// absent tells whether something that belongs to the pool was not published.
func (t tally) absent() bool { return len(t.missing) > 0 }

// tallied counts the rows of a pool.
// clause: uk-labour/* who-counts
func (c *case1) tallied(pool rulebook.Pool) tally {
	t := tally{pool: pool, wordless: map[returns.Answer]int64{}}
	for _, kind := range pool.Units {
		if !c.file.Has(kind) && !slices.Contains(c.file.None, kind) {
			t.missing = append(t.missing, kind)
		}
	}
	t.seen = len(t.missing) < len(pool.Units)
	for _, row := range c.file.Rows {
		if !slices.Contains(pool.Units, row.Kind) {
			continue
		}
		t.rows++
		switch {
		case row.Answer == returns.Outstanding:
			t.outstanding++
		case c.book.Decision.Count == rulebook.Votes:
			t.addVotes(row)
		case c.counts(row.Answer):
			t.of++
			if row.Answer == returns.Select {
				t.contest++
			}
		}
	}
	return t
}

// counts tells whether a unit with this answer stands among those that answered.
// clause: uk-labour/* unit-tie
// clause: uk-labour/* no-votes
// clause: uk-labour/* void
// clause: uk-labour/* late
func (c *case1) counts(answer returns.Answer) bool {
	switch answer {
	case returns.Select, returns.Reselect:
		return true
	case returns.NoPreference:
		return c.book.Yes(c.setting, rulebook.DoubleTieCounts)
	case returns.NoVotes:
		return c.book.Yes(c.setting, rulebook.NoVotesCounts)
	case returns.Void:
		return c.book.Yes(c.setting, rulebook.VoidCounts)
	case returns.Late:
		return c.book.Yes(c.setting, rulebook.LateCounts)
	case returns.DidNotMeet, returns.NotDiscussed, returns.Outstanding:
	}
	return false
}

func (t *tally) addVotes(row returns.Row) {
	if row.Answer != returns.Select && row.Answer != returns.Reselect && row.Answer != returns.NoPreference {
		return
	}
	if !row.Figures {
		t.wordless[row.Answer]++
		return
	}
	t.contest += row.Select
	t.of += row.Select + row.Reselect
}

// standing is how a pool stands to the bar.
type standing uint8

const (
	isAbsent standing = iota + 1 // something of it was not published
	isEmpty                      // nothing in it counts
	isReached
	isShort
	isUnclear // its figures do not suffice
)

// standingOf puts the bar to one pool: to the side of which the book speaks.
func (c *case1) standingOf(t tally) standing {
	switch {
	case t.absent():
		return isAbsent
	case t.rows == 0: // it is known that there is no such unit
		return isEmpty
	case c.allMembers():
		return c.standingOfAll(t)
	case len(t.wordless) > 0:
		return c.standingWithoutFigures(t)
	case t.of == 0:
		return isEmpty
	}
	return c.put(party.MustShare(c.part(t), t.of))
}

// part gives how many of a tally are on the side of which the book speaks.
func (c *case1) part(t tally) int64 {
	if c.book.Decision.Of == rulebook.ForIncumbent {
		return t.of - t.contest
	}
	return t.contest
}

// standingOfAll puts the bar to a share of all who may vote. Those who did not vote are on no side, so that a
// ballot in which nobody voted is none of them, and not nothing.
// clause: uk-labour/members-75-2017 base
func (c *case1) standingOfAll(t tally) standing {
	electorate, known := c.book.WholeValue(c.setting, rulebook.Electorate)
	switch {
	case !known, electorate < t.of, len(t.wordless) > 0:
		return isUnclear
	case electorate == 0:
		return isEmpty
	}
	return c.put(party.MustShare(c.part(t), electorate))
}

// put puts the bar to a share. Where a book leaves open whether the bar itself is enough, a parameter says so.
// clause: uk-labour/members-75-2017 exactly
// clause: uk-labour/pre-2018 exactly-half
// clause: uk-labour/councillor equal-vote
// clause: uk-conservative/readoption equal-votes
func (c *case1) put(share party.Share) standing {
	switch order := share.Compare(c.bar); {
	case order > 0, order == 0 && c.book.Inclusive(c.setting):
		return isReached
	}
	return isShort
}

// allMembers tells whether the bar is a share of all who may vote rather than of those who did.
// clause: uk-labour/members-75-2017 base
func (c *case1) allMembers() bool {
	return c.book.Decision.Count == rulebook.Votes && c.book.Value(c.setting, rulebook.Base) == rulebook.AllMembers
}

// standingWithoutFigures judges votes of which only the majority is known. That is enough where the bar is a
// plain majority of those voting, and every ballot of the pool went the same way.
func (c *case1) standingWithoutFigures(t tally) standing {
	contest, none := t.wordless[returns.Select], t.wordless[returns.Reselect]
	switch {
	case t.contest > t.of-t.contest:
		contest++
	case t.contest < t.of-t.contest:
		none++
	}
	half := party.MustShare(1, 2)
	if c.bar != half || c.allMembers() || contest > 0 && none > 0 {
		return isUnclear
	}
	for1 := contest
	if c.book.Decision.Of == rulebook.ForIncumbent {
		for1 = none
	}
	switch {
	case for1 > 0:
		return isReached
	case contest == 0 && none == 0: // every ballot tied
		return c.put(half)
	}
	return isShort
}

// fits tells whether the book can be put to these returns at all, and if not, why.
func (c *case1) fits() (rulebook.Reason, bool) {
	dec := c.book.Decision
	has := kindsOf(c.file)
	reason := rulebook.Reason{Clause: dec.Clause, Status: rulebook.NotApplicable}
	if !slices.ContainsFunc(has, c.book.Takes) {
		takes := slices.Clone(dec.Units)
		for _, pool := range dec.Pools {
			takes = append(takes, pool.Units...)
		}
		reason.Code = "kinds-not-taken"
		reason.Figures = rulebook.Figures{"takes": joined(takes), "has": joined(has)}
		return reason, false
	}
	if dec.Count != rulebook.Votes {
		return reason, true
	}
	// A ward and an executive vote once. Members' ballots may come in parts, which are added up.
	for _, kind := range []party.UnitKind{party.Ward, party.Executive} {
		if n := c.rowsOf(kind); n > 1 && c.book.Takes(kind) {
			reason.Code = "one-row-only"
			reason.Figures = rulebook.Figures{"kind": string(kind), "count": number(n)}
			return reason, false
		}
	}
	return reason, true
}

func (c *case1) rowsOf(kind party.UnitKind) int64 {
	var n int64
	for _, row := range c.file.Rows {
		if row.Kind == kind {
			n++
		}
	}
	return n
}

// kindsOf lists the kinds of unit in the returns, in the order in which pages show them.
func kindsOf(r returns.File) []party.UnitKind {
	var kinds []party.UnitKind
	for _, kind := range party.UnitKinds() {
		if r.Has(kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
