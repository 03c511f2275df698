package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/register"
)

// archiveEnding is how the names of archives of secret ballots end.
const archiveEnding = ".bel"

// archiveMost is the greatest archive that is fetched, in bytes.
const archiveMost = 64 << 30

// findArchive opens what is to be checked if it is the archive of a secret ballot: a file, the one archive of a folder, or
// an address. It gives nil for everything else, which may be a copy of a record. The file is to be closed.
func findArchive(ctx context.Context, t terminal, name string) (*os.File, error) {
	if strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://") {
		if address, err := url.Parse(name); err == nil && strings.HasSuffix(address.Path, archiveEnding) {
			return fetchArchive(ctx, t, name)
		}
		return nil, nil //nolint:nilnil // no archive, which is no mistake
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return findInFolder(name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	first := make([]byte, 8)
	n, err := io.ReadFull(file, first)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		file.Close()
		return nil, err
	}
	if check.Resembles(first[:n]) {
		return file, nil
	}
	file.Close()
	if strings.HasSuffix(name, archiveEnding) {
		return nil, errors.New("it is no archive of a secret ballot: it does not begin as one")
	}
	return nil, nil //nolint:nilnil // as above
}

// findInFolder opens the archive of a folder that is no copy of a record.
func findInFolder(name string) (*os.File, error) {
	if _, err := os.Stat(filepath.Join(name, register.CheckpointPath)); err == nil {
		return nil, nil //nolint:nilnil // a record
	}
	found, err := filepath.Glob(filepath.Join(name, "*"+archiveEnding))
	if err != nil {
		return nil, fmt.Errorf("look into it: %w", err)
	}
	for _, path := range found {
		if filepath.Base(path) == archiveName {
			found = []string{path}
		}
	}
	switch len(found) {
	case 0:
		return nil, nil //nolint:nilnil // perhaps a record that is not whole
	case 1:
		return findFile(found[0])
	}
	return nil, fmt.Errorf("it holds %d archives of secret ballots; name one of them", len(found))
}

// findFile opens an archive that has its name for it.
func findFile(path string) (*os.File, error) {
	file, err := findArchive(context.Background(), terminal{}, path)
	if err == nil && file == nil {
		err = fmt.Errorf("%s is no archive", path)
	}
	return file, err
}

// fetchArchive fetches an archive into a file that is gone once it is closed.
func fetchArchive(ctx context.Context, t terminal, address string) (*os.File, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{CheckRedirect: sameHost}
	response, err := client.Do(request) //nolint:bodyclose // closed below; the linter loses sight of it
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, fs.ErrNotExist
	default:
		return nil, fmt.Errorf("the server answers %s", response.Status)
	}
	file, err := os.CreateTemp("", "selectorate-verify-*"+archiveEnding)
	if err != nil {
		return nil, err
	}
	bar := newProgress(t.err, "bytes fetched")
	done := int64(0)
	from := io.TeeReader(io.LimitReader(response.Body, archiveMost), counter(func(n int) {
		done += int64(n)
		bar.show(done, response.ContentLength)
	}))
	_, err = io.Copy(file, from)
	bar.end()
	if removed := os.Remove(file.Name()); removed != nil && err == nil {
		err = removed
	}
	if err == nil {
		var first [8]byte
		if n, _ := file.ReadAt(first[:], 0); !check.Resembles(first[:n]) {
			err = errors.New("what the server gives is no archive of a secret ballot")
		}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// counter is told how many bytes were written.
type counter func(n int)

// Write counts.
func (c counter) Write(data []byte) (int, error) {
	c(len(data))
	return len(data), nil
}

// archiveBeside gives the archive at an address that turned out to be no record.
func archiveBeside(ctx context.Context, t terminal, name string, err error) *os.File {
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(name, "http") {
		return nil
	}
	address, err := url.Parse(name)
	if err != nil {
		return nil
	}
	file, err := fetchArchive(ctx, t, address.JoinPath(archiveName).String())
	if err != nil {
		return nil
	}
	return file
}
