package main

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/audit/recount"
	"github.com/selectorate/selectorate/count/byhand"
	"github.com/selectorate/selectorate/count/read"
	"github.com/selectorate/selectorate/count/report"
	"github.com/selectorate/selectorate/count/reserved"
	"github.com/selectorate/selectorate/party"
)

// maxResultBytes is how long a published result may be.
const maxResultBytes = 1 << 30

// auditRecount counts again.
type auditRecount struct {
	File   string `arg:"" name:"FILE" help:"The ballot file, or - for standard input."`
	Result string `arg:"" name:"RESULT.json" help:"The result that was published, as selectorate count --json writes it."`

	Digest    string   `placeholder:"HEX" help:"The SHA-256 of the ballot file, as it was published; sha256sum prints it."`
	Signature string   `placeholder:"FILE" help:"An Ed25519 signature of the ballot file: 64 bytes, or those in base64."`
	Key       string   `placeholder:"FILE" help:"The public key: PEM, or 32 bytes in base64."`
	Lots      string   `placeholder:"NAMES" help:"The lot that was drawn by hand: candidates by number or name, the first drawn first, with commas."`
	Limit     []string `sep:"none" placeholder:"TEXT" help:"A constraint, where the count had any. May be given several times."`
	Limits    string   `placeholder:"FILE" help:"A file of constraints, one a line."`
	JSON      bool     `name:"json" help:"Print JSON alone."`

	countReading
}

// recounted is a recount, as JSON has it.
type recounted struct {
	Format    string `json:"format"`
	Title     string `json:"title"`
	Rule      string `json:"rule"`
	Checked   bool   `json:"file_checked"` // against a digest or a signature
	ByHand    bool   `json:"by_hand"`      // counted a second time, paper by paper
	Same      bool   `json:"same"`
	Stage     int    `json:"stage"`     // of the first departure; 0: none, or no stage's matter
	Candidate int    `json:"candidate"` // of the first departure, from 1; 0: none
	What      string `json:"what"`
	Published string `json:"published"`
	Recounted string `json:"recounted"`
	Sentence  string `json:"sentence"`
}

func newRecounted(checked, byHand bool, result *count.Result, d *recount.Departure) recounted {
	r := recounted{Format: "selectorate-audit-recount/1", Title: result.Title, Rule: result.Rule, Checked: checked, ByHand: byHand, Same: d == nil}
	if d != nil {
		r.Stage, r.Candidate, r.What, r.Published, r.Recounted = d.Stage, d.Candidate+1, d.What, d.Published, d.Recounted
		r.Sentence = d.Sentence(result.Candidates)
	}
	return r
}

// Run checks the file, counts it again as the result says it was counted, and compares.
func (c *auditRecount) Run(t terminal) error {
	data, checked, err := c.ballots(t)
	if err != nil {
		return err
	}
	published, err := c.published(t)
	if err != nil {
		return err
	}
	again, election, options, err := c.count(t, data, published)
	if err != nil {
		return err
	}
	departure := recount.Compare(published, again)
	hand := false
	if departure == nil && again.Rule == "scottish" {
		if slow, err := byhand.Scottish(election, options); err == nil {
			hand, departure = true, recount.Figures(again, slow)
		}
	}
	r := newRecounted(checked, hand, again, departure)
	if c.JSON {
		if err := writeJSON(t.out, r); err != nil {
			return err
		}
	} else {
		c.print(t, r, again)
	}
	if departure != nil {
		return party.Errorf(party.Invalid, "selectorate: %s: the recount of %s departs from it", shown(c.Result), shown(c.File))
	}
	return nil
}

// ballots reads the ballot file and checks that it is the one that was published, if a digest or signature says which.
func (c *auditRecount) ballots(t terminal) (data []byte, checked bool, err error) {
	if (c.Signature == "") != (c.Key == "") {
		return nil, false, usage("--signature and --key belong together")
	}
	if c.File == "-" && c.Result == "-" {
		return nil, false, usage("standard input is either the ballot file or the result")
	}
	if data, err = readBallots(t, c.File); err != nil {
		return nil, false, err
	}
	if c.Digest != "" {
		if err := recount.Digested(data, c.Digest); err != nil {
			return nil, false, inAudit(c.File, err)
		}
	}
	if c.Signature != "" {
		signature, err := readFile(t, c.Signature, recount.MaxSignatureBytes)
		if err != nil {
			return nil, false, err
		}
		key, err := readFile(t, c.Key, recount.MaxSignatureBytes)
		if err != nil {
			return nil, false, err
		}
		if err := recount.Signed(data, signature, key); err != nil {
			return nil, false, inAudit(c.File, err)
		}
	}
	return data, c.Digest != "" || c.Signature != "", nil
}

func (c *auditRecount) published(t terminal) (*count.Result, error) {
	data, err := readFile(t, c.Result, maxResultBytes)
	if err != nil {
		return nil, err
	}
	published, err := report.Parse(data)
	if err != nil {
		return nil, inAudit(c.Result, err)
	}
	return published, nil
}

// count counts the ballots by the rule, the options, the places and the seed of the result.
func (c *auditRecount) count(t terminal, data []byte, published *count.Result) (*count.Result, *count.Election, count.Options, error) {
	counting := countCommand{
		Rule: published.Rule, Seats: published.Seats, Seed: published.Seed, Lots: c.Lots, Limit: c.Limit, Limits: c.Limits, countReading: c.countReading,
	}
	var none count.Options
	methods, err := counting.methods()
	if err != nil || len(methods) != 1 {
		return nil, nil, none, party.Errorf(party.Invalid, "selectorate: %s: there is no rule %q", shown(c.Result), published.Rule)
	}
	m := methods[0]
	options := count.Options{Seats: published.Seats, Seed: published.Seed, Set: map[string]string{}}
	design := reserved.GuardAndDoom
	for _, option := range published.Options {
		if option.Name == reserved.Option().Name {
			design = option.Value
			continue
		}
		options.Set[option.Name] = option.Value
	}
	reading, err := c.countReading.options(t, published.Seats)
	if err != nil {
		return nil, nil, none, err
	}
	election, err := read.File(data, c.File, reading)
	if err != nil {
		return nil, nil, none, inFile(c.File, err)
	}
	if options, err = counting.named(t, election, options); err != nil {
		return nil, nil, none, err
	}
	if len(options.Constraints) == 0 && len(published.Constraints) > 0 {
		return nil, nil, none, usage("the count had constraints (%s): give them with --limits", strings.Join(published.Constraints, "; "))
	}
	done := tallied{file: c.File, election: election}
	if done.result, done.err = reserved.Count(design, m, election, options); done.err != nil && (published.Complete || done.result == nil) {
		return nil, nil, none, counting.told(done)
	}
	return done.result, election, options, nil
}

func (c *auditRecount) print(t terminal, r recounted, again *count.Result) {
	if !r.Checked {
		fmt.Fprintf(t.err, "%s was checked against no digest and no signature: it is what somebody gave you.\n", shown(c.File))
	}
	if !r.Same {
		fmt.Fprintln(t.out, r.Sentence)
		return
	}
	fmt.Fprintf(t.out, "The recount is the same as the published result in all %d stages.\n", len(again.Stages))
	if r.ByHand {
		fmt.Fprintln(t.out, "So is a second count, paper by paper, by a program that shares no code with the first.")
	}
}
