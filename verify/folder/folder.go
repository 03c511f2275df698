package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/selectorate/selectorate/register"
)

// Greatest sizes of files in bytes.
const (
	MaxNote   = 64 << 10
	MaxBundle = register.TileWidth * (2 + register.MaxEntry)
	MaxTile   = register.TileWidth * 32
)

// ErrTooLarge says that a file is larger than any file at its place can be.
var ErrTooLarge = errors.New("it is larger than such a file can be")

// Read gives a file of at most limit bytes. An error that is neither fs.ErrNotExist nor ErrTooLarge means that
// the copy cannot be read at all.
func Read(fsys fs.FS, path string, limit int) ([]byte, error) {
	return ReadInto(fsys, make([]byte, 0, min(limit+1, MaxTile+1)), path, limit)
}

// ReadInto is Read into a buffer, which it makes larger if it must.
func ReadInto(fsys fs.FS, data []byte, path string, limit int) ([]byte, error) {
	file, err := fsys.Open(path)
	if err != nil {
		return data, fmt.Errorf("open %s: %w", path, err)
	}
	defer file.Close()
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := file.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case len(data) > limit:
			return data, fmt.Errorf("%s: %w", path, ErrTooLarge)
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return data, fmt.Errorf("read %s: %w", path, err)
		}
	}
}

// Unfit tells whether an error of Read is about what the copy holds, and not about reading it.
func Unfit(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrTooLarge) }

// Reason says what is wrong with a file, for an error that is Unfit or about the file's form.
func Reason(path string, err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "the file " + path + " is missing"
	}
	return "the file " + path + " is not in its form: " + err.Error()
}

// ErrNoNewline says that the last line of a file is not ended.
var ErrNoNewline = errors.New("it does not end with a newline")

// WholeLines is a split function of bufio.Scanner. It splits at newlines and takes nothing else from a line; a last line without one is an error.
func WholeLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, ErrNoNewline
	}
	return 0, nil, nil
}
