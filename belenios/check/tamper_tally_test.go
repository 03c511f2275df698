package check_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/check"
	"github.com/selectorate/selectorate/belenios/shuffle"
)

// part changes the payload of the n-th event of a kind.
func part(kind string, n int, pattern string, m int, change func(string) string) func(*world) {
	return func(w *world) { rewrite(w.t, &w.nth(kind, n).parts[0], pattern, m, change) }
}

// record changes the record of the n-th event of a kind.
func record(kind string, n int, old, with string) func(*world) {
	return func(w *world) {
		e := w.nth(kind, n)
		if !strings.Contains(e.wrap, old) {
			w.t.Fatalf("no %q in %q", old, e.wrap)
		}
		e.wrap = strings.Replace(e.wrap, old, with, 1)
	}
}

// swapParts exchanges what two matches hold in the payload of an event.
func swapParts(kind string, n int, pattern string, i, j int) func(*world) {
	return func(w *world) {
		raw := &w.nth(kind, n).parts[0]
		a, b := match(w.t, *raw, pattern, i), match(w.t, *raw, pattern, j)
		rewrite(w.t, raw, pattern, i, become(b))
		rewrite(w.t, raw, pattern, j, become(a))
	}
}

const pair = `({"alpha":"[^"]*","beta":"[^"]*"})`

func tallyTamperings() []tampering {
	const not = "not what the ballots that count come to"
	return []tampering{
		{"a ciphertext of the tally", fields, func(w *world) {
			rewrite(w.t, &w.nth(archive.EncryptedTally, 0).parts[0], elementPattern, 1, become(w.elsewhere()))
		}, nil, check.Sum, not},
		{"rows of the tally exchanged", fields, swapParts(archive.EncryptedTally, 0, pair, 0, 1), nil, check.Sum, not},
		{"α and β exchanged", yesno, swapParts(archive.EncryptedTally, 0, elementPattern, 0, 1), nil, check.Sum, not},
		{"the tally with a part of small order", yesno, func(w *world) {
			rewrite(w.t, &w.nth(archive.EncryptedTally, 0).parts[0], elementPattern, 0, func(wire string) string { return w.shifted(w.t, wire) })
		}, nil, check.Sum, not},
		{"the tally of nothing", yesno, func(w *world) {
			for i := range 4 {
				rewrite(w.t, &w.nth(archive.EncryptedTally, 0).parts[0], elementPattern, i, become(w.identity()))
			}
		}, nil, check.Sum, not},
		{"the list of rankings not sorted", ranking + " mixed", swapParts(archive.EncryptedTally, 0, pair, -1, -2), nil, check.Sum, not},
		{"a ranking left out of the list", ranking, part(archive.EncryptedTally, 0, `(,{"alpha":"[^"]*","beta":"[^"]*"})`, 2, become("")), nil, check.Sum, not},
		{"a ranking added to the list", ranking, part(archive.EncryptedTally, 0, pair, 2, func(text string) string { return text + "," + text }), nil, check.Sum, not},
		{"a row of the tally missing", yesno, part(archive.EncryptedTally, 0, `(\[\[.*\]\])`, 0, become("[]")), nil, check.Sum, "0 rows"},
		{"a ciphertext of the tally missing", yesno, part(archive.EncryptedTally, 0, `(,{"alpha":"[^"]*","beta":"[^"]*"})`, 0, become("")), nil, check.Sum, "1 ciphertexts"},
		{"the tally written otherwise", yesno, part(archive.EncryptedTally, 0, `(,)"beta"`, 0, become(", ")), nil, check.Sum, "cannot be read"},
		{"the tally in capitals", yesno, part(archive.EncryptedTally, 0, elementPattern, 0, strings.ToUpper), nil, check.Sum, "cannot be read"},
		{"fewer ballots said to be counted", bothKinds, record(archive.EncryptedTally, 0, `"num_tallied":10`, `"num_tallied":9`), nil, check.Sum, "9 ballots were counted"},
		{"more ballots said to be counted", bothKinds, record(archive.EncryptedTally, 0, `"num_tallied":10`, `"num_tallied":11`), nil, check.Sum, "11 ballots were counted"},
		{"another weight said to be counted", bothKinds, record(archive.EncryptedTally, 0, `"total_weight":10`, `"total_weight":11`), nil, check.Sum, "weigh 11"},
		{"the weight as a text", yesno, record(archive.EncryptedTally, 0, `"total_weight":10`, `"total_weight":"10"`), nil, check.Archive, "tally"},
		{"a field of the tally's record twice", yesno, record(archive.EncryptedTally, 0, `"num_tallied":10`, `"num_tallied":10,"num_tallied":10`), nil, check.Archive, "expected"},
	}
}

