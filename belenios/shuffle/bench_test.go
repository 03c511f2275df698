package shuffle_test

import (
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// BenchmarkCheck checks one shuffle of 1,000 ballots that belenios-tool made; reading it is measured by BenchmarkParse.
func BenchmarkCheck(b *testing.B) {
	m := open(b, filepath.Join(beleniostest.Elections(b), "thousand", "tool-2.5.1-ed25519-ranking-1000.bel"))
	input, err := shuffle.Input(m.election, m.tally)
	if err != nil {
		b.Fatal(err)
	}
	generators := bases(b, m.election, input)
	s, err := shuffle.Parse(m.election.Group, m.shuffles[0])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := shuffle.Check(m.election, generators, input, s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(input[0])), "µs/ballot")
}

// BenchmarkParse reads one shuffle of 1,000 ballots.
func BenchmarkParse(b *testing.B) {
	m := open(b, filepath.Join(beleniostest.Elections(b), "thousand", "tool-2.5.1-ed25519-ranking-1000.bel"))
	for b.Loop() {
		if _, err := shuffle.Parse(m.election.Group, m.shuffles[0]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*1000), "µs/ballot")
}

// BenchmarkBases makes the independent generators for 1,000 ballots.
func BenchmarkBases(b *testing.B) {
	e, _ := ranked(b, "Ed25519")
	for b.Loop() {
		if _, err := shuffle.NewBases(e.Group, 1000); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*1000), "µs/ballot")
}

// BenchmarkProve shuffles two lists of 200 ballots.
func BenchmarkProve(b *testing.B) {
	for _, name := range []string{"Ed25519", "RFC-3526-2048"} {
		b.Run(name, func(b *testing.B) {
			n := map[string]int{"Ed25519": 200, "RFC-3526-2048": 10}[name]
			e, _ := ranked(b, name)
			input := encrypted(b, e, n)
			generators := bases(b, e, input)
			for b.Loop() {
				if _, err := shuffle.Prove(e, &beleniostest.Chance{}, generators, input, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*2*n), "µs/ballot")
		})
	}
}
