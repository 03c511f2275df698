package check_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// small is an election of two ballots.
func small(t testing.TB) *world {
	t.Helper()
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	return found(t, g, belenios.Template{Name: "Small", Description: "d", Questions: []belenios.Question{{Text: "Shall we?", Answers: []string{"Yes", "No"}, Min: 0, Max: 1}}},
		[]int64{1, 1}, []vote{{0, [][]int{{1, 0}}}, {1, [][]int{{0, 1}}}})
}

// TestEveryBit changes every single bit of a small archive. None of them is valid.
func TestEveryBit(t *testing.T) {
	raw := small(t).bytes()
	step := 1
	if testing.Short() {
		step = 499
	}
	for bit := 0; bit < 8*len(raw); bit += step {
		raw[bit/8] ^= 1 << (bit % 8)
		if report, _ := verify(t, raw, check.Options{}, nil); report.Valid {
			t.Fatalf("bit %d of byte %d is changed, and the archive is valid", bit%8, bit/8)
		}
		raw[bit/8] ^= 1 << (bit % 8)
	}
	if report, _ := verify(t, raw, check.Options{}, nil); !report.Valid {
		t.Error(told(report, check.Fail))
	}
}

// TestAccepted has what is weak or unusual, and valid.
func TestAccepted(t *testing.T) {
	beleniostest.Elections(t)
	all := &worlds{t, map[string]*world{}}
	for _, one := range []struct {
		name, base string
		change     func(*world)
		check      string
		verdict    check.Verdict
		words      string
	}{
		{"voted again", "weighted", func(*world) {}, check.Revotes, check.Pass, "1 ballot was replaced by a later one"},
		{"key signatures left out everywhere", yesno, func(w *world) {
			raw := w.setup(trustees)
			*raw = regexp.MustCompile(`("public_key":"[^"]*"),"signature":{[^}]*}`).ReplaceAll(*raw, []byte("$1"))
		}, check.KeyGeneration, check.Warning, "did not sign their shares"},
		{"a field of the election that nobody knows", "weighted", func(w *world) { w.describe(t, `"uuid"`, `"colour":"red","uuid"`) }, check.Description, check.Warning, "colour"},
		{"nobody voted", "weighted", recounted(without(archive.Ballot)), check.Outcome, check.Pass, ""},
		{"one ballot", "mixed", recounted(func(w *world) { w.events = w.events[:2] }), check.PolicySize, check.Warning, "1 ballot was counted together"},
		{"all agree", yesno, func(*world) {}, check.Secrecy, check.Warning, `everybody whose ballot counts chose "Yes"`},
		{"all rank alike", ranking, func(*world) {}, check.Secrecy, check.Warning, "same ranking"},
		{"fewer ballots than orders", "mixed", func(*world) {}, check.Secrecy, check.Warning, "more possible orders"},
		{"one key holder shuffles twice", "mixed", recounted(func(w *world) { w.shufflers = []int{1, 1} }), check.PolicyShuffle, check.Warning, "whoever shuffled alone"},
		{"all three decrypt", yesno, recounted(func(w *world) { w.decrypters = []int{1, 2, 3} }), check.Decryptions, check.Pass, "3 partial decryptions"},
		{"the last two decrypt", ranking, recounted(func(w *world) { w.decrypters = []int{3, 2} }), check.Outcome, check.Pass, ""},
	} {
		t.Run(one.name, func(t *testing.T) {
			w := all.get(one.base)
			w.t = t
			one.change(w)
			report, _ := verify(t, w.bytes(), check.Options{}, nil)
			if f, has := finding(report, one.check, one.verdict); !report.Valid || !has || !strings.Contains(f.Detail, one.words) {
				t.Errorf("valid: %t, %s\n%s", report.Valid, f.Detail, told(report, check.Fail, check.Warning, check.Pass))
			}
		})
	}
}

// describe changes the election's description and lets everybody vote anew under it.
func (w *world) describe(t testing.TB, old, with string) {
	t.Helper()
	replace(t, w.setup(election), old, with)
	e, err := belenios.ParseElection(*w.setup(election))
	if err != nil {
		t.Fatal(err)
	}
	w.e = e
	for i, at := range w.find(archive.Ballot) {
		w.events[at].parts[0] = w.vote(t, w.random, vote{i % len(w.order), chosen(w)})
	}
	w.recount(t)
}

