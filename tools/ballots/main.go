// Command ballots makes a ballot file for benchmarks: always the same one for the same flags, on every machine.
//
// Usage: go -C tools run ./ballots -papers 1000000 -candidates 20 -seats 5 -seed 1 > FILE
//
// The file is BLT with one line for each paper, as counting machines write it. A paper is drawn so:
//
//   - Candidate c has the weight 1000·(lean/1000)^(c-1), in whole numbers and at least 1: the first is the most popular.
//   - The paper ends after each preference with the chance of one in -length, so that lengths are geometric, cut at the number
//     of candidates; a paper has at least one preference.
//   - Each preference falls on one of the candidates not yet on the paper, in proportion to their weights.
//
// All of it is integer arithmetic on SplitMix64 (Steele, Lea and Flood, 2014), started at -seed. With the flags above and
// the defaults for the rest the file has 18,960,104 bytes, 6.7 preferences a paper and 408,179 distinct rankings, which is
// what real contests of this size look like to a program: many papers alike, and a long tail of single ones.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	var m maker
	flag.IntVar(&m.papers, "papers", 1_000_000, "how many papers")
	flag.IntVar(&m.candidates, "candidates", 20, "how many candidates")
	flag.IntVar(&m.seats, "seats", 5, "places to fill")
	flag.IntVar(&m.lean, "lean", 650, "the weight of each next candidate, in thousandths of the one before")
	flag.IntVar(&m.length, "length", 7, "one paper in so many ends after each preference")
	seed := flag.Uint64("seed", 1, "where the numbers begin")
	flag.Parse()
	if m.papers < 0 || m.candidates < 1 || m.seats < 1 || m.lean < 1 || m.lean > 1000 || m.length < 1 || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "ballots: the flags make no election; see -help")
		os.Exit(2)
	}
	m.state = *seed
	if err := m.write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ballots:", err)
		os.Exit(1)
	}
}

// maker makes one file.
type maker struct {
	papers, candidates, seats, lean, length int
	state                                   uint64
}

// next gives the next number of SplitMix64.
func (m *maker) next() uint64 {
	m.state += 0x9e3779b97f4a7c15
	z := m.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives a number from 0 to n-1.
func (m *maker) below(n int) int { return int(m.next() % uint64(n)) }

func (m *maker) write(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<16)
	fmt.Fprintf(out, "%d %d\n", m.candidates, m.seats)
	weights := m.weights()
	left := make([]int, len(weights))
	var line []byte
	for range m.papers {
		copy(left, weights)
		line = m.paper(line[:0], left)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "0")
	for c := range m.candidates {
		fmt.Fprintf(out, "\"Candidate %d\"\n", c+1)
	}
	fmt.Fprintf(out, "\"Benchmark of %d papers\"\n", m.papers)
	return out.Flush()
}

func (m *maker) weights() []int {
	weights := make([]int, m.candidates)
	weight := 1000 * 1000
	for c := range weights {
		weights[c] = max(weight/1000, 1)
		weight = weight * m.lean / 1000
	}
	return weights
}

// paper appends one line; the weights are used up.
func (m *maker) paper(line []byte, left []int) []byte {
	sum := 0
	for _, weight := range left {
		sum += weight
	}
	line = append(line, '1')
	for rank := range left {
		if rank > 0 && m.below(m.length) == 0 {
			break
		}
		at, c := m.below(sum), 0
		for at >= left[c] {
			at -= left[c]
			c++
		}
		line = strconv.AppendInt(append(line, ' '), int64(c)+1, 10)
		sum -= left[c]
		left[c] = 0
	}
	return append(line, " 0\n"...)
}
