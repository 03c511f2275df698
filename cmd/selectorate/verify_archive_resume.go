package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/check"
)

// resumeForm is the first word of a file that says how far a check is.
const resumeForm = "selectorate-verify/1"

// resumeEvery is after how long at most what was checked is on disk.
const resumeEvery = 2 * time.Second

// resumeHead binds such a file to one archive.
type resumeHead struct {
	Form    string `json:"form"`
	Size    int64  `json:"size"`
	Head    string `json:"head"`
	Batches int    `json:"batches"`
}

// resumeFile keeps how far a check is: a line for the archive, then a line for each batch, each behind its SHA-256. A nil one
// keeps nothing.
type resumeFile struct {
	check *archiveCheck
	file  *os.File
	to    *bufio.Writer
	saved time.Time
}

// openResume takes up what an earlier run has left, if it is of this archive, and goes on from there.
func (a *archiveCheck) openResume() (*resumeFile, error) {
	if a.flags.Resume == "" {
		return nil, nil //nolint:nilnil // it is not asked for
	}
	file, err := os.OpenFile(a.flags.Resume, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	end, err := a.resume(file)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(a.t.err, "%s is not gone on from: %s. The check begins anew.\n", a.flags.Resume, err)
		}
		end = 0
	}
	if err := file.Truncate(end); err != nil {
		return nil, err
	}
	if _, err := file.Seek(end, io.SeekStart); err != nil {
		return nil, err
	}
	r := &resumeFile{check: a, file: file, to: bufio.NewWriterSize(file, 1<<20), saved: time.Now()}
	if end == 0 {
		return r, r.line(a.resumeHead())
	}
	return r, nil
}

func (a *archiveCheck) resumeHead() resumeHead {
	head, _ := a.Place()
	return resumeHead{resumeForm, a.size, head, a.Batches()}
}

// resume reads what is there, and gives where the last whole line ends.
func (a *archiveCheck) resume(file io.Reader) (end int64, err error) {
	reader, taken := bufio.NewReaderSize(file, 1<<20), 0
	data, n, err := resumeLine(reader)
	if errors.Is(err, io.EOF) && n == 0 {
		return 0, fs.ErrNotExist // an empty file: nothing was begun
	}
	var head resumeHead
	if err != nil || json.Unmarshal(data, &head) != nil || head.Form != resumeForm {
		return 0, errors.New("it is not a file that this command wrote")
	}
	if want := a.resumeHead(); head != want {
		return 0, errors.New("it is of another archive, or this one has changed since")
	}
	for end = n; ; taken++ {
		data, n, err := resumeLine(reader)
		if err != nil {
			break // the end, or a line that was not written whole
		}
		part, err := a.Load(data)
		if err != nil {
			return 0, err
		}
		a.Take(part)
		end += n
	}
	if taken > 0 {
		fmt.Fprintf(a.t.err, "Going on: %d of %d batches of ballots were checked before, as %s says.\n", taken, a.Batches(), a.flags.Resume)
	}
	return end, nil
}

// resumeLine reads a line, and gives its length.
func resumeLine(from *bufio.Reader) ([]byte, int64, error) {
	line, err := from.ReadBytes('\n')
	if err != nil {
		return nil, int64(len(line)), err
	}
	digest, data, _ := bytes.Cut(line[:len(line)-1], []byte(" "))
	if string(digest) != archive.Digest(data) {
		return nil, int64(len(line)), errors.New("a line is damaged")
	}
	return data, int64(len(line)), nil
}

func (r *resumeFile) line(value any) error {
	data, ok := value.([]byte)
	if !ok {
		var err error
		if data, err = json.Marshal(value); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(r.to, "%s %s\n", archive.Digest(data), data)
	return err
}

// put keeps what a batch came to.
func (r *resumeFile) put(part *check.Part) error {
	if r == nil {
		return nil
	}
	data, err := r.check.Save(part)
	if err == nil {
		err = r.line(data)
	}
	if err == nil && time.Since(r.saved) > resumeEvery {
		r.saved = time.Now()
		err = r.to.Flush()
	}
	return err
}

// close puts the file away when all is checked; otherwise it is left for the next time.
func (r *resumeFile) close(whole bool) error {
	if r == nil {
		return nil
	}
	err := errors.Join(r.to.Flush(), r.file.Close())
	if whole && err == nil {
		err = os.Remove(r.file.Name())
	}
	return err
}

// advice says how to go on.
func (r *resumeFile) advice() string {
	if r == nil {
		return ""
	}
	return "; what was checked by then is in " + r.file.Name() + ": the same command goes on from there"
}
