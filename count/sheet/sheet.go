// Package sheet keeps the result sheet of a count for every method: who continues, is elected or excluded; the
// stages, each checked for conservation of votes; the decisions with their grounds; ties and how they were
// settled; and what the constraints make of it all.
//
// A method opens a sheet with New, records stages and decisions, asks it for the highest and the lowest, and closes
// it with Close, which gives the result.
package sheet

import (
	"errors"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
	"github.com/selectorate/selectorate/party"
)

// Status is where a candidate stands in the count.
type Status uint8

// Where a candidate stands.
const (
	Continuing Status = iota // neither elected nor excluded
	Elected
	Excluded
	Withdrawn
)

// Ties says how a rule looks back before it draws lots.
type Ties uint8

// How a rule looks back.
const (
	Latest      Ties = iota // the latest earlier stage at which the tied differ
	Earliest                // the earliest stage at which they differ
	LotOnly                 // no look back
	LatestApart             // the latest earlier stage at which no two of the tied are equal
)

// Form is what a sheet needs to know of a method.
type Form struct {
	Method    *count.Method
	Places    int    // decimals; negative: exact fractions
	Threshold string // what the quota is called; empty: there is none
	Unit      string // what is counted, in the plural; empty: votes
	Rounds    bool   // the method counts rounds of voting, not rankings
	Strict    bool   // the rule knows no equal ranks: a ranking ends before them
	Ties      Ties
	Steps     bool   // a look back sees the steps within stages too
	TieClause string // of the rule's text on ties

	// Own settles a tie among those left (see Sheet.Draw) by means of the rule's own, before any lot, and tells whether it
	// did; nil if the rule has none.
	Own func(tie count.Tie, left []int, sign int) (count.Tie, bool)
}

// Sheet is the result sheet of a count that is going on.
type Sheet struct {
	Election *count.Election // as it is counted: prepared, see count.Election.Prepared
	form     Form
	options  count.Options
	result   *count.Result
	status   []Status
	names    []string
	since    int                 // the first stage that a look back may see
	draws    int                 // lots drawn from the seed, with those before this count
	verdict  *constraint.Verdict // of the constraints, until somebody is elected or excluded
	untold   []count.Tie         // settled since the last stage
	told     map[int]bool        // of whom a guard has been told since somebody was last elected or excluded
	within   bool                // what is decided is decided after the last step of the last stage; see Step
}

// New opens a sheet, or says as an error of kind Invalid why the election cannot be counted so.
func New(form Form, election *count.Election, options count.Options) (*Sheet, error) {
	if err := election.Check(); err != nil {
		return nil, err
	}
	if err := form.Method.Check(options); err != nil {
		return nil, err
	}
	if len(election.Rounds) > 0 && !form.Rounds {
		return nil, party.Errorf(party.Invalid, "the file holds rounds of voting, not rankings; count it by exhaustive or two-round, not by %s", form.Method.Name)
	}
	seats := options.Seats
	if seats == 0 {
		seats = election.Seats
	}
	if seats == 0 {
		return nil, party.Errorf(party.Invalid, "the file does not say how many places there are; say it with --seats")
	}
	if form.Method.One && seats > 1 {
		return nil, party.Errorf(party.Invalid, "%s fills one place, not %d; say --seats 1, or count by another rule", form.Method.Name, seats)
	}
	s := &Sheet{
		Election: election.Prepared(form.Strict), form: form, options: options, draws: options.Draws,
		status: make([]Status, len(election.Candidates)), told: map[int]bool{},
	}
	for c, candidate := range election.Candidates {
		s.names = append(s.names, candidate.Name)
		if candidate.Withdrawn {
			s.status[c] = Withdrawn
		}
	}
	s.names = lot.Names(s.names)
	s.result = &count.Result{
		Rule: form.Method.Name, RuleTitle: form.Method.Title, RuleText: form.Method.Text, Title: election.Title, Seats: seats, Candidates: election.Candidates,
		Options: form.Method.Chosen(options), Places: form.Places, Threshold: form.Threshold, Unit: form.Unit, Seed: options.Seed,
		Ballots: election.Summary(s.Election), Rejected: s.Election.Rejected, Notes: slices.Clone(election.Notes),
	}
	if s.result.Unit == "" {
		s.result.Unit = "votes"
	}
	if form.Strict && election.Papers.HasEqual() {
		s.Note("This rule knows no equal ranks: a ranking ends before the first candidates it ranks equal, and a paper that begins with them is not valid.")
	}
	if s.result.Ballots.Valid == 0 && !form.Rounds {
		s.Note("There is no valid paper: nobody has a vote.")
	}
	s.result.Flags = slices.Clone(election.Flags)
	for _, limit := range options.Constraints {
		s.result.Flags = append(s.result.Flags, count.Chosen{Name: "limit", Value: limit.Line()})
	}
	return s, s.checkLimits()
}

