package belenios

import (
	"fmt"

	"github.com/selectorate/selectorate/belenios/group"
)

// Tally holds the ciphertexts to be decrypted: for each question, one for each answer (with blank votes allowed, the
// blank one first), or for a ranking question one for each ballot.
type Tally [][]Ciphertext

// ParseTally reads [[{"alpha":…,"beta":…},…],…], in its canonical form. Whether it has the shape of an election's
// questions, Election.CheckTally tells; whether its elements are members, Group.Outsider.
func ParseTally(g *group.Group, raw []byte) (Tally, error) {
	s := NewScanner(g, raw)
	t := s.Tally()
	if err := s.Close(); err != nil {
		return nil, fmt.Errorf("tally: %w", err)
	}
	return t, nil
}

// Tally reads [[{"alpha":…,"beta":…},…],…].
func (s *Scanner) Tally() (t Tally) {
	s.List(func() {
		row := []Ciphertext{}
		s.List(func() { row = append(row, s.Ciphertext()) })
		t = append(t, row)
	})
	return t
}

// CheckTally makes sure that a tally has the shape of the questions.
func (e *Election) CheckTally(t Tally) error {
	if len(t) != len(e.Questions) {
		return fmt.Errorf("tally: it has %d rows for %d questions", len(t), len(e.Questions))
	}
	for i, q := range e.Questions {
		if n := q.Ciphertexts(); !q.Ranking && len(t[i]) != n {
			return fmt.Errorf("tally: row %d has %d ciphertexts; the question has %d", i+1, len(t[i]), n)
		}
	}
	return nil
}

// Elements gives the elements of all ciphertexts, in order, for Group.Outsider.
func (t Tally) Elements() (elements []group.Element) {
	for _, row := range t {
		for _, c := range row {
			elements = append(elements, c.Alpha, c.Beta)
		}
	}
	return elements
}

// AppendTally writes a tally.
func AppendTally(to []byte, t Tally) []byte {
	return AppendList(to, t, func(to []byte, row []Ciphertext) []byte { return AppendList(to, row, AppendCiphertext) })
}

// Sized is the archive's record of a tally.
type Sized struct {
	NumTallied     int    // ballots that count
	TotalWeight    int64  // of their voters
	EncryptedTally string // SHA-256 of the tally, in hexadecimal digits
}

// ParseSized reads {"num_tallied":…,"total_weight":…,"encrypted_tally":"…"}, in its canonical form.
func ParseSized(raw []byte) (z Sized, err error) {
	s := NewScanner(nil, raw)
	s.Expect(`{"num_tallied":`)
	z.NumTallied = int(s.Int(0, maxNumber))
	s.Expect(`,"total_weight":`)
	z.TotalWeight = s.Weight()
	s.Expect(`,"encrypted_tally":`)
	z.EncryptedTally = s.Digest()
	s.Expect(`}`)
	if err := s.Close(); err != nil {
		return Sized{}, fmt.Errorf("sized tally: %w", err)
	}
	return z, nil
}

// AppendSized writes the record of a tally.
func AppendSized(to []byte, z Sized) []byte {
	to = AppendInt(append(to, `{"num_tallied":`...), z.NumTallied)
	to = AppendWeight(append(to, `,"total_weight":`...), z.TotalWeight)
	return append(AppendString(append(to, `,"encrypted_tally":`...), z.EncryptedTally), '}')
}

// Owned is the archive's record of which trustee a shuffle or a partial decryption is of.
type Owned struct {
	Owner   int    // 1, 2, … in the flattened list of trustees
	Payload string // SHA-256 of what is owned, in hexadecimal digits
}

// ParseOwned reads {"owner":…,"payload":"…"}, in its canonical form.
func ParseOwned(raw []byte) (o Owned, err error) {
	s := NewScanner(nil, raw)
	s.Expect(`{"owner":`)
	o.Owner = int(s.Int(1, maxNumber))
	s.Expect(`,"payload":`)
	o.Payload = s.Digest()
	s.Expect(`}`)
	if err := s.Close(); err != nil {
		return Owned{}, fmt.Errorf("record of an owner: %w", err)
	}
	return o, nil
}

// AppendOwned writes the record of an owner.
func AppendOwned(to []byte, o Owned) []byte {
	to = AppendInt(append(to, `{"owner":`...), o.Owner)
	return append(AppendString(append(to, `,"payload":`...), o.Payload), '}')
}
