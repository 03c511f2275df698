package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// BLT writes an election as a BLT file, in the form that the widest range of programs reads: a line for each line of
// the papers, names in quotes with quotes inside doubled, candidates who have withdrawn as negative numbers, equal
// ranks with "=", a [tie …] line if the election has an order for ties, and LF at the end of lines.
//
// A line says how many votes its papers are worth together, since BLT knows no other weight: three papers worth two
// votes each become 6, as if six papers had been cast. What is worth a fraction is written n/d, which few other programs
// read. Papers that are not valid and short names are left out.
//
// An election without places, without candidates, of rounds, or with sections cannot be said and is an error of kind
// Invalid. The error of w is returned as it is.
func BLT(w io.Writer, e *count.Election) error {
	if err := sayable(e, "BLT"); err != nil {
		return err
	}
	if e.Seats < 1 {
		return party.Errorf(party.Invalid, "BLT says how many places there are, and the election does not; say it with --seats")
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d %d\n", len(e.Candidates), e.Seats)
	var gone []string
	for c, who := range e.Candidates {
		if who.Withdrawn {
			gone = append(gone, fmt.Sprintf("-%d", c+1))
		}
	}
	if len(gone) > 0 {
		fmt.Fprintln(out, strings.Join(gone, " "))
	}
	if len(e.TieOrder) == len(e.Candidates) {
		fmt.Fprint(out, "[tie")
		for _, c := range e.TieOrder {
			fmt.Fprintf(out, " %d", c+1)
		}
		fmt.Fprintln(out, "]")
	}
	var line []byte
	for i := range e.Papers.Len() {
		weight := e.Papers.Classes()[e.Papers.Class(i)].Weight
		line = append(line[:0], weight.Mul(exact.Int(e.Papers.Times(i))).String()...)
		for _, mark := range e.Papers.Ranking(i) {
			separator := byte(' ')
			if mark.Equal() {
				separator = '='
			}
			line = strconv.AppendInt(append(line, separator), int64(mark.Candidate())+1, 10)
		}
		if _, err := out.Write(append(line, " 0\n"...)); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "0")
	for c, who := range e.Candidates {
		fmt.Fprintln(out, quoted(named(who.Name, c)))
	}
	fmt.Fprintln(out, quoted(oneLine(e.Title)))
	return out.Flush()
}

// sayable tells what makes an election unfit for a format of single papers.
func sayable(e *count.Election, format string) error {
	if err := e.Check(); err != nil {
		return err
	}
	if len(e.Rounds) > 0 {
		return party.Errorf(party.Invalid, "%s holds papers, and this election is one of rounds", format)
	}
	for _, class := range e.Papers.Classes() {
		if class.Section != "" {
			return party.Errorf(party.Invalid, "%s knows no sections, and papers were cast in section %q", format, class.Section)
		}
	}
	return nil
}

// named gives a candidate without a name one.
func named(name string, c int) string {
	if name = oneLine(name); name != "" {
		return name
	}
	return fmt.Sprintf("Candidate %d", c+1)
}

// oneLine puts text into one line, with one space between words.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
