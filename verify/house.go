package verify

import (
	"fmt"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/verify/folder"
)

// house is the organisation in the course of being played.
type house struct {
	state   org.State
	next    int64
	stopped bool  // nothing more can be judged
	unknown int64 // acts that could not be judged
}

// shelved is a rulebook of the copy, or why it cannot be used.
type shelved struct {
	book *rulebook.Book
	err  error
}

// book gives a rulebook of the copy by its digest, or nil with the reason. The error is about reading.
func (c *checker) book(digest rulebook.Digest) (shelved, error) {
	if kept, ok := c.books[digest]; ok {
		return kept, nil
	}
	path, err := register.BookPath(string(digest))
	if err != nil {
		return shelved{err: err}, nil
	}
	data, err := folder.Read(c.fsys, path, rulebook.MaxBytes)
	if err != nil && !folder.Unfit(err) {
		return shelved{}, err
	}
	var kept shelved
	switch {
	case err != nil:
		kept.err = fmt.Errorf("%s", folder.Reason(path, err))
	case register.Digest(data) != string(digest):
		kept.err = fmt.Errorf("the file %s was changed: its fingerprint is another", path)
	default:
		kept.book, kept.err = rulebook.Parse(data)
	}
	c.books[digest] = kept
	return kept, nil
}

// playHome plays an act of the organisation. It is judged in one sweep only, and applied in all.
func (s *sweep) playHome(index int64, entry register.Entry, judge bool) error {
	h := &s.house
	if judge {
		s.c.told.entries++
		s.checkForm(index, entry, &h.next)
	}
	act, err := org.Read(entry.Kind, entry.Open)
	stamp, dated := stampOf(entry)
	switch {
	case party.Is(err, party.NotFound):
		if judge && !h.stopped {
			s.c.found.NotJudged(checkKinds, index, unknownKind, entryWords(entry))
		}
		h.stopped = true
	case err != nil || !dated:
		h.stopped = true
		if judge {
			s.c.found.Fail(checkActs, index, "%s cannot be read: %v", entryWords(entry), err)
		}
	}
	if h.stopped && judge {
		h.unknown++
	}
	if act == nil || !dated {
		return nil
	}
	if _, founds := act.(org.Founded); !founds && !h.state.Founded() {
		h.stopped = true
		if judge {
			s.c.found.Fail(checkActs, index, "%s comes before the organisation was founded", entryWords(entry))
		}
		return nil
	}
	if judge && !h.stopped {
		if err := s.judgeHome(index, entry, act, stamp); err != nil {
			return err
		}
	}
	h.state.Apply(act, stamp)
	return nil
}

// judgeHome asks whether an act of the organisation was lawful in its place.
func (s *sweep) judgeHome(index int64, entry register.Entry, act org.Act, stamp party.Stamp) error {
	found, h := &s.c.found, &s.house
	var book *rulebook.Book
	switch a := act.(type) {
	case org.BookAdopted:
		kept, err := s.c.book(a.Book)
		if err != nil {
			return err
		}
		if kept.err != nil {
			found.Fail(checkBooks, index, "the rulebook %s, adopted by %s, cannot be used: %v", a.Name, entryWords(entry), kept.err)
		}
		book = kept.book
		s.c.told.books++
	case org.ParametersConfirmed:
		kept, err := s.c.book(a.Book)
		if err != nil {
			return err
		}
		book = kept.book
	case org.KeyChanged:
		if err := s.checkKeyChange(index, entry, a); err != nil {
			return err
		}
	case org.Founded:
		s.checkFounded(index, entry, a)
	case org.Appointed, org.StoodDown, org.Erased:
	}
	if len(entry.Sealed) > 0 || entry.Book != "" {
		found.Fail(checkActs, index, "%s has a sealed part or a rulebook, which an act of the organisation has not", entryWords(entry))
	}
	s.checkOpen(index, entry, act)
	s.compareRuling(index, entry, h.state.May(act, stamp, book), book)
	return nil
}

// checkFounded checks what the first act says about the whole record.
func (s *sweep) checkFounded(index int64, entry register.Entry, act org.Founded) {
	if index != 0 || act.Origin != s.c.stated.Origin {
		s.c.found.Fail(checkActs, index, "%s founds the record %s, and this is %s from entry 0 on", entryWords(entry), act.Origin, s.c.stated.Origin)
	}
	if _, err := register.ParseKey(act.Key); err != nil {
		s.c.found.Fail(checkKeyChanges, index, "%s names a key that is none: %v", entryWords(entry), err)
	}
}

// checkKeyChange checks that the old key and the new one both signed the register as it then was.
func (s *sweep) checkKeyChange(index int64, entry register.Entry, act org.KeyChanged) error {
	s.c.told.keyChanges++
	change, err := register.CheckKeyChange([]byte(act.Note), act.Old, act.New)
	switch {
	case err != nil:
		s.c.found.Fail(checkKeyChanges, index, "%s changes the key without both keys having agreed: %v", entryWords(entry), err)
		return nil
	case change.Origin != s.c.stated.Origin || change.Size > index:
		s.c.found.Fail(checkKeyChanges, index, "%s changes the key by a note about another record, or about one longer than this was", entryWords(entry))
		return nil
	}
	root, err := s.c.rootAt(change.Size)
	switch {
	case err != nil && !folder.Unfit(err):
		return err
	case err != nil || root != change.Root:
		s.c.found.Fail(checkKeyChanges, index, "%s changes the key by a note about a record that was not this one", entryWords(entry))
	}
	return nil
}
