package check

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
)

// saved is a Part as it is written down, to be gone on from at another time.
type saved struct {
	Batch  int              `json:"batch"`
	Hinted bool             `json:"hinted"`
	Tally  json.RawMessage  `json:"tally,omitempty"`
	Weight int64            `json:"weight"`
	Marks  []byte           `json:"marks"` // for each the digest, and the ballot's number in four bytes
	Faults []fault          `json:"faults"`
	Spent  map[string]int64 `json:"spent"`
}

const savedMark = 20

// Save writes a part down. It is to be believed later as it is: whoever keeps it must keep it from others.
func (c *Checker) Save(p *Part) ([]byte, error) {
	s := saved{Batch: p.Batch, Hinted: p.Hinted, Weight: p.weight, Faults: p.faults, Spent: p.spent}
	if p.tally != nil {
		s.Tally = belenios.AppendTally(nil, p.tally)
	}
	for _, m := range p.marks {
		s.Marks = binary.BigEndian.AppendUint32(append(s.Marks, m.digest[:]...), uint32(m.ballot)) //nolint:gosec // never below zero
	}
	data, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write down batch %d: %w", p.Batch, err)
	}
	return data, nil
}

// Load reads a part that Save wrote, of the same archive: after Setup, before Finish.
func (c *Checker) Load(data []byte) (*Part, error) {
	var s saved
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("what was written down of a batch cannot be read: %w", err)
	}
	if s.Batch < 0 || s.Batch >= len(c.taken) {
		return nil, fmt.Errorf("what was written down is of batch %d; there are %d", s.Batch, len(c.taken))
	}
	p := &Part{Batch: s.Batch, Hinted: s.Hinted, weight: s.Weight, faults: s.Faults, spent: s.Spent}
	if s.Tally != nil {
		t, err := belenios.ParseTally(c.election.Group, s.Tally)
		if err == nil {
			err = c.election.CheckTally(t)
		}
		if err != nil {
			return nil, fmt.Errorf("what was written down of batch %d cannot be read: %w", s.Batch, err)
		}
		p.tally = t
	}
	for marks := s.Marks; len(marks) > 0; marks = marks[savedMark:] {
		if len(marks) < savedMark || binary.BigEndian.Uint32(marks[16:]) >= uint32(len(c.ballots)) { //nolint:gosec // archive.Reader bounds them
			return nil, fmt.Errorf("what was written down of batch %d cannot be read: a mark is damaged", s.Batch)
		}
		p.marks = append(p.marks, mark{[16]byte(marks[:16]), int32(binary.BigEndian.Uint32(marks[16:]))}) //nolint:gosec // as above
	}
	return p, nil
}

// Commitments tells how many commitments every ballot has, for a file of hints.
func (c *Checker) Commitments() int {
	n := 1 // the signature
	for _, q := range c.election.Questions {
		switch {
		case q.Ranking:
			n++
		case q.Blank:
			n += 4*q.Ciphertexts() + 2*(q.Max-q.Min+2) + 4
		default:
			n += 4*q.Ciphertexts() + 2*(q.Max-q.Min+1)
		}
	}
	return n
}

// Election gives the election, once Setup has read it; or nil.
func (c *Checker) Election() *belenios.Election { return c.election }

// Place tells which archive was read: the hash of its last event, and that of its setup.
func (c *Checker) Place() (head, setup string) { return c.head, c.setupHead }
