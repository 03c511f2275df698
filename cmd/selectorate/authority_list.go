package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/party"
)

// parseIDs reads the CSV of those who may vote: an identifier a line, and perhaps a weight behind it. A first line with the
// word id is a heading.
func parseIDs(name string, data []byte) ([]coded, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	reader.FieldsPerRecord, reader.TrimLeadingSpace, reader.ReuseRecord = -1, true, true
	var voters []coded
	first, total, heading := map[string]int{}, int64(0), false
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, party.Errorf(party.Invalid, "selectorate: %s: %w", shown(name), err)
		}
		line, _ := reader.FieldPos(0)
		voter, err := oneID(fields)
		if len(voters) == 0 && !heading && strings.EqualFold(voter.ID, "id") {
			heading = true
			continue
		}
		if err == nil && first[voter.ID] > 0 {
			err = fmt.Errorf("%q stands on line %d already", voter.ID, first[voter.ID])
		}
		if total += voter.Weight; err == nil && total > belenios.MaxWeight {
			err = fmt.Errorf("the weights add up to more than %d, which cannot be counted", int64(belenios.MaxWeight))
		}
		if err != nil {
			return nil, party.Errorf(party.Invalid, "selectorate: %s: line %d: %w", shown(name), line, err)
		}
		first[voter.ID] = line
		voters = append(voters, voter)
	}
	if len(voters) == 0 {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: there is nobody on the list", shown(name))
	}
	return voters, nil
}

// oneID reads one line.
func oneID(fields []string) (voter coded, err error) {
	voter = coded{ID: strings.TrimSpace(fields[0]), Weight: 1}
	switch {
	case len(fields) > 2:
		return voter, errors.New("write id or id,weight; names and addresses are not needed here and should not be")
	case voter.ID == "":
		return voter, errors.New("there is no identifier")
	case len(fields) == 1:
		return voter, nil
	}
	voter.Weight, err = strconv.ParseInt(strings.TrimSpace(fields[1]), 10, 64)
	if err != nil || voter.Weight < 1 || voter.Weight > belenios.MaxWeight {
		return voter, fmt.Errorf("%q is not a weight: a whole number from 1", fields[1])
	}
	return voter, nil
}

// fewAlike is how many voters must at least have the same weight. The weight stands beside each ballot in the archive, so
// that somebody with a weight of their own is known by it.
const fewAlike = 5

// lonelyWeights warns of weights that few voters have.
func lonelyWeights(voters []coded) (warnings []string) {
	having := map[int64]int{}
	for _, v := range voters {
		having[v.Weight]++
	}
	if len(having) == 1 {
		return nil
	}
	for _, weight := range slices.Sorted(maps.Keys(having)) {
		if n := having[weight]; n < fewAlike {
			warnings = append(warnings, fmt.Sprintf("Warning: %s the weight %d. The archive shows the weight of every ballot: "+
				"whoever knows the weights sees whether they voted", amount(n, "voter has", "voters have"), weight))
		}
	}
	return warnings
}

// amount puts a number before a word.
func amount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
