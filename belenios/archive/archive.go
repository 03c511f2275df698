// Package archive reads and writes the public file of an election, the `.bel` archive (format version 1), byte for byte as
// belenios-tool 2.0 and later write it: doc/formats/bel.md describes it.
//
// An archive is a chain of events. Each event names what it carries and its predecessor by SHA-256. It is stored as a tar file of the oldest kind,
// without end blocks, in which every member's name is the digest of its content, in one order only. So there is
// exactly one archive for a chain, and the reader refuses any other file: a bit that is changed anywhere is an error that
// says where.
//
// Reader and Writer hold one event at a time. What the events mean, and in which order they may come, is for others to judge.
//
// Sources: Belenios specification, section Archive; the tar form by experiment on archives of belenios-tool 2.0 to 3.2.
package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/selectorate/selectorate/belenios"
)

// The types of events.
const (
	Setup             = "Setup"
	Ballot            = "Ballot"
	EndBallots        = "EndBallots"
	EncryptedTally    = "EncryptedTally"
	Shuffle           = "Shuffle"
	EndShuffles       = "EndShuffles"
	PartialDecryption = "PartialDecryption"
	Result            = "Result"
)

// What an archive is limited to. A shuffle of half a million rankings in a finite field has about 2.5 GB; a ballot with 250
// answers has less than 1 MB.
const (
	most      = 5         // members that an event carries
	maxMember = 1 << 32   // bytes of a member
	maxBallot = 1 << 24   // bytes of a ballot
	maxOwn    = 1 << 10   // bytes of an event itself
	maxHeight = 1<<31 - 1 // height of the last event
)

// Span is where a member's content lies in the archive, in bytes.
type Span struct{ Offset, Size int64 }

// Event is one event with what it carries.
type Event struct {
	Height  int    // 0 for the setup, then one more each
	Type    string // one of the constants
	Parent  string // digest of the event before, in hexadecimal; "" for the setup
	Payload string // digest of the last member of Data, or of the ballot, or of the result; "" where the event carries nothing
	Hash    string // digest of the event itself
	// Data is what the event carries: Setup: election, trustees, credentials, and the record that names them. Ballot: the ballot.
	// EncryptedTally: tally, and the record of its size. Shuffle, PartialDecryption: payload, and the record of its owner.
	// Result: the result. The bytes are the reader's, until it reads the next event.
	Data       [][]byte
	Spans      []Span // where Data lies
	Start, End int64  // where the event's first member begins and its last one ends
	// Further tells of a record of the setup that names a further member, as newer servers add (a certificate of the
	// credentials). It stands in Data between credentials and record.
	Further bool

	data  [most][]byte // what Data and Spans are made of when the event is read: one piece of memory for all
	spans [most]Span
}

// members gives the least number of members that an event of a type carries, and whether the type is known.
func members(kind string) (n int, known bool) {
	switch kind {
	case Setup:
		return 4, true
	case EncryptedTally, Shuffle, PartialDecryption:
		return 2, true
	case Ballot, Result:
		return 1, true
	case EndBallots, EndShuffles:
		return 0, true
	}
	return 0, false
}

// known gives the constant for the name of a type, or "".
func known(name []byte) string {
	for _, kind := range [...]string{Ballot, Setup, EndBallots, EncryptedTally, Shuffle, EndShuffles, PartialDecryption, Result} {
		if string(name) == kind {
			return kind
		}
	}
	return ""
}

// limitOf gives the largest size of a member: of an event itself, or of what it carries.
func limitOf(own bool) int64 {
	if own {
		return maxOwn
	}
	return maxMember
}

// isDigest tells whether text is a digest as it is written: 64 lower-case hexadecimal digits.
func isDigest(text []byte) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) == 64
}

// SetupRecord gives the record that names the three parts of a setup.
func SetupRecord(election, trustees, credentials []byte) []byte {
	return fmt.Appendf(nil, `{"election":"%s","trustees":"%s","credentials":"%s"}`, Digest(election), Digest(trustees), Digest(credentials))
}

