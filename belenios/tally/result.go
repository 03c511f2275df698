package tally

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// Result decrypts the tally with what Combine gave, and reads the counts and rankings. totalWeight bounds the counts: no answer
// can have more. Rankings come in the order of the tally. A ballot whose ranking is no ranking is not left out: what its
// element holds stands there, as Group.Extract reads it, for the rules of counting to decide about.
func Result(e *belenios.Election, tally belenios.Tally, shared [][]group.Element, totalWeight int64) (belenios.Result, error) {
	if err := e.CheckTally(tally); err != nil {
		return nil, err
	}
	if len(shared) != len(tally) {
		return nil, fmt.Errorf("what was decrypted has %d rows for %d questions", len(shared), len(tally))
	}
	var logarithms *Logarithms
	result := make(belenios.Result, len(tally))
	for i, row := range tally {
		if len(shared[i]) != len(row) {
			return nil, fmt.Errorf("question %d: %d ciphertexts are decrypted out of %d", i+1, len(shared[i]), len(row))
		}
		plain := make([]group.Element, len(row))
		for k, c := range row {
			plain[k] = e.Group.Divide(c.Beta, shared[i][k])
		}
		var err error
		if e.Questions[i].Ranking {
			result[i], err = rankings(e.Group, plain, len(e.Questions[i].Answers))
		} else {
			if logarithms == nil {
				if logarithms, err = NewLogarithms(e.Group, totalWeight); err != nil {
					return nil, err
				}
			}
			result[i], err = counts(logarithms, plain)
		}
		if err != nil {
			return nil, fmt.Errorf("question %d: %w", i+1, err)
		}
	}
	return result, nil
}

func counts(l *Logarithms, plain []group.Element) (o belenios.Outcome, err error) {
	o.Counts = make([]int64, len(plain))
	for k, e := range plain {
		if o.Counts[k], err = l.Find(e); err != nil {
			return o, fmt.Errorf("answer %d: %w", k+1, err)
		}
	}
	return o, nil
}

func rankings(g *group.Group, plain []group.Element, answers int) (o belenios.Outcome, err error) {
	o.Rankings = make([][]int, len(plain))
	for k, e := range plain {
		if o.Rankings[k], err = g.Extract(e, answers); err != nil {
			return o, fmt.Errorf("ballot %d in shuffled order: %w", k+1, err)
		}
	}
	return o, nil
}

// Same makes sure that a recorded result is the one that was computed.
func Same(e *belenios.Election, computed, recorded belenios.Result) error {
	if len(recorded) != len(computed) || len(computed) != len(e.Questions) {
		return fmt.Errorf("the recorded result has %d questions, the election %d", len(recorded), len(e.Questions))
	}
	for i := range computed {
		if !bytes.Equal(belenios.AppendResult(nil, computed[i:i+1]), belenios.AppendResult(nil, recorded[i:i+1])) {
			return fmt.Errorf("question %d: the recorded result is not what the decryption gives", i+1)
		}
	}
	return nil
}

// Logarithms finds numbers of 0..bound from g to their power, by the method of baby steps and giant steps: in time and
// memory of the square root of the bound.
type Logarithms struct {
	group *group.Group
	bound int64
	steps int64            // baby steps
	baby  map[uint64]int32 // from a short hash of g^i to i
	giant group.Element    // g^-steps
}

// NewLogarithms makes the table of baby steps for a bound of 0 to belenios.MaxWeight: up to 316,229 entries.
func NewLogarithms(g *group.Group, bound int64) (*Logarithms, error) {
	if bound < 0 || bound > belenios.MaxWeight {
		return nil, fmt.Errorf("counts up to %d cannot be decrypted; the bound has to be from 0 to %d", bound, int64(belenios.MaxWeight))
	}
	l := &Logarithms{group: g, bound: bound, steps: 1}
	for l.steps*l.steps <= bound {
		l.steps++
	}
	l.baby = make(map[uint64]int32, l.steps)
	power, one := g.Identity(), g.Generator()
	for i := range int32(l.steps) {
		if _, taken := l.baby[short(power)]; taken {
			return nil, errors.New("two powers have the same short hash: the table of logarithms cannot be made")
		}
		l.baby[short(power)] = i
		power = g.Multiply(power, one)
	}
	l.giant = g.Invert(power)
	return l, nil
}

// short is FNV-1a of the wire form, of 64 bits. What it finds is checked, so that it may be wrong.
func short(e group.Element) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range e.AppendWire(make([]byte, 0, 640)) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

// Find gives the n of 0..bound with g^n = e.
func (l *Logarithms) Find(e group.Element) (int64, error) {
	at := e
	for giant := int64(0); giant <= l.bound; giant += l.steps {
		if i, known := l.baby[short(at)]; known {
			n := giant + int64(i)
			if n <= l.bound && l.group.Equal(l.group.Power(nil, l.group.Small(n)), e) {
				return n, nil
			}
		}
		at = l.group.Multiply(at, l.giant)
	}
	return 0, fmt.Errorf("no number from 0 to %d is encrypted here; a partial decryption or the tally is wrong", l.bound)
}
