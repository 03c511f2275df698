package check_test

import (
	"testing"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/belenios/group"
)

// remembered gives commitments again that an earlier check has made, by ballot.
func remembered(made [][]group.Element, ballots int) check.Hints {
	var all []group.Element
	for _, one := range made {
		all = append(all, one...)
	}
	return func(from, to, n int) []group.Element {
		each := len(all) / max(ballots, 1)
		if len(all) == 0 || n != (to-from)*each || to*each > len(all) {
			return nil
		}
		return all[from*each : to*each]
	}
}

// BenchmarkVerify checks whole archives of 1,000 ballots.
func BenchmarkVerify(b *testing.B) {
	for _, name := range []string{"tool-2.5.1-ed25519-yesno", "tool-2.5.1-ed25519-ranking", "tool-2.0-belenios2048-yesno"} {
		raw := read(b, "thousand", name+"-1000.bel")
		var made [][]group.Element
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, made = verify(b, raw, check.Options{}, nil)
			}
			b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "ballots/s")
		})
		b.Run(name+"-hints", func(b *testing.B) {
			for b.Loop() {
				verify(b, raw, check.Options{}, remembered(made, 1000))
			}
			b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "ballots/s")
		})
	}
}
