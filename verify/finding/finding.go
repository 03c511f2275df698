package finding

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

// Most is how many findings of one check with one verdict are told one by one; the others are counted.
const Most = 20

// List gathers what was found. The zero value is empty.
type List struct {
	lists  map[string]*gathered
	passes map[string]string
}

// gathered is what was found by one check.
type gathered struct {
	told []placed
	each map[Verdict]int64 // how many of those that are told have a verdict
	more map[Verdict]int64 // those that are only counted
}

// placed is a finding with the entry that it is about.
type placed struct {
	entry int64
	Finding
}

// Fail tells that something is wrong with an entry.
func (f *List) Fail(check string, entry int64, format string, args ...any) {
	f.add(check, Fail, entry, format, args...)
}

// Warn tells something that the reader should know.
func (f *List) Warn(check string, entry int64, format string, args ...any) {
	f.add(check, Warning, entry, format, args...)
}

// NotJudged tells that something could not be judged.
func (f *List) NotJudged(check string, entry int64, format string, args ...any) {
	f.add(check, NotJudged, entry, format, args...)
}

func (f *List) add(check string, verdict Verdict, entry int64, format string, args ...any) {
	if f.lists == nil {
		f.lists = map[string]*gathered{}
	}
	l := f.lists[check]
	if l == nil {
		l = &gathered{each: map[Verdict]int64{}, more: map[Verdict]int64{}}
		f.lists[check] = l
	}
	if l.each[verdict] == Most {
		l.more[verdict]++
		return
	}
	l.each[verdict]++
	l.told = append(l.told, placed{entry, Finding{check, verdict, fmt.Sprintf(format, args...)}})
}

// Passed says what is true if the check finds nothing that failed or was not judged.
func (f *List) Passed(check, format string, args ...any) {
	if f.passes == nil {
		f.passes = map[string]string{}
	}
	f.passes[check] = fmt.Sprintf(format, args...)
}

// Has tells whether a check has a verdict.
func (f *List) Has(check string, verdicts ...Verdict) bool {
	l := f.lists[check]
	return l != nil && slices.ContainsFunc(verdicts, func(v Verdict) bool { return l.each[v] > 0 })
}

// All gives the findings in the order of checks, those of one check by entry. A check that nothing speaks
// against has its pass.
func (f *List) All(checks []string) []Finding {
	out := []Finding{}
	for _, check := range checks {
		if pass, ok := f.passes[check]; ok && !f.Has(check, Fail, NotJudged) {
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
				out = append(out, Finding{check, verdict, fmt.Sprintf("and %s more like this", Thousands(n))})
			}
		}
	}
	return out
}

// Count writes a number and what is counted: "1 entry", "12,000 entries".
func Count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Thousands writes a number with commas.
func Thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
