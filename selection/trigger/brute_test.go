package trigger_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

// split is one pool by its answers.
type split struct {
	contest, none, tied, out int
	voided, late, empty      int  // declared void, too late, nobody voted: none of them counts by default
	absent                   bool // not published, rather than known to be empty
}

func (s split) size() int {
	return s.contest + s.none + s.tied + s.out + s.voided + s.late + s.empty
}

func (s split) rows(kind party.UnitKind) []returns.Row {
	var rows []returns.Row
	for _, part := range []struct {
		n      int
		answer returns.Answer
	}{
		{s.contest, returns.Select},
		{s.none, returns.Reselect},
		{s.tied, returns.NoPreference},
		{s.out, returns.Outstanding},
		{s.voided, returns.Void},
		{s.late, returns.Late},
		{s.empty, returns.NoVotes},
	} {
		for range part.n {
			rows = append(rows, returns.Row{Unit: fmt.Sprint(kind, len(rows)), Kind: kind, Answer: part.answer})
		}
	}
	return rows
}

// ended is one completion of a pool: how many asked, of how many, and how many of those outstanding asked.
type ended struct{ contest, of, asked int }

// completions lists every one: each outstanding unit asks for a contest, is counted without asking, or drops out.
func (s split) completions() []ended {
	var all []ended
	for asked := 0; asked <= s.out; asked++ {
		for without := 0; asked+without <= s.out; without++ {
			all = append(all, ended{s.contest + asked, s.contest + s.none + s.tied + asked + without, asked})
		}
	}
	return all
}

// rule is a book's arithmetic written once more, plainly, for comparison: over two pools of units.
type rule func(b, a ended, bAbsent, aAbsent bool) rulebook.Outcome

func either(b, a ended, bAbsent, aAbsent bool) rulebook.Outcome {
	switch {
	case b.of > 0 && 3*b.contest >= b.of, a.of > 0 && 3*a.contest >= a.of:
		return rulebook.Triggered
	case bAbsent || aAbsent:
		return rulebook.NeedsRuling
	}
	return rulebook.NotTriggered
}

func halves(b, a ended, bAbsent, aAbsent bool) rulebook.Outcome {
	switch {
	case bAbsent, aAbsent, b.of == 0, a.of == 0:
		return rulebook.NeedsRuling
	case b.contest*a.of+a.contest*b.of > b.of*a.of:
		return rulebook.Triggered
	}
	return rulebook.NotTriggered
}

func pooled(b, a ended, bAbsent, aAbsent bool) rulebook.Outcome {
	switch {
	case bAbsent || aAbsent:
		return rulebook.NeedsRuling
	case 2*(b.contest+a.contest) > b.of+a.of:
		return rulebook.Triggered
	}
	return rulebook.NotTriggered
}

// brute is outcome, certainty and needed numbers from every single completion.
type brute struct {
	outcome rulebook.Outcome
	certain bool
	needed  map[string]int64
}

func judge(r rule, b, a split, onePool bool) brute {
	outcomes := map[rulebook.Outcome]bool{}
	worst := map[string]int{} // most that asked where it still was not enough
	for _, eb := range b.completions() {
		for _, ea := range a.completions() {
			outcome := r(eb, ea, b.absent, a.absent)
			outcomes[outcome] = true
			if outcome != rulebook.Triggered {
				worst["branch"] = max(worst["branch"], eb.asked+1)
				worst["affiliate"] = max(worst["affiliate"], ea.asked+1)
				worst["all"] = max(worst["all"], eb.asked+ea.asked+1)
			}
		}
	}
	found := brute{outcome: rulebook.Undecided, needed: map[string]int64{}}
	for outcome := range outcomes {
		if len(outcomes) == 1 {
			found.outcome = outcome
		}
	}
	found.certain = b.out+a.out > 0 && len(outcomes) == 1
	out := map[string]int{"branch": b.out, "affiliate": a.out}
	if onePool {
		out = map[string]int{"all": b.out + a.out}
	}
	for kind, n := range out {
		if n > 0 && worst[kind] <= n {
			found.needed[kind] = int64(worst[kind])
		}
	}
	return found
}

