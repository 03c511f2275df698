package main

import (
	"bytes"
	"os"
	"testing"
)

// elsewhere is an empty data folder.
func (l lanterns) elsewhere() lanterns {
	return lanterns{T: l.T, dir: l.TempDir(), founder: l.founder}
}

// empty requires that a refusal has left no key and no record.
func (l lanterns) empty() {
	l.Helper()
	if (place{Dir: l.dir}).exists() {
		l.Error("a refusal has left a key")
	}
}

func TestRestoreAfterKeyChange(t *testing.T) {
	l := found(t, "")
	first := l.put("first", l.read(seenFile))
	l.changeKey()
	backup := l.backup("late")
	second := l.elsewhere()
	refuses(t, "The signing key given here is another one", "restore", "--dir", second.dir, "--signing-key", l.path(keyFile+".until-1"), backup)
	refuses(t, "The signing key given here is another one", "restore", "--dir", second.dir, "--signing-key", found(t, "").path(keyFile), backup)
	refuses(t, "name its file with --signing-key", "restore", "--dir", second.dir, backup)
	second.empty()
	works(t, "restore", "--dir", second.dir, "--signing-key", l.path(keyFile), "--checkpoint", first, backup)
	second.valid()
}

func TestRestoreNeverGoesBack(t *testing.T) {
	l := found(t, "")
	early := l.backup("early")
	l.appoint("lamplighter")
	longer := l.put("longer", l.read(seenFile))
	second := l.elsewhere()
	refuses(t, "Look for a later backup", "restore", "--dir", second.dir, "--signing-key", l.path(keyFile), "--checkpoint", longer, early)
	second.put(seenFile, l.read(seenFile))
	refuses(t, "1 entries, but 2 were signed", "restore", "--dir", second.dir, "--signing-key", l.path(keyFile), early)
	second.empty()
	works(t, "restore", "--dir", second.dir, "--signing-key", l.path(keyFile), l.backup("late"))
	second.valid()

	l.changeKey()
	third := l.elsewhere()
	third.put(seenFile, l.read(seenFile))
	refuses(t, "older than a change of key", "restore", "--dir", third.dir, "--signing-key", l.path(keyFile+".until-2"), early)
	refuses(t, "no signed checkpoint", "restore", "--dir", t.TempDir(), "--signing-key", l.path(keyFile), "--checkpoint", l.path(keyFile), l.backup("last"))
}

func TestRestoreRefusesAnotherHistory(t *testing.T) {
	l := found(t, "")
	twin := found(t, l.read(keyFile))
	refuses(t, "of another history", "restore", "--dir", t.TempDir(), "--signing-key", l.path(keyFile), "--checkpoint", twin.path(seenFile), l.backup("backup"))
	second := l.elsewhere()
	second.put(keyFile, found(t, "").read(keyFile))
	refuses(t, "holds another signing key", "restore", "--dir", second.dir, "--signing-key", l.path(keyFile), l.path("backup"))
}

// What everybody else would condemn is not signed.
func TestRestoreRefusesWhatIsNotValid(t *testing.T) {
	l := found(t, "")
	data := []byte(l.read(databaseFile))
	if !bytes.Contains(data, []byte("The Lantern Party")) {
		t.Fatal("the database does not have the title")
	}
	if err := os.WriteFile(l.path(databaseFile), bytes.ReplaceAll(data, []byte("The Lantern Party"), []byte("The Lantern Forge")), 0o600); err != nil {
		t.Fatal(err)
	}
	second := l.elsewhere()
	refuses(t, "would be condemned", "restore", "--dir", second.dir, "--signing-key", l.path(keyFile), l.backup("forged"))
	second.empty()
}
