package exact_test

import (
	"testing"

	"github.com/selectorate/selectorate/count/exact"
)

func TestPercentIsRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		part, whole exact.Number
		places      int
		want        string
	}{
		{exact.Int(48151), exact.Int(81726), 1, "58.9"},
		{exact.Int(1), exact.Int(3), 2, "33.33"},
		{exact.Int(2), exact.Int(3), 2, "66.67"},
		{exact.Int(1), exact.Int(2000), 1, "0.1"},
		{exact.Int(1), exact.Int(2001), 1, "0.0"},
		{exact.Frac(1, 3), exact.Frac(2, 3), 0, "50"},
		{exact.Int(5), exact.Int(5), 1, "100.0"},
		{exact.Int(0), exact.Int(0), 1, "0.0"},
	} {
		if got := c.part.Percent(c.whole, c.places); got != c.want {
			t.Errorf("%s of %s: %s %%, want %s", c.part, c.whole, got, c.want)
		}
	}
}
