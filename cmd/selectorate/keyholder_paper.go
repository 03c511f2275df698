package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// base58 are the digits of seeds and voting codes: none of them is mixed up with another (no 0, O, I, l).
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// A seed of a threshold key holder has 22 digits. On paper they stand in six numbered groups of four (the last of two),
// each with two check digits behind it, and a last line checks the whole.
const (
	seedDigits  = 22
	paperDigits = 4
	paperGroups = (seedDigits + paperDigits - 1) / paperDigits
)

// checkDigits gives the check digits of a text on one line of the paper: they tell a slip of the pen, and keep nothing
// secret. A wrong group passes with a chance of 1 in 3,364.
func checkDigits(line int, text string) string {
	digest := sha256.Sum256(fmt.Appendf(nil, "selectorate-paper|%d|%s", line, text))
	number := int(digest[0])<<16 | int(digest[1])<<8 | int(digest[2])
	return string([]byte{base58[number/58%58], base58[number%58]})
}

// paperGroup gives the digits of a seed that stand on one line, counted from 1.
func paperGroup(seed string, line int) string {
	return seed[(line-1)*paperDigits : min(line*paperDigits, len(seed))]
}

// paper writes a seed the way it goes on paper.
func paper(seed string) ([]byte, error) {
	if err := checkSeed(seed); err != nil {
		return nil, err
	}
	var out []byte
	for line := 1; line <= paperGroups; line++ {
		group := paperGroup(seed, line)
		out = fmt.Appendf(out, "%d  %-*s  %s\n", line, paperDigits, group, checkDigits(line, group))
	}
	return fmt.Appendf(out, "%d  %-*s  %s\n", paperGroups+1, paperDigits, "all", checkDigits(paperGroups+1, seed)), nil
}

// fromPaper reads a seed from its paper form. Lines may come in any order, empty lines and lines that begin with # are
// passed over. The error names every line that cannot be right.
func fromPaper(text string) (string, error) {
	groups := make([]string, paperGroups+1)
	var wrong []string
	for row := range strings.Lines(text) {
		fields := strings.Fields(row)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		line := slices.Index(strings.Split("1 2 3 4 5 6 7", " "), fields[0]) + 1
		if line == 0 || len(fields) != 3 {
			return "", errors.New("a line has a number from 1 to 7, the digits, and two check digits, with blanks between them")
		}
		if groups[line-1] != "" {
			return "", fmt.Errorf("line %d is there twice", line)
		}
		groups[line-1] = fields[1] + " " + fields[2]
	}
	var seed strings.Builder
	for i, group := range groups[:paperGroups] {
		digits, check, _ := strings.Cut(group, " ")
		if len(digits) != min(paperDigits, seedDigits-i*paperDigits) || checkDigits(i+1, digits) != check {
			wrong = append(wrong, fmt.Sprint(i+1))
		}
		seed.WriteString(digits)
	}
	if len(wrong) > 0 {
		return "", fmt.Errorf("the check digits do not fit on line %s: read that line again (capital and small letters differ)", strings.Join(wrong, ", "))
	}
	if _, check, _ := strings.Cut(groups[paperGroups], " "); checkDigits(paperGroups+1, seed.String()) != check {
		return "", fmt.Errorf("every line fits by itself, and line %d does not fit them: is a line from another paper?", paperGroups+1)
	}
	return seed.String(), checkSeed(seed.String())
}

// checkSeed refuses what cannot be a seed. It does not repeat what it was given.
func checkSeed(seed string) error {
	if len(seed) != seedDigits {
		return fmt.Errorf("a seed has %d digits, this has %d", seedDigits, len(seed))
	}
	for _, digit := range []byte(seed) {
		if strings.IndexByte(base58, digit) < 0 {
			return errors.New("a seed has digits and letters only, without 0, O, I and l")
		}
	}
	return nil
}
