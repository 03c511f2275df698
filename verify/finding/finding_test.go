package finding_test

import (
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/verify/finding"
)

func TestList(t *testing.T) {
	var l finding.List
	l.Passed("tree", "it grows")
	l.Passed("roots", "they hold")
	for i := range int64(finding.Most + 1_002) {
		l.Fail("roots", 5_000-i, "root %d", i)
	}
	l.Warn("tree", 0, "a branch is dry")
	all := l.All([]string{"roots", "tree", "leaves"})
	if len(all) != finding.Most+3 {
		t.Fatalf("%d findings", len(all))
	}
	for at, want := range map[int]finding.Finding{
		0:                {Check: "roots", Verdict: finding.Fail, Detail: fmt.Sprintf("root %d", finding.Most-1)},
		finding.Most - 1: {Check: "roots", Verdict: finding.Fail, Detail: "root 0"},
		finding.Most:     {Check: "roots", Verdict: finding.Fail, Detail: "and 1,002 more like this"},
		finding.Most + 1: {Check: "tree", Verdict: finding.Pass, Detail: "it grows"},
		finding.Most + 2: {Check: "tree", Verdict: finding.Warning, Detail: "a branch is dry"},
	} {
		if all[at] != want {
			t.Errorf("finding %d is %+v, want %+v", at, all[at], want)
		}
	}
	if l.Has("tree", finding.Fail) || !l.Has("tree", finding.Fail, finding.Warning) || l.Has("leaves", finding.Fail) {
		t.Error("it does not know what it has")
	}
}

// A flood of warnings hides no failure.
func TestFailuresAreNotHidden(t *testing.T) {
	var l finding.List
	for range 2 * finding.Most {
		l.Warn("tree", 0, "dry")
	}
	l.Fail("tree", 0, "it fell")
	for _, f := range l.All([]string{"tree"}) {
		if f.Verdict == finding.Fail && f.Detail == "it fell" {
			return
		}
	}
	t.Error("the failure is only counted")
}

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0 acts", 1: "1 act", 999: "999 acts", 1000: "1,000 acts", 1234567: "1,234,567 acts"} {
		if got := finding.Count(n, "act", "acts"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
