package check

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
	"github.com/selectorate/selectorate/belenios/tally"
)

// Hints gives the commitments that a file claims for the proofs of ballots from..to-1, in the order of proof.Terms, n
// of them; or nil if there are none. Nothing that it gives is believed. It must be safe for concurrent use.
type Hints func(from, to, n int) []group.Element

// Part is what a batch comes to.
type Part struct {
	Batch  int
	Hinted bool // hints were there, and true

	// Commitments are those that were computed, in the order of the ballots, for a file of hints; nil if the batch was
	// checked with hints, or some ballot has no proofs.
	Commitments []group.Element

	tally  belenios.Tally
	weight int64
	marks  []mark
	faults []fault
	spent  map[string]int64
}

// fault is something that failed.
type fault struct{ Check, Detail string }

func (p *Part) fault(check, detail string) { p.faults = append(p.faults, fault{check, detail}) }

// batch is a batch at work.
type batch struct {
	*Checker
	part    *Part
	numbers []int // of the ballots that could be read
	ballots []*belenios.Ballot
	claims  []proof.Claim
	ends    []int // for each ballot, where its claims end
	seed    []byte
}

// Batch checks a batch of ballots, and a share of the list of voters. Any number of goroutines may check different
// batches at the same time. hints may be nil. The error is that the file could not be read.
func (c *Checker) Batch(number int, file io.ReaderAt, hints Hints) (*Part, error) {
	b := &batch{Checker: c, part: &Part{Batch: number, spent: map[string]int64{}}}
	var err error
	b.timed(Form, func() { err = b.read(file) })
	if err != nil {
		return nil, err
	}
	b.timed(Proofs, func() {
		b.claim()
		b.part.Hinted = b.believe(hints)
	})
	if !b.part.Hinted {
		b.timed(Members, b.checkMembers)
		b.timed(Proofs, b.recompute)
	}
	b.timed(Sum, b.add)
	b.timed(Repeated, b.note)
	return b.part, nil
}

func (b *batch) timed(check string, work func()) {
	started := b.options.Clock()
	work()
	b.part.spent[check] += b.options.Clock() - started
}

// read reads the ballots. All that comes later is about those that are in their one form.
func (b *batch) read(file io.ReaderAt) error {
	from, to := b.Ballots(b.part.Batch)
	seed := sha256.New()
	first, last := b.share(b.part.Batch, len(b.voters))
	for _, v := range b.voters[first:last] {
		seed.Write([]byte(v.Wire + ",")) // a hash takes everything
	}
	for i := from; i < to; i++ {
		place := b.Checker.ballots[i]
		raw, err := archive.ReadAt(file, place.span)
		if err != nil {
			return err
		}
		if sha256.Sum256(raw) != place.digest {
			return errors.New("the archive was changed while it was read; check it again when nobody writes it")
		}
		seed.Write(place.digest[:]) // a hash takes everything
		ballot, err := b.election.ParseBallot(raw)
		if err != nil {
			b.part.fault(Form, fmt.Sprintf("ballot %d (event %d) is not a ballot of this election in its one form: %s", i+1, i+1, short(err)))
			continue
		}
		if place.voter < 0 || b.voters[place.voter].Wire != ballot.Credential {
			b.part.fault(Listed, fmt.Sprintf("ballot %d (event %d) was cast with a credential that is not on the list of voters", i+1, i+1))
			continue
		}
		b.numbers = append(b.numbers, i)
		b.ballots = append(b.ballots, ballot)
	}
	b.seed = seed.Sum(nil)
	return nil
}

// short takes off what an error of package belenios begins with.
func short(err error) string { return plain(strings.TrimPrefix(err.Error(), "ballot: ")) }

// claim gathers what the ballots have to prove. A ballot whose hash is not the one that was signed makes no claims.
func (b *batch) claim() {
	for i, ballot := range b.ballots {
		claims, err := b.election.Claims(ballot, b.voters[b.place(i).voter].Public)
		if err != nil {
			b.part.fault(Signatures, fmt.Sprintf("ballot %d was changed after it was signed: %s", b.numbers[i]+1, short(err)))
			claims = nil
		}
		b.claims = append(b.claims, claims...)
		b.ends = append(b.ends, len(b.claims))
	}
}

func (b *batch) place(i int) *ballot { return &b.Checker.ballots[b.numbers[i]] }

// elements gives what has to be a member of the group: the batch's share of the voters' keys, and the ballots' elements. It
// tells how many voters those are, and for each ballot where its elements end.
func (b *batch) elements() (elements []group.Element, voters int, ends []int) {
	elements, _ = b.listed(b.part.Batch)
	voters = len(elements)
	for _, ballot := range b.ballots {
		elements = append(elements, ballot.Elements()...)
		ends = append(ends, len(elements))
	}
	return elements, voters, ends
}

