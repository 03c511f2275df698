// Package canonical reads and writes JSON that has exactly one spelling: RFC 8785 for objects, lists, strings,
// booleans, null and integers of at most 53 bits. Strings are valid UTF-8 in Unicode normal form C, floats do
// not exist, and lists and objects stand at most [MaxDepth] deep.
//
// [Check] accepts exactly what [Encode] writes, in one pass. [Reader] and [Writer] serve records whose members
// stand in a known order, as all do that are canonical and have no optional members.
//
// doc/formats/entry.md is the normative description.
package canonical
