package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/party"
)

// keyholderCommand groups what key holders do, each on a computer of their own, and what the coordinator does who passes
// their messages on. Nothing that the coordinator sees is secret.
type keyholderCommand struct {
	Single      keyholderSingle      `cmd:"" help:"Make a key that is needed by itself, without a threshold."`
	Certificate keyholderCertificate `cmd:"" help:"Ceremony, step 1: make a seed and its certificate."`
	Commit      keyholderCommit      `cmd:"" help:"Ceremony, step 2: look at all certificates, draw a part of the key, and commit to it."`
	Reveal      keyholderReveal      `cmd:"" help:"Ceremony, step 3: once everybody has committed, show the part."`
	Accept      keyholderAccept      `cmd:"" help:"Ceremony, step 4: check everybody's parts and take the share that follows."`
	Gather      keyholderGather      `cmd:"" help:"Coordinator: put certificates, commitments or parts together, check them, and pass them on."`
	Assemble    keyholderAssemble    `cmd:"" help:"Coordinator: make the file of public keys that an election is set up with."`
	Paper       keyholderPaper       `cmd:"" help:"Write a seed the way it is copied on paper."`
	Restore     keyholderRestore     `cmd:"" help:"Read a seed back from paper."`
	Rehearse    keyholderRehearse    `cmd:"" help:"Show, before voting begins, that the keys open what they should, without opening anything."`
	Shuffle     keyholderShuffle     `cmd:"" help:"Check the archive and shuffle the sealed rankings."`
	Decrypt     keyholderDecrypt     `cmd:"" help:"Check the archive, add the ballots up again, and make this key's part of the decryption."`
}

// holderFolder says where a key holder keeps the key.
type holderFolder struct {
	Dir string `required:"" placeholder:"FOLDER" help:"The key holder's own folder."`
}

// Files of a key holder's folder. Those above the line are private.
const (
	seedFile      = "seed.key"         // 22 digits
	singleFile    = "private.key"      // a private key that stands alone
	shareFile     = "share.dkey"       // the share, encrypted to the seed
	unshownFile   = "part.unshown"     // the part of the key, until everybody has committed
	decryptedFile = "decrypted.json"   // what was decrypted with the key
	publicFile    = "public.json"      // public key of a single holder
	certFile      = "certificate.json" // certificate
	certsFile     = "certificates.jsons"
	commitFile    = "commitment.json"
	commitsFile   = "commitments.jsons"
	partFile      = "part.json"
	outputFile    = "output.json"
)

func (f holderFolder) path(name string) string { return filepath.Join(f.Dir, name) }

// holderKey is a key with its number among the key holders.
type holderKey struct {
	secret group.Scalar
	owner  int
}

// key reads the key of the folder, whichever it is, for an election.
func (f holderFolder) key(t terminal, s *setup) (holderKey, error) {
	single, seeded := there(f.path(singleFile)), there(f.path(seedFile))
	switch {
	case single && seeded:
		return holderKey{}, party.Errorf(party.Conflict, "selectorate: %s holds two keys, %s and %s: use a folder for each", f.Dir, singleFile, seedFile)
	case single:
		return readKey(t, s, f.path(singleFile), "")
	case seeded:
		return readKey(t, s, f.path(seedFile), f.path(shareFile))
	}
	return holderKey{}, party.Errorf(party.NotFound, "selectorate: %s holds no key (%s or %s)", f.Dir, singleFile, seedFile)
}

