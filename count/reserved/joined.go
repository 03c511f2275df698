package reserved

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/party"
)

// joined is several counts on their way to one result.
type joined struct {
	design   string
	method   count.Method
	election *count.Election
	options  count.Options
	seats    int
	names    []string

	result   *count.Result // of the counts so far; nil before the first
	elected  []int         // in counts that stand
	contests int           // counts that stand
	start    int           // the first stage of the count that came last, from 0
	draws    int           // lots drawn from the seed so far
}

// contest fills some places from a pool: it counts, and repeats the count without whoever gives way. about says which
// places they are; empty: all.
func (j *joined) contest(pool []int, places int, about string) error {
	var out []int
	opening := ""
	if about != "" {
		opening = fmt.Sprintf("The %s %s counted among %s. ", plural(places, "place", "places"), about+are(places), j.list(pool))
	}
	var leaving []count.Decision
	if j.design == ReservedSeats {
		out, leaving = j.hopeless(pool)
	}
	for {
		r, err := j.count(without(pool, out), places, opening, leaving)
		if err != nil {
			return err
		}
		if j.possible(r.Winners, out) {
			j.contests++
			j.elected = append(j.elected, r.Winners...)
			return j.filled(len(r.Winners), places)
		}
		who, together, err := j.tooMany(r, out)
		j.annul()
		if err != nil {
			return err
		}
		ground := j.ground(together, out, who)
		reason := fmt.Sprintf("%s gives way: with %s, %s could not be met. The count is repeated without %s.", j.names[who], j.with(together, who), ground, j.names[who])
		last := &j.result.Stages[len(j.result.Stages)-1]
		last.Decisions = append(last.Decisions, count.Decision{Verb: count.Doomed, Candidates: []int{who}, Clause: j.clause(), Reason: reason})
		out = append(out, who)
		opening = fmt.Sprintf("The count is repeated without %s. ", j.list(out))
		leaving = nil
	}
}

// hopeless gives those of a pool who cannot be elected with those elected before, and says so.
func (j *joined) hopeless(pool []int) (out []int, told []count.Decision) {
	for _, c := range pool {
		if j.possible([]int{c}, nil) {
			continue
		}
		with := j.names[c]
		if len(j.elected) > 0 {
			with += " and those elected before"
		}
		out = append(out, c)
		told = append(told, count.Decision{
			Verb: count.Doomed, Candidates: []int{c}, Clause: j.clause(),
			Reason: fmt.Sprintf("%s does not stand in this count: with %s, %s could not be met.", j.names[c], with, j.ground(nil, nil, c)),
		})
	}
	return out, told
}

// filled refuses a count that leaves places empty which the limits need.
func (j *joined) filled(elected, places int) error {
	if elected < places && !constraint.Possible(j.options.Constraints, len(j.elected), j.elected, nil) {
		return party.Errorf(party.Invalid, "%s fills %d of %d places, and those elected do not meet every constraint", j.method.Name, elected, places)
	}
	return nil
}

// possible tells whether the places can be filled with every limit met once some more are elected and some are out.
func (j *joined) possible(more, out []int) bool {
	elected := slices.Concat(j.elected, more)
	return constraint.Possible(j.options.Constraints, j.seats, elected, without(j.others(more), out))
}

// others lists those who stand and are not elected, but for some.
func (j *joined) others(some []int) []int {
	return without(j.election.Standing(), slices.Concat(j.elected, some))
}

// ground says which limits a candidate stands against.
func (j *joined) ground(more, out []int, who int) string {
	elected := slices.Concat(j.elected, more)
	verdict := constraint.Judge(j.options.Constraints, j.seats, elected, without(j.others(more), out))
	for _, finding := range verdict.Doomed {
		if finding.Candidate == who {
			grounds := make([]string, len(finding.Together))
			for i, l := range finding.Together {
				grounds[i] = j.options.Constraints[l].String()
			}
			return count.Join(grounds)
		}
	}
	return "the constraints"
}

