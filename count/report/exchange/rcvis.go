package exchange

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// Facts are what the summary for RCVis says beside the result. All may be empty.
type Facts struct {
	Date         string // 2026-01-31
	Jurisdiction string
	Office       string
}

// summary is the shape of RCTab's summary, version 1.3, with the threshold where versions before had it as well.
type summary struct {
	Config struct {
		Contest      string `json:"contest"`
		Date         string `json:"date"`
		Jurisdiction string `json:"jurisdiction"`
		Office       string `json:"office"`
		Threshold    string `json:"threshold,omitempty"`
		GeneratedBy  string `json:"generatedBy"`
	} `json:"config"`
	Version string  `json:"jsonFormatVersion"`
	Results []round `json:"results"`
	Summary struct {
		FinalThreshold  string `json:"finalThreshold,omitempty"`
		NumCandidates   int    `json:"numCandidates"`
		NumWinners      int    `json:"numWinners"`
		TotalNumBallots string `json:"totalNumBallots"`
		Undervotes      int    `json:"undervotes"`
	} `json:"summary"`
}

type round struct {
	Round     int               `json:"round"`
	Tally     map[string]string `json:"tally"`
	Threshold string            `json:"threshold,omitempty"`
	Inactive  map[string]string `json:"inactiveBallots"`
	Results   []outcome         `json:"tallyResults"`
}

// outcome is what happened after a round: somebody was elected or eliminated, and where the votes went that then moved.
type outcome struct {
	Elected    string            `json:"elected,omitempty"`
	Eliminated string            `json:"eliminated,omitempty"`
	Transfers  map[string]string `json:"transfers"`
}

// RCVis writes the summary that RCTab writes and that RCVis draws (the JSON of the Universal RCV Tabulator). A round is a
// stage, and what a stage moved stands with the round before it, as in RCTab.
//
// Two things are said otherwise than in the result. Somebody whose surplus is transferred at a later stage is shown as
// elected where the surplus moves, because the format ties both together. And where a rule works out all papers anew
// (Meek) votes that several gave at once have no giver: then the transfers are empty, which RCVis takes. Non-transferable
// papers are "exhausted", and what rounding cut off "residual surplus". Fractions are cut to six decimals.
//
// A result without votes by candidate is an error of kind Invalid.
func RCVis(w io.Writer, r *count.Result, facts Facts) error {
	o, err := arranged(r)
	if err != nil {
		return err
	}
	v := &tabulator{outline: o, names: o.Names, told: make([]bool, len(o.Names))}
	v.names = slices.Clone(o.Names)
	for c, name := range v.names {
		if reserved(name) {
			v.names[c] = name + " (candidate)"
		}
	}
	var s summary
	s.Config.Contest, s.Config.Date, s.Config.Jurisdiction, s.Config.Office = r.Title, facts.Date, facts.Jurisdiction, facts.Office
	s.Config.GeneratedBy, s.Version = "Selectorate", "1"
	if r.Threshold != "" {
		s.Config.Threshold = v.text(r.Quota)
		s.Summary.FinalThreshold = s.Config.Threshold
	}
	for i := range o.Stages {
		s.Results = append(s.Results, v.round(i))
	}
	for _, who := range r.Candidates {
		if !who.Withdrawn {
			s.Summary.NumCandidates++
		}
	}
	s.Summary.NumWinners, s.Summary.TotalNumBallots = r.Seats, v.text(r.Ballots.Votes)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(s)
}

// Names of the format for what no candidate has.
const (
	exhausted = "exhausted"
	residual  = "residual surplus"
)

// reserved tells whether RCVis takes a name for something else than a candidate.
func reserved(name string) bool {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case exhausted, residual, "inactive ballots", "uwi", "undeclared", "undeclared write-ins", "undeclared write-in":
		return true
	}
	return false
}

// tabulator turns stages into rounds.
type tabulator struct {
	outline *outline.Outline
	names   []string
	told    []bool // whose election has been told
}

func (v *tabulator) text(n exact.Number) string {
	const places = 6
	if p := v.outline.Result.Places; p >= 0 && n.Cut(p).Equal(n) {
		return n.Text(p)
	}
	return n.Cut(places).Text(places)
}

