package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells how far a long command is, on a terminal, with the time that is left.
type progress struct {
	to      io.Writer
	doing   string
	started time.Time
	shown   time.Time
	live    bool
}

// newProgress begins. Where standard error is no terminal it says nothing.
func newProgress(to io.Writer, doing string) *progress {
	return &progress{to: to, doing: doing, started: time.Now(), live: isTerminal(to)}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// show tells how much of the whole is done, at most five times a second.
func (p *progress) show(done, total int64) {
	now := time.Now()
	if !p.live || total <= 0 || now.Sub(p.shown) < 200*time.Millisecond {
		return
	}
	p.shown = now
	left := ""
	if passed := now.Sub(p.started); done > 0 && passed > 2*time.Second {
		rest := time.Duration(int64(passed) / done * (total - done))
		left = fmt.Sprintf(", %s left", rest.Round(time.Second))
	}
	fmt.Fprintf(p.to, "\r%d of %d %s (%d%%)%s\x1b[K", done, total, p.doing, done*100/total, left)
}

// end clears the line.
func (p *progress) end() {
	if p.live && !p.shown.IsZero() {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}
