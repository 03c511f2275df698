package constraint

import (
	"strconv"
	"strings"
)

// Of names whom the limit is about, such as "women (gender)".
func (l Limit) Of() string {
	if l.Category == "" {
		return l.Group
	}
	return l.Group + " (" + l.Category + ")"
}

// String says the limit, such as "at least 2 of women (gender)".
func (l Limit) String() string {
	return l.bounds() + " of " + l.Of()
}

// Words says the limit with its members, such as "at least 2 of women (gender): Ada and Bea". Names are those of
// all candidates of the election.
func (l Limit) Words(names []string) string {
	var text strings.Builder
	text.WriteString(l.String())
	for i, c := range l.Members {
		switch {
		case i == 0:
			text.WriteString(": ")
		case i == len(l.Members)-1:
			text.WriteString(" and ")
		default:
			text.WriteString(", ")
		}
		text.WriteString(names[c])
	}
	return text.String()
}

func (l Limit) bounds() string {
	least, most := strconv.Itoa(l.Min), strconv.Itoa(l.Max)
	switch {
	case l.Max < 0 && l.Min <= 0:
		return "any number"
	case l.Max == 0:
		return "none"
	case l.Min == l.Max:
		return "exactly " + least
	case l.Max < 0:
		return "at least " + least
	case l.Min <= 0:
		return "at most " + most
	}
	return "from " + least + " to " + most
}