// TestPolicy: what falls short of a policy is a warning without one, and a failure with it.
func TestPolicy(t *testing.T) {
	beleniostest.Elections(t)
	all := &worlds{t, map[string]*world{}}
	for _, one := range []struct{ base, policy, check, words string }{
		{"2.0-belenios2048-yesno", `{"signed_key_generation":true}`, check.PolicyKeys, "not made with signatures"},
		{yesno, `{"key_holders":3}`, check.PolicyHolders, "at least 3"},
		{yesno, `{"counted_ballots":11}`, check.PolicySize, "10 ballots"},
		{ranking, `{"shufflers":3}`, check.PolicyShuffle, "at least 3"},
		{"weighted", `{"turnout_percent":100}`, "", ""},
		{"mixed", `{"turnout_percent":76}`, check.PolicyTurnout, "75 %"},
		{yesno, `{"turnout_percent":100,"key_holders":2,"shufflers":2,"signed_key_generation":true,"counted_ballots":10}`, "", ""},
		{ranking, `{}`, "", ""},
	} {
		policy, err := check.ParsePolicy([]byte(one.policy))
		if err != nil {
			t.Fatal(err)
		}
		raw := all.get(one.base).bytes()
		report, _ := verify(t, raw, check.Options{Policy: &policy}, nil)
		f, failed := finding(report, one.check, check.Fail)
		if report.Valid == (one.check != "") || failed != (one.check != "") || !strings.Contains(f.Detail, one.words) {
			t.Errorf("%s with %s: valid %t\n%s", one.base, one.policy, report.Valid, told(report, check.Fail))
		}
		if without, _ := verify(t, raw, check.Options{}, nil); !without.Valid {
			t.Errorf("%s is not valid without a policy", one.base)
		}
	}
}

