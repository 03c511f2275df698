package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/selectorate/selectorate/count/report/outline"
)

// Columns gives how many columns of a terminal a text takes: letters of East Asian scripts take two (Unicode
// Standard Annex 11), marks that combine with the letter before take none.
func Columns(text string) int {
	n := 0
	for _, r := range text {
		n += columns(r)
	}
	return n
}

func columns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.Neutral, width.EastAsianAmbiguous, width.EastAsianHalfwidth, width.EastAsianNarrow:
	}
	return 1
}

// Fit gives text in exactly so many columns: filled with spaces on the right, or cut with an ellipsis between two
// letters. What would move the cursor of a terminal is left out.
func Fit(text string, room int) string {
	text = outline.Clean(text)
	if n := Columns(text); n <= room {
		return text + strings.Repeat(" ", room-n)
	}
	cut := strings.TrimRight(head(text, room-1), " ")
	return cut + "…" + strings.Repeat(" ", room-1-Columns(cut))
}

// head gives as much of the beginning of text as fits into so many columns.
func head(text string, room int) string {
	n := 0
	for at, r := range text {
		n += columns(r)
		if n > room {
			return text[:at]
		}
	}
	return text
}

// Wrap breaks text between words into lines of at most so many columns. A word that is longer is broken.
func Wrap(text string, room int) []string {
	var lines []string
	line, n := "", 0
	for word := range strings.FieldsSeq(outline.Clean(text)) {
		w := Columns(word)
		if n > 0 && n+1+w > room {
			lines = append(lines, line)
			line, n = "", 0
		}
		for w > room {
			part := head(word, room)
			if part == "" { // a letter wider than the line
				break
			}
			lines = append(lines, part)
			word = word[len(part):]
			w = Columns(word)
		}
		if n > 0 {
			line, n = line+" ", n+1
		}
		line, n = line+word, n+w
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
