package check

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
)

// compareTally compares the recorded tally with the ballots that count.
func (c *Checker) compareTally() {
	e := c.election
	for i, q := range e.Questions {
		if q.Ranking {
			slices.SortFunc(c.sum[i], func(a, b belenios.Ciphertext) int {
				if n := e.Group.Compare(a.Alpha, b.Alpha); n != 0 {
					return n
				}
				return e.Group.Compare(a.Beta, b.Beta)
			})
		}
		if c.sum[i] == nil {
			c.sum[i] = []belenios.Ciphertext{}
		}
	}
	recorded, err := belenios.ParseTally(e.Group, c.rawTally)
	if err == nil {
		err = e.CheckTally(recorded)
	}
	if err != nil {
		c.found.fail(Sum, "the recorded tally cannot be read: %s", plain(err.Error()))
		return
	}
	c.tally = recorded
	sized, err := belenios.ParseSized(c.rawSized)
	switch {
	case err != nil:
		c.found.fail(Sum, "%s", plain(err.Error()))
	case sized.NumTallied != c.counted:
		c.found.fail(Sum, "the archive says that %s counted, and %s a ballot that counts: a ballot was left out, or added", count(sized.NumTallied, "ballot was", "ballots were"), count(c.counted, "voter has", "voters have"))
	case sized.TotalWeight != c.weight:
		c.found.fail(Sum, "the archive says that the ballots weigh %d, and by the list of voters they weigh %d", sized.TotalWeight, c.weight)
	}
	if !bytes.Equal(belenios.AppendTally(nil, c.sum), c.rawTally) {
		c.found.fail(Sum, "the recorded tally is not what the ballots that count come to: a ballot was left out, added or changed, or the tally was")
	}
	c.found.passed(Sum, "what was decrypted is what the %s come to", count(c.counted, "ballot that counts", "ballots that count"))
}

// checkShuffles checks the chain of shuffles, from the tally to what was decrypted. It tells whether that is known.
func (c *Checker) checkShuffles(file io.ReaderAt, doing func(what string)) (known bool, err error) {
	shuffles := c.of(archive.Shuffle)
	if !c.ranks() {
		if len(shuffles) > 0 {
			c.found.fail(Shuffles, "there are shuffles, and nothing to shuffle: no question of this election has ballots that are decrypted one by one")
		}
		return len(shuffles) == 0, nil
	}
	if len(shuffles) == 0 {
		if c.last == archive.EncryptedTally {
			c.found.add(Outcome, NotJudged, "there is no result yet: %s", c.pending())
		} else {
			c.found.fail(Shuffles, "ballots were decrypted that nobody had shuffled: the result tells how each voter voted")
		}
		return c.last != archive.EncryptedTally, nil
	}
	input, err := shuffle.Input(c.election, c.tally)
	var bases *shuffle.Bases
	if err == nil {
		bases, err = shuffle.BasesFor(c.election.Group, input)
	}
	if err != nil {
		c.found.fail(Shuffles, "%s", plain(err.Error()))
		return false, nil
	}
	owners := map[int]bool{}
	for i, o := range shuffles {
		doing(fmt.Sprintf("checking shuffle %d of %d", i+1, len(shuffles)))
		raw, err := archive.ReadAt(file, o.span)
		if err != nil {
			return false, err
		}
		output, ok := c.checkShuffle(bases, input, o, i+1, raw, owners)
		if !ok {
			c.found.add(Decryptions, NotJudged, "the decryptions were not checked: it is not known what was to be decrypted")
			return false, nil
		}
		input = output
	}
	c.shufflers = len(owners)
	if c.tally, err = shuffle.Replace(c.election, c.tally, input); err != nil {
		c.found.fail(Shuffles, "%s", plain(err.Error()))
		return false, nil
	}
	c.found.passed(Shuffles, "%s, by %s: each gives out the ballots that it took in, in another order and encrypted anew",
		count(len(shuffles), "shuffle", "shuffles"), count(len(owners), "key holder", "different key holders"))
	return true, nil
}

// checkShuffle checks one shuffle. It tells whether what it gives out is known.
func (c *Checker) checkShuffle(bases *shuffle.Bases, input belenios.Tally, o owned, number int, raw []byte, owners map[int]bool) (belenios.Tally, bool) {
	owner, err := c.parseOwned(o)
	if err != nil {
		c.found.fail(Shuffles, "shuffle %d is of nobody: %s", number, plain(err.Error()))
	}
	owners[owner] = true
	s, err := shuffle.Parse(c.election.Group, raw)
	if err != nil {
		c.found.fail(Shuffles, "shuffle %d, by key holder %d: %s", number, owner, plain(err.Error()))
		return nil, false
	}
	if err := shuffle.Check(c.election, bases, input, s); err != nil {
		c.found.fail(Shuffles, "shuffle %d, by key holder %d, is not proven: %s", number, owner, plain(err.Error()))
	}
	if n := unchanged(input, s.Ciphertexts); n > 0 {
		c.found.add(Secrecy, Warning, "shuffle %d gives out %s as it took them in: it hides nothing about them", number, count(n, "ciphertext", "ciphertexts"))
	}
	return s.Ciphertexts, len(s.Ciphertexts) == len(input)
}

// unchanged counts ciphertexts that a shuffle did not encrypt anew.
func unchanged(input, output belenios.Tally) (n int) {
	known := map[[16]byte]bool{}
	for _, row := range input {
		for _, ciphertext := range row {
			known[fingerprint([]byte(group.Wire(ciphertext.Alpha)))] = true
		}
	}
	for _, row := range output {
		for _, ciphertext := range row {
			if known[fingerprint([]byte(group.Wire(ciphertext.Alpha)))] {
				n++
			}
		}
	}
	return n
}

func (c *Checker) of(kind string) (found []owned) {
	for _, o := range c.owned {
		if o.kind == kind {
			found = append(found, o)
		}
	}
	return found
}
