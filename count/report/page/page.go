package page

import (
	"crypto/sha256"
	_ "embed" // the template and its style
	"encoding/base64"
	"html/template"
	"io"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/count/report/outline"
)

//go:embed page.html
var source string

//go:embed page.css
var style string

// Options are what the page can say beyond the result. Every field may be left empty.
type Options struct {
	Method count.Method // by which was counted: the page then sums it up, and says only the options that were set
	File   string       // name of the file with the papers, for the command that counts them again
}

// Policy is the content security policy of the page, which it also carries itself: no script, nothing fetched, and
// no style but its own. A server that sends the page may send this as a header.
func Policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// Write writes a result as one HTML page. A result that contradicts itself is an error of kind Invalid, see
// report.Check, and nothing is written. The error of w is returned as it is.
func Write(w io.Writer, r *count.Result, options Options) error {
	if err := report.Check(r); err != nil {
		return err
	}
	return parsed().Execute(w, newView(outline.New(r), options))
}

// parsed gives the template. It is part of the program and cannot be wrong: a test executes it.
func parsed() *template.Template {
	return template.Must(template.New("page").Parse(source))
}
