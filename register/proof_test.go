package register_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/selectorate/selectorate/register"
)

// history keeps the tiles of a growing register and its checkpoints at some sizes.
func history(t rapid.TB, sizes ...int64) (shelf, []register.Checkpoint) {
	t.Helper()
	kept := shelf{}
	e := edgeOf(t, 0, kept)
	var checkpoints []register.Checkpoint
	for _, size := range sizes {
		grow(t, e, size)
		kept.put(e.Take())
		checkpoints = append(checkpoints, register.Checkpoint{Origin: origin, Size: size, Root: e.Root()})
	}
	return kept, checkpoints
}

// A longer register is consistent with every shorter one that it grew from, each entry of it is proved, and the
// tiles of the newest size serve for the older ones.
func TestProofs(t *testing.T) {
	growth := rapid.OneOf(rapid.Int64Range(0, 1_500), rapid.SampledFrom([]int64{0, 1, 256, 20_000}))
	rapid.Check(t, func(t *rapid.T) {
		small := growth.Draw(t, "older size")
		large := small + growth.Draw(t, "entries since then")
		kept, c := history(t, small, large)
		proof, err := register.ProveConsistency(c[0], c[1], kept.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := register.CheckConsistency(proof, c[0], c[1]); err != nil {
			t.Fatal(err)
		}
		for _, in := range c {
			if in.Size == 0 {
				continue
			}
			index := rapid.Int64Range(0, in.Size-1).Draw(t, "index")
			proof, err := register.ProveInclusion(in, index, kept.read)
			if err != nil {
				t.Fatal(err)
			}
			if err := register.CheckInclusion(proof, in, index, leaf(index)); err != nil {
				t.Fatal(err)
			}
			if register.CheckInclusion(proof, in, index, leaf(index+1)) == nil {
				t.Fatal("another entry passes")
			}
		}
	})
}

func TestConsistencyRefuses(t *testing.T) {
	kept, c := history(t, 0, 1, 300, 70_000)
	forged := func(c register.Checkpoint) register.Checkpoint { c.Root[0] ^= 1; return c }
	other := c[3]
	other.Origin = "northside.example"
	proof, err := register.ProveConsistency(c[2], c[3], kept.read)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name         string
		proof        tlog.TreeProof
		older, newer register.Checkpoint
	}{
		{"shorter than before", nil, c[3], c[2]},
		{"another register", proof, c[2], other},
		{"another older root", proof, forged(c[2]), c[3]},
		{"another newer root", proof, c[2], forged(c[3])},
		{"the same size and another root", nil, c[2], forged(c[2])},
		{"an empty register with another root", nil, forged(c[0]), c[3]},
		{"no proof", nil, c[2], c[3]},
		{"a proof cut short", proof[1:], c[2], c[3]},
		{"a proof too long", append(slices.Clone(proof), proof[0]), c[2], c[3]},
		{"a proof where there is nothing to prove", proof, c[3], c[3]},
		{"a proof from the empty register", proof, c[0], c[3]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if register.CheckConsistency(tt.proof, tt.older, tt.newer) == nil {
				t.Error("accepted")
			}
		})
	}
	if _, err := register.ProveConsistency(forged(c[2]), c[3], kept.read); err == nil {
		t.Error("a register was proved to begin with one that it does not begin with")
	}
}

func TestProveRefuses(t *testing.T) {
	kept, c := history(t, 300, 70_000)
	altered := func(tile register.Tile) ([]byte, error) {
		data, err := kept.read(tile)
		data = bytes.Clone(data)
		data[5] ^= 1
		return data, err
	}
	missing := func(register.Tile) ([]byte, error) { return nil, errors.New("gone") }
	for name, read := range map[string]register.ReadTile{"altered": altered, "missing": missing} {
		t.Run(name, func(t *testing.T) {
			if _, err := register.ProveInclusion(c[1], 5, read); err == nil {
				t.Error("an entry was proved")
			}
			if _, err := register.ProveConsistency(c[0], c[1], read); err == nil {
				t.Error("growth was proved")
			}
		})
	}
	for _, index := range []int64{-1, 300} {
		if _, err := register.ProveInclusion(c[0], index, kept.read); err == nil {
			t.Errorf("entry %d of 300 was proved", index)
		}
	}
}

