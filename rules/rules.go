package rules

import (
	"embed"
	"io/fs"
)

//go:embed */*.yaml schema.json
var files embed.FS

// Names lists the books in alphabetical order, such as "uk-labour/2018".
func Names() []string {
	paths, _ := fs.Glob(files, "*/*.yaml") // the pattern is a constant and well formed
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = path[:len(path)-len(".yaml")]
	}
	return names
}

// Read gives the bytes of a book's file. The error wraps fs.ErrNotExist if no book has that name.
func Read(name string) ([]byte, error) { return files.ReadFile(name + ".yaml") }

// Schema gives the JSON Schema of a book's file, for editors that help while one is written.
func Schema() []byte {
	data, _ := files.ReadFile("schema.json") // embedded: it cannot be missing
	return data
}
