package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// takeHolders reads the key holders' public keys and gives the election's. In a new election every proof is checked, and keys
// that were made in a weaker way are refused; in an archive that others have made, the strict check judges that.
func (s *setup) takeHolders(g *group.Group, anew bool) (group.Element, error) {
	holders, err := trustee.Parse(g, s.rawHolders)
	if err != nil {
		return nil, err
	}
	if anew {
		if faults := holders.Check(); len(faults) > 0 {
			return nil, trustee.Faults(faults)
		}
		// Keys that stand alone beside one made together are no weakness in themselves.
		weak := slices.DeleteFunc(holders.Weaknesses(), func(w trustee.Weakness) bool { return w == trustee.Mixed })
		if len(weak) > 0 {
			return nil, errors.New(weakKeys(weak))
		}
	}
	for _, owner := range holders.Owners() {
		s.owners = append(s.owners, owner.Key)
	}
	for _, item := range holders.Items {
		s.circles = append(s.circles, tally.Circle{First: item.First, Size: item.Size(), Threshold: item.Threshold()})
	}
	key := holders.Key()
	if g.IsIdentity(key) {
		return nil, errors.New("the keys cancel each other out: what is encrypted with their product is open to everybody")
	}
	return key, nil
}

// weakKeys says what is weak about keys, for whoever wants to use them for a new election.
func weakKeys(weak []trustee.Weakness) string {
	var words []string
	for _, weakness := range weak {
		switch weakness {
		case trustee.Mixed: // is none
		case trustee.NoContext:
			words = append(words, "the certificates do not say for which group, number and threshold they were made")
		case trustee.NoSetSignatures:
			words = append(words, "the key holders have not signed the set of certificates, so each could have been shown another one")
		case trustee.NoKeySignatures:
			words = append(words, "the public shares are not signed by their owners")
		}
	}
	return "keys made in a weak way are not taken for a new election: " + strings.Join(words, "; ") + ". Make them anew with selectorate keyholder"
}

// brokenOff tells whether an archive ends within an event.
func brokenOff(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

// createArchive begins an archive with its first event.
func createArchive(path string, s *setup, timestamp int64) (*board, error) {
	b := &board{setup: s, path: path, timestamp: timestamp}
	writer, err := archive.NewWriter(&b.staged, timestamp)
	if err != nil {
		return nil, err
	}
	raw := s.election.Raw
	event, err := writer.Append(archive.Setup, raw, s.rawHolders, s.rawVoters, archive.SetupRecord(raw, s.rawHolders, s.rawVoters))
	if err != nil {
		return nil, err
	}
	if err := createPublic(path, b.staged.Bytes()); err != nil {
		return nil, err
	}
	b.noteHead(archive.Setup, event.Hash, event.Height)
	b.end = int64(b.staged.Len())
	b.staged.Reset()
	return b, b.acknowledge()
}
