package rulebook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook/strict"
	"github.com/selectorate/selectorate/rulebook/wording"
)

var (
	bookName      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$`)
	word          = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	clauseID      = regexp.MustCompile(`^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$`)
	parameterName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
)

// checker tells what in a book does not fit together, at the line that it is about.
type checker struct{ *strict.Document }

// check tells what in a book does not fit together. Every problem stands at the line it is about.
func (d checker) check(doc *document) {
	b := &doc.Book
	if doc.Format != Format {
		d.Problem("format", fmt.Sprintf("the format %q is not known", doc.Format), "write format: "+Format)
	}
	d.matches("name", b.Name, bookName, "lower-case words joined by hyphens, such as uk-labour/2018")
	for _, f := range []struct{ path, text string }{
		{"title", b.Title},
		{"organisation", b.Organisation},
		{"procedure", b.Procedure},
		{"incumbent", b.Incumbent},
		{"question.text", b.Question.Text},
		{"question.select", b.Question.Select},
		{"question.reselect", b.Question.Reselect},
	} {
		d.needed(f.path, f.text)
	}
	if len(b.Sources) == 0 {
		d.Problem("sources", "a book names at least one source", "add sources:")
	}
	for i, source := range b.Sources {
		d.needed(fmt.Sprintf("sources[%d]", i), source)
	}
	d.order("until", b.From, b.Until)
	d.clauses(b)
	d.cites(b, "question.clause", b.Question.Clause)
	d.parameters(b)
	d.decision(b)
	d.offices(b)
	d.returns(b)
	d.powers(b)
}

func (d checker) needed(path, text string) {
	if text == "" {
		d.Problem(path, path+" is missing or empty", "write it")
	}
}

func (d checker) matches(path, text string, form *regexp.Regexp, such string) {
	if !form.MatchString(text) {
		d.Problem(path, fmt.Sprintf("%s %q is not of the form it needs", path, text), "use "+such)
	}
}

func (d checker) order(path string, from, until party.Day) {
	if !until.IsZero() && until.Before(from) {
		d.Problem(path, fmt.Sprintf("the last day in force, %s, is before the first, %s", until, from), "put the days in order")
	}
}

// once tells identifiers that stand twice in a list.
func (d checker) once(list, key string, n int, id func(int) string) {
	seen := map[string]int{}
	for i := range n {
		path := fmt.Sprintf("%s[%d].%s", list, i, key)
		if first, twice := seen[id(i)]; twice {
			line, _ := d.Line(fmt.Sprintf("%s[%d].%s", list, first, key))
			d.Problem(path, fmt.Sprintf("%q stands twice in %s", id(i), list), fmt.Sprintf("it is also on line %d: keep one, or rename one", line))
		} else if _, written := d.Line(path); written {
			seen[id(i)] = i
		}
	}
}

func (d checker) mark(path string, m Mark) {
	if !slices.Contains([]Mark{Stated, Derived, Memory}, m) {
		d.Problem(path, fmt.Sprintf("the mark %q is not known", m), "write S (stated by the source), D (derived) or M (from memory, to be confirmed)")
	}
}

func (d checker) cites(b *Book, path, clause string) {
	if _, ok := b.Clause(clause); !ok {
		d.Problem(path, fmt.Sprintf("the clause %q is not in this book", clause), "add it to clauses, or cite one that is there")
	}
}

func oneOf[T ~string](d checker, path string, value T, values ...T) bool {
	if slices.Contains(values, value) {
		return true
	}
	d.Problem(path, fmt.Sprintf("%q is not known here", value), "write one of "+listed(values))
	return false
}

func listed[T ~string](values []T) string {
	words := make([]string, 0, len(values))
	for _, v := range values {
		if v != "" {
			words = append(words, string(v))
		}
	}
	return strings.Join(words, ", ")
}

func (d checker) clauses(b *Book) {
	d.once("clauses", "id", len(b.Clauses), func(i int) string { return b.Clauses[i].ID })
	if len(b.Clauses) == 0 {
		d.Problem("clauses", "a book has at least one clause", "add clauses:")
	}
	for i, c := range b.Clauses {
		path := fmt.Sprintf("clauses[%d]", i)
		d.matches(path+".id", c.ID, clauseID, "letters and digits joined by points or hyphens, such as IV.5.B")
		d.needed(path+".title", c.Title)
		d.needed(path+".summary", c.Summary)
		d.needed(path+".source", c.Source)
		d.mark(path+".mark", c.Mark)
		d.order(path+".until", c.From, c.Until)
	}
}

func (d checker) parameters(b *Book) {
	d.once("parameters", "name", len(b.Parameters), func(i int) string { return b.Parameters[i].Name })
	for i, p := range b.Parameters {
		path := fmt.Sprintf("parameters[%d]", i)
		d.matches(path+".name", p.Name, parameterName, "lower-case words joined by underscores, such as double_tie_in_denominator")
		d.cites(b, path+".clause", p.Clause)
		d.needed(path+".meaning", p.Meaning)
		d.mark(path+".mark", p.Mark)
		d.known(path, p)
		if !oneOf(d, path+".type", p.Type, Bool, Whole, Share, Choice, Unknown) {
			continue
		}
		if err := p.Fits(p.Default); err != nil {
			d.Problem(path+".default", "the default does not fit the type: "+err.Error(), "")
		}
		for j, a := range p.Alternatives {
			if err := p.Fits(a); err != nil {
				d.Problem(fmt.Sprintf("%s.alternatives[%d]", path, j), "the alternative does not fit the type: "+err.Error(), "")
			}
		}
	}
}

// known holds the parameters that Decide reads to the types and the choices that it reads them with. A name
// that is not among them is data for people, and decides nothing.
func (d checker) known(path string, p Parameter) {
	meant := decidingParameters()
	d.spelt(path, p.Name, meant)
	for _, m := range meant {
		if m.Name != p.Name {
			continue
		}
		if m.Type != p.Type {
			d.Problem(path+".type", fmt.Sprintf("%s is of type %s, not %s", p.Name, m.Type, p.Type), "write type: "+string(m.Type))
		}
		for j, a := range p.Alternatives {
			if m.Type == Choice && !slices.Contains(m.Alternatives, a) {
				d.Problem(fmt.Sprintf("%s.alternatives[%d]", path, j), fmt.Sprintf("%s cannot be %q", p.Name, a), "it can be one of "+strings.Join(m.Alternatives, ", "))
			}
		}
	}
}

// decidingParameters lists the names that selection.Decide gives a meaning to, beside the bar.
func decidingParameters() []Parameter {
	return []Parameter{
		{Name: DoubleTieCounts, Type: Bool},
		{Name: NoVotesCounts, Type: Bool},
		{Name: VoidCounts, Type: Bool},
		{Name: LateCounts, Type: Bool},
		{Name: BarInclusive, Type: Bool},
		{Name: EmptyHalf, Type: Choice, Alternatives: []string{"needs-ruling", "other-half-alone", "counts-as-none"}},
		{Name: Base, Type: Choice, Alternatives: []string{"votes-cast", "all-members"}},
		{Name: Electorate, Type: Unknown},
		{Name: MembersRequested, Type: Choice, Alternatives: []string{"unknown", "no"}},
	}
}

// spelt refuses a name that is all but one that Decide reads: it would decide nothing, and nobody would see it.
func (d checker) spelt(path, name string, meant []Parameter) {
	known := func(m Parameter) bool { return m.Name == name }
	if slices.ContainsFunc(meant, known) {
		return
	}
	closest := slices.MinFunc(meant, func(a, b Parameter) int { return distance(name, a.Name) - distance(name, b.Name) })
	near := len(name) > 7 && distance(name, closest.Name) <= 2
	if near || strings.HasSuffix(name, "_in_denominator") {
		d.Problem(path+".name", fmt.Sprintf("%q is not a setting that decides who is counted", name), "did you mean "+closest.Name+"?")
	}
}

// distance tells how many letters must be put in, taken out or changed to make one word of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, corner+1, row[j]+1)
		}
	}
	return row[len(b)]
}

func (d checker) decision(b *Book) {
	dec := b.Decision
	d.cites(b, "decision.clause", dec.Clause)
	if !oneOf(d, "decision.combine", dec.Combine, OnePool, AnyPool, Weighted, Stages, Always) {
		return
	}
	if dec.Combine == Always {
		if len(dec.Pools) > 0 {
			d.Problem("decision.pools", "a contest in every seat counts no pool", "take the pools out")
		}
		d.kinds("decision.units", dec.Units)
		return
	}
	if len(dec.Units) > 0 {
		d.Problem("decision.units", "the pools say which kinds of unit are counted", "take units out here")
	}
	oneOf(d, "decision.count", dec.Count, Units, Votes)
	oneOf(d, "decision.of", dec.Of, ForContest, ForIncumbent)
	oneOf(d, "decision.reach", dec.Reach, AtLeast, MoreThan)
	if p, ok := b.Parameter(dec.Bar); !ok || p.Type != Share {
		d.Problem("decision.bar", fmt.Sprintf("%q is not a parameter of type share in this book", dec.Bar), "name one")
	}
	d.pools(b)
}

func (d checker) pools(b *Book) {
	dec := b.Decision
	want := map[Combine]string{OnePool: "exactly one pool, of kind all", AnyPool: "at least one pool", Weighted: "at least two pools", Stages: "the two pools executive and members, in this order"}
	n := len(dec.Pools)
	fits := map[Combine]bool{OnePool: n == 1 && dec.Pools[0].Kind == "all", AnyPool: n >= 1, Weighted: n >= 2, Stages: n == 2 && dec.Pools[0].Kind == "executive" && dec.Pools[1].Kind == "members"}
	if !fits[dec.Combine] {
		d.Problem("decision.pools", fmt.Sprintf("%s needs %s", dec.Combine, want[dec.Combine]), "")
	}
	if dec.Combine == Stages && (dec.Count != Votes || dec.Of != ForIncumbent) {
		d.Problem("decision.combine", "stages count votes, for the incumbent", "write count: votes and of: reselect")
	}
	if (dec.Combine == AnyPool || dec.Combine == Weighted) && (dec.Count != Units || dec.Of != ForContest) {
		d.Problem("decision.combine", string(dec.Combine)+" counts units, for a contest", "write count: units and of: select")
	}
	d.once("decision.pools", "kind", n, func(i int) string { return dec.Pools[i].Kind })
	sum, owner := party.Share{}, map[party.UnitKind]string{}
	for i, pool := range dec.Pools {
		path := fmt.Sprintf("decision.pools[%d]", i)
		d.matches(path+".kind", pool.Kind, word, "a kind of unit, or all")
		d.cites(b, path+".clause", pool.Clause)
		d.poolUnits(path, pool, owner)
		total, err := sum.Plus(pool.Weight)
		if err != nil {
			d.Problem(path+".weight", err.Error(), "use simple fractions")
		}
		sum = total
	}
	if dec.Combine == Weighted && sum.Compare(party.MustShare(1, 1)) != 0 {
		d.Problem("decision.pools", fmt.Sprintf("the weights sum to %s, not to 1", sum), "correct the weights")
	}
	if dec.Combine != Weighted && sum.Compare(party.Share{}) != 0 {
		d.Problem("decision.pools", "only weighted pools have weights", "take the weights out")
	}
}

// kinds tells what is wrong with the kinds of unit to which a contest in every seat may be put.
func (d checker) kinds(path string, kinds []party.UnitKind) {
	if len(kinds) == 0 {
		d.Problem(path, "a contest in every seat names the kinds of unit that there can be", "add units:")
	}
	for i, kind := range kinds {
		at := fmt.Sprintf("%s[%d]", path, i)
		oneOf(d, at, kind, party.UnitKinds()...)
		if slices.Index(kinds, kind) < i {
			d.Problem(at, fmt.Sprintf("%q stands twice", kind), "take one out")
		}
	}
}

func (d checker) poolUnits(path string, pool Pool, owner map[party.UnitKind]string) {
	if len(pool.Units) == 0 {
		d.Problem(path+".units", "a pool has at least one kind of unit", "add units:")
	}
	for j, kind := range pool.Units {
		at := fmt.Sprintf("%s.units[%d]", path, j)
		oneOf(d, at, kind, party.UnitKinds()...)
		if other, taken := owner[kind]; taken {
			d.Problem(at, fmt.Sprintf("%s is already counted in pool %s", kind, other), "count each kind once")
		}
		owner[kind] = pool.Kind
	}
}

func (d checker) offices(b *Book) {
	d.once("offices", "id", len(b.Offices), func(i int) string { return string(b.Offices[i].ID) })
	for i, o := range b.Offices {
		path := fmt.Sprintf("offices[%d]", i)
		d.matches(path+".id", string(o.ID), word, "lower-case words joined by hyphens, such as procedures-secretary")
		d.needed(path+".title", o.Title)
	}
}

func (d checker) holders(b *Book, path string, offices []party.OfficeID) {
	if len(offices) == 0 {
		d.Problem(path, "at least one office is needed", "name an office of this book")
	}
	for i, id := range offices {
		at := fmt.Sprintf("%s[%d]", path, i)
		if _, ok := b.Office(id); !ok {
			d.Problem(at, fmt.Sprintf("the office %q is not in this book", id), "add it to offices, or name one that is there")
		}
		if slices.Index(offices, id) < i {
			d.Problem(at, fmt.Sprintf("the office %q stands twice", id), "take one out")
		}
	}
}

func (d checker) returns(b *Book) {
	d.once("returns", "kind", len(b.Returns), func(i int) string { return string(b.Returns[i].Kind) })
	for i, r := range b.Returns {
		path := fmt.Sprintf("returns[%d]", i)
		oneOf(d, path+".kind", r.Kind, party.UnitKinds()...)
		d.cites(b, path+".clause", r.Clause)
		d.holders(b, path+".enter", r.Enter)
		d.holders(b, path+".countersign", r.Countersign)
	}
}

func (d checker) powers(b *Book) {
	d.once("powers", "act", len(b.Powers), func(i int) string { return b.Powers[i].Act })
	for i, p := range b.Powers {
		path := fmt.Sprintf("powers[%d]", i)
		oneOf(d, path+".act", p.Act, wording.Acts()...)
		d.cites(b, path+".clause", p.Clause)
		d.holders(b, path+".offices", p.Offices)
		oneOf(d, path+".until", p.Until, "", "frozen", "decided", "declared", "published")
		d.days(b, path, p)
		d.once(path+".grounds", "code", len(p.Grounds), func(j int) string { return p.Grounds[j].Code })
		for j, g := range p.Grounds {
			at := fmt.Sprintf("%s.grounds[%d]", path, j)
			d.matches(at+".code", g.Code, word, "a word such as wrong-notice")
			d.needed(at+".text", g.Text)
		}
	}
}

// days tells what is wrong with the days for which a power runs on, as a number or by a parameter's name.
func (d checker) days(b *Book, path string, p Power) {
	key := path + ".days"
	if p.DaysParameter != "" {
		key = path + ".days-parameter"
		if given, ok := b.Parameter(p.DaysParameter); !ok || given.Type != Whole {
			d.Problem(key, fmt.Sprintf("%q is not a parameter of type whole in this book", p.DaysParameter), "name one")
		}
		if p.Days > 0 {
			d.Problem(path+".days", "the days are given as a number and by a parameter", "write one of the two")
		}
	}
	if (p.Days > 0 || p.DaysParameter != "") && p.Until == "" {
		d.Problem(key, "days after no stage", "say until which stage")
	}
}
