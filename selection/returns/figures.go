package returns

import (
	"fmt"
	"strconv"
	"strings"
)

func (f *reader) figures(record []string, row *Row) {
	contest, at1, has1 := f.number(record, "select")
	none, at2, has2 := f.number(record, "reselect")
	row.Spoilt, _, _ = f.number(record, "spoilt")
	switch {
	case has1 && !has2:
		f.at(at2, "reselect", `it is blank, and "select" has a figure`, "write both figures or neither; 0 is a figure")
	case has2 && !has1:
		f.at(at1, "select", `it is blank, and "reselect" has a figure`, "write both figures or neither; 0 is a figure")
	}
	row.Figures, row.Select, row.Reselect = has1 && has2, contest, none
}

func (f *reader) number(record []string, column string) (n int64, at int, has bool) {
	text, at, ok := f.cell(record, column)
	if !ok {
		return 0, at, false
	}
	digits := strings.Trim(text, "0123456789") == ""
	n, err := strconv.ParseInt(text, 10, 64)
	if digits && err == nil && n <= MaxFigure {
		return n, at, true
	}
	message, mend := misread(text, digits)
	f.at(at, column, message, mend)
	return 0, at, true // it is there, if wrong: one message for it is enough
}

func misread(text string, digits bool) (message, mend string) {
	bare := strings.NewReplacer(",", "", ".", "", " ", "", "\u00a0", "", "\u202f", "", "'", "", "-", "", "−", "", "–", "").Replace(text)
	numeric := bare != "" && strings.Trim(bare, "0123456789") == ""
	switch {
	case digits:
		return fmt.Sprintf("%s is larger than %d", text, MaxFigure), "check the figure"
	case numeric && strings.TrimLeft(text, "−–-") != text:
		return fmt.Sprintf("%q is negative", text), "write how many voted so, 0 or more"
	case numeric && grouped(text):
		return fmt.Sprintf("%q has a separator between its digits", text), "write the digits alone, such as 1234"
	case numeric && strings.ContainsAny(text, ".,"):
		return fmt.Sprintf("%q is not a whole number", text), "write votes, not percentages or shares"
	case strings.HasSuffix(text, "%"):
		return fmt.Sprintf("%q is a percentage", text), "write votes"
	}
	return fmt.Sprintf("%q is not a whole number", text), "write digits only, such as 16; leave it blank where it is not known"
}

// grouped tells whether digits stand in groups of three, as in 1,234.
func grouped(text string) bool {
	groups := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	for _, g := range groups[min(1, len(groups)):] {
		if len(g) != 3 {
			return false
		}
	}
	return len(groups) > 1 && len(groups[0]) <= 3
}
