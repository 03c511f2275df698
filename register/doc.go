// Package register is the append-only log of everything that officially happened: entries, the Merkle tree
// over them, signed checkpoints, and proofs that anybody can check without trusting whoever runs the server.
//
// # Entries
//
// An [Entry] is one act, with the office that acted, the ruling it rested on and the digest of the rulebook
// then in force. It has exactly one encoding, canonical JSON (RFC 8785 for integers, strings, lists and
// objects); [Decode] refuses any other. What is hashed is the stored bytes, never a second encoding of them.
// What the rules hide stands in the entry as a commitment ([Commit]); an [Opening] shows later what was
// meant. Without its salt a commitment tells nothing, so destroying the opening erases the fact, and the tree
// still verifies.
//
// # The tree
//
// Leaf and node hashes are those of RFC 6962. The tree is kept in the tiles of C2SP tlog-tiles: [Tile] names
// one and [Tiles] lists those of a register of a given size. An [Edge] is the right-hand edge, all that is
// needed to append and to know the root. Proofs are made from tiles ([ProveInclusion], [ProveConsistency])
// and checked from nothing but themselves and a root.
//
// # Checkpoints
//
// A [Checkpoint] says how long the register is and what its root is, as a note signed with the register's
// key (golang.org/x/mod/sumdb/note, Ed25519). Witnesses outside the party may cosign it. [OpenCheckpoint]
// accepts one encoding and only keys that the reader named. A [KeyChange] is signed by the old key and the
// new one.
//
// # What always holds
//
//   - One value, one encoding: Decode, then Encode, gives the same bytes, or Decode gave an error.
//   - A longer register is consistent with every shorter one it grew from.
//   - Tiles kept while appending equal tiles made afresh from all entries.
//
// The package is pure: no clock, files, network or randomness of its own. The normative description of what
// it reads and writes is in doc/formats: entry.md, checkpoint.md and export.md.
package register
