package exchange

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// MaxRecords is how many papers CDF writes at most: each becomes a record of some 500 bytes.
const MaxRecords = 10_000_000

// CDF writes an election as cast vote records after NIST SP 1500-103, version 1.0, as JSON: one record for each paper,
// numbered from 1 in the order of the papers, each with its ranks as they were marked. The format demands the time at
// which it was made; it is the caller's to say.
//
// The records hold what the schema of that publication allows and nothing else, and what RCTab needs to read
// them: the contest by its name, a snapshot of the type "original" that is the current one.
//
// The format says neither who has withdrawn nor what a paper is worth: papers that are worth more or less than one vote
// are an error of kind Invalid, as are candidates ranked equal (two at one rank are an overvote there), sections, rounds,
// and more than MaxRecords papers. Whoever has withdrawn is noted in a sentence of the report's notes. Papers that are not
// valid are left out.
func CDF(w io.Writer, e *count.Election, made time.Time) error {
	if err := sayable(e, "CDF"); err != nil {
		return err
	}
	switch {
	case !e.Papers.Plain():
		return party.Errorf(party.Invalid, "CDF holds single papers worth one vote each, and some here are worth %s", unequal(e))
	case e.Papers.HasEqual():
		return party.Errorf(party.Invalid, "CDF takes two candidates at one rank for an overvote, and some papers here rank candidates equal")
	case e.Papers.Total() > MaxRecords:
		return party.Errorf(party.Invalid, "%d papers are more than the %d that CDF is written for", e.Papers.Total(), MaxRecords)
	}
	head, err := json.Marshal(newHead(e, made))
	if err != nil {
		return fmt.Errorf("write CDF: %w", err)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s,\"CVR\":[", head[:len(head)-1])
	number, separator := 0, "\n"
	for i := range e.Papers.Len() {
		for range e.Papers.Times(i) {
			number++
			fmt.Fprint(out, separator)
			separator = ",\n"
			record(out, number, e.Papers.Ranking(i))
		}
	}
	fmt.Fprint(out, "]}\n")
	return out.Flush()
}

func unequal(e *count.Election) exact.Number {
	for _, class := range e.Papers.Classes() {
		if !class.Weight.Equal(exact.Int(1)) {
			return class.Weight
		}
	}
	return exact.Int(1)
}

// The classes of the publication, as far as they are written. The first field of each is its @type.
type (
	cdfReport struct {
		Type       string        `json:"@type"`
		Version    string        `json:"Version"`
		Made       string        `json:"GeneratedDate"`
		Devices    []string      `json:"ReportGeneratingDeviceIds"`
		Device     []cdfDevice   `json:"ReportingDevice"`
		Unit       []cdfUnit     `json:"GpUnit"`
		Election   []cdfElection `json:"Election"`
		ReportType []string      `json:"ReportType"`
		Notes      string        `json:"Notes,omitempty"`
	}
	cdfDevice struct {
		Type        string `json:"@type"`
		ID          string `json:"@id"`
		Application string `json:"Application"`
	}
	cdfUnit struct {
		Type  string `json:"@type"`
		ID    string `json:"@id"`
		Kind  string `json:"Type"`
		Other string `json:"OtherType"`
	}
	cdfElection struct {
		Type      string         `json:"@type"`
		ID        string         `json:"@id"`
		Scope     string         `json:"ElectionScopeId"`
		Name      string         `json:"Name,omitempty"`
		Candidate []cdfCandidate `json:"Candidate"`
		Contest   []cdfContest   `json:"Contest"`
	}
	cdfCandidate struct {
		Type string `json:"@type"`
		ID   string `json:"@id"`
		Name string `json:"Name"`
	}
	cdfContest struct {
		Type      string       `json:"@type"`
		ID        string       `json:"@id"`
		Name      string       `json:"Name"`
		Elected   int          `json:"NumberElected,omitempty"`
		Variation string       `json:"VoteVariation"`
		Selection []cdfChoices `json:"ContestSelection"`
	}
	cdfChoices struct {
		Type       string   `json:"@type"`
		ID         string   `json:"@id"`
		Candidates []string `json:"CandidateIds"`
	}
)

func newHead(e *count.Election, made time.Time) cdfReport {
	title := oneLine(e.Title)
	if title == "" {
		title = "Contest"
	}
	election := cdfElection{Type: "CVR.Election", ID: "e-1", Scope: "gu-1", Name: title}
	contest := cdfContest{Type: "CVR.CandidateContest", ID: "k-1", Name: title, Elected: e.Seats, Variation: "rcv"}
	var notes strings.Builder
	for c, who := range e.Candidates {
		id, choice := fmt.Sprintf("c-%d", c+1), fmt.Sprintf("s-%d", c+1)
		name := named(who.Name, c)
		election.Candidate = append(election.Candidate, cdfCandidate{"CVR.Candidate", id, name})
		contest.Selection = append(contest.Selection, cdfChoices{"CVR.CandidateSelection", choice, []string{id}})
		if who.Withdrawn {
			notes.WriteString(name + " has withdrawn. ")
		}
	}
	election.Contest = []cdfContest{contest}
	return cdfReport{
		Type: "CVR.CastVoteRecordReport", Version: "1.0.0", Made: made.UTC().Format(time.RFC3339), Devices: []string{"rd-1"},
		Device:   []cdfDevice{{"CVR.ReportingDevice", "rd-1", "Selectorate"}},
		Unit:     []cdfUnit{{"CVR.GpUnit", "gu-1", "other", "electorate"}},
		Election: []cdfElection{election}, ReportType: []string{"aggregated"}, Notes: oneLine(notes.String()),
	}
}

// record writes one paper.
func record(out *bufio.Writer, number int, ranking []count.Mark) {
	fmt.Fprintf(out, `{"@type":"CVR.CVR","ElectionId":"e-1","UniqueId":"%d","BallotPrePrintedId":"%d","CurrentSnapshotId":"b-%d","CVRSnapshot":[`+
		`{"@type":"CVR.CVRSnapshot","@id":"b-%d","Type":"original","CVRContest":[{"@type":"CVR.CVRContest","ContestId":"k-1","CVRContestSelection":[`,
		number, number, number, number)
	separator := ""
	for i, mark := range ranking {
		fmt.Fprint(out, separator)
		separator = ","
		fmt.Fprintf(out, `{"@type":"CVR.CVRContestSelection","ContestSelectionId":"s-%d","SelectionPosition":[{"@type":"CVR.SelectionPosition",`+
			`"HasIndication":"yes","IsAllocable":"unknown","NumberVotes":1,"Rank":%d}]}`, mark.Candidate()+1, i+1)
	}
	fmt.Fprint(out, "]}]}]}")
}
