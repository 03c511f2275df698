package count

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count/exact"
)

// Result is the outcome of a count with everything that led to it. It stands by itself: what a report says is in
// it. Candidates are numbers from 0, in the order of the file.
type Result struct {
	Rule        string // the method's name, such as "scottish"
	RuleTitle   string // such as "Scottish STV"
	RuleText    string // the authoritative text
	Title       string // of the contest
	Seats       int
	Candidates  []Candidate
	Options     []Chosen     // every option of the method with its value
	Flags       []Chosen     // how else the command was told to read and to count, by the names of its flags; may repeat a name
	Unit        string       // what Votes are, in the plural: "votes" unless the method adds up points or compares
	Constraints []string     // the constraints in force, in words
	Places      int          // decimals in which the rule counts; negative: exact fractions
	Quota       exact.Number // the quota at the end, or what else had to be reached; see Threshold
	Threshold   string       // what Quota is, such as "quota" or "majority"; empty: the method has none
	Winners     []int        // in order of election
	Stages      []Stage
	Ties        []Tie
	Seed        string // from which lots were drawn; empty if none was needed or given
	Ballots     Ballots
	Rejected    []Rejected       // the papers that were not valid, by line
	Matrix      [][]exact.Number // pairwise methods: Matrix[a][b] is who prefers a to b, in votes; otherwise nil
	Ranking     [][]int          // methods that order all candidates: best first, equals together; otherwise nil
	Complete    bool             // false: the count is not at its end; Waiting says for which lot, or the notes say for what
	Waiting     *LotNeeded       // the lot that the count waits for; nil if it waits for none
	Notes       []string
}

// Ballots says what was counted.
type Ballots struct {
	Valid    int64        // of a ballot held in rounds: in the last round
	Rejected int64        // likewise
	Votes    exact.Number // what the valid papers are worth; the same as Valid unless papers are weighted
	Digest   string       // "sha256:" and 64 hexadecimal digits, over the papers in canonical form; see Papers.Digest
}

// Chosen is an option of a method with the value it had in this count.
type Chosen struct{ Name, Value string }

// Action says what a stage did.
type Action string

// The actions of stages.
const (
	FirstPreferences Action = "first-preferences" // papers are sorted by their first preference
	Surplus          Action = "surplus"           // what somebody had above the quota is transferred
	Exclusion        Action = "exclusion"         // the papers of one or more excluded are transferred
	Iteration        Action = "iteration"         // keep values are worked out anew (Meek, Warren)
	RoundHeld        Action = "round"             // voters voted again
	Tally            Action = "tally"             // points or votes are added up; nothing moves
	Comparison       Action = "comparison"        // candidates are compared two by two
	NextPlace        Action = "next-place"        // the count begins anew for a further place
)

// Stage is one stage of a count: an action, and what everybody has after it.
type Stage struct {
	Number          int // from 1
	Action          Action
	Of              []int          // whose papers moved
	Votes           []exact.Number // for each candidate, after the action
	Nontransferable exact.Number   // what no candidate has: exhausted papers and what was cut off, so far
	Rounding        exact.Number   // of that, what was cut off by rounding
	Quota           exact.Number   // after the action
	Clause          string         // of the rule's text, by which the action was taken
	Reason          string         // one or more sentences: why this action, and what it did
	Transfers       []Transfer
	Parcels         []Parcel     // what each candidate's papers are, after the action; methods that keep parcels
	Keep            []KeepValue  // after the action; Meek and Warren
	Parts           []Part       // the steps of a stage that is taken in steps (exclusions by value)
	Decisions       []Decision   // in order, after the action
	Turnout         *RoundFigure // rounds of an exhaustive ballot
}

// Nobody is the receiver of what becomes non-transferable.
const Nobody = -1

// Transfer is what one candidate's papers brought another.
type Transfer struct {
	From, To int // To may be Nobody
	Papers   int64
	Value    exact.Number // a paper; 0 where several values are put together
	Votes    exact.Number
}

// Parcel is a bundle of papers that reached a candidate together, at one value.
type Parcel struct {
	Candidate int
	Stage     int // in which they came
	Papers    int64
	Value     exact.Number
}

// KeepValue is the share that a candidate keeps of what reaches it, between 0 and 1.
type KeepValue struct {
	Candidate int
	Value     exact.Number
}

// Part is a step within a stage.
type Part struct {
	Reason          string
	Votes           []exact.Number
	Nontransferable exact.Number
	Decisions       []Decision
}

// RoundFigure says who took part in a round.
type RoundFigure struct{ Electorate, Valid, Rejected int64 }

// Verb says what was decided about candidates.
type Verb string

// What may be decided.
const (
	Elected  Verb = "elected"
	Excluded Verb = "excluded"
	Deferred Verb = "deferred" // a surplus is not transferred yet
	Guarded  Verb = "guarded"  // a constraint keeps them from being excluded
	Doomed   Verb = "doomed"   // a constraint keeps them from being elected
	Choice   Verb = "choice"   // who goes first, where it had to be settled
)

// Decision is one thing that was decided in a stage, with its ground.
type Decision struct {
	Verb       Verb
	Candidates []int
	Clause     string
	Reason     string // a sentence
}

// Settlement says how a tie was settled.
type Settlement string

// How ties are settled.
const (
	ByEarlierStage Settlement = "earlier-stage" // somebody had more at an earlier stage
	ByFileOrder    Settlement = "file-order"    // the order that the file gives
	ByGivenLot     Settlement = "given-lot"     // the lot that was drawn by hand and handed to the count
	BySeed         Settlement = "seed"          // a lot drawn from the seed
	ByRule         Settlement = "rule"          // what the rule itself prescribes: numbers (New Zealand), a list (Seanad)
)

// Tie is a tie that had to be settled, and how it was. It is part of the result.
type Tie struct {
	Stage      int
	For        string // what it was about, such as "exclusion"
	Candidates []int
	Chosen     int
	By         Settlement
	Earlier    int    // the stage that told them apart; only ByEarlierStage
	Draw       int    // the number of the draw, from 1; only BySeed
	Clause     string //
	Reason     string // a sentence
}

// LotNeeded is the error of a count that needs a lot and has no seed. The result of the stages so far comes with it.
type LotNeeded struct {
	Stage      int
	For        string
	Candidates []int
	Names      []string
}

// Error says what is needed.
func (e *LotNeeded) Error() string {
	if len(e.Names) < 2 {
		return fmt.Sprintf("a lot is needed at stage %d to settle the %s, and no seed was given", e.Stage, e.For)
	}
	return fmt.Sprintf("a lot is needed at stage %d to settle the %s: %s are equal, and no seed was given", e.Stage, e.For, Join(e.Names))
}

// Join lists names as a sentence does: "A", "A and B", "A, B and C".
func Join(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
