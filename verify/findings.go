package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Verdict is how one check ended.
type Verdict string

// The verdicts.
const (
	Pass      Verdict = "pass"
	Fail      Verdict = "fail"
	Warning   Verdict = "warning"    // true, and the reader should know
	NotJudged Verdict = "not-judged" // sealed, erased, or not known to this version
)

// Finding is what one check found, in words that need no knowledge of the software.
type Finding struct {
	Check   string  `json:"check"`
	Verdict Verdict `json:"verdict"`
	Detail  string  `json:"detail"`
}

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

// foundMost is how many findings of one check are told one by one.
const foundMost = 20

// findings gathers what was found. The zero value is empty.
type findings struct {
	lists  map[string]*list
	passes map[string]string
}

type list struct {
	told []placed
	more map[Verdict]int64 // those that are only counted
}

// placed is a finding with the entry that it is about.
type placed struct {
	entry int64
	Finding
}

func (f *findings) fail(check string, entry int64, format string, args ...any) {
	f.add(check, Fail, entry, format, args...)
}

func (f *findings) warn(check string, entry int64, format string, args ...any) {
	f.add(check, Warning, entry, format, args...)
}

func (f *findings) notJudged(check string, entry int64, format string, args ...any) {
	f.add(check, NotJudged, entry, format, args...)
}

func (f *findings) add(check string, verdict Verdict, entry int64, format string, args ...any) {
	if f.lists == nil {
		f.lists = map[string]*list{}
	}
	l := f.lists[check]
	if l == nil {
		l = &list{more: map[Verdict]int64{}}
		f.lists[check] = l
	}
	if len(l.told) >= foundMost {
		l.more[verdict]++
		return
	}
	l.told = append(l.told, placed{entry, Finding{check, verdict, fmt.Sprintf(format, args...)}})
}

// passed says what is true if the check finds nothing that failed or was not judged.
func (f *findings) passed(check, format string, args ...any) {
	if f.passes == nil {
		f.passes = map[string]string{}
	}
	f.passes[check] = fmt.Sprintf(format, args...)
}

// has tells whether a check has a verdict.
func (f *findings) has(check string, verdicts ...Verdict) bool {
	l := f.lists[check]
	return l != nil && (slices.ContainsFunc(l.told, func(p placed) bool { return slices.Contains(verdicts, p.Verdict) }) ||
		slices.ContainsFunc(verdicts, func(v Verdict) bool { return l.more[v] > 0 }))
}

// all gives the findings in the order of Checks, those of one check by entry.
func (f *findings) all() []Finding {
	out := []Finding{}
	for _, check := range Checks() {
		if pass, ok := f.passes[check]; ok && !f.has(check, Fail, NotJudged) {
			out = append(out, Finding{check, Pass, pass})
		}
		l := f.lists[check]
		if l == nil {
			continue
		}
		slices.SortStableFunc(l.told, func(a, b placed) int { return cmp.Compare(a.entry, b.entry) })
		for _, p := range l.told {
			out = append(out, p.Finding)
		}
		for _, verdict := range []Verdict{Fail, NotJudged, Warning} {
			if n := l.more[verdict]; n > 0 {
				out = append(out, Finding{check, verdict, fmt.Sprintf("and %s more like this", thousands(n))})
			}
		}
	}
	return out
}

func (c *checker) report() Report {
	r := Report{Valid: true, Findings: c.found.all(), Key: c.signedBy(), Size: c.stated.Size}
	for _, f := range r.Findings {
		if f.Verdict == Fail || f.Check == checkKinds && f.Verdict == NotJudged {
			r.Valid = false
		}
	}
	return r
}

// count writes a number and what is counted: "1 entry", "12,000 entries".
func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
