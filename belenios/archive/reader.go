package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/belenios"
)

// ErrNoArchive is what NewReader gives for a file that is something else altogether.
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
	buffers [][]byte
}

// NewReader reads the beginning of an archive.
func NewReader(r io.Reader) (*Reader, error) {
	in := &Reader{r: r, height: -1}
	var head, want [block]byte
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
	header(&want, headerName, size, time)
	if err := difference(&head, &want, 0); err != nil {
		return nil, err
	}
	in.at = block
	content, err := in.body(nil, size)
	if err != nil {
		return nil, err
	}
	if want := fmt.Sprintf(`{"version":1,"timestamp":"%d"}`, time); string(content) != want {
		return nil, fmt.Errorf("byte %d: the archive begins with %s and has to begin with %s", block, shown(content), want)
	}
	return in, nil
}

// Timestamp gives the time that stands in every member, in seconds since 1970.
func (r *Reader) Timestamp() int64 { return r.time }

// Next reads the next event. At the end of the archive it gives io.EOF; where the file breaks off within an event, an error
// that wraps io.ErrUnexpectedEOF.
func (r *Reader) Next() (*Event, error) {
	e := &Event{Start: r.at, Height: r.height + 1}
	var digests []string
	for {
		name, content, err := r.member(len(e.Data))
		if errors.Is(err, io.EOF) && len(e.Data) > 0 {
			return nil, fmt.Errorf("byte %d: the archive ends with data that no event names: %w", r.at, io.ErrUnexpectedEOF)
		}
		if err != nil {
			return nil, err
		}
		digest, own := strings.CutSuffix(name, ownEnding)
		if own {
			e.Hash, e.End = digest, r.at
			return e, r.finish(e, content, digests)
		}
		if len(e.Data) > 4 {
			return nil, fmt.Errorf("byte %d: event %d carries more than any event does", r.at, e.Height)
		}
		digests = append(digests, strings.TrimSuffix(name, dataEnding))
		e.Data = append(e.Data, content)
		e.Spans = append(e.Spans, Span{r.at - padding(int64(len(content))) - int64(len(content)), int64(len(content))})
	}
}

// finish reads the event's own bytes, and holds it to what it carries and to the event before.
func (r *Reader) finish(e *Event, text []byte, digests []string) error {
	at := e.End - padding(int64(len(text))) - int64(len(text))
	if err := parseEvent(e, text); err != nil {
		return fmt.Errorf("byte %d: event %d: %w", at, r.height+1, err)
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
	e.Height = int(s.Int(0, 1<<40))
	s.Expect(`,"type":`)
	e.Type = s.Plain()
	if s.Next(`,"payload":`) {
		e.Payload = s.Digest()
	}
	s.Expect("}")
	return s.Close()
}

// member reads one member: a header that is the only one for its name and size, and a content that has the name's digest.
func (r *Reader) member(n int) (name string, content []byte, err error) {
	var head, want [block]byte
	at := r.at
	if _, err := io.ReadFull(r.r, head[:]); errors.Is(err, io.EOF) {
		return "", nil, io.EOF
	} else if err != nil {
		return "", nil, broken(at, err)
	}
	end := bytes.IndexByte(head[:100], 0)
	if end < 0 {
		end = 100
	}
	name = string(head[:end])
	if !wellNamed(name) {
		return "", nil, fmt.Errorf("byte %d: %s is no name of a member: it has to be 64 hexadecimal digits with %s or %s", at, strconv.Quote(name), dataEnding, ownEnding)
	}
	size, ok := parseOctal(head[124:136])
	if !ok {
		return "", nil, fmt.Errorf("byte %d: the size of a member is %s and has to be eleven octal digits", at+124, shown(head[124:136]))
	}
	header(&want, name, size, r.time)
	if err := difference(&head, &want, at); err != nil {
		return "", nil, err
	}
	r.at += block
	for len(r.buffers) <= n {
		r.buffers = append(r.buffers, nil)
	}
	if content, err = r.body(r.buffers[n][:0], size); err != nil {
		return "", nil, err
	}
	r.buffers[n] = content
	sum := sha256.Sum256(content)
	var digest [64]byte
	hex.Encode(digest[:], sum[:])
	if name[:64] != string(digest[:]) {
		return "", nil, fmt.Errorf("byte %d: the content of %s was changed: its SHA-256 is %s", at+block, name, digest[:])
	}
	return name, content, nil
}

func wellNamed(name string) bool {
	if len(name) < 64 || name[64:] != dataEnding && name[64:] != ownEnding {
		return false
	}
	for _, c := range name[:64] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
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
	var zeros [block]byte
	behind := zeros[:padding(size)]
	if _, err := io.ReadFull(r.r, behind); err != nil && len(behind) > 0 {
		return nil, broken(from, err)
	}
	for i, b := range behind {
		if b != 0 {
			return nil, fmt.Errorf("byte %d: what fills up a member's last block is not zero", from+size+int64(i))
		}
	}
	r.at += size + int64(len(behind))
	return to, nil
}

// broken says that the file ends within a member.
func broken(at int64, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the archive breaks off within the member at byte %d: %w", at, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("read the member at byte %d: %w", at, err)
}
