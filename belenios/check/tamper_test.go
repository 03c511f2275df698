package check_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// tampering is one way to change an archive. What is left is hashed anew, and signed anew where the one who tampers could,
// so that only the check that is named can find it.
type tampering struct {
	name   string
	bases  string // the elections that it is done to
	change func(w *world)
	raw    func(raw []byte) []byte // done to the bytes at last
	check  string
	words  string // part of what is said
}

const (
	yesno     = "3.0-ed25519-yesno"
	ranking   = "3.0-ed25519-ranking"
	bothKinds = yesno + " " + ranking
	fields    = yesno + " 3.0-belenios2048-yesno 2.0-belenios2048-yesno"
)

// TestTamperings does all that to copies of valid archives, and sees each of them rejected for the right reason: without hints,
// with the hints of the valid archive, and with hints made for the changed one.
func TestTamperings(t *testing.T) {
	beleniostest.Elections(t)
	all, hints, names, n := &worlds{t, map[string]*world{}}, map[string]check.Hints{}, map[string]bool{}, 0
	for _, one := range slices.Concat(formTamperings(), orderTamperings(), setupTamperings(), listTamperings(), ballotTamperings(), proofTamperings(),
		tallyTamperings(), shuffleTamperings(), decryptionTamperings(), resultTamperings()) {
		if names[one.name] {
			t.Errorf("two tamperings are called %q", one.name)
		}
		names[one.name] = true
		for base := range strings.FieldsSeq(one.bases) {
			if n++; (testing.Short() || raced) && (n%17 != 0 || !strings.Contains(base, "ed25519")) {
				continue // make test runs them all, without the race detector
			}
			t.Run(one.name+"/"+base, func(t *testing.T) {
				w := all.get(base)
				if hints[base] == nil {
					report, made := verify(t, w.bytes(), check.Options{}, nil)
					if !report.Valid {
						t.Fatalf("it is not valid to begin with:\n%s", told(report, check.Fail))
					}
					hints[base] = remembered(made, report.Ballots)
				}
				one.reject(t, w, hints[base])
			})
		}
	}
	t.Logf("%d tamperings, %d archives", len(names), n)
	if len(names) < 50 {
		t.Errorf("%d tamperings are fewer than 50", len(names))
	}
}

// reject does what is to be done, and sees it rejected.
func (one tampering) reject(t *testing.T, w *world, hints check.Hints) {
	t.Helper()
	w.t = t
	before := w.bytes()
	if one.change != nil {
		one.change(w)
	}
	raw := w.bytes()
	if one.raw != nil {
		raw = one.raw(raw)
	}
	if bytes.Equal(raw, before) {
		t.Fatal("nothing was changed")
	}
	report, made := verify(t, raw, check.Options{}, nil)
	_, failed := finding(report, one.check, check.Fail)
	if report.Valid || !failed || !strings.Contains(told(report, check.Fail), one.words) {
		t.Errorf("want a failure of %s with %q, found\n%s", one.check, one.words, told(report, check.Fail, check.NotJudged))
	}
	text := told(report, check.Pass, check.Fail, check.Warning, check.NotJudged)
	for name, with := range map[string]check.Hints{"the valid archive": hints, "this archive": remembered(made, report.Ballots)} {
		hinted, _ := verify(t, raw, check.Options{}, with)
		if again := told(hinted, check.Pass, check.Fail, check.Warning, check.NotJudged); again != text {
			t.Errorf("with hints made for %s it is another report:\n%s\ninstead of\n%s", name, again, text)
		}
	}
}

// patch changes bytes at a place.
func patch(at int, with string) func([]byte) []byte {
	return func(raw []byte) []byte {
		copy(raw[at:], with)
		return raw
	}
}

// sum writes the checksum of the header at a place anew.
func sum(raw []byte, at int) []byte {
	copy(raw[at+148:], "        ")
	n := 0
	for _, c := range raw[at : at+512] {
		n += int(c)
	}
	copy(raw[at+148:], fmt.Sprintf("%06o\x00 ", n))
	return raw
}

