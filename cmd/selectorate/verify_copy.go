package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/selectorate/selectorate/register"
)

// openedCopy is a copy of a record that can be read.
type openedCopy struct {
	fs.FS
	listed bool // it can be walked
	close  func() error
}

// Close gives back what the copy holds open. Nothing was written, so there is nothing to lose.
func (c *openedCopy) Close() {
	if c.close != nil {
		_ = c.close()
	}
}

// openCopy opens a folder, a .zip file or an address.
func openCopy(ctx context.Context, name string) (*openedCopy, error) {
	if strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://") {
		return openAddress(ctx, name)
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		root, err := os.OpenRoot(name) // no link leads out of it
		if err != nil {
			return nil, err
		}
		return &openedCopy{FS: root.FS(), listed: true, close: root.Close}, nil
	}
	return openArchive(name)
}

func openArchive(name string) (*openedCopy, error) {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("read it as a .zip file: %w", err)
	}
	folder, err := folderOf(archive.File)
	if err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	files, err := fs.Sub(archive, folder)
	if err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	return &openedCopy{FS: files, listed: true, close: archive.Close}, nil
}

// folderOf gives the folder of an archive that holds the copy: the top, or the one folder that everything is
// in. Names that an archive can have and a folder cannot are refused.
func folderOf(files []*zip.File) (string, error) {
	seen := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(file.Name, "/")
		if !fs.ValidPath(name) || strings.Contains(name, `\`) || seen[name] {
			return "", fmt.Errorf("the file %q stands in the archive twice, or has a name that no file can have", file.Name)
		}
		seen[name] = true
	}
	if len(files) == 0 || seen[register.CheckpointPath] {
		return ".", nil
	}
	top, _, _ := strings.Cut(files[0].Name, "/")
	for name := range seen {
		if name != top && !strings.HasPrefix(name, top+"/") {
			return ".", nil
		}
	}
	return top, nil
}

// exportFolder writes a copy into a folder.
type exportFolder struct{ dir string }

func (e exportFolder) put(name string, data []byte) error {
	place := path.Join(e.dir, name)
	if err := os.MkdirAll(path.Dir(place), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.WriteFile(place, data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// exportArchive writes a copy into a .zip file.
type exportArchive struct{ *zip.Writer }

func newExportArchive(w io.Writer) exportArchive { return exportArchive{zip.NewWriter(w)} }

func (e exportArchive) put(name string, data []byte) error {
	header := &zip.FileHeader{Name: name, Method: zip.Deflate}
	if tile, err := register.ParsePath(name); err == nil && tile.Level != register.EntryLevel {
		header.Method = zip.Store // fingerprints do not get smaller
	}
	file, err := e.CreateHeader(header)
	if err == nil {
		_, err = file.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
