package read

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/selectorate/selectorate/party"
)

// packed is a file that was unpacked, and what stood beside it.
type packed struct {
	data   []byte
	name   string
	beside []byte // an election.json in the same archive
}

// unpack takes a file out of gzip or zip, if it is packed. It never unpacks more than limit bytes.
func unpack(data []byte, name string, limit int64) (packed, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0x1F, 0x8B}):
		return ungzip(data, name, limit)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return unzip(data, limit)
	case bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return packed{}, party.Problems{{Message: "the archive is empty"}}
	}
	return packed{data: data, name: name}, nil
}

func ungzip(data []byte, name string, limit int64) (packed, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return packed{}, damaged(err)
	}
	data, err = readAll(r, int64(len(data))*4, limit)
	if err != nil {
		return packed{}, err
	}
	if len(name) > 3 && strings.EqualFold(path.Ext(name), ".gz") {
		name = name[:len(name)-3]
	}
	return packed{data: data, name: name}, nil
}

// unzip takes out the one file of ballots in an archive. Beside it may stand the election.json of a sealed box.
func unzip(data []byte, limit int64) (packed, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return packed{}, damaged(err)
	}
	var ballots, election *zip.File
	var names []string
	for _, file := range archive.File {
		base := path.Base(file.Name)
		switch {
		case strings.HasSuffix(file.Name, "/"), strings.HasPrefix(base, "."), strings.HasPrefix(file.Name, "__MACOSX/"):
			continue
		case base == "[Content_Types].xml":
			return packed{}, party.Problems{{Message: "the file is a workbook of a spreadsheet program", Mend: "save the sheet with the ballots as CSV"}}
		case base == "election.json":
			election = file
			continue
		}
		ballots = file
		if names = append(names, base); len(names) > 1 {
			return packed{}, party.Problems{{Message: fmt.Sprintf("the archive holds several files (%s, %s …)", names[0], names[1]), Mend: "unpack it and give the one with the ballots"}}
		}
	}
	if ballots == nil {
		return packed{}, party.Problems{{Message: "the archive holds no file of ballots"}}
	}
	p := packed{name: path.Base(ballots.Name)}
	if p.data, err = member(ballots, limit); err != nil {
		return packed{}, err
	}
	if election != nil {
		p.beside, err = member(election, limit)
	}
	return p, err
}

func member(file *zip.File, limit int64) ([]byte, error) {
	r, err := file.Open()
	if err != nil {
		return nil, damaged(err)
	}
	defer r.Close()
	return readAll(r, int64(min(file.UncompressedSize64, 1<<40)), limit)
}

// readAll reads at most limit bytes; more is an error. What the archive says of the size is a hint.
func readAll(r io.Reader, hint, limit int64) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(int(min(hint, limit, 1<<24)) + bytes.MinRead)
	n, err := out.ReadFrom(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, damaged(err)
	case n > limit:
		return nil, party.Problems{{Message: fmt.Sprintf("the file unpacks to more than %d bytes", limit), Mend: "unpack it yourself, if that is right"}}
	}
	return out.Bytes(), nil
}

func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return party.Problems{{Message: "the packed file ends too early", Mend: "copy it again"}}
	}
	return party.Problems{{Message: "the file cannot be unpacked: " + err.Error(), Mend: "copy it again, or unpack it yourself"}}
}
