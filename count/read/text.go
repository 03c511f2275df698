package read

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/selectorate/selectorate/party"
)

// decode makes UTF-8 of a text file. Byte order marks decide; without one, what is valid UTF-8 is UTF-8, what has
// nothing in every other byte is UTF-16, and anything else is Windows-1252, of which Latin-1 is a part. The notes say
// what was done beyond taking off a mark.
func decode(data []byte) (text []byte, notes []string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}):
		return nil, nil, party.Problems{{Message: "the file is in UTF-32", Mend: "save it as UTF-8"}}
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		data, notes = wide(data[2:], binary.LittleEndian), []string{"The file was in UTF-16."}
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		data, notes = wide(data[2:], binary.BigEndian), []string{"The file was in UTF-16."}
	default:
		if order := halfEmpty(data); order != nil {
			data, notes = wide(data, order), []string{"The file was taken for UTF-16, without a mark that says so."}
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, nil, party.Problems{{Message: "the file is not text", Mend: "export the ballots as BLT or CSV"}}
	}
	if !utf8.Valid(data) {
		data, notes = windows(data), append(notes, "The file is not valid UTF-8 and was read as Windows-1252 (Latin-1): check the letters with accents.")
	} else if broken(data) {
		notes = append(notes, "Some letters look as if they had been encoded twice (Ã and another sign where one letter with an accent belongs): check the names.")
	}
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte{'\r'}, []byte{'\n'}) // line ends of old Macintoshes
	}
	return data, notes, nil
}

// halfEmpty tells in which order bytes go, if every other one of the first is empty.
func halfEmpty(data []byte) binary.ByteOrder {
	head := data[:min(len(data), 64)&^1]
	var empty [2]int
	for i, c := range head {
		if c == 0 {
			empty[i%2]++
		}
	}
	switch half := len(head) / 2; {
	case half < 2:
		return nil
	case empty[1] == half && empty[0] == 0:
		return binary.LittleEndian
	case empty[0] == half && empty[1] == 0:
		return binary.BigEndian
	}
	return nil
}

func wide(data []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(data)/2+16)
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(data) {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(data[i+2:]))); pair != utf8.RuneError {
				r = pair
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// high are the signs that Windows-1252 has where Latin-1 has control signs, from 0x80; U+FFFD where it has none.
const high = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"

func windows(data []byte) []byte {
	signs := []rune(high)
	out := make([]byte, 0, len(data)+len(data)/8)
	for _, c := range data {
		switch {
		case c < 0x80:
			out = append(out, c)
		case c < 0xA0:
			out = utf8.AppendRune(out, signs[c-0x80])
		default:
			out = utf8.AppendRune(out, rune(c))
		}
	}
	return out
}

// broken tells whether UTF-8 was taken for Windows-1252 and encoded once more: Ã and then a sign from 0x80 to 0xBF.
func broken(data []byte) bool {
	for {
		i := bytes.Index(data, []byte("Ã"))
		if i < 0 {
			return false
		}
		data = data[i+len("Ã"):]
		if r, _ := utf8.DecodeRune(data); r >= 0x80 && r < 0xC0 || bytes.ContainsRune([]byte(high), r) && r != utf8.RuneError {
			return true
		}
	}
}
