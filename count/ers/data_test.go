package ers_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/ers"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/internal/counttest"
)

// row is a row of what OpenSTV 1.7 printed. It lists the batches of an ERS97 exclusion as rows of one stage.
type row struct {
	Stage           int
	Votes           []string
	Nontransferable string
	Elected         []int
}

type outcome struct {
	Winners []int
	Rounds  []row
}

// expected reads what other programs made of a ballot file.
func expected(t *testing.T, path string) map[string]outcome {
	t.Helper()
	var file struct{ Results map[string]outcome }
	counttest.Expected(t, path, &file)
	return file.Results
}

// wards lists the ballot files of twelve wards of the Scottish council elections of 2017.
func wards(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(counttest.Elections(t), "scotland-2017-sample/*.blt"))
	if err != nil || len(files) != 12 {
		t.Fatalf("%d wards, want 12 (%v)", len(files), err)
	}
	return files
}

// flat lists every point of a count: the parts of stages, or the stage itself.
func flat(r *count.Result) (points []row) {
	for _, s := range r.Stages {
		if len(s.Parts) == 0 {
			points = append(points, figures(s.Number, s.Votes, s.Nontransferable, s.Decisions))
		}
		for i, p := range s.Parts {
			decisions := p.Decisions
			if i == len(s.Parts)-1 {
				decisions = slices.Concat(decisions, s.Decisions)
			}
			points = append(points, figures(s.Number, p.Votes, p.Nontransferable, decisions))
		}
	}
	return points
}

// whole lists the ends of stages.
func whole(r *count.Result) (points []row) {
	for _, s := range r.Stages {
		var decisions []count.Decision
		for _, p := range s.Parts {
			decisions = append(decisions, p.Decisions...)
		}
		points = append(points, figures(s.Number, s.Votes, s.Nontransferable, slices.Concat(decisions, s.Decisions)))
	}
	return points
}

func figures(stage int, votes []exact.Number, nobody exact.Number, decisions []count.Decision) row {
	r := row{Stage: stage, Nontransferable: nobody.Text(2)}
	for _, v := range votes {
		r.Votes = append(r.Votes, v.Text(2))
	}
	for _, d := range decisions {
		if d.Verb == count.Elected {
			for _, c := range d.Candidates {
				r.Elected = append(r.Elected, c+1)
			}
		}
	}
	slices.Sort(r.Elected)
	return r
}

// same compares rows figure by figure.
func same(t *testing.T, got, want []row) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		g, w := got[i], want[i]
		slices.Sort(w.Elected)
		if g.Stage != w.Stage || !slices.Equal(g.Votes, w.Votes) || g.Nontransferable != w.Nontransferable || !slices.Equal(g.Elected, w.Elected) {
			t.Errorf("row %d:\n got %v\nwant %v", i+1, g, w)
		}
	}
}

// find gives a method by its name or an alias.
func find(name string) count.Method {
	for _, m := range ers.Methods() {
		if m.Name == name || slices.Contains(m.Aliases, name) {
			return m
		}
	}
	panic("no method " + name)
}

func tally(t testing.TB, name string, e *count.Election, o count.Options) *count.Result {
	t.Helper()
	m := find(name)
	r, err := m.Count(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func winners(r *count.Result) []int {
	won := make([]int, len(r.Winners))
	for i, c := range r.Winners {
		won[i] = c + 1
	}
	slices.Sort(won)
	return won
}

// Every batch of every stage of ERS97, with all options as they stand.
func TestRealWardsByERS97EqualOpenSTV(t *testing.T) {
	for _, path := range wards(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			want := expected(t, path)["openstv:ERS97STV"]
			r := tally(t, "ers97", readPlain(t, path), count.Options{})
			if !slices.Equal(winners(r), want.Winners) {
				t.Errorf("elected %v, want %v", winners(r), want.Winners)
			}
			same(t, flat(r), want.Rounds)
		})
	}
}

// Every stage of the Northern Ireland rule, with the one option by which OpenSTV leaves the text: rule 52(2) is not in it.
func TestRealWardsByNorthernIrelandEqualOpenSTV(t *testing.T) {
	for _, path := range wards(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			want := expected(t, path)["openstv:NIrelandSTV"]
			r := tally(t, "northern-ireland", readPlain(t, path), count.Options{Set: map[string]string{"last-place": "quota"}})
			if !slices.Equal(winners(r), want.Winners) {
				t.Errorf("elected %v, want %v", winners(r), want.Winners)
			}
			same(t, whole(r), want.Rounds)
		})
	}
}

// By default the last place is filled by rule 52(2), of which OpenSTV knows nothing: every stage that is counted is the
// same, but where one candidate has as many votes as all others OpenSTV goes on. The same candidates are elected.
func TestRealWardsByNorthernIrelandStopAtRule52(t *testing.T) {
	var stopped []string
	for _, path := range wards(t) {
		want := expected(t, path)["openstv:NIrelandSTV"]
		r := tally(t, "northern-ireland", readPlain(t, path), count.Options{})
		if !slices.Equal(winners(r), want.Winners) {
			t.Errorf("%s: elected %v, want %v", filepath.Base(path), winners(r), want.Winners)
		}
		got := whole(r)
		if len(got) > len(want.Rounds) {
			t.Fatalf("%s: %d stages, more than %d", filepath.Base(path), len(got), len(want.Rounds))
		}
		for i, g := range got {
			if w := want.Rounds[i]; !slices.Equal(g.Votes, w.Votes) || g.Nontransferable != w.Nontransferable {
				t.Errorf("%s, stage %d:\n got %v\nwant %v", filepath.Base(path), i+1, g, w)
			}
		}
		if len(got) < len(want.Rounds) {
			stopped = append(stopped, strings.TrimSuffix(filepath.Base(path), ".blt"))
			if !said(r, count.Elected, "rule 52(2)") {
				t.Errorf("%s stops early, and not by rule 52(2)", filepath.Base(path))
			}
		}
	}
	// In the other five, an exclusion fills two places at once or the quota fills the last.
	if got := strings.Join(stopped, " "); got != "edinburgh_2017_ward1 glasgow_2017_ward21 highland_2017_ward16 sc_borders_2017_ward3 "+
		"sc_borders_2017_ward9 shetland_2017_ward7 south_lanarkshire_2017_ward12" {
		t.Errorf("rule 52(2) ends these early: %s", got)
	}
}

// ERS76 has no program at hand to compare with: the real wards show that it counts, and elects as many.
func TestRealWardsByERS76AreConserved(t *testing.T) {
	for _, path := range wards(t) {
		r := tally(t, "ers76", readPlain(t, path), count.Options{})
		if len(r.Winners) != r.Seats || len(r.Notes) == 0 {
			t.Errorf("%s: elected %v, notes %q", filepath.Base(path), winners(r), r.Notes)
		}
		for _, s := range r.Stages {
			if !s.Quota.IsWhole() || !exact.Sum(s.Votes...).Add(s.Nontransferable).Equal(r.Ballots.Votes) {
				t.Errorf("%s, stage %d: quota %s", filepath.Base(path), s.Number, s.Quota)
			}
		}
	}
}
