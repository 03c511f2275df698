// Package tally counts the votes of an election without seeing one: it adds up the ballots that count, makes and checks the
// trustees' parts of the decryption, puts them together, and reads the result (specification, sections Encrypted tally,
// Partial decryption and Election result).
//
// # What is added
//
// The last ballot of each credential counts. A homomorphic question gives for each answer the product of the ballots'
// ciphertexts, each raised to its voter's weight: an encryption of the sum of weights. A ranking question gives the list
// of the ballots' ciphertexts, sorted by α, then β (Group.Compare): the order of the archive says who voted when, and is not
// kept (the order was found by experiment). Ranking ballots have the weight 1.
//
// # What trustees prove
//
// For a ciphertext (α, β) and the key X = g^x a trustee gives D = α^x, and proves that the logarithm of X to the base g is that
// of D to the base α: the challenge is SHA-256 of "decrypt|φ|X|A,B" modulo q, with A = g^response · X^challenge and
// B = α^response · D^challenge.
//
// # How it is put together
//
// Every trustee that stands alone has to take part; of every group with a threshold as many as that. The factors of a group
// are raised to the Lagrange coefficients of those who took part and multiplied; the products of all groups and single
// trustees give α^x for the election's key, and β over that is g^count, or the element that holds a ranking.
//
// Whatever only depends on parts of the ballots can be done by several goroutines, each with a Sum of its own, merged at
// the end.
package tally

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// fewWeights is how many weights a Sum keeps apart before it raises to them.
const fewWeights = 64

// Sum adds up ballots. One goroutine uses it at a time.
type Sum struct {
	election *belenios.Election
	ballots  int
	weight   int64
	total    [][]belenios.Ciphertext           // for each question, one for each answer; empty for rankings
	waiting  map[int64][][]belenios.Ciphertext // the same, yet to be raised to a weight; to be divided by for a negative one
	added    [][]belenios.Ciphertext           // for each ranking question
	removed  [][]belenios.Ciphertext
}

// NewSum starts a sum of no ballots.
func NewSum(e *belenios.Election) *Sum {
	return &Sum{
		election: e, total: blank(e), waiting: map[int64][][]belenios.Ciphertext{},
		added: make([][]belenios.Ciphertext, len(e.Questions)), removed: make([][]belenios.Ciphertext, len(e.Questions)),
	}
}

// blank gives neutral ciphertexts for all homomorphic questions.
func blank(e *belenios.Election) [][]belenios.Ciphertext {
	rows, one := make([][]belenios.Ciphertext, len(e.Questions)), e.Group.Identity()
	for i, q := range e.Questions {
		if q.Ranking {
			continue
		}
		rows[i] = slices.Repeat([]belenios.Ciphertext{{Alpha: one, Beta: one}}, q.Ciphertexts())
	}
	return rows
}

// Of adds up the last ballot of each credential. weight tells the weight of a credential, and whether it may vote at all.
func Of(e *belenios.Election, ballots []*belenios.Ballot, weight func(credential string) (int64, error)) (*Sum, error) {
	last := make(map[string]int, len(ballots))
	for i, b := range ballots {
		last[b.Credential] = i
	}
	s := NewSum(e)
	for i, b := range ballots {
		if last[b.Credential] != i {
			continue
		}
		w, err := weight(b.Credential)
		if err != nil {
			return nil, fmt.Errorf("ballot %d: %w", i+1, err)
		}
		if err := s.Add(b, w); err != nil {
			return nil, fmt.Errorf("ballot %d: %w", i+1, err)
		}
	}
	return s, nil
}

// Add adds a ballot of a voter with the weight.
func (s *Sum) Add(b *belenios.Ballot, weight int64) error {
	if err := s.fits(b, weight); err != nil {
		return err
	}
	s.take(b, weight, s.added)
	s.ballots++
	s.weight += weight
	return nil
}

// Subtract takes a ballot away again that was added with the weight, here or in a Sum that this one will be merged with:
// the voter has voted once more.
func (s *Sum) Subtract(b *belenios.Ballot, weight int64) error {
	if err := s.fits(b, weight); err != nil {
		return err
	}
	s.take(b, -weight, s.removed)
	s.ballots--
	s.weight -= weight
	return nil
}

// fits makes sure that a ballot has the election's questions and a weight that can be counted.
func (s *Sum) fits(b *belenios.Ballot, weight int64) error {
	if weight < 1 || weight > belenios.MaxWeight {
		return fmt.Errorf("a voter's weight of %d cannot be counted; it has to be from 1 to %d", weight, int64(belenios.MaxWeight))
	}
	if len(b.Answers) != len(s.election.Questions) {
		return fmt.Errorf("the ballot has %d answers to %d questions", len(b.Answers), len(s.election.Questions))
	}
	for i, q := range s.election.Questions {
		if n := len(b.Answers[i].Choices); n != q.Ciphertexts() {
			return fmt.Errorf("the ballot's answer to question %d has %d ciphertexts instead of %d", i+1, n, q.Ciphertexts())
		}
		if q.Ranking && weight != 1 {
			return fmt.Errorf("question %d: a ranking cannot have the weight %d: it is decrypted by itself, so all voters need the weight 1", i+1, weight)
		}
	}
	return nil
}

