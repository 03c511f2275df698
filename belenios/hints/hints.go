// Package hints keeps the commitments of an archive's ballots in a file beside it, so that the next check is faster.
//
// A proof of protocol version 1 does not carry its commitments; whoever checks it finds them again, which is nearly all of
// the work. Whoever has done so can write them down. With them at hand a check hashes them, which ties them to the
// proof, and then holds them all against their terms in one equation for a whole batch (group.Group.Holds). Nobody has to trust the
// file: with a wrong one the hash or the equation fails, and the batch is checked without it.
//
// The form (doc/formats/hints.md): the eight bytes "hints/1\n"; the 32 bytes of the hash of the setup's event; the size of an
// element in bytes and the number of commitments of a ballot, each as two bytes, big-endian; then for every ballot of the archive, in its order,
// its commitments, in the order of proof.Terms. An element is 32 bytes (Ed25519: what its 64 hexadecimal digits say) or 256 bytes
// (finite fields: the number, big-endian). All ballots of an election have equally many, so a ballot's place can be computed.
package hints

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/selectorate/selectorate/belenios/group"
)

const (
	magic      = "hints/1\n"
	headerSize = len(magic) + 32 + 2 + 2
	curveSize  = 32
	fieldSize  = 256
	// largestBallot is the greatest number of commitments of a ballot that the header can hold.
	largestBallot = 1<<16 - 1
)

// elementSize gives the bytes of an element. A wire form of 64 hexadecimal digits is the curve's; a finite field's is in decimal.
func elementSize(g *group.Group) int {
	if g.Name() == "Ed25519" {
		return curveSize
	}
	return fieldSize
}

// Writer writes a file of hints, ballot by ballot.
type Writer struct {
	w       io.Writer
	group   *group.Group
	ballot  int
	size    int
	scratch []byte
}

// NewWriter begins a file. setup is the hash of the setup's event in hexadecimal; ballot is how many commitments each ballot has.
func NewWriter(w io.Writer, g *group.Group, setup string, ballot int) (*Writer, error) {
	digest, err := hex.DecodeString(setup)
	if err != nil || len(digest) != 32 {
		return nil, fmt.Errorf("%q is not the hash of an event", setup)
	}
	if ballot < 1 || ballot > largestBallot {
		return nil, fmt.Errorf("a ballot with %d commitments cannot be written down: at most %d", ballot, largestBallot)
	}
	head := append([]byte(magic), digest...)
	head = binary.BigEndian.AppendUint16(head, uint16(elementSize(g)))
	head = binary.BigEndian.AppendUint16(head, uint16(ballot))
	if _, err := w.Write(head); err != nil {
		return nil, fmt.Errorf("write hints: %w", err)
	}
	return &Writer{w: w, group: g, ballot: ballot, size: elementSize(g)}, nil
}

// Write writes the commitments of the next ballots.
func (w *Writer) Write(commitments []group.Element) error {
	data, err := w.Encode(commitments)
	if err != nil {
		return err
	}
	if _, err := w.w.Write(data); err != nil {
		return fmt.Errorf("write hints: %w", err)
	}
	return nil
}

// Encode gives what Write would write. The bytes are the writer's until its next use.
func (w *Writer) Encode(commitments []group.Element) ([]byte, error) {
	if len(commitments)%w.ballot != 0 {
		return nil, fmt.Errorf("%d commitments are not those of whole ballots with %d each", len(commitments), w.ballot)
	}
	w.scratch = w.scratch[:0]
	for _, e := range commitments {
		w.scratch = appendBinary(w.scratch, e, w.size)
	}
	return w.scratch, nil
}

func appendBinary(to []byte, e group.Element, size int) []byte {
	wire := e.AppendWire(nil)
	if size == curveSize {
		to, _ = hex.AppendDecode(to, wire)
		return to
	}
	n, _ := new(big.Int).SetString(string(wire), 10)
	return append(to, n.FillBytes(make([]byte, size))...)
}

// Reader reads a file of hints at any place. It is safe for concurrent use if its source is.
type Reader struct {
	r       io.ReaderAt
	group   *group.Group
	ballot  int
	size    int
	ballots int
}

// NewReader reads the beginning of a file of size bytes. It refuses a file that belongs to another election: another setup,
// another group, another number of commitments.
func NewReader(r io.ReaderAt, size int64, g *group.Group, setup string, ballot int) (*Reader, error) {
	if ballot < 1 || ballot > largestBallot {
		return nil, fmt.Errorf("there are no hints for ballots with %d commitments", ballot)
	}
	if size < int64(headerSize) {
		return nil, errors.New("this is no file of hints: it is too short")
	}
	head := make([]byte, headerSize)
	if there, err := r.ReadAt(head, 0); there < len(head) {
		return nil, fmt.Errorf("read hints: %w", err)
	}
	if string(head[:len(magic)]) != magic {
		return nil, fmt.Errorf("this is no file of hints: it does not begin with %q", magic)
	}
	head = head[len(magic):]
	if named := hex.EncodeToString(head[:32]); named != setup {
		return nil, fmt.Errorf("these hints belong to another election: its setup is %s, not %s", named, setup)
	}
	if n := int(binary.BigEndian.Uint16(head[32:])); n != elementSize(g) {
		return nil, fmt.Errorf("these hints have elements of %d bytes; the group %s has %d", n, g.Name(), elementSize(g))
	}
	if n := int(binary.BigEndian.Uint16(head[34:])); n != ballot {
		return nil, fmt.Errorf("these hints have %d commitments for a ballot; the election has %d", n, ballot)
	}
	each := int64(ballot * elementSize(g))
	if (size-int64(headerSize))%each != 0 {
		return nil, errors.New("these hints break off within a ballot")
	}
	return &Reader{r, g, ballot, elementSize(g), int((size - int64(headerSize)) / each)}, nil
}

// Ballots tells for how many ballots there are hints.
func (r *Reader) Ballots() int { return r.ballots }

// Read gives the commitments of n ballots from the one with the number first, counted from 0, behind one another. They are
// decoded, and not yet known to be members of the group.
func (r *Reader) Read(first, n int) ([]group.Element, error) {
	if first < 0 || n < 0 || first > r.ballots-n {
		return nil, fmt.Errorf("there are hints for %d ballots, not for number %d", r.ballots, first+n)
	}
	each := r.ballot * r.size
	data := make([]byte, n*each)
	if there, err := r.r.ReadAt(data, int64(headerSize)+int64(first)*int64(each)); there < len(data) {
		return nil, fmt.Errorf("read hints of %d ballots from number %d: the file was cut since it was opened, or cannot be read: %w", n, first, err)
	}
	elements := make([]group.Element, 0, n*r.ballot)
	for at := 0; at < len(data); at += r.size {
		e, err := r.group.Decode(r.wire(data[at : at+r.size]))
		if err != nil {
			return nil, fmt.Errorf("hints of ballot %d: %w", first+at/each, err)
		}
		elements = append(elements, e)
	}
	return elements, nil
}

func (r *Reader) wire(data []byte) string {
	if r.size == curveSize {
		return hex.EncodeToString(data)
	}
	return new(big.Int).SetBytes(data).String()
}
