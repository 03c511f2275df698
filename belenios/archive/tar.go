package archive

import (
	"bytes"
	"fmt"
)

const (
	block      = 512
	headerName = "BELENIOS"
	dataEnding = ".data.json"
	ownEnding  = ".event.json"
	// largest is the greatest size and time that eleven octal digits hold.
	largest = 1<<33 - 1
)

// header gives the one block that stands before a member: name, mode 0644, owner and group 0, size and time in eleven octal digits, checksum
// in six, an ordinary file. Everything else is zero: the tar of before POSIX.
func header[T string | []byte](to *[block]byte, name T, size, time int64) {
	*to = [block]byte{}
	copy(to[:100], name)
	copy(to[100:], "0000644\x000000000\x000000000\x00")
	octal(to[124:135], size)
	octal(to[136:147], time)
	copy(to[148:], "        0")
	sum := int64(0)
	for _, b := range to[:157] {
		sum += int64(b)
	}
	octal(to[148:154], sum)
	to[154] = 0
}

func octal(to []byte, n int64) {
	for i := len(to) - 1; i >= 0; i-- {
		to[i] = '0' + byte(n&7)
		n >>= 3
	}
}

// parseOctal reads a field of octal digits that ends with a zero byte.
func parseOctal(field []byte) (n int64, ok bool) {
	for _, b := range field[:len(field)-1] {
		if b < '0' || b > '7' {
			return 0, false
		}
		n = n<<3 | int64(b-'0')
	}
	return n, field[len(field)-1] == 0
}

// padding gives how many zero bytes stand behind a member.
func padding(size int64) int64 { return (block - size%block) % block }

// difference says where a header departs from the one that has to stand there.
func difference(got, want *[block]byte, at int64) error {
	if *got == *want {
		return nil
	}
	for _, field := range []struct {
		name     string
		from, to int
	}{
		{"name", 0, 100},
		{"mode", 100, 108},
		{"owner", 108, 116},
		{"group", 116, 124},
		{"size", 124, 136},
		{"time", 136, 148},
		{"checksum", 148, 156},
		{"kind", 156, 157},
		{"rest", 157, block},
	} {
		if !bytes.Equal(got[field.from:field.to], want[field.from:field.to]) {
			return fmt.Errorf("byte %d: the %s of the header is %s and has to be %s", at+int64(field.from), field.name,
				shown(got[field.from:field.to]), shown(want[field.from:field.to]))
		}
	}
	return nil
}

// shown quotes a field of a header up to a length that fits a line.
func shown(field []byte) string {
	field = bytes.TrimRight(field, "\x00")
	if len(field) > 80 {
		return fmt.Sprintf("%q…", field[:80])
	}
	return fmt.Sprintf("%q", field)
}
