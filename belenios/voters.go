package belenios

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/belenios/group"
)

// Voter is an entry of the list of public credentials, public_creds.json: somebody who may vote, without a name.
type Voter struct {
	Wire   string // the public credential's wire form, which ballots name it by
	Public group.Element
	Weight int64 // 1..MaxWeight; with a ranking question all weights must be 1
}

// ParseVoters reads a list of public credentials: a JSON array of strings, "element" or "element,weight", no two with the
// same element. The weights together must not be more than MaxWeight. Whether the elements are members of the group,
// CheckVoters tells.
func ParseVoters(g *group.Group, raw []byte) ([]Voter, error) {
	s := NewScanner(g, raw)
	var voters []Voter
	total, seen := int64(0), map[string]bool{}
	s.List(func() {
		start := s.Offset()
		v, err := s.voter()
		switch {
		case s.Err() != nil:
			return
		case err == nil && seen[v.Wire]:
			err = errors.New("this public credential stands there twice")
		case err == nil && v.Weight > MaxWeight-total:
			err = fmt.Errorf("the weights add up to more than %d, which cannot be tallied", MaxWeight)
		}
		if err != nil {
			s.FailAt(start, err)
			return
		}
		total += v.Weight
		seen[v.Wire] = true
		voters = append(voters, v)
	})
	if err := s.Close(); err != nil {
		return nil, fmt.Errorf("public credentials: %w", err)
	}
	return voters, nil
}

// voter reads one entry.
func (s *Scanner) voter() (Voter, error) {
	wire, weight, weighted := strings.Cut(s.Plain(), ",")
	if s.err != nil {
		return Voter{}, nil
	}
	v := Voter{Wire: wire, Weight: 1}
	if strings.Contains(weight, ",") {
		return v, errors.New("this entry has a name behind its weight; an archive's list has none: leave out the last comma and what follows")
	}
	var err error
	if weighted {
		if v.Weight, err = canonicalInt(weight, 1, MaxWeight); err != nil {
			return v, fmt.Errorf("the weight: %w", err)
		}
	}
	v.Public, err = s.group.Decode(wire)
	return v, err
}

// CheckVoters makes sure that all public credentials are members of the prime-order group, and not its neutral element.
func CheckVoters(g *group.Group, voters []Voter) error {
	elements, seed := make([]group.Element, len(voters)), sha256.New()
	neutral := group.Wire(g.Identity())
	for i, v := range voters {
		if v.Wire == neutral {
			return fmt.Errorf("public credential %d is the neutral element, which needs no secret", i+1)
		}
		elements[i] = v.Public
		seed.Write([]byte(v.Wire + ",")) // a hash takes everything
	}
	if i := g.Outsider(elements, seed.Sum(nil)); i >= 0 {
		return fmt.Errorf("public credential %d, %s, is not a member of the prime-order group %s", i+1, shown(voters[i].Wire), g.Name())
	}
	return nil
}

// WriteVoters writes a list of public credentials, leaving out weights of 1.
func WriteVoters(voters []Voter) []byte {
	return AppendList(nil, voters, func(to []byte, v Voter) []byte {
		if v.Weight != 1 {
			return fmt.Appendf(to, `"%s,%d"`, v.Wire, v.Weight)
		}
		return append(append(append(to, '"'), v.Wire...), '"')
	})
}
