//go:build timing

package group_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/belenios/group/modular"
)

// TestTiming measures whether the time of key operations depends on the secret. For each operation it takes a fixed,
// extreme secret and random ones in turns drawn by chance, leaves out the slowest tenth of each (interrupts), and compares the
// means by Welch's t. Beyond 4.5, in either direction and again when repeated, the time would betray the secret (the customary
// bound of leakage tests). It reports and judges nothing: times are not for a test to pass or fail by. `make timing` runs it.
func TestTiming(t *testing.T) {
	fmt.Println("| group | operation | fixed secret | samples | mean, fixed | mean, random | difference | t |")
	fmt.Println("|---|---|---|--:|--:|--:|--:|--:|")
	for _, make := range []func() (*group.Group, error){edwards.New, modular.Belenios2048, modular.RFC3526} {
		g, err := make()
		if err != nil {
			t.Fatal(err)
		}
		measureGroup(g)
	}
}

func measureGroup(g *group.Group) {
	chance := rand.New(rand.NewPCG(1, 2))
	draw := func() group.Scalar {
		bytes := make([]byte, 300)
		for i := range bytes {
			bytes[i] = byte(chance.Uint32())
		}
		return g.Reduce(bytes)
	}
	base, other := g.Power(nil, draw()), draw()
	samples := 20_000
	if strings.HasPrefix(g.Name(), "RFC") {
		samples = 600
	} else if strings.HasPrefix(g.Name(), "BEL") {
		samples = 4_000
	}
	operations := []struct {
		name string
		do   func(group.Scalar)
	}{
		{"power of the generator", func(k group.Scalar) { g.Power(nil, k) }},
		{"power of an element", func(k group.Scalar) { g.Power(base, k) }},
		{"response (multiply, subtract)", func(k group.Scalar) { g.SubtractScalars(other, g.MultiplyScalars(k, other)) }},
	}
	fixed := map[string]group.Scalar{"0": g.Small(0), "1": g.Small(1), "order - 1": g.Small(-1)}
	for _, op := range operations {
		for _, name := range []string{"0", "1", "order - 1"} {
			compare(g.Name(), op.name, name, samples, chance, func(random bool) time.Duration {
				k := draw() // for the fixed secret too, so that both find the caches alike
				if !random {
					k = g.Copy(fixed[name])
				}
				began := time.Now()
				op.do(k)
				return time.Since(began)
			})
		}
	}
}

func compare(group, operation, secret string, samples int, chance *rand.Rand, measure func(random bool) time.Duration) {
	var times [2][]float64
	for range samples {
		class := chance.IntN(2)
		times[class] = append(times[class], float64(measure(class == 1).Nanoseconds()))
	}
	var mean, spread [2]float64
	for class := range times {
		slices.Sort(times[class])
		times[class] = times[class][:len(times[class])*9/10]
		for _, x := range times[class] {
			mean[class] += x
		}
		mean[class] /= float64(len(times[class]))
		for _, x := range times[class] {
			spread[class] += (x - mean[class]) * (x - mean[class])
		}
		spread[class] /= float64(len(times[class])-1) * float64(len(times[class]))
	}
	t := (mean[0] - mean[1]) / math.Sqrt(spread[0]+spread[1])
	fmt.Printf("| %s | %s | %s | %d | %.2f µs | %.2f µs | %+.2f %% | %+.1f |\n", group, operation, secret, samples,
		mean[0]/1000, mean[1]/1000, 100*(mean[0]/mean[1]-1), t)
}
