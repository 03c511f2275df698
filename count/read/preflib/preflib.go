// Package preflib reads the ordinal files of PrefLib (soc, soi, toc, toi), in the form in use since 2022, whose
// header lines begin with "#", and in the older one, which begins with the number of candidates alone.
//
// Sources: the format specification in PrefLib/PrefLib-Data, and the description at preflib.org/data/format.
// doc/formats/ballot-files.md is normative for what is accepted here.
package preflib

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// step is how many lines are read between two reports of progress.
const step = 1 << 15

// Is tells whether a file is one of PrefLib's, by its first lines.
func Is(data []byte) bool {
	if bytes.HasPrefix(data, []byte("#")) {
		for _, key := range []string{"# ALTERNATIVE NAME ", "# NUMBER ALTERNATIVES", "# DATA TYPE"} {
			if bytes.HasPrefix(data, []byte(key)) || bytes.Contains(data, []byte("\n"+key)) {
				return true
			}
		}
		return false
	}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	second, _, _ := bytes.Cut(rest, []byte("\n"))
	return digits(string(bytes.TrimSpace(first))) && bytes.HasPrefix(second, []byte("1,"))
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// Read reads a file, which must be UTF-8. Errors are party.Problems.
func Read(data []byte, request mend.Request) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	r := reader{data: data, pile: mend.NewPile(request.Policy), election: &count.Election{Seats: request.Seats}, declared: -1}
	readHeader := r.oldHeader
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("#")) {
		readHeader = r.newHeader
	}
	if err := readHeader(); err != nil {
		return nil, err
	}
	r.seen = make([]int, len(r.election.Candidates))
	for r.next() {
		if r.text == "" {
			continue
		}
		if err := r.order(); err != nil {
			return nil, err
		}
		if r.line%step == 0 {
			request.Told(r.pos, len(data))
		}
	}
	request.Name(r.election, r.title)
	r.tell()
	r.pile.Fill(r.election)
	request.Told(len(data), len(data))
	return r.election, nil
}

type reader struct {
	data []byte
	pos  int
	line int
	text string // the line just read, trimmed

	pile     *mend.Pile
	election *count.Election
	title    string
	imbued   bool  // unranked candidates were put at the end, all at one rank
	old      bool  // the count is the first of the comma-separated fields
	declared int64 // how many papers the header says; -1: it does not
	read     int64
	dropped  int64 // papers whose last rank was dropped
	ranks    [][]int
	seen     []int // the line on which a candidate was last named
}

func (r *reader) next() bool {
	if r.pos >= len(r.data) {
		return false
	}
	line, _, _ := bytes.Cut(r.data[r.pos:], []byte("\n"))
	r.pos += len(line) + 1
	r.line++
	r.text = strings.TrimSpace(strings.TrimRight(string(line), "\r\x1a"))
	return true
}

func (r *reader) fail(message, remedy string) error {
	return party.Problems{{Line: r.line, Message: message, Mend: remedy}}
}

// newHeader reads lines such as "# TITLE: Club chair". A key ends at the first colon.
func (r *reader) newHeader() error {
	names := map[int]string{}
	candidates := 0
	for {
		start, before := r.pos, r.line
		if !r.next() {
			break
		}
		if r.text == "" {
			continue
		}
		if r.text[0] != '#' {
			r.pos, r.line = start, before
			break
		}
		key, value, _ := strings.Cut(strings.TrimSpace(r.text[1:]), ":")
		value = strings.TrimSpace(value)
		if err := r.setting(key, value, names, &candidates); err != nil {
			return err
		}
	}
	if candidates == 0 {
		candidates = len(names)
	}
	if candidates == 0 {
		return r.fail("the header names no candidates", "add lines such as: # ALTERNATIVE NAME 1: Ada")
	}
	for c := range candidates {
		name, named := names[c+1]
		if !named {
			return r.fail(fmt.Sprintf("candidate %d of %d has no name", c+1, candidates), fmt.Sprintf("add the line: # ALTERNATIVE NAME %d: …", c+1))
		}
		r.election.Candidates = append(r.election.Candidates, count.Candidate{Name: name})
	}
	if len(names) > candidates {
		return r.fail(fmt.Sprintf("there are %d names for %d candidates", len(names), candidates), "correct # NUMBER ALTERNATIVES")
	}
	return nil
}

func (r *reader) setting(key, value string, names map[int]string, candidates *int) error {
	number, isName := strings.CutPrefix(key, "ALTERNATIVE NAME ")
	switch {
	case isName:
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > count.MaxCandidates {
			return r.fail(fmt.Sprintf("%q is no number of a candidate", number), "write 1, 2, 3 …")
		}
		if _, twice := names[n]; twice || value == "" {
			return r.fail(fmt.Sprintf("candidate %d has two names, or none", n), "give every candidate one name")
		}
		names[n] = value
	case key == "NUMBER ALTERNATIVES":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > count.MaxCandidates {
			return r.fail(fmt.Sprintf("%q cannot be the number of candidates", value), fmt.Sprintf("it is 1 to %d", count.MaxCandidates))
		}
		*candidates = n
	case key == "NUMBER VOTERS":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			r.declared = n
		}
	case key == "TITLE":
		r.title = value
	case key == "MODIFICATION TYPE":
		r.imbued = value == "imbued"
	case key == "DATA TYPE":
		if !slices.Contains([]string{"", "NA", "soc", "soi", "toc", "toi"}, value) {
			return r.fail(fmt.Sprintf("data of type %q are no rankings", value), "soc, soi, toc and toi can be counted")
		}
	}
	return nil
}

