package wording

import (
	"maps"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/party"
)

// Form gives the sentence of a code, with its places still in braces.
func Form(code string) (form string, ok bool) {
	form, ok = forms[code]
	return form, ok
}

// Codes lists the codes that have a sentence, in alphabetical order.
func Codes() []string { return slices.Sorted(maps.Keys(forms)) }

// Plural gives one word after the count 1, and another after any other.
func Plural(count, one, many string) string {
	if count == "1" {
		return one
	}
	return many
}

// Fraction gives a share in words where people have one: "one third". Others stay fractions.
func Fraction(value string) string {
	share, err := party.ParseShare(value)
	if err != nil {
		return value
	}
	switch share.String() {
	case "1/1":
		return "all"
	case "1/2":
		return "half"
	case "1/3":
		return "one third"
	case "2/3":
		return "two thirds"
	case "1/4":
		return "one quarter"
	case "3/4":
		return "three quarters"
	}
	return share.String()
}

// Plain writes a code as words: "did-not-meet" as "did not meet".
func Plain(code string) string {
	return strings.NewReplacer("-", " ", "_", " ").Replace(code)
}

// Value says a setting's value: yes and no for true and false.
func Value(value string) string {
	switch value {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return Plain(value)
}

// Kinds gives kinds of unit, separated by commas, as people read them: "party branches and affiliated branches".
func Kinds(value string) string {
	var told []string
	for kind := range strings.SplitSeq(value, ",") {
		if kind != "" {
			told = append(told, party.UnitKind(kind).Words(2))
		}
	}
	if len(told) == 0 {
		return "none"
	}
	if n := len(told) - 1; n > 0 {
		return strings.Join(told[:n], ", ") + " and " + told[n]
	}
	return told[0]
}

// Stage begins a sentence about one of several stages.
func Stage(pool string) string {
	switch pool {
	case "executive":
		return "In the executive, "
	case "members":
		return "In the members' ballot, "
	}
	return ""
}

// Answer says why units stand as they do, as a part of a sentence.
func Answer(answer string) string {
	switch answer {
	case "no-preference":
		return "tied twice"
	case "no-votes":
		return "met without a vote being cast"
	case "not-discussed":
		return "met without taking the item"
	case "void":
		return "declared void"
	case "late":
		return "received late"
	}
	return Plain(answer)
}

// LowerFirst begins a sentence in lower case, to stand within another one.
func LowerFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
