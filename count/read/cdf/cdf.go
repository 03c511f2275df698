// Package cdf reads cast vote records in the common data format of NIST SP 1500-103, version 1, in JSON.
//
// Of each record the current snapshot is read, and of that the marks for one contest. A mark counts unless the
// record says that it is no indication (HasIndication "no") or cannot be counted (IsAllocable "no"). Members that are
// not needed are passed over. The report is decoded record by record, whatever its order, so that a large one needs
// little memory. doc/formats/ballot-files.md is normative for what is accepted here.
package cdf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/party"
)

// step is how many bytes are read between two reports of progress.
const step = 1 << 20

// election is the part of a report that says what is voted on.
type election struct {
	ID        string `json:"@id"`
	Name      string
	Candidate []struct {
		ID   string `json:"@id"`
		Name string
	}
	Contest []contest
}

type contest struct {
	ID               string `json:"@id"`
	Name             string
	NumberElected    figure
	VotesAllowed     figure
	VoteVariation    string
	ContestSelection []struct {
		ID           string   `json:"@id"`
		CandidateIds []string //nolint:revive // the format's own name
		IsWriteIn    truth
	}
}

// record is one CVR: a ballot paper.
type record struct {
	CurrentSnapshotID string `json:"CurrentSnapshotId"`
	CVRSnapshot       []snapshot
}

type snapshot struct {
	ID         string `json:"@id"`
	Type       string
	CVRContest []struct {
		ContestID           string `json:"ContestId"`
		Status              words
		CVRContestSelection []selection
	}
}

type selection struct {
	ContestSelectionID string `json:"ContestSelectionId"`
	Rank               figure
	SelectionPosition  []position
}

type position struct {
	HasIndication string
	IsAllocable   string
	NumberVotes   figure
	Rank          figure
}

// figure is a whole number, or its text. It is -1 if it is anything else, and 0 if it is not there.
type figure int

// UnmarshalJSON reads a number or its text.
func (f *figure) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	if text == "null" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		n = -1
	}
	*f = figure(n)
	return nil
}

// truth is true, or its text.
type truth bool

// UnmarshalJSON reads true or "true".
func (t *truth) UnmarshalJSON(data []byte) error {
	*t = truth(strings.EqualFold(strings.Trim(string(data), `"`), "true"))
	return nil
}

// words is a list of words, or one.
type words []string

// UnmarshalJSON reads a list or a single word.
func (w *words) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, (*[]string)(w))
	}
	var one string
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	*w = words{one}
	return nil
}

// Is tells whether a JSON file is a report of cast vote records.
func Is(data []byte) bool {
	return bytes.Contains(data, []byte(`"CVRSnapshot"`)) || bytes.Contains(data, []byte(`CastVoteRecordReport"`)) ||
		bytes.Contains(data, []byte(`"ContestSelection"`))
}

// Read reads the papers of one contest. Errors are party.Problems.
func Read(data []byte, request mend.Request) (*count.Election, error) {
	if err := request.Policy.Check(); err != nil {
		return nil, err
	}
	var all []election
	if err := walk(data, "Election", func(dec *json.Decoder) error {
		var e election
		if err := dec.Decode(&e); err != nil {
			return err
		}
		all = append(all, e)
		return nil
	}); err != nil {
		return nil, err
	}
	chosen, err := choose(all, request.Contest)
	if err != nil {
		return nil, err
	}
	r, err := stand(chosen, &request)
	if err != nil {
		return nil, err
	}
	r.size = int64(len(data))
	if err := walk(data, "CVR", r.next); err != nil {
		return nil, err
	}
	request.Name(r.result, chosen.contest.Name)
	r.tell()
	r.pile.Fill(r.result)
	request.Told(len(data), len(data))
	return r.result, nil
}

// choice is a contest within its election.
type choice struct {
	election *election
	contest  *contest
}

// choose finds the contest that is asked for, or the only one.
func choose(all []election, wanted string) (choice, error) {
	var found []choice
	var names []string
	for i := range all {
		for j := range all[i].Contest {
			c := &all[i].Contest[j]
			names = append(names, fmt.Sprintf("%q", firstOf(c.Name, c.ID)))
			if wanted == "" || wanted == c.ID || strings.EqualFold(wanted, c.Name) {
				found = append(found, choice{&all[i], c})
			}
		}
	}
	switch {
	case len(names) == 0:
		return choice{}, fault("the report has no contest", "")
	case len(found) == 0:
		return choice{}, fault(fmt.Sprintf("no contest is called %q", wanted), "the contests are "+count.Join(names))
	case len(found) > 1:
		return choice{}, fault(fmt.Sprintf("%d contests are in the file, and one can be counted at a time", len(found)), "say which: "+count.Join(names))
	}
	return found[0], nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func fault(message, remedy string) error {
	return party.Problems{{Message: message, Mend: remedy}}
}

// walk hands over each element of a member of the report, a list. It stands in the report's outermost object.
func walk(data []byte, member string, each func(*json.Decoder) error) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := walkMembers(dec, member, each); err != nil {
		return located(data, dec, err)
	}
	return nil
}

func errShape() error {
	return errors.New("the report must be an object with lists of elections and records")
}

func walkMembers(dec *json.Decoder, member string, each func(*json.Decoder) error) error {
	if token, err := dec.Token(); err != nil {
		return err
	} else if token != json.Delim('{') {
		return errShape()
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key != member {
			if err := pass(dec); err != nil {
				return err
			}
			continue
		}
		if token, err := dec.Token(); err != nil {
			return err
		} else if token != json.Delim('[') {
			return errShape()
		}
		for dec.More() {
			if err := each(dec); err != nil {
				return err
			}
		}
		if _, err := dec.Token(); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// pass passes over a value without keeping it.
func pass(dec *json.Decoder) error {
	depth := 0
	for {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// located says on which line the report cannot be read on.
func located(data []byte, dec *json.Decoder, err error) error {
	if _, told := errors.AsType[party.Problems](err); told {
		return err
	}
	offset := dec.InputOffset()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = max(offset, syntax.Offset)
	}
	line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte{'\n'})
	return party.Problems{{Line: line, Message: "the report cannot be read: " + err.Error(), Mend: "export it again as JSON"}}
}
