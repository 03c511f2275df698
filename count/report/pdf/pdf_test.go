package pdf_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/method"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/report/pdf"
	"github.com/selectorate/selectorate/internal/counttest"
	"github.com/selectorate/selectorate/party"
)

// fruit has a tie that a lot settles, a surplus, somebody who has withdrawn, and names in several languages.
const fruit = `6 2
-6
9 1 2 0
3 2 1 0
3 3 4 0
2 4 5 0
2 5 4 0
1 1 3 0
1 6 0
0
"Afal Coch Ŵyn"
"Ubh's Ḃainne Ċeilt"
"Śliwka Węgierka"
"Кавун Їжак"
"Ștefan Mărul"
"Cirsium"
"Fruit of the year"
`

func result(t testing.TB, rule, file string, data []byte) *count.Result {
	t.Helper()
	e, err := read.File(data, file, read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, ok := method.Find(rule)
	if !ok {
		t.Fatalf("there is no rule %q", rule)
	}
	r, err := m.Count(e, count.Options{Seed: "4 2 6"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t testing.TB, r *count.Result) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// said gives what stands on the pages: the streams unpacked, in which letters are UTF-16 with a backslash before some.
func said(t testing.TB, data []byte) string {
	t.Helper()
	var all strings.Builder
	for part := range bytes.SplitSeq(data, []byte("stream\n")) {
		reader, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue
		}
		text, err := io.ReadAll(reader)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// letters gives a text as the streams have it.
func letters(text string) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		for _, b := range []byte{byte(unit >> 8), byte(unit)} {
			if b == '(' || b == ')' || b == '\\' {
				out = append(out, '\\')
			}
			out = append(out, b)
		}
	}
	return string(out)
}

func TestWriteSaysTheCount(t *testing.T) {
	r := result(t, "scottish", "fruit.blt", []byte(fruit))
	data := written(t, r)
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Fatal("not a PDF")
	}
	text := said(t, data)
	wants := []string{"Fruit of the year", "Elected", "Stage by stage", "Drawing the lots again", "Page 1 of ", "Papers that were not valid", "sha256"}
	for _, who := range r.Candidates {
		wants = append(wants, who.Name)
	}
	for _, want := range wants {
		if !strings.Contains(text, letters(want)) {
			t.Errorf("%q is not on any page", want)
		}
	}
	pages := bytes.Count(data, []byte("/Type /Page\n"))
	if last := fmt.Sprintf("Page %d of %d", pages, pages); !strings.Contains(text, letters(last)) {
		t.Errorf("%q is not on the last page", last)
	}
}

func TestTheSameResultIsTheSameBytes(t *testing.T) {
	r := result(t, "scottish", "fruit.blt", []byte(fruit))
	first := written(t, r)
	for range 5 {
		if !bytes.Equal(written(t, r), first) {
			t.Fatal("the second PDF differs from the first")
		}
	}
}

// TestHeadsAreRepeated looks for the head of the long table on more than one page.
func TestHeadsAreRepeated(t *testing.T) {
	r := &count.Result{Rule: "plurality", Seats: 1, Title: "Lamps", Ballots: count.Ballots{Valid: 9, Votes: exact.Int(9)}}
	votes := make([]exact.Number, 120)
	for c := range votes {
		r.Candidates = append(r.Candidates, count.Candidate{Name: fmt.Sprintf("Lamp %d", c+1)})
		votes[c] = exact.Int(int64(c))
	}
	r.Stages = []count.Stage{{Number: 1, Action: count.Tally, Votes: votes, Reason: "Added up."}}
	if n := strings.Count(said(t, written(t, r)), letters("Standing")); n < 3 {
		t.Errorf("the head of a table over three pages is there %d times", n)
	}
}

func TestLettersThatCannotBeSetAreErrors(t *testing.T) {
	for name, letter := range map[string]string{"Gas 灯": "灯", "שמן": "ש", "زيت": "ز", "Lamp 🛢": "🛢"} {
		t.Run(name, func(t *testing.T) {
			r := result(t, "scottish", "fruit.blt", []byte(fruit))
			candidates := append([]count.Candidate{}, r.Candidates...)
			candidates[0].Name = name
			r.Candidates = candidates
			var out bytes.Buffer
			err := pdf.Write(&out, r)
			if party.KindOf(err) != party.Invalid || !strings.Contains(err.Error(), letter) || out.Len() > 0 {
				t.Errorf("error %v and %d bytes, want an error that names %s", err, out.Len(), letter)
			}
		})
	}
}

func TestWriteRefusesWhatContradictsItself(t *testing.T) {
	if err := pdf.Write(io.Discard, &count.Result{Winners: []int{3}}); party.KindOf(err) != party.Invalid {
		t.Errorf("error %v", err)
	}
}

// TestEveryRule writes a small count by every rule that takes its papers.
func TestEveryRule(t *testing.T) {
	e, err := read.File([]byte(fruit), "fruit.blt", read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	for _, m := range method.All() {
		seats := 0
		if m.One {
			seats = 1
		}
		r, err := m.Count(e, count.Options{Seats: seats, Seed: "4 2 6"})
		if err != nil {
			continue // a rule for other papers than these
		}
		counted++
		t.Run(m.Name, func(t *testing.T) {
			if data := written(t, r); !strings.Contains(said(t, data), letters("How to check this count")) {
				t.Error("the last heading is not there")
			}
		})
	}
	if counted < 10 {
		t.Errorf("only %d rules counted it", counted)
	}
}

// TestRealCounts writes real counts by rules of several kinds. With SELECTORATE_SCREENSHOTS=DIR it leaves the PDFs.
func TestRealCounts(t *testing.T) {
	root := counttest.Elections(t)
	for _, c := range []struct{ rule, file string }{
		{"scottish", "scotland-2017-sample/edinburgh_2017_ward1.blt"},
		{"ers97", "scotland-2017-sample/glasgow_2017_ward21.blt"},
		{"eliminating", "portland-2024-d1/portland_2024_d1.blt"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(root, c.file))
			if err != nil {
				t.Fatal(err)
			}
			made := written(t, result(t, c.rule, c.file, data))
			if dir := os.Getenv("SELECTORATE_SCREENSHOTS"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, "count-"+c.rule+".pdf"), made, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func ExampleWrite() {
	r := &count.Result{
		Title: "Lamp of the year", Rule: "plurality", Seats: 1, Complete: true, Winners: []int{1},
		Candidates: []count.Candidate{{Name: "Oil"}, {Name: "Gas"}}, Ballots: count.Ballots{Valid: 7, Votes: exact.Int(7)},
	}
	var out bytes.Buffer
	err := pdf.Write(&out, r)
	fmt.Println(out.String()[:5], err)
	// Output: %PDF- <nil>
}
