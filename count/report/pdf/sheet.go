package pdf

import (
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"github.com/selectorate/selectorate/count/report/outline"
	"github.com/selectorate/selectorate/party"
)

// Sizes of the paper, in points: A4 is 595 by 842.
const (
	left   = 54
	right  = 541
	top    = 62
	bottom = 770
	footAt = 800
)

// Styles of letters.
const (
	plain = ""
	bold  = "B"
)

// sheet is the paper that is being written: where the next line goes, and the first thing that went wrong.
type sheet struct {
	pdf    *fpdf.Fpdf
	fonts  map[string]*sfnt.Font
	buffer sfnt.Buffer
	title  string
	y      int
	page   int
	pages  int // in all; 0: not known yet
	err    error
}

func newSheet(o *outline.Outline, pages int) *sheet {
	s := &sheet{pdf: fpdf.New("P", "pt", "A4", ""), fonts: map[string]*sfnt.Font{}, pages: pages}
	s.title = oneLine(o.Result.Title)
	if s.title == "" {
		s.title = "Result of the count"
	}
	never := time.Unix(0, 0).UTC() // the library wants a time; this one says that there is none
	s.pdf.SetCreationDate(never)
	s.pdf.SetModificationDate(never)
	s.pdf.SetCatalogSort(true)
	s.pdf.SetProducer("Selectorate", true)
	s.pdf.SetTitle(s.title, true)
	s.pdf.SetLang("en-GB")
	s.pdf.SetAutoPageBreak(false, 0)
	for style, data := range map[string][]byte{plain: liberationsansregular.TTF, bold: liberationsansbold.TTF} {
		font, err := sfnt.Parse(data)
		if err != nil {
			s.fail(fmt.Errorf("read the font: %w", err))
		}
		s.fonts[style] = font
	}
	s.pdf.AddUTF8FontFromBytes("text", plain, liberationsansregular.TTF)
	s.pdf.AddUTF8FontFromBytes("text", bold, liberationsansbold.TTF)
	s.turn()
	return s
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// spot is a place on the paper. The library's lengths are floats; they say where ink goes and nothing else, and this is
// the only place in which they are made.
func spot(x, y int) (p fpdf.PointType) {
	p.X, _ = big.NewRat(int64(x), 1).Float64()
	p.Y, _ = big.NewRat(int64(y), 1).Float64()
	return p
}

// turn begins a new page.
func (s *sheet) turn() {
	if s.page > 0 {
		s.foot()
	}
	s.pdf.AddPage()
	s.page++
	s.y = top
}

// foot writes the number of the page.
func (s *sheet) foot() {
	s.font(plain, 8)
	number := fmt.Sprintf("Page %d of %d", s.page, s.pages)
	s.put(right-s.wide(number), footAt, number)
	s.put(left, footAt, s.cut(s.title, right-left-s.wide(number)-20))
}

// need turns the page if less than so much of it is left.
func (s *sheet) need(height int) {
	if s.y+height > bottom {
		s.turn()
	}
}

func (s *sheet) gap(height int) { s.y += height }

func (s *sheet) font(style string, size int) { s.pdf.SetFont("text", style, spot(size, 0).X) }

// wide gives the width of a text in the font that is set, rounded up.
func (s *sheet) wide(text string) int { return int(s.pdf.GetStringWidth(text)) + 1 }

// put writes a text with its foot at y.
func (s *sheet) put(x, y int, text string) {
	s.known(text)
	at := spot(x, y)
	s.pdf.Text(at.X, at.Y, text)
}

// known makes it an error if the font lacks a letter.
func (s *sheet) known(text string) {
	for _, r := range text {
		if s.err != nil {
			return
		}
		if unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) {
			s.fail(party.Errorf(party.Invalid, "the PDF cannot set %q (%U) in %q: it is written from right to left; take the page instead", r, r, text))
		}
		for _, font := range s.fonts {
			if index, err := font.GlyphIndex(&s.buffer, r); err != nil || index == 0 || r > 0xffff {
				s.fail(party.Errorf(party.Invalid, "the font of the PDF has no letter %q (%U), which is in %q; take the page instead", r, r, text))
			}
		}
	}
}

// oneLine puts text into one line of composed letters (Unicode normal form C), as the font has them.
func oneLine(text string) string {
	return norm.NFC.String(strings.Join(strings.Fields(outline.Clean(text)), " "))
}

// cut shortens a text to a width.
func (s *sheet) cut(text string, width int) string {
	if s.wide(text) <= width {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && s.wide(string(letters)+"…") > width {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}

// wrap breaks a text between words into lines of a width; a longer word is broken.
func (s *sheet) wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(oneLine(text)) {
		if line != "" && s.wide(line+" "+word) > width {
			lines, line = append(lines, line), ""
		}
		for letters := []rune(word); s.wide(word) > width && len(letters) > 1; letters = []rune(word) {
			n := len(letters) - 1
			for n > 1 && s.wide(string(letters[:n])) > width {
				n--
			}
			lines, word = append(lines, string(letters[:n])), string(letters[n:])
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// text writes a paragraph, with a mark in front if there is one; nothing if it is empty.
func (s *sheet) text(text, style string, size int, mark string) {
	s.font(style, size)
	x, high := left, size+size*2/5
	if mark != "" {
		x += 18
	}
	lines := s.wrap(text, right-x)
	for i, line := range lines {
		if i == 0 && len(lines) > 1 {
			s.need(2 * high)
		} else {
			s.need(high)
		}
		s.font(style, size) // a new page has written its foot
		if i == 0 && mark != "" {
			s.put(left, s.y+size, mark)
		}
		s.put(x, s.y+size, line)
		s.y += high
	}
	if len(lines) > 0 {
		s.gap(4)
	}
}

func (s *sheet) heading(text string) {
	s.gap(12)
	s.need(90)
	s.text(text, bold, 14, "")
}

func (s *sheet) subheading(text string) {
	s.gap(8)
	s.need(80)
	s.text(text, bold, 11, "")
}

// bar is one bar of a chart: a name above, a figure behind, and a line at the threshold; 0: no line.
type bar struct {
	name        string
	long, line  int
	figure, end string
	won         bool
}

// bar draws one bar.
func (s *sheet) bar(b bar) {
	s.need(28)
	style := plain
	if b.won {
		style = bold
	}
	s.font(style, 9)
	s.put(left, s.y+9, s.cut(oneLine(b.name), 180))
	s.font(plain, 8)
	s.put(left+barLong-s.wide(b.end), s.y+9, b.end)
	s.pdf.SetFillColor(27, 75, 79)
	at, size := spot(left, s.y+13), spot(b.long, 8)
	s.pdf.Rect(at.X, at.Y, size.X, size.Y, "F")
	behind := left + b.long + 5
	if b.line > 0 {
		s.pdf.SetDrawColor(0, 0, 0)
		s.pdf.SetLineWidth(spot(1, 0).X)
		from, to := spot(left+b.line, s.y+11), spot(left+b.line, s.y+23)
		s.pdf.Line(from.X, from.Y, to.X, to.Y)
		if x := left + b.line; behind-4 <= x && x <= behind+s.wide(b.figure)+2 { // the line would run through the figure
			behind = x + 4
		}
	}
	s.put(behind, s.y+20, b.figure)
	s.y += 28
}
