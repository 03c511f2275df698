package wording

import (
	"maps"
	"slices"
)

// powers are the things for which a rulebook can give a power, with what people call them.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var powers = map[string]string{
	"adopt":       "Adopt the rulebook",
	"confirm":     "Confirm what the rule text leaves open",
	"open":        "Open a round",
	"appoint":     "Say who holds an office",
	"list":        "Publish the list of units that may answer",
	"challenge":   "Challenge the list of units",
	"settle":      "Settle a challenge to the list",
	"freeze":      "Close the list of units",
	"enter":       "Enter a unit’s answer",
	"countersign": "Countersign a unit’s answer",
	"withdraw":    "Take back an answer before it is countersigned",
	"reballot":    "Have a unit ballot again after an equal vote",
	"void":        "Declare an answer void",
	"reinstate":   "Bring back an answer that was declared void",
	"decide":      "Have the answers put together",
	"rule":        "Settle what the rules leave open",
	"declare":     "Declare the outcome",
	"depart":      "Declare another outcome than the rules give",
	"override":    "Impose another outcome",
	"publish":     "Publish the units’ answers",
	"reopen":      "Open a seat again",
	"appeal":      "Appeal against the outcome",
	"hear":        "Hear appeals",
}

// Acts lists the words for which a rulebook can give a power, in alphabetical order.
func Acts() []string { return slices.Sorted(maps.Keys(powers)) }

// Power says what a power lets an office do: "Declare an answer void".
func Power(act string) string {
	if text, ok := powers[act]; ok {
		return text
	}
	return Plain(act)
}
