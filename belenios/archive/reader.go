package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/selectorate/selectorate/belenios"
)

// errNoArchive is what NewReader gives for a file that is something else altogether.
var errNoArchive = errors.New("this is no archive of an election: it does not begin with the member " + headerName)

// NotArchive tells whether an error of NewReader says that the file is something else altogether.
func NotArchive(err error) bool { return errors.Is(err, errNoArchive) }

// Reader reads an archive, event by event, and refuses whatever differs from the one form that an archive of its events has.
// Give it a buffered source.
type Reader struct {
	r       io.Reader
	time    int64
	at      int64
	height  int
	head    string
	err     error
	buffers [most][]byte // contents of the members of one event
	own     []byte       // the event's own bytes
	wanted  []byte       // and what they have to be
	names   [most]string // digests of the members
	// A header that is there, the one that has to be there, and what is behind a content: kept here to spare memory.
	got, want, behind [block]byte
}

// NewReader reads the beginning of an archive.
func NewReader(r io.Reader) (*Reader, error) {
	in := &Reader{r: r, height: -1}
	head, want := &in.got, &in.want
	n, err := io.ReadFull(r, head[:])
	if n < len(headerName)+1 || string(head[:len(headerName)+1]) != headerName+"\x00" {
		return nil, errNoArchive
	}
	if err != nil {
		return nil, broken(0, err)
	}
	size, _ := parseOctal(head[124:136])
	time, _ := parseOctal(head[136:148])
	in.time = time
	header(want, headerName, size, time)
	if err := difference(head, want, 0); err != nil {
		return nil, err
	}
	in.at = block
	begin := fmt.Appendf(nil, `{"version":1,"timestamp":"%d"}`, time)
	if size != int64(len(begin)) {
		return nil, fmt.Errorf("byte 124: the archive begins with a member of %d bytes and has to begin with %s", size, begin)
	}
	content, err := in.body(nil, size)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(content, begin) {
		return nil, fmt.Errorf("byte %d: the archive begins with %s and has to begin with %s", block, shown(content), begin)
	}
	return in, nil
}

// Timestamp gives the time that stands in every member, in seconds since 1970.
func (r *Reader) Timestamp() int64 { return r.time }

// Next reads the next event. At the end of the archive it gives io.EOF; where the file breaks off within an event, an error
// that wraps io.ErrUnexpectedEOF. Behind any other error than io.EOF it gives the same error again.
func (r *Reader) Next() (*Event, error) {
	if r.err != nil {
		return nil, r.err
	}
	e, err := r.next()
	if err == nil {
		return e, nil
	}
	if !errors.Is(err, io.EOF) {
		r.err = err
	}
	return nil, err
}

func (r *Reader) next() (*Event, error) {
	e := &Event{Start: r.at, Height: r.height + 1}
	e.Data, e.Spans = e.data[:0], e.spans[:0]
	for n := 0; ; n++ {
		digest, own, size, err := r.heading()
		if errors.Is(err, io.EOF) && n > 0 {
			return nil, fmt.Errorf("byte %d: the archive ends with data that no event names: %w", r.at, io.ErrUnexpectedEOF)
		}
		if err != nil {
			return nil, err
		}
		if !own && n == most {
			return nil, fmt.Errorf("byte %d: event %d carries more than any event does", r.at-block, e.Height)
		}
		to := &r.own
		if !own {
			to = &r.buffers[n]
		}
		at := r.at
		if *to, err = r.content((*to)[:0], size, digest); err != nil {
			return nil, err
		}
		if own {
			e.Hash, e.End = digest, r.at
			return e, r.finish(e, *to, at)
		}
		r.names[n] = digest
		e.Data = append(e.Data, *to)
		e.Spans = append(e.Spans, Span{at, size})
	}
}

// finish holds the event's own bytes, which begin at an offset, to what it carries and to the event before.
func (r *Reader) finish(e *Event, text []byte, at int64) error {
	digests := r.names[:len(e.Data)]
	if e.Height > maxHeight {
		return fmt.Errorf("byte %d: an archive has at most %d events", at, maxHeight+1)
	}
	if !r.foreseen(e, text, digests) {
		e.Parent, e.Type, e.Payload = "", "", ""
		if err := parseEvent(e, text); err != nil {
			return fmt.Errorf("byte %d: event %d: %w", at, r.height+1, err)
		}
	}
	if e.Height != r.height+1 || e.Parent != r.head {
		return fmt.Errorf("byte %d: the event has height %d and follows %s; it has to have height %d and to follow %s",
			at, e.Height, none(e.Parent), r.height+1, none(r.head))
	}
	if (e.Type == Setup) != (e.Height == 0) {
		return fmt.Errorf("byte %d: event %d is %s: an archive begins with its one setup", at, e.Height, e.Type)
	}
	if err := e.bind(digests); err != nil {
		return fmt.Errorf("byte %d: %w", e.Start, err)
	}
	r.height, r.head = e.Height, e.Hash
	return nil
}

