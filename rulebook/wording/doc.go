// Package wording holds the one sentence that each reason has, by its code, and the small words that fill it.
// The same sentences are printed in the terminal, on pages and in JSON.
package wording
