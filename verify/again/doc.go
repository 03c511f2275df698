// Package again tells whether stored bytes are the one encoding of an act or of a ruling. register.Marshal has
// the last word; nearly always a quicker way to write the same bytes settles it.
package again
