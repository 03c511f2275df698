package folder_test

import (
	"bufio"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/selectorate/selectorate/verify/folder"
)

// broken is a folder whose files cannot be read.
type broken struct{ fstest.MapFS }

func (broken) Open(string) (fs.File, error) { return nil, iotest.ErrTimeout }

func TestRead(t *testing.T) {
	files := fstest.MapFS{"a": {Data: []byte("12345")}}
	if data, err := folder.Read(files, "a", 5); err != nil || string(data) != "12345" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := folder.Read(files, "a", 4); !errors.Is(err, folder.ErrTooLarge) || !folder.Unfit(err) {
		t.Errorf("a file that is too large: %v", err)
	}
	if _, err := folder.Read(files, "b", 4); !errors.Is(err, fs.ErrNotExist) || !folder.Unfit(err) || folder.Reason("b", err) != "the file b is missing" {
		t.Errorf("a file that is missing: %v", err)
	}
	if _, err := folder.Read(broken{}, "a", 4); err == nil || folder.Unfit(err) {
		t.Errorf("a folder that cannot be read: %v", err)
	}
}

func TestWholeLines(t *testing.T) {
	for text, want := range map[string]string{"": "", "a\n": "a", "a\r\n\nb\n": "a\r||b", "a\nb": "a!"} {
		lines := bufio.NewScanner(strings.NewReader(text))
		lines.Split(folder.WholeLines)
		var got []string
		for lines.Scan() {
			got = append(got, lines.Text())
		}
		told := strings.Join(got, "|")
		if errors.Is(lines.Err(), folder.ErrNoNewline) {
			told += "!"
		}
		if told != want {
			t.Errorf("%q: %q, want %q", text, told, want)
		}
	}
}
