package report

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// Format is the first member of the JSON: the name of the format and its version.
const Format = "selectorate-count/1"

// MaxPlaces is the largest number of decimals that the JSON takes.
const MaxPlaces = 100

// JSON writes the canonical JSON of a result and a newline: one object, its members in a fixed order, one line for
// each candidate, stage and tie. Numbers of votes are strings, with exactly as many decimals as the rule counts in
// or, where that is not exact, as a whole number or n/d in lowest terms. Candidates are numbers from 1.
//
// A result that contradicts itself (a candidate who does not exist, votes for fewer than all candidates, text that
// is not UTF-8) is an error of kind Invalid, and nothing is written. The error of w is returned as it is.
func JSON(w io.Writer, r *count.Result) error {
	if err := Check(r); err != nil {
		return err
	}
	e := &encoder{places: max(r.Places, -1), out: make([]byte, 0, size(r))}
	e.result(r)
	_, err := w.Write(e.out)
	return err
}

// size guesses the length of the JSON, so that it grows seldom.
func size(r *count.Result) int {
	return 2048 + 100*len(r.Candidates) + len(r.Stages)*(700+22*len(r.Candidates))
}

// encoder appends JSON to out. Its methods come in two kinds: those for a value, and those for a member of an
// object, which begin with the name.
type encoder struct {
	out    []byte
	places int
}

func (e *encoder) raw(text string) { e.out = append(e.out, text...) }

// open begins an object or a list.
func (e *encoder) open(bracket byte) { e.out = append(e.out, bracket) }

// close ends an object or a list, and with it the comma that its last element left.
func (e *encoder) close(bracket byte) {
	last := len(e.out) - 1
	switch {
	case e.out[last] == ',':
		e.out[last] = bracket
	case e.out[last] == '\n' && e.out[last-1] == ',':
		e.out[last-1] = '\n'
		e.out[last] = bracket
	default:
		e.out = append(e.out, bracket)
	}
	e.comma()
}

func (e *encoder) comma() { e.out = append(e.out, ',') }
func (e *encoder) line()  { e.out = append(e.out, '\n') }

func (e *encoder) name(name string) {
	e.out = append(e.out, '"')
	e.out = append(e.out, name...)
	e.out = append(e.out, '"', ':')
}

func (e *encoder) text(name, value string) {
	e.name(name)
	e.out = appendString(e.out, value)
	e.comma()
}

func (e *encoder) whole(name string, value int64) {
	e.name(name)
	e.out = strconv.AppendInt(e.out, value, 10)
	e.comma()
}

func (e *encoder) truth(name string, value bool) {
	e.name(name)
	e.out = strconv.AppendBool(e.out, value)
	e.comma()
}

func (e *encoder) number(n exact.Number) {
	e.out = append(e.out, '"')
	e.out = append(e.out, n.Text(e.places)...)
	e.out = append(e.out, '"', ',')
}

func (e *encoder) votes(name string, n exact.Number) {
	e.name(name)
	e.number(n)
}

// quota writes null where the method has no quota: there is none to state.
func (e *encoder) quota(n exact.Number, threshold string) {
	e.name("quota")
	if threshold == "" && n.IsZero() {
		e.raw("null,")
		return
	}
	e.number(n)
}

// who writes a candidate's number from 1, and Nobody as null.
func (e *encoder) who(c int) {
	if c == count.Nobody {
		e.raw("null,")
		return
	}
	e.out = strconv.AppendInt(e.out, int64(c)+1, 10)
	e.comma()
}

func (e *encoder) candidate(name string, c int) {
	e.name(name)
	e.who(c)
}

func (e *encoder) candidates(name string, all []int) {
	e.name(name)
	e.open('[')
	for _, c := range all {
		e.who(c)
	}
	e.close(']')
}

func (e *encoder) texts(name string, all []string) {
	e.name(name)
	e.open('[')
	for _, text := range all {
		e.out = appendString(e.out, text)
		e.comma()
	}
	e.close(']')
}

// tally writes votes as an object with the candidates' numbers as names, in the order of the numbers.
func (e *encoder) tally(votes []exact.Number) {
	e.name("votes")
	e.open('{')
	for c, n := range votes {
		e.out = append(e.out, '"')
		e.out = strconv.AppendInt(e.out, int64(c)+1, 10)
		e.out = append(e.out, '"', ':')
		e.number(n)
	}
	e.close('}')
}

// list writes a list of objects in one line; an empty one too.
func list[T any](e *encoder, name string, all []T, member func(T)) {
	e.name(name)
	e.open('[')
	for _, one := range all {
		e.open('{')
		member(one)
		e.close('}')
	}
	e.close(']')
}

// lines writes a list of objects with a line for each.
func lines[T any](e *encoder, name string, all []T, member func(int, T)) {
	e.name(name)
	e.open('[')
	for i, one := range all {
		if i == 0 {
			e.line()
		}
		e.open('{')
		member(i, one)
		e.close('}')
		e.line()
	}
	e.close(']')
}

// appendString appends a JSON string as RFC 8785, section 3.2.2.2, writes it: nothing is escaped that need not be.
func appendString(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	start := 0
	for i := range len(text) {
		b := text[i]
		if b >= 0x20 && b != '"' && b != '\\' {
			continue
		}
		out = append(out, text[start:i]...)
		start = i + 1
		switch b {
		case '"', '\\':
			out = append(out, '\\', b)
		case '\b':
			out = append(out, '\\', 'b')
		case '\t':
			out = append(out, '\\', 't')
		case '\n':
			out = append(out, '\\', 'n')
		case '\f':
			out = append(out, '\\', 'f')
		case '\r':
			out = append(out, '\\', 'r')
		default:
			out = append(out, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		}
	}
	return append(append(out, text[start:]...), '"')
}

// plain tells whether text can stand in JSON.
func plain(text string) error {
	if !utf8.ValidString(text) {
		return party.Errorf(party.Invalid, "%q is not UTF-8", text)
	}
	return nil
}
