package cdf

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// reader reads the records of one contest.
type reader struct {
	choice
	request *mend.Request
	result  *count.Election
	index   map[string]int // candidates by the identifier of their selection
	pile    *mend.Pile

	records int
	absent  int64 // records without this contest
	order   mend.Order
	told    int64
	size    int64 // of the report, in bytes
}

// stand makes candidates of the contest's selections.
func stand(chosen choice, request *mend.Request) (*reader, error) {
	names := map[string]string{}
	for _, c := range chosen.election.Candidate {
		names[c.ID] = c.Name
	}
	r := &reader{choice: chosen, request: request, index: map[string]int{}, result: &count.Election{Seats: int(chosen.contest.NumberElected)}}
	if r.result.Seats < 1 {
		r.result.Seats = request.Seats
	}
	if n := len(chosen.contest.ContestSelection); n == 0 || n > count.MaxCandidates {
		return nil, fault(fmt.Sprintf("the contest has %d selections", n), fmt.Sprintf("from 1 to %d can be counted", count.MaxCandidates))
	}
	for _, s := range chosen.contest.ContestSelection {
		if _, twice := r.index[s.ID]; twice || s.ID == "" {
			return nil, fault(fmt.Sprintf("the selection %q is there twice, or has no identifier", s.ID), "export the report again")
		}
		r.index[s.ID] = len(r.result.Candidates)
		r.result.Candidates = append(r.result.Candidates, count.Candidate{Name: title(s.ID, s.CandidateIds, names, bool(s.IsWriteIn))})
	}
	policy := request.Policy
	if policy.Equal == "" && !r.several() {
		policy.Equal = mend.EqualOvervote
	}
	r.pile = mend.NewPile(policy)
	return r, nil
}

// title gives a selection its name: its candidates', or what it is.
func title(id string, candidates []string, names map[string]string, writeIn bool) string {
	var parts []string
	for _, c := range candidates {
		parts = append(parts, firstOf(names[c], c))
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, " / ")
	case writeIn:
		return "Write-in"
	}
	return id
}

// several tells whether a voter may mark several candidates without ranking them.
func (r *reader) several() bool {
	return r.contest.VoteVariation == "approval" || r.contest.VotesAllowed > 1 && r.contest.VoteVariation != "rcv"
}

// next reads one record.
func (r *reader) next(dec *json.Decoder) error {
	var cvr record
	if err := dec.Decode(&cvr); err != nil {
		return err
	}
	r.records++
	if done := dec.InputOffset(); r.request.Progress != nil && done-r.told >= step {
		r.told = done
		r.request.Progress(done, r.size)
	}
	current, err := r.current(&cvr)
	if err != nil {
		return err
	}
	here := false
	r.order.Begin()
	var reason string
	for i := range current.CVRContest {
		c := &current.CVRContest[i]
		if c.ContestID != r.contest.ID {
			continue
		}
		here = true
		if slices.Contains(c.Status, "invalidated-rules") {
			reason = "the record says that the rules make it invalid"
		}
		for j := range c.CVRContestSelection {
			if err := r.selection(&c.CVRContestSelection[j]); err != nil {
				return err
			}
		}
	}
	if !here {
		r.absent++
		return nil
	}
	r.order.Lay(r.pile)
	if reason != "" {
		r.pile.Reject(reason)
	}
	if err := r.pile.End(1, 0, r.records); err != nil {
		return r.fault(err.Error(), "")
	}
	return nil
}

func (r *reader) fault(message, remedy string) error {
	return party.Problems{{Message: fmt.Sprintf("record %d: %s", r.records, message), Mend: remedy}}
}

// current gives the snapshot that is in force: the one named, the only one, or the original.
func (r *reader) current(cvr *record) (*snapshot, error) {
	original := -1
	for i := range cvr.CVRSnapshot {
		s := &cvr.CVRSnapshot[i]
		if s.ID == cvr.CurrentSnapshotID && s.ID != "" {
			return s, nil
		}
		if s.Type == "original" {
			original = i
		}
	}
	switch {
	case len(cvr.CVRSnapshot) == 1:
		return &cvr.CVRSnapshot[0], nil
	case cvr.CurrentSnapshotID == "" && original >= 0:
		return &cvr.CVRSnapshot[original], nil
	}
	return nil, r.fault(fmt.Sprintf("none of its %d snapshots is the current one", len(cvr.CVRSnapshot)), "CurrentSnapshotId must name one")
}

// selection reads the marks for one candidate.
func (r *reader) selection(s *selection) error {
	c, known := r.index[s.ContestSelectionID]
	for _, p := range s.SelectionPosition {
		if p.HasIndication == "no" || p.IsAllocable == "no" {
			continue
		}
		rank := s.Rank
		if rank == 0 {
			rank = p.Rank
		}
		switch {
		case !known:
			return r.fault(fmt.Sprintf("%q is no selection of the contest", s.ContestSelectionID), "")
		case rank < 0 || rank > count.MaxCandidates || p.NumberVotes < 0:
			return r.fault("a rank or a number of votes is no whole number that can be counted", "")
		case p.NumberVotes > 1:
			return r.fault("several votes are given by one mark", "cumulative votes cannot be counted here")
		}
		r.order.Mark(max(int(rank), 1), c) // a mark without a rank is of the first
	}
	return nil
}

func (r *reader) tell() {
	if r.absent > 0 {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("%d of %d records do not have this contest on them.", r.absent, r.records))
	}
	r.result.Notes = append(r.result.Notes, "Lines of papers are the numbers of the records in the report, from 1.")
}
