package lot_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count/lot"
)

// The tickets were made with sha256sum: printf 'dice 3 5 1\n1\nAsh' | sha256sum
func TestTicketsAreThoseOfTheShell(t *testing.T) {
	for name, want := range map[string]string{"Ash": "0515739ae763870893b7e2f82c09d210238d096cc7a30341c376c9b2c73b9ed4", "Oak": "8ed893fbf9a4c2a79aa4a6d31ae1b3db649a1f77b14247aa12564f084764bab5"} {
		if got := lot.Ticket("dice 3 5 1", 1, name); got != want {
			t.Errorf("ticket of %s: %s, want %s", name, got, want)
		}
	}
}

func TestDrawDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z][a-z]{1,6}`), 2, 6, rapid.ID).Draw(t, "names")
		seed := rapid.String().Draw(t, "seed")
		drawn := names[lot.Draw(seed, 1, names)]
		shuffled := rapid.Permutation(names).Draw(t, "shuffled")
		if again := shuffled[lot.Draw(seed, 1, shuffled)]; again != drawn {
			t.Fatalf("drawn %s, then %s", drawn, again)
		}
	})
}

// Over many seeds each of three is drawn about as often: a lot is fair.
func TestLotsAreFair(t *testing.T) {
	drawn := [3]int{}
	for seed := range 3000 {
		drawn[lot.Draw(fmt.Sprint(seed), 1, []string{"Ash", "Oak", "Elm"})]++
	}
	for i, n := range drawn {
		if n < 900 || n > 1100 {
			t.Errorf("candidate %d is drawn %d times in 3,000", i, n)
		}
	}
}

func TestNames(t *testing.T) {
	got := lot.Names([]string{"Ash", "Oak", "Ash", "Ash"})
	if want := "[Ash Oak Ash #2 Ash #3]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// A name that was made is never one that somebody bears, whatever the names are.
func TestNamesAreDistinct(t *testing.T) {
	if got, want := lot.Names([]string{"Sam", "Sam", "Sam #2"}), "[Sam Sam #3 Sam #2]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"Sam", "Sam #2", "Sam #2 #2", "Sam #3", ""}), 0, 12).Draw(t, "names")
		seen := map[string]bool{}
		for _, name := range lot.Names(names) {
			if seen[name] {
				t.Fatalf("%q twice among %q", name, lot.Names(names))
			}
			seen[name] = true
		}
	})
}

func ExampleDraw() {
	tied := []string{"Ash", "Oak"}
	fmt.Println(tied[lot.Draw("dice 3 5 1", 1, tied)])
	// Output: Ash
}
