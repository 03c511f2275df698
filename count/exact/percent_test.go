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

func TestSharesAreReadExactly(t *testing.T) {
	for text, want := range map[string]exact.Number{
		"1/3": exact.Frac(1, 3), "75%": exact.Frac(3, 4), "12.5 %": exact.Frac(1, 8), "0.75": exact.Frac(3, 4), " 2 ": exact.Int(2), "0": {},
	} {
		if got, ok := exact.ParseShare(text); !ok || !got.Equal(want) {
			t.Errorf("%q is %s (%t), want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "%", "1/0", "1/", "/2", ".5", "-1/2", "1e9", "1.2.3", "1/2.5", "a third", "٣"} {
		if got, ok := exact.ParseShare(text); ok {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}
