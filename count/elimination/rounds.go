package elimination

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// rounds is a ballot held in rounds, as far as it has been held.
type rounds struct {
	*sheet.Sheet
	all      []count.Round
	number   int            // of the round at hand, from 1
	round    count.Round    // the round at hand
	votes    []exact.Number // of that
	valid    exact.Number   // papers of that
	over     bool           // somebody is elected, or nobody is left
	revoting []int          // equals on whose account the round at hand is held again
}

// newRounds opens the sheet of a ballot held in rounds.
func newRounds(m *count.Method, e *count.Election, o count.Options, all []count.Round) (*rounds, error) {
	s, err := sheet.New(sheet.Form{
		Rounds: true, Method: m, Threshold: "majority", Strict: true, Ties: sheet.LotOnly, TieClause: "ties",
	}, e, o)
	if err != nil {
		return nil, err
	}
	if err := checkRounds(e, all); err != nil {
		return nil, err
	}
	r := &rounds{Sheet: s, all: all}
	r.Result().Ballots = roundBallots(all)
	return r, nil
}

// checkRounds refuses figures that cannot be those of a ballot, whoever stands in it.
func checkRounds(e *count.Election, all []count.Round) error {
	for i, round := range all {
		if len(round.Votes) != len(e.Candidates) {
			return party.Errorf(party.Invalid, "round %d has votes of %d candidates, and there are %d", i+1, len(round.Votes), len(e.Candidates))
		}
		left := int64(count.MaxPapers)
		for _, n := range append([]int64{round.Rejected, round.Electorate}, round.Votes...) {
			if n < 0 {
				return party.Errorf(party.Invalid, "round %d: %d is no number of papers", i+1, n)
			}
		}
		for _, n := range append([]int64{round.Rejected}, round.Votes...) {
			if n > left {
				return party.Errorf(party.Invalid, "round %d has more than %d papers", i+1, int64(count.MaxPapers))
			}
			left -= n
		}
		if cast := count.MaxPapers - left; round.Electorate > 0 && cast > round.Electorate {
			return party.Errorf(party.Invalid, "round %d has %d papers, and only %d might vote", i+1, cast, round.Electorate)
		}
	}
	return nil
}

// roundBallots says what was counted: the papers of the last round, as the same voters vote in every round, and a digest of
// the figures of all rounds. Its form is a
// line for each round: electorate, rejected papers and the votes of each candidate in order, with a space between,
// then "withdrawn" and the numbers of candidates (from 1, in order) if any withdrew after it, each line ended by a newline.
func roundBallots(all []count.Round) count.Ballots {
	var text strings.Builder
	var valid, rejected exact.Number // of the last round
	for _, round := range all {
		fmt.Fprintf(&text, "%d %d", round.Electorate, round.Rejected)
		valid, rejected = exact.Number{}, exact.Int(round.Rejected)
		for _, n := range round.Votes {
			fmt.Fprintf(&text, " %d", n)
			valid = valid.Add(exact.Int(n))
		}
		for i, c := range slices.Sorted(slices.Values(round.Withdrawn)) {
			if i == 0 {
				text.WriteString(" withdrawn")
			}
			fmt.Fprintf(&text, " %d", c+1)
		}
		text.WriteString("\n")
	}
	sum := sha256.Sum256([]byte(text.String()))
	return count.Ballots{
		Valid: capped(valid), Rejected: capped(rejected), Votes: valid, Digest: "sha256:" + hex.EncodeToString(sum[:]),
	}
}

func capped(n exact.Number) int64 {
	if whole := n.Floor(); whole.IsInt64() {
		return whole.Int64()
	}
	return math.MaxInt64
}

// hold takes up the next round: it checks that only those who stand have votes, and records the figures.
func (r *rounds) hold(round count.Round, threshold exact.Number, needs string) error {
	r.number++
	r.round = round
	if r.over {
		return party.Errorf(party.Invalid, "round %d: the ballot was over after round %d, so no further round is to be held", r.number, r.number-1)
	}
	r.votes = make([]exact.Number, len(round.Votes))
	for c, n := range round.Votes {
		if n > 0 && !r.Continues(c) {
			return party.Errorf(party.Invalid, "round %d: %s has %d votes and does not stand in this round; it is between %s",
				r.number, r.Name(c), n, r.Names(r.Continuing()))
		}
		r.votes[c] = exact.Int(n)
	}
	for i, c := range round.Withdrawn {
		if c < 0 || c >= len(r.votes) || !r.Continues(c) || slices.Contains(round.Withdrawn[:i], c) {
			return party.Errorf(party.Invalid, "round %d: candidate %d cannot withdraw, not being one who stands in this round", r.number, c+1)
		}
	}
	r.valid = exact.Sum(r.votes...)
	stands := r.Continuing()
	reason := fmt.Sprintf("Round %d is between %s. Valid papers: %s; rejected: %d", r.number, r.Names(stands), r.valid, round.Rejected)
	if round.Electorate > 0 {
		reason += fmt.Sprintf("; %d might vote", round.Electorate)
	}
	reason += ". " + needs
	if len(round.Withdrawn) > 0 {
		reason += fmt.Sprintf(" After it %s %s.", r.Names(round.Withdrawn), plural(len(round.Withdrawn), "withdraws", "withdraw"))
	}
	r.RecordUnchecked(count.Stage{
		Action: count.RoundHeld, Votes: r.votes, Clause: "rounds", Quota: threshold, Reason: reason,
		Turnout: &count.RoundFigure{Electorate: round.Electorate, Valid: capped(r.valid), Rejected: round.Rejected},
	})
	return nil
}

// winner elects a candidate, which ends the ballot.
func (r *rounds) winner(c int, clause, reason string) {
	r.Elect(c, clause, reason)
	r.over = true
}

// out tells that candidates are out.
func (r *rounds) out(clause, reason string, candidates ...int) {
	r.Exclude(candidates...)
	r.Decide(count.Excluded, clause, reason, candidates...)
}

// withdrawals takes those out who withdrew after the round.
func (r *rounds) withdrawals() {
	for _, c := range r.round.Withdrawn {
		if r.Continues(c) {
			r.out("withdrawal", fmt.Sprintf("%s withdraws.", r.Name(c)), c)
		}
	}
}

// follows tells what comes after a round in which nobody was elected.
func (r *rounds) follows() {
	switch left := r.Continuing(); len(left) {
	case 0:
		r.over = true
		r.Note("Nobody is left after round %d, and nobody is elected.", r.number)
	case 1:
		r.winner(left[0], "one left", fmt.Sprintf("%s is the only candidate left and is elected.", r.Name(left[0])))
	default:
		r.Decide(count.Choice, "next round", fmt.Sprintf("The next round is between %s.", r.Names(left)), left...)
	}
}

// close gives the result; a ballot that is not over is not complete.
func (r *rounds) close(err error) (*count.Result, error) {
	result, err := r.Close(err)
	if result == nil || err != nil {
		return result, err
	}
	result.Complete = r.over
	if !r.over {
		r.Note("The ballot is not over: round %d is still to be held between %s.", r.number+1, r.Names(r.Continuing()))
	}
	return result, nil
}
