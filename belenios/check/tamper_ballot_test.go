package check_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/belenios/trustee"
)

type holder = trustee.Holder

// certify lets a key holder make its certificate anew, with another context.
func (w *world) certify(t testing.TB, owner, size, threshold, index int) {
	t.Helper()
	made, err := w.holders[owner].Certificate(w.random, size, threshold, index)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, w.setup(trustees), `({"message":"{\\"context[^}]*}[^}]*}","signature":{[^}]*}})`, owner-1, become(string(made)))
}

// ballot changes the ballot with the number, and signs it anew.
func ballot(number int, change func(w *world, raw *[]byte)) func(*world) {
	return func(w *world) {
		raw := &w.nth(archive.Ballot, number).parts[0]
		change(w, raw)
		w.sign(w.t, raw)
	}
}

// unsigned changes the third ballot and does not sign it.
func unsigned(pattern string, n int, change func(string) string) func(*world) {
	return func(w *world) { rewrite(w.t, &w.nth(archive.Ballot, 2).parts[0], pattern, n, change) }
}

// resigned changes a ballot and signs it anew.
func resigned(number int, pattern string, n int, change func(string) string) func(*world) {
	return ballot(number, func(w *world, raw *[]byte) { rewrite(w.t, raw, pattern, n, change) })
}

// recounted does something and makes all that follows the ballots anew.
func recounted(change func(*world)) func(*world) {
	return func(w *world) {
		change(w)
		w.recount(w.t)
	}
}

// chosen gives what the first voter of the reference elections votes, and somebody who votes in our own.
func chosen(w *world) [][]int {
	choices := [][]int{}
	for _, q := range w.e.Questions {
		row := make([]int, q.Ciphertexts())
		if q.Ranking {
			row = []int{1, 2, 3, 4, 5}[:len(q.Answers)]
		} else {
			row[0] = 1
		}
		choices = append(choices, row)
	}
	return choices
}

// constant gives the same bytes again and again, as a broken source of chance does.
type constant byte

func (c constant) Read(to []byte) (int, error) {
	for i := range to {
		to[i] = byte(c)
	}
	return len(to), nil
}

