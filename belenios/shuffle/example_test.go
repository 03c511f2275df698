package shuffle_test

import (
	"crypto/rand"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/shuffle"
)

// A trustee shuffles the rankings of an election, and everybody checks it.
func Example() {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := g.RandomScalar(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := &belenios.Election{Fingerprint: "6pcfYuHYpNMK8B9BI/5bIC1ZZaeaHc0tA6OtAuVFpCQ", Group: g, PublicKey: g.Power(nil, key)}
	e.Questions = []belenios.Question{{Text: "Rank the candidates", Answers: []string{"A", "B", "C"}, Ranking: true}}

	tally := belenios.Tally{{
		{Alpha: g.Power(nil, g.Small(5)), Beta: g.Power(nil, g.Small(6))},
		{Alpha: g.Power(nil, g.Small(7)), Beta: g.Power(nil, g.Small(8))},
	}}
	input, err := shuffle.Input(e, tally)
	if err != nil {
		fmt.Println(err)
		return
	}
	bases, err := shuffle.BasesFor(g, input)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := shuffle.Prove(e, rand.Reader, bases, input, func(done, total int) { fmt.Println(done, "of", total) })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("refused because of:", shuffle.Check(e, bases, input, s))
	s.Ciphertexts[0][0] = s.Ciphertexts[0][1]
	if err := shuffle.Check(e, bases, input, s); err != nil {
		fmt.Println("a changed one is refused")
	}
	// Output:
	// 6 of 6
	// refused because of: <nil>
	// a changed one is refused
}
