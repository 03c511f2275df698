package trigger_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

// parse reads returns written for a test: rows without the header, separated by blanks.
func parse(t testing.TB, rows string) returns.File {
	t.Helper()
	f, err := returns.Parse([]byte("unit,kind,outcome,select,reselect\n" + strings.Join(strings.Fields(rows), "\n")))
	if err != nil {
		t.Fatalf("%s: %v", rows, err)
	}
	return f
}

// units writes k units of a kind that ask for a contest and n-k that do not.
func units(kind party.UnitKind, k, n int) string {
	var rows strings.Builder
	for i := range n {
		answer := "reselect"
		if i < k {
			answer = "select"
		}
		fmt.Fprintf(&rows, "%s%d,%s,%s,, ", kind, i, kind, answer)
	}
	return rows.String()
}

func TestVectors(t *testing.T) {
	const (
		yes    = rulebook.Triggered
		no     = rulebook.NotTriggered
		open   = rulebook.Undecided
		ruling = rulebook.NeedsRuling
		cannot = rulebook.DoesNotApply
	)
	b := func(k, n int) string { return units(party.Branch, k, n) }
	a := func(k, n int) string { return units(party.Affiliate, k, n) }
	for _, c := range []struct {
		name, book, rows string
		none             string // kinds that the seat does not have
		set              string // parameters, name=value
		want             rulebook.Outcome
		share            string
	}{
		{"one of three is one third", "uk-labour/2018", b(1, 3) + a(0, 3), "", "", yes, ""},
		{"one of four is not", "uk-labour/2018", b(1, 4) + a(0, 3), "", "", no, ""},
		{"33 of 100 is not one third", "uk-labour/2018", b(33, 100) + a(0, 3), "", "", no, ""},
		{"34 of 100 is", "uk-labour/2018", b(34, 100) + a(0, 3), "", "", yes, ""},
		{"affiliates alone are enough", "uk-labour/2018", b(0, 9) + a(2, 6), "", "", yes, ""},
		{"no branch at all", "uk-labour/2018", a(0, 6), "branch", "", no, ""},
		{"branches not published, affiliates short", "uk-labour/2018", a(1, 6), "", "", ruling, ""},
		{"branches not published, affiliates reached", "uk-labour/2018", a(2, 6), "", "", yes, ""},
		{"an empty pool never triggers", "uk-labour/2018", b(0, 3) + "x,affiliate,did-not-meet,,", "", "", no, ""},
		{"nine branches, six vote, two ask", "uk-labour/2018", b(2, 6) + "x,branch,did-not-meet,, y,branch,not-discussed,, z,branch,did-not-meet,,", "affiliate", "", yes, ""},
		{"a double tie stays in the number", "uk-labour/2018", b(1, 3) + "x,branch,no-preference,,", "affiliate", "", no, ""},
		{"a double tie out of the number", "uk-labour/2018", b(1, 3) + "x,branch,no-preference,,", "affiliate", "double_tie_in_denominator=false", yes, ""},
		{"a void unit is left out", "uk-labour/gla-2019", units(party.CLP, 1, 4) + "x,clp,void,9,1", "", "", no, "1/4"},
		{"a late unit is left out", "uk-labour/2018", b(1, 3) + "x,branch,late,0,9", "affiliate", "", yes, ""},
		{"a first tie is outstanding", "uk-labour/2018", b(1, 3) + "x,branch,,7,7", "affiliate", "", open, ""},

		{"exactly half of two halves", "uk-labour/2021", b(1, 2) + a(1, 2), "", "", no, "1/2"},
		{"all branches and no affiliate", "uk-labour/2021", b(5, 5) + a(0, 3), "", "", no, "1/2"},
		{"Ilford South", "uk-labour/2021", b(10, 10) + a(3, 20), "", "", yes, "23/40"},
		{"a half that does not exist", "uk-labour/2021", b(5, 5), "affiliate", "", ruling, ""},
		{"a half that was not published", "uk-labour/2021", b(5, 5), "", "", ruling, ""},
		{"a half that does not exist, the other alone", "uk-labour/2021", b(3, 5), "affiliate", "empty_half=other-half-alone", yes, "3/5"},
		{"a half that does not exist, none", "uk-labour/2021", b(5, 5), "affiliate", "empty_half=counts-as-none", no, "1/2"},
		{"both halves empty", "uk-labour/2021", "x,branch,void,, y,affiliate,void,,", "", "empty_half=other-half-alone", no, "0/1"},

		{"pooled exact tie", "uk-labour/pre-2018", b(1, 2) + a(1, 2), "", "", no, "1/2"},
		{"pooled exact tie, half is enough", "uk-labour/pre-2018", b(1, 2) + a(1, 2), "", "bar_inclusive=true", yes, "1/2"},
		{"pooled majority", "uk-labour/pre-2018", b(2, 2) + a(1, 3), "", "", yes, "3/5"},
		{"one organisation of 26 branches", "uk-labour/pre-2018", b(0, 10) + a(26, 26), "", "", yes, "13/18"},
		{"one kind was not published", "uk-labour/pre-2018", b(5, 6), "", "", ruling, ""},
		{"one kind does not exist", "uk-labour/pre-2018", b(5, 6), "affiliate", "", yes, "5/6"},
		{"pooled 13 of 30", "uk-labour/pre-2018", b(10, 10) + a(3, 20), "", "", no, "13/30"},

		{"every seat", "uk-labour/open-selection-2018", b(0, 6), "", "", yes, ""},
		{"every seat, members", "uk-labour/open-selection-2018", "m,members,,1,9", "", "", yes, ""},
		{"a ward and an executive are no seat of it", "uk-labour/open-selection-2018", "w,ward,reselect,, x,executive,outstanding,,", "", "", cannot, ""},

		{"75 of 100 keep the MP", "uk-labour/members-75-2017", "m,members,,25,75", "", "", no, "1/4"},
		{"75 of 100 where more is needed", "uk-labour/members-75-2017", "m,members,,25,75", "", "bar_inclusive=false", yes, "1/4"},
		{"74 of 100 do not", "uk-labour/members-75-2017", "m,members,,26,74", "", "", yes, "13/50"},
		{"of all members, not known how many", "uk-labour/members-75-2017", "m,members,,25,75", "", "base=all-members", ruling, ""},
		{"of all members, not known how many, one ballot outstanding", "uk-labour/members-75-2017", "m,members,outstanding,,", "", "base=all-members", ruling, ""},
		{"of all members, not known how many, nobody voted", "uk-labour/members-75-2017", "m,members,no-votes,0,0", "", "base=all-members", ruling, ""},
		{"of all 100 members nobody voted", "uk-labour/members-75-2017", "m,members,no-votes,0,0", "", "base=all-members electorate=100", yes, "0/1"},
		{"of no members nobody voted", "uk-labour/members-75-2017", "m,members,no-votes,0,0", "", "base=all-members electorate=0", no, ""},
		{"of all 100 members, one ballot outstanding", "uk-labour/members-75-2017", "m,members,outstanding,,", "", "base=all-members electorate=100", open, "0/1"},
		{"of all 100 members, too few can still vote", "uk-labour/members-75-2017", "m,members,,30,60 n,members,outstanding,,", "", "base=all-members electorate=100", yes, "3/10"},
		{"more votes than members", "uk-labour/members-75-2017", "m,members,,30,60", "", "base=all-members electorate=80", ruling, ""},
		{"members' ballots in parts", "uk-labour/members-75-2017", "m,members,,20,40 n,members,,5,35", "", "", no, "1/4"},
		{"only the majority is known", "uk-labour/members-75-2017", "m,members,select,,", "", "", ruling, ""},
		{"nobody voted", "uk-labour/members-75-2017", "m,members,no-votes,0,0", "", "", no, ""},

		{"a councillor loses", "uk-labour/councillor", "w,ward,,24,19", "", "", yes, "24/43"},
		{"a councillor wins", "uk-labour/councillor", "w,ward,,19,64", "", "", no, "19/83"},
		{"a councillor, figures unknown", "uk-labour/councillor", "w,ward,select,,", "", "", yes, ""},
		{"a councillor, a second tie", "uk-labour/councillor", "w,ward,no-preference,8,8", "", "", no, "1/2"},
		{"a councillor, a tie is enough", "uk-labour/councillor", "w,ward,no-preference,8,8", "", "bar_inclusive=true", yes, "1/2"},
		{"two wards", "uk-labour/councillor", "w,ward,,24,19 x,ward,,1,2", "", "", cannot, ""},
		{"branches for a councillor", "uk-labour/councillor", b(1, 2), "", "", cannot, ""},

		{"the executive adopts", "uk-conservative/readoption", "e,executive,,4,9", "", "", no, ""},
		{"the executive refuses, the members adopt", "uk-conservative/readoption", "e,executive,,9,4 m,members,,100,200", "", "", no, ""},
		{"both refuse", "uk-conservative/readoption", "e,executive,,9,4 m,members,,200,100", "", "", yes, ""},
		{"the members tie", "uk-conservative/readoption", "e,executive,,9,4 m,members,no-preference,100,100", "", "", yes, ""},
		{"the executive refuses", "uk-conservative/readoption", "e,executive,,9,4", "", "", ruling, ""},
		{"the executive refuses and that is all", "uk-conservative/readoption", "e,executive,,9,4", "", "members_ballot_requested=no", yes, ""},
		{"the executive refuses, no ballot was held", "uk-conservative/readoption", "e,executive,,9,4", "members", "", yes, ""},
		{"the executive ties twice", "uk-conservative/readoption", "e,executive,no-preference,4,4", "members", "", yes, ""},
		{"the executive ties twice, half is enough", "uk-conservative/readoption", "e,executive,no-preference,4,4", "members", "bar_inclusive=true", no, ""},
		{"members only", "uk-conservative/readoption", "m,members,,1,2", "", "", no, ""},
		{"the members go against what the executive adopted", "uk-conservative/readoption", "e,executive,,1,2 m,members,,2,1", "", "", ruling, ""},
		{"the members are outstanding", "uk-conservative/readoption", "e,executive,,2,1 m,members,outstanding,,", "", "", open, ""},
		{"two executives", "uk-conservative/readoption", "e,executive,,1,2 f,executive,,1,2", "", "", cannot, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			bk, f, setting := book(t, c.book), parse(t, c.rows), rulebook.Setting{}
			if c.none != "" {
				f.None = []party.UnitKind{party.UnitKind(c.none)}
			}
			for given := range strings.FieldsSeq(c.set) {
				name, value, _ := strings.Cut(given, "=")
				setting[name] = value
			}
			if err := bk.Check(setting); err != nil {
				t.Fatal(err)
			}
			d := trigger.Decide(bk, setting, f)
			if d.Ruling.Outcome != c.want {
				t.Errorf("outcome %s, want %s", d.Ruling.Outcome, c.want)
			}
			share := ""
			if d.Share != nil {
				share = d.Share.String()
			}
			if share != c.share {
				t.Errorf("share %q, want %q", share, c.share)
			}
			sound(t, bk, setting, f, d)
		})
	}
}

