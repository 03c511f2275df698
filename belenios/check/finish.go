package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/tally"
)

// Finish checks what can be checked once all batches are taken up: that no ballot is a copy, the tally, the shuffles, the
// decryptions, the result, the policy. doing is told what comes next, in words, and may be nil. The error is that the file
// could not be read, or that a batch is missing.
func (c *Checker) Finish(file io.ReaderAt, doing func(what string)) (Report, error) {
	if doing == nil {
		doing = func(string) {}
	}
	if slices.Contains(c.taken, false) {
		return Report{}, errors.New("not every batch of ballots was checked")
	}
	if c.Batches() > 0 {
		doing("comparing ballots")
		c.timed(Repeated, c.findCopies)
		c.passBallots()
		if err := c.count(file, doing); err != nil {
			return Report{}, err
		}
		c.judgePolicy()
	}
	return c.report(), nil
}

// count checks all that follows the ballots.
func (c *Checker) count(file io.ReaderAt, doing func(what string)) (err error) {
	if c.rawTally == nil {
		c.found.add(Outcome, NotJudged, "there is no result yet: %s", c.pending())
		return nil
	}
	doing("comparing the tally")
	c.timed(Sum, c.compareTally)
	if c.tally == nil {
		c.found.add(Outcome, NotJudged, "the result was not checked: without a tally there is nothing that was decrypted")
		return nil
	}
	if !c.holders.known {
		c.found.add(Outcome, NotJudged, "shuffles, decryptions and result were not checked: without the key holders' keys nobody can")
		return nil
	}
	mixed := false
	c.timed(Shuffles, func() { mixed, err = c.checkShuffles(file, doing) })
	if err != nil || !mixed {
		return err
	}
	var parts map[int]belenios.Decryption
	c.timed(Decryptions, func() { parts, err = c.checkDecryptions(file, doing) })
	if err != nil {
		return err
	}
	doing("computing the result")
	c.timed(Outcome, func() { c.checkResult(parts) })
	return nil
}

// pending says how far an election is that has no result.
func (c *Checker) pending() string {
	switch c.last {
	case archive.Setup, archive.Ballot:
		return "the box is still open, or this copy was made before it was closed"
	case archive.EndBallots:
		return "the box is closed, and the tally is not made"
	case archive.EncryptedTally, archive.Shuffle:
		if c.ranks() {
			return "the ballots are being shuffled"
		}
		return "the key holders have not decrypted"
	}
	return "the key holders are decrypting"
}

// findCopies looks for ciphertexts that stand there twice, in whoever's ballots.
func (c *Checker) findCopies() {
	slices.SortFunc(c.marks, func(a, b mark) int {
		if n := bytes.Compare(a.digest[:], b.digest[:]); n != 0 {
			return n
		}
		return int(a.ballot - b.ballot)
	})
	told := map[[2]int32]bool{}
	for i := 1; i < len(c.marks); i++ {
		a, b := c.marks[i-1], c.marks[i]
		if a.digest != b.digest || told[[2]int32{a.ballot, b.ballot}] || (a.ballot != b.ballot && c.ballots[a.ballot].digest == c.ballots[b.ballot].digest) {
			continue
		}
		told[[2]int32{a.ballot, b.ballot}] = true
		if a.ballot == b.ballot {
			c.found.fail(Repeated, "ballot %d holds the same ciphertext twice", a.ballot+1)
			continue
		}
		c.found.fail(Repeated, "ballot %d holds a ciphertext of ballot %d: one was copied from the other", b.ballot+1, a.ballot+1)
	}
	c.marks = nil
}

// passBallots says what holds for all ballots.
func (c *Checker) passBallots() {
	c.found.passed(Voters, "%s on the list, all different, all members of the group", count(len(c.voters), "voter is", "voters are"))
	n := len(c.ballots)
	if n == 0 {
		return
	}
	c.found.passed(Form, "%s in the one form that a ballot of this election has", count(n, "ballot is", "ballots are"))
	c.found.passed(Listed, "every ballot was cast with a credential of the list")
	if c.found.failed(Form, Listed) {
		return // the rest was not seen of all of them
	}
	c.found.passed(Members, "all ciphertexts are members of the group")
	if !c.found.failed(Signatures) {
		c.found.passed(Proofs, "every ballot proves that what it encrypts is a vote that the questions allow")
	}
	c.found.passed(Signatures, "every ballot is signed with its voter's secret credential")
	c.found.passed(Repeated, "no ballot and no ciphertext stands there twice")
}

