package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/party"
)

// maxBallotBytes is how large a file of ballots may be: a hundred ballots for each voter of a large country.
const maxBallotBytes = 4 << 30

// open reads a file of ballots, with progress on a terminal.
func (c *countCommand) open(t terminal, file string) (*count.Election, error) {
	options, err := c.countReading.options(t, c.Seats)
	if err != nil {
		return nil, err
	}
	data, err := readBallots(t, file)
	if err != nil {
		return nil, err
	}
	bar := newProgress(t.err, "bytes read")
	options.Progress = bar.show
	election, err := read.File(data, file, options)
	bar.end()
	if err != nil {
		return nil, inFile(file, err)
	}
	election.Flags = c.countReading.flags()
	return election, nil
}

// readBallots reads a file whole, at once where its size is known.
func readBallots(t terminal, file string) ([]byte, error) {
	if file == "-" {
		return readFile(t, file, maxBallotBytes)
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	if info.Size() > maxBallotBytes {
		return nil, party.Errorf(party.Invalid, "%s has %d bytes; at most %d can be read", file, info.Size(), int64(maxBallotBytes))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, party.Errorf(party.Invalid, "selectorate: %w", err)
	}
	return data, nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// named adds to the options what speaks of candidates: lots drawn by hand, and constraints.
func (c *countCommand) named(t terminal, e *count.Election, o count.Options) (count.Options, error) {
	for _, name := range splitNames(c.Lots) {
		candidate, err := find(e, name)
		if err != nil {
			return o, usage("--lots: %v", err)
		}
		if slices.Contains(o.Lots, candidate) {
			return o, usage("--lots: %s is named twice", e.Candidates[candidate].Name)
		}
		o.Lots = append(o.Lots, candidate)
	}
	text, from, err := c.limits(t)
	if err != nil || text == "" {
		return o, err
	}
	places := o.Seats
	if places == 0 {
		places = e.Seats
	}
	names := make([]string, len(e.Candidates))
	for i, candidate := range e.Candidates {
		names[i] = candidate.Name
	}
	o.Constraints, err = constraint.Parse(text, names, places)
	if err != nil {
		return o, inFile(from, err)
	}
	return o, nil
}

// limits gives the constraints as they were written, and where.
func (c *countCommand) limits(t terminal) (text, from string, err error) {
	if c.Limits == "" {
		return strings.Join(c.Limit, "\n"), "--limit", nil
	}
	if len(c.Limit) > 0 {
		return "", "", usage("--limit and --limits cannot both be given")
	}
	data, err := readFile(t, c.Limits, 1<<20)
	return string(data), c.Limits, err
}

// find gives the candidate of a number (from 1), a name or a nick.
func find(e *count.Election, name string) (int, error) {
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(e.Candidates) {
		return n - 1, nil
	}
	found := -1
	for i, candidate := range e.Candidates {
		if candidate.Name == name || candidate.Nick != "" && candidate.Nick == name {
			if found >= 0 {
				return 0, fmt.Errorf("two candidates are called %q; name them by number", name)
			}
			found = i
		}
	}
	if found < 0 {
		return 0, fmt.Errorf("no candidate is called %q; use a number from 1 to %d or the name as the file has it", name, len(e.Candidates))
	}
	return found, nil
}

// put writes an answer to standard output or, if path is not empty, to a file: one that was there before is not lost to an
// answer that could not be written.
func put(t terminal, path string, write func(io.Writer) error) error {
	if path == "" {
		buffered := bufio.NewWriterSize(t.out, 1<<16)
		return errors.Join(write(buffered), buffered.Flush())
	}
	return writeStream(path, 0o644, write)
}