// What decides cites the clause that says so, and what is certain is certain under every setting's own terms.
func TestTheDecisiveReasonCitesItsClause(t *testing.T) {
	for _, c := range []struct{ book, rows, none, clause string }{
		{"uk-labour/pre-2018", units(party.Branch, 1, 3), "affiliate", "IV.5.B"},
		{"uk-labour/pre-2018", units(party.Branch, 1, 3), "", "IV.5.B"},
		{"uk-labour/gla-2019", units(party.CLP, 1, 4), "", "one-third"},
		{"uk-labour/gla-2019", "x,clp,did-not-meet,,", "", "empty-pool"},
		{"uk-labour/2018", "x,branch,did-not-meet,, y,affiliate,void,,", "", "empty-pool"},
		{"uk-labour/members-75-2017", "m,members,,25,75", "", "three-quarters"},
		{"uk-labour/councillor", "w,ward,,24,19", "", "majority"},
		{"uk-labour/councillor", "w,ward,outstanding,,", "", "majority"},
	} {
		bk, f := book(t, c.book), parse(t, c.rows)
		if c.none != "" {
			f.None = []party.UnitKind{party.UnitKind(c.none)}
		}
		if got := trigger.Decide(bk, nil, f).Decisive(bk); got[0].Clause != c.clause {
			t.Errorf("%s, %s: clause %s, want %s", c.book, c.rows, got[0].Clause, c.clause)
		}
	}
}

