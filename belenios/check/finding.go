package check

import (
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
	NotJudged Verdict = "not-judged" // there is nothing to judge yet, or something before it failed
)

// The checks, as they are named in a report. Their names are stable.
const (
	Archive       = "archive"        // the file's form, byte for byte; names are hashes; each event names the one before
	Order         = "order"          // events come in the order of an election, each at most as often as it may
	Head          = "head"           // what the user was told from elsewhere: heads, setup, digest of the list
	Description   = "election"       // the election's description
	Trustees      = "trustees"       // proofs and signatures of the key holders
	KeyGeneration = "key-generation" // the way in which their keys were made
	Key           = "key"            // the election's key is made of theirs
	Voters        = "voters"         // the public list of credentials
	Form          = "ballot-form"    // ballots are in their one form, made for this election
	Listed        = "ballot-voters"  // the credential of a ballot is on the list
	Members       = "ballot-members" // every ciphertext lies in the group
	Proofs        = "ballot-proofs"  // every proof of a ballot holds
	Signatures    = "ballot-signatures"
	Repeated      = "ballot-repeats" // no ballot and no ciphertext stands there twice
	Revotes       = "revotes"        // how many voted again; the last ballot counts
	Sum           = "tally"          // what is decrypted is the sum, or the sorted list, of the ballots that count
	Shuffles      = "shuffles"       // every shuffle, with membership of what it gives out
	Decryptions   = "decryptions"    // every partial decryption; enough of them
	Outcome       = "result"         // the result is what the decryptions give
	Secrecy       = "secrecy"        // what the published result tells about single voters
	PolicyTurnout = "policy-turnout"
	PolicyHolders = "policy-key-holders"
	PolicyShuffle = "policy-shuffles"
	PolicyKeys    = "policy-key-generation"
	PolicySize    = "policy-size"
)

// All gives the names of all checks, in the order of a report.
func All() []string {
	return []string{
		Archive, Order, Head, Description, Trustees, KeyGeneration, Key, Voters, Form, Listed, Members, Proofs,
		Signatures, Repeated, Revotes, Sum, Shuffles, Decryptions, Outcome, Secrecy, PolicyTurnout, PolicyHolders,
		PolicyShuffle, PolicyKeys, PolicySize,
	}
}

// Finding is what one check found, in words that need no knowledge of the software.
type Finding struct {
	Check        string
	Verdict      Verdict
	Detail       string
	Milliseconds int64 // of work on the check, over all cores; each check has it on its first finding alone
}

// most is how many findings of one check with one verdict are told one by one; the others are counted.
const most = 20

// findings gathers what was found, check by check.
type findings struct {
	lists map[string][]Finding
	more  map[string]map[Verdict]int
	spent map[string]int64
}

func newFindings() *findings {
	return &findings{map[string][]Finding{}, map[string]map[Verdict]int{}, map[string]int64{}}
}

func (f *findings) add(check string, verdict Verdict, format string, args ...any) {
	told := 0
	for _, known := range f.lists[check] {
		if known.Verdict == verdict {
			told++
		}
	}
	if told < most {
		f.lists[check] = append(f.lists[check], Finding{Check: check, Verdict: verdict, Detail: fmt.Sprintf(format, args...)})
		return
	}
	if f.more[check] == nil {
		f.more[check] = map[Verdict]int{}
	}
	f.more[check][verdict]++
}

func (f *findings) fail(check, format string, args ...any) { f.add(check, Fail, format, args...) }

// passed says what is true if the check has found nothing that failed or could not be judged.
func (f *findings) passed(check, format string, args ...any) {
	if !f.has(check, Fail) && !f.has(check, NotJudged) {
		f.lists[check] = slices.Insert(f.lists[check], 0, Finding{Check: check, Verdict: Pass, Detail: fmt.Sprintf(format, args...)})
	}
}

// spotless is passed for a check that must not have warned either.
func (f *findings) spotless(check, format string, args ...any) {
	if !f.has(check, Warning) {
		f.passed(check, format, args...)
	}
}

func (f *findings) has(check string, verdict Verdict) bool {
	return slices.ContainsFunc(f.lists[check], func(known Finding) bool { return known.Verdict == verdict })
}

// failed tells whether any of the checks failed.
func (f *findings) failed(checks ...string) bool {
	return slices.ContainsFunc(checks, func(check string) bool { return f.has(check, Fail) })
}

// all gives the findings in the order of the checks, those of one check as they were found.
func (f *findings) all() []Finding {
	out := []Finding{}
	for _, check := range All() {
		first := len(out)
		out = append(out, f.lists[check]...)
		for _, verdict := range []Verdict{Fail, NotJudged, Warning} {
			if n := f.more[check][verdict]; n > 0 {
				out = append(out, Finding{Check: check, Verdict: verdict, Detail: fmt.Sprintf("and %s more like this", thousands(n))})
			}
		}
		if len(out) > first {
			out[first].Milliseconds = f.spent[check]
		}
	}
	return out
}

// count writes a number and what is counted: "1 ballot", "12,000 ballots".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a number with commas.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
