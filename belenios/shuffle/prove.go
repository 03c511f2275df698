package shuffle

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// Prove shuffles the lists of the ranking questions and proves it: what a trustee does. input and bases are those of Check.
// progress is told how much of the work is done, now and then, and may be nil.
//
// Powers of secret exponents take a time that does not depend on them. The permutation also decides which places of memory
// are read and written, so somebody who watches the machine's caches could learn from them: shuffle on a machine of the
// trustee's own. random must not fail, and must never give the same twice; it should be the operating system's.
func Prove(e *belenios.Election, random io.Reader, bases *Bases, input belenios.Tally, progress func(done, total int)) (*Shuffle, error) {
	numbers := rankings(e)
	if len(numbers) == 0 {
		return nil, errors.New("the election has no ranking question, so there is nothing to shuffle")
	}
	if len(input) != len(numbers) {
		return nil, fmt.Errorf("there are %d lists to shuffle for %d ranking questions", len(input), len(numbers))
	}
	w := &work{report: progress}
	for _, list := range input {
		w.total += stages * len(list)
	}
	s := &Shuffle{}
	for i, question := range numbers {
		each, err := bases.first(len(input[i]))
		if err != nil {
			return nil, err
		}
		of := &statement{e.Group, e.Fingerprint, e.PublicKey, bases, each, input[i], nil}
		p, err := of.prove(random, w)
		if err != nil {
			return nil, fmt.Errorf("question %d: shuffle: %w", question+1, err)
		}
		s.Ciphertexts, s.Proofs = append(s.Ciphertexts, of.after), append(s.Proofs, *p)
	}
	return s, nil
}

// stages is how often prove goes through the ballots, and every how many of them progress is told.
const (
	stages = 3
	often  = 256
)

// work counts what was done.
type work struct {
	report      func(done, total int)
	done, total int
}

func (w *work) step() {
	w.done++
	if w.report != nil && (w.done%often == 0 || w.done == w.total) {
		w.report(w.done, w.total)
	}
}

// secrets are what only the one who shuffles may know.
type secrets struct {
	permutation []int          // π
	rho         []group.Scalar // ρ, by places after the shuffle
	r           []group.Scalar // of the commitments c, by places before it
	rHat        []group.Scalar // r̂
	omega       [4]group.Scalar
	omegaHat    []group.Scalar
	omegaPrime  []group.Scalar
}

// draw makes a permutation of n and all the random numbers that the proof needs.
func (s *statement) draw(random io.Reader, n int) (*secrets, error) {
	permutation, err := permute(random, n)
	if err != nil {
		return nil, err
	}
	secret := &secrets{permutation: permutation}
	for i := range secret.omega {
		if secret.omega[i], err = s.g.RandomScalar(random); err != nil {
			return nil, err
		}
	}
	for _, list := range []*[]group.Scalar{&secret.rho, &secret.r, &secret.rHat, &secret.omegaHat, &secret.omegaPrime} {
		*list = make([]group.Scalar, n)
		for i := range *list {
			if (*list)[i], err = s.g.RandomScalar(random); err != nil {
				return nil, err
			}
		}
	}
	return secret, nil
}

// wipe overwrites the secrets.
func (s *secrets) wipe(g *group.Group) {
	for _, list := range [][]group.Scalar{s.rho, s.r, s.rHat, s.omega[:], s.omegaHat, s.omegaPrime} {
		for _, scalar := range list {
			g.Wipe(scalar)
		}
	}
	clear(s.permutation)
}

