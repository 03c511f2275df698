package org_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
)

const key = "lamplighters.example+00000000+AQ=="

func shipped(t testing.TB, name string) *rulebook.Book {
	t.Helper()
	data, err := rules.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func defaults(book *rulebook.Book) rulebook.Setting {
	setting := rulebook.Setting{}
	for _, p := range book.ToConfirm() {
		setting[p.Name] = p.Default
	}
	return setting
}

// noon gives the stamp of an act that somebody does at noon UTC of a day in March 2026.
func noon(who string, office party.OfficeID, number int64, ofMarch int) party.Stamp {
	at := time.Date(2026, 3, ofMarch, 12, 0, 0, 0, time.UTC)
	return party.Stamp{
		Number: number, Actor: party.Actor{Alias: party.Alias(who), Office: office},
		Day: party.DayOf(at, time.UTC), Recorded: at.UnixMilli(),
	}
}

func founding() org.Founded {
	return org.Founded{
		Origin: "lamplighters.example", Zone: "Europe/London", Key: key, Title: "Union of Lamplighters", Office: "general-secretary",
	}
}

// lamplighters gives an organisation with a general secretary, gwen, and a national executive, nell.
func lamplighters() *org.State {
	var s org.State
	s.Apply(founding(), noon("gwen", "general-secretary", 0, 2))
	s.Apply(org.Appointed{Office: "national-executive", Holder: "nell"}, noon("gwen", "general-secretary", 1, 2))
	return &s
}

// unmet gives the codes of the reasons that were not met, without their "not-".
func unmet(r rulebook.Ruling) string {
	var codes []string
	for _, reason := range r.Reasons {
		if reason.Status != rulebook.Met {
			codes = append(codes, strings.TrimPrefix(reason.Code, "not-"))
		}
	}
	return strings.Join(codes, " ")
}

type mayCase struct {
	name    string
	by      string
	office  party.OfficeID
	act     org.Act
	change  func(*org.State, *party.Stamp)
	unmet   string
	without bool // without a book
}

// TestMay asks about every act: once as it may be done, and once for every reason for which it may not.
func TestMay(t *testing.T) {
	book := shipped(t, "uk-labour/2021")
	adopt := org.BookAdopted{Book: book.Digest, Name: book.Name}
	confirm := org.ParametersConfirmed{Book: book.Digest, Setting: defaults(book)}
	with := func(name, value string) org.ParametersConfirmed {
		setting := maps.Clone(confirm.Setting)
		setting[name] = value
		return org.ParametersConfirmed{Book: book.Digest, Setting: setting}
	}
	adopted := func(s *org.State, _ *party.Stamp) { s.Apply(adopt, noon("gwen", "general-secretary", 2, 2)) }
	dated := func(by int) func(*org.State, *party.Stamp) {
		return func(_ *org.State, stamp *party.Stamp) { stamp.Day = stamp.Day.Add(by) }
	}
	second := func(s *org.State, _ *party.Stamp) {
		s.Apply(org.Appointed{Office: "general-secretary", Holder: "gus"}, noon("gwen", "general-secretary", 2, 2))
	}
	gone := func(s *org.State, _ *party.Stamp) {
		s.Apply(org.StoodDown{Office: "general-secretary", Holder: "gwen"}, noon("gwen", "general-secretary", 2, 5))
	}
	unfounded := func(s *org.State, stamp *party.Stamp) { *s = org.State{}; stamp.Number = 0 }
	founded := func(change func(*org.Founded)) org.Founded {
		f := founding()
		change(&f)
		return f
	}
	const gs, nec = "general-secretary", "national-executive"
	var nobody func(*org.State, *party.Stamp)
	for _, c := range []mayCase{
		{"the record is founded", "gwen", gs, founding(), unfounded, "", true},
		{"and not twice", "gwen", gs, founding(), nobody, "founded-once", true},
		{"not in the middle", "gwen", gs, founding(), func(s *org.State, _ *party.Stamp) { *s = org.State{} }, "founded-once", true},
		{"not in an unknown zone", "gwen", gs, founded(func(f *org.Founded) { f.Zone = "Europe/Northside" }), unfounded, "zone-known", true},
		{"not in no zone", "gwen", gs, founded(func(f *org.Founded) { f.Zone = "" }), unfounded, "zone-known", true},
		{"not in the zone of whoever reads it", "gwen", gs, founded(func(f *org.Founded) { f.Zone = "Local" }), unfounded, "zone-known", true},
		{"not in the zone of that machine either", "gwen", gs, founded(func(f *org.Founded) { f.Zone = "localtime" }), unfounded, "zone-known", true},
		{"not in somebody else's name", "gwen", nec, founding(), unfounded, "founder-acts", true},
		{"not by nobody", "", gs, founding(), unfounded, "founder-acts", true},
		{"not without an origin", "gwen", gs, founded(func(f *org.Founded) { f.Origin = "" }), unfounded, "record-named", true},
		{"not without a key", "gwen", gs, founded(func(f *org.Founded) { f.Key = "" }), unfounded, "record-named", true},
		{"not without a title", "gwen", gs, founded(func(f *org.Founded) { f.Title = "" }), unfounded, "record-named", true},
		{"not dated back", "gwen", gs, founding(), func(s *org.State, stamp *party.Stamp) { unfounded(s, stamp); dated(-1)(s, stamp) }, "dated-as-recorded", true},
		{"nothing before it", "gwen", gs, org.Appointed{Office: gs, Holder: "gus"}, unfounded, "founded", true},

		{"the founding office appoints", "gwen", gs, org.Appointed{Office: nec, Holder: "ned"}, nobody, "", true},
		{"nobody else does", "nell", nec, org.Appointed{Office: nec, Holder: "ned"}, nobody, "founding-office", true},
		{"nor somebody without the office", "nell", gs, org.Appointed{Office: nec, Holder: "ned"}, nobody, "office-held", true},
		{"nor somebody who stood down", "gwen", gs, org.Appointed{Office: nec, Holder: "ned"}, gone, "office-held", true},
		{"nor the software", "", gs, org.Appointed{Office: nec, Holder: "ned"}, nobody, "office-held", true},
		{"not nobody", "gwen", gs, org.Appointed{Office: nec}, nobody, "officers-named", true},
		{"not to nothing", "gwen", gs, org.Appointed{Holder: "ned"}, nobody, "officers-named", true},
		{"not from yesterday on", "gwen", gs, org.Appointed{Office: nec, Holder: "ned"}, dated(-1), "dated-as-recorded", true},
		{"not from tomorrow on", "gwen", gs, org.Appointed{Office: nec, Holder: "ned"}, dated(1), "dated-as-recorded", true},

		{"an officer stands down", "gwen", gs, org.StoodDown{Office: nec, Holder: "nell"}, nobody, "", true},
		{"who was one", "gwen", gs, org.StoodDown{Office: nec, Holder: "ned"}, nobody, "tenure-held", true},
		{"the last of the founding office stays", "gwen", gs, org.StoodDown{Office: gs, Holder: "gwen"}, nobody, "founding-kept", true},
		{"or is followed first", "gwen", gs, org.StoodDown{Office: gs, Holder: "gwen"}, second, "", true},

		{"a book is adopted", "nell", nec, adopt, nobody, "", false},
		{"by an office that it names", "rae", "regional-executive", adopt, func(s *org.State, _ *party.Stamp) {
			s.Apply(org.Appointed{Office: "regional-executive", Holder: "rae"}, noon("gwen", gs, 2, 2))
		}, "office-may", false},
		{"under its name", "nell", nec, org.BookAdopted{Book: book.Digest, Name: "northside/2021"}, nobody, "book-named", false},
		{"with its bytes", "nell", nec, adopt, nobody, "book-known", true},
		{"not with those of another", "nell", nec, org.BookAdopted{Book: "sha256:00", Name: book.Name}, nobody, "book-known", false},

		{"settings are confirmed", "gwen", gs, confirm, adopted, "", false},
		{"a stated one as stated", "gwen", gs, with("bar", "1/2"), adopted, "", false},
		{"not otherwise", "gwen", gs, with("bar", "1/100"), adopted, "stated-kept", false},
		{"with values that they can have", "gwen", gs, with("empty_half", "whatever"), adopted, "setting-fits", false},
		{"and no others", "gwen", gs, with("mood", "calm"), adopted, "setting-fits", false},
		{"after adoption", "gwen", gs, confirm, nobody, "book-adopted", false},
		{"of a book that is there", "gwen", gs, confirm, adopted, "book-known", true},

		{"the key is changed", "gwen", gs, org.KeyChanged{Old: key, New: "next"}, nobody, "", true},
		{"by the founding office", "nell", nec, org.KeyChanged{Old: key, New: "next"}, nobody, "founding-office", true},
		{"from the one in use", "gwen", gs, org.KeyChanged{Old: "other", New: "next"}, nobody, "key-in-use", true},
		{"to another", "gwen", gs, org.KeyChanged{Old: key, New: key}, nobody, "key-in-use", true},
		{"and not to none", "gwen", gs, org.KeyChanged{Old: key}, nobody, "key-in-use", true},

		{"an office is an identifier", "gwen", gs, org.Appointed{Office: "Ann said", Holder: "ned"}, nobody, "officers-named", true},

		{"an erasure is told", "gwen", gs, org.Erased{Fields: []org.SealedField{{Entry: 4, Field: "statement"}}}, nobody, "", true},
		{"by the founding office alone", "nell", nec, org.Erased{}, nobody, "founding-office", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, stamp, about := lamplighters(), noon(c.by, c.office, 2, 5), book
			if c.change != nil {
				c.change(s, &stamp)
			}
			if c.without {
				about = nil
			}
			ruling := s.May(c.act, stamp, about)
			if got := unmet(ruling); got != c.unmet {
				t.Errorf("not met: %q, want %q", got, c.unmet)
			}
			if ruling.OK() != (c.unmet == "") {
				t.Errorf("the answer is %s", ruling.Outcome)
			}
			if ruling.Procedure != org.Procedure {
				t.Errorf("answered by %s", ruling.Procedure)
			}
			hear(t, about, ruling)
		})
	}
	t.Run("every requirement was met once and not met once", func(t *testing.T) { complete(t) })
}

