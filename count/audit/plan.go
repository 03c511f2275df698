package audit

import (
	"github.com/selectorate/selectorate/count"
)

// Plan says what has to be checked, and on how many papers.
type Plan struct {
	Setting    Setting
	Contest    Contest
	Papers     int64 // all there are: valid, rejected, and without record
	Assertions []Planned
	Sample     int64 // papers to draw at first; 0 if there is nothing to check
	Full       bool  // no sample will do: all papers have to be counted by hand
}

// Planned is an assertion with what it costs.
type Planned struct {
	Assertion
	Sample int64 // papers that confirm it if the records are as right as expected
	Full   bool  // no sample will do
}

// NewPlan plans the audit of an election. papers is how many there are at hand, or 0 for as many as there are records.
// Errors are of kind Invalid: see Assertions, NewRecords and Setting.Check.
func NewPlan(e *count.Election, contest Contest, setting Setting, papers int64) (*Plan, error) {
	if err := setting.Check(); err != nil {
		return nil, err
	}
	records, err := NewRecords(e, contest, papers)
	if err != nil {
		return nil, err
	}
	assertions, err := Assertions(e, contest)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Setting: setting, Contest: contest, Papers: records.Total()}
	costs := map[int64]Planned{}
	for _, a := range assertions {
		cost, known := costs[a.Margin()]
		if !known {
			n, enough := NewEvidence(setting, plan.Papers, a.Margin()).More(true)
			cost = Planned{Sample: n, Full: !enough}
			costs[a.Margin()] = cost
		}
		cost.Assertion = a
		plan.Assertions = append(plan.Assertions, cost)
		plan.Sample, plan.Full = max(plan.Sample, cost.Sample), plan.Full || cost.Full
	}
	if plan.Full {
		plan.Sample = plan.Papers
	}
	return plan, nil
}