// A base that is not known leaves nothing to be certain about, and no other setting that would be tried makes
// it certain.
func TestAnUnknownElectorateIsNeverCertain(t *testing.T) {
	bk := book(t, "uk-labour/members-75-2017")
	d := trigger.Decide(bk, nil, parse(t, "m,members,outstanding,,"))
	i := slices.IndexFunc(d.Sensitive, func(s trigger.Sensitivity) bool { return s.Parameter == rulebook.Base })
	if i < 0 || d.Sensitive[i].Outcome != rulebook.NeedsRuling {
		t.Errorf("sensitive %+v: want that the base needs a ruling", d.Sensitive)
	}
}

// A book without the setting counts a unit that tied twice, as the issue of this rule takes by default.
func TestABookWithoutItsSettingCountsADoubleTie(t *testing.T) {
	data, err := rules.Read("uk-labour/gla-2019")
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("  - name: double_tie"))
	data = append(data[:at:at], data[at+bytes.Index(data[at:], []byte("  - name: no_votes")):]...)
	bk, err := rulebook.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, has := bk.Parameter(rulebook.DoubleTieCounts); has {
		t.Fatal("the book still has the setting")
	}
	if d := trigger.Decide(bk, nil, parse(t, units(party.CLP, 1, 3)+"x,clp,no-preference,,")); d.Ruling.Outcome != rulebook.NotTriggered {
		t.Errorf("1 of 3 and a double tie: %s, want 1 of 4", d.Ruling.Outcome)
	}
}