func shuffleTamperings() []tampering {
	unproven := "is not proven"
	rows := []tampering{
		{"a shuffle of another election", ranking, func(w *world) {
			w.nth(archive.Shuffle, 1).parts[0] = open(w.t, read(w.t, "tool-3.2.0-ed25519-ranking", "election.bel")).nth(archive.Shuffle, 1).parts[0]
		}, nil, check.Shuffles, unproven},
		{"shuffles exchanged", ranking + " mixed", func(w *world) { places := w.find(archive.Shuffle); w.swap(places[0], places[1]) }, nil, check.Shuffles, unproven},
		{"the first shuffle left out", ranking + " mixed", func(w *world) { w.remove(w.find(archive.Shuffle)[0]) }, nil, check.Shuffles, unproven},
		{"the last shuffle left out", ranking + " mixed", func(w *world) { w.remove(w.find(archive.Shuffle)[1]) }, nil, check.Decryptions, "does not hold"},
		{"a shuffle twice", ranking, doubled(archive.Shuffle), nil, check.Shuffles, unproven},
		{"a shuffle of nobody", ranking, record(archive.Shuffle, 0, `"owner":1`, `"owner":4`), nil, check.Shuffles, "no key holder 4"},
		{"two ciphertexts of a shuffle exchanged", ranking, swapParts(archive.Shuffle, 1, pair, 2, 5), nil, check.Shuffles, unproven},
		{"a ciphertext of a shuffle twice", ranking, func(w *world) {
			rewrite(w.t, &w.nth(archive.Shuffle, 1).parts[0], pair, 0, become(match(w.t, w.nth(archive.Shuffle, 1).parts[0], pair, 1)))
		}, nil, check.Shuffles, unproven},
		{"a ciphertext of a shuffle replaced", ranking, func(w *world) {
			rewrite(w.t, &w.nth(archive.Shuffle, 0).parts[0], pair, 3, become(fmt.Sprintf(`{"alpha":"%s","beta":"%s"}`, wires(w, 3), wires(w, 4))))
		}, nil, check.Shuffles, unproven},
		{"α out of a shuffle with a part of small order", ranking, func(w *world) {
			rewrite(w.t, &w.nth(archive.Shuffle, 1).parts[0], elementPattern, 0, func(wire string) string { return w.shifted(w.t, wire) })
		}, nil, check.Shuffles, "not a member"},
		{"a ranking left out of a shuffle", ranking, part(archive.Shuffle, 1, `({"alpha":"[^"]*","beta":"[^"]*"},)`, 0, become("")), nil, check.Shuffles, unproven},
		{"a shuffle written otherwise", ranking, part(archive.Shuffle, 1, `(,)"proofs"`, 0, become(", ")), nil, check.Shuffles, "this is not a shuffle"},
		{"a shuffle without a proof", ranking, part(archive.Shuffle, 1, `"proofs":(.*)}`, 0, become("[]")), nil, check.Shuffles, unproven},
		{"a number of a shuffle with a leading zero", ranking, part(archive.Shuffle, 0, `"(\d{70,80})"`, 0, func(n string) string { return "0" + n }), nil, check.Shuffles, "canonical"},
		{"a shuffle that drops a ballot for a new one", "mixed", func(w *world) { w.cheat(w.t) }, nil, check.Shuffles, unproven},
	}
	// Every element and every number of the proof of a shuffle.
	for _, one := range []struct {
		name  string
		count int
		pick  func(s *shuffle.Shuffle, w *world, i int)
	}{
		{"t", 5, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].T[i] = w.e.Group.Multiply(s.Proofs[0].T[i], w.e.Group.Generator())
		}},
		{"t̂", 3, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].THat[i] = w.e.Group.Multiply(s.Proofs[0].THat[i], w.e.Group.Generator())
		}},
		{"c", 3, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].C[i] = w.e.Group.Multiply(s.Proofs[0].C[i], w.e.Group.Generator())
		}},
		{"ĉ", 3, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].CHat[i] = w.e.Group.Multiply(s.Proofs[0].CHat[i], w.e.Group.Generator())
		}},
		{"s", 4, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].S[i] = w.e.Group.AddScalars(s.Proofs[0].S[i], w.e.Group.Small(1))
		}},
		{"ŝ", 3, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].SHat[i] = w.e.Group.AddScalars(s.Proofs[0].SHat[i], w.e.Group.Small(1))
		}},
		{"s'", 3, func(s *shuffle.Shuffle, w *world, i int) {
			s.Proofs[0].SPrime[i] = w.e.Group.AddScalars(s.Proofs[0].SPrime[i], w.e.Group.Small(1))
		}},
	} {
		for i := range one.count {
			rows = append(rows, tampering{fmt.Sprintf("%s%d of a shuffle", one.name, i+1), ranking, func(w *world) {
				w.reshuffle(w.t, func(s *shuffle.Shuffle) { one.pick(s, w, i) })
			}, nil, check.Shuffles, unproven})
		}
	}
	return rows
}

