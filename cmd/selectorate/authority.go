package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/party"
)

// authorityCommand groups what whoever gives out voting codes does. It should be somebody else than who keeps the ballot
// box: either alone can neither vote for others nor learn who voted what.
type authorityCommand struct {
	Make    authorityMake    `cmd:"" help:"Make a voting code for everybody on a list, and the public list that goes into the election."`
	Letters authorityLetters `cmd:"" help:"Write the voting codes for whoever prints the letters."`
	Reissue authorityReissue `cmd:"" help:"Give one voter a new voting code and revoke the old one, as long as the election is not set up."`
	Check   authorityCheck   `cmd:"" help:"Check that an election was set up with the public list of this folder. From then on no code is replaced."`
	Destroy authorityDestroy `cmd:"" help:"Overwrite and remove everything that says who has which voting code."`
}

// Files of an authority's folder.
const (
	codesFile   = "codes.map"      // private: who has which code
	listFile    = "voters.json"    // public: the public halves of the codes
	recordFile  = "authority.json" // public: what was made and revoked
	lettersFile = "letters.csv"    // private, where `authority letters` writes it
)

// codes is the private file: who has which voting code. Everything else in the folder follows from it.
type codes struct {
	Format  string    `json:"format"`
	UUID    string    `json:"uuid"`
	Group   string    `json:"group"`
	SetUp   string    `json:"set_up,omitempty"` // fingerprint of the election that was set up with the list
	Letters []string  `json:"letters,omitempty"`
	Voters  []coded   `json:"voters"`
	Revoked []revoked `json:"revoked,omitempty"`
}

// coded is a voter with a voting code.
type coded struct {
	ID     string `json:"id"`
	Weight int64  `json:"weight"`
	Code   string `json:"code"`
	Public string `json:"public"`
}

// revoked is the public half of a voting code that was replaced. Whose it was is not kept.
type revoked struct {
	Public string `json:"public"`
	On     string `json:"on"`
}

// authorityRecord is the public record of an authority.
type authorityRecord struct {
	Format    string    `json:"format"`
	UUID      string    `json:"uuid"`
	Group     string    `json:"group"`
	Voters    int       `json:"voters"`
	Weight    int64     `json:"weight"`
	Digest    string    `json:"list_sha256"`
	Revoked   []revoked `json:"revoked"`
	Destroyed string    `json:"destroyed,omitempty"`
}

// Formats of what an authority writes.
const (
	codesFormat  = "selectorate-voting-codes/1"
	listedFormat = "selectorate-authority/1"
)

// authorityFolder says where an authority keeps its files.
type authorityFolder struct {
	Dir string `required:"" placeholder:"FOLDER" help:"Folder of the voting codes. It stays with whoever gives them out."`
}

func (f authorityFolder) path(name string) string { return filepath.Join(f.Dir, name) }

// read reads the private file.
func (f authorityFolder) read(t terminal) (*codes, error) {
	data, err := readPrivate(t, f.path(codesFile), 1<<32)
	if party.Is(err, party.NotFound) {
		return nil, party.Errorf(party.NotFound, "selectorate: %s holds no voting codes: they were never made there, or were destroyed", f.Dir)
	}
	if err != nil {
		return nil, err
	}
	defer clear(data)
	var c codes
	if err := json.Unmarshal(data, &c); err != nil || c.Format != codesFormat {
		return nil, party.Errorf(party.Invalid, "selectorate: %s is not a file of voting codes (%s)", f.path(codesFile), codesFormat)
	}
	return &c, nil
}

// save writes the private file in one step.
func (f authorityFolder) save(c *codes) error {
	return writeStream(f.path(codesFile), 0o600, func(w io.Writer) error { return json.NewEncoder(w).Encode(c) })
}

// publish writes what follows from the private file: the list, in the order of its texts, which says nothing about that of
// the voters, and the record.
func (f authorityFolder) publish(c *codes) (authorityRecord, error) {
	list, weight := c.list()
	record := authorityRecord{
		Format: listedFormat, UUID: c.UUID, Group: c.Group, Voters: len(c.Voters), Weight: weight,
		Digest: archive.Digest(list), Revoked: append([]revoked{}, c.Revoked...),
	}
	write := func(data []byte) func(io.Writer) error {
		return func(w io.Writer) error { _, err := w.Write(data); return err }
	}
	if err := writeStream(f.path(listFile), 0o644, write(list)); err != nil {
		return record, err
	}
	return record, f.writeRecord(record)
}

func (f authorityFolder) writeRecord(record authorityRecord) error {
	return writeStream(f.path(recordFile), 0o644, func(w io.Writer) error { return writeJSON(w, record) })
}

// list gives the public list, and the sum of its weights.
func (c *codes) list() (list []byte, weight int64) {
	voters := make([]belenios.Voter, len(c.Voters))
	for i, v := range c.Voters {
		voters[i] = belenios.Voter{Wire: v.Public, Weight: v.Weight}
		weight += v.Weight
	}
	slices.SortFunc(voters, func(a, b belenios.Voter) int { return strings.Compare(a.Wire, b.Wire) })
	return belenios.WriteVoters(voters), weight
}