func ballotTamperings() []tampering {
	const count = "a ballot was left out, or added"
	every := yesno + " " + ranking + " weighted mixed"
	drop := func(w *world) { w.remove(w.find(archive.Ballot)[1]) }
	return []tampering{
		{"a ballot left out after the tally was made", bothKinds + " 3.0-belenios2048-yesno mixed", drop, nil, check.Sum, count},
		{"a ballot replaced by a copy of another's", bothKinds, func(w *world) {
			w.nth(archive.Ballot, 3).parts[0] = bytes.Clone(w.nth(archive.Ballot, 5).parts[0])
		}, nil, check.Repeated, "once more, byte for byte"},
		{"a ballot twice", every, func(w *world) { w.insert(w.find(archive.Ballot)[2], w.events[1]) }, nil, check.Repeated, "once more, byte for byte"},
		{"a ballot twice, counted anew", every, recounted(func(w *world) {
			w.insert(w.find(archive.Ballot)[2], w.events[1])
		}), nil, check.Repeated, "once more, byte for byte"},
		{"an early ballot put back behind the later one", "weighted", func(w *world) {
			w.insert(w.find(archive.EndBallots)[0], *w.nth(archive.Ballot, 0))
		}, nil, check.Repeated, "once more, byte for byte"},
		{"ballots of one voter exchanged", "weighted mixed", func(w *world) {
			places := w.find(archive.Ballot)
			first, last := places[0], places[2]
			if len(w.order) == 4 {
				last = places[3]
			}
			w.swap(first, last)
		}, nil, check.Sum, "not what the ballots that count come to"},
		{"the later ballot of a voter left out", "weighted", func(w *world) { w.remove(w.find(archive.Ballot)[2]) }, nil, check.Sum, "not what the ballots that count come to"},
		{"a ballot cast for somebody after the tally", bothKinds, func(w *world) {
			w.nth(archive.Ballot, 0).parts[0] = w.vote(w.t, w.random, vote{0, chosen(w)})
		}, nil, check.Sum, ""},
		{"a ballot of somebody who is not on the list", bothKinds, recounted(func(w *world) {
			credential, err := belenios.NewCredential(w.random)
			if err != nil {
				w.t.Fatal(err)
			}
			raw, err := w.e.Vote(w.random, credential, chosen(w))
			if err != nil {
				w.t.Fatal(err)
			}
			w.insert(3, event{kind: archive.Ballot, parts: [][]byte{raw}})
		}), nil, check.Listed, "not on the list"},
		{"a ballot of another election", yesno, func(w *world) {
			w.nth(archive.Ballot, 0).parts[0] = open(w.t, read(w.t, "tool-2.5.1-ed25519-yesno", "election.bel")).nth(archive.Ballot, 0).parts[0]
		}, nil, check.Form, "ballot 1"},
		{"ballots with equal randomness", yesno + " " + ranking + " weighted", recounted(func(w *world) {
			w.nth(archive.Ballot, 0).parts[0] = w.vote(w.t, chance(77), vote{0, chosen(w)})
			w.nth(archive.Ballot, 1).parts[0] = w.vote(w.t, chance(77), vote{1, chosen(w)})
		}), nil, check.Repeated, "one was copied from the other"},
		{"a ballot with equal randomness for all choices", "weighted", recounted(func(w *world) {
			w.nth(archive.Ballot, 1).parts[0] = w.vote(w.t, constant(7), vote{1, chosen(w)})
		}), nil, check.Repeated, "the same ciphertext twice"},
		{"another's ciphertexts in an own ballot", yesno, recounted(ballot(1, func(w *world, raw *[]byte) {
			answers := match(w.t, w.nth(archive.Ballot, 4).parts[0], `("answers":.*),"signature"`, 0)
			rewrite(w.t, raw, `("answers":.*),"signature"`, 0, become(answers))
		})), nil, check.Proofs, "ballot 2"},
		{"another's ranking in an own ballot", ranking, recounted(ballot(1, func(w *world, raw *[]byte) {
			answers := match(w.t, w.nth(archive.Ballot, 4).parts[0], `("answers":.*),"signature"`, 0)
			rewrite(w.t, raw, `("answers":.*),"signature"`, 0, become(answers))
		})), nil, check.Repeated, "one was copied from the other"},
		{"a ballot under another's credential", bothKinds, func(w *world) {
			rewrite(w.t, &w.nth(archive.Ballot, 1).parts[0], `"credential":"([^"]*)"`, 0, become(match(w.t, w.nth(archive.Ballot, 4).parts[0], `"credential":"([^"]*)"`, 0)))
		}, nil, check.Signatures, "changed after it was signed"},
		{"a ballot signed by another", bothKinds, ballot(1, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, `"credential":"([^"]*)"`, 0, become(match(w.t, w.nth(archive.Ballot, 4).parts[0], `"credential":"([^"]*)"`, 0)))
		}), nil, check.Proofs, "ballot 2"},

		{"another identifier in a ballot", bothKinds, resigned(2, `"election_uuid":"(.)`, 0, become("z")), nil, check.Form, "identifier of this election"},
		{"another fingerprint in a ballot", bothKinds, resigned(2, `"election_hash":"(.)`, 0, become("+")), nil, check.Form, "fingerprint of this election"},
		{"a ballot changed and not signed", fields, unsigned(`"response":"(\d+)"`, 0, digit), nil, check.Signatures, "changed after it was signed"},
		{"the hash of a ballot", bothKinds, unsigned(`"hash":"(..)`, 0, become("zz")), nil, check.Signatures, "changed after it was signed"},
		{"the hash of a ballot with padding", yesno, unsigned(`"hash":"([^"]*)"`, 0, func(hash string) string { return hash + "=" }), nil, check.Signatures, "changed after it was signed"},
		{"signature, response", fields + " " + ranking, unsigned(`"response":"(\d+)"`, -1, digit), nil, check.Signatures, "signature of ballot 3"},
		{"signature, challenge", fields + " " + ranking, unsigned(`"challenge":"(\d+)"`, -1, digit), nil, check.Signatures, "signature of ballot 3"},
		{"signature of another ballot", yesno, func(w *world) {
			rewrite(w.t, &w.nth(archive.Ballot, 1).parts[0], `("signature":.*)}`, 0, become(match(w.t, w.nth(archive.Ballot, 4).parts[0], `("signature":.*)}`, 0)))
		}, nil, check.Signatures, "changed after it was signed"},

		{"a number in a ballot with a leading zero", fields, resigned(2, `"response":"(\d+)"`, 1, func(n string) string { return "0" + n }), nil, check.Form, "canonical"},
		{"a number in a ballot above the order", fields, ballot(2, func(w *world, raw *[]byte) { rewrite(w.t, raw, `"challenge":"(\d+)"`, 1, w.plusOrder) }), nil, check.Form, "less than the order"},
		{"a signature's number above the order", yesno, func(w *world) {
			rewrite(w.t, &w.nth(archive.Ballot, 2).parts[0], `"response":"(\d+)"`, -1, w.plusOrder)
		}, nil, check.Form, "less than the order"},
		{"a number below zero", yesno, resigned(2, `"response":"(\d+)"`, 1, func(n string) string { return "-" + n }), nil, check.Form, "canonical"},
		{"a number without quotes", yesno, resigned(2, `"response":("\d+")`, 1, func(n string) string { return strings.Trim(n, `"`) }), nil, check.Form, "expected"},
		{"an element in capitals", bothKinds, resigned(2, elementPattern, 0, strings.ToUpper), nil, check.Form, "byte"},
		{"an element beyond the field", yesno, resigned(2, elementPattern, 0, become("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee")), nil, check.Form, "byte"},
		{"an element that is no point", yesno, resigned(2, elementPattern, 0, become(strings.Repeat("0", 63)+"2")), nil, check.Form, "byte"},
		{"an element one digit short", yesno, resigned(2, elementPattern, 0, func(wire string) string { return wire[1:] }), nil, check.Form, "byte"},
		{"an element with a leading zero", "3.0-belenios2048-yesno 2.0-rfc3526-ranking", resigned(2, elementPattern, 0, func(wire string) string { return "0" + wire }), nil, check.Form, "byte"},
		{"an element that is 0", "3.0-belenios2048-yesno 2.0-rfc3526-ranking", resigned(2, elementPattern, 0, become("0")), nil, check.Form, "byte"},
		{"α with a part of small order", bothKinds, ballot(2, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, elementPattern, 0, func(wire string) string { return w.shifted(w.t, wire) })
		}), nil, check.Members, "ballot 3"},
		{"β with a part of small order", bothKinds, ballot(2, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, elementPattern, 1, func(wire string) string { return w.shifted(w.t, wire) })
		}), nil, check.Members, "ballot 3"},
		{"β outside of the subgroup", "3.0-belenios2048-yesno 2.0-rfc3526-ranking", ballot(2, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, elementPattern, 1, become(w.outsider(w.t)))
		}), nil, check.Members, "ballot 3"},

		{"a ballot with a blank", bothKinds, resigned(2, `(,)"credential"`, 0, become(", ")), nil, check.Form, "expected"},
		{"a ballot with a line feed", bothKinds, func(w *world) {
			raw := &w.nth(archive.Ballot, 2).parts[0]
			*raw = append(*raw, '\n')
		}, nil, check.Form, "expected the end"},
		{"a ballot's fields in another order", yesno, ballot(2, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, `({"election_uuid":"[^"]*","election_hash":"[^"]*",)`, 0, func(text string) string {
				parts := strings.Split(strings.Trim(text, "{,"), ",")
				return "{" + parts[1] + "," + parts[0] + ","
			})
		}), nil, check.Form, "expected"},
		{"a field of a ballot twice", yesno, resigned(2, `("election_uuid":"[^"]*",)`, 0, func(text string) string { return text + text }), nil, check.Form, "expected"},
		{"a field more in a ballot", bothKinds, resigned(2, `(,)"answers"`, 0, become(`,"more":1,`)), nil, check.Form, "expected"},
		{"a credential with an escape", yesno, unsigned(`"credential":"([^"]*)"`, 0, func(wire string) string { return `\u00` + fmt.Sprintf("%02x", wire[0]) + wire[1:] }), nil, check.Form, "printable"},
		{"a choice more", yesno, ballot(2, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, `"choices":(\[)`, 0, become("["+match(w.t, *raw, `({"alpha":"[^"]*","beta":"[^"]*"})`, 0)+","))
		}), nil, check.Form, "expected"},
		{"a choice less", yesno, resigned(2, `({"alpha":"[^"]*","beta":"[^"]*"},)`, 0, become("")), nil, check.Form, "expected"},
		{"a proof less", yesno, resigned(2, `({"challenge":"\d+","response":"\d+"},)`, 0, become("")), nil, check.Form, "expected"},
		{"no answer", yesno, resigned(2, `"answers":(\[.*\]),"signature"`, 0, become("[]")), nil, check.Form, "expected"},
		{"an empty ballot", yesno, func(w *world) { w.nth(archive.Ballot, 2).parts[0] = nil }, nil, check.Form, "ballot 3"},
		{"ciphertexts of a ballot exchanged", yesno, ballot(2, func(w *world, raw *[]byte) {
			const pair = `({"alpha":"[^"]*","beta":"[^"]*"})`
			a, b := match(w.t, *raw, pair, 0), match(w.t, *raw, pair, 1)
			rewrite(w.t, raw, pair, 0, become(b))
			rewrite(w.t, raw, pair, 1, become(a))
		}), nil, check.Proofs, "ballot 3"},
		{"a vote exchanged", fields + " " + ranking, ballot(2, func(w *world, raw *[]byte) {
			rewrite(w.t, raw, elementPattern, 1, become(wires(w, 5)))
		}), nil, check.Proofs, "ballot 3"},
		{"α of a choice is neutral", yesno, ballot(2, func(w *world, raw *[]byte) { rewrite(w.t, raw, elementPattern, 0, become(w.identity())) }), nil, check.Proofs, "ballot 3"},
	}
}

// proofTamperings changes every number of every proof of a ballot, one by one, and signs the ballot anew.
func proofTamperings() (rows []tampering) {
	for _, base := range []struct {
		name   string
		proofs int // without the signature
		number int
	}{{yesno, 5, 2}, {"3.0-belenios2048-yesno", 5, 2}, {ranking, 1, 2}, {"weighted", 19, 3}, {"mixed", 7, 3}} {
		for i := range base.proofs {
			for _, part := range []string{"challenge", "response"} {
				rows = append(rows, tampering{
					fmt.Sprintf("%s of proof %d of %s", part, i+1, base.name), base.name,
					resigned(base.number, `"`+part+`":"(\d+)"`, i, digit), nil, check.Proofs, fmt.Sprintf("a proof of ballot %d does not hold", base.number+1),
				})
			}
		}
	}
	return rows
}
