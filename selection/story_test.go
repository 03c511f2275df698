package selection_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// A story is a file that an officer of a party can read. Its part "setting" says under which rules, with which
// units and by which last day; its part "story" has a line for each act:
//
//	harbour secretary: enters harbour, contest 16 to 14   => allowed
//	harbour secretary: countersigns harbour               => refused: two-people
//
// Before the colon stands who acts ("Ann as harbour teller" for somebody with a name), after the arrow what
// comes of it, with the codes of whatever was not met. Lines that begin with "on" move the clock; lines with a
// word and a colon such as "stage:" or "counted:" say how the seat stands. Where nothing else is said,
// returns were met on the day on which they are entered.

// TestStories plays every story, and with the tables of openings and odd cases every requirement that the
// room's code can make, met and not met.
func TestStories(t *testing.T) {
	heard := map[string]bool{}
	files, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Comment) < 20 || len(archive.Files) != 2 {
				t.Fatal("a story says what it is about, and has two parts: setting and story")
			}
			p := newPlay(t)
			p.set(string(archive.Files[0].Data))
			for i, line := range strings.Split(string(archive.Files[1].Data), "\n") {
				if line, _, _ = strings.Cut(line, "#"); strings.TrimSpace(line) != "" {
					p.line(fmt.Sprintf("%s, line %d of the story: %s", file, i+1, strings.TrimSpace(line)), strings.TrimSpace(line))
				}
			}
			maps.Copy(heard, p.heard)
		})
	}
	t.Run("openings", func(t *testing.T) { maps.Copy(heard, playOpenings(t)) })
	maps.Copy(heard, playUnopened(t))
	t.Run("every requirement was met once and not met once", func(t *testing.T) { complete(t, heard) })
}

var required = regexp.MustCompile(`(?:Require|Await)\((?s:.*?)"([a-z]+(?:-[a-z]+)*)",\s`)

// complete compares what was heard with what the room's code can say.
func complete(t *testing.T, heard map[string]bool) {
	t.Helper()
	codes := map[string]bool{"office-may": true, "ground-known": true}
	files, err := filepath.Glob("may*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range required.FindAllSubmatch(data, -1) {
			codes[string(match[1])] = true
		}
	}
	if len(codes) < 50 {
		t.Fatalf("only %d requirements were found in the code", len(codes))
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		for _, said := range []string{code, "not-" + code} {
			if !heard[said] {
				t.Errorf("no story gives %s", said)
			}
		}
	}
}

// set reads the setting, and plays what it says has happened before.
func (p *play) set(text string) {
	p.t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch rest = strings.TrimSpace(rest); word {
		case "":
		case "rules":
			p.found(rest)
		case "with":
			name, value, _ := strings.Cut(rest, " = ")
			p.setting[name] = value
		case "unit":
			id, what, _ := strings.Cut(rest, ", ")
			kind, name, _ := strings.Cut(what, ", ")
			p.units = append(p.units, selection.Unit{ID: party.UnitID(id), Kind: party.UnitKind(kind), Name: name})
		case "returns":
			p.deadline = day(strings.TrimPrefix(rest, "by "))
		case "begins":
			stage, on, _ := strings.Cut(rest, " on ")
			p.confirm()
			p.at(day(on), 9, 0)
			p.begin(selection.Stage(stage))
		default:
			p.t.Fatalf("the setting has no %q", word)
		}
	}
}

// begin plays a seat up to a stage, as it usually goes.
func (p *play) begin(stage selection.Stage) {
	p.t.Helper()
	for _, step := range []struct {
		stage selection.Stage
		line  string
	}{
		{selection.StageOpened, "regional executive: opens"},
		{selection.StageListed, "procedures secretary: lists all"},
		{selection.StageFrozen, "procedures secretary: freezes"},
	} {
		if stage.Reached(step.stage) {
			p.line("setting: "+step.line, step.line+" => allowed")
		}
	}
}

var clock = regexp.MustCompile(`^on (\S+?)(?: at (\d\d):(\d\d))?$`)

// line plays one line.
func (p *play) line(where, line string) {
	p.t.Helper()
	if match := clock.FindStringSubmatch(line); match != nil {
		hour, minute := 12, 0
		if match[2] != "" {
			hour, _ = strconv.Atoi(match[2])
			minute, _ = strconv.Atoi(match[3])
		}
		p.at(day(match[1]), hour, minute)
		return
	}
	does, want, acts := strings.Cut(line, "=>")
	who, what, ok := strings.Cut(does, ":")
	who, what, want = strings.TrimSpace(who), strings.TrimSpace(what), strings.TrimSpace(want)
	if !ok {
		p.t.Fatalf("%s: it has no colon", where)
	}
	got := ""
	if acts {
		what, on, dated := strings.Cut(what, ", dated ")
		act, values := p.act(where, what)
		stamp := p.stamp(p.actor(who))
		if dated {
			stamp.Day = day(on)
		}
		got = p.does(act, stamp, values)
	} else {
		want, got = what, p.stands(where, who)
	}
	if got != want {
		p.t.Errorf("%s\ngot   %s\nwant  %s", where, got, want)
	}
}

