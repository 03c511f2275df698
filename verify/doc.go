// Package verify is the independent check of a copy of a register. It reads a folder of files (an fs.FS, laid
// out as doc/formats/export.md says) and nothing else: no database, no network, no clock. Whoever runs it needs
// to trust neither the party nor the server that gave out the copy.
//
// [Check] reads the copy several times. First it hashes every entry and compares the tree with the tiles and
// with the signed checkpoint. Then it plays the register again, from its first entry on: it asks the same
// questions that were asked before each act and compares the answers with the rulings that were stored, opens
// what has been opened, and computes every decision again from the returns and the adopted rulebook.
//
// Every check ends in one or more findings: pass, fail, warning, or not judged. A record is valid if nothing
// failed and every act is of a kind that this version knows. What stays sealed or was erased cannot be judged;
// the findings say how much that is, and it makes a record neither valid nor invalid.
//
// # Memory
//
// The acts of a large register are played in several sweeps, each over some of its matters, so that the state
// of only so many seats is in memory at once (see sweepEntries). The organisation's own matter is played in
// each.
package verify
