package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/party"
)

// electionBox puts ballots into the box.
type electionBox struct {
	archiveFile
	Ballots []string `arg:"" optional:"" name:"BALLOT" help:"Files with a ballot on each line, or - for standard input."`
	Close   bool     `help:"Close the box: no ballot is taken after that."`
	JSON    bool     `name:"json" help:"Print JSON alone."`
}

// maxBallot is how long a ballot may be: a thousand answers in the largest group.
const maxBallot = 1 << 23

// received is what became of one ballot.
type received struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Tracker string `json:"tracker"`
	Height  int    `json:"height,omitempty"`
	Again   bool   `json:"again,omitempty"` // the voter has voted before; this one counts
	Refused string `json:"refused,omitempty"`

	raw    []byte
	ballot *belenios.Ballot
	err    error
}

// Run takes in the ballots, tells of each, and closes the box if it is asked to.
func (c *electionBox) Run(t terminal) error {
	if len(c.Ballots) == 0 && !c.Close {
		return usage("say which ballots to put in, or --close")
	}
	return writing(t, c.Archive, func(b *board) error {
		all, refused, err := c.fill(t, b)
		if err != nil {
			return err
		}
		if err := c.tell(t, b, all); err != nil || refused == 0 {
			return err
		}
		left := ""
		if c.Close {
			left = "; the box is left open"
		}
		return party.Errorf(party.Invalid, "selectorate: %s refused%s", amount(refused, "ballot was", "ballots were"), left)
	})
}

// fill puts the ballots in, and closes the box if none was refused.
func (c *electionBox) fill(t terminal, b *board) (all []received, refused int, err error) {
	if len(c.Ballots) == 0 {
		if err := b.want(archive.EndBallots); err != nil {
			return nil, 0, err
		}
		return nil, 0, b.append(archive.EndBallots)
	}
	if err := b.want(archive.Ballot); err != nil {
		return nil, 0, err
	}
	seen, err := b.known(t)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range c.Ballots {
		file, n, err := c.receive(t, b, seen, name)
		if err != nil {
			return all, refused, err
		}
		all, refused = append(all, file...), refused+n
	}
	if c.Close && refused == 0 {
		err = b.append(archive.EndBallots)
	}
	return all, refused, err
}

func (c *electionBox) tell(t terminal, b *board, all []received) error {
	if c.JSON {
		return writeJSON(t.out, struct {
			state
			Received []received `json:"received"`
		}{b.state(), append([]received{}, all...)})
	}
	for _, one := range all {
		if one.Refused != "" {
			fmt.Fprintf(t.err, "%s: line %d: %s\n", shown(one.File), one.Line, one.Refused)
		}
	}
	if len(all) > 0 {
		fmt.Fprintf(t.out, "The ballot box holds %s.\n", counted(b.ballots, "ballot"))
	}
	if c.Close && b.last == archive.EndBallots {
		fmt.Fprintln(t.out, "The ballot box is closed.")
	}
	return b.tell(t, false)
}

// boxed is what has to be known of the ballots in the box, to refuse copies.
type boxed struct {
	trackers map[[sha256.Size]byte]int // by ballot: its height
	sealed   map[[16]byte]bool         // by ciphertext
	voted    map[string]bool           // by credential
}

// known reads what is in the box.
func (b *board) known(t terminal) (*boxed, error) {
	seen := &boxed{map[[sha256.Size]byte]int{}, map[[16]byte]bool{}, map[string]bool{}}
	err := b.eachBallot(t, "ballots in the box", func(height int, ballot *belenios.Ballot) error {
		seen.add(ballot, height)
		return nil
	})
	return seen, err
}

func (s *boxed) add(ballot *belenios.Ballot, height int) {
	s.trackers[sha256.Sum256(ballot.Raw)] = height
	s.voted[ballot.Credential] = true
	for _, mark := range sealedMarks(ballot) {
		s.sealed[mark] = true
	}
}

// sealedMarks gives a short hash of each ciphertext of a ballot.
func sealedMarks(ballot *belenios.Ballot) (marks [][16]byte) {
	var text []byte
	for _, answer := range ballot.Answers {
		for _, choice := range answer.Choices {
			text = choice.Beta.AppendWire(append(choice.Alpha.AppendWire(text[:0]), ','))
			digest := sha256.Sum256(text)
			marks = append(marks, [16]byte(digest[:16]))
		}
	}
	return marks
}