// stands tells how the seat stands in one respect.
func (p *play) stands(where, what string) string {
	p.t.Helper()
	switch what {
	case "stage":
		return string(p.state.Stage)
	case "outstanding":
		return unitList(p.state.Outstanding())
	case "list":
		return unitList(p.state.Units)
	case "decision":
		return string(p.gave())
	case "outcome":
		outcome, _ := p.state.Outcome()
		return outcomeWords(outcome)
	case "imposed":
		return map[bool]string{true: "yes", false: "no"}[p.state.Imposed()]
	case "counted":
		file, err := p.state.ReturnsFile(p.book, p.unsealed)
		if err != nil {
			return err.Error()
		}
		rows := make([]string, len(file.Rows))
		for i, row := range file.Rows {
			rows[i] = string(p.state.Units[i].ID) + " " + string(row.Answer)
		}
		return strings.Join(rows, ", ")
	}
	p.t.Fatalf("%s: nothing is called %q", where, what)
	return ""
}

func unitList(units []selection.Unit) string {
	if len(units) == 0 {
		return "none"
	}
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = string(u.ID)
	}
	return strings.Join(ids, ", ")
}

func outcomeWords(o rulebook.Outcome) string {
	words, known := map[rulebook.Outcome]string{rulebook.Triggered: "contest", rulebook.NotTriggered: "no contest", "": "none"}[o]
	if !known {
		return string(o)
	}
	return words
}

func outcome(words string) rulebook.Outcome {
	switch words {
	case "contest":
		return rulebook.Triggered
	case "no contest":
		return rulebook.NotTriggered
	}
	return rulebook.Outcome(words)
}

// act reads what somebody does, with what is sealed beside it.
func (p *play) act(where, what string) (selection.Act, map[string]any) {
	p.t.Helper()
	verb, rest, _ := strings.Cut(what, " ")
	of, ground, _ := strings.Cut(rest, ", ")
	statement := map[string]any{"statement": "Because it is so."}
	switch verb {
	case "opens":
		return p.opened(), map[string]any{"incumbent": "Somebody Invented"}
	case "appoints":
		act := selection.Appointed{}
		if rest != "nobody" {
			act.Officers = []selection.Officer{p.officer(rest)}
		}
		return act, nil
	case "removes":
		return selection.StoodDown{Officer: p.officer(rest)}, nil
	case "lists":
		return p.listed(rest), nil
	case "asks":
		ask, unit, _ := strings.Cut(strings.TrimPrefix(of, "to "), " ")
		u, known := p.unit(unit)
		if !known {
			u = selection.Unit{ID: party.UnitID(unit), Kind: party.Branch, Name: "Mill Lane"}
		}
		return selection.Challenged{Ask: selection.ListChange(ask), Unit: u, Ground: ground}, statement
	case "upholds", "dismisses":
		return selection.Settled{Challenge: p.challenge(of), Upheld: verb == "upholds", Ground: ground}, statement
	case "freezes":
		units := int64(len(p.state.Units))
		if rest != "" {
			units, _ = strconv.ParseInt(rest, 10, 64)
		}
		return selection.Frozen{Units: units}, nil
	case "enters", "sends":
		return p.entered(where, verb == "sends", strings.TrimPrefix(of, "late "), ground)
	case "countersigns":
		return selection.Countersigned{Return: p.latest(of)}, nil
	case "withdraws":
		return selection.Withdrawn{Return: p.latest(of), Ground: ground}, nil
	case "orders":
		return selection.Reballoted{Return: p.latest(strings.TrimSuffix(of, " again"))}, nil
	case "voids":
		ground, seen := strings.CutSuffix(ground, ", seen")
		return selection.Voided{Return: p.latest(of), Ground: ground, Seen: seen}, statement
	case "reinstates":
		ground, seen := strings.CutSuffix(ground, ", seen")
		return selection.Reinstated{Return: p.latest(of), Ground: ground, Seen: seen}, statement
	}
	return p.ending(where, verb, rest)
}

