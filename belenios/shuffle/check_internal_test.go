package shuffle

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// chance counts up, hashed.
type chance struct{ n uint64 }

func (c *chance) Read(p []byte) (int, error) {
	c.n++
	block := sha256.Sum256(binary.BigEndian.AppendUint64(nil, c.n))
	return copy(p, block[:]), nil
}

// TestEveryEquation keeps the challenges of a good proof and changes one element at a time, so that only the equations in
// which it stands fail: the one equation that stands for all must see every single one, and the explanation must name it.
func TestEveryEquation(t *testing.T) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 4, chunk + 1} {
		if n > chunk && testing.Short() {
			t.Log("long: a list of more than one part is not checked with -short")
			continue
		}
		v, seed := proven(t, g, n)
		if !v.holds(seed) {
			t.Fatalf("%d ballots: the proof does not hold", n)
		}
		if err := v.explain(); err != nil {
			t.Fatalf("%d ballots: %v", n, err)
		}
		p, last := v.proof, n-1
		for _, one := range []struct {
			element *group.Element
			says    string
		}{
			{&p.T[0], "t1"},
			{&p.T[1], "t2"},
			{&p.T[2], "t3"},
			{&p.T[3], "t4β"},
			{&p.T[4], "t4α"},
			{&p.THat[0], "t̂ 1"},
			{&p.C[0], "t1, t3"},
			{&v.before[last].Alpha, "t4α"},
			{&v.before[last].Beta, "t4β"},
			{&v.after[0].Alpha, "t4α"},
			{&v.after[0].Beta, "t4β"},
			{&v.key, "t4β"},
		} {
			good := *one.element
			*one.element = g.Multiply(good, g.Generator())
			if v.holds(seed) {
				t.Errorf("%d ballots: a wrong %s holds", n, one.says)
			}
			if n > chunk { // the explanation of a long list takes long, and is the same
				*one.element = good
				continue
			}
			if err := v.explain(); err == nil || !strings.HasSuffix(err.Error(), "in its equation for "+one.says) {
				t.Errorf("%d ballots: the explanation says %v, not %s", n, err, one.says)
			}
			*one.element = good
		}
	}
}

// proven makes a list of n ciphertexts, shuffles it, and gives what there is to verify.
func proven(t *testing.T, g *group.Group, n int) (*verification, []byte) {
	t.Helper()
	bases, err := NewBases(g, n)
	if err != nil {
		t.Fatal(err)
	}
	s := &statement{g: g, phi: "φ", key: g.Power(nil, g.Small(77)), bases: bases, each: bases.each}
	for i := range n {
		s.before = append(s.before, belenios.Ciphertext{Alpha: g.Power(nil, g.Small(int64(i)+2)), Beta: g.Power(nil, g.Small(int64(3*i)+5))})
	}
	p, err := s.prove(&chance{}, &work{})
	if err != nil {
		t.Fatal(err)
	}
	digest := s.challenge(p)
	return &verification{statement: s, proof: p, chi: g.Reduce(digest[:]), u: s.weights(p.C)}, s.seed(digest, p)
}

// TestPermute draws permutations of four, and sees to it that each comes about as often as any other.
func TestPermute(t *testing.T) {
	seen, source := map[[4]int]int{}, &chance{}
	const draws = 24 * 400
	for range draws {
		p, err := permute(source, 4)
		if err != nil {
			t.Fatal(err)
		}
		seen[[4]int(p)]++
	}
	if len(seen) != 24 {
		t.Errorf("%d permutations of four, 24 expected", len(seen))
	}
	square := 0 // χ² with 23 degrees of freedom, times 400
	for _, times := range seen {
		square += (times - 400) * (times - 400)
	}
	if square > 400*60 { // one in 30,000
		t.Errorf("χ² is %d/400", square)
	}
}

// words gives 64-bit numbers.
type words []uint64

func (w *words) Read(p []byte) (int, error) {
	binary.BigEndian.PutUint64(p, (*w)[0])
	*w = (*w)[1:]
	return 8, nil
}

// TestBelow draws again what would make some numbers likelier.
func TestBelow(t *testing.T) {
	for _, one := range []struct {
		n     uint64
		words words
		want  uint64
		left  int
	}{
		{1, words{0, 9}, 0, 1},
		{2, words{1 << 63, 9}, 1, 1},
		{3, words{0, 1 << 63}, 1, 0}, // 2^64 mod 3 is 1: the lower half 0 is drawn again
		{3, words{1, 9}, 0, 1},
		{6, words{0, 1<<64 - 1}, 5, 0},
		{1 << 63, words{5, 9}, 2, 1},
	} {
		source := one.words
		got, err := below(&source, one.n)
		if err != nil || got != one.want || len(source) != one.left {
			t.Errorf("below(%d) from %v is %d with %d words left, %v", one.n, one.words, got, len(source), err)
		}
	}
}
