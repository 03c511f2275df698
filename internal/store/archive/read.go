package archive

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
)

// maxLine is the longest line of a backup: the largest value in base64, and what else is in its row.
const maxLine = 64 << 20

// Reader reads a backup row by row. What it has given is not known to be whole before Row has returned io.EOF.
type Reader struct {
	r      *bufio.Reader
	sum    hash.Hash
	tables []Table
	at     int // the table of the last row
	head   kept.Head
	total  int64
	done   int64
}

// NewReader reads the header of a backup of these tables, which come in this order.
func NewReader(r io.Reader, tables []Table) (*Reader, error) {
	b := &Reader{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New(), tables: tables}
	line, err := b.line()
	if err != nil {
		return nil, err
	}
	if b.head, b.total, err = readHeader(line); err != nil {
		return nil, err
	}
	b.sum.Write(line)
	return b, nil
}

// Head gives the end of the register, as the header tells it.
func (b *Reader) Head() kept.Head { return b.head }

// Progress gives how many rows have been read, of how many that the header promises.
func (b *Reader) Progress() (done, total int64) { return b.done, b.total }

// Row gives the values of the next row (int64, string or []byte) and its table, or io.EOF after a trailer that fits everything before it.
func (b *Reader) Row() (Table, []any, error) {
	line, err := b.line()
	if err != nil {
		return Table{}, nil, err
	}
	if line[0] == '{' {
		return Table{}, nil, b.end(line)
	}
	at, values, err := readRow(line, b.tables, b.at)
	if err != nil {
		return Table{}, nil, party.Errorf(party.Invalid, "line %d: %w", b.done+2, err)
	}
	b.sum.Write(line)
	b.at = at
	b.done++
	return b.tables[at], values, nil
}

func (b *Reader) end(line []byte) error {
	told, err := readTrailer(line)
	switch {
	case err != nil:
		return err
	case told.Rows != b.done || b.total != b.done:
		return party.Errorf(party.Invalid, "%d rows are promised and %d are there", b.total, b.done)
	case told.SHA256 != hex.EncodeToString(b.sum.Sum(nil)):
		return party.Errorf(party.Invalid, "the digest does not fit: the backup was changed or damaged")
	}
	if _, err := b.r.ReadByte(); !errors.Is(err, io.EOF) {
		return party.Errorf(party.Invalid, "something follows the last line")
	}
	return io.EOF
}

// line gives the next line with its line feed. The end of the input before it means that the backup was cut.
func (b *Reader) line() ([]byte, error) {
	var line []byte
	for {
		part, err := b.r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case errors.Is(err, io.EOF):
			return nil, party.Errorf(party.Invalid, "the backup ends before its last line: it was cut")
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, party.Errorf(party.Unavailable, "read the backup: %w", err)
		case len(line) > maxLine:
			return nil, party.Errorf(party.Invalid, "line %d is too long", b.done+2)
		}
	}
}
