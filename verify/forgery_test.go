package verify_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify"
)

const seatName party.MatterID = "2026/harbour-ward"

// with lists the checks that have a verdict, each once, in order, and what is told.
func with(r verify.Report, verdict verify.Verdict) (checks []string, details string) {
	var told []string
	for _, f := range r.Findings {
		if f.Verdict != verdict {
			continue
		}
		if len(checks) == 0 || checks[len(checks)-1] != f.Check {
			checks = append(checks, f.Check)
		}
		told = append(told, f.Detail)
	}
	return checks, strings.Join(told, "\n")
}

// TestForgeries plays what a dishonest holder of the signing key could write. Everything is signed with the
// right key, every fingerprint fits, and every stored ruling says that all was well.
func TestForgeries(t *testing.T) {
	edit := func(kind string, change func(*register.Entry)) func(*scribe) {
		return func(s *scribe) {
			done := false
			s.forge = func(e *register.Entry) {
				if e.Kind == kind && !done {
					done = true
					change(e)
				}
			}
		}
	}
	for name, c := range map[string]struct {
		twist  string
		forge  func(*scribe)
		checks string // that fail
		says   string // part of what is told
	}{
		"countersigned by the same person":        {twist: "same person", checks: "acts", says: "selection.countersigned@1, act 6 of 2026/harbour-ward) was not allowed: "},
		"returns before the list was frozen":      {twist: "not frozen", checks: "acts", says: "selection.returned@1, act 2 of"},
		"another setting than confirmed":          {twist: "another setting", checks: "acts", says: "selection.opened@1, act 0 of"},
		"the same seat under two names":           {twist: "another name", checks: "acts", says: "opens the seat 2026/old-quay under another name"},
		"a wrong decision":                        {twist: "wrong decision", checks: "decisions", says: "is wrong: it says a contest, and the returns give no contest"},
		"a decision with other reasons":           {twist: "wrong reasons", checks: "decisions", says: "does not have the reasons"},
		"a declaration that lies about the rules": {twist: "wrong gave", checks: "acts decisions", says: "says that the rules gave a contest; they gave no contest"},
		"declared by an office that may not":      {twist: "declared by another", checks: "acts", says: "selection.declared@1"},
		"figures that tell how members voted":     {twist: "telling figures", checks: "acts secrecy", says: "which tell how single members voted"},
		"figures against the answer":              {twist: "figures against answer", checks: "openings", says: "do not agree"},
		"a value that was not sealed":             {twist: "another value", checks: "openings", says: "is not what was sealed"},
		"figures not sealed":                      {twist: "not all sealed", checks: "acts", says: "does not seal its figures"},
		"more sealed than there is":               {twist: "too much sealed", checks: "acts", says: "seals statement"},
		"dated back": {
			forge: edit("selection.returned@1", func(e *register.Entry) { e.Day = "2026-03-01" }), checks: "acts", says: "selection.returned@1, act 3 of",
		},
		"recorded before the entry in front": {
			forge: edit("selection.returned@1", func(e *register.Entry) { e.Recorded -= 5000 }), checks: "entries", says: "was dated back",
		},
		"an entry of another record": {
			forge: edit("selection.listed@1", func(e *register.Entry) { e.Origin = "elsewhere.example" }), checks: "entries", says: "another record, elsewhere.example",
		},
		"a wrong place": {
			forge: edit("selection.listed@1", func(e *register.Entry) { e.Index++ }), checks: "entries", says: "entry 4 says that its place is 5",
		},
		"an act left out": {
			forge: edit("selection.published@1", func(e *register.Entry) { e.Number++ }), checks: "entries", says: "an act was left out",
		},
		"another person": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Actor = "s0" }), checks: "acts", says: "selection.frozen@1",
		},
		"another office": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Office = "branch-teller" }), checks: "acts", says: "selection.frozen@1",
		},
		"another rulebook": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Book = register.Digest(nil) }), checks: "acts", says: "names another rulebook",
		},
		"a ruling taken away": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Ruling = nil }), checks: "acts", says: "the ruling stored beside it is not the one",
		},
		"an open part that leaves something out": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Open = []byte(`{}`) }), checks: "acts", says: "says more, or less",
		},
		"an open part in other capitals": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Open = []byte(`{"Units":4}`) }), checks: "acts", says: "says more, or less",
		},
		"an open part with something more": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Open = []byte(`{"note":"x","units":4}`) }), checks: "acts", says: "cannot be read as an act of a seat",
		},
		"an act of the organisation in a seat": {
			forge: edit("selection.frozen@1", func(e *register.Entry) { e.Kind, e.Open = "org.stood-down@1", []byte(`{"holder":"p","office":"x"}`) }), checks: "acts", says: "cannot be read as an act of a seat",
		},
		"an act of the organisation with a sealed part": {
			forge: edit("org.book-adopted@1", func(e *register.Entry) { e.Sealed = map[string]string{"x": register.Digest(nil)} }), checks: "acts", says: "has a sealed part",
		},
		"a book under another name": {
			forge: edit("org.book-adopted@1", func(e *register.Entry) {
				e.Open = []byte(strings.Replace(string(e.Open), "2021", "2022", 1))
			}), checks: "acts", says: "org.book-adopted@1, act 1 of organisation) was not allowed",
		},
		"a book that is not there": {
			forge: edit("org.book-adopted@1", func(e *register.Entry) {
				e.Open = []byte(`{"book":"` + register.Digest(nil) + `","name":"uk-labour/2021"}`)
			}), checks: "files acts books", says: "is missing",
		},
		"a matter that was never opened": {
			forge: edit("selection.opened@1", func(e *register.Entry) { e.Matter = "2026/elsewhere" }), checks: "entries acts", says: "comes before its round was opened",
		},
		"founded elsewhere": {
			forge: edit("org.founded@1", func(e *register.Entry) {
				e.Open = []byte(strings.Replace(string(e.Open), `"origin":"`+origin, `"origin":"elsewhere.example`, 1))
			}), checks: "acts", says: "founds the record elsewhere.example",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScribe(t)
			s.honest = false
			if c.forge != nil {
				c.forge(s)
			}
			s.found()
			s.round(4, c.twist)
			report := check(t, s.folder(false), s.key)
			checks, details := with(report, verify.Fail)
			if got := strings.Join(checks, " "); report.Valid || got != c.checks {
				t.Errorf("valid %v, failed %q, want %q\n%s", report.Valid, got, c.checks, details)
			}
			if !strings.Contains(details, c.says) {
				t.Errorf("it says\n%s\nand not %q", details, c.says)
			}
		})
	}
}

