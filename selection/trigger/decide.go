package trigger

import (
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

// version1 is the procedure of this file. A version that has answered once stays for ever: mending a
// procedure means writing version 2 beside it, so that no old decision ever looks forged.
const version1 = "selection.decide@1"

// Procedure names the version of Decide that answers today.
const Procedure = version1

// Decision is what the rules give for the returns of one seat, with its reasons and the figures behind them.
type Decision struct {
	Ruling      rulebook.Ruling
	Pools       []PoolCount      // pools of which something was published, in the book's order
	Share       *party.Share     // for a contest: of the one pool, or combined where the book combines; else nil
	Certain     bool             // returns are outstanding, and none of them can change the outcome
	Needed      map[string]int64 // by pool: least number of outstanding units asking for a contest that forces one
	Sensitive   []Sensitivity    // settings that are not stated by a source and would change the outcome
	Units       int64            // rows of kinds that the book counts, outstanding ones included
	Outstanding int64            // those of them that are not in yet
}

// PoolCount is one pool as it was counted: units, or votes where the book counts votes.
type PoolCount struct {
	Kind   string
	Select int64        // for a contest
	Of     int64        // of all that count
	Share  *party.Share // Select of Of; nil where nothing counts

	Outstanding int64 // units of it that are not in yet
}

// Sensitivity is a setting that no source states, with another value under which the outcome is another.
type Sensitivity struct {
	Parameter string
	Value     string // as set
	Instead   string // the other value
	Outcome   rulebook.Outcome
	Pools     []PoolCount // as they would be counted
}

// Decide says what the rules give for the returns of one seat. The setting's values must have passed
// Book.Check; parameters that it lacks have their defaults. The outcome is the one that every completion of
// the outstanding units gives, and Undecided if they differ.
func Decide(book *rulebook.Book, setting rulebook.Setting, file returns.File) Decision {
	return decide1(book, setting, file)
}

// DecideAs is Decide by the version of the procedure that a stored ruling names. The error is of kind
// NotFound for a version that this software does not have: such a ruling cannot be judged.
func DecideAs(procedure string, book *rulebook.Book, setting rulebook.Setting, file returns.File) (Decision, error) {
	if procedure == version1 {
		return decide1(book, setting, file), nil
	}
	return Decision{}, party.Errorf(party.NotFound, "this version of the software has no procedure %q", procedure)
}

// case1 is one decision under version 1 of the procedure.
type case1 struct {
	book    *rulebook.Book
	setting rulebook.Setting
	file    returns.File
	bar     party.Share
	tallies []tally
}

func decide1(book *rulebook.Book, setting rulebook.Setting, file returns.File) Decision {
	c := newCase(book, setting, file)
	ruling := rulebook.Ruling{Book: book.Digest, Procedure: version1}
	if reason, fits := c.fits(); !fits {
		ruling.Outcome, ruling.Reasons = rulebook.DoesNotApply, []rulebook.Reason{reason}
		return Decision{Ruling: ruling, Needed: map[string]int64{}, Pools: []PoolCount{}}
	}
	d := c.counted()
	d.Ruling = ruling
	d.Ruling.Outcome = c.outcome()
	d.Certain = d.Outstanding > 0 && d.Ruling.Outcome != rulebook.Undecided
	d.Needed = c.needed()
	d.Sensitive = c.sensitive(d.Ruling.Outcome)
	d.Ruling.Reasons = c.reasons(d)
	return d
}

func newCase(book *rulebook.Book, setting rulebook.Setting, file returns.File) *case1 {
	c := &case1{book: book, setting: setting, file: file, bar: book.ShareValue(setting, book.Decision.Bar)}
	for _, pool := range book.Decision.Pools {
		c.tallies = append(c.tallies, c.tallied(pool))
	}
	return c
}

// counted gives the decision's figures, before its outcome.
func (c *case1) counted() Decision {
	d := Decision{Needed: map[string]int64{}, Pools: []PoolCount{}}
	for _, row := range c.file.Rows {
		if c.book.Takes(row.Kind) {
			d.Units++
			if row.Answer == returns.Outstanding {
				d.Outstanding++
			}
		}
	}
	for _, t := range c.tallies {
		if t.seen {
			d.Pools = append(d.Pools, c.poolCount(t))
		}
	}
	d.Share = c.share()
	return d
}

func (c *case1) poolCount(t tally) PoolCount {
	of := t.of
	if c.allMembers() && t.rows > 0 {
		if electorate, known := c.book.WholeValue(c.setting, rulebook.Electorate); known {
			of = electorate
		}
	}
	return PoolCount{Kind: t.pool.Kind, Select: t.contest, Of: of, Share: shareOf(t.contest, of), Outstanding: t.outstanding}
}

// share gives the one share that the decision as a whole has, if it has one.
func (c *case1) share() *party.Share {
	switch c.book.Decision.Combine {
	case rulebook.OnePool:
		t := c.tallies[0]
		if s := c.standingOf(t); s == isAbsent || s == isUnclear {
			return nil
		}
		return c.poolCount(t).Share
	case rulebook.Weighted:
		if sum, ok := c.combined(c.tallies); ok {
			return &sum
		}
	case rulebook.AnyPool, rulebook.Stages, rulebook.Always:
	}
	return nil
}

func shareOf(part, whole int64) *party.Share {
	share, err := party.ShareOf(part, whole)
	if err != nil {
		return nil
	}
	return &share
}
