package report

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Check tells what makes a result unfit to be reported, as an error of kind Invalid: somebody is named who is not
// among the candidates, a stage does not say what everybody has, or text is not UTF-8. It does not count again.
func Check(r *count.Result) error {
	c := &checker{candidates: len(r.Candidates)}
	c.texts(r.Rule, r.RuleTitle, r.RuleText, r.Title, r.Threshold, r.Seed, r.Ballots.Digest)
	c.texts(r.Constraints...)
	c.texts(r.Notes...)
	for _, o := range r.Options {
		c.texts(o.Name, o.Value)
	}
	for _, o := range r.Flags {
		c.texts(o.Name, o.Value)
	}
	for _, who := range r.Candidates {
		c.texts(who.Name, who.Nick)
	}
	c.texts(r.Unit)
	if r.Waiting != nil {
		c.texts(r.Waiting.For)
		c.texts(r.Waiting.Names...)
		c.who("waiting", r.Waiting.Candidates...)
	}
	for _, p := range r.Rejected {
		c.texts(p.Reason)
	}
	c.who("winners", r.Winners...)
	for i := range r.Stages {
		c.at = fmt.Sprintf("stage %d: ", r.Stages[i].Number)
		c.stage(&r.Stages[i])
	}
	c.at = ""
	for _, t := range r.Ties {
		c.texts(t.For, string(t.By), t.Clause, t.Reason)
		c.who("ties", t.Candidates...)
		c.someone("ties", t.Chosen)
	}
	c.pairs(r)
	if r.Places > MaxPlaces {
		c.wrong("%d decimals; at most %d can be reported", r.Places, MaxPlaces)
	}
	return c.err
}

// checker keeps the first thing that is wrong.
type checker struct {
	candidates int
	at         string
	err        error
}

func (c *checker) wrong(format string, args ...any) {
	if c.err == nil {
		c.err = party.Errorf(party.Invalid, "result: "+c.at+format, args...)
	}
}

func (c *checker) texts(all ...string) {
	for _, text := range all {
		if err := plain(text); err != nil {
			c.wrong("%w", err)
		}
	}
}

// who checks that all exist.
func (c *checker) who(where string, all ...int) {
	for _, one := range all {
		if one < 0 || one >= c.candidates {
			c.wrong("%s: there is no candidate %d", where, one+1)
		}
	}
}

// someone checks a candidate or Nobody.
func (c *checker) someone(where string, one int) {
	if one != count.Nobody {
		c.who(where, one)
	}
}

// votes checks that there is a figure for each candidate, or none at all.
func (c *checker) votes(votes []exact.Number) {
	if len(votes) != 0 && len(votes) != c.candidates {
		c.wrong("votes of %d candidates, and there are %d", len(votes), c.candidates)
	}
}

func (c *checker) stage(s *count.Stage) {
	c.texts(string(s.Action), s.Clause, s.Reason)
	c.who("of", s.Of...)
	c.votes(s.Votes)
	for _, t := range s.Transfers {
		c.someone("transfers", t.From)
		c.someone("transfers", t.To)
	}
	for _, p := range s.Parcels {
		c.who("parcels", p.Candidate)
	}
	for _, k := range s.Keep {
		c.who("keep", k.Candidate)
	}
	for _, p := range s.Parts {
		c.texts(p.Reason)
		c.votes(p.Votes)
		c.decisions(p.Decisions)
	}
	c.decisions(s.Decisions)
}

func (c *checker) decisions(all []count.Decision) {
	for _, d := range all {
		c.texts(string(d.Verb), d.Clause, d.Reason)
		c.who("decisions", d.Candidates...)
	}
}

func (c *checker) pairs(r *count.Result) {
	if r.Matrix != nil && len(r.Matrix) != c.candidates {
		c.wrong("matrix: %d rows for %d candidates", len(r.Matrix), c.candidates)
	}
	for _, row := range r.Matrix {
		if len(row) != c.candidates {
			c.wrong("matrix: a row of %d figures for %d candidates", len(row), c.candidates)
		}
	}
	for _, equal := range r.Ranking {
		c.who("ranking", equal...)
	}
}