// TestHonestRecords shows what is said of records with which nothing is wrong.
func TestHonestRecords(t *testing.T) {
	for name, c := range map[string]struct {
		twist    string
		openings bool
		verdict  verify.Verdict
		says     string
	}{
		"published":           {says: "1 decision was computed again", verdict: verify.Pass},
		"scrutineer's":        {openings: true, says: "nothing is sealed", verdict: verify.Pass},
		"not declared yet":    {twist: "undeclared", says: "10 values are sealed; 1 answer of the rules rests on what is sealed", verdict: verify.NotJudged},
		"not published yet":   {twist: "unpublished", says: "2 answers of the rules rest", verdict: verify.NotJudged},
		"telling kept sealed": {says: "1 because it would tell how single members voted", verdict: verify.NotJudged},
		"departed from":       {twist: "departs", says: "in Harbour Ward (2026/harbour-ward) the rules gave no contest; a contest was declared on Monday 2 March 2026 by the regional executive committee, on the ground \"the MP does not hold the whip\"", verdict: verify.Warning},
		"overridden":          {twist: "imposed", says: "in Harbour Ward (2026/harbour-ward) the rules gave no contest; a contest was imposed on Monday 2 March 2026 by the national executive committee, on the ground \"an election has been called\", under clause override", verdict: verify.Warning},
		"watched by nobody":   {says: "nobody outside the party is watching this record", verdict: verify.Warning},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScribe(t)
			s.found()
			s.round(4, c.twist)
			report := check(t, s.folder(c.openings), s.key)
			if _, details := with(report, verify.Fail); !report.Valid {
				t.Errorf("not valid: %s", details)
			}
			if _, details := with(report, c.verdict); !strings.Contains(details, c.says) {
				t.Errorf("it says\n%s\nand not %q", details, c.says)
			}
		})
	}
}

// TestSealedDeclarations: before the decision is opened, a declaration must still be one that some decision
// allows.
func TestSealedDeclarations(t *testing.T) {
	s := newScribe(t)
	s.honest = false
	s.found()
	s.round(4, "declared by another")
	report := check(t, s.folder(false), s.key)
	if checks, details := with(report, verify.Fail); report.Valid || strings.Join(checks, " ") != "acts" {
		t.Errorf("a declaration by an office that may not: %v %s", checks, details)
	}
}

