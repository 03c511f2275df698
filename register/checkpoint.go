package register

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A Checkpoint says how long a register is and what the root of its tree is then.
type Checkpoint struct {
	Origin string
	Size   int64 // entries, 0 to MaxSize
	Root   Hash
}

// Text gives the text that is signed, three lines: origin, size, root in standard base64.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

// ParseCheckpoint reads a text and accepts only what Text writes. A root that the empty register has not, with
// the size 0, is an error.
func ParseCheckpoint(text string) (Checkpoint, error) {
	c, rest, err := cutCheckpoint(text)
	if err == nil && rest != "" {
		err = errors.New("it has more than three lines")
	}
	if err != nil {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: %w", err)
	}
	return c, nil
}

// cutCheckpoint reads the first three lines of a text and gives the rest.
func cutCheckpoint(text string) (c Checkpoint, rest string, err error) {
	lines := strings.SplitAfterN(text, "\n", 4)
	if len(lines) < 4 {
		return c, "", errors.New("it has less than three lines")
	}
	c.Origin = strings.TrimSuffix(lines[0], "\n")
	if err := CheckName(c.Origin); err != nil {
		return c, "", fmt.Errorf("its origin: %w", err)
	}
	// What these two read wrongly, such as leading zeros and tail bits, the comparison refuses.
	size, _ := strconv.ParseInt(strings.TrimSuffix(lines[1], "\n"), 10, 64)
	root, _ := base64.StdEncoding.DecodeString(strings.TrimSuffix(lines[2], "\n"))
	c.Size = size
	copy(c.Root[:], root)
	switch {
	case c.Text() != lines[0]+lines[1]+lines[2]:
		return c, "", errors.New("its size or its root is not in the one form")
	case c.Size < 0 || c.Size > MaxSize:
		return c, "", fmt.Errorf("no register has the size %d", c.Size)
	case c.Size == 0 && c.Root != emptyRoot():
		return c, "", errors.New("its root is not that of an empty register")
	}
	return c, lines[3], nil
}

// Sign gives the checkpoint as a signed note. The first signer must have the origin as its name.
func (c Checkpoint) Sign(signer Signer, more ...Signer) ([]byte, error) {
	if _, err := ParseCheckpoint(c.Text()); err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	if signer.Name() != c.Origin {
		return nil, fmt.Errorf("signing a checkpoint of %s: the key is that of %s", c.Origin, signer.Name())
	}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, append([]Signer{signer}, more...)...)
	if err != nil {
		return nil, fmt.Errorf("signing a checkpoint of %s: %w", c.Origin, err)
	}
	return signed, nil
}

// Signed is a checkpoint whose signatures have been checked.
type Signed struct {
	Checkpoint
	// Cosignatures are those of the witnesses, in the order of the note.
	Cosignatures []Cosignature
}

// A Cosignature says that a witness had seen the register grow up to the checkpoint, and only grow.
type Cosignature struct {
	Witness string // the name of its key
	Time    int64  // seconds since 1970 in UTC, by the witness's clock
}

// OpenCheckpoint checks a signed checkpoint: the first signature must be that of the register's vkey, whose
// name is the origin, and every other one that of a witness whose vkey is given. A witness need not have
// signed. Any other signature, a repeated one, and any other spelling of the same note are errors.
func OpenCheckpoint(data []byte, vkey string, witnesses ...string) (Signed, error) {
	key, err := ParseKey(vkey)
	if err != nil {
		return Signed{}, fmt.Errorf("opening a checkpoint: %w", err)
	}
	known := []note.Verifier{key}
	for _, witness := range witnesses {
		verifier, err := ParseWitness(witness)
		if err != nil {
			return Signed{}, fmt.Errorf("opening a checkpoint: %w", err)
		}
		known = append(known, verifier)
	}
	n, err := openNote(data, known)
	if err != nil {
		return Signed{}, fmt.Errorf("opening a checkpoint: %w", err)
	}
	if !isBy(n.Sigs[0], key) {
		return Signed{}, fmt.Errorf("opening a checkpoint: its first signature is not that of the key %s", vkey)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Signed{}, fmt.Errorf("opening a checkpoint: %w", err)
	}
	if c.Origin != key.Name() {
		return Signed{}, fmt.Errorf("opening a checkpoint: it is of %s, and the key that of %s", c.Origin, key.Name())
	}
	return Signed{c, cosignatures(n.Sigs[1:])}, nil
}

func cosignatures(lines []note.Signature) []Cosignature {
	var out []Cosignature
	for _, line := range lines {
		// openNote has verified the line, so it has a time.
		raw, _ := base64.StdEncoding.DecodeString(line.Base64)
		time, _, _ := splitCosignature(raw[4:])
		out = append(out, Cosignature{line.Name, int64(time)})
	}
	return out
}

// A Claim is who is said to have signed a note: the name of the key and the hash that its vkey has.
type Claim struct {
	Name string
	Hash uint32
}

// PeekCheckpoint reads a signed checkpoint without any key, and so without knowing whether a signature is
// good. It gives who is said to have signed. Only the form is checked, as strictly as OpenCheckpoint does.
func PeekCheckpoint(data []byte) (Checkpoint, []Claim, error) {
	n, err := readNote(data, nil)
	if err == nil {
		err = checkSpelling(data, n.Text, n.UnverifiedSigs)
	}
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("reading a signed checkpoint: %w", err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	var claims []Claim
	for _, line := range n.UnverifiedSigs {
		claims = append(claims, Claim{line.Name, line.Hash})
	}
	return c, claims, nil
}

// openNote reads a note all of whose signatures are good and of known keys; there is at least one.
func openNote(data []byte, known []note.Verifier) (*note.Note, error) {
	n, err := readNote(data, known)
	if err != nil {
		return nil, err
	}
	for _, line := range n.UnverifiedSigs {
		return nil, fmt.Errorf("the note has a signature of a key that is not known here: %s+%08x", line.Name, line.Hash)
	}
	return n, checkSpelling(data, n.Text, n.Sigs)
}

// readNote reads a note. Signatures of known keys are good; there may be others.
func readNote(data []byte, known []note.Verifier) (*note.Note, error) {
	n, err := note.Open(data, note.VerifierList(known...))
	if unverified, ok := errors.AsType[*note.UnverifiedNoteError](err); ok {
		return unverified.Note, nil
	}
	return n, err
}

// checkSpelling compares a note with the one way to write it. note.Open leaves out repeated lines and looks
// past the tail bits of base64 and newlines inside it.
func checkSpelling(data []byte, text string, lines []note.Signature) error {
	var again bytes.Buffer
	again.WriteString(text + "\n")
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line.Base64)
		if err != nil {
			return fmt.Errorf("reading a signature of %s: %w", line.Name, err)
		}
		again.WriteString("— " + line.Name + " " + base64.StdEncoding.EncodeToString(raw) + "\n")
	}
	if !bytes.Equal(again.Bytes(), data) {
		return errors.New("the note is not in its one spelling")
	}
	return nil
}

func isBy(line note.Signature, key note.Verifier) bool {
	return line.Name == key.Name() && line.Hash == key.KeyHash()
}