// sound holds what is true of every decision: reasons cite clauses of the book, every sentence is filled in,
// something carries the outcome, and the report can be written.
func sound(t testing.TB, bk *rulebook.Book, setting rulebook.Setting, f returns.File, d trigger.Decision) {
	t.Helper()
	for _, r := range d.Ruling.Reasons {
		if _, ok := bk.Clause(r.Clause); !ok {
			t.Errorf("reason %s cites %q, which is not in %s", r.Code, r.Clause, bk.Name)
		}
		if !slices.Contains(rulebook.Codes(), r.Code) {
			t.Errorf("reason %s has no sentence", r.Code)
		}
		if text := rulebook.Sentence(bk, r); strings.ContainsAny(text, "{}") || strings.Contains(text, "  ") || strings.Contains(text, "()") || strings.Contains(text, " ,") {
			t.Errorf("sentence %q of %s is not filled in: %v", text, r.Code, r.Figures)
		}
	}
	if len(d.Decisive(bk)) == 0 {
		t.Error("nothing carries the outcome")
	}
	if _, err := json.Marshal(trigger.NewReport(bk, setting, f, d)); err != nil {
		t.Error(err)
	}
}

// anyFile draws returns of any kinds and answers.
func anyFile(t *rapid.T) returns.File {
	var f returns.File
	for _, kind := range party.UnitKinds() {
		if rapid.IntRange(0, 2).Draw(t, "has "+string(kind)) == 0 {
			continue
		}
		for i := range rapid.IntRange(0, 5).Draw(t, string(kind)) {
			row := returns.Row{Unit: fmt.Sprint(kind, i), Kind: kind, Answer: rapid.SampledFrom(returns.Answers()).Draw(t, "answer")}
			votes := rapid.Int64Range(0, 40)
			row.Select, row.Reselect = votes.Draw(t, "select"), votes.Draw(t, "reselect")
			row.Figures = row.Answer.Agrees(row.Select, row.Reselect) == nil
			if !row.Figures {
				row.Select, row.Reselect = 0, 0
			}
			f.Rows = append(f.Rows, row)
		}
		if !f.Has(kind) && rapid.Bool().Draw(t, "none") {
			f.None = append(f.None, kind)
		}
	}
	return f
}

func anySetting(t *rapid.T, bk *rulebook.Book) rulebook.Setting {
	setting := rulebook.Setting{}
	for _, p := range bk.ToConfirm() {
		if values := p.Others(""); len(values) > 0 {
			setting[p.Name] = rapid.SampledFrom(values).Draw(t, p.Name)
		}
		if p.Type == rulebook.Unknown {
			setting[p.Name] = rapid.SampledFrom([]string{"unknown", "0", "30", "100", "1000000000"}).Draw(t, p.Name)
		}
	}
	return setting
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bk := book(t, rapid.SampledFrom(rules.Names()).Draw(rt, "book"))
		f, setting := anyFile(rt), anySetting(rt, bk)
		if len(f.Rows) == 0 {
			return
		}
		before := trigger.Decide(bk, setting, f)
		sound(t, bk, setting, f, before)
		shuffled := f
		shuffled.Rows = rapid.Permutation(f.Rows).Draw(rt, "order")
		after := trigger.Decide(bk, setting, shuffled)
		a, _ := json.Marshal(trigger.NewReport(bk, setting, f, before))
		b, _ := json.Marshal(trigger.NewReport(bk, setting, shuffled, after))
		if string(a) != string(b) {
			t.Fatalf("the order of rows changes the decision:\n%s\n%s", a, b)
		}
	})
}

