package trustee

import (
	"bytes"
	"crypto/aes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// TestMessages decrypts every message of every ceremony of the data, those of 2.0 too, which ceremonies refuse.
func TestMessages(t *testing.T) {
	root := beleniostest.Elections(t)
	orders, err := filepath.Glob(filepath.Join(root, "tool-*", "trustees", "order.txt"))
	if err != nil || len(orders) == 0 {
		t.Fatalf("no ceremonies: %v", err)
	}
	for _, order := range orders {
		folder := filepath.Dir(order)
		t.Run(filepath.Base(filepath.Dir(folder)), func(t *testing.T) { decryptAll(t, folder) })
	}
}

func decryptAll(t *testing.T, folder string) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return bytes.TrimSuffix(data, []byte("\n"))
	}
	election, err := belenios.ParseElection(read("../setup/election.json"))
	if err != nil {
		t.Fatal(err)
	}
	g := election.Group
	trustees, err := Parse(g, read("../setup/trustees.json"))
	if err != nil {
		t.Fatal(err)
	}
	p := trustees.Items[0].Pedersen
	for j, id := range strings.Fields(string(read("order.txt"))) {
		h, err := OpenHolder(g, read(id+".key"))
		if err != nil {
			t.Fatal(err)
		}
		var in struct {
			Polynomial string
			Secrets    []string
		}
		if err := json.Unmarshal(read(id+".vinput"), &in); err != nil {
			t.Fatal(err)
		}
		if err := h.checkOwn(j+1, input{own: in.Polynomial, coefficients: p.Coefficients}); err != nil {
			t.Error(err)
		}
		c := &Certificates{Threshold: p.Threshold, list: p.Certificates, group: g}
		sum, err := h.addUp(c, j+1, input{secrets: in.Secrets, coefficients: p.Coefficients})
		if err != nil {
			t.Fatal(err)
		}
		share, err := h.DecryptionKey(read(id+".dkey"), p.Keys[j].Element)
		if err != nil {
			t.Fatal(err)
		}
		if !g.EqualScalars(sum, share) {
			t.Errorf("the share of trustee %d is not the sum of what was sent", j+1)
		}
	}
}

// TestCCM compares with a value that another implementation gave, and changes every byte of it.
func TestCCM(t *testing.T) {
	key, nonce := make([]byte, 32), make([]byte, ccmNonce)
	for i := range key {
		key[i] = byte(i)
	}
	for i := range nonce {
		nonce[i] = byte(100 + i)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	c := ccm{block, nonce}
	for plain, want := range map[string]string{
		"":                  "cb630249f2434612",
		"a":                 "0d4a49ae3254cb96f9",
		"0123456789abcdef":  "5c1557e482e8457ca8f80cfaafab9ff89677266c1ec5dc68",
		"0123456789abcdef0": "5c1557e482e8457ca8f80cfaafab9ff86bd43b6ae2a7bc3c25",
		"The quick brown fox jumps over the lazy dog, twice.": "384c00f7c7a81a28fbe10feaa3b894be3d6201cad7993260472abfc93a45a3001cbc97a9c9cd22e036b31110b1a41915be84dab02cb7763ac3159c",
	} {
		sealed, err := c.seal([]byte(plain))
		if err != nil || hex.EncodeToString(sealed) != want {
			t.Errorf("%q: %x (%v), not %s", plain, sealed, err, want)
		}
		if opened, err := c.open(sealed); err != nil || string(opened) != plain {
			t.Errorf("%q: opened %q (%v)", plain, opened, err)
		}
		for i := range sealed {
			sealed[i] ^= 1
			if _, err := c.open(sealed); err == nil {
				t.Errorf("%q: changed byte %d goes unseen", plain, i)
			}
			sealed[i] ^= 1
		}
		if _, err := c.open(sealed[:ccmTag-1]); err == nil {
			t.Error("a tag that is too short is taken")
		}
	}
	if _, err := c.seal(make([]byte, ccmMost+1)); err == nil {
		t.Error("a text whose length does not fit is encrypted")
	}
	long := bytes.Repeat([]byte("x"), ccmMost)
	sealed, err := c.seal(long)
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := c.open(sealed); err != nil || !bytes.Equal(opened, long) {
		t.Errorf("the longest text: %v", err)
	}
}