func (v *tabulator) round(i int) round {
	s := &v.outline.Stages[i]
	made := round{
		Round: i + 1, Tally: map[string]string{}, Results: []outcome{},
		Inactive: map[string]string{
			"exhaustedChoices": v.text(s.Nontransferable.Votes.Sub(s.Stage.Rounding)), "overvotes": "0", "repeatedRankings": "0", "skippedRankings": "0",
		},
	}
	if v.outline.Result.Threshold != "" {
		made.Threshold = v.text(s.Stage.Quota)
	}
	for c, row := range s.Rows {
		gone := row.Standing == outline.IsExcluded && row.Votes.IsZero() && i > 0
		if row.Standing != outline.IsWithdrawn && !gone {
			made.Tally[v.names[c]] = v.text(row.Votes)
		}
	}
	if i+1 < len(v.outline.Stages) {
		made.Results = append(made.Results, v.moved(i)...)
	}
	made.Results = append(v.elected(i), made.Results...)
	return made
}

// elected tells of those elected at a stage whose surplus does not move later.
func (v *tabulator) elected(i int) []outcome {
	all := []outcome{}
	for c, row := range v.outline.Stages[i].Rows {
		if row.Standing == outline.IsElected && row.Now && !v.told[c] && !v.gives(i+1, c) {
			v.told[c] = true
			all = append(all, outcome{Elected: v.names[c], Transfers: map[string]string{}})
		}
	}
	return all
}

// gives tells whether a surplus of somebody moves at a stage or later.
func (v *tabulator) gives(from, c int) bool {
	for i := from; i < len(v.outline.Stages); i++ {
		s := v.outline.Stages[i].Stage
		if s.Action == count.Surplus && slices.Contains(s.Of, c) {
			return true
		}
	}
	return false
}

// moved tells what the next stage moved.
func (v *tabulator) moved(i int) []outcome {
	next := &v.outline.Stages[i+1]
	var all []outcome
	for c, row := range next.Rows {
		surplus := next.Stage.Action == count.Surplus && slices.Contains(next.Stage.Of, c)
		excluded := row.Standing == outline.IsExcluded && row.Votes.IsZero() && !v.outline.Stages[i].Rows[c].Votes.IsZero() ||
			next.Stage.Action == count.Exclusion && slices.Contains(next.Stage.Of, c)
		switch {
		case surplus && !v.told[c]:
			v.told[c] = true
			all = append(all, outcome{Elected: v.names[c], Transfers: v.transfers(next, c)})
		case excluded:
			all = append(all, outcome{Eliminated: v.names[c], Transfers: v.transfers(next, c)})
		}
	}
	return all
}

// transfers tells where the votes of somebody went at a stage.
func (v *tabulator) transfers(s *outline.Step, from int) map[string]string {
	sums := map[string]exact.Number{}
	lost := exact.Number{}.Sub(s.Rows[from].Change)
	add := func(name string, votes exact.Number) {
		if votes.Sign() > 0 {
			sums[name] = sums[name].Add(votes)
			lost = lost.Sub(votes)
		}
	}
	known := false
	for _, t := range s.Stage.Transfers {
		switch {
		case t.From != from:
		case t.To == count.Nobody:
			known = true
			add(exhausted, t.Votes)
		default:
			known = true
			add(v.names[t.To], t.Votes)
		}
	}
	if !known && alone(s, from) {
		for c, row := range s.Rows {
			add(v.names[c], row.Change)
		}
		add(exhausted, s.Nontransferable.Change)
		known = true
	}
	if known {
		add(residual, lost)
	}
	texts := map[string]string{}
	for name, votes := range sums {
		texts[name] = v.text(votes)
	}
	return texts
}

// alone tells whether somebody is the only one who lost votes at a stage.
func alone(s *outline.Step, from int) bool {
	for c, row := range s.Rows {
		if c != from && row.Change.Sign() < 0 {
			return false
		}
	}
	return s.Nontransferable.Change.Sign() >= 0
}
