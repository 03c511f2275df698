package shuffle

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// statement is what a proof is about: lists before and after, with the election's fingerprint and key.
type statement struct {
	g      *group.Group
	phi    string
	key    group.Element
	bases  *Bases
	each   []group.Element // the generators h_i
	before []belenios.Ciphertext
	after  []belenios.Ciphertext
}

// text is a hash of elements with commas behind them.
type text struct {
	hash   hash.Hash
	buffer []byte
}

func newText(prefix string) *text {
	t := &text{hash: sha256.New()}
	t.hash.Write([]byte(prefix))
	return t
}

// elements adds elements, each with a comma behind it.
func (t *text) elements(elements ...group.Element) {
	for _, e := range elements {
		t.buffer = append(e.AppendWire(t.buffer[:0]), ',')
		t.hash.Write(t.buffer)
	}
}

// ciphertexts adds ciphertexts, a comma behind every half.
func (t *text) ciphertexts(list []belenios.Ciphertext) {
	for _, c := range list {
		t.elements(c.Alpha, c.Beta)
	}
}

// last adds an element without a comma.
func (t *text) last(e group.Element) { t.hash.Write(e.AppendWire(t.buffer[:0])) }

func (t *text) sum() (digest [sha256.Size]byte) {
	t.hash.Sum(digest[:0])
	return digest
}

// weights gives u_0..u_(n-1), with c the commitment to the permutation.
func (s *statement) weights(c []group.Element) []group.Scalar {
	t := newText("shuffle-challenges|" + s.phi + "|")
	t.ciphertexts(s.before)
	t.ciphertexts(s.after)
	t.elements(c...)
	digest := t.sum()
	block := hex.AppendEncode(make([]byte, 0, 4*sha256.Size), digest[:])
	u := make([]group.Scalar, len(s.before))
	for i := range u {
		number := sha256.Sum256(strconv.AppendInt(nil, int64(i), 10))
		whole := sha256.Sum256(hex.AppendEncode(block, number[:]))
		u[i] = s.g.Reduce(whole[:])
	}
	return u
}

// challenge gives the digest that becomes χ.
func (s *statement) challenge(p *Proof) [sha256.Size]byte {
	t := newText("shuffle-challenge|" + s.phi + "|")
	t.elements(p.T[:]...)
	t.elements(p.THat...)
	t.ciphertexts(s.before)
	t.ciphertexts(s.after)
	t.elements(p.C...)
	t.elements(p.CHat...)
	t.last(s.key)
	return t.sum()
}
