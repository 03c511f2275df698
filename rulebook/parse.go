package rulebook

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook/strict"
)

// Format is the first line of every book: the version of the file format, described in
// doc/formats/rulebook.md.
const Format = "selectorate-rulebook/1"

// MaxBytes is the size of the largest file that Parse reads.
const MaxBytes = 256 << 10

// maxProblems is how many problems are told at once.
const maxProblems = 50

// document is a book as a file: the format's name, then the book.
type document struct {
	Format string
	Book
}

// Parse reads a book from the bytes of its file. It is strict: a key that the format does not have, a key
// that stands twice, an anchor, an alias or a tag, and anything that does not fit together (a clause that is
// cited and does not exist, days out of order, weights that do not sum to 1) is refused. The error is of kind
// Invalid and wraps party.Problems, which tells every place at once with line and column.
func Parse(data []byte) (*Book, error) {
	var doc document
	d := strict.Read(data, &doc, strict.Limits{Bytes: MaxBytes, Tokens: 20_000, Nesting: 12}, isValue)
	if len(d.Problems) == 0 {
		checker{d}.check(&doc)
	}
	if len(d.Problems) > 0 {
		return nil, unusable(d.Problems)
	}
	for i, p := range doc.Powers {
		doc.Powers[i].Days = doc.DaysOf(nil, p)
	}
	doc.Book.Digest = DigestOf(data)
	return &doc.Book, nil
}

// DigestOf gives the digest of a book's file: "sha256:" and 64 lower-case hexadecimal digits.
func DigestOf(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest("sha256:" + hex.EncodeToString(sum[:]))
}

func unusable(problems party.Problems) error {
	if len(problems) > maxProblems {
		problems = problems[:maxProblems]
	}
	return party.Errorf(party.Invalid, "%w", problems)
}

// isValue tells whether a path is that of a parameter's value, which may be written as true or 12.
func isValue(path string) bool {
	return strings.HasSuffix(path, "].default") || strings.Contains(path, "].alternatives[")
}
