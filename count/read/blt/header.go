package blt

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
)

// header reads the numbers of candidates and places, who has withdrawn, and the options in brackets.
func (r *reader) header() {
	r.blanks(true)
	start := r.pos
	candidates, ok := number(r.word())
	switch {
	case !ok || candidates < 1:
		r.problem(start, "a BLT file begins with the number of candidates", "write, for instance: 4 2 (four candidates, two places)")
		return
	case candidates > count.MaxCandidates:
		r.problem(start, fmt.Sprintf("%d candidates are more than the %d that can be counted", candidates, count.MaxCandidates), "")
		return
	}
	r.blanks(true)
	start = r.pos
	seats, ok := number(r.word())
	if !ok || seats > count.MaxCandidates {
		r.problem(start, "the number of places must follow the number of candidates", "write, for instance: 4 2 (four candidates, two places)")
		return
	}
	r.election.Candidates = make([]count.Candidate, candidates)
	r.election.Seats = int(seats)
	if seats == 0 { // as some write who leave the number open
		r.election.Seats = r.request.Seats
	}
	for {
		r.blanks(true)
		switch {
		case r.pos >= len(r.data):
			return
		case r.data[r.pos] == '[':
			r.option()
		case r.data[r.pos] == '-':
			r.withdrawn()
		default:
			return
		}
	}
}

// withdrawn reads "-2": candidate 2 has withdrawn.
func (r *reader) withdrawn() {
	start := r.pos
	r.pos++
	n, ok := number(r.word())
	if !ok || n < 1 || n > int64(len(r.election.Candidates)) {
		r.problem(start, "a minus before the papers must be followed by the number of the candidate who has withdrawn",
			fmt.Sprintf("write -1 to -%d", len(r.election.Candidates)))
		return
	}
	r.election.Candidates[n-1].Withdrawn = true
}

// option reads "[name word …]".
func (r *reader) option() {
	start := r.pos
	end := start
	for end < len(r.data) && r.data[end] != ']' {
		end++
	}
	if end == len(r.data) {
		r.problem(start, "this bracket does not end", "write ] after the last word")
		r.pos = end
		return
	}
	r.line += strings.Count(string(r.data[start:end]), "\n")
	r.pos = end + 1
	words := strings.Fields(string(r.data[start+1 : end]))
	if len(words) == 0 {
		r.problem(start, "an empty bracket", "delete it")
		return
	}
	switch name, args := strings.ToLower(words[0]), words[1:]; name {
	case "nick":
		r.nick(start, args)
	case "withdrawn":
		for _, c := range r.named(start, name, args) {
			r.election.Candidates[c].Withdrawn = true
		}
	case "tie":
		r.tie(start, args)
	case "droop":
		r.note("The options for the program droop, [" + strings.Join(words, " ") + "], were passed over.")
	default:
		r.problem(start, fmt.Sprintf("the option [%s …] is not supported", words[0]),
			"supported are [nick …], [withdrawn …] and [tie …]; write the file without this one")
	}
}

// nick gives the candidates the short names under which the papers may name them (droop, stv-rs).
func (r *reader) nick(start int, words []string) {
	if len(words) != len(r.election.Candidates) {
		r.problem(start, fmt.Sprintf("[nick …] has %d words for %d candidates", len(words), len(r.election.Candidates)), "give every candidate one")
		return
	}
	r.nicks = make(map[string]int, len(words))
	for c, word := range words {
		if _, taken := r.nicks[word]; taken || word == "0" || word == "-" || strings.ContainsAny(word, "=,\"") {
			r.problem(start, fmt.Sprintf("the nick %q cannot be used", word), "nicks must differ, and hold no comma, quote or =")
			return
		}
		r.nicks[word] = c
		r.election.Candidates[c].Nick = word
	}
}

// tie reads the order of candidates for ties: of the tied, the first is taken, to be elected or to be excluded.
func (r *reader) tie(start int, words []string) {
	order := r.named(start, "tie", words)
	if len(order) != len(words) {
		return
	}
	seen := make([]bool, len(r.election.Candidates))
	for i, c := range order {
		if seen[c] {
			r.problem(start, fmt.Sprintf("[tie …] names %s twice", words[i]), "name everybody once, whoever a tie takes first in front")
			return
		}
		seen[c] = true
	}
	if len(order) != len(seen) {
		r.problem(start, fmt.Sprintf("[tie …] names %d of %d candidates", len(order), len(seen)), "name everybody once, whoever a tie takes first in front")
		return
	}
	r.election.TieOrder = order
}

// named gives the candidates that words name by number or nick.
func (r *reader) named(start int, option string, words []string) []int {
	found := make([]int, 0, len(words))
	for _, word := range words {
		c := r.candidate([]byte(word))
		if c < 0 {
			r.problem(start, fmt.Sprintf("[%s …]: %q is no candidate", option, word), r.range1())
			continue
		}
		found = append(found, c)
	}
	return found
}

// candidate gives the candidate whom a word names by number or nick, or -1. A nick that is a number is read as one.
func (r *reader) candidate(word []byte) int {
	if n, ok := number(word); ok {
		if n >= 1 && n <= int64(len(r.election.Candidates)) {
			return int(n - 1)
		}
		return -1
	}
	if c, ok := r.nicks[string(word)]; ok {
		return c
	}
	return -1
}

func (r *reader) range1() string {
	text := fmt.Sprintf("candidates are numbered 1 to %d", len(r.election.Candidates))
	if r.nicks != nil {
		text += ", or named by their nicks"
	}
	return text
}
