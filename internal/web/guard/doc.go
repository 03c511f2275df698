// Package guard is the wall around the pages: the headers that every answer carries, what one client may
// send and how often, compression, and a log that holds nothing about anybody.
//
// Each part is a function from an http.Handler to an http.Handler; Wrap puts them together in the one order
// that works. Refusals are told through the Refuse function that the caller gives, so that they look like
// every other page.
package guard
