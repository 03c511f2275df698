package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// Seal puts a header and a trailer that fit around the rows of a backup.
func Seal(rows []byte) []byte {
	n := int64(bytes.Count(rows, []byte("\n")))
	whole := append(appendHeader(nil, Head{}, n), rows...)
	sum := sha256.Sum256(whole)
	return fmt.Appendf(whole, "{\"rows\":%d,\"sha256\":\"%s\"}\n", n, hex.EncodeToString(sum[:]))
}

// Reread reads a backup and gives its rows as a backup writes them.
func Reread(r io.Reader) ([]byte, error) {
	in, err := newBackupReader(r)
	if err != nil {
		return nil, err
	}
	var rows []byte
	for {
		t, values, err := in.row()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		row := newRow(t)
		for i, c := range t.columns {
			switch c.kind {
			case whole:
				row.wholes[i] = values[i].(int64)
			case words:
				row.words[i] = values[i].(string)
			case octets:
				row.octets[i] = values[i].([]byte)
			}
		}
		rows = appendRow(rows, t, row)
	}
}

// Pools gives the connections that write and those that read.
func (db *DB) Pools() (write, read *sql.DB) { return db.write, db.read }
