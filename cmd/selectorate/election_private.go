package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/selectorate/selectorate/party"
)

// maxPrivate is the most that a file with one secret holds: a private key of the largest group has 617 digits, an
// encrypted share a few times that.
const maxPrivate = 1 << 16

// readPrivate reads a file that holds a secret, at most limit bytes. It refuses a file that others than its owner may
// read or write: what is in it must be taken for known. Standard input ("-") cannot be judged and is taken.
func readPrivate(t terminal, name string, limit int64) ([]byte, error) {
	if name == "-" {
		return readAtMost(t, name, limit)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, party.Errorf(party.Forbidden, "selectorate: %s holds a secret and others may read it (mode %04o): "+
			"take what is in it for known. If nobody else can have read it, chmod 600 %s", name, info.Mode().Perm(), name)
	}
	return readAtMost(t, name, limit)
}

// readAtMost reads a file whole and refuses one that is longer than limit.
func readAtMost(t terminal, name string, limit int64) ([]byte, error) {
	data, err := readFile(t, name, limit)
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: longer than the %d bytes that such a file can have", shown(name), limit)
	}
	return data, nil
}

// createPrivate makes a file that only its owner may read, and never writes over one that is there.
func createPrivate(path string, data []byte) error { return createFile(path, 0o600, data) }

// createPublic makes a file for everybody, and never writes over one that is there.
func createPublic(path string, data []byte) error { return createFile(path, 0o644, data) }

// createFile makes a file that is on disk when it returns. If it is there already, it stays as it is.
func createFile(path string, mode fs.FileMode, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return party.Errorf(party.Conflict, "selectorate: %s is there already and is not written over: move it away, or name another file", path)
	}
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Chmod(mode) // whatever the umask says of public files
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		// Half a file would stand in the way of the next attempt.
		return errors.Join(fmt.Errorf("selectorate: write %s: %w", path, err), os.Remove(path))
	}
	return nil
}

// absent refuses if one of the files that are about to be made is there already, before anything is done.
func absent(paths ...string) error {
	for _, path := range paths {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return party.Errorf(party.Conflict, "selectorate: %s is there already and is not written over: move it away, or name another folder", path)
		}
	}
	return nil
}

// privateFolder makes a folder that only its owner may enter, if there is none.
func privateFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("selectorate: make the folder: %w", err)
	}
	return nil
}

// overwrite fills a file with zeros, and removes it. On disks that write elsewhere each time, and in backups, the old
// bytes can be found all the same: whoever calls says so.
func overwrite(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	info, err := file.Stat()
	if err == nil {
		_, err = io.Copy(file, io.LimitReader(zeros{}, info.Size()))
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("selectorate: overwrite %s: %w", path, err)
	}
	return nil
}

// zeros is an endless file of zeros.
type zeros struct{}

// Read fills the buffer with zeros.
func (zeros) Read(to []byte) (int, error) {
	clear(to)
	return len(to), nil
}

// lines gives the lines of a file without what ends them; empty ones are left out.
func lines(data []byte) [][]byte {
	var all [][]byte
	for line := range bytes.Lines(data) {
		if line = bytes.TrimRight(line, "\r\n"); len(line) > 0 {
			all = append(all, line)
		}
	}
	return all
}

// onlyLine gives the one line of a file, whether or not it ends with a line break.
func onlyLine(name string, data []byte) ([]byte, error) {
	found := lines(data)
	if len(found) != 1 {
		return nil, party.Errorf(party.Invalid, "selectorate: %s: it has %d lines; such a file has one", shown(name), len(found))
	}
	return found[0], nil
}
