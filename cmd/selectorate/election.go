package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/party"
)

// electionCommand groups the steps of a secret ballot that is run by hand, from files. doc/elections.md tells who does what.
type electionCommand struct {
	ID      electionID      `cmd:"" name:"id" help:"Draw the identifier of a new election, which voting codes are made for."`
	New     electionNew     `cmd:"" help:"Set up an election: what is asked, who holds the keys, who may vote."`
	Ballot  electionBallot  `cmd:"" help:"Make a ballot with a voting code, as a voter's device does."`
	Box     electionBox     `cmd:"" help:"Check ballots and put them into the ballot box, or close it."`
	Tally   electionTally   `cmd:"" help:"Add up the sealed ballots without opening any."`
	Shuffle electionShuffle `cmd:"" help:"Shuffle the sealed rankings, or take in a key holder's shuffle."`
	Decrypt electionDecrypt `cmd:"" help:"Take in key holders' parts of the decryption, or make one with a key that is at hand."`
	Result  electionResult  `cmd:"" help:"Put the parts together and publish the result."`
	Show    electionShow    `cmd:"" help:"Say how far an election is and what comes next."`
}

// groupNames are the groups that an election can have.
func groupNames() []string { return []string{"Ed25519", "BELENIOS-2048", "RFC-3526-2048"} }

// groupNamed gives a group by the name that was asked for.
func groupNamed(name string) (*group.Group, error) {
	if !slices.Contains(groupNames(), name) {
		return nil, usage("there is no group %q; the groups are %s", name, strings.Join(groupNames(), ", "))
	}
	return belenios.GroupNamed(name)
}

// readers says which versions of Debian's belenios-tool can check an election, and what the group cannot do.
func readers(name string) string {
	switch name {
	case "BELENIOS-2048":
		return "belenios-tool 2.0 (Debian 12) and 3.0 (Debian 13)"
	case "RFC-3526-2048":
		return "belenios-tool 2.0 (Debian 12) and 3.0 (Debian 13); it is slow, and meant for rankings"
	}
	return "belenios-tool 3.0 (Debian 13), not 2.0 (Debian 12), which does not know this group"
}

// electionID draws an identifier.
type electionID struct{}

// Run draws it.
func (c *electionID) Run(t terminal) error {
	uuid, err := belenios.NewUUID(rand.Reader)
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, uuid)
	fmt.Fprintln(t.err, "Next: selectorate authority make --uuid "+uuid+", by whoever gives out the voting codes, and the key holders' ceremony.")
	return nil
}

// archiveFile names an election's archive.
type archiveFile struct {
	Archive string `required:"" placeholder:"FILE" help:"The election's archive, election.bel."`
}

// electionBallot makes a ballot.
type electionBallot struct {
	archiveFile
	Code   string `required:"" name:"code-file" aliases:"credential-file" placeholder:"FILE" help:"File with the voting code, or - for standard input. It is never written on the command line, where others could see it."`
	Choice string `required:"" placeholder:"FILE" help:"File with the choices as JSON, a row for each question: [[1,0]]; for a ranking the rank of each answer: [[2,1,3]]. Or - for standard input."`
	Out    string `required:"" placeholder:"FILE" help:"Where to write the ballot. What is in it is sealed."`
	JSON   bool   `name:"json" help:"Print JSON alone."`
}