func TestParsePolicy(t *testing.T) {
	for text, words := range map[string]string{
		``: "one JSON object", `[]`: "one JSON object", `{"turnout":1}`: "unknown field", `{"turnout_percent":101}`: "0 to 100",
		`{"key_holders":-1}`: "below zero", `{} {}`: "behind", `{"key_holders":"2"}`: "cannot be read", `null`: "one JSON object",
		`{"key_holders":1,"key_holders":2}`: "twice",
	} {
		if _, err := check.ParsePolicy([]byte(text)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if p, err := check.ParsePolicy([]byte(" {\"shufflers\": 3}\n")); err != nil || p != (check.Policy{Shufflers: 3}) {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(`{"turnout_percent":50,"signed_key_generation":true}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := check.ParsePolicy(data); err == nil && (p.TurnoutPercent < 0 || p.TurnoutPercent > 100) {
			t.Errorf("%+v", p)
		}
	})
}

// TestPublished: what no archive alone can show is seen in comparison with what was published.
func TestPublished(t *testing.T) {
	beleniostest.Elections(t)
	all := &worlds{t, map[string]*world{}}
	honest := all.get(yesno)
	report, _ := verify(t, honest.bytes(), check.Options{}, nil)
	published := check.Options{Heads: []string{report.Head}, Setup: report.Setup, Voters: report.Voters}
	if again, _ := verify(t, honest.bytes(), published, nil); !again.Valid {
		t.Fatalf("the honest archive:\n%s", told(again, check.Fail))
	}
	for name, change := range map[string]func(*world){
		"ballots of several voters reordered": func(w *world) { w.swap(1, 2) },
		"another time in all headers":         func(w *world) { w.timestamp++; w.header = strings.Replace(w.header, "1795357839", "1795357840", 1) },
		"an unused credential taken off": func(w *world) {
			w.remove(1)
			rewrite(t, w.setup(voters), `("[^"]*"),?`, 1, func(string) string { return "" })
			*w.setup(voters) = bytes.ReplaceAll(*w.setup(voters), []byte(",,"), []byte(","))
			w.recount(t)
		},
		"a credential added": func(w *world) { replace(t, w.setup(voters), "[", `["`+w.elsewhere()+`",`) },
	} {
		w := all.get(yesno)
		change(w)
		alone, _ := verify(t, w.bytes(), check.Options{}, nil)
		compared, _ := verify(t, w.bytes(), published, nil)
		if strings.Contains(name, "time") {
			if !alone.Valid || !compared.Valid {
				t.Errorf("%s: the time is in no hash", name)
			}
			continue
		}
		if strings.Contains(name, "unused") {
			if _, found := finding(compared, check.Head, check.Fail); compared.Valid || !found {
				t.Errorf("%s: it is not seen", name)
			}
			continue
		}
		if _, found := finding(compared, check.Head, check.Fail); !alone.Valid || compared.Valid || !found {
			t.Errorf("%s: alone %t, compared %t\n%s", name, alone.Valid, compared.Valid, told(alone, check.Fail))
		}
	}
}

// TestGoOn writes down what batches come to, and goes on from there.
func TestGoOn(t *testing.T) {
	beleniostest.Elections(t)
	all := &worlds{t, map[string]*world{}}
	for _, base := range []string{yesno, ranking, "weighted", "mixed"} {
		w := all.get(base)
		if base == yesno {
			w.t = t
			resigned(2, `"response":"(\d+)"`, 0, digit)(w) // faults are kept as well
		}
		raw := w.bytes()
		straight, _ := verify(t, raw, check.Options{}, nil)
		c := begun(t, raw)
		var lines [][]byte
		for i := range c.Batches() {
			part, err := c.Batch(i, bytes.NewReader(raw), nil)
			if err != nil {
				t.Fatal(err)
			}
			line, err := c.Save(part)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
		c = begun(t, raw)
		for i, line := range lines {
			part, err := c.Load(line)
			if err != nil {
				t.Fatal(err)
			}
			if c.Taken(i) {
				t.Error("a batch is taken before it is")
			}
			c.Take(part)
			c.Take(part) // once more does nothing
		}
		report, err := c.Finish(bytes.NewReader(raw), nil)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := told(report, check.Fail, check.Pass, check.Warning), told(straight, check.Fail, check.Pass, check.Warning); a != b || report.Valid != straight.Valid {
			t.Errorf("%s: gone on it is\n%s\ninstead of\n%s", base, a, b)
		}
		for _, damaged := range []string{"", "{}x", `{"batch":99}`, `{"batch":0,"tally":[[],[],[]]}`, `{"batch":0,"marks":"AAAA"}`} {
			if _, err := begun(t, raw).Load([]byte(damaged)); err == nil {
				t.Errorf("%q is gone on from", damaged)
			}
		}
	}
}

// begun is a check up to its batches.
func begun(t *testing.T, raw []byte) *check.Checker {
	t.Helper()
	c := check.New(check.Options{})
	if err := c.Structure(bytes.NewReader(raw), nil); err != nil {
		t.Fatal(err)
	}
	c.Setup()
	return c
}

// TestSeveralBatches checks 1,000 ballots in several batches, and finds what lies in different ones.
func TestSeveralBatches(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	for _, kind := range []string{"yesno", "ranking"} {
		w := &world{box: open(t, read(t, "thousand", "tool-2.5.1-ed25519-"+kind+"-1000.bel"))}
		report, made := verify(t, w.bytes(), check.Options{Cores: 7}, nil)
		if !report.Valid || report.Ballots != 1000 || report.Counted != 1000 || len(made) != 7 {
			t.Fatalf("%d batches, %d ballots\n%s", len(made), report.Ballots, told(report, check.Fail))
		}
		rewrite(t, &w.nth(archive.Ballot, 500).parts[0], `"response":"(\d+)"`, -1, digit)
		w.nth(archive.Ballot, 990).parts[0] = bytes.Clone(w.nth(archive.Ballot, 10).parts[0])
		report, _ = verify(t, w.bytes(), check.Options{Cores: 7}, remembered(made, 1000))
		text := told(report, check.Fail)
		for _, words := range []string{"signature of ballot 501 ", "ballot 991 is ballot 11 once more", "tally fail"} {
			if report.Valid || !strings.Contains(text, words) {
				t.Errorf("want %q in\n%s", words, text)
			}
		}
	}
}

// TestEveryPart changes single bits of what events bring, and hashes everything anew. None of that is valid, but for the
// credential of somebody who did not vote.
func TestEveryPart(t *testing.T) {
	step := 23
	if testing.Short() {
		step = 1499
	}
	w := mixed(t)
	n := 0
	for i := range w.events {
		for k := range w.events[i].parts {
			data := w.events[i].parts[k]
			for at := n % step; at < len(data); at += step {
				n++
				data[at] ^= 1 << (n % 3)
				report, _ := verify(t, w.bytes(), check.Options{}, nil)
				if report.Valid && (i > 0 || k != voters) {
					t.Errorf("byte %d of part %d of event %d (%s) is changed, and the archive is valid: %.120q", at, k, i, w.events[i].kind, data[max(at-60, 0):])
				}
				data[at] ^= 1 << (n % 3)
			}
		}
	}
	if report, _ := verify(t, w.bytes(), check.Options{}, nil); !report.Valid || n < 10 {
		t.Error(n, told(report, check.Fail))
	}
	t.Logf("%d changes", n)
}
