package trigger

import (
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
)

// reasons says why the outcome is what it is: each pool against its bar, what the pools give together, what
// was left out, what outstanding returns can still do, and which open settings would change it.
func (c *case1) reasons(d Decision) []rulebook.Reason {
	var rs []rulebook.Reason
	switch c.book.Decision.Combine {
	case rulebook.Always:
		rs = append(rs, rulebook.Reason{Clause: c.book.Decision.Clause, Status: rulebook.Met, Code: "always"})
	case rulebook.Weighted:
		rs = append(rs, c.halves()...)
		rs = append(rs, c.together())
	case rulebook.Stages:
		rs = append(rs, c.poolReasons()...)
		rs = append(rs, c.stageReasons()...)
	case rulebook.OnePool, rulebook.AnyPool:
		rs = append(rs, c.poolReasons()...)
	}
	rs = append(rs, c.leftOut()...)
	rs = append(rs, c.otherKinds()...)
	rs = append(rs, c.outlook(d)...)
	return append(rs, c.sensitiveReasons(d.Sensitive)...)
}

func (c *case1) poolReasons() []rulebook.Reason {
	rs := make([]rulebook.Reason, len(c.tallies))
	for i, t := range c.tallies {
		rs[i] = c.poolReason(t)
	}
	return rs
}

// poolReason puts the bar to one pool in every completion of it.
func (c *case1) poolReason(t tally) rulebook.Reason {
	r := rulebook.Reason{Clause: c.clauseOfPool(t), Figures: c.figures(t)}
	may := c.standings(t)
	what := "pool"
	if c.book.Decision.Count == rulebook.Votes {
		what = c.voteWord()
		if len(t.wordless) > 0 {
			what = "majority"
		}
	}
	switch {
	case slices.Equal(may, []standing{isReached}):
		r.Status, r.Code = rulebook.Met, what+"-reached"
	case slices.Equal(may, []standing{isEmpty}):
		r.Status, r.Code = rulebook.NotApplicable, "pool-empty"
		if guard, ok := c.book.Clause(rulebook.EmptyPoolClause); ok {
			r.Clause = guard.ID
		}
	case slices.Equal(may, []standing{isAbsent}):
		r.Status, r.Code = rulebook.Open, "pool-absent"
		r.Figures["missing"] = joined(t.missing)
	case slices.Equal(may, []standing{isUnclear}):
		r.Status, r.Code = rulebook.Open, c.unclear(t)
	case !slices.Contains(may, isReached) && !slices.Contains(may, isUnclear):
		r.Status, r.Code = rulebook.NotMet, what+"-short"
	default:
		r.Status, r.Code = rulebook.Open, what+"-open"
	}
	if t.outstanding > 0 && r.Status != rulebook.Open {
		r.Code += "-already"
	}
	return r
}

// clauseOfPool gives the clause that decides about a pool: where there is but one, it is that of the decision.
func (c *case1) clauseOfPool(t tally) string {
	if c.book.Decision.Combine == rulebook.OnePool {
		return c.book.Decision.Clause
	}
	return t.pool.Clause
}