// One more unit that asks for a contest never undoes one, whatever else is in the file.
func TestMoreForAContestNeverUndoesOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bk := book(t, rapid.SampledFrom([]string{"uk-labour/2018", "uk-labour/2021", "uk-labour/pre-2018", "uk-labour/gla-2019"}).Draw(rt, "book"))
		f, setting := anyFile(rt), anySetting(rt, bk)
		if len(f.Rows) == 0 || trigger.Decide(bk, setting, f).Ruling.Outcome != rulebook.Triggered {
			return
		}
		more := f
		more.Rows = slices.Clone(f.Rows)
		if i := slices.IndexFunc(more.Rows, func(r returns.Row) bool { return r.Answer == returns.Reselect || r.Answer == returns.Outstanding }); i >= 0 {
			more.Rows[i].Answer, more.Rows[i].Figures = returns.Select, false
		}
		if got := trigger.Decide(bk, setting, more).Ruling.Outcome; got != rulebook.Triggered {
			t.Fatalf("%s with one more for a contest: %s", bk.Name, got)
		}
	})
}

// What Needed promises is kept: that many outstanding units asking for a contest force one.
func TestNeededForces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bk := book(t, rapid.SampledFrom(rules.Names()).Draw(rt, "book"))
		f, setting := anyFile(rt), anySetting(rt, bk)
		if len(f.Rows) == 0 {
			return
		}
		d := trigger.Decide(bk, setting, f)
		for _, pool := range bk.Decision.Pools {
			n, ok := d.Needed[pool.Kind]
			if !ok {
				continue
			}
			forced := f
			forced.Rows = slices.Clone(f.Rows)
			for i, row := range forced.Rows {
				if n > 0 && row.Answer == returns.Outstanding && slices.Contains(pool.Units, row.Kind) {
					forced.Rows[i] = returns.Row{Unit: row.Unit, Kind: row.Kind, Answer: returns.Select, Figures: true, Select: 1}
					n--
				}
			}
			if got := trigger.Decide(bk, setting, forced).Ruling.Outcome; got != rulebook.Triggered {
				t.Fatalf("%s: %v in %s should force a contest: %s", bk.Name, d.Needed, pool.Kind, got)
			}
		}
	})
}

func TestSensitivityIsToldWithItsClause(t *testing.T) {
	bk := book(t, "uk-labour/2018")
	d := trigger.Decide(bk, nil, parse(t, units(party.Branch, 1, 3)+"x,branch,no-preference,, y,affiliate,reselect,,"))
	i := slices.IndexFunc(d.Ruling.Reasons, func(r rulebook.Reason) bool { return r.Code == "sensitive" })
	if i < 0 {
		t.Fatal("a double tie that decides is not told")
	}
	got := d.Ruling.Reasons[i].Clause + ": " + rulebook.Sentence(bk, d.Ruling.Reasons[i])
	want := "unit-tie: The rule text leaves open whether a unit that tied twice stands among the units that answered. " +
		"With no in place of yes the outcome would be another: a contest is held (1 of 3 party branches, 0 of 1 affiliated branch)."
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnOldProcedureIsNamedAndAnUnknownOneIsNotJudged(t *testing.T) {
	bk, f := book(t, "uk-labour/2018"), parse(t, units(party.Branch, 1, 3))
	d, err := trigger.DecideAs("selection.decide@1", bk, nil, f)
	if err != nil || d.Ruling.Procedure != "selection.decide@1" || cmp.Compare(d.Ruling.Outcome, rulebook.Triggered) != 0 {
		t.Errorf("%v, %v", d.Ruling, err)
	}
	if _, err := trigger.DecideAs("selection.decide@99", bk, nil, f); !party.Is(err, party.NotFound) {
		t.Errorf("an unknown procedure: %v, want not found", err)
	}
}

func ExampleDecide() {
	data, err := rules.Read("uk-labour/2018")
	if err != nil {
		fmt.Println(err)
		return
	}
	book, err := rulebook.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	file, err := returns.Parse([]byte("unit,kind,select,reselect\nNorthside,branch,16,14\nHarbour,branch,3,9\nEast,branch,1,5\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	decision := trigger.Decide(book, nil, file)
	fmt.Println(rulebook.Headline(book, decision.Ruling.Outcome))
	for _, reason := range decision.Decisive(book) {
		fmt.Println(reason.Clause, rulebook.Sentence(book, reason))
	}
	// Output:
	// A contest is held.
	// IV.5.B 1 of 3 party branches asked for a contest (33.33%): one third or more.
}