// reshuffle changes the first shuffle.
func (w *world) reshuffle(t testing.TB, change func(s *shuffle.Shuffle)) {
	t.Helper()
	raw := &w.nth(archive.Shuffle, 0).parts[0]
	s, err := shuffle.Parse(w.e.Group, *raw)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shuffle.Append(w.e.Group, nil, s), *raw) {
		t.Fatal("a shuffle is written otherwise")
	}
	change(s)
	*raw = shuffle.Append(w.e.Group, nil, s)
}

// cheat lets the last key holder who shuffles put in a ballot of its own, and everybody after it go on honestly.
func (w *world) cheat(t testing.TB) {
	t.Helper()
	raw := &w.nth(archive.Shuffle, 1).parts[0]
	s, err := shuffle.Parse(w.e.Group, *raw)
	if err != nil {
		t.Fatal(err)
	}
	own, err := w.e.Group.Embed([]int{9, 9, 9})
	if err != nil {
		t.Fatal(err)
	}
	r := w.e.Group.Small(4711)
	s.Ciphertexts[0][0].Alpha = w.e.Group.Power(nil, r)
	s.Ciphertexts[0][0].Beta = w.e.Group.Multiply(own, w.e.Group.Power(w.e.PublicKey, r))
	*raw = shuffle.Append(w.e.Group, nil, s)
	end := w.find(archive.EndShuffles)[0]
	w.events = w.events[:end+1]
	made, err := shuffle.Replace(w.e, w.recorded(t), s.Ciphertexts)
	if err != nil {
		t.Fatal(err)
	}
	w.decrypt(t, made, int64(len(w.order)))
}

