package verify

import "github.com/selectorate/selectorate/verify/finding"

// Finding is what one check found.
type Finding = finding.Finding

// Verdict is how one check ended.
type Verdict = finding.Verdict

// The verdicts.
const (
	Pass      = finding.Pass
	Fail      = finding.Fail
	Warning   = finding.Warning   // true, and the reader should know
	NotJudged = finding.NotJudged // sealed, erased, or not known to this version
)

// The names of the checks.
const (
	checkCheckpoint = "checkpoint"
	checkSignature  = "signature"
	checkKey        = "key"
	checkKeyChanges = "key-changes"
	checkWitnesses  = "witnesses"
	checkTree       = "tree"
	checkFiles      = "files"
	checkEntries    = "entries"
	checkKinds      = "kinds"
	checkActs       = "acts"
	checkBooks      = "books"
	checkOpenings   = "openings"
	checkSecrecy    = "secrecy"
	checkDecisions  = "decisions"
	checkDepartures = "departures"
	checkSealed     = "sealed"
)

// Checks lists the names of all checks in the order of a report.
func Checks() []string {
	return []string{
		checkCheckpoint, checkSignature, checkKey, checkKeyChanges, checkWitnesses, checkTree, checkFiles,
		checkEntries, checkKinds, checkActs, checkBooks, checkOpenings, checkSecrecy, checkDecisions,
		checkDepartures, checkSealed,
	}
}

func (c *checker) report() Report {
	r := Report{Valid: true, Findings: c.found.All(Checks()), Key: c.signedBy(), Size: c.stated.Size}
	for _, f := range r.Findings {
		if f.Verdict == Fail || f.Check == checkKinds && f.Verdict == NotJudged {
			r.Valid = false
		}
	}
	return r
}