// Close gives the result. A count that stopped for a lot gives what it has; any other error gives nothing.
func (s *Sheet) Close(err error) (*count.Result, error) {
	needed, waits := errors.AsType[*count.LotNeeded](err)
	if err != nil && !waits {
		return nil, err
	}
	s.result.Waiting = needed
	s.result.Complete = err == nil
	if n := len(s.result.Stages); n > 0 && s.form.Threshold != "" {
		s.result.Quota = s.result.Stages[n-1].Quota
	}
	return s.result, err
}

// Result gives the result as it stands, for what only some methods fill in.
func (s *Sheet) Result() *count.Result { return s.result }

// Seats gives the number of places to fill.
func (s *Sheet) Seats() int { return s.result.Seats }

// Left gives the number of places that are still to be filled.
func (s *Sheet) Left() int { return s.result.Seats - len(s.result.Winners) }

// Status tells where a candidate stands.
func (s *Sheet) Status(candidate int) Status { return s.status[candidate] }

// Continues tells whether a candidate is neither elected nor excluded.
func (s *Sheet) Continues(candidate int) bool { return s.status[candidate] == Continuing }

// Continuing lists those neither elected nor excluded, in the order of the file.
func (s *Sheet) Continuing() []int { return s.with(Continuing) }

func (s *Sheet) with(status Status) []int {
	var found []int
	for c, is := range s.status {
		if is == status {
			found = append(found, c)
		}
	}
	return found
}

// Winners lists the elected in order of election. The caller must not change it.
func (s *Sheet) Winners() []int { return s.result.Winners }

// Name gives a candidate's name; the second of a name has "#2" behind it.
func (s *Sheet) Name(candidate int) string { return s.names[candidate] }

// Names lists the names of candidates as a sentence does.
func (s *Sheet) Names(candidates []int) string {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = s.names[c]
	}
	return count.Join(names)
}

// Say writes a number for a sentence, exactly. Rules that count in hundredths have always two decimals, as sums of
// money do; those that count in smaller parts have no zeros at the end.
func (s *Sheet) Say(n exact.Number) string {
	if s.form.Places <= 2 {
		return n.Text(s.form.Places)
	}
	return n.Short(s.form.Places)
}

// Setting gives the value of an option of the method.
func (s *Sheet) Setting(name string) string { return s.form.Method.Setting(s.options, name) }

// Note adds a sentence about the count as a whole.
func (s *Sheet) Note(format string, args ...any) {
	s.result.Notes = append(s.result.Notes, fmt.Sprintf(format, args...))
}

