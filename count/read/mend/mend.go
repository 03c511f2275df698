// Package mend decides what doubtful marks on a paper mean: two candidates at one rank where one was asked for (an
// overvote), a rank left empty, a candidate named twice. Rules differ, so each treatment has a name and a default,
// and what was done is told: a Pile counts the papers concerned and lists those it had to reject, with the reason.
//
// Readers of every format lay their papers on a Pile, rank by rank; nothing is dropped silently.
package mend

import (
	"slices"
	"strings"

	"github.com/selectorate/selectorate/party"
)

// Overvote says what happens at a rank at which a voter marked more than one candidate.
type Overvote string

// What may happen at an overvote.
const (
	StopAtOvervote Overvote = "stop"   // the ranking ends before it; the default
	SkipOvervote   Overvote = "skip"   // the rank is passed over
	RejectOvervote Overvote = "reject" // the paper is not valid
)

// Skipped says what happens at a rank that a voter left empty though a later one is marked.
type Skipped string

// What may happen at a skipped rank.
const (
	PassSkipped Skipped = "pass"        // later ranks move up; the default
	StopSkipped Skipped = "stop"        // the ranking ends before it
	StopAtTwo   Skipped = "stop-at-two" // one is passed over, two in a row end the ranking (Minneapolis)
	RejectSkips Skipped = "reject"      // the paper is not valid
)

// Repeats says what happens where a voter ranked a candidate a second time.
type Repeats string

// What may happen at a repeated candidate.
const (
	SkipRepeats   Repeats = "skip"   // the later mention is passed over; the default
	StopRepeats   Repeats = "stop"   // the ranking ends before the later mention
	RejectRepeats Repeats = "reject" // the paper is not valid
)

// Equal says what candidates at one rank mean in a format that can express it.
type Equal string

// What candidates at one rank may mean.
const (
	KeepEqual     Equal = "keep"     // the voter ranks them equal
	EqualOvervote Equal = "overvote" // the voter marked too many: see Overvote
)

// Policy is the treatment of all doubtful marks. Its zero value has the default of each; Equal has a default for
// each format.
type Policy struct {
	Overvote Overvote
	Skipped  Skipped
	Repeats  Repeats
	Equal    Equal
}

// Check tells which treatment has a name that nobody knows, as an error of kind Invalid.
func (p Policy) Check() error {
	return firstOf(
		known("overvote", p.Overvote, StopAtOvervote, SkipOvervote, RejectOvervote),
		known("skipped", p.Skipped, PassSkipped, StopSkipped, StopAtTwo, RejectSkips),
		known("repeats", p.Repeats, SkipRepeats, StopRepeats, RejectRepeats),
		known("equal", p.Equal, KeepEqual, EqualOvervote),
	)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func known[T ~string](what string, value T, values ...T) error {
	if value == "" || slices.Contains(values, value) {
		return nil
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	return party.Errorf(party.Invalid, "%s %q: it is one of %s", what, string(value), strings.Join(names, ", "))
}
