package read_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/internal/counttest"
)

// lamps writes papers of 20 candidates, one a line, about 18.6 bytes each.
func lamps(papers int) []byte {
	chance := rand.New(rand.NewPCG(20, 26))
	file := []byte("20 5\n")
	order := chance.Perm(20)
	for range papers {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		file = append(file, '1')
		for _, c := range order[:1+chance.IntN(11)] {
			file = strconv.AppendInt(append(file, ' '), int64(c+1), 10)
		}
		file = append(file, " 0\n"...)
	}
	file = append(file, "0\n"...)
	for c := range 21 {
		file = append(strconv.AppendInt(append(file, `"Lamp `...), int64(c+1), 10), "\"\n"...)
	}
	return file
}

func benchmark(b *testing.B, data []byte, name string, papers int64) {
	b.Helper()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		election, err := read.File(data, name, read.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if got := election.Papers.Total() + election.RejectedTotal(); got != papers {
			b.Fatalf("%d papers, expected %d", got, papers)
		}
	}
}

func BenchmarkReadMillionBLT(b *testing.B) { benchmark(b, lamps(1_000_000), "lamps.blt", 1_000_000) }

// minneapolis unpacks the records of the mayor's election of 2013.
func minneapolis(b *testing.B) []byte {
	b.Helper()
	packed, err := os.ReadFile(filepath.Join(counttest.Elections(b), "minneapolis-2013-mayor", "mn_2013_cast_vote_record.csv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		b.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkReadMinneapolis13Times reads the mayor's election of 2013 thirteen times over, RCTab's test of scale.
func BenchmarkReadMinneapolis13Times(b *testing.B) {
	one := minneapolis(b)
	header := bytes.IndexByte(one, '\n') + 1
	data := bytes.TrimRight(bytes.Clone(one), "\r\n")
	for range 12 {
		data = append(append(data, 10), bytes.TrimRight(one[header:], "\r\n")...)
	}
	benchmark(b, data, "mayor.csv", 13*80101)
}

// BenchmarkReadCandidates reads a table of 200,000 papers with a column for each of 20 candidates.
func BenchmarkReadCandidates(b *testing.B) {
	chance := rand.New(rand.NewPCG(20, 26))
	var data []byte
	for c := range 20 {
		data = append(strconv.AppendInt(append(data, "Lamp "...), int64(c+1), 10), ',')
	}
	for range 200_000 {
		data = append(data, '\n')
		marked := 1 + chance.IntN(19)
		for _, rank := range chance.Perm(20) {
			if rank < marked {
				data = strconv.AppendInt(data, int64(rank+1), 10)
			}
			data = append(data, ',')
		}
	}
	benchmark(b, data, "lamps.csv", 200_000)
}
