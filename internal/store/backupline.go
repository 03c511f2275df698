package store

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/party"
)

const backupFormat = "selectorate-backup/1"

// backupHeader is the first line of a backup.
type backupHeader struct {
	Format   string `json:"format"`
	Size     int64  `json:"size"`
	Recorded int64  `json:"recorded"`
	Root     string `json:"root"`
	Rows     int64  `json:"rows"`
}

// backupTrailer is the last.
type backupTrailer struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

func appendHeader(line []byte, h Head, rows int64) []byte {
	return fmt.Appendf(line, "{\"format\":\"%s\",\"size\":%d,\"recorded\":%d,\"root\":\"%s\",\"rows\":%d}\n",
		backupFormat, h.Size, h.Recorded, hex.EncodeToString(h.Root[:]), rows)
}

// readHeader reads the first line, which must be written as appendHeader writes it.
func readHeader(line []byte) (Head, int64, error) {
	var told backupHeader
	if err := json.Unmarshal(line, &told); err != nil {
		return Head{}, 0, party.Errorf(party.Invalid, "the first line is not a backup's: %w", err)
	}
	if told.Format != backupFormat {
		return Head{}, 0, party.Errorf(party.Invalid, "the format is %q; this program reads %q", told.Format, backupFormat)
	}
	h := Head{Size: told.Size, Recorded: told.Recorded}
	root, err := hex.DecodeString(told.Root)
	if err != nil || len(root) != len(h.Root) {
		return Head{}, 0, party.Errorf(party.Invalid, "the root is not 64 hexadecimal digits")
	}
	copy(h.Root[:], root)
	if h.Size < 0 || told.Rows < 0 || !bytes.Equal(line, appendHeader(nil, h, told.Rows)) {
		return Head{}, 0, party.Errorf(party.Invalid, "the first line is not written as the format says")
	}
	return h, told.Rows, nil
}

func appendRow(line []byte, t table, row *backupRow) []byte {
	line = append(line, `["`+t.name+`"`...)
	for i, c := range t.columns {
		line = append(line, ',')
		switch c.kind {
		case whole:
			line = strconv.AppendInt(line, row.wholes[i], 10)
		case words:
			line = appendWords(line, row.words[i])
		case octets:
			line = append(line, '"')
			line = base64.StdEncoding.AppendEncode(line, row.octets[i])
			line = append(line, '"')
		}
	}
	return append(line, "]\n"...)
}

// appendWords writes a string as JSON. Encoding a string cannot fail.
func appendWords(line []byte, s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return append(line, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// readRow reads a row of one of the tables from first on, and gives the table's place and the row's values
// as an insert takes them.
func readRow(line []byte, all []table, first int) (at int, values []any, err error) {
	var parts []json.RawMessage
	if err := json.Unmarshal(line, &parts); err != nil || len(parts) == 0 {
		return 0, nil, party.Errorf(party.Invalid, "it is not a row")
	}
	var name string
	if err := json.Unmarshal(parts[0], &name); err != nil {
		return 0, nil, party.Errorf(party.Invalid, "it names no table")
	}
	for at = first; ; at++ {
		if at == len(all) {
			return 0, nil, party.Errorf(party.Invalid, "the table %q is unknown, or stands too late", name)
		}
		if all[at].name == name {
			break
		}
	}
	columns, parts := all[at].columns, parts[1:]
	if len(parts) != len(columns) {
		return 0, nil, party.Errorf(party.Invalid, "a row of %s has %d columns, this one %d", name, len(columns), len(parts))
	}
	for i, c := range columns {
		value, err := readValue(c.kind, parts[i])
		if err != nil {
			return 0, nil, party.Errorf(party.Invalid, "column %s of %s: %w", c.name, name, err)
		}
		values = append(values, value)
	}
	return at, values, nil
}

// readValue reads one column. null is refused: JSON would make it the empty value.
func readValue(k kind, part json.RawMessage) (any, error) {
	if string(part) == "null" {
		return nil, party.Errorf(party.Invalid, "it is missing")
	}
	if k == whole {
		var n int64
		err := json.Unmarshal(part, &n)
		return n, err
	}
	var s string
	if err := json.Unmarshal(part, &s); err != nil {
		return nil, err
	}
	if k == words {
		if !plain(s) {
			return nil, party.Errorf(party.Invalid, "the text cannot be stored")
		}
		return s, nil
	}
	if strings.ContainsAny(s, "\r\n") {
		return nil, party.Errorf(party.Invalid, "there are line feeds in the base64") // which decoding would skip
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	return blob(b), err
}

// readTrailer reads the last line, given without what came before.
func readTrailer(line []byte) (backupTrailer, error) {
	var told backupTrailer
	if err := json.Unmarshal(line, &told); err != nil {
		return told, party.Errorf(party.Invalid, "the last line is not a backup's: %w", err)
	}
	if string(line) != fmt.Sprintf("{\"rows\":%d,\"sha256\":\"%s\"}\n", told.Rows, told.SHA256) {
		return told, party.Errorf(party.Invalid, "the last line is not written as the format says")
	}
	return told, nil
}
