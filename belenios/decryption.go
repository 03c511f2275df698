package belenios

import (
	"errors"
	"fmt"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Decryption is what one trustee contributes to a decryption: for every ciphertext of the tally the factor alpha^x, with
// a proof that x is the trustee's key.
type Decryption struct {
	Factors [][]group.Element
	Proofs  [][]proof.Proof
}

// ParseDecryption reads {"decryption_factors":[[…],…],"decryption_proofs":[[…],…]}, in its canonical form. Factors and
// proofs must have the same shape; whether it is that of a tally, Fits tells.
func ParseDecryption(g *group.Group, raw []byte) (d Decryption, err error) {
	s := NewScanner(g, raw)
	s.Expect(`{"decryption_factors":`)
	s.List(func() {
		row := []group.Element{}
		s.List(func() { row = append(row, s.Element()) })
		d.Factors = append(d.Factors, row)
	})
	s.Expect(`,"decryption_proofs":`)
	s.Exactly(len(d.Factors), func(i int) { d.Proofs = append(d.Proofs, s.proofs(len(d.Factors[i]))) })
	s.Expect(`}`)
	if err := s.Close(); err != nil {
		return Decryption{}, fmt.Errorf("partial decryption: %w", err)
	}
	return d, nil
}

// Fits makes sure that a partial decryption has the shape of the tally that it decrypts.
func (d Decryption) Fits(t Tally) error {
	if len(d.Factors) != len(t) || len(d.Proofs) != len(t) {
		return errors.New("partial decryption: it has not as many rows as the tally")
	}
	for i, row := range t {
		if len(d.Factors[i]) != len(row) || len(d.Proofs[i]) != len(row) {
			return fmt.Errorf("partial decryption: row %d has %d factors; the tally has %d ciphertexts", i+1, len(d.Factors[i]), len(row))
		}
	}
	return nil
}

// AppendDecryption writes a partial decryption.
func AppendDecryption(g *group.Group, to []byte, d Decryption) []byte {
	to = AppendList(append(to, `{"decryption_factors":`...), d.Factors, func(to []byte, row []group.Element) []byte {
		return AppendList(to, row, AppendElement)
	})
	to = AppendList(append(to, `,"decryption_proofs":`...), d.Proofs, func(to []byte, row []proof.Proof) []byte {
		return AppendList(to, row, func(to []byte, p proof.Proof) []byte { return AppendProof(g, to, p) })
	})
	return append(to, '}')
}
