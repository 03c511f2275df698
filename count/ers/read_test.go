package ers_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count"
)

// readPlain reads the simplest form of a ballot file, as all of the real data here has it.
func readPlain(t testing.TB, path string) *count.Election {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return plain(t, strings.ReplaceAll(string(data), "\r", ""))
}

// plain reads a ballot file: candidates and places; how many papers, the candidates in order, 0; a 0; the names.
func plain(t testing.TB, text string) *count.Election {
	t.Helper()
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	whole := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	head := strings.Fields(lines[0])
	e := &count.Election{Seats: whole(head[1])}
	var b count.Builder
	at := 1
	for ; lines[at] != "0"; at++ {
		fields := strings.Fields(lines[at])
		var ranking []count.Mark
		for _, f := range fields[1 : len(fields)-1] {
			ranking = append(ranking, count.NewMark(whole(f)-1, false))
		}
		if err := b.Add(ranking, int64(whole(fields[0])), 0, at+1); err != nil {
			t.Fatal(err)
		}
	}
	for range whole(head[0]) {
		at++
		e.Candidates = append(e.Candidates, count.Candidate{Name: strings.Trim(lines[at], `"`)})
	}
	e.Papers = b.Papers()
	return e
}