// edit changes an event's own JSON.
func edit(kind string, old, with string) func(*world) {
	return func(w *world) {
		w.nth(kind, 0).edit = func(text string) string {
			if !regexp.MustCompile(old).MatchString(text) {
				w.t.Fatalf("no %s in %s", old, text)
			}
			return regexp.MustCompile(old).ReplaceAllString(text, with)
		}
	}
}

func formTamperings() []tampering {
	resized := func(change func(raw []byte) []byte) func([]byte) []byte {
		return func(raw []byte) []byte { return change(raw) }
	}
	setHeader := func(text string) func(*world) {
		return func(w *world) { w.header = text }
	}
	other := strings.Repeat("0", 64)
	return []tampering{
		{"first letter", yesno, nil, patch(0, "C"), check.Archive, "does not begin"},
		{"other name in the first header", yesno, nil, patch(7, "s"), check.Archive, "does not begin"},
		{"broken off in the middle", bothKinds, nil, resized(func(raw []byte) []byte { return raw[:len(raw)/2] }), check.Archive, "breaks off"},
		{"broken off by a block", yesno, nil, resized(func(raw []byte) []byte { return raw[:len(raw)-512] }), check.Archive, "breaks off"},
		{"last byte missing", yesno, nil, resized(func(raw []byte) []byte { return raw[:len(raw)-1] }), check.Archive, "breaks off"},
		{"nothing but the header", yesno, nil, resized(func(raw []byte) []byte { return raw[:1024] }), check.Archive, "before its first event"},
		{"end blocks of a newer tar", yesno, nil, resized(func(raw []byte) []byte { return append(raw, make([]byte, 1024)...) }), check.Archive, "name of a member"},
		{"a text at the end", yesno, nil, resized(func(raw []byte) []byte { return append(raw, "more"...) }), check.Archive, "breaks off"},
		{"an archive behind the archive", yesno, nil, resized(func(raw []byte) []byte { return append(raw, raw...) }), check.Archive, "name of a member"},
		{"mode", yesno, nil, func(raw []byte) []byte { copy(raw[1124:], "0000755"); return sum(raw, 1024) }, check.Archive, "mode"},
		{"owner of the file", yesno, nil, func(raw []byte) []byte { copy(raw[1132:], "0001750"); return sum(raw, 1024) }, check.Archive, "owner"},
		{"time of one member", yesno, nil, func(raw []byte) []byte { raw[1024+146] ^= 1; return sum(raw, 1024) }, check.Archive, "time"},
		{"checksum", yesno, nil, patch(1024+150, "77"), check.Archive, "checksum"},
		{"padding", yesno, nil, func(raw []byte) []byte { raw[1023] = 1; return raw }, check.Archive, "not zero"},
		{"time as a number", yesno, setHeader(`{"version":1,"timestamp":1795357839}`), nil, check.Archive, "has to begin with"},
		{"archive version 2", yesno, setHeader(`{"version":2,"timestamp":"1795357839"}`), nil, check.Archive, "has to begin with"},
		{"other time in the header", yesno, setHeader(`{"version":1,"timestamp":"1795357838"}`), nil, check.Archive, "has to begin with"},
		{"name is not the hash", yesno, func(w *world) { w.nth("Ballot", 2).loose = true }, nil, check.Archive, "was changed"},
		{"event written otherwise", yesno, edit("Ballot", `,"type"`, `, "type"`), nil, check.Archive, "expected"},
		{"event with its fields in another order", yesno, edit("EndBallots", `("height":\d+),("type":"\w+")`, `$2,$1`), nil, check.Archive, "expected"},
		{"event with a field twice", yesno, edit("Ballot", `("height":\d+)`, `$1,$1`), nil, check.Archive, "expected"},
		{"event with a field more", yesno, edit("Ballot", `}$`, `,"more":1}`), nil, check.Archive, "expected"},
		{"event with a line feed", yesno, edit("Ballot", `}$`, "}\n"), nil, check.Archive, "expected the end"},
		{"height skipped", yesno, edit("EndBallots", `"height":11`, `"height":12`), nil, check.Archive, "height"},
		{"height with a leading zero", yesno, edit("Ballot", `"height":1,`, `"height":01,`), nil, check.Archive, "whole number"},
		{"another parent", yesno, edit("EndBallots", `"parent":"[0-9a-f]+"`, `"parent":"`+other+`"`), nil, check.Archive, "follows"},
		{"no parent", yesno, edit("EndBallots", `"parent":"[0-9a-f]+",`, ``), nil, check.Archive, "follows"},
		{"parent in capitals", yesno, edit("EndBallots", `"parent":"[0-9a-f]+"`, `"parent":"`+strings.Repeat("A", 64)+`"`), nil, check.Archive, "byte"},
		{"a parent of the setup", yesno, edit("Setup", `{"height"`, `{"parent":"`+other+`","height"`), nil, check.Archive, "follows"},
		{"another payload", yesno, edit("Ballot", `"payload":"[0-9a-f]+"`, `"payload":"`+other+`"`), nil, check.Archive, "names"},
		{"no payload", yesno, edit("Ballot", `,"payload":"[0-9a-f]+"`, ``), nil, check.Archive, "names"},
		{"payload where there is none", yesno, edit("EndBallots", `}$`, `,"payload":"`+other+`"}`), nil, check.Archive, "names"},
		{"data that no event names", yesno, func(w *world) { w.nth("EndBallots", 0).parts = [][]byte{[]byte("{}")} }, nil, check.Archive, "carries 1 members"},
		{"event of an unknown type", yesno, edit("EndBallots", `EndBallots`, `EndBallot`), nil, check.Archive, "not known"},
		{"setup names another election", yesno, func(w *world) {
			w.nth("Setup", 0).wrap = `{"election":"` + other + `","trustees":"%[2]s","credentials":"%[3]s"}`
		}, nil, check.Archive, "does not name the three parts"},
		{"setup names its parts in another order", yesno, func(w *world) {
			w.nth("Setup", 0).wrap = `{"trustees":"%[2]s","election":"%[1]s","credentials":"%[3]s"}`
		}, nil, check.Archive, "does not name the three parts"},
		{"tally's record names another tally", yesno, func(w *world) {
			w.nth("EncryptedTally", 0).wrap = `{"num_tallied":10,"total_weight":10,"encrypted_tally":"` + other + `"}`
		}, nil, check.Archive, "names the tally"},
		{"record of a decryption names another", yesno, func(w *world) {
			w.nth("PartialDecryption", 0).wrap = `{"owner":1,"payload":"` + other + `"}`
		}, nil, check.Archive, "names the payload"},
		{"record of a decryption with a blank", yesno, func(w *world) {
			w.nth("PartialDecryption", 0).wrap = `{"owner": 1,"payload":"%s"}`
		}, nil, check.Archive, "whole number"},
		{"owner as a text", yesno, func(w *world) { w.nth("PartialDecryption", 0).wrap = `{"owner":"1","payload":"%s"}` }, nil, check.Archive, "whole number"},
		{"owner 0", yesno, func(w *world) { w.nth("PartialDecryption", 0).wrap = `{"owner":0,"payload":"%s"}` }, nil, check.Archive, "whole number"},
	}
}

