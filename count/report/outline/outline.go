// Package outline arranges the result of a count for people: where everybody stands after each stage, what changed,
// who was elected and how close it was, in figures and in sentences. The text for the terminal, the page and the PDF
// are made from one Outline, so that they say the same in the same words.
package outline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/lot"
)

// Standing says where a candidate is after a stage.
type Standing string

// Where a candidate is after a stage. The words are those that reports show.
const (
	Continuing  Standing = "continuing"
	IsElected   Standing = "elected"
	IsExcluded  Standing = "excluded"
	IsWithdrawn Standing = "withdrawn"
)

// Outline is a result arranged for people. It is made by New and must not be changed.
type Outline struct {
	Result  *count.Result
	Names   []string // of the candidates, distinct: the second of a name has "#2" behind it
	Figures Figures
	Elected []Seat
	Stages  []Step

	tickets []string // the names under which candidates take part in lots
}

// Seat is somebody who was elected.
type Seat struct {
	Candidate int
	Name      string
	Stage     int          // in which the decision was taken; 0 if no stage has it
	Votes     exact.Number // then
	Reason    string       // of the decision
	How       string       // what settled the tie on which the place hung, such as "by lot"; empty if none did
}

// Step is a stage for people.
type Step struct {
	Stage           *count.Stage
	Heading         string // such as "Exclusion of Ada"
	Rows            []Row  // of every candidate, in the order of the file
	Nontransferable Row
	Total           exact.Number // of the votes of all and of what is non-transferable
	Conserved       bool         // the total is what the papers are worth
	Minor           bool         // an iteration in which nothing was decided: reports may leave its table out
}

// Row is what somebody has after a stage.
type Row struct {
	Candidate int // count.Nobody for what is non-transferable
	Votes     exact.Number
	Change    exact.Number // since the stage before; at the first stage, the votes
	Standing  Standing
	Now       bool // the standing came with this stage
	Out       bool // excluded or withdrawn earlier, and without votes: tables may leave it out
	Keep      *exact.Number
}

// New arranges a result for people. The result must be one that report.Check passes.
func New(r *count.Result) *Outline {
	names := make([]string, len(r.Candidates))
	for c, who := range r.Candidates {
		names[c] = who.Name
	}
	o := &Outline{Result: r, Names: lot.Names(names), Figures: NewFigures(r), tickets: lot.Names(names)}
	for c, name := range names {
		if strings.TrimSpace(name) == "" {
			o.Names[c] = fmt.Sprintf("Candidate %d", c+1)
		}
	}
	stands := make([]Standing, len(names))
	for c, who := range r.Candidates {
		stands[c] = Continuing
		if who.Withdrawn {
			stands[c] = IsWithdrawn
		}
	}
	o.Stages = make([]Step, len(r.Stages))
	for i := range r.Stages {
		before := slices.Clone(stands)
		follow(stands, &r.Stages[i])
		o.Stages[i] = o.step(i, before, stands)
	}
	o.Elected = o.seats()
	for i, seat := range o.Elected {
		o.Elected[i].How = o.settled(seat)
	}
	return o
}

// follow brings up to date where everybody stands.
func follow(stands []Standing, s *count.Stage) {
	if s.Action == count.NextPlace { // the count begins anew: who was excluded stands again
		for c := range stands {
			if stands[c] == IsExcluded {
				stands[c] = Continuing
			}
		}
	}
	if s.Action == count.Exclusion {
		settle(stands, s.Of, IsExcluded)
	}
	for _, part := range s.Parts {
		decide(stands, part.Decisions)
	}
	decide(stands, s.Decisions)
}

func decide(stands []Standing, decisions []count.Decision) {
	for _, d := range decisions {
		switch d.Verb {
		case count.Elected:
			settle(stands, d.Candidates, IsElected)
		case count.Excluded:
			settle(stands, d.Candidates, IsExcluded)
		case count.Deferred, count.Guarded, count.Doomed, count.Choice:
		}
	}
}

// settle changes the standing of those who are not elected: that is never taken back.
func settle(stands []Standing, candidates []int, to Standing) {
	for _, c := range candidates {
		if stands[c] != IsElected {
			stands[c] = to
		}
	}
}

