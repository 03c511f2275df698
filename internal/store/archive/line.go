package archive

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
)

const format = "selectorate-backup/1"

// header is the first line of a backup.
type header struct {
	Format   string `json:"format"`
	Size     int64  `json:"size"`
	Recorded int64  `json:"recorded"`
	Root     string `json:"root"`
	Rows     int64  `json:"rows"`
}

// trailer is the last.
type trailer struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

func appendHeader(line []byte, h kept.Head, rows int64) []byte {
	return fmt.Appendf(line, "{\"format\":\"%s\",\"size\":%d,\"recorded\":%d,\"root\":\"%s\",\"rows\":%d}\n",
		format, h.Size, h.Recorded, hex.EncodeToString(h.Root[:]), rows)
}

// readHeader reads the first line, which must be written as appendHeader writes it.
func readHeader(line []byte) (kept.Head, int64, error) {
	var told header
	if err := json.Unmarshal(line, &told); err != nil {
		return kept.Head{}, 0, party.Errorf(party.Invalid, "the first line is not a backup's: %w", err)
	}
	if told.Format != format {
		return kept.Head{}, 0, party.Errorf(party.Invalid, "the format is %q; this program reads %q", told.Format, format)
	}
	h := kept.Head{Size: told.Size, Recorded: told.Recorded}
	root, err := hex.DecodeString(told.Root)
	if err != nil || len(root) != len(h.Root) {
		return kept.Head{}, 0, party.Errorf(party.Invalid, "the root is not 64 hexadecimal digits")
	}
	copy(h.Root[:], root)
	if h.Size < 0 || told.Rows < 0 || !bytes.Equal(line, appendHeader(nil, h, told.Rows)) {
		return kept.Head{}, 0, party.Errorf(party.Invalid, "the first line is not written as the format says")
	}
	return h, told.Rows, nil
}

func appendRow(line []byte, t Table, row *Row) []byte {
	line = append(line, `["`+t.Name+`"`...)
	for i, c := range t.Columns {
		line = append(line, ',')
		switch c.Kind {
		case Whole:
			line = strconv.AppendInt(line, row.wholes[i], 10)
		case Words:
			line = appendWords(line, row.words[i])
		case Octets:
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
func readRow(line []byte, all []Table, first int) (at int, values []any, err error) {
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
		if all[at].Name == name {
			break
		}
	}
	columns, parts := all[at].Columns, parts[1:]
	if len(parts) != len(columns) {
		return 0, nil, party.Errorf(party.Invalid, "a row of %s has %d columns, this one %d", name, len(columns), len(parts))
	}
	for i, c := range columns {
		value, err := readValue(c.Kind, parts[i])
		if err != nil {
			return 0, nil, party.Errorf(party.Invalid, "column %s of %s: %w", c.Name, name, err)
		}
		values = append(values, value)
	}
	return at, values, nil
}

// readValue reads one column. null is refused: JSON would make it the empty value.
func readValue(k Kind, part json.RawMessage) (any, error) {
	if string(part) == "null" {
		return nil, party.Errorf(party.Invalid, "it is missing")
	}
	if k == Whole {
		var n int64
		err := json.Unmarshal(part, &n)
		return n, err
	}
	var s string
	if err := json.Unmarshal(part, &s); err != nil {
		return nil, err
	}
	if k == Words {
		if strings.ContainsRune(s, 0) {
			return nil, party.Errorf(party.Invalid, "the text cannot be stored")
		}
		return s, nil
	}
	if strings.ContainsAny(s, "\r\n") {
		return nil, party.Errorf(party.Invalid, "there are line feeds in the base64") // which decoding would skip
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if b == nil {
		b = []byte{}
	}
	return b, err
}

// readTrailer reads the last line, given without what came before.
func readTrailer(line []byte) (trailer, error) {
	var told trailer
	if err := json.Unmarshal(line, &told); err != nil {
		return told, party.Errorf(party.Invalid, "the last line is not a backup's: %w", err)
	}
	sum, err := hex.DecodeString(told.SHA256)
	if err != nil || !bytes.Equal(line, appendTrailer(nil, told.Rows, sum)) {
		return told, party.Errorf(party.Invalid, "the last line is not written as the format says")
	}
	return told, nil
}