// take multiplies a ballot to those that wait for the weight, and notes its rankings in list.
func (s *Sum) take(b *belenios.Ballot, weight int64, list [][]belenios.Ciphertext) {
	rows := s.total
	if weight != 1 {
		if rows = s.waiting[weight]; rows == nil {
			if len(s.waiting) >= fewWeights {
				s.settle()
			}
			rows = blank(s.election)
			s.waiting[weight] = rows
		}
	}
	for i, q := range s.election.Questions {
		choices := b.Answers[i].Choices
		if q.Ranking {
			list[i] = append(list[i], choices[0])
			continue
		}
		multiply(s.election.Group, rows[i], choices)
	}
}

// multiply multiplies ciphertexts into others.
func multiply(g *group.Group, into, by []belenios.Ciphertext) {
	for i, c := range by {
		into[i] = belenios.Ciphertext{Alpha: g.Multiply(into[i].Alpha, c.Alpha), Beta: g.Multiply(into[i].Beta, c.Beta)}
	}
}

// settle raises all that waits to its weight, and multiplies it to the total.
func (s *Sum) settle() {
	g := s.election.Group
	for weight, rows := range s.waiting {
		power := func(e group.Element) group.Element {
			if weight > 0 {
				return g.Product([]group.Element{e}, []group.Scalar{g.Small(weight)})
			}
			return g.Invert(g.Product([]group.Element{e}, []group.Scalar{g.Small(-weight)}))
		}
		for i, row := range rows {
			for k, c := range row {
				row[k] = belenios.Ciphertext{Alpha: power(c.Alpha), Beta: power(c.Beta)}
			}
			multiply(g, s.total[i], row)
		}
	}
	clear(s.waiting)
}

// Merge adds another sum of the same election, which is not to be used any more.
func (s *Sum) Merge(other *Sum) error {
	if s.election.Fingerprint != other.election.Fingerprint {
		return errors.New("sums of different elections cannot be merged")
	}
	other.settle()
	for i := range s.total {
		multiply(s.election.Group, s.total[i], other.total[i])
		s.added[i] = append(s.added[i], other.added[i]...)
		s.removed[i] = append(s.removed[i], other.removed[i]...)
	}
	s.ballots += other.ballots
	s.weight += other.weight
	return nil
}

// Tally gives the encrypted tally, with its size for the archive. The sum may go on afterwards.
func (s *Sum) Tally() (belenios.Tally, belenios.Sized, error) {
	if s.weight > belenios.MaxWeight || s.ballots < 0 || s.weight < 0 {
		return nil, belenios.Sized{}, fmt.Errorf("%d ballots with a total weight of %d cannot be counted; it has to be from 0 to %d",
			s.ballots, s.weight, int64(belenios.MaxWeight))
	}
	s.settle()
	tally := make(belenios.Tally, len(s.total))
	for i, q := range s.election.Questions {
		if !q.Ranking {
			tally[i] = slices.Clone(s.total[i])
			continue
		}
		list, err := s.list(i)
		if err != nil {
			return nil, belenios.Sized{}, fmt.Errorf("question %d: %w", i+1, err)
		}
		tally[i] = list
	}
	digest := sha256.Sum256(belenios.AppendTally(nil, tally))
	return tally, belenios.Sized{NumTallied: s.ballots, TotalWeight: s.weight, EncryptedTally: hex.EncodeToString(digest[:])}, nil
}

// list sorts the ciphertexts of a ranking question, without those that were taken away.
func (s *Sum) list(question int) ([]belenios.Ciphertext, error) {
	compare := func(a, b belenios.Ciphertext) int {
		if c := s.election.Group.Compare(a.Alpha, b.Alpha); c != 0 {
			return c
		}
		return s.election.Group.Compare(a.Beta, b.Beta)
	}
	added, removed := slices.Clone(s.added[question]), slices.Clone(s.removed[question])
	slices.SortFunc(added, compare)
	slices.SortFunc(removed, compare)
	list := make([]belenios.Ciphertext, 0, len(added))
	for _, c := range added {
		if len(removed) > 0 && compare(c, removed[0]) == 0 {
			removed = removed[1:]
			continue
		}
		list = append(list, c)
	}
	if len(removed) > 0 {
		return nil, errors.New("a ballot was taken away that had not been added")
	}
	return list, nil
}
