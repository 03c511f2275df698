// Package finding gathers what the checks of a record find, in words that need no knowledge of the software:
// a few findings of each check one by one, and how many more there are.
package finding
