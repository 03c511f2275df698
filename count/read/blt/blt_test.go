package blt_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/mend"
)

// million writes so many made-up papers of 20 candidates, one a line, about 18.6 bytes each.
func million(papers int) []byte {
	chance := rand.New(rand.NewPCG(20, 26))
	var file strings.Builder
	file.WriteString("20 5\n")
	order := chance.Perm(20)
	for range papers {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		file.WriteString("1")
		for _, c := range order[:1+chance.IntN(11)] {
			fmt.Fprintf(&file, " %d", c+1)
		}
		file.WriteString(" 0\n")
	}
	file.WriteString("0\n")
	for c := range 20 {
		fmt.Fprintf(&file, "\"Lamp %d\"\n", c+1)
	}
	file.WriteString("\"A million lamps\"\n")
	return []byte(file.String())
}

func BenchmarkReadMillion(b *testing.B) {
	data := million(1_000_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := blt.Read(data, mend.Request{}); err != nil {
			b.Fatal(err)
		}
	}
}
