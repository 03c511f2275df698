// Package lot draws lots that anybody can draw again. A seed is published before or at the count (dice thrown in
// public, say). In draw k each of the tied has a ticket, the SHA-256 of
//
//	seed, newline, k in decimal, newline, name
//
// in UTF-8, and the lot falls on the lowest ticket. With a shell and sha256sum everybody can check it:
//
//	printf 'SEED\n1\nName' | sha256sum
//
// Names, not numbers, make the tickets, so that the order of candidates on the paper changes nothing. Where two
// candidates bear one name, " #2" and so on is put behind the later ones; a number that would give the name of somebody
// else is left out.
package lot

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Ticket gives the ticket of a name in a draw (from 1), as 64 hexadecimal digits.
func Ticket(seed string, draw int, name string) string {
	sum := sha256.Sum256([]byte(seed + "\n" + strconv.Itoa(draw) + "\n" + name))
	return hex.EncodeToString(sum[:])
}

// Draw gives the place in names on which the lot falls. It panics if there are no names.
func Draw(seed string, draw int, names []string) int {
	least := 0
	for i := range names {
		if Ticket(seed, draw, names[i]) < Ticket(seed, draw, names[least]) {
			least = i
		}
	}
	return least
}

// Names makes names distinct: the second of a name becomes "Name #2", or, where somebody bears that name already,
// the next that nobody bears.
func Names(names []string) []string {
	taken := make(map[string]bool, len(names))
	for _, name := range names {
		taken[name] = true
	}
	seen := map[string]int{}
	distinct := make([]string, len(names))
	for i, name := range names {
		distinct[i] = name
		seen[name]++
		for seen[name] > 1 {
			numbered := name + " #" + strconv.Itoa(seen[name])
			if !taken[numbered] {
				distinct[i], taken[numbered] = numbered, true
				break
			}
			seen[name]++
		}
	}
	return distinct
}