// moved moves the first event of a kind to a place.
func moved(kind string, to func(w *world) int) func(*world) {
	return func(w *world) {
		at := w.find(kind)[0]
		e := w.events[at].clone()
		w.remove(at)
		w.insert(to(w), e)
	}
}

// doubled repeats the last event of a kind right behind it.
func doubled(kind string) func(*world) {
	return func(w *world) {
		places := w.find(kind)
		last := places[len(places)-1]
		w.insert(last+1, w.events[last])
	}
}

// without leaves out all events of the kinds.
func without(kinds ...string) func(*world) {
	return func(w *world) {
		w.events = slices.DeleteFunc(w.events, func(e event) bool { return slices.Contains(kinds, e.kind) })
	}
}

func orderTamperings() []tampering {
	end := func(w *world) int { return len(w.events) }
	return []tampering{
		{"the box is never closed", bothKinds, without("EndBallots"), nil, check.Order, "the encrypted tally comes right after a ballot"},
		{"a ballot after the box was closed", bothKinds, moved("EndBallots", func(w *world) int { return w.find("Ballot")[8] }), nil, check.Order, "the box was closed before"},
		{"a ballot after the tally", yesno, moved("Ballot", func(w *world) int { return w.find("EncryptedTally")[0] + 1 }), nil, check.Order, "the box was closed before"},
		{"a ballot after the result", yesno, moved("Ballot", end), nil, check.Order, "comes after the result"},
		{"closed twice", yesno, doubled("EndBallots"), nil, check.Order, "the closing of the box comes right after"},
		{"two tallies", yesno, doubled("EncryptedTally"), nil, check.Order, "the encrypted tally comes right after"},
		{"two results", bothKinds, doubled("Result"), nil, check.Order, "the result comes after the result"},
		{"a decryption after the result", yesno, moved("PartialDecryption", end), nil, check.Order, "comes after the result"},
		{"a shuffle after the result", ranking, moved("Shuffle", end), nil, check.Order, "comes after the result"},
		{"a shuffle after the shuffles ended", ranking, moved("Shuffle", func(w *world) int { return w.find("EndShuffles")[0] + 1 }), nil, check.Order, "a shuffle comes right after"},
		{"shuffles never end", ranking, without("EndShuffles"), nil, check.Order, "a partial decryption comes right after a shuffle"},
		{"decrypted before the tally", yesno, moved("PartialDecryption", func(w *world) int { return w.find("EncryptedTally")[0] }), nil, check.Order, "in between is missing"},
		{"no tally", yesno, without("EncryptedTally"), nil, check.Order, "in between is missing"},
		{"a result that nobody decrypted", bothKinds, without("PartialDecryption"), nil, check.Order, "the result comes right after"},
		{"two setups", yesno, func(w *world) { w.insert(1, w.events[0]) }, nil, check.Archive, "one setup"},
		{"no setup", yesno, without("Setup"), nil, check.Archive, "one setup"},
		{"the end of shuffles that were none", yesno, func(w *world) { w.insert(w.find("PartialDecryption")[0], event{kind: "EndShuffles"}) }, nil, check.Order, "in between is missing"},
		{"shuffles of what is summed", yesno, func(w *world) {
			at := w.find("PartialDecryption")[0]
			w.insert(at, ownedEvent("Shuffle", 1, []byte(`{"ciphertexts":[],"proofs":[]}`)))
			w.insert(at+1, event{kind: "EndShuffles"})
		}, nil, check.Shuffles, "nothing to shuffle"},
		{"rankings that nobody shuffled", ranking, without("Shuffle", "EndShuffles"), nil, check.Shuffles, "nobody had shuffled"},
	}
}

