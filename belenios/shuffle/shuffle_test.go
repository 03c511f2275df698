package shuffle_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// TestArchives checks every shuffle that belenios-tool made, and that it is written again byte for byte.
func TestArchives(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), "*", "*ranking*.bel"))
	if err != nil {
		t.Fatal(err)
	}
	small, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), "*ranking*", "election.bel"))
	if err != nil {
		t.Fatal(err)
	}
	if len(small) < 4 {
		t.Fatalf("%d ranking archives in the reference elections, 4 expected", len(small))
	}
	for _, path := range append(small, paths...) {
		t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) {
			if testing.Short() && strings.Contains(path, "1000") {
				t.Skip("long: not with -short")
			}
			m := open(t, path)
			input, err := shuffle.Input(m.election, m.tally)
			if err != nil {
				t.Fatal(err)
			}
			b := bases(t, m.election, input)
			for i, raw := range m.shuffles {
				s, err := shuffle.Parse(m.election.Group, raw)
				if err != nil {
					t.Fatal(err)
				}
				if err := shuffle.Check(m.election, b, input, s); err != nil {
					t.Errorf("shuffle %d: %v", i+1, err)
				}
				if again := shuffle.Append(m.election.Group, nil, s); !bytes.Equal(again, raw) {
					t.Errorf("shuffle %d is not written as it was read", i+1)
				}
				input = s.Ciphertexts
			}
			if len(m.shuffles) != 2 {
				t.Errorf("%d shuffles, 2 expected", len(m.shuffles))
			}
		})
	}
}

// plaintexts decrypts a list and sorts what comes out.
func plaintexts(t testing.TB, e *belenios.Election, key group.Scalar, list []belenios.Ciphertext, n int) (all []string) {
	t.Helper()
	for _, c := range list {
		numbers, err := e.Group.Extract(e.Group.Divide(c.Beta, e.Group.Power(c.Alpha, key)), n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(numbers))
	}
	slices.Sort(all)
	return all
}

// TestProve shuffles lists of several lengths twice: every shuffle checks, survives being written, and holds the same votes.
func TestProve(t *testing.T) {
	lengths := map[string][]int{"Ed25519": {0, 1, 2, 3, 17, 60}, "RFC-3526-2048": {0, 1, 3}}
	for name, lengths := range lengths {
		e, key := ranked(t, name)
		for _, n := range lengths {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				first := encrypted(t, e, n)
				input, b := first, bases(t, e, first)
				for round := range 2 {
					var told []int
					s, err := shuffle.Prove(e, &beleniostest.Chance{Label: fmt.Sprint(round, n)}, b, input, func(done, total int) { told = append(told, done, total) })
					if err != nil {
						t.Fatal(err)
					}
					if n > 0 && (told[len(told)-2] != told[len(told)-1]) {
						t.Errorf("progress ends with %v", told)
					}
					read, err := shuffle.Parse(e.Group, shuffle.Append(e.Group, nil, s))
					if err != nil {
						t.Fatal(err)
					}
					if err := shuffle.Check(e, b, input, read); err != nil {
						t.Fatal(err)
					}
					for q, list := range s.Ciphertexts {
						if got, want := plaintexts(t, e, key, list, 3-q), plaintexts(t, e, key, first[q], 3-q); !slices.Equal(got, want) {
							t.Errorf("question %d: %v came out of %v", q, got, want)
						}
						if n > 0 && slices.ContainsFunc(list, func(c belenios.Ciphertext) bool {
							return slices.ContainsFunc(input[q], func(d belenios.Ciphertext) bool { return e.Group.Equal(c.Alpha, d.Alpha) })
						}) {
							t.Error("a ciphertext came out as it went in")
						}
					}
					input = s.Ciphertexts
				}
			})
		}
	}
}