// refuse tells why a ballot that checks by itself cannot go into the box, or gives nil.
func (s *boxed) refuse(ballot *belenios.Ballot) error {
	if height, copied := s.trackers[sha256.Sum256(ballot.Raw)]; copied {
		return fmt.Errorf("this very ballot is in the box already, as event %d; it was not put in again", height)
	}
	own := map[[16]byte]bool{}
	for _, mark := range sealedMarks(ballot) {
		if s.sealed[mark] || own[mark] {
			return errors.New("a sealed vote in it is the same as one in the box: it was copied. Whoever did not copy it makes the ballot anew")
		}
		own[mark] = true
	}
	return nil
}

// batch is how many ballots are checked at once, and are written with one wait for the disk.
const batch = 256

// receive takes the ballots of one file, a batch at a time. A ballot is told of only after it is on disk.
func (c *electionBox) receive(t terminal, b *board, seen *boxed, name string) (file []received, refused int, err error) {
	data, err := readWhole(t, name)
	if err != nil {
		return nil, 0, err
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) > 0 {
			file = append(file, received{File: name, Line: i + 1, raw: line, Tracker: belenios.Tracker(line)})
		}
	}
	if len(file) == 0 {
		return nil, 0, party.Errorf(party.Invalid, "selectorate: %s: there is no ballot in it", shown(name))
	}
	told := newProgress(t.err, "ballots")
	defer told.end()
	for from := 0; from < len(file); from += batch {
		part := file[from:min(from+batch, len(file))]
		n, err := b.receive(part, seen)
		if err != nil {
			return file, refused, err
		}
		refused += n
		if !c.JSON {
			acknowledge(t, part)
		}
		told.show(int64(from+len(part)), int64(len(file)))
	}
	return file, refused, nil
}

// acknowledge tells of the ballots that were taken.
func acknowledge(t terminal, part []received) {
	for _, one := range part {
		again := ""
		if one.Again {
			again = "  (the voter's earlier ballot does not count any more)"
		}
		if one.Refused == "" {
			fmt.Fprintf(t.out, "%s  event %d%s\n", one.Tracker, one.Height, again)
		}
	}
}

// receive checks a batch and appends what is good.
func (b *board) receive(part []received, seen *boxed) (refused int, err error) {
	b.check(part)
	good := 0
	for i := range part {
		one := &part[i]
		if one.err == nil {
			one.err = seen.refuse(one.ballot)
		}
		if one.err != nil {
			one.Refused = speaking(one.err)
			refused++
			continue
		}
		one.Again = seen.voted[one.ballot.Credential]
		if err := b.stage(archive.Ballot, one.raw); err != nil {
			return refused, err
		}
		one.Height = b.height
		seen.add(one.ballot, b.height)
		good++
	}
	if good == 0 {
		return refused, nil
	}
	b.ballots += good
	return refused, b.flush()
}

// check checks ballots, on all processors.
func (b *board) check(part []received) {
	var checks sync.WaitGroup
	workers := min(runtime.NumCPU(), len(part))
	for worker := range workers {
		checks.Go(func() {
			for i := worker; i < len(part); i += workers {
				part[i].ballot, part[i].err = b.checkOne(part[i].raw)
			}
		})
	}
	checks.Wait()
}

// checkOne checks everything about a ballot that does not depend on the others.
func (b *board) checkOne(raw []byte) (*belenios.Ballot, error) {
	if len(raw) > maxBallot {
		return nil, errors.New("this is too long for a ballot")
	}
	read, err := b.election.ParseBallot(raw)
	if err != nil {
		return nil, err
	}
	voter, listed := b.voters[read.Credential]
	if !listed {
		return nil, errors.New("its voting code is not on the list of this election")
	}
	if voter.Weight != 1 && ranks(b.election) {
		return nil, fmt.Errorf("its voter has the weight %d, and rankings cannot be weighted", voter.Weight)
	}
	return b.election.CheckBallot(raw, voter.Public)
}

// ranks tells whether an election asks for a ranking.
func ranks(e *belenios.Election) bool {
	for _, q := range e.Questions {
		if q.Ranking {
			return true
		}
	}
	return false
}
