package meek

import (
	"slices"
	"testing"
)

// The numbers for 3 candidates, 2 places and 33 papers, worked out from clauses 42 to 47 apart from this code.
func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		name string
		text bool
		want []int64
	}{
		{"Hill's program", false, []int64{8963, 9615, 6790}},
		{"the words of the regulations", true, []int64{9942, 16066, 23496}},
	} {
		if got := numbers(3, 2, 33, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// No two candidates have one number, even where the generator repeats itself.
func TestNumbersAreDistinct(t *testing.T) {
	given := numbers(mostNumbered, 9, 1<<62, false)
	if slices.Sort(given); len(slices.Compact(given)) != mostNumbered {
		t.Errorf("%d candidates have %d numbers", mostNumbered, len(slices.Compact(given)))
	}
}