// recorded is the tally as it is in the archive.
func (w *world) recorded(t testing.TB) belenios.Tally {
	t.Helper()
	made, err := belenios.ParseTally(w.e.Group, w.nth(archive.EncryptedTally, 0).parts[0])
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func decryptionTamperings() []tampering {
	const factor = `[\["]([0-9a-f]{64})"`
	both := yesno + " " + ranking
	rows := []tampering{
		{"a factor", both, func(w *world) {
			rewrite(w.t, &w.nth(archive.PartialDecryption, 0).parts[0], factor, 0, become(w.elsewhere()))
		}, nil, check.Decryptions, "key holder 1 does not hold"},
		{"a factor is neutral", both, func(w *world) {
			rewrite(w.t, &w.nth(archive.PartialDecryption, 0).parts[0], factor, 1, become(w.identity()))
		}, nil, check.Decryptions, "key holder 1 does not hold"},
		{"a factor with a part of small order", both, func(w *world) {
			rewrite(w.t, &w.nth(archive.PartialDecryption, 1).parts[0], factor, 0, func(wire string) string { return w.shifted(w.t, wire) })
		}, nil, check.Decryptions, "not a member"},
		{"a factor in capitals", yesno, part(archive.PartialDecryption, 0, factor, 0, strings.ToUpper), nil, check.Decryptions, "key holder 1 does not hold"},
		{"factors exchanged", both, swapParts(archive.PartialDecryption, 0, factor, 0, 1), nil, check.Decryptions, "key holder 1 does not hold"},
		{"a decryption's response", fields + " " + ranking + " weighted", part(archive.PartialDecryption, 0, `"response":"(\d+)"`, 1, digit), nil, check.Decryptions, "key holder 1 does not hold"},
		{"a decryption's challenge", fields + " " + ranking + " weighted", part(archive.PartialDecryption, 1, `"challenge":"(\d+)"`, 0, digit), nil, check.Decryptions, "key holder 2 does not hold"},
		{"a number of a decryption above the order", yesno, func(w *world) {
			rewrite(w.t, &w.nth(archive.PartialDecryption, 0).parts[0], `"response":"(\d+)"`, 0, w.plusOrder)
		}, nil, check.Decryptions, "less than the order"},
		{"owners exchanged", both, func(w *world) {
			record(archive.PartialDecryption, 0, `"owner":1`, `"owner":2`)(w)
			record(archive.PartialDecryption, 1, `"owner":2`, `"owner":1`)(w)
		}, nil, check.Decryptions, "key holder 2 does not hold"},
		{"a decryption of another key holder", both, record(archive.PartialDecryption, 0, `"owner":1`, `"owner":3`), nil, check.Decryptions, "key holder 3 does not hold"},
		{"a decryption of nobody", both, record(archive.PartialDecryption, 0, `"owner":1`, `"owner":4`), nil, check.Decryptions, "no key holder 4"},
		{"the same key holder twice in a decryption", both, func(w *world) {
			*w.nth(archive.PartialDecryption, 1) = w.nth(archive.PartialDecryption, 0).clone()
		}, nil, check.Decryptions, "decrypted twice"},
		{"a key holder decrypts anew", yesno, func(w *world) {
			w.insert(w.find(archive.Result)[0], *w.nth(archive.PartialDecryption, 0))
		}, nil, check.Decryptions, "decrypted twice"},
		{"one decryption alone", both, func(w *world) { w.remove(w.find(archive.PartialDecryption)[1]) }, nil, check.Outcome, "too few key holders"},
		{"one of two key holders who stand alone", "weighted mixed", func(w *world) { w.remove(w.find(archive.PartialDecryption)[0]) }, nil, check.Outcome, "too few key holders"},
		{"a decryption of another election", yesno, func(w *world) {
			w.nth(archive.PartialDecryption, 0).parts[0] = open(w.t, read(w.t, "tool-3.2.0-ed25519-yesno", "election.bel")).nth(archive.PartialDecryption, 0).parts[0]
		}, nil, check.Decryptions, "does not hold"},
		{"a factor missing", yesno, part(archive.PartialDecryption, 0, `(,"[0-9a-f]{64}")`, 0, become("")), nil, check.Decryptions, "key holder 1"},
		{"a decryption written otherwise", yesno, part(archive.PartialDecryption, 0, `(,)"decryption_proofs"`, 0, become(", ")), nil, check.Decryptions, "expected"},
		{"a decryption with a third proof", yesno, part(archive.PartialDecryption, 0, `({"challenge":"\d+","response":"\d+"})`, 0, func(text string) string { return text + "," + text }), nil, check.Decryptions, "expected"},
	}
	return rows
}

func resultTamperings() []tampering {
	result := func(text string) func(*world) {
		return func(w *world) { w.nth(archive.Result, 0).parts[0] = []byte(text) }
	}
	return []tampering{
		{"the result turned round", fields, result(`{"result":[[0,10]]}`), nil, check.Outcome, "not what the decryptions give"},
		{"one vote more", yesno, result(`{"result":[[10,1]]}`), nil, check.Outcome, "not what the decryptions give"},
		{"one vote less", yesno, result(`{"result":[[9,0]]}`), nil, check.Outcome, "not what the decryptions give"},
		{"a vote moved", "weighted", result(`{"result":[[5,1,2],[0,2,3]]}`), nil, check.Outcome, "not what the decryptions give"},
		{"the result written otherwise", yesno, result(`{"result": [[10,0]]}`), nil, check.Outcome, "expected"},
		{"the result with a line feed", yesno, result("{\"result\":[[10,0]]}\n"), nil, check.Outcome, "expected the end"},
		{"the result as texts", yesno, result(`{"result":[["10",0]]}`), nil, check.Outcome, "published result"},
		{"the result with a leading zero", yesno, result(`{"result":[[10,00]]}`), nil, check.Outcome, "published result"},
		{"the result twice over", yesno, result(`{"result":[[10,0]],"result":[[10,0]]}`), nil, check.Outcome, "expected"},
		{"an answer missing in the result", yesno, result(`{"result":[[10]]}`), nil, check.Outcome, "expected"},
		{"no result in the result", yesno, result(`{"result":[]}`), nil, check.Outcome, "expected"},
		{"a result below zero", yesno, result(`{"result":[[10,-1]]}`), nil, check.Outcome, "published result"},
		{"a ranking changed", ranking, part(archive.Result, 0, `(\[1,2,3,4,5\])`, 4, become("[2,1,3,4,5]")), nil, check.Outcome, "not what the decryptions give"},
		{"a ranking left out of the result", ranking, part(archive.Result, 0, `(\[1,2,3,4,5\],)`, 4, become("")), nil, check.Outcome, "not what the decryptions give"},
		{"rankings in another order", "mixed", func(w *world) {
			const row = `(\[\d,\d,\d\])`
			raw := w.nth(archive.Result, 0).parts[0]
			other := 1
			for match(w.t, raw, row, other) == match(w.t, raw, row, 0) {
				other++
			}
			swapParts(archive.Result, 0, row, 0, other)(w)
		}, nil, check.Outcome, "not what the decryptions give"},
	}
}