var heard = map[string]bool{}

// hear looks at what a ruling says: every reason has a sentence, and no sentence has a hole.
func hear(t *testing.T, book *rulebook.Book, r rulebook.Ruling) {
	t.Helper()
	for _, reason := range r.Reasons {
		heard[reason.Code] = true
		if said := rulebook.Sentence(book, reason); strings.HasPrefix(said, "(") || strings.ContainsAny(said, "{}") {
			t.Errorf("%s is told as %q", reason.Code, said)
		}
	}
}

var required = regexp.MustCompile(`(?:Require|Await)\((?s:.*?)"([a-z]+(?:-[a-z]+)*)",\s`)

// complete compares what was heard with what the room's code can say.
func complete(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{"office-may": true}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range required.FindAllSubmatch(data, -1) {
			codes[string(match[1])] = true
		}
	}
	if len(codes) < 15 {
		t.Fatalf("only %d requirements were found in the code: %v", len(codes), slices.Sorted(maps.Keys(codes)))
	}
	for code := range codes {
		for _, said := range []string{code, "not-" + code} {
			if !heard[said] {
				t.Errorf("no case gives %s", said)
			}
		}
	}
}

// TestClocksChange holds the day of an act to the organisation's zone when the clocks go forward: 29 March
// 2026 has 23 hours in London, and its last one is the 22nd in UTC.
func TestClocksChange(t *testing.T) {
	s := lamplighters()
	for _, c := range []struct {
		at   string
		want int
	}{
		{"2026-03-28T23:59:59Z", 28},
		{"2026-03-29T00:00:00Z", 29},
		{"2026-03-29T22:59:59Z", 29},
		{"2026-03-29T23:00:00Z", 30},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		for of := 28; of <= 30; of++ {
			stamp := noon("gwen", "general-secretary", 2, of)
			stamp.Recorded = at.UnixMilli()
			ruling := s.May(org.Appointed{Office: "national-executive", Holder: "ned"}, stamp, nil)
			if ruling.OK() != (of == c.want) {
				t.Errorf("recorded at %s and dated %d March: %s", c.at, of, ruling.Outcome)
			}
		}
	}
}

