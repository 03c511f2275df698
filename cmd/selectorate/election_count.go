package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/party"
)

// electionTally adds up the ballots.
type electionTally struct {
	archiveFile
	JSON bool `name:"json" help:"Print JSON alone."`
}

// Run adds up the last ballot of every voting code and appends the sealed sum.
func (c *electionTally) Run(t terminal) error {
	return writing(t, c.Archive, func(b *board) error {
		if err := b.want(archive.EncryptedTally); err != nil {
			return err
		}
		sum, sized, err := b.recompute(t)
		if err != nil {
			return err
		}
		if err := b.append(archive.EncryptedTally, belenios.AppendTally(nil, sum), belenios.AppendSized(nil, sized)); err != nil {
			return err
		}
		if !c.JSON {
			fmt.Fprintf(t.out, "Added up %s of %s, still sealed.\n", counted(sized.NumTallied, "ballot"), amount(b.ballots, "cast", "cast"))
		}
		return b.tell(t, c.JSON)
	})
}

// recompute adds up the ballots of an archive, from the archive alone.
func (b *board) recompute(t terminal) (belenios.Tally, belenios.Sized, error) {
	last := map[string]int{}
	if err := b.eachBallot(t, "ballots read", func(height int, ballot *belenios.Ballot) error {
		if _, listed := b.voters[ballot.Credential]; !listed {
			return party.Errorf(party.Invalid, "selectorate: %s: event %d is a ballot of a voting code that is not on the list", b.path, height)
		}
		last[ballot.Credential] = height
		return nil
	}); err != nil {
		return nil, belenios.Sized{}, err
	}
	sum := tally.NewSum(b.election)
	if err := b.eachBallot(t, "ballots added up", func(height int, ballot *belenios.Ballot) error {
		if last[ballot.Credential] != height {
			return nil // the voter has voted again later
		}
		return sum.Add(ballot, b.voters[ballot.Credential].Weight)
	}); err != nil {
		return nil, belenios.Sized{}, err
	}
	return sum.Tally()
}

// electionShuffle shuffles rankings.
type electionShuffle struct {
	archiveFile
	Holder int    `placeholder:"N" help:"Shuffle here, in the name of key holder N. A key holder who trusts nobody else uses selectorate keyholder shuffle."`
	From   string `placeholder:"FILE" help:"Take in a shuffle that a key holder has made."`
	End    bool   `help:"Say that all shuffles are made."`
	JSON   bool   `name:"json" help:"Print JSON alone."`
}

// Run shuffles, takes in, or ends.
func (c *electionShuffle) Run(t terminal) error {
	chosen := 0
	for _, asked := range []bool{c.Holder != 0, c.From != "", c.End} {
		if asked {
			chosen++
		}
	}
	if chosen != 1 {
		return usage("say one of --holder N, --from FILE, --end")
	}
	return writing(t, c.Archive, func(b *board) error {
		step := c.shuffle
		if c.End {
			step = c.end
		}
		if err := step(t, b); err != nil {
			return err
		}
		return b.tell(t, c.JSON)
	})
}

func (c *electionShuffle) end(_ terminal, b *board) error {
	if err := b.want(archive.EndShuffles); err != nil {
		return err
	}
	return b.append(archive.EndShuffles)
}

func (c *electionShuffle) shuffle(t terminal, b *board) error {
	if err := b.want(archive.Shuffle); err != nil {
		return err
	}
	made, err := c.made(t, b)
	if err != nil {
		return err
	}
	if err := b.takeShuffle(made); err != nil {
		return err
	}
	if err := b.appendOwned(archive.Shuffle, made); err != nil {
		return err
	}
	if !c.JSON {
		fmt.Fprintf(t.out, "Shuffle %d, by key holder %d, is checked and in the archive.\n", len(b.shufflers), made.Owner)
	}
	return nil
}

func (c *electionShuffle) made(t terminal, b *board) (contribution, error) {
	if c.From != "" {
		return readContribution(t, c.From, archive.Shuffle, b.election)
	}
	return b.shuffle(t, c.Holder)
}

