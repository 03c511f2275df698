package count_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/party"
)

// lines makes an election of A, B, C and D from rankings written as "AB=CD"; "=" joins equals.
func lines(t *testing.T, withdrawn string, rankings ...string) *count.Election {
	t.Helper()
	e := &count.Election{Seats: 1}
	for _, name := range "ABCD" {
		e.Candidates = append(e.Candidates, count.Candidate{Name: string(name), Withdrawn: string(name) == withdrawn})
	}
	var b count.Builder
	for i, ranking := range rankings {
		var marks []count.Mark
		equal := false
		for _, r := range ranking {
			if r == '=' {
				equal = true
				continue
			}
			marks = append(marks, count.NewMark(int(r-'A'), equal))
			equal = false
		}
		if err := b.Add(marks, 1, 0, i+1); err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

// written gives papers as lines was given them, with how many bear each ranking.
func written(p *count.Papers) string {
	text := ""
	for i := range p.Len() {
		text += fmt.Sprint(p.Times(i), " ")
		for _, mark := range p.Ranking(i) {
			if mark.Equal() {
				text += "="
			}
			text += string(rune('A' + mark.Candidate()))
		}
		text += ";"
	}
	return text
}

func TestPrepared(t *testing.T) {
	for _, c := range []struct {
		name      string
		withdrawn string
		strict    bool
		rankings  []string
		want      string
		rejected  string
	}{
		{"equal papers are put together, in order", "", true, []string{"BA", "A", "BA", "AB"}, "1 A;1 AB;2 BA;", ""},
		{"the withdrawn are struck out", "A", false, []string{"AB", "BAC", "B"}, "2 B;1 BC;", ""},
		{"nobody who stands is left", "A", false, []string{"A", "B"}, "1 B;", "1: no preference for a candidate who still stands"},
		{"equals stay where the rule knows them", "", false, []string{"A=BC"}, "1 A=BC;", ""},
		{"of equals one may be left", "A", false, []string{"A=BC", "C"}, "1 BC;1 C;", ""},
		{"a strict rule stops before equals", "", true, []string{"AB=CD", "A"}, "2 A;", ""},
		{"a strict rule rejects equals in front", "", true, []string{"A=BC", "A"}, "1 A;", "1: more than one first preference"},
		{"a voter who ranked equals has not ranked the one who is left", "A", true, []string{"CA=BD"}, "1 C;", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := lines(t, c.withdrawn, c.rankings...)
			before := written(e.Papers)
			prepared := e.Prepared(c.strict)
			if got := written(prepared.Papers); got != c.want {
				t.Errorf("papers: %s, want %s", got, c.want)
			}
			rejected := ""
			for _, r := range prepared.Rejected {
				rejected += fmt.Sprintf("%d: %s", r.Line, r.Reason)
			}
			if rejected != c.rejected {
				t.Errorf("rejected: %q, want %q", rejected, c.rejected)
			}
			if written(e.Papers) != before || len(e.Rejected) != 0 {
				t.Error("preparing changed the election")
			}
			if s := e.Summary(prepared); s.Valid+s.Rejected != int64(len(c.rankings)) || s.Digest != e.Papers.Sorted().Digest() {
				t.Errorf("summary: %+v", s)
			}
		})
	}
}

func TestElectionsThatCannotBeCounted(t *testing.T) {
	good := lines(t, "", "A")
	for name, e := range map[string]*count.Election{
		"no candidates": {Papers: good.Papers},
		"no papers":     {Candidates: good.Candidates},
		"places":        {Candidates: good.Candidates, Papers: good.Papers, Seats: -1},
		"rounds":        {Candidates: good.Candidates, Papers: good.Papers, Rounds: []count.Round{{Votes: []int64{count.MaxPapers, 1}}}},
		"too many":      {Candidates: make([]count.Candidate, count.MaxCandidates+1), Papers: good.Papers},
	} {
		if err := e.Check(); !party.Is(err, party.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
}

func TestMethodOptions(t *testing.T) {
	m := count.Method{Name: "invented", One: true, Options: []count.Option{
		{Name: "pace", Values: []string{"slow", "fast"}, Default: "slow"}, {Name: "places", Form: "a number", Default: "5"},
	}}
	o := count.Options{Set: map[string]string{"pace": "fast"}}
	if err := m.Check(o); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprint(m.Chosen(o)); got != "[{pace fast} {places 5}]" {
		t.Errorf("chosen: %s", got)
	}
	for _, bad := range []count.Options{
		{Set: map[string]string{"pace": "mild"}}, {Set: map[string]string{"colour": "red"}}, {Seats: 2}, {Seats: -1},
	} {
		if err := m.Check(bad); !party.Is(err, party.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestJoin(t *testing.T) {
	for want, names := range map[string][]string{"": nil, "A": {"A"}, "A and B": {"A", "B"}, "A, B and C": {"A", "B", "C"}} {
		if got := count.Join(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestRejectedAreInTheOrderOfTheFile rejects line 2 when it prepares, after the reader has rejected lines 1 and 3.
func TestRejectedAreInTheOrderOfTheFile(t *testing.T) {
	var b count.Builder
	for line, c := range map[int]int{2: 1, 4: 0} {
		if err := b.Add([]count.Mark{count.NewMark(c, false)}, 1, 0, line); err != nil {
			t.Fatal(err)
		}
	}
	e := &count.Election{
		Candidates: []count.Candidate{{Name: "Fir"}, {Name: "Yew", Withdrawn: true}}, Papers: b.Papers(),
		Rejected: []count.Rejected{{Line: 1, Times: 1, Reason: "empty"}, {Line: 3, Times: 1, Reason: "empty"}},
	}
	var lines []int
	for _, r := range e.Prepared(false).Rejected {
		lines = append(lines, r.Line)
	}
	if !slices.Equal(lines, []int{1, 2, 3}) {
		t.Errorf("lines %v", lines)
	}
}