func (o *Outline) step(i int, before, after []Standing) Step {
	s := &o.Result.Stages[i]
	step := Step{Stage: s, Heading: o.heading(s)}
	var earlier *count.Stage
	if i > 0 && s.Action != count.NextPlace {
		earlier = &o.Result.Stages[i-1]
	}
	keep := map[int]*exact.Number{}
	for k := range s.Keep {
		keep[s.Keep[k].Candidate] = &s.Keep[k].Value
	}
	for c := range s.Votes {
		row := Row{
			Candidate: c, Votes: s.Votes[c], Change: s.Votes[c], Standing: after[c], Now: after[c] != before[c], Keep: keep[c],
		}
		if earlier != nil && len(earlier.Votes) > 0 {
			row.Change = s.Votes[c].Sub(earlier.Votes[c])
		}
		row.Out = (before[c] == IsExcluded || before[c] == IsWithdrawn) && row.Votes.IsZero() && row.Change.IsZero()
		step.Rows = append(step.Rows, row)
	}
	step.Nontransferable = Row{Candidate: count.Nobody, Votes: s.Nontransferable, Change: s.Nontransferable}
	if earlier != nil {
		step.Nontransferable.Change = s.Nontransferable.Sub(earlier.Nontransferable)
	}
	step.Total = exact.Sum(append(slices.Clone(s.Votes), s.Nontransferable)...)
	step.Conserved = step.Total.Equal(o.Result.Ballots.Votes)
	step.Minor = s.Action == count.Iteration && len(s.Decisions) == 0
	return step
}

// heading says in a few words what a stage did.
func (o *Outline) heading(s *count.Stage) string {
	of := o.Say(s.Of)
	switch s.Action {
	case count.FirstPreferences:
		return "First preferences"
	case count.Surplus:
		if len(s.Of) > 1 {
			return withOf("Transfer of the surpluses", of)
		}
		return withOf("Transfer of the surplus", of)
	case count.Exclusion:
		return withOf("Exclusion", of)
	case count.Iteration:
		return "What the elected keep is worked out anew"
	case count.RoundHeld:
		return "Round of voting"
	case count.Tally:
		if o.Unit() == "votes" {
			return "The votes are added up"
		}
		return o.Head() + " are added up"
	case count.Comparison:
		return "Candidates are compared two by two"
	case count.NextPlace:
		return "The count for the next place"
	}
	return string(s.Action)
}

func withOf(what, names string) string {
	if names == "" {
		return what
	}
	return what + " of " + names
}

// Say lists the names of candidates as a sentence does.
func (o *Outline) Say(candidates []int) string {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = o.Name(c)
	}
	return count.Join(names)
}

// Plain writes a number of votes for a sentence, in the dress in which the rules themselves write it: those that count
// in hundredths always with two decimals, those that count in smaller parts without zeros at the end.
func (o *Outline) Plain(n exact.Number) string {
	if o.Figures.places <= hundredths {
		return o.Figures.Text(n)
	}
	return n.Decimal(o.Figures.places)
}

// Compared writes a cell of the matrix of a pairwise method. These are votes, whatever the unit of the stages is.
func (o *Outline) Compared(n exact.Number) string { return n.Decimal(fractionPlaces) }

// Name gives a candidate's name, or "non-transferable" for nobody.
func (o *Outline) Name(candidate int) string {
	if candidate == count.Nobody {
		return "non-transferable"
	}
	return o.Names[candidate]
}

// seats lists the elected with the decision by which they were.
func (o *Outline) seats() []Seat {
	seats := make([]Seat, len(o.Result.Winners))
	for i, c := range o.Result.Winners {
		seats[i] = Seat{Candidate: c, Name: o.Names[c]}
		for s := range o.Result.Stages {
			stage := &o.Result.Stages[s]
			if d := electing(stage, c); d != nil {
				seats[i].Stage, seats[i].Reason = stage.Number, d.Reason
				if len(stage.Votes) > 0 {
					seats[i].Votes = stage.Votes[c]
				}
				break
			}
		}
	}
	return seats
}

// electing finds the decision by which a candidate was elected in a stage.
func electing(s *count.Stage, c int) *count.Decision {
	find := func(all []count.Decision) *count.Decision {
		for i := range all {
			if all[i].Verb == count.Elected && slices.Contains(all[i].Candidates, c) {
				return &all[i]
			}
		}
		return nil
	}
	for i := range s.Parts {
		if d := find(s.Parts[i].Decisions); d != nil {
			return d
		}
	}
	return find(s.Decisions)
}
