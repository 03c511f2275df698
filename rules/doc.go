// Package rules holds the rulebooks that come with the software, as data: one folder for each party, one file
// for each version of a rule. doc/formats/rulebook.md describes the format, and package rulebook reads it.
//
// The summaries in these files are our own words. Each clause names its source and carries a mark of
// certainty; a party that adopts a book enters its official wording beside the summary.
package rules
