package verify

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
)

// Options say how a copy is checked. The zero value checks it without trusting anything beforehand.
type Options struct {
	// Key is the vkey that the reader trusts; empty: the record itself names its key, and a warning says so.
	Key string
	// Witnesses are the vkeys of the outside bodies whose cosignatures are accepted.
	Witnesses []string
	// Listed tells that the copy can be walked, so that a file too many is found.
	Listed bool
	// Progress is called now and then with how much of how much has been read, in entries; it may be nil.
	Progress func(done, total int64)
}

// Report is what the check found. doc/formats/verify-json.md describes its JSON.
type Report struct {
	Valid    bool      `json:"valid"`
	Findings []Finding `json:"findings"` // in the order of Checks
	Key      string    `json:"key"`      // the vkey that signs the record, or empty if none is known
	Size     int64     `json:"size"`     // entries
}

// Check checks a copy of a register. An error means that it could not be looked at: there is no checkpoint, a
// file could not be read, or a key in the options is none. That is another thing than a record that is not
// valid.
func Check(fsys fs.FS, opts Options) (Report, error) {
	c := &checker{fsys: fsys, opts: opts, books: map[rulebook.Digest]shelved{}}
	if err := c.checkKeys(); err != nil {
		return Report{}, err
	}
	readable, err := c.readCheckpoint()
	if err != nil || !readable {
		return c.report(), err
	}
	for _, step := range []func() error{c.hashTree, c.readOpenings, c.play, c.checkSignature, c.checkFiles} {
		if err := step(); err != nil {
			return Report{}, err
		}
	}
	return c.report(), nil
}

// checker is one check in the course of being made.
type checker struct {
	fsys  fs.FS
	opts  Options
	found findings

	note   []byte // the signed checkpoint
	stated register.Checkpoint
	whole  bool // every entry could be read from its file, so that the register can be played

	house    house // the organisation at the end of the register
	books    map[rulebook.Digest]shelved
	openings []shown // those of a scrutineer's copy, by entry and field
	told     tally

	buffer []byte // the file of entries that was read last
	done   int64
	total  int64
}

func (c *checker) checkKeys() error {
	if c.opts.Key != "" {
		if _, err := register.ParseKey(c.opts.Key); err != nil {
			return fmt.Errorf("use the key that was given: %w", err)
		}
	}
	for _, witness := range c.opts.Witnesses {
		if _, err := register.ParseWitness(witness); err != nil {
			return fmt.Errorf("use the witness that was given: %w", err)
		}
	}
	return nil
}

// Greatest sizes of files in bytes.
const (
	maxNote   = 64 << 10
	maxBundle = register.TileWidth * (2 + register.MaxEntry)
	maxTile   = register.TileWidth * 32
)

// errTooLarge says that a file is larger than any file at its place can be.
var errTooLarge = errors.New("it is larger than such a file can be")

// read gives a file of at most limit bytes. An error that is neither fs.ErrNotExist nor errTooLarge means that
// the copy cannot be read at all.
func (c *checker) read(path string, limit int) ([]byte, error) {
	return c.readInto(make([]byte, 0, min(limit+1, maxTile+1)), path, limit)
}

// readInto is read into a buffer, which it makes larger if it must.
func (c *checker) readInto(data []byte, path string, limit int) ([]byte, error) {
	file, err := c.fsys.Open(path)
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
			return data, fmt.Errorf("%s: %w", path, errTooLarge)
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return data, fmt.Errorf("read %s: %w", path, err)
		}
	}
}

// unfit tells whether an error of read is about what the copy holds, and not about reading it.
func unfit(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, errTooLarge) }

// readCheckpoint reads what the checkpoint says, and tells whether it says anything.
func (c *checker) readCheckpoint() (readable bool, err error) {
	data, err := c.read(register.CheckpointPath, maxNote)
	if err != nil && !errors.Is(err, errTooLarge) {
		return false, fmt.Errorf("this is no copy of a record: %w", err)
	}
	c.note = data
	if err == nil {
		c.stated, _, err = register.PeekCheckpoint(c.note)
	}
	if err != nil {
		c.found.fail(checkCheckpoint, 0, "the checkpoint, which says how long the record is and who vouches for it, cannot be read: %v", err)
		return false, nil
	}
	c.found.passed(checkCheckpoint, "the record %s has %s and the fingerprint %s", c.stated.Origin, count(c.stated.Size, "entry", "entries"), c.stated.Root)
	return true, nil
}

// progress tells how far the check has come.
func (c *checker) progress(entries int64) {
	c.done += entries
	if c.opts.Progress != nil {
		c.opts.Progress(c.done, max(c.done, c.total))
	}
}