// count makes one count and puts it behind those before it.
func (j *joined) count(pool []int, places int, opening string, leaving []count.Decision) (*count.Result, error) {
	election := *j.election
	election.Candidates = slices.Clone(election.Candidates)
	for c := range election.Candidates {
		election.Candidates[c].Withdrawn = !slices.Contains(pool, c)
	}
	options := j.options
	options.Constraints, options.Seats, options.Draws = nil, places, j.draws
	r, err := j.method.Count(&election, options)
	if r == nil {
		return nil, err
	}
	before := 0
	if j.result == nil {
		if err := j.begin(r, places); err != nil {
			return nil, err
		}
	} else {
		before = len(j.result.Stages)
		if err := j.follow(r, before); err != nil {
			return nil, err
		}
	}
	j.start = before
	if len(r.Stages) > 0 {
		first := &r.Stages[0]
		first.Reason = opening + first.Reason
		if before > 0 && moves(first.Action) {
			first.Action = count.NextPlace
		}
		first.Decisions = slices.Concat(leaving, j.gone(pool, before), first.Decisions)
	}
	j.result.Stages = append(j.result.Stages, r.Stages...)
	j.result.Ties = append(j.result.Ties, r.Ties...)
	for _, tie := range r.Ties {
		j.draws = max(j.draws, tie.Draw)
	}
	j.result.Quota, j.result.Threshold = r.Quota, r.Threshold
	j.result.Matrix, j.result.Ranking = r.Matrix, r.Ranking
	if waits, is := err.(*count.LotNeeded); is { //nolint:errorlint // a method gives it as it is
		waits.Stage += before
		j.elected = append(j.elected, r.Winners...)
	}
	return r, err
}

// gone says at the beginning of a count who does not stand in it, though not elected before.
func (j *joined) gone(pool []int, before int) []count.Decision {
	out := without(j.others(nil), pool)
	if len(out) == 0 || before == 0 && j.design == RepeatCount {
		return nil
	}
	return []count.Decision{{
		Verb: count.Excluded, Candidates: out, Clause: j.clause(), Reason: fmt.Sprintf("Not in this count: %s. Papers pass them over.", j.list(out)),
	}}
}

// begin takes the first count over: what is counted is what it says, and the rest will be added.
func (j *joined) begin(r *count.Result, places int) error {
	whole := *r
	whole.Seats, whole.Candidates = j.seats, j.election.Candidates
	whole.Options = append(slices.Clone(r.Options), count.Chosen{Name: Option().Name, Value: j.design})
	whole.Stages, whole.Ties, whole.Winners = nil, nil, nil
	whole.Flags = slices.Clone(r.Flags)
	for _, limit := range j.options.Constraints {
		whole.Constraints = append(whole.Constraints, limit.Words(j.names))
		whole.Flags = append(whole.Flags, count.Chosen{Name: "limit", Value: limit.Line()})
	}
	if j.design == ReservedSeats {
		// The papers are those that the method would count if everybody stood; only it knows which are valid.
		options := j.options
		if options.Constraints, options.Seats = nil, j.seats; j.method.One {
			options.Seats = places
		}
		all, err := j.method.Count(j.election, options)
		if all == nil {
			return err
		}
		whole.Ballots, whole.Rejected = all.Ballots, all.Rejected
	}
	whole.Notes = append(slices.Clone(whole.Notes), j.note())
	j.result = &whole
	return j.conserve(r)
}

// clause names the design as the ground of what it decides; no text prescribes it.
func (j *joined) clause() string { return "constraints (" + j.design + ")" }

func (j *joined) note() string {
	if j.design == RepeatCount {
		return "Constraints are met by repeating the count without the one who is one too many; stages of a count that was repeated elect nobody."
	}
	return "Constraints are met by counting reserved places first, among the members of each group alone."
}

