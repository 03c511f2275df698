package blt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/read/blt"
	"github.com/selectorate/selectorate/count/read/mend"
)

// paper is what a line of a file says: how many papers, or what one is worth, and the candidates of each rank; a rank
// without any was skipped.
type paper struct {
	weight string
	ranks  [][]int
}

func papers(t *rapid.T, candidates int) []paper {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) paper {
		order := rapid.Permutation(span(candidates)).Draw(t, "order")[:rapid.IntRange(0, candidates).Draw(t, "length")]
		p := paper{weight: rapid.SampledFrom([]string{"1", "2", "17", "3/2", "0.25", "98765432109876543210"}).Draw(t, "weight")}
		for len(order) > 0 {
			n := rapid.IntRange(0, min(2, len(order))).Draw(t, "rank")
			p.ranks = append(p.ranks, order[:n])
			order = order[n:]
		}
		return p
	}), 0, 8).Draw(t, "papers")
}

func span(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// dialect writes a file in one of the ways in which files are written.
type dialect struct {
	*rapid.T
	free   bool // white space only separates
	nicks  bool
	eol    string
	margin string // behind what stands on a line
}

func draw(t *rapid.T) dialect {
	return dialect{
		t, rapid.Bool().Draw(t, "free"), rapid.Bool().Draw(t, "nicks"), rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line ends"),
		rapid.SampledFrom([]string{"", "   ", ",,", " \t , ", " # well", " /* well */", "\u00a0"}).Draw(t, "margin"),
	}
}

// gap is what stands between two words.
func (d dialect) gap() string {
	gaps := []string{" ", " ", "  ", "\t", "\u00a0", " /* 3 */ "}
	if d.free {
		gaps = append(gaps, d.eol, " # 2 0"+d.eol)
	}
	return rapid.SampledFrom(gaps).Draw(d.T, "gap")
}

func (d dialect) end() string {
	if d.free && !strings.ContainsAny(d.margin, ",#") {
		return d.margin + rapid.SampledFrom([]string{" ", d.eol, d.eol + d.eol}).Draw(d.T, "end")
	}
	return d.margin + d.eol
}

func (d dialect) name(candidate int) string {
	if d.nicks && rapid.Bool().Draw(d.T, "by nick") {
		return fmt.Sprintf("lamp%c", 'a'+candidate)
	}
	return fmt.Sprint(candidate + 1)
}

func (d dialect) write(candidates, seats int, withdrawn []int, all []paper) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%d%s%d%s", candidates, d.gap(), seats, d.end())
	if d.nicks {
		out.WriteString("[nick")
		for c := range candidates {
			fmt.Fprintf(&out, "%slamp%c", rapid.SampledFrom([]string{" ", "\n"}).Draw(d.T, "in brackets"), 'a'+c)
		}
		out.WriteString("]" + d.end())
	}
	for _, c := range withdrawn {
		fmt.Fprintf(&out, "-%d%s", c+1, d.end())
	}
	for _, p := range all {
		out.WriteString(p.weight)
		for _, rank := range p.ranks {
			out.WriteString(d.gap())
			if len(rank) == 0 {
				out.WriteString("-")
			}
			for i, c := range rank {
				if i > 0 {
					out.WriteString(rapid.SampledFrom([]string{"=", " =", "= ", " = "}).Draw(d.T, "equals"))
				}
				out.WriteString(d.name(c))
			}
		}
		out.WriteString(d.gap() + "0" + d.end())
	}
	out.WriteString("0" + d.margin + d.eol)
	for c := range candidates {
		fmt.Fprintf(&out, "\"Lamp %d\"%s", c+1, d.eol)
	}
	return out.String() + `"Lamps"` + rapid.SampledFrom([]string{"", d.eol}).Draw(d.T, "last line end")
}

// expect builds the papers without writing or reading.
func expect(t *rapid.T, all []paper) *count.Papers {
	var b count.Builder
	if _, err := b.Class(exact.Int(1), ""); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		var ranking []count.Mark
		for _, rank := range p.ranks {
			for i, c := range rank {
				ranking = append(ranking, count.NewMark(c, i > 0))
			}
		}
		if len(ranking) == 0 {
			continue
		}
		weight, err := mend.Weight(p.weight)
		if err != nil {
			t.Fatal(err)
		}
		times := int64(1)
		if n := weight.Rat().Num(); weight.IsWhole() && n.IsInt64() {
			times, weight = n.Int64(), exact.Int(1)
		}
		class, err := b.Class(weight, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(ranking, times, class, 0); err != nil {
			t.Fatal(err)
		}
	}
	return b.Papers()
}

