package register_test

import (
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/selectorate/selectorate/register"
)

func TestKeyChangeGolden(t *testing.T) {
	older, oldVKey := keyFrom(t, 1, origin)
	newer, newVKey := keyFrom(t, 3, origin)
	k := register.KeyChange{Checkpoint: sampleCheckpoint(t), Old: oldVKey, New: newVKey}
	data, err := k.Sign(older, newer)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "keychange", data)
	if got, err := register.CheckKeyChange(data, oldVKey, newVKey); err != nil || got != k {
		t.Errorf("read as %+v, %v", got, err)
	}
	if _, err := register.OpenCheckpoint(data, oldVKey); err == nil {
		t.Error("a change of key passes for a checkpoint")
	}
	for i := range data {
		bad := []byte(string(data))
		bad[i] ^= 1
		if _, err := register.CheckKeyChange(bad, oldVKey, newVKey); err == nil {
			t.Errorf("byte %d may be %#x", i, bad[i])
		}
	}
}

func TestCheckKeyChangeRefuses(t *testing.T) {
	older, oldVKey := keyFrom(t, 1, origin)
	newer, newVKey := keyFrom(t, 3, origin)
	third, thirdVKey := keyFrom(t, 6, origin)
	foreign, foreignVKey := keyFrom(t, 4, "northside.example")
	c := sampleCheckpoint(t)
	k := register.KeyChange{Checkpoint: c, Old: oldVKey, New: newVKey}
	abroad := register.KeyChange{Checkpoint: c, Old: oldVKey, New: foreignVKey}
	text := func(text string, signers ...note.Signer) []byte {
		data, err := note.Sign(&note.Note{Text: text}, signers...)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	tests := []struct {
		name     string
		data     []byte
		old, new string
	}{
		{"the old key alone", text(k.Text(), older), oldVKey, newVKey},
		{"the new key alone", text(k.Text(), newer), oldVKey, newVKey},
		{"the new key first", text(k.Text(), newer, older), oldVKey, newVKey},
		{"a third key as well", text(k.Text(), older, newer, third), oldVKey, newVKey},
		{"the keys exchanged", text(k.Text(), older, newer), newVKey, oldVKey},
		{"another new key", text(k.Text(), older, third), oldVKey, thirdVKey},
		{"an ordinary checkpoint signed by both", text(c.Text(), older, newer), oldVKey, newVKey},
		{"a line more", text(k.Text()+"more\n", older, newer), oldVKey, newVKey},
		{"from a key to itself", text(k.Text(), older), oldVKey, oldVKey},
		{"a key of another register", text(abroad.Text(), older, foreign), oldVKey, foreignVKey},
		{"a text that is no checkpoint", text("hello\n", older, newer), oldVKey, newVKey},
		{"an old key that is none", text(k.Text(), older, newer), "old", newVKey},
		{"a new key that is none", text(k.Text(), older, newer), oldVKey, "new"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := register.CheckKeyChange(tt.data, tt.old, tt.new); err == nil {
				t.Errorf("accepted as %+v", got)
			}
		})
	}
	if _, err := k.Sign(older, third); err == nil || !strings.Contains(err.Error(), "not known") {
		t.Errorf("signed with a key that it does not name: %v", err)
	}
}