// readKey reads a private key, or a seed with the share that is encrypted to it, and finds out whose it is.
func readKey(t terminal, s *setup, name, share string) (holderKey, error) {
	g := s.election.Group
	data, err := readPrivate(t, name, maxPrivate)
	if err != nil {
		return holderKey{}, err
	}
	defer clear(data)
	line, err := onlyLine(name, data)
	if err != nil {
		return holderKey{}, err
	}
	var secret group.Scalar
	if checkSeed(string(line)) == nil {
		sealed, err := readShare(t, name, share)
		if err != nil {
			return holderKey{}, err
		}
		if secret, err = openShare(s, line, sealed); err != nil {
			return holderKey{}, party.Errorf(party.Invalid, "selectorate: %s: %s", share, speaking(err))
		}
	} else if secret, err = openPrivate(s, line); err != nil {
		return holderKey{}, party.Errorf(party.Invalid, "selectorate: %s: %s", shown(name), speaking(err))
	}
	owner := s.ownerOf(g.Power(nil, secret))
	if owner == 0 {
		g.Wipe(secret)
		return holderKey{}, party.Errorf(party.Invalid, "selectorate: %s: no key holder of the election %s has this key", shown(name), s.election.UUID)
	}
	return holderKey{secret, owner}, nil
}

// readShare reads the share that is encrypted to a seed.
func readShare(t terminal, seed, share string) ([]byte, error) {
	if share == "" {
		return nil, usage("%s is a seed: name its encrypted share too", shown(seed))
	}
	sealed, err := readAtMost(t, share, maxPrivate)
	if party.Is(err, party.NotFound) {
		return nil, party.Errorf(party.NotFound, "selectorate: %s is missing: take it from a copy (it is of no use without the seed), or "+
			"run selectorate keyholder accept again", share)
	}
	return trimBreak(sealed), err
}

// contribution is what a key holder hands over to be taken into the archive.
type contribution struct {
	Format   string `json:"format"`
	Kind     string `json:"kind"` // Shuffle, PartialDecryption or Rehearsal
	Election string `json:"election"`
	Owner    int    `json:"owner"`
	Payload  string `json:"payload"` // JSON, byte for byte as it goes into the archive
}

const contributionFormat = "selectorate-key-holder/1"

// readContribution reads one of a kind for an election.
func readContribution(t terminal, name, kind string, e *belenios.Election) (contribution, error) {
	data, err := readWhole(t, name)
	if err != nil {
		return contribution{}, err
	}
	var made contribution
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	switch err := decoder.Decode(&made); {
	case err != nil || made.Format != contributionFormat:
		return made, party.Errorf(party.Invalid, "selectorate: %s is not what a key holder hands over (%s)", shown(name), contributionFormat)
	case made.Kind != kind:
		return made, party.Errorf(party.Invalid, "selectorate: %s holds a %s; a %s is wanted here", shown(name), made.Kind, kind)
	case made.Election != e.Fingerprint:
		return made, party.Errorf(party.Invalid, "selectorate: %s is for another election, with the fingerprint %s", shown(name), made.Election)
	}
	return made, nil
}

// write writes what is handed over.
func (c contribution) write(path string) error {
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	return createPublic(path, append(data, '\n'))
}

// past is what was decrypted with a key: one line an election. It stands beside the key, so that a second tally of the same
// election is refused, whoever asks.
type past struct {
	Election string `json:"election"`
	Tally    string `json:"tally"` // SHA-256 of what was decrypted
	On       string `json:"on"`
}

// remember refuses to decrypt another tally of an election than the one that was decrypted before, and writes down this one
// before anything is given out.
func (f holderFolder) remember(election, what string) (again bool, err error) {
	var all []past
	data, err := os.ReadFile(f.path(decryptedFile))
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return false, fmt.Errorf("selectorate: %w", err)
	default:
		if err := json.Unmarshal(data, &all); err != nil {
			return false, party.Errorf(party.Invalid, "selectorate: %s cannot be read, so it is not known what this key has decrypted: %w", f.path(decryptedFile), err)
		}
	}
	if at := slices.IndexFunc(all, func(p past) bool { return p.Election == election }); at >= 0 {
		if all[at].Tally == what {
			return true, nil
		}
		return false, party.Errorf(party.Forbidden, "selectorate: this key has decrypted another tally of this election, on %s. Two tallies that differ by one ballot "+
			"show that ballot: the second is refused. Find out why there are two", all[at].On)
	}
	all = append(all, past{election, what, time.Now().UTC().Format(time.DateOnly)})
	return false, writeStream(f.path(decryptedFile), 0o600, func(w io.Writer) error { return writeJSON(w, all) })
}