// TestEveryDialectSaysTheSame holds that however a file is written, the same papers are read.
func TestEveryDialectSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		candidates := rapid.IntRange(1, 9).Draw(t, "candidates")
		withdrawn := rapid.SliceOfNDistinct(rapid.IntRange(0, candidates-1), 0, 2, rapid.ID).Draw(t, "withdrawn")
		all := papers(t, candidates)
		how := draw(t)
		file := how.write(candidates, 2, withdrawn, all)
		election, err := blt.Read([]byte(file), mend.Request{})
		if how.free && err != nil && strings.Contains(err.Error(), "can be read in two ways") {
			return // "2 1", then "3 0": nobody can know
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		want := expect(t, all)
		if a, b := election.Papers.Sorted().Digest(), want.Sorted().Digest(); a != b {
			t.Fatalf("read %s, expected %s:\n%s", a, b, file)
		}
		if election.Papers.Len()+len(election.Rejected) != len(all) {
			t.Fatalf("%d papers and %d rejected of %d:\n%s", election.Papers.Len(), len(election.Rejected), len(all), file)
		}
		if election.Title != "Lamps" || election.Seats != 2 || election.Candidates[candidates-1].Name != fmt.Sprintf("Lamp %d", candidates) {
			t.Fatalf("%q, %d places, %v:\n%s", election.Title, election.Seats, election.Candidates, file)
		}
		for c, candidate := range election.Candidates {
			if candidate.Withdrawn != slices.Contains(withdrawn, c) {
				t.Fatalf("candidate %d withdrawn: %v\n%s", c+1, candidate.Withdrawn, file)
			}
		}
	})
}

// TestNames holds how each form of a line is read as a name.
func TestNames(t *testing.T) {
	for line, want := range map[string]string{
		`"Ada Bell"`:                    "Ada Bell",
		`"Ada Bell",,,`:                 "Ada Bell",
		`   "Ada  Bell"     `:           "Ada  Bell",
		`"Ada Bell" # of "Leith"`:       "Ada Bell",
		`"Ada Bell"#1`:                  "Ada Bell",
		`"Ada #1 Bell"`:                 "Ada #1 Bell",
		`Ada Bell(Ind)`:                 "Ada Bell(Ind)",
		`Ada #1 Bell`:                   "Ada",
		`Ada#1 Bell`:                    "Ada#1 Bell",
		`Eilean a' Cheò`:                "Eilean a' Cheò",
		`Alan O''BRIEN`:                 "Alan O'BRIEN",
		`Alan O'BRIEN (CICA)`:           "Alan O'BRIEN (CICA)",
		`''Ada'' Bell`:                  "''Ada'' Bell",
		`"John ""Independent"" Coe"`:    `John "Independent" Coe`,
		`"John COE ""Independent"""`:    `John COE "Independent"`,
		`"Bob "Again" Coe"`:             `Bob "Again" Coe`,
		`"Bob "Again" ""Coe"""`:         `Bob "Again" ""Coe""`,
		`“Ada Bell”`:                    "Ada Bell",
		`"Ada, Bell"`:                   "Ada, Bell",
		`Bell, Ada`:                     "Bell, Ada",
		"\"Ada\nBell of\nthe orchard\"": "Ada Bell of the orchard",
	} {
		election, err := blt.Read([]byte("1 1\n1 1 0\n0\n"+line+"\nTitle\n"), mend.Request{})
		if err != nil || election.Candidates[0].Name != want || election.Title != "Title" {
			t.Errorf("%s is read as %+v (%v), expected %q", line, election, err, want)
		}
	}
}

// TestQuotedNamesComeBack holds that a name in quotes, with the quotes in it doubled, is read as it was, whatever else
// is in it.
func TestQuotedNamesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := strings.TrimSpace(rapid.StringOf(rapid.SampledFrom([]rune(`ab"' #,/*-0[]()=“”`))).Draw(t, "name"))
		if name == "" || strings.Contains(name, "''") {
			return // nobody, and what is taken for one apostrophe
		}
		line := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		election, err := blt.Read([]byte("1 1\n1 1 0\n0\n"+line+"\n"+line+"\n"), mend.Request{})
		if err != nil || election.Candidates[0].Name != name || election.Title != name {
			t.Fatalf("%s is read as %+v (%v)", line, election, err)
		}
	})
}
