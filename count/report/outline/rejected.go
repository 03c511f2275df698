package outline

import (
	"fmt"
	"strconv"

	"github.com/selectorate/selectorate/count"
)

// Rejections says why papers are not valid, line by line; lines that follow one another and have the same reason are
// put together: "line 7: 2 papers: no first preference", "lines 8 to 12: 5 papers: ...".
func Rejections(rejected []count.Rejected) []string {
	var said []string
	for i := 0; i < len(rejected); {
		papers, end := rejected[i].Times, i+1
		for ; end < len(rejected) && follows(rejected[end-1], rejected[end]); end++ {
			papers += rejected[end].Times
		}
		said = append(said, rejection(rejected[i], rejected[end-1].Line, papers))
		i = end
	}
	return said
}

// follows tells whether a rejected line comes directly after another, for the same reason.
func follows(a, b count.Rejected) bool {
	return a.Reason == b.Reason && a.Line > 0 && (b.Line == a.Line || b.Line == a.Line+1)
}

func rejection(first count.Rejected, last int, papers int64) string {
	text := first.Reason
	if papers != 1 {
		text = number(papers, "paper", "papers") + ": " + text
	}
	return within(first.Line, last, text)
}

func within(first, last int, text string) string {
	switch {
	case first <= 0:
		return text
	case last > first:
		return fmt.Sprintf("lines %d to %d: %s", first, last, text)
	}
	return fmt.Sprintf("line %d: %s", first, text)
}

// Reason is a ground on which papers are not valid, with the papers to which it applies.
type Reason struct {
	Text   string
	Papers int64
	Lines  string // "4, 17 to 30 and 5 more"; empty if no line is known
}

// mostLines is how many lines, or runs of lines, a Reason names.
const mostLines = 20

// Reasons puts papers that are not valid together by their ground, in the order in which the grounds first appear.
func Reasons(rejected []count.Rejected) []Reason {
	var all []Reason
	at := map[string]int{}
	lines := map[string][]int{}
	for _, p := range rejected {
		i, known := at[p.Reason]
		if !known {
			i = len(all)
			at[p.Reason] = i
			all = append(all, Reason{Text: p.Reason})
		}
		all[i].Papers += p.Times
		if p.Line > 0 {
			lines[p.Reason] = append(lines[p.Reason], p.Line)
		}
	}
	for i := range all {
		all[i].Lines = runs(lines[all[i].Text])
	}
	return all
}

// runs lists lines: "4, 17 to 30 and 5 more".
func runs(lines []int) string {
	text, named := "", 0
	for i := 0; i < len(lines); {
		if named == mostLines {
			return text + fmt.Sprintf(" and %d more", len(lines)-i)
		}
		end := i + 1
		for end < len(lines) && lines[end] >= lines[end-1] && lines[end] <= lines[end-1]+1 {
			end++
		}
		if named > 0 {
			text += ", "
		}
		text += strconv.Itoa(lines[i])
		if last := lines[end-1]; last > lines[i] {
			text += " to " + strconv.Itoa(last)
		}
		named++
		i = end
	}
	return text
}
