// Package org is the organisation itself: how its register was founded and who signs it, which rulebooks it
// has adopted and how it has settled what they leave open, which offices there are and who holds them on a
// day.
//
// The organisation has one matter of its own, named Matter. Its first act founds the register: the origin,
// the time zone in which a day ends, the signing key and the first office-holder. Everybody else is appointed
// by somebody who was, so that who held what on a day is the fold of the acts.
//
// A person appears under an alias of this matter; the same person has other aliases in other matters, and
// what joins them is kept with the people's data and can be erased.
//
// Invariants: a book is adopted by its bytes and never edited; a parameter is confirmed by an office that the
// book names; a change of key is signed by both keys.
package org
