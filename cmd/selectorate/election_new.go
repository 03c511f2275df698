package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/party"
)

// electionNew sets up an election.
type electionNew struct {
	Dir      string `required:"" placeholder:"FOLDER" help:"Where to write election.json and the archive election.bel."`
	UUID     string `required:"" placeholder:"ID" help:"The election's identifier, the same that the voting codes were made for."`
	Group    string `default:"Ed25519" help:"Ed25519: the fastest; Debian 13's belenios-tool (3.0) reads it, Debian 12's (2.0) does not. BELENIOS-2048: both read it; no rankings. RFC-3526-2048: both read it; slow, for rankings."`
	Debian12 bool   `name:"debian12" help:"Refuse what Debian 12's belenios-tool (2.0) cannot check."`
	Template string `required:"" placeholder:"FILE" help:"JSON with name, description and questions."`
	Holders  string `required:"" aliases:"trustees" placeholder:"FILE" help:"The key holders' public keys, from selectorate keyholder assemble."`
	Voters   string `required:"" placeholder:"FILE" help:"The public list, from selectorate authority make."`
	JSON     bool   `name:"json" help:"Print JSON alone."`
}

// Files of an election's folder.
const (
	electionFile = "election.json"
	archiveName  = "election.bel"
)

// fewVoters is how many voters an election should have: of 20, a turnout of a quarter is what key holders decrypt at
// least (keyholder decrypt --minimum) unless they are told otherwise.
const fewVoters = 20

// Run checks everything that can be refused, and writes the files.
func (c *electionNew) Run(t terminal) error {
	g, err := groupNamed(c.Group)
	if err != nil {
		return err
	}
	if c.Debian12 && c.Group == "Ed25519" {
		return usage("--debian12: Debian 12's belenios-tool does not know Ed25519; choose BELENIOS-2048, or RFC-3526-2048 for rankings. " +
			"Voting codes and keys have to be made for that group too")
	}
	raw, err := c.load(t)
	if err != nil {
		return err
	}
	s, err := c.assemble(g, raw)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("selectorate: make the folder: %w", err)
	}
	path := filepath.Join(c.Dir, archiveName)
	if err := absent(filepath.Join(c.Dir, electionFile), path, path+headSuffix); err != nil {
		return err
	}
	b, err := createArchive(path, s, time.Now().Unix())
	if err != nil {
		return err
	}
	if err := createPublic(filepath.Join(c.Dir, electionFile), s.election.Raw); err != nil {
		return err
	}
	for _, warning := range s.warnings() {
		fmt.Fprintln(t.err, "Warning: "+warning)
	}
	if c.JSON {
		return writeJSON(t.out, b.state())
	}
	fmt.Fprintf(t.out, "Set up the election %s (%s) in %s.\n\n", s.election.UUID, s.election.Name, c.Dir)
	fmt.Fprintf(t.out, "    fingerprint        %s\n    voters             %d\n    list of voters     SHA-256 %s\n    key holders        %s\n    head               %s\n\n",
		s.election.Fingerprint, len(s.list), archive.Digest(s.rawVoters), s.holding(), b.head)
	fmt.Fprintf(t.out, "Publish these. Besides selectorate verify, the archive can be checked with %s.\n", readers(c.Group))
	fmt.Fprintf(t.out, "Next: whoever gave out the voting codes runs selectorate authority check, every key holder selectorate keyholder\n"+
		"rehearse, and then voters vote: selectorate election ballot --archive %s\n", path)
	return nil
}

// given is what an election is made of, as it was read.
type given struct{ template, holders, voters []byte }

func (c *electionNew) load(t terminal) (raw given, err error) {
	for _, one := range []struct {
		name string
		into *[]byte
	}{{c.Template, &raw.template}, {c.Holders, &raw.holders}, {c.Voters, &raw.voters}} {
		if *one.into, err = readWhole(t, one.name); err != nil {
			return raw, err
		}
	}
	// Others hash these bytes: a line break at the end, which an editor may have put there, does not belong to them.
	raw.holders, raw.voters = trimBreak(raw.holders), trimBreak(raw.voters)
	return raw, nil
}

// assemble puts an election together and refuses what must not be.
func (c *electionNew) assemble(g *group.Group, raw given) (*setup, error) {
	template, err := belenios.ParseTemplate(raw.template)
	if err != nil {
		return nil, c.bad(c.Template, err)
	}
	voters, err := belenios.ParseVoters(g, raw.voters)
	if err == nil {
		err = belenios.CheckVoters(g, voters)
	}
	if err == nil && len(voters) == 0 {
		err = errors.New("nobody may vote")
	}
	if err != nil {
		return nil, c.bad(c.Voters, err)
	}
	s := &setup{rawHolders: raw.holders, rawVoters: raw.voters, list: voters}
	key, err := s.takeHolders(g, true)
	if err != nil {
		return nil, c.bad(c.Holders, err)
	}
	if s.election, err = belenios.NewElection(template, c.UUID, g, key); err != nil {
		return nil, c.bad(c.Template, err)
	}
	if err := s.permits(); err != nil {
		return nil, c.bad(c.Template, err)
	}
	s.index()
	return s, nil
}

// bad says which file cannot be used.
func (c *electionNew) bad(name string, err error) error {
	return party.Errorf(party.Invalid, "selectorate: %s: %s", shown(name), speaking(err))
}

// permits refuses what the protocol cannot count.
func (s *setup) permits() error {
	if !ranks(s.election) {
		return nil
	}
	if s.election.Group.Name() == "BELENIOS-2048" {
		return errors.New("rankings cannot be asked in the group BELENIOS-2048; choose RFC-3526-2048 or Ed25519")
	}
	for i, voter := range s.list {
		if voter.Weight != 1 {
			return fmt.Errorf("rankings cannot be weighted, and voter %d of the list has the weight %d", i+1, voter.Weight)
		}
	}
	return nil
}

// warnings says what is allowed and may be a mistake.
func (s *setup) warnings() (warnings []string) {
	if n := len(s.list); n < fewVoters {
		warnings = append(warnings, fmt.Sprintf("there are %s. The result of so few says much about each of them: a unanimous one says "+
			"everything. Better one election for several units, whose votes are never told apart", counted(n, "voter")))
	}
	for i, q := range s.election.Questions {
		if q.Ranking && moreRankings(len(q.Answers), len(s.list)) {
			warnings = append(warnings, fmt.Sprintf("question %d ranks %d answers: there are more rankings than voters, and all rankings become "+
				"public, so that a voter can be told to give one that nobody else gives", i+1, len(q.Answers)))
		}
	}
	for _, c := range s.circles {
		if c.Size > 1 && c.Threshold == c.Size {
			warnings = append(warnings, fmt.Sprintf("all %d key holders are needed: if one key is lost there is no result", c.Size))
		}
	}
	if strings.TrimSpace(s.election.CredentialAuthority) == "" {
		warnings = append(warnings, "the template does not say who gives out the voting codes (credential_authority)")
	}
	return warnings
}

// moreRankings tells whether so many answers can be ranked in more ways than there are voters.
func moreRankings(answers, voters int) bool {
	ways := 1
	for i := 2; i <= answers; i++ {
		if ways *= i; ways > voters {
			return true
		}
	}
	return false
}
