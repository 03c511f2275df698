// Package box reads what comes out of a sealed box once its key holders have opened it: the result of a Belenios
// election, {"result":[…]}, with an entry for each question.
//
// For a question that was shuffled (type NonHomomorphic) the entry lists a vector of ranks for each paper: for each
// candidate a number from 1, 0 for none, equal numbers for an equal rank. For a question that was summed the entry
// has a sum for each answer; where each voter could choose one answer only, those sums are as good as papers.
// Nothing sealed is seen here. doc/formats/ballot-files.md is normative.
package box

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// Is tells whether a JSON file is the result of a box.
func Is(data []byte) bool {
	var file struct{ Result []json.RawMessage }
	return json.Unmarshal(data, &file) == nil && len(file.Result) > 0
}

// question is what election.json says of one question, whatever its type.
type question struct {
	Type  string
	Value *asked
	asked
}

type asked struct {
	Answers  []string
	Question string
	Min, Max int
	Blank    bool
}

func (q question) ask() asked {
	if q.Value != nil {
		return *q.Value
	}
	return q.asked
}

// Read reads the answers to one question. The names of the candidates are those of the request, else those of the
// election's own description (its election.json), which may be nil. The question is chosen by number from 1 or by
// its text. Errors are party.Problems.
func Read(data []byte, request mend.Request, description []byte) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	var file struct{ Result []json.RawMessage }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fault("the result cannot be read: "+err.Error(), "give the result as the box's tool wrote it")
	}
	title, questions, err := describe(description)
	if err != nil {
		return nil, err
	}
	if questions != nil && len(questions) != len(file.Result) {
		return nil, fault(fmt.Sprintf("the result has %d questions, the election beside it has %d", len(file.Result), len(questions)), "give the description of the same election")
	}
	which, err := choose(len(file.Result), questions, request.Contest)
	if err != nil {
		return nil, err
	}
	var about *asked
	if questions != nil {
		a := questions[which].ask()
		about = &a
		title = strings.TrimPrefix(title+": "+a.Question, ": ")
	}
	return read(file.Result[which], &request, about, strings.TrimSuffix(title, ": "))
}

func fault(message, remedy string) error {
	return party.Problems{{Message: message, Mend: remedy}}
}

// describe reads an election's description.
func describe(description []byte) (title string, questions []question, err error) {
	if description == nil {
		return "", nil, nil
	}
	var election struct {
		Name      string
		Questions []question
	}
	if err := json.Unmarshal(description, &election); err != nil || len(election.Questions) == 0 {
		return "", nil, fault("the election's description cannot be read", "give the file election.json")
	}
	return election.Name, election.Questions, nil
}

// choose gives the index of the question that is asked for, or of the only one.
func choose(n int, questions []question, wanted string) (int, error) {
	switch {
	case n == 0:
		return 0, fault("the result has no question", "")
	case wanted == "" && n == 1:
		return 0, nil
	case wanted == "":
		return 0, fault(fmt.Sprintf("the result has %d questions, and one can be counted at a time", n), fmt.Sprintf("say which: 1 to %d", n))
	}
	if i, err := strconv.Atoi(wanted); err == nil && i >= 1 && i <= n {
		return i - 1, nil
	}
	for i, q := range questions {
		if strings.EqualFold(q.ask().Question, wanted) {
			return i, nil
		}
	}
	return 0, fault(fmt.Sprintf("no question is %q", wanted), fmt.Sprintf("say which: 1 to %d", n))
}

func read(entry json.RawMessage, request *mend.Request, about *asked, title string) (*count.Election, error) {
	election := &count.Election{Seats: request.Seats}
	pile := mend.NewPile(request.Policy)
	var vectors [][]int
	var sums []int64
	switch {
	case json.Unmarshal(entry, &sums) == nil && len(sums) > 0:
		if err := summed(sums, pile, election, request, about); err != nil {
			return nil, err
		}
	case json.Unmarshal(entry, &vectors) == nil:
		if err := ranked(vectors, pile, election, request, about); err != nil {
			return nil, err
		}
	default:
		return nil, fault("the answers to the question are neither rankings nor sums", "questions with lists cannot be counted here")
	}
	request.Name(election, title)
	pile.Fill(election)
	return election, nil
}