// follow makes the stages of a later count follow those before it.
func (j *joined) follow(r *count.Result, before int) error {
	renumber := renumbering(j.names, before)
	for i := range r.Stages {
		s := &r.Stages[i]
		s.Number += before
		s.Reason = renumber(s.Reason)
		for p := range s.Parcels {
			s.Parcels[p].Stage += before
		}
		for p := range s.Parts {
			s.Parts[p].Reason = renumber(s.Parts[p].Reason)
			for d := range s.Parts[p].Decisions {
				s.Parts[p].Decisions[d].Reason = renumber(s.Parts[p].Decisions[d].Reason)
			}
		}
		for d := range s.Decisions {
			s.Decisions[d].Reason = renumber(s.Decisions[d].Reason)
		}
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		t.Stage += before
		t.Reason = renumber(t.Reason)
		if t.Earlier > 0 {
			t.Earlier += before
		}
	}
	for _, note := range r.Notes {
		if !slices.Contains(j.result.Notes, note) {
			j.result.Notes = append(j.result.Notes, note)
		}
	}
	return j.conserve(r)
}

// conserve books the papers that name nobody who stands in a count as non-transferable in it, so that every stage
// holds all votes. Where a rule makes papers valid that would not be valid among all (more crosses than places, say), there
// is no one body of papers to report.
func (j *joined) conserve(r *count.Result) error {
	missing := j.result.Ballots.Votes.Sub(r.Ballots.Votes)
	switch missing.Sign() {
	case 0:
		return nil
	case -1:
		return party.Errorf(party.Invalid, "%s cannot be combined with %s: papers that are not valid among all candidates are valid among some of them", j.method.Name, j.design)
	}
	for i := range r.Stages {
		s := &r.Stages[i]
		if !moves(s.Action) {
			continue
		}
		s.Nontransferable = s.Nontransferable.Add(missing)
		for p := range s.Parts {
			s.Parts[p].Nontransferable = s.Parts[p].Nontransferable.Add(missing)
		}
	}
	if len(r.Stages) > 0 {
		r.Stages[0].Reason += fmt.Sprintf(" %s name nobody who stands in this count and are non-transferable.", papers(missing))
	}
	return nil
}

// annul takes back the elections of the count that came last.
func (j *joined) annul() {
	for i := j.start; i < len(j.result.Stages); i++ {
		s := &j.result.Stages[i]
		j.unelect(s.Decisions)
		for p := range s.Parts {
			j.unelect(s.Parts[p].Decisions)
		}
	}
}

// moves tells whether the figures of a stage are votes. Points and comparisons have no sum that stays the same.
func moves(action count.Action) bool { return action != count.Comparison && action != count.Tally }

func (j *joined) unelect(decisions []count.Decision) {
	for d := range decisions {
		if decisions[d].Verb == count.Elected {
			decisions[d].Verb = count.Choice
			if decisions[d].Clause == "" {
				decisions[d].Clause = j.clause()
			}
			decisions[d].Reason = "In this count, which does not stand: " + decisions[d].Reason
		}
	}
}

// close gives the result of all counts, of which the last one may wait for a lot.
func (j *joined) close(err error) (*count.Result, error) {
	waiting, waits := err.(*count.LotNeeded) //nolint:errorlint // a method gives it as it is
	if err != nil && !waits || j.result == nil {
		return nil, err
	}
	j.result.Waiting = waiting
	j.result.Winners = j.elected
	j.result.Complete = err == nil
	if j.contests != 1 || j.design == ReservedSeats {
		j.result.Matrix, j.result.Ranking = nil, nil
	}
	return j.result, err
}

func (j *joined) list(candidates []int) string {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = j.names[c]
	}
	return count.Join(names)
}

// with lists a candidate behind those elected before.
func (j *joined) with(before []int, who int) string {
	return j.list(slices.Concat(j.elected, before, []int{who}))
}

func without(candidates, some []int) []int {
	return slices.DeleteFunc(slices.Clone(candidates), func(c int) bool { return slices.Contains(some, c) })
}
