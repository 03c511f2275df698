package meek_test

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// election makes an election without papers.
func election(tb testing.TB, seats int, names ...string) *count.Election {
	tb.Helper()
	e := &count.Election{Seats: seats}
	for _, name := range names {
		e.Candidates = append(e.Candidates, count.Candidate{Name: name})
	}
	return e
}

// papers reads lines such as "12 3 1=2": how many papers, then candidates from 1, best first, equal ones joined. A weight
// may stand behind the number, "12*1/3".
func papers(tb testing.TB, lines ...string) *count.Papers {
	tb.Helper()
	var b count.Builder
	if _, err := b.Class(exact.Int(1), ""); err != nil {
		tb.Fatal(err)
	}
	for i, line := range lines {
		fields := strings.Fields(line)
		times, weight, weighted := strings.Cut(fields[0], "*")
		class := uint16(0)
		if weighted {
			rat, ok := new(big.Rat).SetString(weight)
			if !ok {
				tb.Fatalf("line %d: weight %q", i+1, weight)
			}
			var err error
			if class, err = b.Class(exact.FromRat(rat), ""); err != nil {
				tb.Fatal(err)
			}
		}
		var marks []count.Mark
		for _, rank := range fields[1:] {
			for j, number := range strings.Split(rank, "=") {
				c, err := strconv.Atoi(number)
				if err != nil {
					tb.Fatal(err)
				}
				marks = append(marks, count.NewMark(c-1, j > 0))
			}
		}
		n, err := strconv.ParseInt(times, 10, 64)
		if err != nil {
			tb.Fatal(err)
		}
		if err := b.Add(marks, n, class, i+1); err != nil {
			tb.Fatal(err)
		}
	}
	return b.Papers()
}