// authorityMake makes voting codes.
type authorityMake struct {
	authorityFolder
	UUID  string `required:"" placeholder:"ID" help:"The election's identifier, from selectorate election id."`
	Group string `default:"Ed25519" help:"The group that the election will have; see selectorate election new --help."`
	IDs   string `required:"" name:"list" placeholder:"FILE" help:"CSV of those who may vote, id or id,weight a line: the identifiers stay in the folder."`
	JSON  bool   `name:"json" help:"Print JSON alone."`
}

// Run makes the codes and writes the files.
func (c *authorityMake) Run(t terminal) error {
	g, err := groupNamed(c.Group)
	if err != nil {
		return err
	}
	data, err := readAtMost(t, c.IDs, 1<<30)
	if err != nil {
		return err
	}
	voters, err := parseIDs(c.IDs, data)
	if err != nil {
		return err
	}
	if err := privateFolder(c.Dir); err != nil {
		return err
	}
	if err := absent(c.path(codesFile), c.path(listFile), c.path(recordFile)); err != nil {
		return err
	}
	made := &codes{Format: codesFormat, UUID: c.UUID, Group: g.Name(), Voters: voters}
	shown := newProgress(t.err, "voting codes")
	for i := range made.Voters {
		if err := made.Voters[i].renew(g, c.UUID); err != nil {
			return err
		}
		shown.show(int64(i+1), int64(len(made.Voters)))
	}
	shown.end()
	if err := c.save(made); err != nil {
		return err
	}
	record, err := c.publish(made)
	if err != nil {
		return err
	}
	for _, warning := range lonelyWeights(voters) {
		fmt.Fprintln(t.err, warning)
	}
	if c.JSON {
		return writeJSON(t.out, record)
	}
	fmt.Fprintf(t.out, "Made %s for the election %s.\n\n", counted(len(voters), "voting code"), c.UUID)
	tellList(t.out, c.authorityFolder, record)
	fmt.Fprintf(t.out, "Who has which code is in %s alone. It stays here, and no copy of it goes to whoever keeps the ballot box.\n", c.path(codesFile))
	fmt.Fprintf(t.out, "Next: selectorate authority letters --dir %s, for the printer.\n", c.Dir)
	return nil
}

// tellList says what is to be published.
func tellList(w io.Writer, f authorityFolder, record authorityRecord) {
	fmt.Fprintf(w, "The public list is %s. Publish these before the election opens:\n\n", f.path(listFile))
	fmt.Fprintf(w, "    voters   %d\n    weight   %d\n    SHA-256  %s\n\n", record.Voters, record.Weight, record.Digest)
}

// renew gives a voter a code that nobody had before.
func (v *coded) renew(g *group.Group, uuid string) error {
	code, err := belenios.NewCredential(rand.Reader)
	if err != nil {
		return err
	}
	secret, err := belenios.CredentialSecret(g, uuid, code)
	if err != nil {
		return usage("--uuid: %s", err)
	}
	defer g.Wipe(secret)
	v.Code, v.Public = code, group.Wire(g.Power(nil, secret))
	return nil
}

// authorityReissue replaces one code.
type authorityReissue struct {
	authorityFolder
	ID      string `arg:"" name:"ID" help:"The voter's identifier in the list."`
	Archive string `placeholder:"FILE" help:"The election's archive, if there is one already: then nothing is replaced."`
	JSON    bool   `name:"json" help:"Print JSON alone."`
}

// Run replaces the code, and writes the public list anew.
func (c *authorityReissue) Run(t terminal) error {
	return locked(c.Dir, func() error { return c.reissue(t) })
}

func (c *authorityReissue) reissue(t terminal) error {
	held, err := c.read(t)
	if err != nil {
		return err
	}
	if held.SetUp == "" && c.Archive != "" {
		if _, err := os.Lstat(c.Archive); !errors.Is(err, fs.ErrNotExist) {
			held.SetUp = c.Archive
		}
	}
	if held.SetUp != "" {
		return party.Errorf(party.Conflict, "selectorate: the election is set up (%s): its list of voters is fixed, and a voting code "+
			"that was lost stays lost. A new one can be given only in a new election", held.SetUp)
	}
	at := slices.IndexFunc(held.Voters, func(v coded) bool { return v.ID == c.ID })
	if at < 0 {
		return party.Errorf(party.NotFound, "selectorate: nobody on the list has the identifier %q", c.ID)
	}
	g, err := groupNamed(held.Group)
	if err != nil {
		return err
	}
	old := held.Voters[at].Public
	if err := held.Voters[at].renew(g, held.UUID); err != nil {
		return err
	}
	held.Revoked = append(held.Revoked, revoked{old, time.Now().UTC().Format(time.DateOnly)})
	if err := c.save(held); err != nil {
		return err
	}
	record, err := c.publish(held)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(t.out, record)
	}
	fmt.Fprintf(t.out, "Gave %s a new voting code. The public half of the old one, %s, is off the list.\n\n", c.ID, old)
	tellList(t.out, c.authorityFolder, record)
	fmt.Fprintln(t.out, "What was published before is void: the election has to be set up with this list.")
	if len(held.Letters) > 0 {
		fmt.Fprintf(t.out, "Letters were written before (%s): the old code is in them. Write them again for this voter.\n", strings.Join(held.Letters, ", "))
	}
	return nil
}
