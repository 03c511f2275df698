// Package counttest is what the tests of counting share: the reference elections and what other programs made of them,
// small elections written in a few words, and results written in a line. Only tests import it.
package counttest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
)

// Elections gives the folder of the reference elections. Where there is none the test says so, and fails where CI=true.
func Elections(t testing.TB) string {
	t.Helper()
	root := os.Getenv("SELECTORATE_DATA")
	if root == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("SELECTORATE_DATA is not set: the reference elections are missing")
		}
		t.Skip("SELECTORATE_DATA is not set: the reference elections are missing")
	}
	return filepath.Join(root, "elections")
}

// Read reads a ballot file.
func Read(t testing.TB, path string) *count.Election {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	e, err := read.File(data, path, read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Expected reads what other programs made of a ballot file of the reference elections.
func Expected(t testing.TB, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(filepath.Dir(path), "expected", strings.TrimSuffix(filepath.Base(path), ".blt")+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// Ballots makes an election for one place of lines such as "12 A B=C": how many papers, the candidates in order, equals
// joined. "12*1/2 A" are papers worth half a vote each. A section may stand in front: "north 12 A B"; "-" is none.
func Ballots(t testing.TB, names string, lines ...string) *count.Election {
	t.Helper()
	e := &count.Election{Seats: 1}
	for name := range strings.FieldsSeq(names) {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	var b count.Builder
	for i, line := range lines {
		fields, section := strings.Fields(line), ""
		if first := fields[0]; first[0] < '0' || first[0] > '9' {
			fields, section = fields[1:], strings.TrimPrefix(first, "-")
		}
		times, weight, weighted := strings.Cut(fields[0], "*")
		n, err := strconv.ParseInt(times, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		worth := exact.Int(1)
		if weighted {
			var ok bool
			if worth, ok = exact.ParseShare(weight); !ok {
				t.Fatalf("%q is not a weight", weight)
			}
		}
		class, err := b.Class(worth, section)
		if err == nil {
			err = b.Add(ranking(t, e, fields[1:]), n, class, i+1)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	e.Papers = b.Papers()
	return e
}

func ranking(t testing.TB, e *count.Election, names []string) (marks []count.Mark) {
	t.Helper()
	for _, name := range names {
		for k, one := range strings.Split(name, "=") {
			c := slices.IndexFunc(e.Candidates, func(c count.Candidate) bool { return c.Name == one })
			if c < 0 {
				t.Fatalf("there is no candidate %q", one)
			}
			marks = append(marks, count.NewMark(c, k > 0))
		}
	}
	return marks
}

// Method finds a method by its name.
func Method(t testing.TB, name string) count.Method {
	t.Helper()
	m, ok := method.Find(name)
	if !ok || m.Name != name {
		t.Fatalf("there is no method %q", name)
	}
	return m
}

// Tried counts by a method with options written "name=value".
func Tried(t testing.TB, name string, e *count.Election, o count.Options, set ...string) (*count.Result, error) {
	t.Helper()
	m := Method(t, name)
	o.Set = map[string]string{}
	for _, one := range set {
		key, value, _ := strings.Cut(one, "=")
		o.Set[key] = value
	}
	return m.Count(e, o)
}

// Counted is Tried where it must succeed.
func Counted(t testing.TB, name string, e *count.Election, o count.Options, set ...string) *count.Result {
	t.Helper()
	r, err := Tried(t, name, e, o, set...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Winners names the elected in order.
func Winners(r *count.Result) string {
	var names []string
	for _, c := range r.Winners {
		names = append(names, r.Candidates[c].Name)
	}
	return strings.Join(names, " ")
}

// Table writes the votes of every stage, a stroke between stages, what is non-transferable behind a plus.
func Table(r *count.Result) string {
	var stages []string
	for _, stage := range r.Stages {
		var votes []string
		for _, v := range stage.Votes {
			votes = append(votes, v.String())
		}
		text := strings.Join(votes, " ")
		if !stage.Nontransferable.IsZero() {
			text += " +" + stage.Nontransferable.String()
		}
		stages = append(stages, text)
	}
	return strings.Join(stages, " | ")
}
