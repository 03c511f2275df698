package edwards_test

import (
	"testing"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// ballot gives the terms of a yes/no ballot with two answers: for each answer an encryption of 0 or 1, for their sum
// one of 1, and a signature; 11 commitments.
func ballot(b testing.TB, g *group.Group, chance *beleniostest.Chance) []group.Term {
	b.Helper()
	element := func() group.Element { return g.Power(nil, random(b, g, chance)) }
	scalar := func() group.Scalar { return random(b, g, chance) }
	power := func(base group.Element, exponent group.Scalar) []group.Factor {
		return []group.Factor{{Base: base, Exponent: exponent}}
	}
	var terms []group.Term
	branch := func(alpha, beta group.Element, plain int64) {
		response, challenge := scalar(), scalar()
		second := group.Term{K: response, Factors: power(beta, challenge)}
		if plain != 0 {
			second.G = g.MultiplyScalars(challenge, g.Small(-plain))
		}
		terms = append(terms, group.Term{G: response, Factors: power(alpha, challenge)}, second)
	}
	for range 2 {
		alpha, beta := element(), element()
		branch(alpha, beta, 0)
		branch(alpha, beta, 1)
	}
	branch(element(), element(), 1)
	return append(terms, group.Term{G: scalar(), Factors: power(element(), scalar())})
}

// BenchmarkBallot is all group work of checking one ballot without hints: 4 elements decoded and tested, 11
// commitments with their wire forms.
func BenchmarkBallot(b *testing.B) {
	g, chance := ed25519(b), &beleniostest.Chance{}
	table := g.Prepare(g.Power(nil, random(b, g, chance)))
	var wires []string
	for range 4 {
		wires = append(wires, group.Wire(g.Power(nil, random(b, g, chance))))
	}
	terms := ballot(b, g, chance)
	for b.Loop() {
		elements := make([]group.Element, 4)
		for i, wire := range wires {
			elements[i], _ = g.Decode(wire)
		}
		if g.Outsider(elements, nil) != -1 || g.Challenge("", g.Recompute(table, terms)...).IsNone() {
			b.Fatal("wrong")
		}
	}
}

func BenchmarkRecompute(b *testing.B) {
	g, chance := ed25519(b), &beleniostest.Chance{}
	table := g.Prepare(g.Power(nil, random(b, g, chance)))
	terms := ballot(b, g, chance)
	for b.Loop() {
		g.Recompute(table, terms)
	}
}

func BenchmarkHolds(b *testing.B) {
	g, chance := ed25519(b), &beleniostest.Chance{}
	key := g.Power(nil, random(b, g, chance))
	var terms []group.Term
	const ballots = 300
	for range ballots {
		terms = append(terms, ballot(b, g, chance)...)
	}
	claimed := g.Recompute(g.Prepare(key), terms)
	n := 0
	for b.Loop() {
		n += ballots
		if !g.Holds(key, terms, claimed, []byte("seed")) {
			b.Fatal("right commitments do not hold")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/ballot")
}

func many(b testing.TB, g *group.Group, n int) []group.Element {
	b.Helper()
	out := make([]group.Element, n)
	terms := make([]group.Term, n)
	for i := range terms {
		terms[i] = group.Term{G: g.Small(int64((i + 1) * (i + 1) * (i + 1)))}
	}
	copy(out, g.Recompute(nil, terms))
	return out
}

func BenchmarkProduct(b *testing.B) {
	g, chance := ed25519(b), &beleniostest.Chance{}
	bases := many(b, g, 130000)
	exponents := make([]group.Scalar, len(bases))
	for i := range exponents {
		exponents[i] = random(b, g, chance)
	}
	short := g.Weights([]byte("seed"), len(bases))
	for _, n := range []int{2, 16, 64, 128, 256, 512, 1024, 4096, 16384, 130000} {
		for name, powers := range map[string][]group.Scalar{"253bits": exponents, "128bits": short} {
			b.Run(name+"/"+itoa(n), func(b *testing.B) {
				for b.Loop() {
					g.Product(bases[:n], powers[:n])
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/point")
			})
		}
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func BenchmarkOutsider(b *testing.B) {
	g := ed25519(b)
	elements := many(b, g, 130000)
	for _, n := range []int{1, 4, 200, 201, 1000, 16384, 130000} {
		b.Run(itoa(n), func(b *testing.B) {
			for b.Loop() {
				if g.Outsider(elements[:n], []byte("seed")) != -1 {
					b.Fatal("an outsider")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/point")
		})
	}
}

func BenchmarkOperations(b *testing.B) {
	g, chance := ed25519(b), &beleniostest.Chance{}
	s := random(b, g, chance)
	e := g.Power(nil, s)
	wire := group.Wire(e)
	fresh := g.Multiply(e, e)
	decoded, err := g.Decode(wire)
	if err != nil {
		b.Fatal(err)
	}
	text := g.ScalarText(s)
	vector := []int{1, 2, 3, 4, 5}
	for name, operation := range map[string]func(){
		"New":             func() { ed25519(b) },
		"Prepare":         func() { g.Prepare(e) },
		"Decode":          func() { _, _ = g.Decode(wire) },
		"AppendWire":      func() { group.Wire(fresh) },
		"AppendWireKnown": func() { group.Wire(decoded) },
		"PowerGenerator":  func() { g.Power(nil, s) },
		"Power":           func() { g.Power(e, s) },
		"Multiply":        func() { g.Multiply(e, fresh) },
		"Equal":           func() { g.Equal(e, fresh) },
		"Embed":           func() { _, _ = g.Embed(vector) },
		"Independent":     func() { g.Independent(7) },
		"ParseScalar":     func() { _, _ = g.ParseScalar(text) },
		"ScalarText":      func() { g.ScalarText(s) },
		"ScalarBytes":     func() { g.ScalarBytes(s) },
		"MultiplyScalars": func() { g.MultiplyScalars(s, s) },
		"AddScalars":      func() { g.AddScalars(s, s) },
		"Reduce32":        func() { g.Reduce(vector32[:]) },
		"Weights":         func() { g.Weights(vector32[:], 1) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				operation()
			}
		})
	}
}

var vector32 = [32]byte{255, 254, 253}
