package report

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// The shapes of the JSON, as encoding/json reads them.
type (
	file struct {
		Format      string          `json:"format"`
		Rule        string          `json:"rule"`
		RuleTitle   string          `json:"rule_title"`
		RuleText    string          `json:"rule_text"`
		Title       string          `json:"title"`
		Seats       int             `json:"seats"`
		Places      int             `json:"places"`
		Threshold   string          `json:"threshold"`
		Quota       *string         `json:"quota"`
		Complete    bool            `json:"complete"`
		Winners     []int           `json:"winners"`
		Candidates  []fileCandidate `json:"candidates"`
		Ballots     fileBallots     `json:"ballots"`
		Rejected    []fileRejected  `json:"rejected"`
		Options     []count.Chosen  `json:"options"`
		Flags       []count.Chosen  `json:"flags"`
		Unit        string          `json:"unit"`
		Waiting     *fileWaiting    `json:"waiting"`
		Constraints []string        `json:"constraints"`
		Seed        string          `json:"seed"`
		Stages      []fileStage     `json:"stages"`
		Ties        []fileTie       `json:"ties"`
		Matrix      [][]string      `json:"matrix"`
		Ranking     [][]int         `json:"ranking"`
		Notes       []string        `json:"notes"`
	}
	fileCandidate struct {
		Number    int    `json:"number"`
		Name      string `json:"name"`
		Nick      string `json:"nick"`
		Withdrawn bool   `json:"withdrawn"`
	}
	fileBallots struct {
		Valid    int64  `json:"valid"`
		Rejected int64  `json:"rejected"`
		Votes    string `json:"votes"`
		Digest   string `json:"digest"`
	}
	fileWaiting struct {
		Stage      int      `json:"stage"`
		For        string   `json:"for"`
		Candidates []int    `json:"candidates"`
		Names      []string `json:"names"`
	}
	fileRejected struct {
		Line   int    `json:"line"`
		Papers int64  `json:"papers"`
		Reason string `json:"reason"`
	}
	fileStage struct {
		Number          int                `json:"number"`
		Action          count.Action       `json:"action"`
		Of              []int              `json:"of"`
		Votes           map[string]string  `json:"votes"`
		Nontransferable string             `json:"nontransferable"`
		Rounding        string             `json:"rounding"`
		Quota           *string            `json:"quota"`
		Clause          string             `json:"clause"`
		Reason          string             `json:"reason"`
		Transfers       []fileTransfer     `json:"transfers"`
		Decisions       []fileDecision     `json:"decisions"`
		Parcels         []fileParcel       `json:"parcels"`
		Keep            []fileKeep         `json:"keep"`
		Parts           []filePart         `json:"parts"`
		Turnout         *count.RoundFigure `json:"turnout"`
	}
	fileTransfer struct {
		From   *int   `json:"from"`
		To     *int   `json:"to"`
		Papers int64  `json:"papers"`
		Value  string `json:"value"`
		Votes  string `json:"votes"`
	}
	fileDecision struct {
		Verb       count.Verb `json:"decision"`
		Candidates []int      `json:"candidates"`
		Clause     string     `json:"clause"`
		Reason     string     `json:"reason"`
	}
	fileParcel struct {
		Candidate int    `json:"candidate"`
		Stage     int    `json:"stage"`
		Papers    int64  `json:"papers"`
		Value     string `json:"value"`
	}
	fileKeep struct {
		Candidate int    `json:"candidate"`
		Value     string `json:"value"`
	}
	filePart struct {
		Reason          string            `json:"reason"`
		Votes           map[string]string `json:"votes"`
		Nontransferable string            `json:"nontransferable"`
		Decisions       []fileDecision    `json:"decisions"`
	}
	fileTie struct {
		Stage      int              `json:"stage"`
		For        string           `json:"for"`
		Candidates []int            `json:"candidates"`
		Chosen     *int             `json:"chosen"`
		By         count.Settlement `json:"by"`
		Earlier    int              `json:"earlier"`
		Draw       int              `json:"draw"`
		Clause     string           `json:"clause"`
		Reason     string           `json:"reason"`
	}
)

