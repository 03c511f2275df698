package archive

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"github.com/selectorate/selectorate/internal/store/kept"
)

// Writer writes a backup: the header when it is made, then rows, then the trailer.
type Writer struct {
	w    *bufio.Writer
	sum  hash.Hash
	rows int64
	line []byte
}

// NewWriter begins a backup of so many rows, of a register that ends at head.
func NewWriter(w io.Writer, head kept.Head, rows int64) (*Writer, error) {
	out := &Writer{w: bufio.NewWriterSize(w, 1<<16), sum: sha256.New()}
	return out, out.write(appendHeader(nil, head, rows))
}

// Row writes a row of a table.
func (w *Writer) Row(t Table, row *Row) error {
	w.rows++
	return w.write(appendRow(w.line[:0], t, row))
}

func (w *Writer) write(line []byte) error {
	w.line = line
	w.sum.Write(line)
	_, err := w.w.Write(line)
	return err
}

// Close ends the backup with the trailer and leaves nothing unwritten. Without it there is no backup.
func (w *Writer) Close() error {
	if _, err := w.w.Write(appendTrailer(nil, w.rows, w.sum.Sum(nil))); err != nil {
		return err
	}
	return w.w.Flush()
}

func appendTrailer(line []byte, rows int64, sum []byte) []byte {
	return fmt.Appendf(line, "{\"rows\":%d,\"sha256\":\"%s\"}\n", rows, hex.EncodeToString(sum))
}