// ending reads an act from the decision on.
func (p *play) ending(where, verb, rest string) (selection.Act, map[string]any) {
	p.t.Helper()
	parts := strings.Split(rest, ", ")
	option := func(word, otherwise string) string {
		for i, part := range parts {
			if value, ok := strings.CutPrefix(part, word+" "); ok {
				parts = slices.Delete(parts, i, i+1)
				return value
			}
		}
		return otherwise
	}
	statement := map[string]any{"statement": "Because it is so."}
	switch verb {
	case "decides":
		procedure := option("by", selection.DecideProcedure)
		return selection.Decided{Procedure: procedure}, map[string]any{"decision": p.decision()}
	case "rules":
		return selection.Ruled{Outcome: outcome(parts[0]), Ground: second(parts)}, statement
	case "declares":
		gave := outcome(option("given", string(p.gave())))
		return selection.Declared{Gave: gave, Outcome: outcome(parts[0]), Ground: second(parts)}, statement
	case "imposes":
		was, _ := p.state.Outcome()
		was = outcome(option("was", string(was)))
		clause := option("under", "override")
		return selection.Overridden{Was: was, Outcome: outcome(parts[0]), Clause: clause, Ground: second(parts)}, statement
	case "publishes":
		return p.published(parts), nil
	}
	p.t.Fatalf("%s: nobody can do that", where)
	return nil, nil
}

func second(parts []string) string {
	if len(parts) > 1 {
		return parts[1]
	}
	return ""
}

func (p *play) listed(rest string) selection.Listed {
	act := selection.Listed{Units: []selection.Unit{}}
	if rest == "all" {
		act.Units = p.units
		return act
	}
	for id := range strings.SplitSeq(rest, ", ") {
		if u, ok := p.unit(id); ok {
			act.Units = append(act.Units, u)
		}
	}
	return act
}

func (p *play) challenge(unit string) int64 {
	number := int64(-1)
	for _, d := range p.state.Disputes {
		if string(d.Ask.Unit.ID) == unit {
			number = d.Number
		}
	}
	return number
}

var figured = regexp.MustCompile(`^(.*?) (\d+) to (\d+)$`)

// entered reads a return: "contest 16 to 14", "did not meet", "tie 12 to 12, met 2026-03-16".
func (p *play) entered(where string, late bool, unit, what string) (selection.Act, map[string]any) {
	p.t.Helper()
	what, on, has := strings.Cut(what, ", met ")
	met := p.today()
	if has {
		met = day(on)
	}
	unit, again := strings.CutSuffix(unit, " again")
	values := map[string]any{}
	figures := figured.FindStringSubmatch(what)
	if figures != nil {
		contest, _ := strconv.ParseInt(figures[2], 10, 64)
		against, _ := strconv.ParseInt(figures[3], 10, 64)
		values["figures"] = selection.Votes{Select: contest, Reselect: against}
		what = figures[1]
	}
	answer, known := map[string]selection.Answer{
		"contest": selection.Select, "no contest": selection.Reselect, "tie": selection.Outstanding,
		"no preference": selection.NoPreference, "nobody voted": selection.NoVotes,
		"did not meet": selection.DidNotMeet, "not discussed": selection.NotDiscussed,
	}[what]
	if !known {
		p.t.Fatalf("%s: no unit can answer %q", where, what)
	}
	if values["answer"] = answer; answer == selection.DidNotMeet {
		met = party.Day{}
	}
	if late {
		return selection.ReceivedLate{Unit: party.UnitID(unit), MetOn: met, Figures: figures != nil}, values
	}
	act := selection.Returned{Unit: party.UnitID(unit), Ballot: 1, Tied: answer == selection.Outstanding, MetOn: met, Figures: figures != nil}
	if again {
		act.Ballot = 2
	}
	return act, values
}

var ofUnit = regexp.MustCompile(`^(withheld )?(\S+)(?: of (.+?))?(?: as (\S+))?$`)

// published reads what is published: "everything", or a list such as "decision, answer of harbour, complete".
func (p *play) published(parts []string) selection.Published {
	p.t.Helper()
	act := selection.Published{Openings: []selection.Opening{}, Withheld: []selection.Withheld{}}
	for _, part := range parts {
		match := ofUnit.FindStringSubmatch(part)
		sealed := selection.Sealed{Number: p.state.Decided, Field: match[2]}
		if match[3] != "" {
			sealed.Number = p.latest(match[3])
		}
		switch {
		case part == "nothing":
		case part == "complete":
			act.Complete = true
		case part == "everything":
			act.Complete = true
			p.publishAll(&act)
		case match[1] != "":
			act.Withheld = append(act.Withheld, selection.Withheld{Number: sealed.Number, Field: sealed.Field, Why: match[4]})
		default:
			act.Openings = append(act.Openings, p.opening(sealed))
		}
	}
	return act
}

func (p *play) opening(s selection.Sealed) selection.Opening {
	return selection.Opening{Number: s.Number, Field: s.Field, Salt: "AA==", Value: p.sealed[s]}
}

func (p *play) publishAll(act *selection.Published) {
	p.t.Helper()
	opened, withheld, err := p.state.Publication(p.book, p.unsealed, func(selection.Sealed) bool { return true })
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range opened {
		act.Openings = append(act.Openings, p.opening(s))
	}
	act.Withheld = append(act.Withheld, withheld...)
}
