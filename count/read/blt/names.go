package blt

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count/read/mend"
)

// Limits of a name: over how many lines it may run in quotes (droop), and how many bytes a line may have.
const (
	maxNameLines = 10
	maxName      = 4096
)

// found is a name with the place where it stands.
type found struct {
	name   string
	pos    int
	quoted bool
}

// names reads the candidates' names, the title, and what droop's files have behind it.
func (r *reader) names(request *mend.Request) {
	candidates := r.election.Candidates
	start, problems := r.pos, len(r.problems)
	all := r.lineNames()
	if len(all) < len(candidates) {
		if split, ok := r.splitNames(start); ok {
			all, r.problems = split, r.problems[:problems]
		}
	}
	if len(all) < len(candidates) {
		if len(all) > 0 || len(r.problems) > 0 {
			r.problem(len(r.data), fmt.Sprintf("there are %d names for %d candidates", len(all), len(candidates)), "write a line for each candidate, then the title")
			return
		}
		r.note("The file has no names; candidates were given numbers.")
		for c := range candidates {
			candidates[c].Name = fmt.Sprintf("Candidate %d", c+1)
		}
		request.Name(r.election, "")
		return
	}
	for c := range candidates {
		candidates[c].Name = all[c].name
		if all[c].name == "" {
			r.problem(all[c].pos, fmt.Sprintf("candidate %d has no name", c+1), "write it between the quotes")
		}
	}
	all = all[len(candidates):]
	title := ""
	if len(all) > 0 {
		title, all = all[0].name, all[1:]
	}
	request.Name(r.election, title)
	r.behindTitle(all)
}

// behindTitle tells what follows the title. Wichmann's files have a source and a comment there, quoted.
func (r *reader) behindTitle(rest []found) {
	for i, extra := range rest {
		switch {
		case extra.quoted && i >= 2:
			r.problem(extra.pos, fmt.Sprintf("%q is one name more than there are candidates, a title, a source and a comment", extra.name),
				"correct the number of candidates on the first line")
			return
		case extra.name != "":
			r.note(fmt.Sprintf("%q behind the title was passed over.", extra.name))
		}
	}
}

// lineNames reads a name from each line.
func (r *reader) lineNames() []found {
	var all []found
	for len(all) < len(r.election.Candidates)+maxProblems {
		r.blanks(true)
		if r.pos >= len(r.data) {
			break
		}
		start := r.pos
		line := r.restOfLine()
		trimmed := bytes.TrimRight(line, " \t\r,\x1a\u00a0")
		skipped := len(trimmed) - len(bytes.TrimLeft(trimmed, " \t\u00a0\f\v"))
		trimmed = trimmed[skipped:]
		start += skipped
		if len(trimmed) == 0 {
			continue
		}
		if string(trimmed) == "0" && len(all) == 0 { // a second mark of the papers' end
			continue
		}
		if len(trimmed) > maxName {
			r.problem(start, fmt.Sprintf("a name has more than %d bytes", maxName), "shorten it")
			return all
		}
		name, quoted, closed := unquote(string(trimmed))
		if !closed {
			name = r.joinLines(name, start)
		}
		all = append(all, found{strings.TrimSpace(name), start, quoted})
	}
	return all
}

func (r *reader) restOfLine() []byte {
	end := bytes.IndexByte(r.data[r.pos:], '\n')
	if end < 0 {
		line := r.data[r.pos:]
		r.pos = len(r.data)
		return line
	}
	line := r.data[r.pos : r.pos+end]
	r.pos += end + 1
	r.line++
	return line
}

// joinLines reads on a quoted name that runs over several lines (droop).
func (r *reader) joinLines(name string, start int) string {
	for range maxNameLines {
		line := strings.TrimSpace(strings.TrimRight(string(r.restOfLine()), " \t\r,"))
		if strings.HasPrefix(line, `"`) || line == "" && r.pos >= len(r.data) {
			break
		}
		if before, ended := strings.CutSuffix(line, `"`); ended {
			return name + " " + before
		}
		name += " " + line
	}
	r.problem(start, "the quote that ends this name is missing", `write " after the name`)
	return name
}

// unquote takes a line's quotes off. Inside them, quotes that are all doubled stand for one each, as spreadsheets
// write them; otherwise they are part of the name. A comment may follow. A line that begins with a quote and has no
// second one is not closed.
func unquote(line string) (name string, quoted, closed bool) {
	for _, pair := range [][2]string{{"“", "”"}, {"„", "“"}} {
		if inside, ok := strings.CutPrefix(line, pair[0]); ok && strings.HasSuffix(inside, pair[1]) {
			return strings.TrimSuffix(inside, pair[1]), true, true
		}
	}
	if !strings.HasPrefix(line, `"`) {
		if i := strings.Index(line, " #"); i >= 0 {
			line = line[:i]
		}
		return apostrophes(line), false, true
	}
	if inside, ok := strictlyQuoted(line); ok {
		return apostrophes(inside), true, true
	}
	end := strings.LastIndexByte(line, '"')
	if end == 0 {
		return line[1:], true, false
	}
	inside, rest := line[1:end], strings.TrimSpace(line[end+1:])
	if rest != "" && !strings.HasPrefix(rest, "#") {
		inside = line[1:] // the quotes are inside a name that goes on: "Damson" Tree
	}
	return apostrophes(inside), true, true
}

// strictlyQuoted reads a name as a spreadsheet quotes it: quotes inside are doubled, and behind the closing one there
// is nothing but a comment.
func strictlyQuoted(line string) (string, bool) {
	end := 1
	for end < len(line) && (line[end] != '"' || strings.HasPrefix(line[end:], `""`)) {
		if line[end] == '"' {
			end++
		}
		end++
	}
	if end >= len(line) {
		return "", false
	}
	rest := strings.TrimLeft(line[end+1:], " \t,")
	return strings.ReplaceAll(line[1:end], `""`, `"`), rest == "" || strings.HasPrefix(rest, "#")
}

// apostrophes mends doubled ones within a word: O”BRIEN is O'BRIEN, as databases write it.
func apostrophes(name string) string {
	for i := 1; i+2 < len(name); i++ {
		if name[i] == '\'' && name[i+1] == '\'' && letter(name[i-1]) && letter(name[i+2]) {
			name = name[:i] + name[i+1:]
		}
	}
	return name
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80 }

// splitNames reads names that stand several on a line, each in quotes, as the original format allows.
func (r *reader) splitNames(start int) ([]found, bool) {
	var all []found
	for pos := start; pos < len(r.data); {
		switch c := r.data[pos]; c {
		case ' ', '\t', '\r', '\n', ',':
			pos++
		case '"':
			end := bytes.IndexByte(r.data[pos+1:], '"')
			if end < 0 || len(all) > len(r.election.Candidates)+maxProblems {
				return nil, false
			}
			name := strings.Join(strings.Fields(string(r.data[pos+1:pos+1+end])), " ")
			all = append(all, found{name, pos, true})
			pos += end + 2
		default:
			return nil, false
		}
	}
	return all, len(all) >= len(r.election.Candidates)
}