// shuffle shuffles what the last shuffle left, or the encrypted tally.
func (b *board) shuffle(t terminal, owner int) (contribution, error) {
	if owner < 1 || owner > len(b.owners) {
		return contribution{}, usage("there are key holders 1 to %d, not %d", len(b.owners), owner)
	}
	input, err := shuffle.Input(b.election, b.todo)
	if err != nil {
		return contribution{}, err
	}
	bases, err := shuffle.BasesFor(b.election.Group, input)
	if err != nil {
		return contribution{}, err
	}
	shown := newProgress(t.err, "steps of the shuffle")
	made, err := shuffle.Prove(b.election, rand.Reader, bases, input, func(done, total int) { shown.show(int64(done), int64(total)) })
	shown.end()
	if err != nil {
		return contribution{}, err
	}
	return contribution{
		Format: contributionFormat, Kind: archive.Shuffle, Election: b.election.Fingerprint, Owner: owner,
		Payload: string(shuffle.Append(b.election.Group, nil, made)),
	}, nil
}

// takeShuffle checks a shuffle and takes what it leaves for what is to be done next.
func (b *board) takeShuffle(made contribution) error {
	if made.Owner < 1 || made.Owner > len(b.owners) {
		return party.Errorf(party.Invalid, "selectorate: there is no key holder %d", made.Owner)
	}
	s, err := shuffle.Parse(b.election.Group, []byte(made.Payload))
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: the shuffle: %s", speaking(err))
	}
	input, err := shuffle.Input(b.election, b.todo)
	if err != nil {
		return err
	}
	bases, err := shuffle.BasesFor(b.election.Group, input)
	if err != nil {
		return err
	}
	if err := shuffle.Check(b.election, bases, input, s); err != nil {
		return party.Errorf(party.Invalid, "selectorate: the shuffle does not hold (was another one taken in before it?): %s", speaking(err))
	}
	b.shufflers = append(b.shufflers, made.Owner)
	b.todo, err = shuffle.Replace(b.election, b.todo, s.Ciphertexts)
	return err
}

// electionDecrypt takes in parts of the decryption.
type electionDecrypt struct {
	archiveFile
	From  []string `arg:"" optional:"" name:"FILE" help:"Parts that key holders have made with selectorate keyholder decrypt."`
	Key   string   `name:"key-file" placeholder:"FILE" help:"Make a part here, with this private key or seed: for trials. A real key stays with its holder."`
	Share string   `name:"share-file" aliases:"dkey-file" placeholder:"FILE" help:"The encrypted share (.dkey) that belongs to a seed."`
	JSON  bool     `name:"json" help:"Print JSON alone."`
}

// Run takes in or makes the parts.
func (c *electionDecrypt) Run(t terminal) error {
	if (c.Key == "") == (len(c.From) == 0) {
		return usage("say whose part: the FILE that a key holder has made, or --key-file FILE")
	}
	return writing(t, c.Archive, func(b *board) error {
		if err := b.want(archive.PartialDecryption); err != nil {
			return err
		}
		parts, err := c.parts(t, b)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if err := b.takeDecryption(part); err != nil {
				return err
			}
			if err := b.appendOwned(archive.PartialDecryption, part); err != nil {
				return err
			}
			if !c.JSON {
				fmt.Fprintf(t.out, "The part of key holder %d is checked and in the archive.\n", part.Owner)
			}
		}
		return b.tell(t, c.JSON)
	})
}