// result makes a Result of what was read. Whatever is in no canonical form is found when it is written again.
func (p *parser) result(f *file) *count.Result {
	r := &count.Result{
		Rule: f.Rule, RuleTitle: f.RuleTitle, RuleText: f.RuleText, Title: f.Title, Seats: f.Seats, Places: f.Places, Threshold: f.Threshold, Quota: p.quota(f.Quota),
		Complete: f.Complete, Waiting: f.Waiting.needed(), Flags: f.Flags, Unit: f.Unit, Winners: every(f.Winners), Options: f.Options, Constraints: f.Constraints, Seed: f.Seed,
		Ballots: count.Ballots{
			Valid: f.Ballots.Valid, Rejected: f.Ballots.Rejected, Votes: p.number(f.Ballots.Votes), Digest: f.Ballots.Digest,
		},
		Rejected: each(f.Rejected, func(c fileRejected) count.Rejected {
			return count.Rejected{Line: c.Line, Times: c.Papers, Reason: c.Reason}
		}),
		Candidates: each(f.Candidates, func(c fileCandidate) count.Candidate {
			return count.Candidate{Name: c.Name, Nick: c.Nick, Withdrawn: c.Withdrawn}
		}),
		Stages: each(f.Stages, p.stage),
		Ties: each(f.Ties, func(t fileTie) count.Tie {
			return count.Tie{
				Stage: t.Stage, For: t.For, Candidates: every(t.Candidates), Chosen: who(t.Chosen), By: t.By,
				Earlier: t.Earlier, Draw: t.Draw, Clause: t.Clause, Reason: t.Reason,
			}
		}),
		Matrix: each(f.Matrix, func(row []string) []exact.Number { return each(row, p.number) }),
		Notes:  f.Notes,
	}
	if f.Ranking != nil {
		r.Ranking = each(f.Ranking, every)
	}
	return empty(r, f)
}

// needed gives the lot that a count waits for.
func (f *fileWaiting) needed() *count.LotNeeded {
	if f == nil {
		return nil
	}
	needed := &count.LotNeeded{Stage: f.Stage, For: f.For, Candidates: every(f.Candidates), Names: f.Names}
	if len(needed.Names) == 0 {
		needed.Names = nil
	}
	return needed
}

// empty tells apart what is empty and what is not there, where JSON does: nothing and [] are the same in a result,
// but for the matrix and the ranking of no candidates.
func empty(r *count.Result, f *file) *count.Result {
	if f.Matrix != nil && r.Matrix == nil {
		r.Matrix = [][]exact.Number{}
	}
	if f.Ranking != nil && r.Ranking == nil {
		r.Ranking = [][]int{}
	}
	if len(r.Options) == 0 {
		r.Options = nil
	}
	if len(r.Flags) == 0 {
		r.Flags = nil
	}
	if len(r.Constraints) == 0 {
		r.Constraints = nil
	}
	if len(r.Notes) == 0 {
		r.Notes = nil
	}
	return r
}

func (p *parser) stage(f fileStage) count.Stage {
	return count.Stage{
		Number: f.Number, Action: f.Action, Of: every(f.Of), Votes: p.tally(f.Votes),
		Nontransferable: p.number(f.Nontransferable), Rounding: p.number(f.Rounding), Quota: p.quota(f.Quota),
		Clause: f.Clause, Reason: f.Reason, Turnout: f.Turnout, Decisions: decisions(f.Decisions),
		Transfers: each(f.Transfers, func(t fileTransfer) count.Transfer {
			return count.Transfer{From: who(t.From), To: who(t.To), Papers: t.Papers, Value: p.number(t.Value), Votes: p.number(t.Votes)}
		}),
		Parcels: each(f.Parcels, func(c fileParcel) count.Parcel {
			return count.Parcel{Candidate: c.Candidate - 1, Stage: c.Stage, Papers: c.Papers, Value: p.number(c.Value)}
		}),
		Keep: each(f.Keep, func(k fileKeep) count.KeepValue {
			return count.KeepValue{Candidate: k.Candidate - 1, Value: p.number(k.Value)}
		}),
		Parts: each(f.Parts, func(c filePart) count.Part {
			return count.Part{
				Reason: c.Reason, Votes: p.tally(c.Votes), Nontransferable: p.number(c.Nontransferable), Decisions: decisions(c.Decisions),
			}
		}),
	}
}

func decisions(all []fileDecision) []count.Decision {
	return each(all, func(d fileDecision) count.Decision {
		return count.Decision{Verb: d.Verb, Candidates: every(d.Candidates), Clause: d.Clause, Reason: d.Reason}
	})
}