func TestOffices(t *testing.T) {
	day := func(n int) party.Day { return noon("", "", 0, n).Day }
	var o org.Offices
	o.Appoint(org.Tenure{Office: "teller", Holder: "tom", Unit: "harbour", From: day(2)})
	o.Appoint(org.Tenure{Office: "teller", Holder: "tom", Unit: "harbour", From: day(3)})
	o.Appoint(org.Tenure{Office: "secretary", Holder: "pat", From: day(2)})
	if n := len(o.List()); n != 2 {
		t.Fatalf("%d tenures, want 2: a second appointment changes nothing", n)
	}
	o.StandDown("tom", "teller", "harbour", day(5))
	o.Appoint(org.Tenure{Office: "teller", Holder: "tom", Unit: "harbour", From: day(9)})
	for n, want := range map[int]bool{1: false, 2: true, 4: true, 5: false, 8: false, 9: true} {
		if o.Holds("tom", "teller", "harbour", day(n)) != want {
			t.Errorf("on day %d the office is held: %t", n, !want)
		}
		if o.HoldsSomewhere("tom", "teller", day(n)) != want {
			t.Errorf("on day %d the office is held somewhere: %t", n, !want)
		}
	}
	if o.Holds("tom", "teller", "quay", day(3)) || !o.Holds("pat", "secretary", "quay", day(3)) {
		t.Error("an office of one unit is held there alone, an office of no unit everywhere")
	}
}

