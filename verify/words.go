package verify

import (
	"fmt"
	"time"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
)

// entryWords names an entry so that it can be found: its place, its kind, its place in its matter.
func entryWords(e register.Entry) string {
	return fmt.Sprintf("entry %d (%s, act %d of %s)", e.Index, e.Kind, e.Number, e.Matter)
}

// title names a seat.
func (m *matter) title() string {
	if m.state.Title == "" {
		return m.name
	}
	return m.state.Title + " (" + m.name + ")"
}

// clock writes a time of recording.
func clock(recorded int64) string {
	return time.UnixMilli(recorded).UTC().Format("2006-01-02 15:04:05 UTC")
}

// office gives the title that a book gives an office.
func office(book *rulebook.Book, id party.OfficeID) string {
	if book != nil {
		if known, ok := book.Office(id); ok {
			return known.Title
		}
	}
	return "office " + string(id)
}

// ground gives a ground in the words of the book.
func ground(book *rulebook.Book, act, code string) string {
	if book != nil {
		power, _ := book.Power(act)
		for _, g := range power.Grounds {
			if g.Code == code {
				return g.Text
			}
		}
	}
	return code
}

// stampOf gives what stands on an act beside its content.
func stampOf(e register.Entry) (party.Stamp, bool) {
	day, err := party.ParseDay(e.Day)
	actor := party.Actor{Alias: party.Alias(e.Actor), Office: party.OfficeID(e.Office)}
	return party.Stamp{Number: e.Number, Actor: actor, Day: day, Recorded: e.Recorded}, err == nil
}
