package register

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// An InclusionProof is all that it takes, beside an entry and the register's vkey, to show that the entry is on
// the record. Its text is that of C2SP tlog-proof, without extra data.
type InclusionProof struct {
	Index  int64
	Hashes tlog.RecordProof
	Note   []byte // a signed checkpoint
}

// A ConsistencyProof shows that a register had grown from a size to that of a signed checkpoint, and only
// grown. Its text is what C2SP tlog-witness sends to a witness.
type ConsistencyProof struct {
	Old    int64 // the older size
	Hashes tlog.TreeProof
	Note   []byte // the newer signed checkpoint
}

const (
	inclusionHead   = "c2sp.org/tlog-proof@v1\nindex "
	consistencyHead = "old "
	maxProof        = 63 // hashes; C2SP tlog-witness
)

// Encode writes the proof as text.
func (p InclusionProof) Encode() []byte { return encodeProof(inclusionHead, p.Index, p.Hashes, p.Note) }

// Encode writes the proof as text.
func (p ConsistencyProof) Encode() []byte {
	return encodeProof(consistencyHead, p.Old, p.Hashes, p.Note)
}

// DecodeInclusion reads a proof and accepts only what Encode writes. Nothing is believed yet: see Check.
func DecodeInclusion(data []byte) (InclusionProof, error) {
	n, hashes, note, err := decodeProof(data, inclusionHead)
	if err != nil {
		return InclusionProof{}, fmt.Errorf("reading a proof of inclusion: %w", err)
	}
	return InclusionProof{n, hashes, note}, nil
}

// DecodeConsistency reads a proof and accepts only what Encode writes. Nothing is believed yet: see Check.
func DecodeConsistency(data []byte) (ConsistencyProof, error) {
	n, hashes, note, err := decodeProof(data, consistencyHead)
	if err != nil {
		return ConsistencyProof{}, fmt.Errorf("reading a proof of consistency: %w", err)
	}
	return ConsistencyProof{n, hashes, note}, nil
}

// Check checks the signatures of the proof's checkpoint as OpenCheckpoint does, and then that the encoded entry
// stands at the proof's index in that register.
func (p InclusionProof) Check(entry []byte, vkey string, witnesses ...string) (Signed, error) {
	signed, err := OpenCheckpoint(p.Note, vkey, witnesses...)
	if err != nil {
		return Signed{}, err
	}
	if err := CheckInclusion(p.Hashes, signed.Checkpoint, p.Index, LeafHash(entry)); err != nil {
		return Signed{}, err
	}
	return signed, nil
}

// Check checks the signatures of the newer checkpoint as OpenCheckpoint does, and then that its register begins
// with that of the older one, which the caller already trusts.
func (p ConsistencyProof) Check(older Checkpoint, vkey string, witnesses ...string) (Signed, error) {
	signed, err := OpenCheckpoint(p.Note, vkey, witnesses...)
	if err != nil {
		return Signed{}, err
	}
	if p.Old != older.Size {
		return Signed{}, fmt.Errorf("checking that the register only grew: the proof begins at %d entries, not %d",
			p.Old, older.Size)
	}
	if err := CheckConsistency(p.Hashes, older, signed.Checkpoint); err != nil {
		return Signed{}, err
	}
	return signed, nil
}

func encodeProof(head string, n int64, hashes []Hash, note []byte) []byte {
	text := fmt.Appendf(nil, "%s%d\n", head, n)
	for _, hash := range hashes {
		text = append(append(text, hash.String()...), '\n')
	}
	return append(append(text, '\n'), note...)
}

// decodeProof reads more than it should and compares with what would be written.
func decodeProof(data []byte, head string) (n int64, hashes []Hash, note []byte, err error) {
	proof, note, found := bytes.Cut(data, []byte("\n\n"))
	rest, found2 := strings.CutPrefix(string(proof), head)
	if !found || !found2 {
		return 0, nil, nil, fmt.Errorf("it does not begin with %q, or has no empty line", head)
	}
	lines := strings.Split(rest, "\n")
	if n, err = strconv.ParseInt(lines[0], 10, 64); err != nil || n < 0 || n > MaxSize {
		return 0, nil, nil, fmt.Errorf("%q is not a place in a register", lines[0])
	}
	if len(lines)-1 > maxProof {
		return 0, nil, nil, fmt.Errorf("it has more than %d hashes", maxProof)
	}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return 0, nil, nil, fmt.Errorf("%q is not a hash in standard base64", line)
		}
		hashes = append(hashes, hash)
	}
	note = bytes.Clone(note)
	if !bytes.Equal(encodeProof(head, n, hashes, note), data) {
		return 0, nil, nil, errors.New("it is not in its one spelling")
	}
	return n, hashes, note, nil
}
