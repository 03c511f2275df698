package verify

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/verify/finding"
	"github.com/selectorate/selectorate/verify/folder"
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
	return check(fsys, opts, sweepEntries)
}

// check is Check with sweeps over so many entries.
func check(fsys fs.FS, opts Options, sweep int64) (Report, error) {
	c := &checker{fsys: fsys, opts: opts, sweep: sweep, books: map[rulebook.Digest]shelved{}, erased: map[org.SealedField]*erasure{}}
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
	sweep int64 // entries
	found finding.List

	note   []byte // the signed checkpoint
	stated register.Checkpoint
	whole  bool // every entry could be read from its file, so that the register can be played

	house    house // the organisation at the end of the register
	books    map[rulebook.Digest]shelved
	erased   map[org.SealedField]*erasure
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

// readCheckpoint reads what the checkpoint says, and tells whether it says anything.
func (c *checker) readCheckpoint() (readable bool, err error) {
	data, err := folder.Read(c.fsys, register.CheckpointPath, folder.MaxNote)
	if err != nil && !errors.Is(err, folder.ErrTooLarge) {
		return false, fmt.Errorf("this is no copy of a record: %w", err)
	}
	c.note = data
	if err == nil {
		c.stated, _, err = register.PeekCheckpoint(c.note)
	}
	if err != nil {
		c.found.Fail(checkCheckpoint, 0, "the checkpoint, which says how long the record is and who vouches for it, cannot be read: %v", err)
		return false, nil
	}
	c.found.Passed(checkCheckpoint, "the record %s has %s and the fingerprint %s", c.stated.Origin, finding.Count(c.stated.Size, "entry", "entries"), c.stated.Root)
	return true, nil
}

// progress tells how far the check has come.
func (c *checker) progress(entries int64) {
	c.done += entries
	if c.opts.Progress != nil {
		c.opts.Progress(c.done, max(c.done, c.total))
	}
}