// oldHeader reads the number of candidates, a line for each, and the line of sums.
func (r *reader) oldHeader() error {
	r.old = true
	r.next()
	n, err := strconv.Atoi(r.text)
	if err != nil || n < 1 || n > count.MaxCandidates {
		return r.fail("the file must begin with the number of candidates", fmt.Sprintf("it is 1 to %d", count.MaxCandidates))
	}
	for c := range n {
		if !r.next() {
			return r.fail(fmt.Sprintf("there are %d names for %d candidates", c, n), "write a line such as 1,Ada for each candidate")
		}
		number, name, _ := strings.Cut(r.text, ",")
		if name = strings.TrimSpace(name); strings.TrimSpace(number) != strconv.Itoa(c+1) || name == "" {
			return r.fail(fmt.Sprintf("candidate %d is expected here", c+1), fmt.Sprintf("write: %d,NAME", c+1))
		}
		r.election.Candidates = append(r.election.Candidates, count.Candidate{Name: name})
	}
	if !r.next() {
		return r.fail("the line of sums is missing", "write the voters, the sum of counts and the number of orders: 10,10,3")
	}
	sums := strings.Split(r.text, ",")
	if len(sums) != 3 || !digits(strings.TrimSpace(sums[0])) || !digits(strings.TrimSpace(sums[1])) {
		return r.fail("the line of sums is expected here", "write the voters, the sum of counts and the number of orders: 10,10,3")
	}
	if n, err := strconv.ParseInt(strings.TrimSpace(sums[1]), 10, 64); err == nil {
		r.declared = n
	}
	return nil
}

// order reads how many voters ranked so, and how: "5: 1,{2,3}" or, in the old form, "5,1,{2,3}".
func (r *reader) order() error {
	if r.text[0] == '#' {
		return r.fail("a header line stands below the first order", "move it up")
	}
	sep := ":"
	if r.old {
		sep = ","
	}
	head, tail, _ := strings.Cut(r.text, sep)
	weight, err := mend.Weight(strings.TrimSpace(head))
	if err != nil {
		return r.fail(err.Error(), "write how many voters ranked so, then "+sep+" and the order")
	}
	times, class, err := r.pile.Worth(weight, "")
	if err != nil {
		return r.fail(err.Error(), "")
	}
	if err := r.split(tail); err != nil {
		return err
	}
	r.completed(times)
	r.pile.Begin()
	for _, rank := range r.ranks {
		r.pile.Rank(rank)
	}
	if err := r.pile.End(times, class, r.line); err != nil {
		return r.fail(err.Error(), "")
	}
	if times <= count.MaxPapers-r.read {
		r.read += times
	}
	return nil
}

// split takes an order apart into its ranks. What is empty, between commas or in braces, says nothing.
func (r *reader) split(text string) error {
	r.ranks = r.ranks[:0]
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		var rank string
		if inside, tied := strings.CutPrefix(text, "{"); tied {
			closed := false
			if rank, text, closed = strings.Cut(inside, "}"); !closed {
				return r.fail("a brace does not close", "write candidates of one rank as {2,3}")
			}
			if text = strings.TrimSpace(text); text != "" && text[0] != ',' {
				return r.fail("a comma is missing behind a brace", "write candidates of one rank as {2,3}")
			}
			text = strings.TrimPrefix(text, ",")
		} else {
			rank, text, _ = strings.Cut(text, ",")
		}
		group, err := r.group(rank)
		if err != nil {
			return err
		}
		if len(group) > 0 {
			r.ranks = append(r.ranks, group)
		}
	}
	return nil
}

// group reads the candidates of one rank.
func (r *reader) group(text string) ([]int, error) {
	var group []int
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		candidate, err := strconv.Atoi(word)
		switch {
		case strings.HasSuffix(word, "}"):
			return nil, r.fail("a brace closes that was not opened", "write candidates of one rank as {2,3}")
		case err != nil || candidate < 1 || candidate > len(r.election.Candidates):
			return nil, r.fail(fmt.Sprintf("%q is no candidate", clip(word)), fmt.Sprintf("candidates are numbered 1 to %d", len(r.election.Candidates)))
		}
		group = append(group, candidate-1)
	}
	return group, nil
}

// completed drops the last rank of an order that PrefLib has completed: in a file that calls itself imbued, whoever a
// voter did not rank stands at the end, all at one rank.
func (r *reader) completed(times int64) {
	if !r.imbued || len(r.ranks) < 2 || len(r.ranks[len(r.ranks)-1]) < 2 {
		return
	}
	named := 0
	for _, rank := range r.ranks {
		for _, c := range rank {
			if r.seen[c] != r.line {
				r.seen[c] = r.line
				named++
			}
		}
	}
	if named == len(r.seen) {
		r.ranks = r.ranks[:len(r.ranks)-1]
		r.dropped += min(times, count.MaxPapers-r.dropped)
	}
}

// tell notes what was dropped, and whether the sums of the header are right.
func (r *reader) tell() {
	if r.dropped > 0 {
		r.election.Notes = append(r.election.Notes, fmt.Sprintf(
			"The file says that it was completed: on %d papers the last rank, which holds everybody not ranked, was dropped.", r.dropped))
	}
	if r.declared >= 0 && r.declared != r.read {
		r.election.Notes = append(r.election.Notes, fmt.Sprintf("The header says %d papers; there are %d.", r.declared, r.read))
	}
}

func clip(text string) string {
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "…"
	}
	return text
}