// believe tries to check the batch with hints, and tells whether that has shown that everything holds. If it has not, no
// matter why, everything is computed.
func (b *batch) believe(hints Hints) bool {
	if hints == nil || len(b.claims) == 0 {
		return false
	}
	g, terms := b.election.Group, proof.Terms(b.claims)
	from, to := b.Ballots(b.part.Batch)
	claimed := hints(from, to, len(terms))
	if len(claimed) != len(terms) {
		return false
	}
	rest := claimed
	for _, claim := range b.claims {
		if !claim.HeldBy(g, rest[:len(claim.Terms)]) {
			return false
		}
		rest = rest[len(claim.Terms):]
	}
	// The hashes bind what is claimed to the ballots, and those are bound by the seed.
	if !g.Holds(b.election.PublicKey, terms, claimed, append([]byte("hints|"), b.seed...)) {
		return false
	}
	elements, _, _ := b.elements()
	return g.Outsider(append(elements, claimed...), append([]byte("members|"), b.seed...)) < 0
}

// checkMembers makes sure that all voters' keys and all ciphertexts lie in the group.
func (b *batch) checkMembers() {
	elements, voters, ends := b.elements()
	seed := append([]byte("members|"), b.seed...)
	first := b.election.Group.Outsider(elements, seed)
	if first < 0 {
		return
	}
	_, from := b.listed(b.part.Batch)
	ballot := 0
	for _, at := range outsiders(b.election.Group, elements, seed, first) {
		if at < voters {
			b.part.fault(Voters, fmt.Sprintf("public credential %d is not a member of the group: ballots under it prove nothing", from+at+1))
			continue
		}
		for ends[ballot] <= at {
			ballot++
		}
		b.part.fault(Members, fmt.Sprintf("ballot %d holds an element that is not a member of the group: what it encrypts is not a vote", b.numbers[ballot]+1))
	}
}

// recompute checks all proofs, each by itself.
func (b *batch) recompute() {
	if len(b.claims) == 0 {
		return
	}
	g := b.election.Group
	commitments := g.Recompute(b.election.Key, proof.Terms(b.claims))
	if len(b.ballots) == b.size() {
		b.part.Commitments = commitments
	}
	claim, wrong := 0, -1 // wrong is the last ballot that was reported
	for ballot, end := range b.ends {
		for ; claim < end; claim++ {
			n := len(b.claims[claim].Terms)
			if wrong != ballot && !b.claims[claim].HeldBy(g, commitments[:n]) {
				wrong = ballot
				b.wrong(ballot, claim == end-1, b.claims[claim].What)
			}
			commitments = commitments[n:]
		}
	}
}

func (b *batch) size() int {
	from, to := b.Ballots(b.part.Batch)
	return to - from
}

func (b *batch) wrong(ballot int, signature bool, what string) {
	if signature {
		b.part.fault(Signatures, fmt.Sprintf("the signature of ballot %d is not that of its voter", b.numbers[ballot]+1))
		return
	}
	b.part.fault(Proofs, fmt.Sprintf("a proof of ballot %d does not hold: %s", b.numbers[ballot]+1, what))
}

// add adds up the ballots that count.
func (b *batch) add() {
	sum := tally.NewSum(b.election)
	for i, ballot := range b.ballots {
		if !b.counts(b.numbers[i]) {
			continue
		}
		if err := sum.Add(ballot, b.voters[b.place(i).voter].Weight); err != nil {
			b.part.fault(Sum, fmt.Sprintf("ballot %d cannot be counted: %s", b.numbers[i]+1, err))
		}
	}
	made, sized, err := sum.Tally()
	if err != nil {
		b.part.fault(Sum, fmt.Sprintf("the ballots cannot be counted: %s", err))
		return
	}
	b.part.tally, b.part.weight = made, sized.TotalWeight
}

// note takes fingerprints of the ciphertexts.
func (b *batch) note() {
	var wire []byte
	for i, ballot := range b.ballots {
		for _, answer := range ballot.Answers {
			for _, choice := range answer.Choices {
				wire = choice.Alpha.AppendWire(wire[:0])
				b.part.marks = append(b.part.marks, mark{fingerprint(wire), int32(b.numbers[i])}) //nolint:gosec // archive.Reader bounds the number of events
			}
		}
	}
}

// Take takes up what a batch came to.
func (c *Checker) Take(p *Part) {
	if c.taken[p.Batch] {
		return
	}
	c.taken[p.Batch] = true
	for _, f := range p.faults {
		c.found.fail(f.Check, "%s", f.Detail)
	}
	for check, spent := range p.spent {
		c.found.spent[check] += spent
	}
	c.marks = append(c.marks, p.marks...)
	c.weight += p.weight
	for i, row := range p.tally {
		if c.election.Questions[i].Ranking || c.sum[i] == nil {
			c.sum[i] = append(c.sum[i], row...)
			continue
		}
		for k, ciphertext := range row {
			sum := &c.sum[i][k]
			sum.Alpha = c.election.Group.Multiply(sum.Alpha, ciphertext.Alpha)
			sum.Beta = c.election.Group.Multiply(sum.Beta, ciphertext.Beta)
		}
	}
}

// Taken tells whether a batch was taken up already.
func (c *Checker) Taken(batch int) bool { return c.taken[batch] }
