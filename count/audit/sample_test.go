package audit_test

import (
	"crypto/sha256"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/audit"
)

// Published picks of Rivest's sampler.
func TestDrawIsRivestsSampler(t *testing.T) {
	for _, c := range []struct {
		name, seed string
		papers     int64
		repeats    bool
		want       []int64
	}{
		{"one digit", "0", 1000, true, []int64{905, 573, 160}},
		{"a small range repeats", "0", 2, true, []int64{1, 1, 2}},
		{"another digit", "1", 1000, true, []int64{97, 89, 163}},
		{"leading noughts matter", "0000000000", 1000, true, []int64{978, 359, 132}},
		{"24 digits", "999999999999999999999999", 1000, true, []int64{544, 800, 654}},
		{"letters", "abcde", 1000, true, []int64{247, 427, 157}},
		{"space around the seed does not count", " abcde\n", 1000, true, []int64{247, 427, 157}},
		{"28 digits", "3546311556112163624615351222", 876, true, []int64{740, 180, 264, 789, 238, 448, 272, 611, 761, 208}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := audit.Draw(c.seed, c.papers, int64(len(c.want)), c.repeats)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
		})
	}
}

// Number 32 gives 611 again: with replacement it is drawn, without it the number goes on.
func TestDrawPassesOverRepeats(t *testing.T) {
	const seed = "3546311556112163624615351222"
	with, err := audit.Draw(seed, 876, 32, true)
	if err != nil || with[31] != 611 || with[30] != 461 {
		t.Errorf("with replacement: %v, %v", with, err)
	}
	without, err := audit.Draw(seed, 876, 32, false)
	if err != nil || without[30] != 461 || without[31] != 251 {
		t.Errorf("without: %v, %v", without, err)
	}
	s, err := audit.NewSampler(seed, 876, false)
	if err != nil {
		t.Fatal(err)
	}
	for range 32 {
		s.Next()
	}
	if s.Number() != 33 {
		t.Errorf("the 32nd paper came from number %d, want 33", s.Number())
	}
}

// Any sample is the beginning of every longer one, holds each paper at most once without replacement, and each pick
// is the hash by its definition.
func TestDrawByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.StringMatching(`[0-9a-zé]{1,30}`).Draw(t, "seed")
		papers := rapid.Int64Range(1, 200).Draw(t, "papers")
		size := rapid.Int64Range(0, papers).Draw(t, "size")
		all, err := audit.Draw(seed, papers, papers, false)
		if err != nil {
			t.Fatal(err)
		}
		some, err := audit.Draw(seed, papers, size, false)
		if err != nil || !slices.Equal(some, all[:size]) {
			t.Errorf("%v, %v is not the beginning of %v", some, err, all)
		}
		for i, paper := range slices.Sorted(slices.Values(all)) {
			if paper != int64(i)+1 {
				t.Fatalf("not every paper is drawn: %v", all)
			}
		}
		huge := rapid.Int64Range(1, audit.MaxPapers).Draw(t, "huge")
		repeated, err := audit.Draw(seed, huge, 3, true)
		if err != nil {
			t.Fatal(err)
		}
		for i, paper := range repeated {
			hash := sha256.Sum256([]byte(seed + "," + strconv.Itoa(i+1)))
			want := new(big.Int).SetBytes(hash[:])
			if want.Mod(want, big.NewInt(huge)); paper != want.Int64()+1 {
				t.Errorf("pick %d of %d is %d, want %d", i+1, huge, paper, want.Int64()+1)
			}
		}
	})
}

func TestDrawRefuses(t *testing.T) {
	for _, c := range []struct {
		name, seed   string
		papers, size int64
		want         string
	}{
		{"no seed", " \t", 10, 1, "the seed is empty"},
		{"no papers", "1", 0, 0, "nothing can be drawn from 0 papers"},
		{"more than there are", "1", 3, 4, "4 papers cannot be drawn from 3"},
		{"fewer than none", "1", 3, -1, "-1 papers cannot be drawn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := audit.Draw(c.seed, c.papers, c.size, false); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
