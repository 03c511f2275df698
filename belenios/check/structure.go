package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
)

// Resembles tells from the first bytes of a file, eight or all that there are, whether it is an archive of an election,
// perhaps a damaged or truncated one. What does not resemble one is a file of another kind.
func Resembles(first []byte) bool {
	name := []byte("BELENIOS")
	first = first[:min(len(first), len(name))]
	differ := 0
	for i, b := range first {
		if b != name[i] {
			differ++
		}
	}
	return len(first) > 0 && differ <= len(first)/4
}

// Structure reads an archive once from its beginning to its end: its form, the chain of hashes, the order of events. It
// remembers where every ballot stands. progress is told how many bytes were read, and may be nil. The error is that the
// file could not be read; what is wrong with what was read is a finding.
func (c *Checker) Structure(file io.Reader, progress func(bytes int64)) error {
	from := &source{Reader: file}
	c.timed(Archive, func() { c.structure(from, progress) })
	if from.err != nil {
		return from.err
	}
	c.compareHeads()
	if !c.broken {
		c.found.passed(Archive, "the file is an archive in its one form, byte for byte: %s, each with the hash of the one before it",
			count(c.events, "event", "events"))
	}
	if !c.disorder && c.events > 0 {
		c.found.passed(Order, "the events stand in the order of an election; the last one is %s", archive.Named(c.last))
	}
	return nil
}

func (c *Checker) structure(from *source, progress func(bytes int64)) {
	reader, err := archive.NewReader(from)
	for err == nil {
		var event *archive.Event
		if event, err = reader.Next(); err != nil {
			break
		}
		c.take(event)
		if progress != nil {
			progress(event.End)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) && from.err == nil {
		c.broken = true
		c.found.fail(Archive, "%s", err)
		return
	}
	if c.events == 0 && from.err == nil {
		c.broken = true
		c.found.fail(Archive, "the archive breaks off before its first event")
	}
}

// take notes an event.
func (c *Checker) take(event *archive.Event) {
	if wrong := archive.Follow(c.last, event.Type); wrong != "" {
		c.disorder = true
		c.found.fail(Order, "event %d: %s", event.Height, wrong)
	}
	c.events++
	c.last, c.head = event.Type, event.Hash
	for _, head := range c.options.Heads {
		if head == event.Hash {
			c.heads[head] = event.Height
		}
	}
	if c.options.Event != nil {
		c.options.Event(event.Height, event.Append(nil))
	}
	if c.disorder {
		return // what stands in the wrong place is nothing to be judged by
	}
	switch event.Type {
	case archive.Setup:
		c.setupHead, c.setupData = event.Hash, event.Payload
		if event.Further {
			c.found.add(Description, Warning, "the setup names a certificate of the list of voters, which this program does not check")
		}
		for i := range c.raw {
			c.raw[i] = bytes.Clone(event.Data[i])
		}
	case archive.Ballot:
		c.takeBallot(event)
	case archive.EncryptedTally:
		c.rawTally, c.rawSized = bytes.Clone(event.Data[0]), bytes.Clone(event.Data[1])
	case archive.Shuffle, archive.PartialDecryption:
		c.owned = append(c.owned, owned{event.Type, bytes.Clone(event.Data[1]), event.Spans[0]})
	case archive.Result:
		c.rawResult = bytes.Clone(event.Data[0])
	}
}

// takeBallot notes where a ballot stands. Whether it is one is for Batch to see.
func (c *Checker) takeBallot(event *archive.Event) {
	raw := event.Data[0]
	b := ballot{span: event.Spans[0], voter: -1}
	_, _ = hex.Decode(b.digest[:], []byte(event.Payload)) // the reader has computed it
	if _, wire, found := bytes.Cut(raw, []byte(`,"credential":"`)); found {
		wire, _, _ = bytes.Cut(wire, []byte(`"`))
		b.credential = fingerprint(wire)
	}
	c.ballots = append(c.ballots, b)
}

// fingerprint is half of SHA-256: what it finds equal is compared once more where that decides something.
func fingerprint(text []byte) [16]byte {
	digest := sha256.Sum256(text)
	return [16]byte(digest[:16])
}

// compareHeads compares with what the user was told from elsewhere.
func (c *Checker) compareHeads() {
	for _, head := range c.options.Heads {
		height, there := c.heads[head]
		switch later := c.events - 1 - height; {
		case !there:
			c.found.fail(Head, "the published head %s is not in this archive: somebody was shown another one, or it was changed, reordered or cut since", head)
		case later == 0:
			c.found.add(Head, Pass, "the published head %s is the last event of this archive", head)
		default:
			c.found.add(Head, Pass, "the published head %s is event %d of this archive: everything up to it is as it was then; %s after it",
				head, height, count(later, "event came", "events came"))
		}
	}
	c.compareWith(c.options.Setup, "setup", c.setupHead, c.setupData)
	if c.options.Voters != "" {
		c.compareWith(c.options.Voters, "list of voters", archive.Digest(c.raw[2]))
	}
}

func (c *Checker) compareWith(published, what string, here ...string) {
	switch {
	case published == "":
		return
	case slices.Contains(here, published):
		c.found.add(Head, Pass, "the %s is the one that was published, %s", what, published)
		return
	}
	c.found.fail(Head, "the %s is not the one that was published: its hash is %s, not %s", what, here[0], published)
}

// parseOwned reads the record of an owner, and makes sure that there is such a key holder.
func (c *Checker) parseOwned(o owned) (int, error) {
	record, err := belenios.ParseOwned(o.record)
	if err != nil {
		return 0, err
	}
	if record.Owner > len(c.holders.keys) {
		return 0, fmt.Errorf("there is no key holder %d; there are %d", record.Owner, len(c.holders.keys))
	}
	return record.Owner, nil
}

// Compared adds what came out of another comparison with what was published, such as a signed checkpoint.
func (c *Checker) Compared(same bool, detail string) {
	if same {
		c.found.add(Head, Pass, "%s", detail)
		return
	}
	c.found.fail(Head, "%s", detail)
}
