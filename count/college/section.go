package college

import (
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// maxSections is how many sections a college may have.
const maxSections = 1000

// section is a section of the college.
type section struct {
	name  string
	share exact.Number // of the whole, which is 1
	valid exact.Number // votes of its valid papers
}

// sections are the sections, and to which of them each class of papers belongs.
type sections struct {
	all     []section
	ofClass []int
	notes   []string
}

func sharesOption() count.Option {
	return count.Option{
		Name: "shares", Form: "each section with its share, such as MPs:1/3,members:1/3,affiliates:1/3", Default: "",
		Help: "The sections and their shares, which must be the whole together; empty: the sections of the papers, with equal shares.",
	}
}

func emptyOption() count.Option {
	return count.Option{
		Name: "empty", Values: []string{"refuse", "lapse", "spread"}, Default: "refuse",
		Help: "A section without a valid paper: the count is refused; its share lapses; or it is spread over the others as their own shares are.",
	}
}

// newSections reads the shares and finds the sections of the papers.
func newSections(papers *count.Papers, shares, empty string) (*sections, error) {
	s := &sections{ofClass: make([]int, len(papers.Classes()))}
	if err := s.read(shares); err != nil {
		return nil, err
	}
	used := make([]int64, len(papers.Classes()))
	for i := range papers.Len() {
		used[papers.Class(i)] += papers.Times(i)
	}
	for class, n := range used {
		if n == 0 {
			continue
		}
		if err := s.place(papers.Classes()[class], class, shares == ""); err != nil {
			return nil, err
		}
	}
	if shares == "" {
		s.equal()
	}
	for class, n := range used {
		if n > 0 {
			one := &s.all[s.ofClass[class]]
			one.valid = one.valid.Add(papers.Classes()[class].Weight.Mul(exact.Int(n)))
		}
	}
	if len(s.all) == 0 {
		return nil, party.Errorf(party.Invalid, "a college needs papers with sections, or the option shares")
	}
	return s, s.fill(empty)
}

// read reads the option shares.
func (s *sections) read(text string) error {
	if text == "" {
		return nil
	}
	var sum exact.Number
	for entry := range strings.SplitSeq(text, ",") {
		at := strings.LastIndex(entry, ":")
		if at < 0 {
			return party.Errorf(party.Invalid, "option shares: %q is not a section with its share, such as members:1/3", entry)
		}
		name := strings.TrimSpace(entry[:at])
		share, ok := exact.ParseShare(entry[at+1:])
		switch {
		case name == "":
			return party.Errorf(party.Invalid, "option shares: %q names no section", entry)
		case !ok || share.Sign() == 0:
			return party.Errorf(party.Invalid, "option shares: %q of section %s is not a share such as 1/3 or 50%%", strings.TrimSpace(entry[at+1:]), name)
		case s.index(name) >= 0:
			return party.Errorf(party.Invalid, "option shares: section %s has a share twice", name)
		}
		s.all = append(s.all, section{name: name, share: share})
		sum = sum.Add(share)
	}
	if len(s.all) > maxSections {
		return party.Errorf(party.Invalid, "option shares: there are %d sections; at most %d can be counted", len(s.all), maxSections)
	}
	if !sum.Equal(exact.Int(1)) {
		return party.Errorf(party.Invalid, "option shares: the shares are %s together, and must be the whole, 1", sum)
	}
	return nil
}

func (s *sections) index(name string) int {
	return slices.IndexFunc(s.all, func(one section) bool { return one.name == name })
}

// place finds the section of a class of papers, or adds it where no shares are stated.
func (s *sections) place(class count.Class, number int, open bool) error {
	at := s.index(class.Section)
	switch {
	case class.Section == "":
		return party.Errorf(party.Invalid, "there are papers of no section; a college needs the section of every paper")
	case at < 0 && !open:
		return party.Errorf(party.Invalid, "there are papers of section %q, which has no share; the sections with shares are %s", class.Section, s.names())
	case at < 0 && len(s.all) == maxSections:
		return party.Errorf(party.Invalid, "there are more than %d sections", maxSections)
	case at < 0:
		at = len(s.all)
		s.all = append(s.all, section{name: class.Section})
	}
	s.ofClass[number] = at
	return nil
}

func (s *sections) names() string {
	names := make([]string, len(s.all))
	for i, one := range s.all {
		names[i] = one.name
	}
	return count.Join(names)
}

// equal gives all sections the same share.
func (s *sections) equal() {
	for i := range s.all {
		s.all[i].share = exact.Frac(1, int64(len(s.all)))
	}
}

// fill deals with sections that have no valid paper.
func (s *sections) fill(empty string) error {
	var rest exact.Number
	var without []string
	for _, one := range s.all {
		if one.valid.IsZero() {
			without = append(without, one.name)
		} else {
			rest = rest.Add(one.share)
		}
	}
	switch {
	case len(without) == 0:
	case empty == "refuse":
		return party.Errorf(party.Invalid, "section %s has no valid paper; say with the option empty whether its share lapses or is spread over the others", count.Join(without))
	case empty == "spread" && rest.Sign() > 0:
		for i, one := range s.all {
			s.all[i].share = one.share.Quo(rest)
			if one.valid.IsZero() {
				s.all[i].share = exact.Number{}
			}
		}
		s.notes = append(s.notes, "Section "+count.Join(without)+" has no valid paper; its share is spread over the others.")
	default:
		s.notes = append(s.notes, "Section "+count.Join(without)+" has no valid paper; its share lapses.")
	}
	return nil
}