// drawn gives acts of every kind with members that mean something and members that do not.
func drawn() *rapid.Generator[org.Act] {
	office := rapid.SampledFrom([]party.OfficeID{"general-secretary", "national-executive", ""})
	holder := rapid.SampledFrom([]party.Alias{"gwen", "nell", ""})
	book := rapid.SampledFrom([]rulebook.Digest{"sha256:00", ""})
	return rapid.Custom(func(t *rapid.T) org.Act {
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			f := founding()
			f.Zone = rapid.SampledFrom([]string{"Europe/London", "UTC", "Local", "nowhere", ""}).Draw(t, "zone")
			f.Office = office.Draw(t, "office")
			return f
		case 1:
			return org.KeyChanged{Old: key, New: rapid.SampledFrom([]string{key, "next", ""}).Draw(t, "key")}
		case 2:
			return org.BookAdopted{Book: book.Draw(t, "book"), Name: "a/b"}
		case 3:
			return org.ParametersConfirmed{Book: book.Draw(t, "book"), Setting: rulebook.Setting{"bar": "1/2"}}
		case 4:
			return org.Appointed{Office: office.Draw(t, "office"), Holder: holder.Draw(t, "holder")}
		case 5:
			return org.StoodDown{Office: office.Draw(t, "office"), Holder: holder.Draw(t, "holder")}
		}
		return org.Erased{Fields: []org.SealedField{{Entry: rapid.Int64Range(-1, 3).Draw(t, "entry"), Field: "statement"}}}
	})
}

// TestAnyHistory plays acts in any order, lawful or not: nothing panics, asking changes nothing, and a
// refusal names what is not met.
func TestAnyHistory(t *testing.T) {
	book := shipped(t, "uk-labour/2021")
	rapid.Check(t, func(t *rapid.T) {
		acts := rapid.SliceOfN(drawn(), 0, 12).Draw(t, "acts")
		var asked, unasked org.State
		for i, act := range acts {
			stamp := noon(rapid.SampledFrom([]string{"gwen", "nell", ""}).Draw(t, "by"), "general-secretary", int64(i), 2+i)
			ruling := asked.May(act, stamp, book)
			if ruling.OK() != (unmet(ruling) == "") {
				t.Fatalf("%s: %s without a reason", act.Kind(), ruling.Outcome)
			}
			asked.Apply(act, stamp)
			unasked.Apply(act, stamp)
		}
		if a, b := told(&asked), told(&unasked); a != b {
			t.Fatalf("asking changed the state:\n%s\n%s", a, b)
		}
	})
}
