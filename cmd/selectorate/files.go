package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

// readFile reads at most limit bytes and one more of a named file, or of standard input if the name is "-".
func readFile(t terminal, name string, limit int64) ([]byte, error) {
	from := t.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, party.Errorf(party.NotFound, "selectorate: %w", err)
		}
		defer file.Close()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err != nil {
		return nil, party.Errorf(party.Invalid, "selectorate: %w", err)
	}
	return data, nil
}

// shown is a file's name in messages.
func shown(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// inFile tells the problems of a file with its name before each place.
func inFile(name string, err error) error {
	if problems, ok := errors.AsType[party.Problems](err); ok {
		return party.Errorf(party.Invalid, "%s", problems.In(shown(name)))
	}
	return err
}

// loadBook reads a book by its name, or from a file.
func loadBook(t terminal, name string) (*rulebook.Book, error) {
	data, err := bookData(t, name)
	if err != nil {
		return nil, err
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		return nil, inFile(name, err)
	}
	return book, nil
}

// bookData gives the bytes of a book that comes with the software or, if the name is that of a file, of it.
func bookData(t terminal, name string) ([]byte, error) {
	data, err := rules.Read(name)
	if err == nil {
		return data, nil
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no rulebook %q, and no such file; the rulebooks are %s", name, strings.Join(rules.Names(), ", "))
	}
	return readFile(t, name, rulebook.MaxBytes)
}

// writeJSON writes one value as indented JSON.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// openInput opens a named file, or standard input if the name is "-".
func openInput(t terminal, name string) (io.Reader, func(), error) {
	if name == "-" {
		return t.in, func() {}, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	return file, func() { file.Close() }, nil
}

// remove removes a file that is no longer needed.
func remove(path string) error {
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("remove %s: %w", path, err)
	}
	return nil
}