// parts reads the parts, or makes one.
func (c *electionDecrypt) parts(t terminal, b *board) ([]contribution, error) {
	if c.Key != "" {
		key, err := readKey(t, b.setup, c.Key, c.Share)
		if err != nil {
			return nil, err
		}
		defer b.election.Group.Wipe(key.secret)
		part, err := b.decrypt(t, key)
		return []contribution{part}, err
	}
	parts := make([]contribution, len(c.From))
	for i, name := range c.From {
		var err error
		if parts[i], err = readContribution(t, name, archive.PartialDecryption, b.election); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// decrypt makes a part of the decryption.
func (b *board) decrypt(t terminal, key holderKey) (contribution, error) {
	shown := newProgress(t.err, "ciphertexts")
	made, err := tally.Decrypt(b.election, rand.Reader, key.secret, b.todo, func(done, total int) { shown.show(int64(done), int64(total)) })
	shown.end()
	if err != nil {
		return contribution{}, err
	}
	return contribution{
		Format: contributionFormat, Kind: archive.PartialDecryption, Election: b.election.Fingerprint, Owner: key.owner,
		Payload: string(belenios.AppendDecryption(b.election.Group, nil, made)),
	}, nil
}

// takeDecryption checks a part of the decryption. One that does not hold never comes into the archive, where older tools
// would fail on it.
func (b *board) takeDecryption(part contribution) error {
	if part.Owner < 1 || part.Owner > len(b.owners) {
		return party.Errorf(party.Invalid, "selectorate: there is no key holder %d", part.Owner)
	}
	if _, known := b.parts[part.Owner]; known {
		return party.Errorf(party.Conflict, "selectorate: the part of key holder %d is in the archive already", part.Owner)
	}
	made, err := belenios.ParseDecryption(b.election.Group, []byte(part.Payload))
	if err == nil {
		err = tally.CheckDecryption(b.election, part.Owner, b.owners[part.Owner-1], b.todo, made)
	}
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: the part of key holder %d: %s", part.Owner, speaking(err))
	}
	b.parts[part.Owner] = made
	return nil
}

// electionResult puts the parts together.
type electionResult struct {
	archiveFile
	JSON bool `name:"json" help:"Print JSON alone: the result as it is in the archive."`
}

// Run computes the result, and appends it if it is not there yet.
func (c *electionResult) Run(t terminal) error {
	return writing(t, c.Archive, func(b *board) error {
		if b.last != archive.Result {
			if err := b.want(archive.Result); err != nil {
				return err
			}
		}
		result, err := b.result()
		if err != nil {
			return err
		}
		raw := belenios.AppendResult(nil, result)
		switch {
		case b.last != archive.Result:
			if err := b.append(archive.Result, raw); err != nil {
				return err
			}
		case !bytes.Equal(raw, b.published):
			return party.Errorf(party.Invalid, "selectorate: %s: the result in the archive is not the one that follows from it", c.Archive)
		}
		if c.JSON {
			_, err := fmt.Fprintf(t.out, "%s\n", raw)
			return err
		}
		tellResult(t, b.election, result)
		return b.tell(t, false)
	})
}

// result decrypts with the parts of the archive.
func (b *board) result() (belenios.Result, error) {
	owners := make([]int, 0, len(b.parts))
	for owner := range b.parts {
		owners = append(owners, owner)
	}
	slices.Sort(owners)
	coefficients, err := tally.Coefficients(b.election.Group, b.circles, owners)
	if err != nil {
		return nil, party.Errorf(party.Conflict, "selectorate: %s", speaking(err))
	}
	shared, err := tally.Combine(b.election, b.todo, b.parts, coefficients)
	if err != nil {
		return nil, err
	}
	return tally.Result(b.election, b.todo, shared, b.sized.TotalWeight)
}

// speaking puts the words of the pages for those of the protocol.
func speaking(err error) string {
	return strings.NewReplacer(
		"trustees", "key holders", "trustee", "key holder",
		"public credentials", "list of voters", "public credential", "public half of voting code",
		"credentials", "voting codes", "credential", "voting code",
		"partial decryptions", "parts of the decryption", "partial decryption", "part of the decryption",
	).Replace(err.Error())
}

// tellResult prints a result for people.
func tellResult(t terminal, e *belenios.Election, result belenios.Result) {
	for i, q := range e.Questions {
		fmt.Fprintf(t.out, "%s\n", q.Text)
		outcome := result[i]
		if q.Ranking {
			fmt.Fprintf(t.out, "  %s, in shuffled order; selectorate count counts them by a rule.\n", counted(len(outcome.Rankings), "ranking"))
			continue
		}
		answers := q.Answers
		if q.Blank {
			answers = append([]string{"(blank)"}, answers...)
		}
		for k, n := range outcome.Counts {
			fmt.Fprintf(t.out, "%8d  %s\n", n, answers[k])
		}
	}
	fmt.Fprintln(t.out)
}

// ownerOf finds whose key a public key is: 1, 2, …, or 0.
func (s *setup) ownerOf(public group.Element) int {
	return slices.IndexFunc(s.owners, func(e group.Element) bool { return s.election.Group.Equal(e, public) }) + 1
}