// Record adds a stage. It refuses one in which votes are not conserved: that is a fault of the program, never of
// the input.
func (s *Sheet) Record(stage count.Stage) error {
	number := len(s.result.Stages) + 1
	if err := s.conserved(stage.Votes, stage.Nontransferable); err != nil {
		return fmt.Errorf("stage %d: %w", number, err)
	}
	for i, part := range stage.Parts {
		if err := s.conserved(part.Votes, part.Nontransferable); err != nil {
			return fmt.Errorf("stage %d, step %d: %w", number, i+1, err)
		}
	}
	s.RecordUnchecked(stage)
	s.within = len(stage.Parts) > 0
	return nil
}

func (s *Sheet) conserved(votes []exact.Number, nontransferable exact.Number) error {
	if len(votes) != len(s.status) {
		return fmt.Errorf("the program is at fault: there are votes of %d candidates, not of %d", len(votes), len(s.status))
	}
	for c, v := range votes {
		if v.Sign() < 0 {
			return fmt.Errorf("the program is at fault: candidate %d has %s votes", c+1, v)
		}
	}
	if sum, want := exact.Sum(votes...).Add(nontransferable), s.result.Ballots.Votes; !sum.Equal(want) {
		return fmt.Errorf("the program is at fault: there are %s votes, and there were %s", sum, want)
	}
	return nil
}

// tell tells whoever waits how far the count is.
func (s *Sheet) tell() {
	if s.options.Progress == nil {
		return
	}
	settled := int64(0)
	for _, status := range s.status {
		if status != Continuing {
			settled++
		}
	}
	s.options.Progress(settled, int64(len(s.status)))
}

// RecordUnchecked adds a stage whose figures are not votes that move: points, comparisons, rounds of new papers.
func (s *Sheet) RecordUnchecked(stage count.Stage) {
	stage.Number = len(s.result.Stages) + 1
	stage.Votes = slices.Clone(stage.Votes)
	stage.Parts = slices.Clone(stage.Parts)
	for i := range stage.Parts {
		stage.Parts[i].Votes = slices.Clone(stage.Parts[i].Votes)
	}
	stage.Reason = s.withTies(stage.Reason, stage.Of...)
	s.untold = nil
	s.tell()
	s.result.Stages = append(s.result.Stages, stage)
	s.within = false
}

// Stages lists the stages so far. The caller must not change them.
func (s *Sheet) Stages() []count.Stage { return s.result.Stages }

// Restart says that later stages are a count of its own: looking back ends here, and all who are not elected or
// withdrawn continue again.
func (s *Sheet) Restart() {
	s.since = len(s.result.Stages)
	for c, status := range s.status {
		if status == Excluded {
			s.status[c] = Continuing
		}
	}
	s.changed()
}

// Decide adds a decision to the last stage, or to its last step while the stage goes on.
func (s *Sheet) Decide(verb count.Verb, clause, reason string, candidates ...int) {
	last := &s.result.Stages[len(s.result.Stages)-1]
	decisions := &last.Decisions
	if s.within {
		decisions = &last.Parts[len(last.Parts)-1].Decisions
	}
	*decisions = append(*decisions, count.Decision{Verb: verb, Candidates: candidates, Clause: clause, Reason: grammar(reason)})
}

// Elect elects a candidate and adds the decision to the last stage.
func (s *Sheet) Elect(candidate int, clause, reason string) {
	s.status[candidate] = Elected
	s.result.Winners = append(s.result.Winners, candidate)
	s.changed()
	s.Decide(count.Elected, clause, s.withTies(reason, candidate), candidate)
}

// Exclude excludes candidates. The decision is told by the stage that moves their papers.
func (s *Sheet) Exclude(candidates ...int) {
	for _, c := range candidates {
		s.status[c] = Excluded
	}
	s.changed()
}

func (s *Sheet) changed() {
	s.verdict = nil
	clear(s.told)
}

// Descending orders candidates by votes, most first; equals stand in the order of the file.
func Descending(candidates []int, votes []exact.Number) []int {
	ordered := slices.Clone(candidates)
	slices.SortStableFunc(ordered, func(a, b int) int { return votes[b].Cmp(votes[a]) })
	return ordered
}
