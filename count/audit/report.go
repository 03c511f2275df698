package audit

import (
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
)

// The formats of the JSON documents; doc/formats/audit.md is normative.
const (
	PlanFormat    = "selectorate-audit-plan/1"
	VerdictFormat = "selectorate-audit-verdict/1"
)

// RiskPlaces is how many decimals of a risk are written, the last rounded up.
const RiskPlaces = 6

// Subject says what is audited, as it stands in every document.
type Subject struct {
	Title      string   `json:"title"`
	Rule       string   `json:"rule"`
	Candidates []string `json:"candidates"`
	Winners    []int    `json:"winners"` // candidates' numbers from 1
	Papers     int64    `json:"papers"`
	Valid      int64    `json:"valid"`
	Rejected   int64    `json:"rejected"`
	Unrecorded int64    `json:"unrecorded"`
	Digest     string   `json:"digest"` // of the valid papers; see count.Papers.Digest
	RiskLimit  string   `json:"risk_limit"`
	Test       Test     `json:"test"`
	OneVote    string   `json:"one_vote_errors"` // expected share of records
	TwoVote    string   `json:"two_vote_errors"`
}

// PlanReport is a plan as JSON has it.
type PlanReport struct {
	Format string `json:"format"`
	Subject
	Assertions []PlannedReport `json:"assertions"`
	Sample     int64           `json:"sample"`
	Full       bool            `json:"full_hand_count"`
}

// AssertionReport is an assertion as JSON has it; candidates' numbers count from 1.
type AssertionReport struct {
	Kind        string `json:"kind"`
	Winner      int    `json:"winner"`
	Loser       int    `json:"loser"`
	Gone        []int  `json:"gone"`
	WinnerVotes int64  `json:"winner_votes"`
	LoserVotes  int64  `json:"loser_votes"`
	Margin      int64  `json:"margin"`
	Sentence    string `json:"sentence"`
}

// PlannedReport is an assertion of a plan as JSON has it.
type PlannedReport struct {
	AssertionReport
	Sample int64 `json:"sample"`
	Full   bool  `json:"full_hand_count"`
}

// VerdictReport is a verdict as JSON has it.
type VerdictReport struct {
	Format string `json:"format"`
	Subject
	Seed       string             `json:"seed"`
	Drawn      int64              `json:"drawn"`
	Looked     int64              `json:"looked"`
	Assertions []FindingReport    `json:"assertions"`
	Differ     []DifferenceReport `json:"differ"`
	Risk       string             `json:"risk"`
	Confirmed  bool               `json:"confirmed"`
	Next       Next               `json:"next"`
	More       int64              `json:"more"`
}

// FindingReport is a finding as JSON has it. Errors count the papers drawn by what their records overstate.
type FindingReport struct {
	AssertionReport
	Errors    map[string]int64 `json:"errors"`
	Risk      string           `json:"risk"`
	Confirmed bool             `json:"confirmed"`
	More      int64            `json:"more"`
	Full      bool             `json:"full_hand_count"`
}

// DifferenceReport is a paper that is not as its record. Rankings are candidates' numbers from 1, best first, those of
// one rank joined by "="; empty: no valid vote.
type DifferenceReport struct {
	Paper   int64  `json:"paper"`
	Line    int    `json:"line"` // of the ballot file; 0: unknown
	Record  string `json:"record"`
	Reading string `json:"reading"`
	Missing bool   `json:"missing"`
}

// NewSubject says what is audited, of an election whose rule has this name.
func NewSubject(e *count.Election, rule string, plan *Plan) Subject {
	winners := make([]int, len(plan.Contest.Winners))
	for i, w := range plan.Contest.Winners {
		winners[i] = w + 1
	}
	valid, rejected := e.Papers.Total(), e.RejectedTotal()
	return Subject{
		Title: e.Title, Rule: rule, Candidates: names(e), Winners: winners,
		Papers: plan.Papers, Valid: valid, Rejected: rejected, Unrecorded: plan.Papers - valid - rejected,
		Digest: e.Papers.Sorted().Digest(), RiskLimit: plan.Setting.Limit.String(), Test: plan.Setting.Test,
		OneVote: plan.Setting.OneVote.String(), TwoVote: plan.Setting.TwoVote.String(),
	}
}

// Report gives the plan as JSON has it.
func (p *Plan) Report(subject Subject) PlanReport {
	r := PlanReport{Format: PlanFormat, Subject: subject, Assertions: []PlannedReport{}, Sample: p.Sample, Full: p.Full}
	for _, a := range p.Assertions {
		r.Assertions = append(r.Assertions, PlannedReport{a.report(subject.Candidates), a.Sample, a.Full})
	}
	return r
}

func (a Assertion) report(names []string) AssertionReport {
	gone := make([]int, len(a.Gone))
	for i, c := range a.Gone {
		gone[i] = c + 1
	}
	return AssertionReport{
		string(a.Kind), a.Winner + 1, a.Loser + 1, gone, a.WinnerVotes, a.LoserVotes, a.Margin(), a.Sentence(names),
	}
}

// Report gives the verdict as JSON has it.
func (v *Verdict) Report(subject Subject, seed string) VerdictReport {
	r := VerdictReport{
		Format: VerdictFormat, Subject: subject, Seed: strings.TrimSpace(seed), Drawn: v.Drawn, Looked: v.Looked,
		Assertions: []FindingReport{}, Differ: DifferenceReports(v.Differ),
		Risk: v.Risk.Text(RiskPlaces), Confirmed: v.Confirmed(), Next: v.Next, More: v.More,
	}
	for _, f := range v.Findings {
		errors := map[string]int64{}
		for i, n := range f.Errors {
			errors[strconv.Itoa(i-2)] = n
		}
		r.Assertions = append(r.Assertions, FindingReport{
			f.report(subject.Candidates), errors, f.Risk.Text(RiskPlaces), f.Confirmed, f.More, f.Full,
		})
	}
	return r
}

// DifferenceReports gives papers that are not as their records, as JSON has them.
func DifferenceReports(differ []Difference) []DifferenceReport {
	reports := make([]DifferenceReport, len(differ))
	for i, d := range differ {
		reports[i] = DifferenceReport{d.Paper, d.Record.Line, numbers(d.Record.Ranking), numbers(d.Reading.Ranking), d.Reading.Missing}
	}
	return reports
}

// numbers writes a ranking as a line of a ballot file has it.
func numbers(ranking []count.Mark) string {
	var b strings.Builder
	for i, mark := range ranking {
		if i > 0 {
			sep := byte(' ')
			if mark.Equal() {
				sep = '='
			}
			b.WriteByte(sep)
		}
		b.WriteString(strconv.Itoa(mark.Candidate() + 1))
	}
	return b.String()
}
