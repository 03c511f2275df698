// Package limits reads limits on who is elected from the constraints file of the program OpenTally, which stands
// beside a BLT file: a line for each group, with category, group, least and greatest number, and the candidates.
//
//	"Gender" "Women" 2 99 1 5 7
//
// Source: its published description of the format (docs/con-fmt.md). doc/formats/ballot-files.md is normative.
package limits

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/party"
)

// maxProblems is how many problems are told.
const maxProblems = 20

// maxBound is the greatest number that a bound may be.
const maxBound = 1 << 20

// Read reads the limits on so many candidates, in the order of the file. The data must be UTF-8. Within a category
// each candidate must be in one group, and a group of the same name occurs once. A greatest number that the group
// cannot exceed is no limit. Errors are party.Problems.
func Read(data []byte, candidates int) ([]constraint.Limit, error) {
	r := reader{candidates: candidates, member: map[string][]string{}}
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if r.text = strings.TrimSpace(string(text)); r.text != "" && r.text[0] != '#' {
			r.line = line
			r.group()
		}
		if len(r.problems) >= maxProblems {
			break
		}
	}
	if len(r.problems) == 0 {
		r.whole()
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.limits, nil
}

type reader struct {
	candidates int
	line       int
	text       string // what is left of the line
	limits     []constraint.Limit
	categories []string
	member     map[string][]string // for each category, the group of each candidate
	problems   party.Problems
}

func (r *reader) problem(message, remedy string) {
	r.problems = append(r.problems, party.Problem{Line: r.line, Message: message, Mend: remedy})
}

// group reads a line.
func (r *reader) group() {
	category, ok := r.word()
	group, named := r.word()
	if !ok || !named {
		r.problem("a category and a group are expected", `write, for instance: "Gender" "Women" 2 99 1 5 7`)
		return
	}
	var numbers []int
	for _, field := range strings.Fields(r.text) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 0 || n > maxBound {
			r.problem(fmt.Sprintf("%q is not a whole number that can be used", field), "write the least and the greatest number, then the candidates' numbers")
			return
		}
		numbers = append(numbers, n)
	}
	if len(numbers) < 2 || numbers[0] > numbers[1] {
		r.problem("the least and the greatest number are expected", "the least cannot be more than the greatest; write 99 where there is no limit")
		return
	}
	limit := constraint.Limit{Category: category, Group: group, Min: numbers[0], Max: numbers[1]}
	if r.join(category, group, numbers[2:], &limit) {
		if limit.Max >= len(limit.Members) {
			limit.Max = -1
		}
		r.limits = append(r.limits, limit)
	}
}

// join puts candidates into a group.
func (r *reader) join(category, group string, numbers []int, limit *constraint.Limit) bool {
	groups, known := r.member[category]
	if !known {
		groups = make([]string, r.candidates)
		r.member[category] = groups
		r.categories = append(r.categories, category)
	}
	for _, before := range r.limits {
		if before.Category == category && before.Group == group {
			r.problem(fmt.Sprintf("the group %s of %s is there twice", group, category), "put its candidates on one line")
			return false
		}
	}
	for _, n := range numbers {
		if n < 1 || n > r.candidates {
			r.problem(fmt.Sprintf("there is no candidate %d", n), fmt.Sprintf("candidates are numbered 1 to %d", r.candidates))
			return false
		}
		if other := groups[n-1]; other != "" {
			r.problem(fmt.Sprintf("candidate %d is in the groups %s and %s of %s", n, other, group, category), "put each candidate into one group of a category")
			return false
		}
		groups[n-1] = group
		limit.Members = append(limit.Members, n-1)
	}
	return true
}

// whole complains about candidates who are in no group of a category.
func (r *reader) whole() {
	for _, category := range r.categories {
		for c, group := range r.member[category] {
			if group == "" {
				r.line = 0
				r.problem(fmt.Sprintf("candidate %d is in no group of %s", c+1, category), fmt.Sprintf("add a line such as: %q \"Others\" 0 99 %d", category, c+1))
				return
			}
		}
	}
}

// word takes a word off the line, which is quoted unless it is a single one.
func (r *reader) word() (string, bool) {
	text := strings.TrimSpace(r.text)
	if inside, quoted := strings.CutPrefix(text, `"`); quoted {
		word, rest, closed := strings.Cut(inside, `"`)
		r.text = rest
		return strings.TrimSpace(word), closed && strings.TrimSpace(word) != ""
	}
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		r.text = ""
		return text, text != ""
	}
	r.text = text[end:]
	return text[:end], true
}
