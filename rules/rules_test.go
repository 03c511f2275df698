package rules_test

import (
	"testing"

	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// Every book that comes with the software is read without a problem, and is called as its file is.
func TestBooksAreSound(t *testing.T) {
	names := rules.Names()
	if len(names) < 8 {
		t.Fatalf("%d books, want at least 8: %v", len(names), names)
	}
	for _, name := range names {
		data, err := rules.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		book, err := rulebook.Parse(data)
		if err != nil {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		if book.Name != name {
			t.Errorf("the file %s holds the book %s", name, book.Name)
		}
	}
}
