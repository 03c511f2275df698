package selection_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register/canonical"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

var update = flag.Bool("update", false, "write the golden files of acts that have none")

func day(text string) party.Day {
	d, err := party.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

// filled gives an example of every kind of act with every member filled.
func filled() []selection.Act {
	harbour := selection.Unit{ID: "harbour", Kind: party.Branch, Name: "Harbour Ward"}
	teller := selection.Officer{Office: "branch-teller", Holder: "p-2b", Unit: "harbour"}
	return []selection.Act{
		selection.Opened{
			Round: "2026", Seat: "northside", Title: "Northside", Book: rulebook.Digest("sha256:" + sixtyFour),
			Setting: rulebook.Setting{"empty_half": "needs-ruling"}, ReturnsBy: day("2026-03-27"),
			Officers: []selection.Officer{{Office: "regional-executive", Holder: "p-1a"}, teller},
		},
		selection.Appointed{Officers: []selection.Officer{teller}},
		selection.StoodDown{Officer: teller},
		selection.Listed{Units: []selection.Unit{harbour, {ID: "lamps", Kind: party.Affiliate, Name: "Union of Lamplighters"}}},
		selection.Challenged{Ask: selection.Strike, Unit: harbour, Ground: "unit-not-entitled"},
		selection.Settled{Challenge: 2, Upheld: true, Ground: "challenge-upheld"},
		selection.Frozen{Units: 19},
		selection.Returned{Unit: "harbour", Ballot: 1, Tied: true, MetOn: day("2026-03-16"), Figures: true},
		selection.Countersigned{Return: 5},
		selection.Withdrawn{Return: 5, Ground: "entered-wrongly"},
		selection.Reballoted{Return: 5},
		selection.Voided{Return: 5, Ground: "count-wrong", Seen: true},
		selection.Reinstated{Return: 5, Ground: "appeal-upheld", Seen: true},
		selection.ReceivedLate{Unit: "harbour", MetOn: day("2026-03-27"), Figures: true},
		selection.Decided{Procedure: "selection.decide@1"},
		selection.Ruled{Outcome: rulebook.Triggered, Ground: "rules-silent"},
		selection.Declared{Gave: rulebook.NotTriggered, Outcome: rulebook.Triggered, Ground: "process-cancelled"},
		selection.Overridden{Was: rulebook.Triggered, Outcome: rulebook.NotTriggered, Clause: "override", Ground: "election-called"},
		selection.Published{
			Openings: []selection.Opening{{Number: 5, Field: "answer", Salt: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", Value: json.RawMessage(`"select"`)}},
			Withheld: []selection.Withheld{{Number: 5, Field: "figures", Why: "telling"}}, Complete: true,
		},
	}
}

const sixtyFour = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// TestActsAreReadForEver holds every kind of act to the file in which it was written down when the kind was
// made. A file is written once, with -update, and never changed.
func TestActsAreReadForEver(t *testing.T) {
	acts := filled()
	if len(acts) != len(selection.Kinds()) {
		t.Errorf("%d examples for %d kinds", len(acts), len(selection.Kinds()))
	}
	for _, act := range acts {
		t.Run(act.Kind(), func(t *testing.T) {
			want, err := canonical.Marshal(act)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join("testdata", "acts", act.Kind()+".json")
			if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) && *update {
				if err := os.WriteFile(name, append(want, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			kept = bytes.TrimSuffix(kept, []byte("\n"))
			read, err := selection.Read(act.Kind(), kept)
			if err != nil {
				t.Fatal(err)
			}
			again, err := canonical.Marshal(read)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again, kept) || !bytes.Equal(want, kept) {
				t.Errorf("kept  %s\nread  %s\nmade  %s", kept, again, want)
			}
			if read.Kind() != act.Kind() {
				t.Errorf("read as %s", read.Kind())
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, kind, open string
		want             party.Kind
	}{
		{"a kind of a later version", "selection.returned@2", `{}`, party.NotFound},
		{"a kind of another room", "org.founded@1", `{}`, party.NotFound},
		{"no kind", "", `{}`, party.NotFound},
		{"a member that the kind has not", "selection.frozen@1", `{"mood":"calm","units":3}`, party.Invalid},
		{"a number as text", "selection.frozen@1", `{"units":"3"}`, party.Invalid},
		{"a broken number", "selection.frozen@1", `{"units":3.5}`, party.Invalid},
		{"a day that the calendar has not", "selection.returned@1", `{"met_on":"2026-02-30"}`, party.Invalid},
		{"something after it", "selection.frozen@1", `{"units":3}{}`, party.Invalid},
		{"half of it", "selection.frozen@1", `{"units":`, party.Invalid},
		{"nothing", "selection.frozen@1", ``, party.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			act, err := selection.Read(c.kind, []byte(c.open))
			if !party.Is(err, c.want) || act != nil {
				t.Errorf("got %v and %v, want an error of kind %s", act, err, c.want)
			}
		})
	}
}

// FuzzRead reads acts that nobody wrote: what is accepted must be read again as itself.
func FuzzRead(f *testing.F) {
	for _, act := range filled() {
		open, err := canonical.Marshal(act)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(act.Kind(), open)
	}
	f.Fuzz(func(t *testing.T, kind string, open []byte) {
		act, err := selection.Read(kind, open)
		if err != nil {
			if k := party.KindOf(err); k != party.NotFound && k != party.Invalid {
				t.Fatalf("an error of kind %s: %v", k, err)
			}
			return
		}
		first, err := json.Marshal(act)
		if err != nil {
			t.Fatalf("%#v cannot be written: %v", act, err)
		}
		again, err := selection.Read(kind, first)
		if err != nil {
			t.Fatalf("%s was written and cannot be read: %v", first, err)
		}
		second, err := json.Marshal(again)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%s comes back as %s (%v)", first, second, err)
		}
		var s selection.State
		s.Apply(act, party.Stamp{})
		s.Apply(act, party.Stamp{Number: 1})
	})
}
