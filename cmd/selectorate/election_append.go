package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/party"
)

// headSuffix is put behind the archive's name for the file that says how far it was acknowledged. It is written after
// every step that is on disk. So a write that was broken off by a crash is known from an archive that lost what somebody was
// told is in it: the first is cut off, the second refused.
const headSuffix = ".head"

// acknowledged is what the head file holds.
type acknowledged struct {
	Size   int64  `json:"size"`
	Height int    `json:"height"`
	Head   string `json:"head"`
}

// writing reads an archive while no other process of this computer writes it, mends what a crash has left, and runs do.
func writing(t terminal, path string, do func(b *board) error) error {
	if !there(path) {
		return party.Errorf(party.NotFound, "selectorate: there is no archive %s: make one with selectorate election new", path)
	}
	return locked(filepath.Dir(path), func() error {
		known, err := readHead(path)
		if err != nil {
			return err
		}
		seen := known.Size == 0
		b, err := readBoardFrom(t, path, known, func(event *archive.Event) error {
			seen = seen || event.End == known.Size && event.Hash == known.Head
			return nil
		})
		if err != nil {
			return err
		}
		if !seen {
			return party.Errorf(party.Invalid, "selectorate: %s does not hold event %d, %s, which it held once, as %s says: it was put back to an older state, "+
				"changed or damaged. Nothing is added to it. Find the newest copy; ballots that were acknowledged are missing in this one",
				path, known.Height, known.Head, path+headSuffix)
		}
		if err := b.mend(t); err != nil {
			return err
		}
		return do(b)
	})
}

func readHead(path string) (known acknowledged, err error) {
	data, err := os.ReadFile(path + headSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil // made by somebody else; there is one from the next step on
	}
	if err != nil {
		return known, fmt.Errorf("selectorate: %w", err)
	}
	if err := json.Unmarshal(data, &known); err != nil || known.Size <= 0 {
		return known, party.Errorf(party.Invalid, "selectorate: %s cannot be read: it says how far the archive was acknowledged. Compare the archive's head with "+
			"what was published, and remove that file if it is the same", path+headSuffix)
	}
	return known, nil
}

// mend cuts off what a write that was broken off has left behind the last whole event. Nobody was told of it.
func (b *board) mend(t terminal) error {
	if b.torn == 0 {
		return nil
	}
	file, err := os.OpenFile(b.path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	err = file.Truncate(b.end)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("selectorate: cut %s: %w", b.path, err)
	}
	fmt.Fprintf(t.err, "%s: cut off %d bytes behind event %d: what a write that was broken off had left. Nobody was told that it is in the archive.\n",
		b.path, b.torn, b.height)
	b.torn = 0
	return nil
}

// stage encodes an event behind those that are there. It is written by flush.
func (b *board) stage(kind string, data ...[]byte) error {
	writer, err := archive.Resume(&b.staged, b.timestamp, b.height, b.head)
	if err != nil {
		return err
	}
	event, err := writer.Append(kind, data...)
	if err != nil {
		return err
	}
	b.noteHead(kind, event.Hash, event.Height)
	return nil
}

// flush writes what is staged, waits until it is on disk, and says so in the head file. Only then may anybody be told.
func (b *board) flush() error {
	file, err := os.OpenFile(b.path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	_, err = file.WriteAt(b.staged.Bytes(), b.end)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("selectorate: write %s: %w", b.path, err)
	}
	b.end += int64(b.staged.Len())
	b.staged.Reset()
	return b.acknowledge()
}

// acknowledge writes the head file.
func (b *board) acknowledge() error {
	data, err := json.Marshal(acknowledged{b.end, b.height, b.head})
	if err != nil {
		return fmt.Errorf("selectorate: %w", err)
	}
	return writeStream(b.path+headSuffix, 0o644, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}

// append writes one event.
func (b *board) append(kind string, data ...[]byte) error {
	if err := b.stage(kind, data...); err != nil {
		return err
	}
	return b.flush()
}

// appendOwned writes a shuffle or a part of the decryption with whose it is.
func (b *board) appendOwned(kind string, made contribution) error {
	payload := []byte(made.Payload)
	return b.append(kind, payload, belenios.AppendOwned(nil, belenios.Owned{Owner: made.Owner, Payload: archive.Digest(payload)}))
}
