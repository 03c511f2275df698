package archive

import (
	"errors"
	"fmt"
	"io"
)

// Writer writes an archive, event by event. It writes to w as it goes; whoever needs an event to be whole or absent after a
// crash gives it a buffer.
type Writer struct {
	w      io.Writer
	time   int64
	height int
	head   string
	at     int64
	err    error
	// A header, and the zero bytes that fill up a content: kept here to spare memory.
	header, zeros [block]byte
}

// NewWriter begins an archive. timestamp is in seconds since 1970 and stands in every member.
func NewWriter(w io.Writer, timestamp int64) (*Writer, error) {
	if timestamp < 0 || timestamp > largest {
		return nil, fmt.Errorf("the time %d cannot stand in an archive", timestamp)
	}
	out := &Writer{w: w, time: timestamp, height: -1}
	out.member(headerName, fmt.Appendf(nil, `{"version":1,"timestamp":"%d"}`, timestamp))
	return out, out.err
}

// Resume goes on with an archive that is there: w stands behind its last event, which has the height and the hash head.
// Spans and Start of what is appended count from where w stood.
func Resume(w io.Writer, timestamp int64, height int, head string) (*Writer, error) {
	switch {
	case timestamp < 0 || timestamp > largest:
		return nil, fmt.Errorf("the time %d cannot stand in an archive", timestamp)
	case height < 0 || !isDigest([]byte(head)):
		return nil, errors.New("an archive without a setup cannot be gone on with: begin one with NewWriter")
	}
	return &Writer{w: w, time: timestamp, height: height, head: head}, nil
}

// Append writes an event with what it carries, in the order of Event.Data, and gives it.
func (w *Writer) Append(kind string, data ...[]byte) (*Event, error) {
	if w.err != nil {
		return nil, w.err
	}
	e := &Event{Height: w.height + 1, Type: kind, Parent: w.head, Data: data, Start: w.at}
	if (kind == Setup) != (e.Height == 0) {
		return nil, fmt.Errorf("event %d is %s: an archive begins with its one setup", e.Height, kind)
	}
	digests := make([]string, len(data))
	for i := range data {
		digests[i] = Digest(data[i])
	}
	e.Payload = last(digests)
	if err := e.bind(digests); err != nil {
		return nil, err
	}
	for i := range data {
		e.Spans = append(e.Spans, Span{w.at + block, int64(len(data[i]))})
		w.member(digests[i]+dataEnding, data[i])
	}
	text := e.Append(nil)
	e.Hash = Digest(text)
	w.member(e.Hash+ownEnding, text)
	if w.err != nil {
		return nil, w.err
	}
	w.height, w.head, e.End = e.Height, e.Hash, w.at
	return e, nil
}

// member writes one member with its header and padding.
func (w *Writer) member(name string, data []byte) {
	size := int64(len(data))
	if size > maxMember && w.err == nil {
		w.err = fmt.Errorf("%s: %d bytes are more than a member of an archive can have", name, size)
	}
	header(&w.header, name, size, w.time)
	for _, part := range [...][]byte{w.header[:], data, w.zeros[:padding(size)]} {
		if w.err == nil && len(part) > 0 {
			_, w.err = w.w.Write(part)
		}
	}
	w.at += block + size + padding(size)
}
