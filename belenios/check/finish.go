package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
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
	c.found.passed(Voters, "%s on the list, all different, all members of the group", are(len(c.voters), "voter"))
	n := len(c.ballots)
	if n == 0 {
		return
	}
	c.found.passed(Form, "%s in the one form that a ballot of this election has", are(n, "ballot"))
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

func are(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return thousands(n) + " " + what + "s are"
}

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
		c.found.fail(Sum, "the archive says that %s counted, and %s a ballot that counts: a ballot was left out, or added", count(sized.NumTallied, "ballot was", "ballots were"), have(c.counted))
	case sized.TotalWeight != c.weight:
		c.found.fail(Sum, "the archive says that the ballots weigh %d, and by the list of voters they weigh %d", sized.TotalWeight, c.weight)
	}
	if !bytes.Equal(belenios.AppendTally(nil, c.sum), c.rawTally) {
		c.found.fail(Sum, "the recorded tally is not what the ballots that count come to: a ballot was left out, added or changed, or the tally was")
	}
	c.found.passed(Sum, "what was decrypted is what the %s come to", count(c.counted, "ballot that counts", "ballots that count"))
}

func have(n int) string {
	if n == 1 {
		return "1 voter has"
	}
	return thousands(n) + " voters have"
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
	if err != nil {
		c.found.fail(Shuffles, "%s", plain(err.Error()))
		return false, nil
	}
	bases, err := shuffle.BasesFor(c.election.Group, input)
	if err != nil {
		c.found.fail(Shuffles, "%s", plain(err.Error()))
		return false, nil
	}
	owners := map[int]bool{}
	for i, o := range shuffles {
		doing(fmt.Sprintf("checking shuffle %d of %d", i+1, len(shuffles)))
		raw, err := fetch(file, o.span.Offset, o.span.Size)
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

// checkDecryptions checks every partial decryption, and gives those that hold, by owner.
func (c *Checker) checkDecryptions(file io.ReaderAt, doing func(what string)) (map[int]belenios.Decryption, error) {
	parts, seen := map[int]belenios.Decryption{}, map[int]bool{}
	all := c.of(archive.PartialDecryption)
	for i, o := range all {
		doing(fmt.Sprintf("checking decryption %d of %d", i+1, len(all)))
		raw, err := fetch(file, o.span.Offset, o.span.Size)
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

// judgeSecrecy tells where the result itself says how single people voted.
func (c *Checker) judgeSecrecy(result belenios.Result) {
	for i, o := range result {
		q := c.election.Questions[i]
		if q.Ranking {
			c.judgeRankings(i, o.Rankings)
			continue
		}
		for k, n := range o.Counts {
			if c.counted > 0 && n == c.weight {
				c.found.add(Secrecy, Warning, "everybody whose ballot counts chose %s in question %d, so everybody knows how they voted", option(q, k), i+1)
			}
		}
	}
	c.found.spotless(Secrecy, "the result is not the same for everybody, so it does not tell how a single voter voted")
}

// option names what is counted at a place of a result.
func option(q belenios.Question, k int) string {
	if q.Blank {
		if k == 0 {
			return "to vote blank"
		}
		k--
	}
	return fmt.Sprintf("%q", plain(q.Answers[k]))
}

// judgeRankings tells whether rankings can serve as signatures of those who cast them.
func (c *Checker) judgeRankings(question int, rankings [][]int) {
	different := map[string]int{}
	for _, ranking := range rankings {
		different[strings.Trim(fmt.Sprint(ranking), "[]")]++
	}
	if len(rankings) > 0 && len(different) == 1 {
		c.found.add(Secrecy, Warning, "everybody whose ballot counts gave the same ranking in question %d, so everybody knows how they voted", question+1)
	}
	orders, answers := 1, len(c.election.Questions[question].Answers)
	for k := 2; k <= answers && orders <= len(rankings); k++ {
		orders *= k
	}
	if orders > len(rankings) {
		c.found.add(Secrecy, Warning, "question %d has more possible orders of its %d candidates than ballots: a voter who was told to vote in a certain order can be recognised by it",
			question+1, answers)
	}
}

// report puts everything together.
func (c *Checker) report() Report {
	digest := sha256.Sum256(c.raw[2])
	r := Report{
		Findings: c.found.all(), Ballots: len(c.ballots), Counted: c.counted, Finished: c.rawResult != nil,
		Head: c.head, Setup: c.setupHead, Valid: true,
	}
	if c.raw[2] != nil {
		r.Voters = hex.EncodeToString(digest[:])
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
