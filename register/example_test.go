package register_test

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/selectorate/selectorate/register"
)

// Three acts enter a register; one of them is proved to be there by somebody who has the proof, the entry and
// the public key, and nothing else.
func Example() {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	// A true key comes from crypto/rand.
	skey, vkey, err := register.GenerateKey(bytes.NewReader(make([]byte, 32)), "northside.example/party")
	must(err)
	signer, err := register.ParseSigner(skey)
	must(err)

	tiles := map[string][]byte{}
	read := func(t register.Tile) ([]byte, error) { return tiles[t.Path()], nil }
	edge, err := register.NewEdge(0, read)
	must(err)

	var entries [][]byte
	for i, kind := range []string{"selection.opened@1", "selection.returned@1", "selection.decided@1"} {
		entry, err := register.Entry{
			Origin: "northside.example/party", Index: edge.Size(), Matter: "2026/northside", Number: int64(i),
			Kind: kind, Day: "2026-03-04", Recorded: 1772640000000 + int64(i), Open: json.RawMessage(`{}`),
		}.Encode()
		must(err)
		must(edge.Append(register.LeafHash(entry)))
		entries = append(entries, entry)
	}
	for _, t := range edge.Take() {
		tiles[t.Path()] = t.Data
	}

	checkpoint := register.Checkpoint{Origin: "northside.example/party", Size: edge.Size(), Root: edge.Root()}
	note, err := checkpoint.Sign(signer)
	must(err)
	hashes, err := register.ProveInclusion(checkpoint, 1, read)
	must(err)
	receipt := register.InclusionProof{Index: 1, Hashes: hashes, Note: note}.Encode()

	proof, err := register.DecodeInclusion(receipt)
	must(err)
	signed, err := proof.Check(entries[1], vkey)
	must(err)
	fmt.Printf("%s: entry %d of %d is on the record\n", signed.Origin, proof.Index, signed.Size)

	_, err = proof.Check(entries[2], vkey)
	fmt.Println("another entry in its place:", err != nil)
	// Output:
	// northside.example/party: entry 1 of 3 is on the record
	// another entry in its place: true
}

// A figure is sealed, and shown later with its opening.
func ExampleCommit() {
	salt := [register.SaltSize]byte{1, 2, 3} // a true salt comes from crypto/rand
	value, err := register.Marshal(map[string]int{"select": 16, "reselect": 14})
	if err != nil {
		panic(err)
	}
	commitment, err := register.Commit(salt, value)
	if err != nil {
		panic(err)
	}
	opening := register.Opening{Entry: 1, Field: "figures", Salt: salt[:], Value: value}
	fmt.Println(opening.Opens(commitment))

	opening.Value = json.RawMessage(`{"reselect":14,"select":17}`)
	fmt.Println(opening.Opens(commitment))
	// Output:
	// true
	// false
}
