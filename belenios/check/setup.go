package check

import (
	"slices"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// How many ballots are checked together at most, and at least. Larger batches cost less for each ballot, and more memory.
const (
	batchMost  = 1024
	batchLeast = 64
)

// Setup checks the first event: the election's description, its key holders with every proof and signature, and the list
// of voters. It finds out which ballots count. Whether the voters' keys lie in the group is for the batches.
func (c *Checker) Setup() {
	if c.broken || c.disorder || c.raw[0] == nil {
		c.found.add(Description, NotJudged, "the election and its ballots were not checked: the file's form has to be right first")
		return
	}
	c.timed(Description, c.readElection)
	if c.election == nil {
		c.found.add(Proofs, NotJudged, "nothing else was checked: without the election's description there is nothing to check it by")
		return
	}
	c.timed(Trustees, c.readHolders)
	c.timed(Voters, c.readVoters)
	if c.voters == nil {
		c.found.add(Proofs, NotJudged, "no ballot was checked: without a list of voters nobody knows who may vote")
		return
	}
	c.timed(Repeated, c.findEqualBallots)
	c.timed(Revotes, c.findLatest)
	c.batch = max(batchLeast, min(batchMost, (len(c.ballots)+c.options.Cores-1)/c.options.Cores))
	c.taken = make([]bool, c.Batches())
	c.sum = make(belenios.Tally, len(c.election.Questions))
}

func (c *Checker) readElection() {
	e, err := belenios.ParseElection(c.raw[0])
	if err != nil {
		c.found.fail(Description, "%s", err)
		return
	}
	c.election = e
	c.found.passed(Description, "the election %s (%s) is described as protocol version 1 has it, in the group %s, with %s",
		e.UUID, plain(e.Name), e.Group.Name(), count(len(e.Questions), "question", "questions"))
	if len(e.Unknown) > 0 {
		c.found.add(Description, Warning, "the description has fields that this program does not know, and that therefore change nothing here: %s",
			plain(strings.Join(e.Unknown, ", ")))
	}
}

// plain makes a text from an archive fit for a line: no control characters, not too long.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	if len(text) > 400 {
		return strings.ToValidUTF8(text[:400], "") + "…"
	}
	return text
}

func (c *Checker) readVoters() {
	e := c.election
	voters, err := belenios.ParseVoters(e.Group, c.raw[2])
	if err != nil {
		c.found.fail(Voters, "%s", err)
		return
	}
	if len(voters) == 0 {
		c.found.fail(Voters, "the list of voters is empty: nobody may vote")
		return
	}
	neutral := group.Wire(e.Group.Identity())
	weights := false
	for i, v := range voters {
		if v.Wire == neutral {
			c.found.fail(Voters, "public credential %d is the neutral element: anybody can vote with it", i+1)
		}
		weights = weights || v.Weight != 1
	}
	if weights && c.ranks() {
		c.found.fail(Voters, "voters have weights, and there is a ranking question: a ranking cannot count several times, and a weight would tell whose it is")
	}
	c.voters = voters
}

// findEqualBallots looks for a ballot that stands there twice, byte for byte.
func (c *Checker) findEqualBallots() {
	order := make([]int32, len(c.ballots))
	for i := range order {
		order[i] = int32(i) //nolint:gosec // archive.Reader bounds the number of events
	}
	slices.SortFunc(order, func(a, b int32) int {
		if n := slices.Compare(c.ballots[a].digest[:], c.ballots[b].digest[:]); n != 0 {
			return n
		}
		return int(a - b)
	})
	for i := 1; i < len(order); i++ {
		if first, again := order[i-1], order[i]; c.ballots[first].digest == c.ballots[again].digest {
			c.found.fail(Repeated, "ballot %d is ballot %d once more, byte for byte: one voter's ballot was entered twice", again+1, first+1)
		}
	}
}

// findLatest finds out whose each ballot is, and which is the last of each voter.
func (c *Checker) findLatest() {
	known := make(map[[16]byte]int32, len(c.voters))
	for i, v := range c.voters {
		known[fingerprint([]byte(v.Wire))] = int32(i) //nolint:gosec // archive.Reader bounds the list
	}
	c.latest = slices.Repeat([]int32{-1}, len(c.voters))
	again := 0
	for i := range c.ballots {
		b := &c.ballots[i]
		voter, listed := known[b.credential]
		if !listed {
			continue
		}
		b.voter = voter
		if c.latest[voter] >= 0 {
			again++
		} else {
			c.counted++
		}
		c.latest[voter] = int32(i) //nolint:gosec // archive.Reader bounds the number of events
	}
	switch {
	case again > 0:
		c.found.add(Revotes, Pass, "%s replaced by a later one of the same voter; the last one counts", count(again, "ballot was", "ballots were"))
	case len(c.ballots) > 0:
		c.found.add(Revotes, Pass, "nobody voted a second time")
	}
}

// counts tells whether a ballot is the last one of its voter.
func (c *Checker) counts(i int) bool {
	voter := c.ballots[i].voter
	return voter >= 0 && c.latest[voter] == int32(i) //nolint:gosec // as above
}

// Batches tells how many batches there are; 0 if the ballots cannot be checked.
func (c *Checker) Batches() int {
	if c.voters == nil {
		return 0
	}
	return max((len(c.ballots)+c.batch-1)/c.batch, (len(c.voters)+4*c.batch-1)/(4*c.batch))
}

// share gives the part of n things that belongs to a batch, in order: from..to.
func (c *Checker) share(batch, n int) (from, to int) {
	return n * batch / len(c.taken), n * (batch + 1) / len(c.taken)
}

// Ballots gives the numbers, from 0, of the ballots of a batch: from..to-1.
func (c *Checker) Ballots(batch int) (from, to int) { return c.share(batch, len(c.ballots)) }

// listed gives the keys of a part of the voters, from the one with the number from, for a batch to check.
func (c *Checker) listed(batch int) (elements []group.Element, from int) {
	from, to := c.share(batch, len(c.voters))
	elements = make([]group.Element, 0, to-from)
	for _, v := range c.voters[from:to] {
		elements = append(elements, v.Public)
	}
	return elements, from
}

// outsiders gives the indices of elements that are no members, once it is known that one is: all of them if there are few.
func outsiders(g *group.Group, elements []group.Element, seed []byte, first int) (found []int) {
	for i, e := range elements {
		if len(found) <= most && g.Outsider([]group.Element{e}, append([]byte(group.Wire(e)), seed...)) >= 0 {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		found = append(found, first)
	}
	return found
}
