package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/hints"
)

// archiveCheck is a check of an archive at work.
type archiveCheck struct {
	*check.Checker

	flags  archiveFlags
	t      terminal
	file   *os.File
	size   int64
	hinted int // batches that hints helped with
}

// run goes through the stages. The error is that something could not be read or written.
func (a *archiveCheck) run(ctx context.Context, tree *eventTree) (check.Report, error) {
	info, err := a.file.Stat()
	if err != nil {
		return check.Report{}, err
	}
	a.size = info.Size()
	if err := a.structure(ctx); err != nil {
		return check.Report{}, err
	}
	if tree != nil {
		if err := tree.compare(a.Checker); err != nil {
			return check.Report{}, err
		}
	}
	a.Setup()
	if err := a.batches(ctx); err != nil {
		return check.Report{}, err
	}
	bar := newProgress(a.t.err, "")
	report, err := a.Finish(a.file, func(what string) {
		if bar.live {
			fmt.Fprintf(a.t.err, "\r%s …\x1b[K", what)
		}
	})
	if bar.live {
		fmt.Fprint(a.t.err, "\r\x1b[K")
	}
	return report, err
}

// structure reads the archive once.
func (a *archiveCheck) structure(ctx context.Context) error {
	bar := newProgress(a.t.err, "bytes read")
	defer bar.end()
	from := interruptible{ctx, io.NewSectionReader(a.file, 0, a.size)}
	return a.Structure(bufio.NewReaderSize(from, 1<<20), func(done int64) { bar.show(done, a.size) })
}

// interruptible reads until it is told to stop.
type interruptible struct {
	ctx context.Context //nolint:containedctx // io.Reader has no place for one
	io.Reader
}

// Read reads on.
func (i interruptible) Read(to []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.Reader.Read(to)
}

// batches checks the ballots, on all cores.
func (a *archiveCheck) batches(ctx context.Context) error {
	if a.Batches() == 0 {
		return nil
	}
	known, err := a.openHints()
	if err != nil {
		return err
	}
	keep, err := a.openResume()
	if err != nil {
		return err
	}
	made, err := a.createHints()
	if err != nil {
		return err
	}
	err = a.work(ctx, known, func(part *check.Part) error {
		if part.Hinted {
			a.hinted++
		}
		a.Take(part)
		return errors.Join(keep.put(part), made.put(part))
	})
	if stopped := ctx.Err(); stopped != nil && err != nil {
		err = errors.New("it was stopped" + keep.advice())
	}
	err = errors.Join(keep.close(err == nil), err)
	if err == nil && known != nil {
		fmt.Fprintf(a.t.err, "Hints served for %d of %d batches of ballots; the others were computed without them.\n", a.hinted, a.Batches())
	}
	return errors.Join(made.close(err == nil), err)
}

// outcome is what became of a batch.
type outcome struct {
	part *check.Part
	err  error
}

// work hands the batches that are not taken up yet to as many workers as there are cores, and takes what they come to.
func (a *archiveCheck) work(ctx context.Context, known check.Hints, take func(*check.Part) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var todo []int
	for batch := range a.Batches() {
		if !a.Taken(batch) { // asked now: later, batches are taken up while others are checked
			todo = append(todo, batch)
		}
	}
	_, total := a.Ballots(a.Batches() - 1)
	bar, checked := newProgress(a.t.err, "ballots checked"), 0
	defer bar.end()
	var failed error
	for o := range a.start(ctx, todo, known) {
		if o.err == nil && failed == nil {
			o.err = take(o.part)
		}
		if o.err != nil {
			failed = errors.Join(failed, o.err)
			stop()
			continue
		}
		from, to := a.Ballots(o.part.Batch)
		checked += to - from
		bar.show(int64(checked), int64(total))
	}
	return errors.Join(failed, ctx.Err())
}

// start has batches checked, until it is told to stop. The channel that it gives ends when nobody works any more.
func (a *archiveCheck) start(ctx context.Context, todo []int, known check.Hints) <-chan outcome {
	next, done := make(chan int), make(chan outcome)
	var working sync.WaitGroup
	for range workers() {
		working.Go(func() {
			for batch := range next {
				part, err := a.Batch(batch, a.file, known)
				done <- outcome{part, err}
			}
		})
	}
	go func() {
		defer func() { close(next); working.Wait(); close(done) }()
		for _, batch := range todo {
			select {
			case next <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	return done
}

// openHints opens a file of hints. One that is of no use is said so, and not used.
func (a *archiveCheck) openHints() (check.Hints, error) {
	if a.flags.Hints == "" {
		return nil, nil //nolint:nilnil // no hints are no mistake
	}
	file, err := os.Open(a.flags.Hints)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	_, setup := a.Place()
	reader, err := hints.NewReader(file, info.Size(), a.Election().Group, setup, a.Commitments())
	if err != nil {
		fmt.Fprintf(a.t.err, "The hints are not used: %s.\n", err)
		return nil, nil //nolint:nilnil // they never decide anything
	}
	return func(from, to, n int) []group.Element {
		claimed, err := reader.Read(from, to-from)
		if err != nil || len(claimed) != n {
			return nil
		}
		return claimed
	}, nil
}

// hintsFile is a file of hints that is being written, batch by batch in order. A nil one writes nothing.
type hintsFile struct {
	check   *archiveCheck
	file    *os.File
	to      *bufio.Writer
	writer  *hints.Writer
	next    int
	waiting map[int][]group.Element
	useless bool // some ballot has no commitments to be written
}

func (a *archiveCheck) createHints() (*hintsFile, error) {
	if a.flags.WriteHints == "" {
		return nil, nil //nolint:nilnil // none are asked for
	}
	file, err := os.Create(a.flags.WriteHints + ".part")
	if err != nil {
		return nil, err
	}
	h := &hintsFile{check: a, file: file, to: bufio.NewWriterSize(file, 1<<20), waiting: map[int][]group.Element{}}
	_, setup := a.Place()
	h.writer, err = hints.NewWriter(h.to, a.Election().Group, setup, a.Commitments())
	return h, err
}

// put takes up what a batch came to, and writes what is next.
func (h *hintsFile) put(part *check.Part) error {
	if h == nil || h.useless {
		return nil
	}
	if from, to := h.check.Ballots(part.Batch); part.Commitments == nil && to > from {
		h.useless = true
		return nil
	}
	h.waiting[part.Batch] = part.Commitments
	for {
		commitments, there := h.waiting[h.next]
		if !there {
			return nil
		}
		delete(h.waiting, h.next)
		h.next++
		if err := h.writer.Write(commitments); err != nil {
			return err
		}
	}
}

// close puts the file in its place, or away.
func (h *hintsFile) close(whole bool) error {
	if h == nil {
		return nil
	}
	err := h.to.Flush()
	err = errors.Join(err, h.file.Close())
	if !whole || h.useless || err != nil {
		if whole && h.useless {
			fmt.Fprintln(h.check.t.err, "No hints are written: they are made of valid ballots that were checked without any.")
		}
		return errors.Join(err, os.Remove(h.file.Name()))
	}
	return os.Rename(h.file.Name(), h.check.flags.WriteHints)
}
