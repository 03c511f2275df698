package report

import "github.com/selectorate/selectorate/count"

// result writes the whole, a line for each member.
func (e *encoder) result(r *count.Result) {
	e.open('{')
	e.line()
	e.about(r)
	e.whole("seats", int64(r.Seats))
	e.line()
	e.whole("places", int64(e.places))
	e.line()
	e.text("threshold", r.Threshold)
	e.line()
	e.quota(r.Quota, r.Threshold)
	e.line()
	e.truth("complete", r.Complete)
	e.line()
	e.waiting(r.Waiting)
	e.line()
	e.candidates("winners", r.Winners)
	e.line()
	lines(e, "candidates", r.Candidates, e.stands)
	e.line()
	e.ballots(r.Ballots)
	e.line()
	lines(e, "rejected", r.Rejected, func(_ int, p count.Rejected) {
		e.whole("line", int64(p.Line))
		e.whole("papers", p.Times)
		e.text("reason", p.Reason)
	})
	e.line()
	list(e, "options", r.Options, e.chosen)
	e.line()
	list(e, "flags", r.Flags, e.chosen)
	e.line()
	e.text("unit", r.Unit)
	e.line()
	e.texts("constraints", r.Constraints)
	e.line()
	e.text("seed", r.Seed)
	e.line()
	lines(e, "stages", r.Stages, func(_ int, s count.Stage) { e.stage(&s, r.Threshold) })
	e.line()
	lines(e, "ties", r.Ties, func(_ int, t count.Tie) { e.tie(&t) })
	e.line()
	e.pairs(r)
	e.texts("notes", r.Notes)
	e.line()
	e.close('}')
	e.out[len(e.out)-1] = '\n' // the object has nothing after it
}

// about writes what the count is of.
func (e *encoder) about(r *count.Result) {
	for _, member := range [][2]string{
		{"format", Format}, {"rule", r.Rule}, {"rule_title", r.RuleTitle}, {"rule_text", r.RuleText}, {"title", r.Title},
	} {
		e.text(member[0], member[1])
		e.line()
	}
}

func (e *encoder) chosen(o count.Chosen) {
	e.text("name", o.Name)
	e.text("value", o.Value)
}

func (e *encoder) stands(c int, who count.Candidate) {
	e.candidate("number", c)
	e.text("name", who.Name)
	if who.Nick != "" {
		e.text("nick", who.Nick)
	}
	e.truth("withdrawn", who.Withdrawn)
}

func (e *encoder) ballots(b count.Ballots) {
	e.name("ballots")
	e.open('{')
	e.whole("valid", b.Valid)
	e.whole("rejected", b.Rejected)
	e.votes("votes", b.Votes)
	e.text("digest", b.Digest)
	e.close('}')
}

// pairs writes what methods have that compare or order all candidates; others have neither member.
func (e *encoder) pairs(r *count.Result) {
	if r.Matrix != nil {
		e.name("matrix")
		e.open('[')
		for _, row := range r.Matrix {
			e.open('[')
			for _, n := range row {
				e.number(n)
			}
			e.close(']')
		}
		e.close(']')
		e.line()
	}
	if r.Ranking != nil {
		e.name("ranking")
		e.open('[')
		for _, equal := range r.Ranking {
			e.open('[')
			for _, c := range equal {
				e.who(c)
			}
			e.close(']')
		}
		e.close(']')
		e.line()
	}
}

func (e *encoder) stage(s *count.Stage, threshold string) {
	e.whole("number", int64(s.Number))
	e.text("action", string(s.Action))
	e.candidates("of", s.Of)
	e.tally(s.Votes)
	e.votes("nontransferable", s.Nontransferable)
	e.votes("rounding", s.Rounding)
	e.quota(s.Quota, threshold)
	e.text("clause", s.Clause)
	e.text("reason", s.Reason)
	list(e, "transfers", s.Transfers, func(t count.Transfer) {
		e.candidate("from", t.From)
		e.candidate("to", t.To)
		e.whole("papers", t.Papers)
		e.votes("value", t.Value)
		e.votes("votes", t.Votes)
	})
	e.decisions(s.Decisions)
	e.details(s)
}

// details writes the members that only some methods have.
func (e *encoder) details(s *count.Stage) {
	if len(s.Parcels) > 0 {
		list(e, "parcels", s.Parcels, func(p count.Parcel) {
			e.candidate("candidate", p.Candidate)
			e.whole("stage", int64(p.Stage))
			e.whole("papers", p.Papers)
			e.votes("value", p.Value)
		})
	}
	if len(s.Keep) > 0 {
		list(e, "keep", s.Keep, func(k count.KeepValue) {
			e.candidate("candidate", k.Candidate)
			e.votes("value", k.Value)
		})
	}
	if len(s.Parts) > 0 {
		list(e, "parts", s.Parts, func(p count.Part) {
			e.text("reason", p.Reason)
			e.tally(p.Votes)
			e.votes("nontransferable", p.Nontransferable)
			e.decisions(p.Decisions)
		})
	}
	if s.Turnout != nil {
		e.name("turnout")
		e.open('{')
		e.whole("electorate", s.Turnout.Electorate)
		e.whole("valid", s.Turnout.Valid)
		e.whole("rejected", s.Turnout.Rejected)
		e.close('}')
	}
}

func (e *encoder) decisions(all []count.Decision) {
	list(e, "decisions", all, func(d count.Decision) {
		e.text("decision", string(d.Verb))
		e.candidates("candidates", d.Candidates)
		e.text("clause", d.Clause)
		e.text("reason", d.Reason)
	})
}

func (e *encoder) tie(t *count.Tie) {
	e.whole("stage", int64(t.Stage))
	e.text("for", t.For)
	e.candidates("candidates", t.Candidates)
	e.candidate("chosen", t.Chosen)
	e.text("by", string(t.By))
	if t.Earlier != 0 {
		e.whole("earlier", int64(t.Earlier))
	}
	if t.Draw != 0 {
		e.whole("draw", int64(t.Draw))
	}
	e.text("clause", t.Clause)
	e.text("reason", t.Reason)
}

// waiting writes the lot that the count waits for, or null.
func (e *encoder) waiting(needed *count.LotNeeded) {
	e.name("waiting")
	if needed == nil {
		e.raw("null")
		e.comma()
		return
	}
	e.open('{')
	e.whole("stage", int64(needed.Stage))
	e.text("for", needed.For)
	e.candidates("candidates", needed.Candidates)
	e.texts("names", needed.Names)
	e.close('}')
}