func book(t testing.TB, name string) *rulebook.Book {
	t.Helper()
	data, err := rules.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := rulebook.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(b, a split) returns.File {
	f := returns.File{Rows: append(b.rows(party.Branch), a.rows(party.Affiliate)...)}
	if b.size() == 0 && !b.absent {
		f.None = append(f.None, party.Branch)
	}
	if a.size() == 0 && !a.absent {
		f.None = append(f.None, party.Affiliate)
	}
	return f
}

func splits(most int) []split {
	var all []split
	for contest := range most + 1 {
		for none := range most + 1 - contest {
			for tied := range most + 1 - contest - none {
				for out := range most + 1 - contest - none - tied {
					all = append(all, split{contest: contest, none: none, tied: tied, out: out})
				}
			}
		}
	}
	return append(all, split{absent: true})
}

// Every split of up to 8 units over two pools, every mixture of answers, outstanding ones and double ties
// included: outcome, certain and needed are those of every single completion.
func TestAgreesWithEveryCompletion(t *testing.T) {
	most := 8
	if testing.Short() {
		most = 5
	}
	for _, c := range []struct {
		name    string
		rule    rule
		onePool bool
	}{
		{"uk-labour/2018", either, false},
		{"uk-labour/2021", halves, false},
		{"uk-labour/pre-2018", pooled, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bk := book(t, c.name)
			all := splits(most)
			compared := 0
			for _, b := range all {
				for _, a := range all {
					if b.size()+a.size() > most || b.size()+a.size() == 0 {
						continue
					}
					compared++
					compare(t, bk, b, a, judge(c.rule, b, a, c.onePool))
				}
			}
			t.Logf("%d splits compared", compared)
		})
	}
}

// Each pool alone at every size up to 12, beside a few of the other.
func TestAgreesWithLargePools(t *testing.T) {
	others := []split{{absent: true}, {}, {none: 1}, {contest: 3, none: 9}, {contest: 4, none: 8}, {tied: 5, out: 7}, {contest: 6, none: 5, out: 1}, {out: 12}}
	if testing.Short() {
		others = others[:4]
	}
	for _, c := range []struct {
		name    string
		rule    rule
		onePool bool
	}{{"uk-labour/2018", either, false}, {"uk-labour/2021", halves, false}, {"uk-labour/pre-2018", pooled, true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bk := book(t, c.name)
			for _, b := range splits(12) {
				for _, a := range others {
					if b.size()+a.size() > 0 {
						compare(t, bk, b, a, judge(c.rule, b, a, c.onePool))
						compare(t, bk, a, b, judge(c.rule, a, b, c.onePool))
					}
				}
			}
		})
	}
}

// One pool of whole constituency parties, in every split up to 12, with units of every sort that does not count.
func TestAgreesWithConstituencyParties(t *testing.T) {
	bk := book(t, "uk-labour/gla-2019")
	third := func(c, _ ended, absent, _ bool) rulebook.Outcome {
		switch {
		case absent:
			return rulebook.NeedsRuling
		case c.of > 0 && 3*c.contest >= c.of:
			return rulebook.Triggered
		}
		return rulebook.NotTriggered
	}
	for _, s := range splits(12) {
		if s.size() == 0 {
			continue
		}
		for _, aside := range []split{{}, {voided: 1}, {late: 2}, {empty: 1}, {voided: 1, late: 1, empty: 2}} {
			s.voided, s.late, s.empty = aside.voided, aside.late, aside.empty
			d := trigger.Decide(bk, nil, returns.File{Rows: s.rows(party.CLP)})
			agrees(t, fmt.Sprintf("%+v", s), d, judge(third, s, split{}, true))
		}
	}
}

// Units that do not count change nothing, in whichever pool they are; a pool of nothing else is empty.
func TestAgreesBesideUnitsThatDoNotCount(t *testing.T) {
	for name, c := range map[string]struct {
		rule    rule
		onePool bool
	}{"uk-labour/2018": {either, false}, "uk-labour/2021": {halves, false}, "uk-labour/pre-2018": {pooled, true}} {
		bk, all := book(t, name), splits(3)
		for _, b := range all {
			for _, a := range all {
				if b.absent || a.absent {
					continue
				}
				b.voided, a.late, a.empty = 1, 1, 2
				compare(t, bk, b, a, judge(c.rule, b, a, c.onePool))
			}
		}
	}
}

func compare(t *testing.T, bk *rulebook.Book, b, a split, want brute) {
	t.Helper()
	agrees(t, fmt.Sprintf("branches %+v, affiliates %+v", b, a), trigger.Decide(bk, nil, file(b, a)), want)
}

func agrees(t *testing.T, what string, d trigger.Decision, want brute) {
	t.Helper()
	if d.Ruling.Outcome != want.outcome || d.Certain != want.certain || !maps.Equal(d.Needed, want.needed) {
		t.Fatalf("%s: %s certain %t needed %v, want %s %t %v",
			what, d.Ruling.Outcome, d.Certain, d.Needed, want.outcome, want.certain, want.needed)
	}
}
