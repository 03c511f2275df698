package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/party"
)

// MaxPapers is how many papers an audit takes.
const MaxPapers = 1 << 40

// Sampler draws papers from a seed in the manner of Rivest's sampler (2011). The paper of number k (from 1) is
//
//	1 + SHA-256(seed "," k) mod papers
//
// with k in decimal, the text in UTF-8 and the hash taken as one whole number, its first byte the most significant.
// Without replacement a paper that was drawn before is passed over, and k goes on. So a sample can always be made
// longer, and everybody draws the same one:
//
//	printf '%s,%d' SEED 1 | sha256sum
type Sampler struct {
	seed    string
	papers  uint64
	repeats bool
	number  uint64
	drawn   map[uint64]bool
}

// NewSampler begins a sample of papers numbered from 1. White space around the seed does not count. With repeats a
// paper can be drawn several times. The error, of kind Invalid, is about a seed that is empty or a number of papers
// that is not between 1 and MaxPapers.
func NewSampler(seed string, papers int64, repeats bool) (*Sampler, error) {
	seed = strings.TrimSpace(seed)
	switch {
	case seed == "":
		return nil, party.Errorf(party.Invalid, "the seed is empty: throw dice in public, twenty or more, and write down what they show")
	case papers < 1 || papers > MaxPapers:
		return nil, party.Errorf(party.Invalid, "nothing can be drawn from %d papers", papers)
	}
	return &Sampler{seed: seed, papers: uint64(papers), repeats: repeats, drawn: map[uint64]bool{}}, nil
}

// Next draws the next paper. It gives false when, without repeats, every paper has been drawn.
func (s *Sampler) Next() (int64, bool) {
	for s.repeats || uint64(len(s.drawn)) < s.papers {
		s.number++
		paper := pick(s.seed, s.number, s.papers)
		if s.repeats || !s.drawn[paper] {
			s.drawn[paper] = true
			return int64(paper), true
		}
	}
	return 0, false
}

// Number gives the number k that gave the last paper.
func (s *Sampler) Number() int64 { return int64(s.number) }

// pick gives the paper of a number.
func pick(seed string, number, papers uint64) uint64 {
	hash := sha256.Sum256([]byte(seed + "," + strconv.FormatUint(number, 10)))
	var rest uint64
	for i := 0; i < len(hash); i += 8 {
		// 128 bits by 64: what is left is always less than the divisor, so the quotient fits.
		_, rest = bits.Div64(rest, binary.BigEndian.Uint64(hash[i:]), papers)
	}
	return rest + 1
}

// Draw draws the first papers of a sample, in the order drawn. Without repeats it gives at most all papers.
func Draw(seed string, papers, size int64, repeats bool) ([]int64, error) {
	s, err := NewSampler(seed, papers, repeats)
	if err != nil {
		return nil, err
	}
	if size < 0 || size > MaxPapers || !repeats && size > papers {
		return nil, party.Errorf(party.Invalid, "%d papers cannot be drawn from %d", size, papers)
	}
	sample := make([]int64, 0, min(size, 1<<20))
	for int64(len(sample)) < size {
		paper, _ := s.Next() // size is no more than there are
		sample = append(sample, paper)
	}
	return sample, nil
}
