package belenios

import (
	"fmt"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/edwards"
	"github.com/selectorate/selectorate/belenios/group/modular"
)

// GroupNamed gives the group that an election's description names: "Ed25519", "BELENIOS-2048" or "RFC-3526-2048"
// (specification, section Group). Making one costs tables: make it once and hand it round.
func GroupNamed(name string) (*group.Group, error) {
	switch name {
	case "Ed25519":
		return edwards.New()
	case "BELENIOS-2048":
		return modular.Belenios2048()
	case "RFC-3526-2048":
		return modular.RFC3526()
	}
	return nil, fmt.Errorf("%s is not a group that is known here: take Ed25519, BELENIOS-2048 or RFC-3526-2048", shown(name))
}

// shown cuts what is quoted in an error to a length that fits a line.
func shown(text string) string {
	if len(text) > 40 {
		return fmt.Sprintf("%q… (%d bytes)", text[:36], len(text))
	}
	return fmt.Sprintf("%q", text)
}