// in changes a part of the setup.
func in(part int, pattern string, n int, change func(string) string) func(*world) {
	return func(w *world) { rewrite(w.t, w.setup(part), pattern, n, change) }
}

// become gives a text whatever was there.
func become(text string) func(string) string { return func(string) string { return text } }

// trustee.json: one proof or signature after the other, by the names of what stands before it.
const (
	pok       = `"pok":{"challenge":"\d+","response":"(\d+)"}`
	pokC      = `"pok":{"challenge":"(\d+)"`
	certSign  = `encryption[^}]*}","signature":{"challenge":"\d+","response":"(\d+)"}`
	coefSign  = `coefexps\\"[^}]*}","signature":{"challenge":"\d+","response":"(\d+)"}`
	setSign   = `[[,]{"challenge":"\d+","response":"(\d+)"}`
	shareSign = `"public_key":"[^"]*","signature":{"challenge":"\d+","response":"(\d+)"}`
	shareKey  = `"public_key":"([^"]*)"`
)

func setupTamperings() []tampering {
	rows := []tampering{
		{"the election's key is another's", yesno, func(w *world) {
			rewrite(w.t, w.setup(election), shareKey, 0, become(w.elsewhere()))
		}, nil, check.Key, "others can decrypt"},
		{"the election's key has a part of small order", yesno, func(w *world) {
			rewrite(w.t, w.setup(election), shareKey, 0, func(key string) string { return w.shifted(w.t, key) })
		}, nil, check.Description, "not a member"},
		{"the election's key is neutral", fields, func(w *world) { rewrite(w.t, w.setup(election), shareKey, 0, become(w.identity())) }, nil, check.Description, "neutral element"},
		{"the election's key in capitals", yesno, in(election, shareKey, 0, strings.ToUpper), nil, check.Description, "public key"},
		{"the election's key is too long a number", "3.0-belenios2048-yesno", in(election, shareKey, 0, func(key string) string { return "0" + key }), nil, check.Description, "public key"},
		{"an unknown group", yesno, in(election, `"group":"(\w+)"`, 0, become("Ed448")), nil, check.Description, "not a group that is known"},
		{"protocol version 2", yesno, in(election, `"version":(\d)`, 0, become("2")), nil, check.Description, "version"},
		{"a field of the election twice", yesno, in(election, `("version":1)`, 0, become(`"version":1,"version":1`)), nil, check.Description, "twice"},
		{"least above greatest", yesno, in(election, `"min":(1)`, 0, become("2")), nil, check.Description, "2 to 1"},
		{"more may be chosen", yesno, in(election, `"max":(1)`, 0, become("2")), nil, check.Form, "fingerprint of this election"},
		{"yes and no exchanged", yesno, in(election, `(\["Yes","No"\])`, 0, become(`["No","Yes"]`)), nil, check.Form, "fingerprint of this election"},
		{"the election written otherwise", bothKinds, in(election, `(,)"description"`, 0, become(", ")), nil, check.Form, "fingerprint of this election"},
		{"another identifier of the election", yesno, in(election, `"uuid":"(.)`, 0, become("7")), nil, check.Form, "identifier of this election"},
		{"an election that is no JSON", yesno, func(w *world) { *w.setup(election) = []byte("election") }, nil, check.Description, "JSON"},

		{"threshold lowered", bothKinds, in(trustees, `"threshold":(2)`, 0, become("1")), nil, check.Trustees, "expected"},
		{"threshold raised", bothKinds, in(trustees, `"threshold":(2)`, 0, become("3")), nil, check.Trustees, "expected"},
		{"threshold of nobody", yesno, in(trustees, `"threshold":(2)`, 0, become("0")), nil, check.Trustees, "whole number"},
		{"context of a certificate removed", yesno, in(trustees, `({\\"context\\":{[^}]*},)`, 1, become("{")), nil, check.Trustees, "does not say what it was made for"},
		{"context of another threshold", yesno, in(trustees, `\\"threshold\\":(2)`, 1, become("1")), nil, check.Trustees, "stands where one for"},
		{"contexts of all certificates removed", yesno, func(w *world) {
			raw := w.setup(trustees)
			*raw = regexp.MustCompile(`\\"context\\":{[^}]*},`).ReplaceAll(*raw, nil)
		}, nil, check.Trustees, "certificates say what they were made for"},
		{"a context signed for another threshold", yesno, func(w *world) { w.certify(w.t, 2, 3, 1, 2) }, nil, check.Trustees, "stands where one for"},
		{"a certificate exchanged for a new one of its owner", yesno, func(w *world) { w.certify(w.t, 2, 3, 2, 2) }, nil, check.Trustees, "set of certificates does not hold"},
		{"a certificate of somebody else", yesno, func(w *world) {
			w.holders = map[int]*holder{2: w.holders[1]}
			w.certify(w.t, 2, 3, 2, 2)
		}, nil, check.Trustees, "the same as that of"},
		{"key holders exchanged", yesno, exchanged(trustees, `({"pok".*?"response":"\d+"}})`, 0, 1), nil, check.Trustees, "not what the coefficients say"},
		{"public shares exchanged", fields, exchanged(trustees, shareKey, 0, 2), nil, check.Trustees, "not what the coefficients say"},
		{"a public share twice", fields, func(w *world) {
			first := match(w.t, *w.setup(trustees), shareKey, 0)
			rewrite(w.t, w.setup(trustees), shareKey, 1, become(first))
		}, nil, check.Trustees, "the same as that of"},
		{"a public share is neutral", fields, func(w *world) { rewrite(w.t, w.setup(trustees), shareKey, 0, become(w.identity())) }, nil, check.Trustees, "neutral element"},
		{"a public share with a part of small order", yesno, func(w *world) {
			rewrite(w.t, w.setup(trustees), shareKey, 0, func(key string) string { return w.shifted(w.t, key) })
		}, nil, check.Trustees, "not a member"},
		{"a coefficient with a part of small order", yesno, func(w *world) {
			rewrite(w.t, w.setup(trustees), `coefexps\\":\[\\"([^\\]*)`, 0, func(key string) string { return w.shifted(w.t, key) })
		}, nil, check.Trustees, "coefficient of x^0 is not a member"},
		{"a key holder left out", yesno, in(trustees, `(,{"pok".*?"response":"\d+"}}\])`, -1, become("]")), nil, check.Trustees, "expected"},
		{"signatures over the set left out", yesno, in(trustees, `("signatures":\[.*?\],)`, 0, become("")), nil, check.Trustees, "the signatures are missing"},
		{"signature of one share left out", yesno, in(trustees, `"public_key":"[^"]*"(,"signature":{[^}]*})`, 1, become("")), nil, check.Trustees, "is not signed"},
		{"a number of the key holders with a leading zero", fields, in(trustees, pok, 0, func(n string) string { return "0" + n }), nil, check.Trustees, "canonical"},
		{"a number of the key holders above the order", fields, func(w *world) { rewrite(w.t, w.setup(trustees), pok, 0, w.plusOrder) }, nil, check.Trustees, "less than the order"},
		{"a field of the key holders twice", yesno, in(trustees, `("threshold":2)`, 0, become(`"threshold":2,"threshold":2`)), nil, check.Trustees, "expected"},
		{"the key holders written otherwise", yesno, in(trustees, `(\["Pedersen",)`, 0, become(`["Pedersen", `)), nil, check.Trustees, "expected"},
		{"no key holders", yesno, func(w *world) { *w.setup(trustees) = []byte("[]") }, nil, check.Trustees, "at least one"},
		{"the same key holder twice", "weighted mixed", func(w *world) {
			first := match(w.t, *w.setup(trustees), `(\["Single",.*?}\])`, 0)
			*w.setup(trustees) = []byte("[" + first + "," + first + "]")
		}, nil, check.Trustees, "the same as that of"},
		{"a key holder added", "weighted", func(w *world) {
			first := match(w.t, *w.setup(trustees), `(\["Single",.*?}\])`, 0)
			*w.setup(trustees) = []byte("[" + first + "]")
		}, nil, check.Key, "others can decrypt"},
		{"a single key is neutral", "weighted", func(w *world) { rewrite(w.t, w.setup(trustees), shareKey, 0, become(w.identity())) }, nil, check.Trustees, "neutral element"},
		{"a single key's proof", "weighted mixed", in(trustees, pok, 1, digit), nil, check.Trustees, "proof of knowing the secret"},
	}
	for i := range 3 {
		for _, one := range []struct{ name, pattern, words string }{
			{"proof of knowledge, response", pok, "proof of knowing the secret"},
			{"proof of knowledge, challenge", pokC, "proof of knowing the secret"},
			{"certificate's signature", certSign, "the certificate's signature does not hold"},
			{"coefficients' signature", coefSign, "the coefficients' signature does not hold"},
		} {
			rows = append(rows, tampering{fmt.Sprintf("%s %d", one.name, i+1), bothKinds, in(trustees, one.pattern, i, digit), nil, check.Trustees, one.words})
		}
		rows = append(rows, tampering{fmt.Sprintf("set signature %d", i+1), yesno, in(trustees, setSign, i, digit), nil, check.Trustees, "set of certificates does not hold"},
			tampering{fmt.Sprintf("public share's signature %d", i+1), yesno, in(trustees, shareSign, i, digit), nil, check.Trustees, "share's signature does not hold"})
	}
	return rows
}

