package party

import (
	"fmt"
	"strings"
)

// Problem is one place in a file that cannot be used as it is, and how to mend it.
type Problem struct {
	Line    int    `json:"line"`            // from 1; 0 where the file as a whole is meant
	Column  int    `json:"column"`          // from 1, in characters; 0 where the line as a whole is meant
	Field   string `json:"field,omitempty"` // the column or key concerned
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
}

// String tells the problem on one line: "3:7: what is wrong — how to mend it".
func (p Problem) String() string {
	var told strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&told, "%d:", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&told, "%d:", p.Column)
		}
		told.WriteString(" ")
	}
	told.WriteString(p.Message)
	if p.Mend != "" {
		told.WriteString(" — " + p.Mend)
	}
	return told.String()
}

// Problems are all the places in one file that cannot be used. As an error they tell themselves a line each.
type Problems []Problem

// Error tells every problem, a line each.
func (ps Problems) Error() string { return strings.Join(ps.lines(""), "\n") }

// In tells every problem, a line each, with the file's name before the place: "FILE:3:7: …".
func (ps Problems) In(file string) string {
	return strings.Join(ps.lines(file+":"), "\n")
}

func (ps Problems) lines(before string) []string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		gap := ""
		if before != "" && p.Line == 0 {
			gap = " "
		}
		lines[i] = before + gap + p.String()
	}
	return lines
}
