package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/selectorate/selectorate/internal/web/guard"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rulebook/wording"
)

// WhatIfPage is what pages/what-if shows: a form for units' answers, and what every rulebook makes of them.
type WhatIfPage struct {
	Page
	Typed     string // what the form holds; kept when there is something to mend
	Sent      bool   // a file was sent, and Problems are about it
	Problems  []party.Problem
	Judgement *Judgement // nil until answers were judged
}

// Typing tells whether there is something to mend in the box.
func (p WhatIfPage) Typing() bool { return len(p.Problems) > 0 && !p.Sent }

// Sending tells whether there is something to mend in the file.
func (p WhatIfPage) Sending() bool { return len(p.Problems) > 0 && p.Sent }

// Field is the identifier of the field to which the problems belong.
func (p WhatIfPage) Field() string {
	if p.Sent {
		return "file"
	}
	return "answers"
}

// FirstFlaw says the first problem, and how many more there are; the summary lists them all.
func (p WhatIfPage) FirstFlaw() string {
	if len(p.Problems) == 0 {
		return ""
	}
	said := flaw(p.Problems[0])
	if more := int64(len(p.Problems)) - 1; more > 0 {
		said += " There " + wording.Plural(strconv.FormatInt(more, 10), "is 1 more problem", fmt.Sprintf("are %d more problems", more)) + ", listed above."
	}
	return said
}

// flaw says a problem as whole sentences: where, what and how to mend it.
func flaw(p party.Problem) string {
	said := sentence(p.Message)
	if where := whereIn(p); where != "" {
		said = where + ": " + p.Message
		said = sentence(said)
	}
	if p.Mend != "" {
		said += " " + sentence(p.Mend)
	}
	return said
}

// sentence begins with a capital and ends with a full stop, if it does not end with a sign already.
func sentence(text string) string {
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "!") {
		text += "."
	}
	return capital(text)
}

func (WhatIfPage) name() string { return "what-if" }

// whereIn says where a problem is: "Line 3, column 8"; nothing if it is the whole file.
func whereIn(p party.Problem) string {
	switch {
	case p.Line == 0:
		return ""
	case p.Column == 0:
		return fmt.Sprintf("Line %d", p.Line)
	}
	return fmt.Sprintf("Line %d, column %d", p.Line, p.Column)
}

// Judgement is what every rulebook makes of a returns file.
type Judgement struct {
	Problems    []party.Problem // if there are any, nothing else is filled
	Units       int64           // how many units the file names
	Outstanding int64           // how many of them have not answered
	Notes       []string        // what was read otherwise than one might think, as whole sentences
	Verdicts    []Verdict
}

// Verdict is what one rulebook makes of a returns file.
type Verdict struct {
	Book    BookRef
	Outcome rulebook.Outcome
	Certain bool         // units are outstanding, but cannot change the outcome
	Summary string       // the decisive reason, as a whole sentence
	Pools   []PoolResult // none where the book counts nothing
	Reasons []Reason
}

// Anchor is the identifier of the verdict within its page.
func (v Verdict) Anchor() string { return "under-" + strings.ReplaceAll(v.Book.Name, "/", "-") }

const whatIfTitle = "What if other rules had applied?"

func (f *face) whatIfForm(*http.Request) (view, error) {
	return WhatIfPage{Page: f.page("/what-if", whatIfTitle)}, nil
}

func (f *face) whatIf(r *http.Request) (view, error) {
	v := WhatIfPage{Page: f.page("/what-if", whatIfTitle)}
	file, sent, err := sentAnswers(r)
	if err != nil {
		return nil, fmt.Errorf("read the answers: %w", err)
	}
	v.Sent = sent
	if utf8.Valid(file) {
		v.Typed = string(file)
	}
	if strings.TrimSpace(v.Typed) == "" && len(v.Typed) == len(file) {
		return v.flawed(party.Problem{Message: "There are no answers", Mend: "Paste them into the box or choose a file"}), nil
	}
	judged, err := judge(r.Context(), f.Books, file)
	if err != nil {
		return nil, fmt.Errorf("judge the answers: %w", err)
	}
	if len(judged.Problems) > 0 {
		return v.flawed(judged.Problems...), nil
	}
	v.Judgement = &judged
	return v, nil
}

// flawed is the page with what must be mended, and with what was typed.
func (p WhatIfPage) flawed(problems ...party.Problem) WhatIfPage {
	if p.Sent {
		p.Typed = ""
	}
	p.Problems, p.Flawed, p.Status = problems, true, http.StatusUnprocessableEntity
	return p
}

// sentAnswers gives the file that was chosen or, if there is none, what was typed, and which of the two it is. Nothing touches a disk:
// the whole request is smaller than what is kept in memory.
func sentAnswers(r *http.Request) (data []byte, sent bool, err error) {
	// ParseMultipartForm forgets what ParseForm said of a form that is not multipart, so that is asked first.
	err = r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(guard.MaxBody)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, false, fmt.Errorf("read the form: %w", err)
	case err != nil && !errors.Is(err, http.ErrNotMultipart):
		return nil, false, party.Errorf(party.Invalid, "read the form: %w", err)
	}
	file, _, err := r.FormFile("file")
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		return []byte(r.PostFormValue("answers")), false, nil
	case err != nil:
		return nil, true, party.Errorf(party.Invalid, "open the file: %w", err)
	}
	data, err = io.ReadAll(file)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, true, fmt.Errorf("read the file: %w", err)
	}
	if len(data) == 0 {
		return []byte(r.PostFormValue("answers")), false, nil
	}
	return data, true, nil
}