// stand makes candidates of n answers.
func stand(n int, election *count.Election, request *mend.Request, about *asked) error {
	names := request.Candidates
	if len(names) == 0 && about != nil {
		names = about.Answers
	}
	switch {
	case n > count.MaxCandidates:
		return fault(fmt.Sprintf("there are %d candidates", n), fmt.Sprintf("at most %d can be counted", count.MaxCandidates))
	case len(names) == 0:
		election.Notes = append(election.Notes, "The result has no names; candidates were given numbers.")
		for c := range n {
			names = append(names, fmt.Sprintf("Candidate %d", c+1))
		}
	case len(names) != n:
		return fault(fmt.Sprintf("there are %d names for %d candidates", len(names), n), "name the candidates in the order of the question's answers")
	}
	for _, name := range names {
		election.Candidates = append(election.Candidates, count.Candidate{Name: strings.TrimSpace(name)})
	}
	return nil
}

// ranked reads a vector of ranks for each paper.
func ranked(vectors [][]int, pile *mend.Pile, election *count.Election, request *mend.Request, about *asked) error {
	n := len(request.Candidates)
	if n == 0 && about != nil {
		n = len(about.Answers)
	}
	if n == 0 && len(vectors) > 0 {
		n = len(vectors[0])
	}
	if n == 0 {
		return fault("nobody knows who the candidates are", "give their names, or the description of the election")
	}
	if err := stand(n, election, request, about); err != nil {
		return err
	}
	var order mend.Order
	for i, vector := range vectors {
		reason := ""
		if len(vector) != n {
			reason = fmt.Sprintf("there are %d ranks for %d candidates", len(vector), n)
		}
		order.Begin()
		for c, rank := range vector {
			switch {
			case rank < 0:
				reason = "a rank is less than 0"
			case rank > 0 && c < n:
				order.Mark(rank, c)
			}
		}
		order.Lay(pile)
		if reason != "" {
			pile.Reject(reason)
		}
		if err := pile.End(1, 0, i+1); err != nil {
			return fault(err.Error(), "")
		}
	}
	election.Notes = append(election.Notes, "Lines of papers are their numbers in the result, from 1.")
	return nil
}

// summed takes the sums of a question for papers, which is exact where each voter could choose one answer only.
func summed(sums []int64, pile *mend.Pile, election *count.Election, request *mend.Request, about *asked) error {
	if about == nil {
		return fault("the papers of this question were added up before they were opened", "give the description of the election, which says how many answers a voter could choose")
	}
	if about.Max != 1 {
		return fault(fmt.Sprintf("the papers of this question were added up, and a voter could choose up to %d answers: who chose what together is not known", about.Max),
			"the sums themselves are the result; there is nothing left to count")
	}
	if about.Blank { // the first sum is that of blank papers
		if sums[0] < 0 {
			return fault("a sum is less than 0", "")
		}
		if sums[0] > 0 {
			pile.Begin()
			pile.Reject("the voter cast a blank paper")
			if err := pile.End(sums[0], 0, 0); err != nil {
				return fault(err.Error(), "")
			}
		}
		sums = sums[1:]
	}
	if err := stand(len(sums), election, request, about); err != nil {
		return err
	}
	for c, sum := range sums {
		if sum == 0 {
			continue
		}
		pile.Begin()
		pile.Prefer(c)
		if err := pile.End(sum, 0, 0); err != nil {
			return fault(err.Error(), "")
		}
	}
	if about.Min == 0 {
		election.Notes = append(election.Notes, "Voters could choose nobody; how many did so is not in the sums.")
	}
	election.Notes = append(election.Notes, "The papers were added up before they were opened: each sum stands for so many papers.")
	return nil
}
