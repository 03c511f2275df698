package check

import (
	"errors"
	"io"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/tally"
)

// Options say what an archive is compared with, beyond itself.
type Options struct {
	Policy *Policy  // nil: what falls short of DefaultPolicy is a warning
	Heads  []string // hashes of events that the user was told of: each must be in the chain (lower-case hexadecimal)
	Setup  string   // hash of the setup event, or of its record, that was published before the opening
	Voters string   // SHA-256 of the list of voters that was published before the opening

	// Cores is for how many cores there should be batches at least. Large batches cost less for each ballot, above all with
	// hints. 0 is 1.
	Cores int
	// Event is given the bytes of every event in turn, and may be nil: for trees that others keep of them.
	Event func(height int, event []byte)
	// Clock gives a time in milliseconds, for how long each check took. It may be nil.
	Clock func() int64
}

// Checker checks one archive: see the package comment.
type Checker struct {
	options Options
	found   *findings

	// What Structure found.
	events    int
	broken    bool   // the form is broken: nothing behind is known
	disorder  bool   // events come in an order that no election has
	last      string // type of the last event
	head      string // its hash
	setupHead string // hash of the setup event
	setupData string // hash of its record
	raw       [3][]byte
	ballots   []ballot
	rawTally  []byte
	rawSized  []byte
	owned     []owned
	rawResult []byte
	heads     map[string]int // heights of those of Options.Heads that are in the chain

	// What Setup found.
	election *belenios.Election
	voters   []belenios.Voter
	holders  holders
	latest   []int32 // for each voter the last ballot, -1 if there is none
	counted  int     // ballots that count
	batch    int     // ballots in a batch

	// What Take gathers.
	taken  []bool
	sum    belenios.Tally
	weight int64
	marks  []mark

	// What Finish found.
	tally     belenios.Tally
	shufflers int
	result    []byte // the result, when everything up to it was checked
}

// ballot is where a ballot stands, and whose it is.
type ballot struct {
	digest     [32]byte
	credential [16]byte // of SHA-256 of the credential that it names
	span       archive.Span
	voter      int32 // -1: of nobody on the list
}

// owned is where a shuffle or a partial decryption stands.
type owned struct {
	kind   string
	record []byte
	span   archive.Span
}

// mark is a fingerprint of the first half of a ciphertext, to find equal ones with.
type mark struct {
	digest [16]byte
	ballot int32
}

// holders are the key holders.
type holders struct {
	keys    []group.Element // by owner, from 0 for owner 1
	circles []tally.Circle
	weak    []string // what is weak in the way in which the keys were made
	known   bool     // the keys could be read
}

// New makes a Checker for one archive.
func New(o Options) *Checker {
	if o.Clock == nil {
		o.Clock = func() int64 { return 0 }
	}
	o.Cores = max(o.Cores, 1)
	return &Checker{options: o, found: newFindings(), heads: map[string]int{}}
}

// timed does some work of a check and notes how long it took.
func (c *Checker) timed(check string, work func()) {
	started := c.options.Clock()
	work()
	c.found.spent[check] += c.options.Clock() - started
}

// setUp tells whether the election, its key holders and its voters are known.
func (c *Checker) setUp() bool { return c.election != nil && c.holders.known && c.voters != nil }

// tallied tells whether the box was closed and the tally was made.
func (c *Checker) tallied() bool { return c.rawTally != nil && c.setUp() }

// shuffled tells whether the election has rankings, and decryption may have begun.
func (c *Checker) shuffled() bool {
	return c.ranks() && (c.last == archive.EndShuffles || c.last == archive.PartialDecryption || c.last == archive.Result)
}

// ranks tells whether there are questions whose ballots are decrypted one by one.
func (c *Checker) ranks() bool {
	for _, q := range c.election.Questions {
		if q.Ranking {
			return true
		}
	}
	return false
}

// holdersNeeded tells how many people at least have to work together to decrypt.
func (c *Checker) holdersNeeded() (n int) {
	for _, circle := range c.holders.circles {
		n += circle.Threshold
	}
	return n
}

// Report is what was found in all.
type Report struct {
	Valid    bool
	Findings []Finding
	Result   []byte // {"result":…} as it is in the archive, once everything up to it was checked; or nil
	Ballots  int    // ballots in the box, those that were replaced by later ones included
	Counted  int    // voters whose ballot counts
	Finished bool   // the archive has a result
	Head     string // hash of the last event
	Setup    string // hash of the setup event
	Voters   string // SHA-256 of the list of voters
	Election string // the election's identifier
	Name     string // what it is called
}

// source is a reader that remembers what the medium failed with, so that a disk that fails is not taken for an archive
// that was tampered with.
type source struct {
	io.Reader
	err error
}

// Read reads on.
func (s *source) Read(to []byte) (int, error) {
	n, err := s.Reader.Read(to)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}