// permute draws a permutation of 0..n-1, all equally likely, by the method of Fisher and Yates.
func permute(random io.Reader, n int) ([]int, error) {
	permutation := make([]int, n)
	for i := range permutation {
		permutation[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j, err := below(random, uint64(i)+1)
		if err != nil {
			return nil, err
		}
		permutation[i], permutation[j] = permutation[j], permutation[i]
	}
	return permutation, nil
}

// below draws a number of 0..n-1, all equally likely: the upper half of n times 64 bits, drawn again where the lower half is
// one of the 2^64 mod n values that would make some numbers likelier.
func below(random io.Reader, n uint64) (uint64, error) {
	var word [8]byte
	for {
		if _, err := io.ReadFull(random, word[:]); err != nil {
			return 0, fmt.Errorf("read from the source of chance: %w", err)
		}
		high, low := bits.Mul64(binary.BigEndian.Uint64(word[:]), n)
		if low >= -n%n {
			return high, nil
		}
	}
}

// prove shuffles before to after, and proves it.
func (s *statement) prove(random io.Reader, w *work) (*Proof, error) {
	n, g := len(s.before), s.g
	secret, err := s.draw(random, n)
	if err != nil {
		return nil, err
	}
	defer secret.wipe(g)
	p := &Proof{C: make([]group.Element, n)}
	s.after = make([]belenios.Ciphertext, n)
	for i, j := range secret.permutation {
		s.after[i] = belenios.Ciphertext{
			Alpha: g.Multiply(s.before[j].Alpha, g.Power(nil, secret.rho[i])),
			Beta:  g.Multiply(s.before[j].Beta, g.Power(s.key, secret.rho[i])),
		}
		p.C[j] = g.Multiply(g.Power(nil, secret.r[j]), s.each[i])
		w.step()
	}
	u := s.weights(p.C)
	total := s.link(p, secret, u, w)
	defer g.Wipe(total)
	s.commit(p, secret, w)
	digest := s.challenge(p)
	s.respond(p, secret, u, total, g.Reduce(digest[:]))
	return p, nil
}

// link makes the chain ĉ and its commitments t̂, and gives the exponent R of g in the last link. Because ĉ_i = g^R_i · h^U_i
// with R_i = r̂_i + u'_i · R_(i-1) and U_i = u'_i · U_(i-1), all bases are fixed.
func (s *statement) link(p *Proof, secret *secrets, u []group.Scalar, w *work) group.Scalar {
	g, n := s.g, len(s.before)
	p.CHat, p.THat = make([]group.Element, n), make([]group.Element, n)
	onG, onH := g.Small(0), g.Small(1)
	for i, j := range secret.permutation {
		p.THat[i] = g.Multiply(
			g.Power(nil, g.AddScalars(secret.omegaHat[i], g.MultiplyScalars(secret.omegaPrime[i], onG))),
			g.Power(s.bases.h, g.MultiplyScalars(secret.omegaPrime[i], onH)))
		onG = g.AddScalars(secret.rHat[i], g.MultiplyScalars(u[j], onG))
		onH = g.MultiplyScalars(u[j], onH)
		p.CHat[i] = g.Multiply(g.Power(nil, onG), g.Power(s.bases.h, onH))
		w.step()
	}
	return onG
}

// commit makes t1..t4.
func (s *statement) commit(p *Proof, secret *secrets, w *work) {
	g := s.g
	minus := g.NegateScalar(secret.omega[3])
	for i := range 3 {
		p.T[i] = g.Power(nil, secret.omega[i])
	}
	p.T[3], p.T[4] = g.Power(s.key, minus), g.Power(nil, minus)
	for i, omega := range secret.omegaPrime {
		p.T[2] = g.Multiply(p.T[2], g.Power(s.each[i], omega))
		p.T[3] = g.Multiply(p.T[3], g.Power(s.after[i].Beta, omega))
		p.T[4] = g.Multiply(p.T[4], g.Power(s.after[i].Alpha, omega))
		w.step()
	}
}

// respond makes the responses to the challenge χ. total is the exponent of g in the last link of the chain.
func (s *statement) respond(p *Proof, secret *secrets, u []group.Scalar, total, chi group.Scalar) {
	g, n := s.g, len(s.before)
	response := func(omega, value group.Scalar) group.Scalar {
		return g.AddScalars(omega, g.MultiplyScalars(chi, value))
	}
	p.SHat, p.SPrime = make([]group.Scalar, n), make([]group.Scalar, n)
	sum, commitments, encryptions := g.Small(0), g.Small(0), g.Small(0)
	for i, j := range secret.permutation {
		sum = g.AddScalars(sum, secret.r[j])
		commitments = g.AddScalars(commitments, g.MultiplyScalars(secret.r[j], u[j]))
		encryptions = g.AddScalars(encryptions, g.MultiplyScalars(secret.rho[i], u[j]))
		p.SHat[i] = response(secret.omegaHat[i], secret.rHat[i])
		p.SPrime[i] = response(secret.omegaPrime[i], u[j])
	}
	for i, value := range []group.Scalar{sum, total, commitments, encryptions} {
		p.S[i] = response(secret.omega[i], value)
	}
}
