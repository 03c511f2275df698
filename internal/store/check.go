package store

import (
	"strings"
	"unicode/utf8"

	"github.com/selectorate/selectorate/party"
)

const (
	maxEntry = 65535    // bytes of an entry: an entry bundle counts them in two bytes
	maxBytes = 16 << 20 // bytes of any other value, so that a line of a backup has an end
)

// check tells whether a batch can be right, before the database is asked.
func check(b Batch) error {
	switch {
	case b.From.Size < 0 || b.To.Size-b.From.Size != int64(len(b.Records)):
		return party.Errorf(party.Invalid, "%d entries cannot lead from %d to %d",
			len(b.Records), b.From.Size, b.To.Size)
	case b.To.Recorded < b.From.Recorded:
		return party.Errorf(party.Invalid, "the time of recording would go back from %d to %d",
			b.From.Recorded, b.To.Recorded)
	}
	for i, r := range b.Records {
		if r.Index != b.From.Size+int64(i) {
			return party.Errorf(party.Invalid, "entry %d stands where %d belongs", r.Index, b.From.Size+int64(i))
		}
		if r.Matter == "" || r.Number < 0 || len(r.Data) == 0 || len(r.Data) > maxEntry || !plain(r.Matter) {
			return party.Errorf(party.Invalid, "entry %d has no matter, no number or no bytes that can be stored", r.Index)
		}
	}
	for _, t := range b.Tiles {
		if t.Level < 0 || t.N < 0 || t.Width < 1 || t.Width > 256 || len(t.Data) != 32*t.Width {
			return party.Errorf(party.Invalid, "tile %d of level %d is not whole", t.N, t.Level)
		}
	}
	return checkRest(b)
}

func checkRest(b Batch) error {
	for _, o := range b.Openings {
		if o.Field == "" || o.Index < 0 || o.Index >= b.To.Size || !plain(o.Field, o.Person) || !short(o.Salt, o.Value) {
			return party.Errorf(party.Invalid, "the opening of a field of entry %d cannot be stored", o.Index)
		}
	}
	for _, a := range b.Answers {
		if a.Key == "" || a.Index < -1 || !plain(a.Actor, a.Key) || !short(a.Reply) {
			return party.Errorf(party.Invalid, "an answer has no key, or cannot be stored")
		}
	}
	for _, m := range b.Matters {
		if err := checkMatter(m); err != nil {
			return err
		}
	}
	for _, book := range b.Books {
		if book.Digest == "" || !plain(book.Digest, book.Name) || !short(book.Data) {
			return party.Errorf(party.Invalid, "a rulebook has no digest, or cannot be stored")
		}
	}
	return nil
}

func checkMatter(m MatterRow) error {
	if m.Matter == "" || !plain(m.Matter, m.Room, m.Round, m.Title, m.Stage) {
		return party.Errorf(party.Invalid, "a matter has no name, or cannot be stored")
	}
	return nil
}

// plain tells whether both engines store the texts as they are.
func plain(texts ...string) bool {
	for _, t := range texts {
		if !utf8.ValidString(t) || strings.ContainsRune(t, 0) || len(t) > maxBytes {
			return false
		}
	}
	return true
}

func short(values ...[]byte) bool {
	for _, v := range values {
		if len(v) > maxBytes {
			return false
		}
	}
	return true
}