// TestInput picks lists and puts them back.
func TestInput(t *testing.T) {
	e, _ := ranked(t, "Ed25519")
	lists := encrypted(t, e, 2)
	tally := belenios.Tally{lists[0], lists[0], lists[1]}
	input, err := shuffle.Input(e, tally)
	if err != nil || len(input) != 2 || &input[1][0] != &lists[1][0] {
		t.Fatalf("input %v, %v", input, err)
	}
	other := belenios.Tally{{lists[0][1], lists[0][0]}, {lists[1][1], lists[1][0]}}
	replaced, err := shuffle.Replace(e, tally, other)
	if err != nil || replaced[0][0] != lists[0][1] || replaced[1][0] != lists[0][0] || replaced[2][1] != lists[1][0] {
		t.Fatalf("replaced %v, %v", replaced, err)
	}
	if tally[0][0] != lists[0][0] {
		t.Error("the tally itself has changed")
	}
	for _, wrong := range []struct {
		tally, shuffled belenios.Tally
		says            string
	}{
		{tally[:2], other, "the encrypted tally has 2 lists for 3 questions"},
		{tally, other[:1], "a shuffle has 1 lists for 2 ranking questions"},
		{tally, belenios.Tally{other[0], other[1][:1]}, "question 3: 2 ciphertexts went into the shuffle, 1 came out"},
	} {
		if _, err := shuffle.Replace(e, wrong.tally, wrong.shuffled); err == nil || err.Error() != wrong.says {
			t.Errorf("says %v, not %q", err, wrong.says)
		}
	}
}

// TestProveRefuses asks for shuffles that cannot be.
func TestProveRefuses(t *testing.T) {
	e, _ := ranked(t, "Ed25519")
	input := encrypted(t, e, 3)
	b := bases(t, e, input)
	for n := 0; n < 1500; n += 137 {
		if _, err := shuffle.Prove(e, &broken{n}, b, input, nil); err == nil || !strings.Contains(err.Error(), "source of chance") {
			t.Fatalf("a source of chance that fails after %d bytes: %v", n, err)
		}
	}
	if _, err := shuffle.Prove(e, &beleniostest.Chance{}, b, input[:1], nil); err == nil || err.Error() != "there are 1 lists to shuffle for 2 ranking questions" {
		t.Error(err)
	}
	if _, err := shuffle.Prove(e, &beleniostest.Chance{}, b, encrypted(t, e, 4), nil); err == nil || !strings.Contains(err.Error(), "too few independent generators") {
		t.Error(err)
	}
	if _, err := shuffle.Prove(e, &beleniostest.Chance{}, nil, input, nil); err == nil || !strings.Contains(err.Error(), "too few independent generators") {
		t.Error(err)
	}
	plain := *e
	plain.Questions = e.Questions[1:2]
	if _, err := shuffle.Prove(&plain, &beleniostest.Chance{}, b, nil, nil); err == nil || !strings.Contains(err.Error(), "no ranking question") {
		t.Error(err)
	}
}

// FuzzParse reads anything as a shuffle; what is read is written as it was.
func FuzzParse(f *testing.F) {
	e, _ := ranked(f, "Ed25519")
	input := encrypted(f, e, 2)
	s, err := shuffle.Prove(e, &beleniostest.Chance{}, bases(f, e, input), input, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(shuffle.Append(e.Group, nil, s))
	f.Add([]byte(`{"ciphertexts":[[],[]],"proofs":[]}`))
	f.Add([]byte(`{"ciphertexts":[],"proofs":[[["","","",["",""],[]],["0","1","2","3",[],[]],[],[]]]}`))
	b := bases(f, e, input)
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := shuffle.Parse(e.Group, raw)
		if err != nil {
			return
		}
		if again := shuffle.Append(e.Group, nil, s); !bytes.Equal(again, raw) {
			t.Errorf("read %q, written %q", raw, again)
		}
		// What checks is a shuffle of the same length; that it is another proof than ours would be a find.
		if err := shuffle.Check(e, b, input, s); err == nil && len(s.Ciphertexts[0]) != 2 {
			t.Errorf("%q is accepted", raw)
		}
	})
}