// checkDecryptions checks every partial decryption, and gives those that hold, by owner.
func (c *Checker) checkDecryptions(file io.ReaderAt, doing func(what string)) (map[int]belenios.Decryption, error) {
	parts, seen := map[int]belenios.Decryption{}, map[int]bool{}
	all := c.of(archive.PartialDecryption)
	for i, o := range all {
		doing(fmt.Sprintf("checking decryption %d of %d", i+1, len(all)))
		raw, err := archive.ReadAt(file, o.span)
		if err != nil {
			return nil, err
		}
		owner, err := c.parseOwned(o)
		if err != nil {
			c.found.fail(Decryptions, "partial decryption %d is of nobody: %s", i+1, plain(err.Error()))
			continue
		}
		if seen[owner] {
			c.found.fail(Decryptions, "key holder %d decrypted twice; every key holder counts once", owner)
			continue
		}
		seen[owner] = true
		part, err := belenios.ParseDecryption(c.election.Group, raw)
		if err == nil {
			err = tally.CheckDecryption(c.election, owner, c.holders.keys[owner-1], c.tally, part)
		}
		if err != nil {
			c.found.fail(Decryptions, "the partial decryption of key holder %d does not hold: %s", owner, plain(err.Error()))
			continue
		}
		parts[owner] = part
	}
	if len(all) > 0 {
		c.found.passed(Decryptions, "%s, each proven to be made with that key holder's key", count(len(all), "partial decryption", "partial decryptions"))
	}
	return parts, nil
}

// checkResult computes the result from the decryptions that hold, and compares.
func (c *Checker) checkResult(parts map[int]belenios.Decryption) {
	owners := make([]int, 0, len(parts))
	for owner := range parts {
		owners = append(owners, owner)
	}
	coefficients, err := tally.Coefficients(c.election.Group, c.holders.circles, owners)
	_, missing := errors.AsType[tally.Missing](err)
	switch {
	case c.rawResult == nil && (missing || err == nil):
		c.found.add(Outcome, NotJudged, "there is no result yet: %s", c.pending())
		return
	case missing:
		c.found.fail(Outcome, "there is a result that too few key holders have decrypted: %s", plain(err.Error()))
		return
	}
	var computed belenios.Result
	if err == nil {
		computed, err = c.compute(parts, coefficients)
	}
	if err != nil {
		c.found.fail(Outcome, "no result comes out of the decryptions: %s", plain(err.Error()))
		return
	}
	recorded, err := c.election.ParseResult(c.rawResult)
	if err == nil {
		err = tally.Same(c.election, computed, recorded)
	}
	if err == nil && !bytes.Equal(belenios.AppendResult(nil, computed), c.rawResult) {
		err = errors.New("it is not written in its one form")
	}
	if err != nil {
		c.found.fail(Outcome, "the published result is not what the decryptions give: %s", plain(err.Error()))
		return
	}
	c.result = c.rawResult
	c.found.passed(Outcome, "the published result is what the decryptions give")
	c.judgeSecrecy(computed)
}

func (c *Checker) compute(parts map[int]belenios.Decryption, coefficients map[int]group.Scalar) (belenios.Result, error) {
	shared, err := tally.Combine(c.election, c.tally, parts, coefficients)
	if err != nil {
		return nil, err
	}
	return tally.Result(c.election, c.tally, shared, c.weight)
}

// report puts everything together.
func (c *Checker) report() Report {
	r := Report{
		Findings: c.found.all(), Ballots: len(c.ballots), Counted: c.counted, Finished: c.rawResult != nil,
		Head: c.head, Setup: c.setupHead, Valid: true,
	}
	if c.raw[2] != nil {
		r.Voters = archive.Digest(c.raw[2])
	}
	if c.election != nil {
		r.Election, r.Name = c.election.UUID, c.election.Name
	}
	for _, f := range r.Findings {
		r.Valid = r.Valid && f.Verdict != Fail
	}
	if r.Valid {
		r.Result = c.result
	}
	return r
}