// foreseen fills in the event that has to come here, and tells whether it is the one that is there. That is so in any good
// archive, and spares reading the bytes one by one; in a bad one parseEvent says what is wrong.
func (r *Reader) foreseen(e *Event, text []byte, digests []string) bool {
	_, rest, _ := bytes.Cut(text, []byte(`"type":"`))
	kind, _, _ := bytes.Cut(rest, []byte(`"`))
	e.Parent, e.Type, e.Payload = r.head, known(kind), last(digests)
	r.wanted = e.Append(r.wanted[:0])
	return e.Type != "" && bytes.Equal(r.wanted, text)
}

func none(digest string) string {
	if digest == "" {
		return "nothing"
	}
	return digest
}

// parseEvent reads an event's own bytes, which have one form only.
func parseEvent(e *Event, text []byte) error {
	s := belenios.NewScanner(nil, text)
	s.Expect("{")
	if s.Next(`"parent":`) {
		e.Parent = s.Digest()
		s.Expect(",")
	}
	s.Expect(`"height":`)
	e.Height = int(s.Int(0, maxHeight))
	s.Expect(`,"type":`)
	e.Type = s.Plain()
	if s.Next(`,"payload":`) {
		e.Payload = s.Digest()
	}
	s.Expect("}")
	return s.Close()
}

// heading reads the header of a member, which is the only one for its name and size.
func (r *Reader) heading() (digest string, own bool, size int64, err error) {
	at, head, want := r.at, &r.got, &r.want
	if _, err := io.ReadFull(r.r, head[:]); errors.Is(err, io.EOF) {
		return "", false, 0, io.EOF
	} else if err != nil {
		return "", false, 0, broken(at, err)
	}
	name, _, _ := bytes.Cut(head[:100], []byte{0})
	if !wellNamed(name) {
		return "", false, 0, fmt.Errorf("byte %d: %s is no name of a member: it has to be 64 hexadecimal digits with %s or %s",
			at, strconv.Quote(string(name)), dataEnding, ownEnding)
	}
	own = string(name[64:]) == ownEnding
	size, ok := parseOctal(head[124:136])
	if !ok {
		return "", false, 0, fmt.Errorf("byte %d: the size of a member is %s and has to be eleven octal digits", at+124, shown(head[124:136]))
	}
	header(want, name, size, r.time)
	if err := difference(head, want, at); err != nil {
		return "", false, 0, err
	}
	if limit := limitOf(own); size > limit {
		return "", false, 0, fmt.Errorf("byte %d: a member of %d bytes is larger than any in an archive, at most %d", at+124, size, limit)
	}
	r.at += block
	return string(name[:64]), own, size, nil
}

// content reads what a member holds, which has the digest that its name says.
func (r *Reader) content(to []byte, size int64, digest string) ([]byte, error) {
	at := r.at
	content, err := r.body(to, size)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	var is [64]byte
	hex.Encode(is[:], sum[:])
	if digest != string(is[:]) {
		return nil, fmt.Errorf("byte %d: the content of %s was changed: its SHA-256 is %s", at, digest, is[:])
	}
	return content, nil
}

func wellNamed(name []byte) bool {
	if len(name) < 64 || string(name[64:]) != dataEnding && string(name[64:]) != ownEnding {
		return false
	}
	return isDigest(name[:64])
}

// body reads a member's content and its padding. Memory grows with what is there, not with what a header claims.
func (r *Reader) body(to []byte, size int64) ([]byte, error) {
	const step = 1 << 20
	from := r.at
	for left := size; left > 0; {
		n := min(left, step)
		have := len(to)
		if cap(to)-have < int(n) {
			to = append(to, make([]byte, n)...)
		}
		to = to[:have+int(n)]
		if _, err := io.ReadFull(r.r, to[have:]); err != nil {
			return nil, broken(from, err)
		}
		left -= n
	}
	n := padding(size)
	behind := r.behind[:n]
	if n > 0 {
		if _, err := io.ReadFull(r.r, behind); err != nil {
			return nil, broken(from, err)
		}
	}
	if zeros := [block]byte{}; !bytes.Equal(behind, zeros[:n]) {
		i := bytes.IndexFunc(behind, func(c rune) bool { return c != 0 })
		return nil, fmt.Errorf("byte %d: what fills up a member's last block is not zero", from+size+int64(i))
	}
	r.at += size + n
	return to, nil
}

// broken says that the file ends within a member.
func broken(at int64, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the archive breaks off within the member at byte %d: %w", at, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("read the member at byte %d: %w", at, err)
}

// ReadAt reads what an event carries once more, from the place that its Span told. Whoever must know that it is the same still
// compares its Digest.
func ReadAt(file io.ReaderAt, span Span) ([]byte, error) {
	raw := make([]byte, span.Size)
	if n, err := file.ReadAt(raw, span.Offset); n < len(raw) {
		return nil, fmt.Errorf("read the archive again at byte %d: %w", span.Offset, err)
	}
	return raw, nil
}
