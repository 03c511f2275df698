package tally_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// paths gives all finished archives: those of this package, the reference elections, and in a long test those of a thousand.
func paths(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("testdata/*.bel")
	if err != nil || len(all) == 0 {
		t.Fatalf("no archives in testdata: %v", err)
	}
	for _, pattern := range []string{"tool-*/election.bel", "thousand/*.bel"} {
		if testing.Short() && strings.HasPrefix(pattern, "thousand") {
			continue
		}
		found, err := filepath.Glob(filepath.Join(beleniostest.Elections(t), pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no archives %s: %v", pattern, err)
		}
		all = append(all, found...)
	}
	return all
}

// TestArchives counts what belenios-tool has counted: tally, size and result come out byte for byte, and all partial
// decryptions check.
func TestArchives(t *testing.T) {
	for _, path := range paths(t) {
		t.Run(path, func(t *testing.T) {
			a := open(t, path)
			sum, err := tally.Of(a.election, a.ballots, a.weight)
			if err != nil {
				t.Fatal(err)
			}
			computed, sized, err := sum.Tally()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(belenios.AppendTally(nil, computed), a.tally) {
				t.Error("another tally than the recorded one")
			}
			if got := string(belenios.AppendSized(nil, sized)); got != string(a.sized) {
				t.Errorf("the size is %s, recorded is %s", got, a.sized)
			}
			for owner, part := range a.parts {
				if err := tally.CheckDecryption(a.election, owner, a.keys[owner], a.shuffled, part); err != nil {
					t.Error(err)
				}
			}
			result := decrypted(t, a, sized.TotalWeight)
			if got := string(belenios.AppendResult(nil, result)); got != string(a.result) {
				t.Errorf("the result is %s, recorded is %s", got, a.result)
			}
			recorded, err := a.election.ParseResult(a.result)
			if err != nil {
				t.Fatal(err)
			}
			if err := tally.Same(a.election, result, recorded); err != nil {
				t.Error(err)
			}
		})
	}
}

// decrypted puts the partial decryptions together.
func decrypted(t *testing.T, a *archive, weight int64) belenios.Result {
	t.Helper()
	owners := []int{}
	for owner := range a.parts {
		owners = append(owners, owner)
	}
	coefficients, err := tally.Coefficients(a.election.Group, a.circles, owners)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := tally.Combine(a.election, a.shuffled, a.parts, coefficients)
	if err != nil {
		t.Fatal(err)
	}
	result, err := tally.Result(a.election, a.shuffled, shared, weight)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestDecrypt makes the partial decryptions of the elections with one trustee again: the same factors, and proofs that check.
func TestDecrypt(t *testing.T) {
	for _, name := range []string{"mixed", "weighted", "one", "empty", "odd", "odd-edwards"} {
		t.Run(name, func(t *testing.T) {
			a := open(t, filepath.Join("testdata", name+".bel"))
			secret, last := key(t, a.election.Group, filepath.Join("testdata", name+".key")), [2]int{}
			d, err := tally.Decrypt(a.election, &beleniostest.Chance{Label: name}, secret, a.shuffled, func(done, total int) { last = [2]int{done, total} })
			if err != nil {
				t.Fatal(err)
			}
			if err := tally.CheckDecryption(a.election, 1, a.keys[1], a.shuffled, d); err != nil {
				t.Error(err)
			}
			if last[0] == 0 || last[0] != last[1] {
				t.Errorf("progress ends with %v", last)
			}
			for i, row := range a.parts[1].Factors {
				if !slices.EqualFunc(row, d.Factors[i], a.election.Group.Equal) {
					t.Errorf("question %d: other factors than the tool's", i+1)
				}
			}
			if _, err := tally.Decrypt(a.election, broken{}, secret, a.shuffled, nil); err == nil {
				t.Error("no chance is enough")
			}
			if _, err := tally.Decrypt(a.election, &beleniostest.Chance{}, secret, nil, nil); err == nil {
				t.Error("no tally is enough")
			}
		})
	}
}

// TestSum adds up in parts, in any order, with ballots taken away again: always the same tally.
func TestSum(t *testing.T) {
	for _, name := range []string{"mixed", "weighted"} {
		a := open(t, filepath.Join("testdata", name+".bel"))
		first, second := tally.NewSum(a.election), tally.NewSum(a.election)
		last := map[string]*belenios.Ballot{}
		for i, b := range a.ballots {
			weight, err := a.weight(b.Credential)
			if err != nil {
				t.Fatal(err)
			}
			into, from := first, second
			if i%2 == 1 {
				into, from = second, first
			}
			if before := last[b.Credential]; before != nil {
				if err := from.Subtract(before, weight); err != nil {
					t.Fatal(err)
				}
			}
			if err := into.Add(b, weight); err != nil {
				t.Fatal(err)
			}
			last[b.Credential] = b
		}
		if err := second.Merge(first); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			computed, sized, err := second.Tally()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(belenios.AppendTally(nil, computed), a.tally) || !bytes.Equal(belenios.AppendSized(nil, sized), a.sized) {
				t.Errorf("%s: another tally than the recorded one", name)
			}
		}
	}
}

// TestManyWeights adds a ballot with more weights than are kept apart, and takes most of them away again.
func TestManyWeights(t *testing.T) {
	a := open(t, "testdata/weighted.bel")
	g, s, total := a.election.Group, tally.NewSum(a.election), int64(0)
	for i := int64(1); i <= 200; i++ {
		if err := s.Add(a.ballots[0], i*i); err != nil {
			t.Fatal(err)
		}
		if total += i * i; i%3 == 0 {
			if err := s.Subtract(a.ballots[0], i*i); err != nil {
				t.Fatal(err)
			}
			total -= i * i
		}
	}
	computed, sized, err := s.Tally()
	if err != nil {
		t.Fatal(err)
	}
	c := a.ballots[0].Answers[1].Choices[2]
	if got := computed[1][2]; !g.Equal(got.Alpha, g.Power(c.Alpha, g.Small(total))) || !g.Equal(got.Beta, g.Power(c.Beta, g.Small(total))) {
		t.Error("the sum is wrong")
	}
	if sized.TotalWeight != total || sized.NumTallied != 134 {
		t.Errorf("the size is %+v, weight %d expected", sized, total)
	}
}

// TestSumRefuses adds what cannot be added.
func TestSumRefuses(t *testing.T) {
	a, other := open(t, "testdata/mixed.bel"), open(t, "testdata/weighted.bel")
	b := a.ballots[0]
	says := func(err error, what string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("says %v, not %q", err, what)
		}
	}
	s := tally.NewSum(a.election)
	says(s.Add(b, 0), "a voter's weight of 0 cannot be counted")
	says(s.Add(b, -1), "a voter's weight of -1")
	says(s.Add(b, belenios.MaxWeight+1), "has to be from 1 to 100000000000")
	says(s.Add(b, 2), "question 2: a ranking cannot have the weight 2")
	says(s.Subtract(b, 2), "question 2: a ranking cannot have the weight 2")
	says(s.Add(other.ballots[0], 1), "2 answers to 4 questions")
	short := *b
	short.Answers = slices.Clone(b.Answers)
	short.Answers[2].Choices = short.Answers[2].Choices[:3]
	says(s.Add(&short, 1), "answer to question 3 has 3 ciphertexts instead of 4")
	says(s.Merge(tally.NewSum(other.election)), "different elections")

	if err := s.Add(b, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.Subtract(a.ballots[1], 1); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Tally()
	says(err, "question 2: a ballot was taken away that had not been added")
	if err := s.Subtract(b, 1); err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Tally()
	says(err, "-1 ballots")
	heavy := tally.NewSum(other.election)
	for range 2 {
		if err := heavy.Add(other.ballots[0], belenios.MaxWeight); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = heavy.Tally()
	says(err, "total weight of 200000000000 cannot be counted")
	_, err = tally.Of(a.election, a.ballots, other.weight)
	says(err, "ballot 2: this credential is not on the list")
	_, err = tally.Of(a.election, a.ballots, func(string) (int64, error) { return 3, nil })
	says(err, "ballot 2: question 2: a ranking cannot have the weight 3")
}

// TestThreshold puts keys together out of every subset of the trustees of two circles and one alone.
func TestThreshold(t *testing.T) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	circles := []tally.Circle{{First: 1, Size: 4, Threshold: 3}, {First: 5, Size: 1, Threshold: 1}, {First: 6, Size: 2, Threshold: 2}}
	random, total := &beleniostest.Chance{Label: "threshold"}, g.Small(0)
	shares := map[int]group.Scalar{}
	for _, c := range circles {
		polynomial := make([]group.Scalar, c.Threshold)
		for i := range polynomial {
			if polynomial[i], err = g.RandomScalar(random); err != nil {
				t.Fatal(err)
			}
		}
		total = g.AddScalars(total, polynomial[0])
		for place := range c.Size {
			share, power := g.Small(0), g.Small(1)
			for _, a := range polynomial {
				share = g.AddScalars(share, g.MultiplyScalars(a, power))
				power = g.MultiplyScalars(power, g.Small(int64(place)+1))
			}
			shares[c.First+place] = share
		}
	}
	for set := range 1 << 7 {
		var owners []int
		for owner := 7; owner >= 1; owner-- { // in any order
			if set>>(owner-1)&1 == 1 {
				owners = append(owners, owner)
			}
		}
		enough := len(slices.DeleteFunc(slices.Clone(owners), func(o int) bool { return o > 4 })) >= 3 && set>>4 == 7
		coefficients, err := tally.Coefficients(g, circles, owners)
		if (err == nil) != enough {
			t.Fatalf("owners %v: %v", owners, err)
		}
		if !enough {
			if _, ok := errors.AsType[tally.Missing](err); !ok {
				t.Errorf("owners %v: %v", owners, err)
			}
			continue
		}
		if len(coefficients) != 6 {
			t.Errorf("owners %v: %d coefficients", owners, len(coefficients))
		}
		sum := g.Small(0)
		for owner, coefficient := range coefficients {
			sum = g.AddScalars(sum, g.MultiplyScalars(coefficient, shares[owner]))
		}
		if !g.EqualScalars(sum, total) {
			t.Errorf("owners %v give another key", owners)
		}
	}
}

// TestMissing says who is missing.
func TestMissing(t *testing.T) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	circles := []tally.Circle{{First: 1, Size: 1, Threshold: 1}, {First: 2, Size: 3, Threshold: 2}}
	for _, one := range []struct {
		owners []int
		says   string
	}{
		{nil, "trustee 1 has not decrypted, and nobody else can in its place: ask for its partial decryption"},
		{[]int{1}, "of the trustees 2 to 4, 0 have decrypted and 2 are needed: ask for 2 more partial decryptions"},
		{[]int{1, 4, 4}, "of the trustees 2 to 4, 1 have decrypted and 2 are needed: ask for 1 more partial decryptions"},
	} {
		if _, err := tally.Coefficients(g, circles, one.owners); err == nil || err.Error() != one.says {
			t.Errorf("says %v, not %q", err, one.says)
		}
	}
}
