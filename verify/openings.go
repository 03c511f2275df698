package verify

import (
	"bufio"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify/folder"
)

// shown is what somebody says a sealed field holds: an act of publication, or a line of a scrutineer's copy.
type shown struct {
	register.Opening       // Entry is the act's number in its matter, or the entry's index in a scrutineer's copy
	from             int64 // the entry that published it, or -1
	met, good        bool  // whether the sealed field was met, and whether it holds this
}

// maxLine is the greatest length of a line in a scrutineer's copy: no value is longer than an entry.
const maxLine = 2 * register.MaxEntry

// readOpenings reads the openings of a scrutineer's copy, if it has any.
func (c *checker) readOpenings() error {
	file, err := c.fsys.Open(register.OpeningsPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", register.OpeningsPath, err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	lines.Split(folder.WholeLines)
	for lines.Scan() {
		o, err := register.DecodeOpening(lines.Bytes())
		if n := len(c.openings); err == nil && n > 0 && c.openings[n-1].Compare(o) >= 0 {
			err = errors.New("it is not in its order")
		}
		if err != nil {
			c.found.Fail(checkOpenings, 0, "line %d of %s cannot be used: %v", len(c.openings)+1, register.OpeningsPath, err)
			return nil
		}
		c.openings = append(c.openings, shown{Opening: o, from: -1})
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong), errors.Is(err, folder.ErrNoNewline):
		c.found.Fail(checkOpenings, 0, "line %d of %s cannot be used: %v", len(c.openings)+1, register.OpeningsPath, err)
	case err != nil:
		return fmt.Errorf("read %s: %w", register.OpeningsPath, err)
	}
	return nil
}

// collect keeps what an act of publication opens.
func (m *matter) collect(index int64, act selection.Published) {
	for _, o := range act.Openings {
		salt, err := base64.StdEncoding.DecodeString(o.Salt)
		if err != nil || base64.StdEncoding.EncodeToString(salt) != o.Salt {
			salt = nil // opens nothing
		}
		m.shown = append(m.shown, shown{
			Opening: register.Opening{Entry: o.Number, Field: o.Field, Salt: salt, Value: o.Value}, from: index,
		})
	}
	m.withheld += int64(len(act.Withheld))
	slices.SortStableFunc(m.shown, func(a, b shown) int { return a.Compare(b.Opening) })
}

// of gives the part of a sorted list that is about one act or entry.
func of(list []shown, entry int64) []shown {
	from, _ := slices.BinarySearchFunc(list, entry, func(s shown, entry int64) int { return cmp.Compare(s.Entry, entry) })
	to := from
	for to < len(list) && list[to].Entry == entry {
		to++
	}
	return list[from:to]
}

// value gives what a sealed field of an earlier act holds. The error is selection.ErrSealed if it was not shown,
// or does not fit.
func (s *sweep) value(m *matter, field selection.Sealed) (json.RawMessage, error) {
	lists := [][]shown{of(m.shown, field.Number)}
	if field.Number >= 0 && field.Number < int64(len(m.indexes)) && len(s.c.openings) > 0 {
		lists = append(lists, of(s.c.openings, m.indexes[field.Number]))
	}
	for _, list := range lists {
		for i := range list {
			if list[i].good && list[i].Field == field.Field {
				return list[i].Value, nil
			}
		}
	}
	return nil, selection.ErrSealed
}

// openSealed checks everything that was shown about an entry's sealed fields against them, and gives the
// values that fit.
func (s *sweep) openSealed(m *matter, index int64, entry register.Entry) map[string]json.RawMessage {
	lists := [][]shown{of(m.shown, entry.Number)}
	if len(s.c.openings) > 0 {
		lists = append(lists, of(s.c.openings, index))
	}
	var values map[string]json.RawMessage
	for _, list := range lists {
		for i := range list {
			o := &list[i]
			o.met = true
			o.good = o.Opens(entry.Sealed[o.Field])
			if !o.good {
				s.c.found.Fail(checkOpenings, index, "what is shown as the sealed %s of %s is not what was sealed: its fingerprint is another", o.Field, entryWords(entry))
				continue
			}
			if values == nil {
				values = map[string]json.RawMessage{}
			}
			values[o.Field] = o.Value
		}
	}
	s.c.told.openings += int64(len(values))
	return values
}

// checkMet looks for what was shown and belongs to no sealed field.
func (c *checker) checkMet(list []shown) {
	for _, o := range list {
		if o.met {
			continue
		}
		if o.from >= 0 {
			c.found.Fail(checkOpenings, o.from, "entry %d shows the sealed %s of act %d in its matter, which has none", o.from, o.Field, o.Entry)
		} else {
			c.found.Fail(checkOpenings, o.Entry, "%s shows the sealed %s of entry %d, which has none", register.OpeningsPath, o.Field, o.Entry)
		}
	}
}