// standings lists how the pool stands in its completions, each once.
func (c *case1) standings(t tally) []standing {
	var found []standing
	for _, end := range c.ends(t, 0) {
		if s := c.standingOf(end); !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	return found
}

// voteWord names the sentences for votes: whose they are, and of whom the share is taken.
func (c *case1) voteWord() string {
	switch {
	case c.allMembers():
		return "members"
	case c.book.Decision.Of == rulebook.ForIncumbent:
		return "support"
	}
	return "votes"
}

func (c *case1) unclear(t tally) string {
	electorate, known := c.book.WholeValue(c.setting, rulebook.Electorate)
	switch {
	case len(t.wordless) > 0:
		return "figures-missing"
	case c.allMembers() && !known:
		return "electorate-unknown"
	case c.allMembers() && electorate < t.of:
		return "electorate-too-small"
	}
	return "figures-missing"
}

func (c *case1) figures(t tally) rulebook.Figures {
	f := rulebook.Figures{
		"pool": t.pool.Kind, "select": number(t.contest), "of": number(t.of),
		"bar": c.bar.String(), "reach": string(c.reach()),
	}
	if t.outstanding > 0 {
		f["outstanding"] = number(t.outstanding)
	}
	if c.book.Decision.Count == rulebook.Votes {
		f["reselect"] = number(t.of - t.contest)
		if c.allMembers() {
			f["electorate"] = c.book.Value(c.setting, rulebook.Electorate)
		}
	}
	if share := shareOf(c.part(t), c.poolCount(t).Of); share != nil {
		f["share"] = share.String()
	}
	return f
}

func (c *case1) reach() rulebook.Reach {
	if c.book.Inclusive(c.setting) {
		return rulebook.AtLeast
	}
	return rulebook.MoreThan
}

// halves says what each weighted pool adds.
func (c *case1) halves() []rulebook.Reason {
	var rs []rulebook.Reason
	for _, t := range c.tallies {
		r := rulebook.Reason{Clause: t.pool.Clause, Status: rulebook.Met, Code: "half", Figures: c.figures(t)}
		r.Figures["weight"] = t.pool.Weight.String()
		share := shareOf(t.contest, t.of)
		switch {
		case t.absent():
			r.Status, r.Code = rulebook.Open, "pool-absent"
			r.Figures["missing"] = joined(t.missing)
		case t.outstanding > 0:
			r.Status, r.Code = rulebook.Open, "half-open"
		case share == nil:
			r = c.emptyHalf(r)
		default:
			if part, err := share.Times(t.pool.Weight); err == nil {
				r.Figures["part"] = part.String()
			}
		}
		rs = append(rs, r)
	}
	return rs
}

// emptyHalf says what becomes of a half without any answer.
// clause: uk-labour/2021 empty-half
func (c *case1) emptyHalf(r rulebook.Reason) rulebook.Reason {
	r.Status, r.Code = rulebook.Open, "half-empty"
	if p, ok := c.book.Parameter(rulebook.EmptyHalf); ok {
		r.Clause = p.Clause
	}
	switch c.book.Value(c.setting, rulebook.EmptyHalf) {
	case rulebook.OtherHalfAlone:
		r.Status, r.Code = rulebook.Met, "half-empty-other-alone"
	case rulebook.CountsAsNone:
		r.Status, r.Code = rulebook.Met, "half-empty-none"
	}
	return r
}

// together puts the bar to the weighted sum.
func (c *case1) together() rulebook.Reason {
	r := rulebook.Reason{
		Clause: c.book.Decision.Clause, Status: rulebook.Open, Code: "sum-open",
		Figures: rulebook.Figures{"bar": c.bar.String(), "reach": string(c.reach())},
	}
	sum, known := c.combined(c.tallies)
	if known {
		r.Figures["share"] = sum.String()
	}
	waiting := c.waiting()
	if waiting > 0 {
		r.Figures["outstanding"] = number(waiting)
	}
	switch c.outcome() {
	case rulebook.Triggered:
		r.Status, r.Code = rulebook.Met, "sum-reached"
	case rulebook.NotTriggered:
		r.Status, r.Code = rulebook.NotMet, "sum-short"
	case rulebook.NeedsRuling:
		r.Code = "sum-unknown"
	case rulebook.Undecided, rulebook.DoesNotApply, rulebook.Allowed, rulebook.Refused, rulebook.NotYet, rulebook.Discretion:
	}
	if waiting > 0 && r.Status != rulebook.Open {
		r.Code += "-already"
	}
	return r
}

func (c *case1) waiting() int64 {
	var n int64
	for _, t := range c.tallies {
		n += t.outstanding
	}
	return n
}

// stageReasons says what the two stages give together, where that is not plain from each.
func (c *case1) stageReasons() []rulebook.Reason {
	first, second := c.standings(c.tallies[0]), c.standings(c.tallies[1])
	refused := slices.Equal(first, []standing{isShort})
	r := rulebook.Reason{Clause: c.tallies[1].pool.Clause, Status: rulebook.Open}
	p, ok := c.book.Parameter(rulebook.MembersRequested)
	if ok {
		r.Clause = p.Clause
	}
	noBallot := slices.Equal(second, []standing{isAbsent}) || slices.Equal(second, []standing{isEmpty})
	switch {
	case refused && noBallot && c.refusalStands():
		r.Status, r.Code = rulebook.Met, "ballot-not-requested"
	case refused && noBallot:
		r.Code = "ballot-unknown"
	case slices.Equal(first, []standing{isReached}) && slices.Equal(second, []standing{isShort}):
		r.Code = "stages-conflict"
	default:
		return nil
	}
	return []rulebook.Reason{r}
}

// leftOut says which units of the book's kinds stand in neither number, and which answered without asking.
func (c *case1) leftOut() []rulebook.Reason {
	var rs []rulebook.Reason
	if c.book.Decision.Combine == rulebook.Always {
		return nil
	}
	for _, answer := range []returns.Answer{returns.NoPreference, returns.NoVotes, returns.DidNotMeet, returns.NotDiscussed, returns.Void, returns.Late} {
		var n int64
		for _, row := range c.file.Rows {
			if row.Answer == answer && c.book.Takes(row.Kind) {
				n++
			}
		}
		votes := c.book.Decision.Count == rulebook.Votes
		if n == 0 || votes && answer == returns.NoPreference {
			continue
		}
		r := rulebook.Reason{
			Clause: c.clauseOf(answer), Status: rulebook.NotApplicable, Code: "not-counted",
			Figures: rulebook.Figures{"count": number(n), "answer": string(answer)},
		}
		if !votes && c.counts(answer) {
			r.Status, r.Code = rulebook.Met, "counted-without-asking"
		}
		rs = append(rs, r)
	}
	return rs
}

// clauseOf gives the clause that says whether units with an answer are counted.
func (c *case1) clauseOf(answer returns.Answer) string {
	named := map[returns.Answer]string{
		returns.NoPreference: rulebook.DoubleTieCounts, returns.NoVotes: rulebook.NoVotesCounts,
		returns.Void: rulebook.VoidCounts, returns.Late: rulebook.LateCounts,
	}
	if p, ok := c.book.Parameter(named[answer]); ok {
		return p.Clause
	}
	if clause, ok := c.book.Clause("who-counts"); ok {
		return clause.ID
	}
	return c.book.Decision.Clause
}

// otherKinds names the rows that the book does not count at all.
func (c *case1) otherKinds() []rulebook.Reason {
	var other []party.UnitKind
	var n int64
	for _, kind := range kindsOf(c.file) {
		if !c.book.Takes(kind) {
			other = append(other, kind)
			n += c.rowsOf(kind)
		}
	}
	if n == 0 {
		return nil
	}
	return []rulebook.Reason{{
		Clause: c.book.Decision.Clause, Status: rulebook.NotApplicable, Code: "kinds-not-counted",
		Figures: rulebook.Figures{"kinds": joined(other), "count": number(n)},
	}}
}

// outlook says what outstanding returns can still do.
func (c *case1) outlook(d Decision) []rulebook.Reason {
	clause := c.book.Decision.Clause
	if d.Certain {
		return []rulebook.Reason{{
			Clause: clause, Status: rulebook.Met, Code: "cannot-change",
			Figures: rulebook.Figures{"outstanding": number(d.Outstanding)},
		}}
	}
	if d.Outstanding == 0 {
		return nil
	}
	rs := []rulebook.Reason{{
		Clause: clause, Status: rulebook.Open, Code: "can-change",
		Figures: rulebook.Figures{"outstanding": number(d.Outstanding)},
	}}
	for _, t := range c.tallies {
		if n, ok := d.Needed[t.pool.Kind]; ok {
			rs = append(rs, rulebook.Reason{
				Clause: clause, Status: rulebook.Open, Code: "needed",
				Figures: rulebook.Figures{"pool": t.pool.Kind, "needed": number(n), "outstanding": number(t.outstanding)},
			})
		}
	}
	return rs
}

func (c *case1) sensitiveReasons(found []Sensitivity) []rulebook.Reason {
	rs := make([]rulebook.Reason, len(found))
	for i, s := range found {
		p, _ := c.book.Parameter(s.Parameter)
		rs[i] = rulebook.Reason{
			Clause: p.Clause, Status: rulebook.Open, Code: "sensitive",
			Figures: rulebook.Figures{
				"parameter": s.Parameter, "value": s.Value, "instead": s.Instead, "outcome": string(s.Outcome),
				"counts": countsText(s.Pools),
			},
		}
	}
	return rs
}

// countsText writes counts as figures: "branch 1 of 3, affiliate 0 of 2".
func countsText(pools []PoolCount) string {
	texts := make([]string, len(pools))
	for i, p := range pools {
		texts[i] = p.Kind + " " + number(p.Select) + " of " + number(p.Of)
	}
	return strings.Join(texts, ", ")
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func joined(kinds []party.UnitKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ",")
}
