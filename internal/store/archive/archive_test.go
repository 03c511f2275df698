package archive_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/selectorate/selectorate/internal/store/archive"
	"github.com/selectorate/selectorate/party"
)

// tables are two tables with columns of every kind.
func tables() []archive.Table {
	return []archive.Table{
		{Name: "entry", Key: 1, Columns: []archive.Column{
			{Name: "position", Kind: archive.Whole},
			{Name: "matter", Kind: archive.Words},
			{Name: "number", Kind: archive.Whole},
			{Name: "data", Kind: archive.Octets},
		}},
		{Name: "person", Key: 1, Columns: []archive.Column{
			{Name: "id", Kind: archive.Words}, {Name: "name", Kind: archive.Words}, {Name: "contact", Kind: archive.Words},
		}},
	}
}

// reread reads a backup and writes its rows again.
func reread(r io.Reader) ([]byte, error) {
	in, err := archive.NewReader(r, tables())
	if err != nil {
		return nil, err
	}
	var again bytes.Buffer
	_, total := in.Progress()
	out, err := archive.NewWriter(&again, in.Head(), total)
	if err != nil {
		return nil, err
	}
	for {
		t, values, err := in.Row()
		if errors.Is(err, io.EOF) {
			err := out.Close()
			return again.Bytes(), err
		}
		if err != nil {
			return nil, err
		}
		row := archive.NewRow(t)
		row.Set(values)
		if err := out.Row(t, row); err != nil {
			return nil, err
		}
	}
}

// seal puts a header and a trailer that fit around rows, as doc/formats/backup.md tells, and not by the code
// under test.
func seal(rows []byte) []byte {
	n := bytes.Count(rows, []byte("\n"))
	whole := fmt.Appendf(nil, `{"format":"selectorate-backup/1","size":0,"recorded":0,"root":"%064x","rows":%d}`+"\n", 0, n)
	whole = append(whole, rows...)
	return fmt.Appendf(whole, `{"rows":%d,"sha256":"%x"}`+"\n", n, sha256.Sum256(whole))
}

// FuzzRows reads rows of any kind in a backup that is otherwise whole. What is accepted means the same when it
// is written again.
func FuzzRows(f *testing.F) {
	f.Add([]byte("[\"entry\",0,\"m\",0,\"YQ==\"]\n[\"person\",\"p\",\"Ada\",\"\"]\n"))
	f.Add([]byte("[\"entry\",-1,\"\\ud800\",1e3,\"YR==\"]\n"))
	f.Add([]byte("[\"person\",\"a\\u0000\",null,\"\"]\n{}\n"))
	f.Fuzz(func(t *testing.T, rows []byte) {
		once, err := reread(bytes.NewReader(seal(rows)))
		if err != nil {
			return
		}
		twice, err := reread(bytes.NewReader(once))
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("read %q, written as %q, read again as %q, %v", rows, once, twice, err)
		}
	})
}

// FuzzFile reads anything at all. What it refuses is invalid, and nothing worse.
func FuzzFile(f *testing.F) {
	f.Add(seal(nil))
	f.Add(seal([]byte("[\"entry\",0,\"m\",0,\"YQ==\"]\n")))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, err := reread(bytes.NewReader(file)); err != nil && !party.Is(err, party.Invalid) {
			t.Errorf("%q is refused with %v", file, err)
		}
	})
}

// TestRows names what a row may and may not be.
func TestRows(t *testing.T) {
	tests := []struct {
		name, row string
		want      bool
	}{
		{"a row", `["entry",0,"m",0,"YQ=="]`, true},
		{"no bytes", `["entry",0,"m",0,""]`, true},
		{"the largest number", `["entry",9223372036854775807,"m",0,""]`, true},
		{"a larger number", `["entry",9223372036854775808,"m",0,""]`, false},
		{"a fraction", `["entry",0.5,"m",0,""]`, false},
		{"bits that base64 ignores", `["entry",0,"m",0,"YR=="]`, false},
		{"base64 without its end", `["entry",0,"m",0,"YQ"]`, false},
		{"a line feed in base64", `["entry",0,"m",0,"YQ==\n"]`, false},
		{"null for a number", `["entry",null,"m",0,""]`, false},
		{"null for words", `["entry",0,null,0,""]`, false},
		{"a number for words", `["entry",0,1,0,""]`, false},
		{"NUL in words", `["entry",0,"\u0000",0,""]`, false},
		{"a column too few", `["entry",0,"m",0]`, false},
		{"a column too many", `["entry",0,"m",0,"",""]`, false},
		{"an unknown table", `["head",0,"m",0,""]`, false},
		{"no table", `[]`, false},
		{"no row", `"entry"`, false},
		{"nothing", ``, false},
		{"a table out of order", `["person","p","",""]` + "\n" + `["entry",0,"m",0,""]`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := reread(bytes.NewReader(seal([]byte(test.row + "\n"))))
			if (err == nil) != test.want || err != nil && !party.Is(err, party.Invalid) {
				t.Errorf("%s is read with %v", test.row, err)
			}
		})
	}
}

// TestLongLine refuses a line that never ends before it fills the memory.
func TestLongLine(t *testing.T) {
	endless := io.MultiReader(bytes.NewReader(seal(nil)[:10]), io.LimitReader(zeros{}, 1<<40))
	if _, err := archive.NewReader(endless, tables()); !party.Is(err, party.Invalid) {
		t.Errorf("NewReader() = %v", err)
	}
}

// zeros reads as the digit 0, for ever.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