func TestProofText(t *testing.T) {
	signer, vkey := keyFrom(t, 1, origin)
	entries := [][]byte{encoded(t, sample()), []byte("second"), []byte("third")}
	kept := shelf{}
	e := edgeOf(t, 0, kept)
	for _, entry := range entries {
		if err := e.Append(register.LeafHash(entry)); err != nil {
			t.Fatal(err)
		}
	}
	kept.put(e.Take())
	c := register.Checkpoint{Origin: origin, Size: 3, Root: e.Root()}
	older := sampleCheckpoint(t)

	inclusion, err := register.ProveInclusion(c, 0, kept.read)
	if err != nil {
		t.Fatal(err)
	}
	text := register.InclusionProof{Index: 0, Hashes: inclusion, Note: signed(t, c, signer)}.Encode()
	golden(t, "inclusion.tlog-proof", text)
	p, err := register.DecodeInclusion(text)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.Check(entries[0], vkey); err != nil || got.Checkpoint != c {
		t.Errorf("the proof gives %+v, %v", got, err)
	}
	if _, err := p.Check(entries[1], vkey); err == nil {
		t.Error("another entry passes")
	}

	growth, err := register.ProveConsistency(older, c, kept.read)
	if err != nil {
		t.Fatal(err)
	}
	text = register.ConsistencyProof{Old: 1, Hashes: growth, Note: signed(t, c, signer)}.Encode()
	golden(t, "consistency.txt", text)
	q, err := register.DecodeConsistency(text)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := q.Check(older, vkey); err != nil || got.Checkpoint != c {
		t.Errorf("the proof gives %+v, %v", got, err)
	}
	if _, err := q.Check(c, vkey); err == nil {
		t.Error("a proof from 1 passes for one from 3")
	}
	_, stranger := keyFrom(t, 9, origin)
	if _, err := q.Check(older, stranger); err == nil {
		t.Error("another key passes")
	}
}

func TestDecodeProofRefuses(t *testing.T) {
	hash := leaf(0).String()
	good := "c2sp.org/tlog-proof@v1\nindex 7\n" + hash + "\n\nnote\n"
	if _, err := register.DecodeInclusion([]byte(good)); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new string }{
		{"another version", "@v1", "@v2"},
		{"extra data", "index", "extra AAAA\nindex"},
		{"a leading zero", "index 7", "index 07"},
		{"a negative index", "index 7", "index -7"},
		{"no index", "index 7", "index "},
		{"no empty line", "\n\n", "\n"},
		{"a short hash", hash, "AAAA"},
		{"tail bits", hash, hash[:42] + "B="},
		{"a carriage return", hash, hash + "\r"},
		{"too many hashes", hash, strings.Repeat(hash+"\n", 63) + hash},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := strings.Replace(good, tt.old, tt.new, 1)
			if _, err := register.DecodeInclusion([]byte(bad)); err == nil || bad == good {
				t.Errorf("%q was read", bad)
			}
		})
	}
	if _, err := register.DecodeConsistency([]byte(good)); err == nil {
		t.Error("a proof of inclusion was read as one of consistency")
	}
}

func FuzzProof(f *testing.F) {
	hash := leaf(0).String()
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 7\n" + hash + "\n\nnote\n"))
	f.Add([]byte("old 7\n" + hash + "\n\nnote\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := register.DecodeInclusion(data); err == nil && !bytes.Equal(p.Encode(), data) {
			t.Fatalf("%q was read as %+v", data, p)
		}
		if p, err := register.DecodeConsistency(data); err == nil && !bytes.Equal(p.Encode(), data) {
			t.Fatalf("%q was read as %+v", data, p)
		}
	})
}