func TestUnknownKindsAreNeverValid(t *testing.T) {
	for name, c := range map[string]struct {
		kind, becomes, says string
	}{
		"in a seat":             {"selection.decided@1", "selection.decided@2", "could not be judged\nHarbour Ward (2026/harbour-ward): 3 acts could not be judged"},
		"a room of the future":  {"selection.opened@1", "contest.opened@1", "contest.opened@1"},
		"in the organisation":   {"org.parameters-confirmed@1", "org.sung@1", "org.sung@1"},
		"of a later procedure":  {"selection.frozen@1", "", "judged by the procedure selection.may@9"},
		"decided by later code": {"selection.decided@1", "decide", "was decided by the procedure selection.decide@9"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScribe(t)
			s.honest = false
			s.forge = func(e *register.Entry) {
				switch {
				case e.Kind != c.kind:
				case c.becomes == "":
					e.Ruling = []byte(strings.Replace(string(e.Ruling), selection.Procedure, "selection.may@9", 1))
					e.Ruling = []byte(strings.Replace(string(e.Ruling), "stage-reached", "stage-sung", 1))
				case c.becomes == "decide":
					e.Open = []byte(`{"procedure":"selection.decide@9"}`)
					e.Ruling = []byte(strings.Replace(string(e.Ruling), selection.Procedure, "selection.may@9", 1))
				default:
					e.Kind = c.becomes
				}
			}
			s.found()
			s.round(4, "")
			report := check(t, s.folder(false), s.key)
			if _, details := with(report, verify.NotJudged); report.Valid || !strings.Contains(details, c.says) {
				t.Errorf("valid %v:\n%s", report.Valid, details)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	stranger, strangerKey := newKey(t, "a stranger's key")
	t.Run("another key than the one trusted", func(t *testing.T) {
		s := newScribe(t)
		s.found()
		report := check(t, s.folder(false), strangerKey)
		if checks, _ := with(report, verify.Fail); report.Valid || strings.Join(checks, " ") != "key" {
			t.Errorf("valid %v, failed %v", report.Valid, checks)
		}
	})
	t.Run("signed by a stranger", func(t *testing.T) {
		s := newScribe(t)
		s.found()
		s.signer = stranger
		report := check(t, s.folder(false), s.key)
		if checks, _ := with(report, verify.Fail); report.Valid || strings.Join(checks, " ") != "signature" {
			t.Errorf("valid %v, failed %v", report.Valid, checks)
		}
		if _, details := with(report, verify.Pass); strings.Contains(details, "you trust") {
			t.Errorf("nobody signed, and it says\n%s", details)
		}
	})
	t.Run("cosigned by somebody who was not named", func(t *testing.T) {
		s := newScribe(t)
		s.found()
		folder := s.folder(false)
		note := folder[register.CheckpointPath]
		line := "\u2014 witness.example/lamps " + base64.StdEncoding.EncodeToString(make([]byte, 4+8+64)) + "\n"
		note.Data = append(note.Data, line...)
		report := check(t, folder, s.key)
		if _, details := with(report, verify.Fail); report.Valid || !strings.Contains(details, "witness.example/lamps, whom you did not name; if you accept a witness, name its key with --witness") {
			t.Errorf("valid %v, and it says\n%s", report.Valid, details)
		}
	})
	t.Run("no key trusted", func(t *testing.T) {
		s := newScribe(t)
		s.found()
		report := check(t, s.folder(false), "")
		if checks, _ := with(report, verify.Warning); !report.Valid || strings.Join(checks, " ") != "key witnesses" || report.Key != s.key {
			t.Errorf("valid %v, warned of %v, key %q", report.Valid, checks, report.Key)
		}
	})
	t.Run("a key that is none", func(t *testing.T) {
		s := newScribe(t)
		if _, err := verify.Check(s.folder(false), verify.Options{Key: "x"}); err == nil {
			t.Error("a key that is none is used")
		}
	})
}

// TestKeyChange hands the record to another key, as it must be done and as it must not.
func TestKeyChange(t *testing.T) {
	next, nextKey := newKey(t, "the second key")
	for name, c := range map[string]struct {
		change func(s *scribe, k *register.KeyChange) (old, signed register.Signer)
		valid  bool
	}{
		"by both keys": {valid: true},
		"about another record": {change: func(s *scribe, k *register.KeyChange) (register.Signer, register.Signer) {
			k.Root = register.LeafHash([]byte("another"))
			return s.signer, next
		}},
		"about a longer record": {change: func(s *scribe, k *register.KeyChange) (register.Signer, register.Signer) {
			k.Size++
			return s.signer, next
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScribe(t)
			s.found()
			change := register.KeyChange{
				Checkpoint: register.Checkpoint{Origin: origin, Size: int64(len(s.entries)), Root: s.edge.Root()},
				Old:        s.key, New: nextKey,
			}
			old, signed := s.signer, next
			if c.change != nil {
				old, signed = c.change(s, &change)
			}
			note, err := change.Sign(old, signed)
			if err != nil {
				t.Fatal(err)
			}
			s.home(org.KeyChanged{Old: s.key, New: nextKey, Note: string(note)})
			s.signer = next
			for _, trusted := range []string{s.key, nextKey} {
				report := check(t, s.folder(false), trusted)
				if checks, details := with(report, verify.Fail); report.Valid != c.valid || !c.valid && strings.Join(checks, " ") != "key-changes" {
					t.Errorf("valid %v: %v %s", report.Valid, checks, details)
				}
				if report.Key != nextKey {
					t.Errorf("signed with %q", report.Key)
				}
			}
		})
	}
	t.Run("by the new key alone", func(t *testing.T) {
		s := newScribe(t)
		s.found()
		note, err := register.Checkpoint{Origin: origin, Size: 3, Root: s.edge.Root()}.Sign(next)
		if err != nil {
			t.Fatal(err)
		}
		s.home(org.KeyChanged{Old: s.key, New: nextKey, Note: string(note)})
		s.signer = next
		if report := check(t, s.folder(false), s.key); report.Valid {
			t.Error("a key that nobody handed over to is accepted")
		}
	})
}

func TestErased(t *testing.T) {
	s := newScribe(t)
	s.found()
	s.round(4, "unpublished")
	s.home(org.Erased{Fields: []org.SealedField{{Entry: 3, Field: "incumbent"}, {Entry: 6, Field: "answer"}}})
	report := check(t, s.folder(false), s.key)
	if _, details := with(report, verify.NotJudged); !report.Valid || !strings.Contains(details, "2 values were erased with somebody's data") {
		t.Errorf("valid %v:\n%s", report.Valid, details)
	}
}

// TestFalseErasures: what is said to be erased was sealed before, once, and was not published.
func TestFalseErasures(t *testing.T) {
	erased := func(fields ...org.SealedField) func(*scribe) {
		return func(s *scribe) { s.home(org.Erased{Fields: fields}) }
	}
	figures := org.SealedField{Entry: 6, Field: "figures"}
	for name, c := range map[string]struct {
		twist         string
		before, after func(*scribe)
		says          string
	}{
		"of no entry":                {after: erased(org.SealedField{Entry: 99, Field: "figures"}), says: "no such value was sealed"},
		"of an entry without a seal": {after: erased(org.SealedField{Entry: 5, Field: "figures"}), says: "no such value was sealed"},
		"of the future":              {before: erased(figures), says: "no such value was sealed before it"},
		"twice":                      {twist: "unpublished", after: erased(figures, figures), says: "says again"},
		"of what was published":      {after: erased(figures), says: "publishes it"},
		"claimed without an erasure": {twist: "says erased", says: "no act before it erased that"},
		"claimed before the erasure": {twist: "says erased", after: erased(figures), says: "no act before it erased that"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScribe(t)
			s.honest = false
			s.found()
			if c.before != nil {
				c.before(s)
			}
			s.round(4, c.twist)
			if c.after != nil {
				c.after(s)
			}
			report := check(t, s.folder(false), s.key)
			if _, details := with(report, verify.Fail); report.Valid || !strings.Contains(details, c.says) {
				t.Errorf("valid %v, and it says\n%s", report.Valid, details)
			}
		})
	}
}

// TestWithheldAgainstTheValue: whoever can see figures that were withheld sees whether they tell anything.
func TestWithheldAgainstTheValue(t *testing.T) {
	s := newScribe(t)
	s.honest = false
	s.found()
	s.round(4, "says telling")
	for openings, valid := range map[bool]bool{false: true, true: false} {
		if report := check(t, s.folder(openings), s.key); report.Valid != valid {
			_, details := with(report, verify.Fail)
			t.Errorf("with the openings %t: valid %v\n%s", openings, report.Valid, details)
		}
	}
}
