package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// RulebookPage is what pages/rulebook shows: one rulebook, whole.
type RulebookPage struct {
	Page
	Book       *rulebook.Book
	Adopted    Adopted
	Clauses    []ClauseLine
	Parameters []ParameterLine
	Returns    []DutyLine
	Powers     []PowerLine
}

func (RulebookPage) name() string { return "rulebook" }

// InForce says when the book is in force.
func (p RulebookPage) InForce() string { return inForce(p.Book) }

// AdoptedHref is the address of the entry by which the book was adopted.
func (p RulebookPage) AdoptedHref() string { return EntryHref(p.Adopted.Entry) }

// Long tells whether the book has so many clauses that a reader wants a list of them.
func (p RulebookPage) Long() bool { return len(p.Clauses) > 4 }

// Decides says in words how the answers become one outcome.
func (p RulebookPage) Decides() string { return decides(p.Book) }

// ClauseLine is a clause with what the page needs to link to it.
type ClauseLine struct {
	rulebook.Clause
	Anchor  string
	Number  string // "" where the identifier is a word of ours
	InForce string // "" where it is as the book
}

// ParameterLine is a parameter with its value here.
type ParameterLine struct {
	rulebook.Parameter
	Clause    ClauseRef
	Confirmed *Confirmation
	Others    []string // the other values that it may have
}

// Href is the address of the entry of the confirmation.
func (c Confirmation) Href() string { return EntryHref(c.Entry) }

// DutyLine says who enters and who countersigns the answer of one kind of unit.
type DutyLine struct {
	Kind        party.UnitKind
	Enter       string
	Countersign string
	Clause      ClauseRef
}

// PowerLine says who may do one thing.
type PowerLine struct {
	What    string
	Offices string
	Grounds []string
	Until   string
	Clause  ClauseRef
}

func (f *face) rulebook(r *http.Request) (view, error) {
	adopted, err := f.Books.Book(r.Context(), r.PathValue("name"))
	if err != nil {
		return nil, fmt.Errorf("show a rulebook: %w", err)
	}
	return rulebookPage(f.page("/rules", adopted.Book.Title), adopted), nil
}

func rulebookPage(page Page, adopted Adopted) RulebookPage {
	b := adopted.Book
	v := RulebookPage{Page: page, Book: b, Adopted: adopted}
	for _, c := range b.Clauses {
		line := ClauseLine{Clause: c, Anchor: clauseAnchor(c.ID)}
		if strings.ContainsAny(c.ID, "0123456789") {
			line.Number = c.ID
		}
		if !c.From.IsZero() || !c.Until.IsZero() {
			line.InForce = between(c.From, c.Until)
		}
		v.Clauses = append(v.Clauses, line)
	}
	for _, p := range b.Parameters {
		v.Parameters = append(v.Parameters, parameterLine(b, p, adopted.Confirmed))
	}
	for _, rule := range b.Returns {
		v.Returns = append(v.Returns, DutyLine{
			Kind: rule.Kind, Enter: titles(b, rule.Enter),
			Countersign: titles(b, rule.Countersign), Clause: ClauseRefOf(b, rule.Clause),
		})
	}
	for _, p := range b.Powers {
		v.Powers = append(v.Powers, powerLine(b, p))
	}
	return v
}

func parameterLine(b *rulebook.Book, p rulebook.Parameter, confirmed map[string]Confirmation) ParameterLine {
	line := ParameterLine{Parameter: p, Clause: ClauseRefOf(b, p.Clause)}
	line.Meaning, line.Default = capital(p.Meaning), valueWord(p.Default)
	for _, other := range p.Alternatives {
		if other != p.Default {
			line.Others = append(line.Others, valueWord(other))
		}
	}
	if c, ok := confirmed[p.Name]; ok {
		c.Value = valueWord(c.Value)
		line.Confirmed = &c
	}
	return line
}

func powerLine(b *rulebook.Book, p rulebook.Power) PowerLine {
	line := PowerLine{What: powerWord(p.Act), Offices: titles(b, p.Offices), Clause: ClauseRefOf(b, p.Clause)}
	for _, g := range p.Grounds {
		line.Grounds = append(line.Grounds, g.Text)
	}
	line.Until = untilWord(p.Until, p.Days)
	return line
}

// titles lists offices as people read them, with "or" before the last.
func titles(b *rulebook.Book, offices []party.OfficeID) string {
	var names []string
	for _, id := range offices {
		office, ok := b.Office(id)
		if !ok {
			office.Title = strings.ReplaceAll(string(id), "-", " ")
		}
		names = append(names, office.Title)
	}
	return oneOf(names)
}

func oneOf(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
