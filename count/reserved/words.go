package reserved

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count/exact"
)

// renumbering gives what adds to the numbers of stages that a text names. A candidate in whose name a stage is named
// keeps the name.
func renumbering(names []string, before int) func(text string) string {
	const stages = `\bstages? \d+(?:(?:, | and | to )\d+)*`
	stage, number := regexp.MustCompile(stages), regexp.MustCompile(`\d+`)
	named := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !stage.MatchString(name) })
	// The longest first: of several that begin alike, an expression takes the one that stands first.
	slices.SortFunc(named, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var either []string
	for _, name := range named {
		either = append(either, regexp.QuoteMeta(name))
	}
	add := func(digits string) string {
		n, err := strconv.Atoi(digits)
		if err != nil {
			return digits
		}
		return strconv.Itoa(n + before)
	}
	parts := regexp.MustCompile(strings.Join(append(either, stages), "|"))
	return func(text string) string {
		return parts.ReplaceAllStringFunc(text, func(part string) string {
			if slices.Contains(named, part) {
				return part
			}
			return number.ReplaceAllStringFunc(part, add)
		})
	}
}

func papers(votes exact.Number) string { return "Papers worth " + votes.String() + " votes" }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return strconv.Itoa(n) + " " + many
}

func are(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}
