package constraint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/selectorate/selectorate/party"
)

// Parse reads limits, a line each:
//
//	CATEGORY: GROUP BOUNDS: MEMBER, MEMBER, ...
//
// such as
//
//	gender: women at least 2: Ada Reed, Bea Moss, 5
//	section: north = 1: 1, 2, 4
//	age: under 27 >= 1/5 of the places: 3, 5
//
// The category may be left out. Bounds are "at least N" or ">= N", "at most N" or "<= N", both with "and" between
// them, "exactly N" or "= N", "none", "N to M"; N is a number, or a share of the places, 1/3 or 40 %, which is
// rounded up for a minimum and down for a maximum. Members are numbers, from 1 in the order of the ballot paper, or
// names. A text with a colon, a comma or one of <>= in it stands in double quotes. Blank lines and lines that begin
// with # are left out. A line of four or more parts such as
//
//	"Gender" "Women" 2 99 1 5 7
//
// is read as category, group, minimum, maximum and numbers of members, which is how OpenTally writes limits.
//
// names are those of all candidates, places is the number of places to fill. Errors are party.Problems, with the
// line, the column and a mend for each; the limits that are read have passed Check.
func Parse(text string, names []string, places int) ([]Limit, error) {
	p := parser{names: names, places: places}
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		p.line++
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if blank := strings.TrimSpace(line); blank == "" || blank[0] == '#' {
			continue
		}
		before := len(p.problems)
		limit := p.limit(line)
		if len(p.problems) > before {
			continue
		}
		if err := Check(append(slices.Clone(p.limits), limit), len(names)); err != nil {
			p.problem(0, err.Error(), "see the other lines on the same group")
			continue
		}
		p.limits = append(p.limits, limit)
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return p.limits, nil
}

type parser struct {
	names    []string
	places   int
	line     int
	limits   []Limit
	problems party.Problems
}

func (p *parser) problem(column int, message, mend string) {
	p.problems = append(p.problems, party.Problem{Line: p.line, Column: column, Message: message, Mend: mend})
}

const example = "write it as in: gender: women at least 2: 1, 3, 5"

// limit reads one line.
func (p *parser) limit(line string) Limit {
	tokens, open := lex(line)
	if open > 0 {
		p.problem(open, "a quote begins here and does not end", `write " at its end`)
		return Limit{}
	}
	var colons []int
	for i, t := range tokens {
		if t.kind == colon {
			colons = append(colons, i)
		}
	}
	switch len(colons) {
	case 0:
		if len(tokens) >= 4 && tokens[0].kind == quoted && tokens[1].kind == quoted {
			return p.figures(tokens)
		}
		p.problem(0, "the line has no colon before the members", example)
		return Limit{}
	case 1:
		return p.parts(nil, tokens[:colons[0]], tokens[colons[0]+1:])
	case 2:
		if colons[0] == 0 {
			p.problem(1, "there is no category before the first colon", "leave the colon out too, or write what the groups divide, such as gender")
			return Limit{}
		}
		return p.parts(tokens[:colons[0]], tokens[colons[0]+1:colons[1]], tokens[colons[1]+1:])
	}
	p.problem(tokens[colons[2]].column, "there are more than two colons", "put a name that holds a colon into double quotes")
	return Limit{}
}

// parts reads a line whose parts are known.
func (p *parser) parts(category, head, tail []token) Limit {
	l := Limit{Category: words(category)}
	if len(head) == 0 {
		p.problem(0, "there is no group before the members", example)
		return l
	}
	found := false
	for i := 1; i < len(head) && head[i-1].kind != sign && !found; i++ {
		var b bounds
		if b, found = p.bounds(head[i:]); found {
			l.Group = words(head[:i])
			l.Min, l.Max = p.settle(b, head[i].column)
		}
	}
	if !found {
		p.problem(head[0].column, fmt.Sprintf("%q does not end with bounds", words(head)), "write for instance: women at least 2, men at most 3, north exactly 1")
	}
	l.Members = p.members(tail)
	return l
}

