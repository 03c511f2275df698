package register

import (
	"fmt"
	"strings"
)

// Places in the folder of an export, with slashes; doc/formats/export.md describes it. Tiles have theirs from
// Tile.Path, rulebooks from BookPath.
const (
	CheckpointPath = "checkpoint"
	ReadmePath     = "README.txt"
	OpeningsPath   = "openings.jsonl"
)

// Readme is the whole text of README.txt in every export.
const Readme = `This folder is a copy of a public record kept with Selectorate.

It can be checked on any computer, without a network and without trusting
whoever gave it to you:

    selectorate verify THIS-FOLDER --key KEY

KEY is the public key of the record. Take it from a place that you trust, not
from whoever gave you this folder.

checkpoint        how long the record is, and its fingerprint, signed
tile/entries/     the record itself: every official act, in order
tile/0/, tile/1/  and so on: fingerprints that bind the acts together
book/             the rulebooks that were adopted, word for word
openings.jsonl    only in a scrutineer's copy: what sealed fields hold. It is
                  about people. Do not pass it on.

doc/formats/export.md in Selectorate's source describes every file.
`

// BookPath gives the place of a rulebook by its digest, or an error if that is no digest.
func BookPath(digest string) (string, error) {
	if err := CheckDigest(digest); err != nil {
		return "", fmt.Errorf("naming the file of a rulebook: %w", err)
	}
	return "book/" + strings.TrimPrefix(digest, digestPrefix) + ".yaml", nil
}

// BookDigest gives the digest that the path of a rulebook's file names, and whether it is such a path.
func BookDigest(path string) (digest string, ok bool) {
	name, ok1 := strings.CutPrefix(path, "book/")
	digits, ok2 := strings.CutSuffix(name, ".yaml")
	digest = digestPrefix + digits
	return digest, ok1 && ok2 && CheckDigest(digest) == nil
}