// Digest gives the SHA-256 of data in hexadecimal: the name of a member without its ending.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Append adds the event's own bytes, without what it carries.
func (e *Event) Append(to []byte) []byte {
	to = append(to, '{')
	if e.Parent != "" {
		to = append(append(append(to, `"parent":"`...), e.Parent...), `",`...)
	}
	to = strconv.AppendInt(append(to, `"height":`...), int64(e.Height), 10)
	to = append(append(append(to, `,"type":"`...), e.Type...), '"')
	if e.Payload != "" {
		to = append(append(append(to, `,"payload":"`...), e.Payload...), '"')
	}
	return append(to, '}')
}

// bind makes sure that what an event carries is what its record names, nothing more and nothing less. digests are those of Data.
func (e *Event) bind(digests []string) error {
	n, ok := members(e.Type)
	if !ok {
		return fmt.Errorf("the type %q of event %d is not known", e.Type, e.Height)
	}
	if len(e.Data) != n && (e.Type != Setup || len(e.Data) != n+1) {
		return fmt.Errorf("event %d (%s) carries %d members, not %d", e.Height, e.Type, len(e.Data), n)
	}
	if e.Payload != last(digests) {
		return fmt.Errorf("event %d (%s) names %q, and what stands before it is %q", e.Height, e.Type, e.Payload, last(digests))
	}
	switch e.Type {
	case Setup:
		return e.bindSetup(digests)
	case Ballot:
		if size := len(e.Data[0]); size > maxBallot {
			return fmt.Errorf("event %d: a ballot of %d bytes is larger than any, at most %d", e.Height, size, maxBallot)
		}
	case EncryptedTally:
		sized, err := belenios.ParseSized(e.Data[1])
		if err != nil {
			return fmt.Errorf("event %d: size of the tally: %w", e.Height, err)
		}
		return e.names("tally", sized.EncryptedTally, digests[0])
	case Shuffle, PartialDecryption:
		owned, err := belenios.ParseOwned(e.Data[1])
		if err != nil {
			return fmt.Errorf("event %d: owner: %w", e.Height, err)
		}
		return e.names("payload", owned.Payload, digests[0])
	}
	return nil
}

func (e *Event) names(what, named, is string) error {
	if named != is {
		return fmt.Errorf("event %d (%s): the record names the %s %s, and what stands there is %s", e.Height, e.Type, what, named, is)
	}
	return nil
}

// bindSetup holds the record of a setup to its parts. One further member may stand behind the three, under a name that is not known here.
func (e *Event) bindSetup(digests []string) error {
	record := e.Data[len(e.Data)-1]
	three := fmt.Sprintf(`{"election":"%s","trustees":"%s","credentials":"%s"`, digests[0], digests[1], digests[2])
	if len(e.Data) == 4 {
		if string(record) != three+"}" {
			return fmt.Errorf("event 0 (Setup): the record of the setup does not name the three parts before it, as %s} would", three)
		}
		return nil
	}
	field, begun := bytes.CutPrefix(record, []byte(three+`,"`))
	field, ended := bytes.CutSuffix(field, []byte(`":"`+digests[3]+`"}`))
	if !begun || !ended || !furtherField(field) {
		return fmt.Errorf("event 0 (Setup): the record of the setup does not name the four parts before it, as %s,\"…\":\"%s\"} would", three, digests[3])
	}
	e.Further = true
	return nil
}

// furtherField tells whether a name can be that of a field that newer servers have added.
func furtherField(name []byte) bool {
	switch string(name) {
	case "", "election", "trustees", "credentials":
		return false
	}
	return len(name) <= 64 && len(bytes.Trim(name, "abcdefghijklmnopqrstuvwxyz_")) == 0
}

func last(digests []string) string {
	if len(digests) == 0 {
		return ""
	}
	return digests[len(digests)-1]
}