// members reads numbers and names with commas between them.
func (p *parser) members(tokens []token) []int {
	if len(tokens) == 0 {
		p.problem(0, "there are no members behind the colon", "write the numbers or names of the candidates, with commas between them")
		return nil
	}
	var members []int
	for start := 0; start <= len(tokens); {
		end := start
		for end < len(tokens) && tokens[end].kind != comma {
			end++
		}
		if start == end {
			p.problem(tokens[min(end, len(tokens)-1)].column, "a member is missing beside a comma", "take the comma out, or write the member")
		} else if c, known := p.member(tokens[start:end]); known {
			members = append(members, c)
		}
		start = end + 1
	}
	return members
}

// member reads one number or name.
func (p *parser) member(tokens []token) (int, bool) {
	text, column := words(tokens), tokens[0].column
	if tokens[0].kind != quoted {
		if n, err := strconv.Atoi(text); err == nil {
			return p.numbered(n, column)
		}
	}
	same := func(name string) string { return strings.Join(strings.Fields(name), " ") }
	var exactly, folded []int
	for c, name := range p.names {
		switch name = same(name); {
		case name == same(text):
			exactly = append(exactly, c)
		case strings.EqualFold(name, same(text)):
			folded = append(folded, c)
		}
	}
	if len(exactly) == 0 {
		exactly = folded
	}
	switch len(exactly) {
	case 0:
		p.problem(column, fmt.Sprintf("there is no candidate %q", text), "write the name as in the ballot file, or the candidate's number; a name with a comma stands in double quotes")
		return 0, false
	case 1:
		return exactly[0], true
	}
	p.problem(column, fmt.Sprintf("candidates %d and %d are both called %q", exactly[0]+1, exactly[1]+1, text), "write the candidate's number")
	return 0, false
}

func (p *parser) numbered(n, column int) (int, bool) {
	if n < 1 || n > len(p.names) {
		p.problem(column, fmt.Sprintf("there is no candidate %d", n), fmt.Sprintf("candidates are numbered from 1 to %d", len(p.names)))
		return 0, false
	}
	return n - 1, true
}

// figures reads a line in the manner of OpenTally: "Category" "Group" minimum maximum numbers.
func (p *parser) figures(tokens []token) Limit {
	l := Limit{Category: tokens[0].text, Group: tokens[1].text}
	for i, t := range tokens[2:] {
		n, err := strconv.Atoi(t.text)
		if err != nil || t.kind != word || n < 0 || strings.Trim(t.text, "0123456789") != "" {
			p.problem(t.column, fmt.Sprintf("%q is not a number", t.text), `write "Category" "Group" minimum maximum and the numbers of the members, with blanks between them`)
			return l
		}
		switch i {
		case 0:
			l.Min = n
		case 1:
			l.Max = n
		default:
			if c, known := p.numbered(n, t.column); known {
				l.Members = append(l.Members, c)
			}
		}
	}
	if len(l.Members) == 0 && len(tokens) == 4 {
		p.problem(0, "there are no members behind the maximum", "write the numbers of the candidates, with blanks between them")
	}
	if l.Max >= len(l.Members) && l.Max > l.Min {
		l.Max = -1 // "no maximum" is written as a number that cannot be exceeded, 99 as a rule
	}
	return l
}

// Line writes the limit so that Parse reads it again, with numbers for members.
func (l Limit) Line() string {
	var line strings.Builder
	if l.Category != "" {
		line.WriteString(quote(l.Category) + ": ")
	}
	line.WriteString(quote(l.Group))
	if l.Min > 0 || l.Max < 0 {
		line.WriteString(" >= " + strconv.Itoa(l.Min))
	}
	if l.Max >= 0 {
		line.WriteString(" <= " + strconv.Itoa(l.Max))
	}
	for i, c := range l.Members {
		line.WriteString([]string{": ", ", "}[min(i, 1)] + strconv.Itoa(c+1))
	}
	return line.String()
}

// quote puts a text into quotes unless it is read as it stands.
func quote(text string) string {
	plain := func(r rune) bool { return unicode.IsLetter(r) || r == '-' || r == '\'' }
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
