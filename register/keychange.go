package register

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

const keyChangeLine = "selectorate-key-change/1"

// A KeyChange says that from a checkpoint on a register is signed with a new key. It names both keys, so that
// the signatures of an ordinary checkpoint never amount to one.
type KeyChange struct {
	Checkpoint
	Old, New string // vkeys, both with the origin as their name
}

// Text gives the text that both keys sign: that of the checkpoint and one line more.
func (k KeyChange) Text() string {
	return k.Checkpoint.Text() + keyChangeLine + " " + k.Old + " " + k.New + "\n"
}

// Sign gives the key change as a note signed by the old key and then by the new one.
func (k KeyChange) Sign(old, new Signer) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: k.Text()}, old, new)
	if err != nil {
		return nil, fmt.Errorf("signing a change of key: %w", err)
	}
	if _, err := CheckKeyChange(signed, k.Old, k.New); err != nil {
		return nil, fmt.Errorf("signing a change of key: %w", err)
	}
	return signed, nil
}

// CheckKeyChange checks a note that changes the key from one to another: it must name both and be signed by
// the old key, then by the new one, and by nobody else.
func CheckKeyChange(data []byte, oldVKey, newVKey string) (KeyChange, error) {
	k, err := checkKeyChange(data, oldVKey, newVKey)
	if err != nil {
		return KeyChange{}, fmt.Errorf("checking a change of key: %w", err)
	}
	return k, nil
}

func checkKeyChange(data []byte, oldVKey, newVKey string) (k KeyChange, err error) {
	before, err := ParseKey(oldVKey)
	if err != nil {
		return k, err
	}
	after, err := ParseKey(newVKey)
	if err != nil {
		return k, err
	}
	n, err := openNote(data, []note.Verifier{before, after})
	if err != nil {
		return k, err
	}
	if len(n.Sigs) != 2 || !isBy(n.Sigs[0], before) || !isBy(n.Sigs[1], after) {
		return k, errors.New("it is not signed by the old key and then by the new one")
	}
	c, _, err := cutCheckpoint(n.Text)
	if err != nil {
		return k, err
	}
	k = KeyChange{c, oldVKey, newVKey}
	if k.Text() != n.Text {
		return k, errors.New("its text does not name these two keys")
	}
	if before.Name() != c.Origin || after.Name() != c.Origin {
		return k, fmt.Errorf("it is of %s, and the keys are those of %s and %s", c.Origin, before.Name(), after.Name())
	}
	return k, nil
}