// Run makes the ballot.
func (c *electionBallot) Run(t terminal) error {
	if c.Code == "-" && c.Choice == "-" {
		return usage("--code-file and --choice cannot both be read from standard input")
	}
	if err := absent(c.Out); err != nil {
		return err
	}
	set, err := readSetup(c.Archive)
	if err != nil {
		return err
	}
	choices, err := readChoices(t, c.Choice)
	if err != nil {
		return err
	}
	data, err := readPrivate(t, c.Code, maxPrivate)
	if err != nil {
		return err
	}
	defer clear(data)
	code := strings.TrimSpace(string(data))
	public, err := set.publicOf(code)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %s", shown(c.Code), speaking(err))
	}
	voter, listed := set.voters[public]
	if !listed {
		return party.Errorf(party.Invalid, "selectorate: %s: this voting code is not on the list of the election %s: was it typed as it is "+
			"printed (capital and small letters differ), and is it for this election?", shown(c.Code), set.election.UUID)
	}
	ballot, err := set.election.Vote(rand.Reader, code, choices)
	if err != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: %s", shown(c.Choice), speaking(err))
	}
	if _, err := set.election.CheckBallot(ballot, voter.Public); err != nil {
		return fmt.Errorf("selectorate: the ballot that was made does not check: %w", err)
	}
	if err := createPublic(c.Out, append(ballot, '\n')); err != nil {
		return err
	}
	tracker := belenios.Tracker(ballot)
	if c.JSON {
		return writeJSON(t.out, madeBallot{c.Out, tracker, voter.Weight})
	}
	fmt.Fprintf(t.out, "Made the ballot %s. Its tracker, by which it is found in the ballot box:\n\n    %s\n\n", c.Out, tracker)
	fmt.Fprintf(t.out, "Next: selectorate election box --archive %s %s\n", c.Archive, c.Out)
	return nil
}

// madeBallot is what `election ballot --json` prints.
type madeBallot struct {
	File    string `json:"file"`
	Tracker string `json:"tracker"`
	Weight  int64  `json:"weight"`
}

// publicOf gives the public half of a voting code.
func (s *setup) publicOf(code string) (string, error) {
	secret, err := belenios.CredentialSecret(s.election.Group, s.election.UUID, code)
	if err != nil {
		return "", err
	}
	defer s.election.Group.Wipe(secret)
	return group.Wire(s.election.Group.Power(nil, secret)), nil
}

// electionShow tells how far an election is.
type electionShow struct {
	archiveFile
	JSON bool `name:"json" help:"Print JSON alone."`
}

// Run reads the archive and tells.
func (c *electionShow) Run(t terminal) error {
	known, err := readHead(c.Archive)
	if err != nil {
		return err
	}
	b, err := readBoardFrom(t, c.Archive, known, nil)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(t.out, b.state())
	}
	e := b.election
	fmt.Fprintf(t.out, "%s (election %s, group %s)\n", e.Name, e.UUID, e.Group.Name())
	fmt.Fprintf(t.out, "fingerprint  %s\nvoters       %d\nballots      %d\nkey holders  %s\nhead         %s\n",
		e.Fingerprint, len(b.voters), b.ballots, b.holding(), b.head)
	if b.torn > 0 {
		fmt.Fprintf(t.out, "%d bytes at the end are what is left of a write that was broken off; the next step cuts them off.\n", b.torn)
	}
	b.tellNext(t)
	return nil
}

// state is what `election … --json` prints about an archive.
type state struct {
	Format      string `json:"format"`
	UUID        string `json:"uuid"`
	Fingerprint string `json:"fingerprint"`
	Group       string `json:"group"`
	Voters      int    `json:"voters"`
	Ballots     int    `json:"ballots"`
	Height      int    `json:"height"`
	Last        string `json:"last"`
	Head        string `json:"head"`
	Next        string `json:"next"`
}

func (b *board) state() state {
	return state{
		"selectorate-election/1", b.election.UUID, b.election.Fingerprint, b.election.Group.Name(), len(b.voters), b.ballots,
		b.height, b.last, b.head, b.next(),
	}
}

// tellNext says what comes next, and the head that others compare.
func (b *board) tellNext(t terminal) { fmt.Fprintf(t.out, "Next: %s\n", b.next()) }

// tell ends a step: what the archive's head is now, and what comes next.
func (b *board) tell(t terminal, asJSON bool) error {
	if asJSON {
		return writeJSON(t.out, b.state())
	}
	fmt.Fprintf(t.out, "The archive's head is now %s.\n", b.head)
	b.tellNext(t)
	return nil
}

// readWhole reads a file of at most 1 GiB.
func readWhole(t terminal, name string) ([]byte, error) { return readAtMost(t, name, 1<<30) }

// there tells whether a file exists.
func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// readChoices reads a voter's choices.
func readChoices(t terminal, name string) ([][]int, error) {
	data, err := readAtMost(t, name, 1<<20)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	var choices [][]int
	if err := json.Unmarshal(data, &choices); err != nil {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: choices are a JSON array with a row of numbers for each question, such as [[1,0]]", shown(name))
	}
	return choices, nil
}
