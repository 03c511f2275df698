// Package report says the result of a count: as canonical JSON for programs and for the record (JSON, read back by
// Parse), and as text for a terminal (Text).
//
// The JSON is the form that everything else is made from: the page, the PDF and the exchange formats of the
// packages below need a Result and nothing beside it, and Parse gives that Result back. It is the same, byte for
// byte, whenever the result is the same: there is no date in it, no name of a machine and no number that was
// rounded for looks. doc/formats/count-json.md is normative.
package report
