package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// actCommand does official acts that it reads as JSON, one a line. Each is answered by one line, in no fixed
// order when there are several clients; what was answered is on disk.
type actCommand struct {
	place
	File    string `arg:"" default:"-" help:"File of JSON lines, or - for standard input."`
	Clients int    `default:"1" help:"How many acts are under way at once." placeholder:"N"`
}

// actLine is one request.
type actLine struct {
	Key    string          `json:"key"`
	Person string          `json:"person"`
	Office party.OfficeID  `json:"office"`
	Matter party.MatterID  `json:"matter"`
	Day    party.Day       `json:"day"`
	Kind   string          `json:"kind"`
	Act    json.RawMessage `json:"act"`
	Sealed []sealedLine    `json:"sealed"`
	Book   string          `json:"book"` // for org.book-adopted: the rulebook's text
}

type sealedLine struct {
	Field  string          `json:"field"`
	Value  json.RawMessage `json:"value"`
	Person string          `json:"person"`
}

// actAnswer is one answer.
type actAnswer struct {
	Key     string   `json:"key"`
	Done    bool     `json:"done"`
	Index   int64    `json:"index"`
	Number  int64    `json:"number"`
	Repeat  bool     `json:"repeat"`
	Outcome string   `json:"outcome"`
	Reasons []string `json:"reasons"`
	Error   string   `json:"error,omitempty"`
}

// Run reads, does and answers until the input ends.
func (c *actCommand) Run(ctx context.Context, t terminal) error {
	h, err := c.open(ctx, t)
	if err != nil {
		return err
	}
	defer h.Close()
	reader, closeFile, err := openInput(t, c.File)
	if err != nil {
		return err
	}
	defer closeFile()
	failed, err := c.serve(ctx, t, h, bufio.NewScanner(reader))
	if err != nil {
		return err
	}
	if err := h.sign(ctx); err != nil {
		return err
	}
	if failed > 0 {
		return party.Errorf(party.Invalid, "selectorate: %d acts were not done", failed)
	}
	return nil
}

func (c *actCommand) serve(ctx context.Context, t terminal, h *house, lines *bufio.Scanner) (failed int, err error) {
	lines.Buffer(make([]byte, 1<<16), 1<<21)
	work := make(chan []byte)
	var mu sync.Mutex // guards failed and the output
	var clients sync.WaitGroup
	for range max(1, c.Clients) {
		clients.Go(func() {
			for line := range work {
				answer := h.answer(ctx, line)
				mu.Lock()
				if !answer.Done {
					failed++
				}
				if wrote := encode(t, answer); err == nil {
					err = wrote
				}
				mu.Unlock()
			}
		})
	}
	for lines.Scan() {
		if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
			work <- bytes.Clone(line)
		}
	}
	close(work)
	clients.Wait()
	if err == nil && lines.Err() != nil {
		err = party.Errorf(party.Invalid, "selectorate: read the acts: %w", lines.Err())
	}
	return failed, err
}

// answer does one act.
func (h *house) answer(ctx context.Context, line []byte) actAnswer {
	request, err := readAct(line)
	if err != nil {
		return actAnswer{Key: request.Key, Index: -1, Reasons: []string{}, Error: err.Error()}
	}
	var receipt clerk.Receipt
	if _, decide := request.Seat.(selection.Decided); decide {
		receipt, _, err = h.clerk.Decide(ctx, request)
	} else {
		receipt, err = h.clerk.Do(ctx, request)
	}
	if err != nil {
		return actAnswer{Key: request.Key, Index: -1, Reasons: []string{}, Error: err.Error()}
	}
	book, _ := h.clerk.Book(ctx, receipt.Ruling.Book) // without the book reasons are said less well
	return actAnswer{
		Key: request.Key, Done: receipt.OK(), Index: receipt.Index, Number: receipt.Number, Repeat: receipt.Repeat,
		Outcome: string(receipt.Ruling.Outcome), Reasons: said(book, receipt.Ruling),
	}
}

func readAct(data []byte) (clerk.Request, error) {
	var line actLine
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&line); err != nil {
		return clerk.Request{}, party.Errorf(party.Invalid, "the line is not a request: %w", err)
	}
	request := clerk.Request{
		Key: line.Key, Person: line.Person, Office: line.Office, Matter: line.Matter, Day: line.Day, Book: []byte(line.Book),
	}
	for _, s := range line.Sealed {
		request.Sealed = append(request.Sealed, clerk.Secret{Field: s.Field, Value: s.Value, Person: s.Person})
	}
	var err error
	if strings.HasPrefix(line.Kind, "org.") {
		request.Org, err = org.Read(line.Kind, line.Act)
	} else {
		request.Seat, err = selection.Read(line.Kind, line.Act)
	}
	return request, err
}

// said gives the sentences of a ruling: why it was refused, or on what it rests.
func said(book *rulebook.Book, ruling rulebook.Ruling) []string {
	sentences := make([]string, 0, len(ruling.Reasons))
	for _, r := range ruling.Reasons {
		if ruling.OK() || r.Status != rulebook.Met {
			sentences = append(sentences, rulebook.Sentence(book, r))
		}
	}
	return sentences
}

// refusal is the error of a command whose act was refused.
func refusal(receipt clerk.Receipt, book *rulebook.Book) error {
	return party.Errorf(party.Forbidden, "selectorate: not done. %s", strings.Join(said(book, receipt.Ruling), " "))
}
