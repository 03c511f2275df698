// Package party holds the nouns that every room shares: identifiers with types of their own, the Day on
// which something takes effect, the exact Share of one count in another, the Actor who acts in the name of
// an office, and the five kinds of error.
//
// Nothing here knows a rule. Values are plain, comparable and safe to copy; nothing reads a clock, a file or
// the environment.
package party