// exchanged exchanges the first groups of two matches.
func exchanged(part int, pattern string, i, j int) func(*world) {
	return func(w *world) {
		a, b := match(w.t, *w.setup(part), pattern, i), match(w.t, *w.setup(part), pattern, j)
		rewrite(w.t, w.setup(part), pattern, i, become(b))
		rewrite(w.t, w.setup(part), pattern, j, become(a))
	}
}

func listTamperings() []tampering {
	const entry = `"([^"]*)"`
	return []tampering{
		{"a voter twice", bothKinds, func(w *world) {
			rewrite(w.t, w.setup(voters), entry, 1, become(match(w.t, *w.setup(voters), entry, 0)))
		}, nil, check.Voters, "stands there twice"},
		{"a voter twice, with another weight", yesno, func(w *world) {
			rewrite(w.t, w.setup(voters), entry, 1, become(match(w.t, *w.setup(voters), entry, 0)+",2"))
		}, nil, check.Voters, "stands there twice"},
		{"a voter with weight 0", yesno, in(voters, entry, 3, func(wire string) string { return wire + ",0" }), nil, check.Voters, "weight"},
		{"a voter with a weight below zero", yesno, in(voters, entry, 3, func(wire string) string { return wire + ",-1" }), nil, check.Voters, "weight"},
		{"a weight with a leading zero", yesno, in(voters, entry, 3, func(wire string) string { return wire + ",01" }), nil, check.Voters, "weight"},
		{"weights too great to be counted", yesno, in(voters, entry, 3, func(wire string) string { return wire + ",100000000000" }), nil, check.Voters, "add up"},
		{"a weight changed", yesno, in(voters, entry, 3, func(wire string) string { return wire + ",2" }), nil, check.Sum, "weigh"},
		{"weights exchanged", "weighted", func(w *world) {
			rewrite(w.t, w.setup(voters), entry, 1, func(text string) string { return strings.Replace(text, ",5", ",2", 1) })
			rewrite(w.t, w.setup(voters), entry, 2, func(text string) string { return strings.Replace(text, ",2", ",5", 1) })
		}, nil, check.Sum, "not what the ballots that count come to"},
		{"a weight for a ranking", ranking + " mixed", in(voters, entry, 0, func(wire string) string { return wire + ",2" }), nil, check.Voters, "ranking"},
		{"a name on the list", yesno, in(voters, entry, 0, func(wire string) string { return wire + ",1,Ada" }), nil, check.Voters, "name behind its weight"},
		{"a voter's key is neutral", fields, func(w *world) { rewrite(w.t, w.setup(voters), entry, 0, become(w.identity())) }, nil, check.Voters, "neutral element"},
		{"a voter's key with a part of small order", bothKinds, func(w *world) {
			rewrite(w.t, w.setup(voters), entry, 7, func(wire string) string { return w.shifted(w.t, wire) })
		}, nil, check.Voters, "public credential 8 is not a member"},
		{"a voter's key outside of the subgroup", "3.0-belenios2048-yesno", func(w *world) { rewrite(w.t, w.setup(voters), entry, 4, become(w.outsider(w.t))) }, nil, check.Voters, "public credential 5 is not a member"},
		{"a voter's key in capitals", yesno, in(voters, entry, 0, strings.ToUpper), nil, check.Voters, "byte 1"},
		{"a voter's key beyond the field", yesno, in(voters, entry, 0, become("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee")), nil, check.Voters, "byte 1"},
		{"a voter's key with a leading zero", "3.0-belenios2048-yesno", in(voters, entry, 0, func(wire string) string { return "0" + wire }), nil, check.Voters, "byte 1"},
		{"the list written otherwise", yesno, in(voters, `(,)`, 0, become(", ")), nil, check.Voters, "expected"},
		{"nobody on the list", yesno, func(w *world) { *w.setup(voters) = []byte("[]") }, nil, check.Voters, "empty"},
		{"somebody who voted taken off the list", bothKinds, in(voters, `("[^"]*",)`, 0, become("")), nil, check.Listed, "not on the list"},
		{"somebody who voted replaced on the list", fields, func(w *world) { rewrite(w.t, w.setup(voters), entry, 0, become(w.elsewhere())) }, nil, check.Listed, "not on the list"},
	}
}

// elementPattern finds the wire forms in a text.
const elementPattern = `"(?:alpha|beta)":"([^"]*)"`

func wires(w *world, n int) string {
	return group.Wire(w.e.Group.Power(nil, w.e.Group.Small(int64(n))))
}
