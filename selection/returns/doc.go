// Package returns holds the answers that the units of a seat give in a trigger ballot: what a unit can
// answer, how figures and answers agree, how a return is read back as a sentence before it is countersigned,
// and how a file of returns is read.
//
// Nothing here knows a rule of counting; package trigger puts the rules to what is read here.
package returns
