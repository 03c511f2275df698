package recount_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/audit/recount"
)

// The key of RFC 8410, section 10.1, as openssl writes it.
const rfcKey = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
`

func TestKey(t *testing.T) {
	want, err := hex.DecodeString("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"PEM": rfcKey, "base64": "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n", "base64 alone": "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="} {
		if got, err := recount.Key([]byte(text)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %x, %v", name, got, err)
		}
	}
	block := func(kind string, data []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}))
	}
	for _, c := range []struct{ name, text, want string }{
		{"a private key", block("PRIVATE KEY", make([]byte, 48)), `the file holds "PRIVATE KEY" and not a public key`},
		{"another kind of key", block("PUBLIC KEY", make([]byte, 44)), "is not an Ed25519 key"},
		{"too short", block("PUBLIC KEY", []byte("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00short")), "is not an Ed25519 key"},
		{"two keys", rfcKey + rfcKey, "something follows the public key"},
		{"no key", "hello", "neither PEM nor 32 bytes in base64"},
		{"31 bytes", base64.StdEncoding.EncodeToString(make([]byte, 31)), "it has 31 bytes, not 32"},
		{"a long file", strings.Repeat("A", 5000), "more than 4096 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := recount.Key([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestSigned(t *testing.T) {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	public, _ := private.Public().(ed25519.PublicKey)
	key := []byte(base64.StdEncoding.EncodeToString(public))
	file := []byte("2 1\n3 1 0\n0\n\"Lamp\"\n\"Lantern\"\n")
	raw := ed25519.Sign(private, file)
	line := []byte(base64.StdEncoding.EncodeToString(raw) + "\n")
	for name, signature := range map[string][]byte{"raw": raw, "base64": line} {
		if err := recount.Signed(file, signature, key); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := bytes.Clone(raw)
	broken[5] ^= 1
	for _, c := range []struct {
		name                 string
		file, signature, key []byte
		want                 string
	}{
		{"the file was changed", append([]byte(" "), file...), raw, key, "does not fit the ballot file and the key"},
		{"the signature was changed", file, broken, key, "does not fit the ballot file and the key"},
		{"another key", file, raw, []byte(rfcKey), "does not fit the ballot file and the key"},
		{"no signature", file, []byte("hello"), key, "neither 64 bytes nor those in base64"},
		{"lines within", file, append(append(bytes.Clone(line[:20]), '\n'), line[20:]...), key, "it is not one line of base64"},
		{"a long file", file, bytes.Repeat([]byte("A"), 5000), key, "more than 4096 bytes"},
		{"no key", file, raw, []byte("hello"), "the public key is neither"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := recount.Signed(c.file, c.signature, c.key); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestDigested(t *testing.T) {
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	for _, digest := range []string{abc, "sha256:" + abc, " SHA256:" + strings.ToUpper(abc) + "\n"} {
		if err := recount.Digested([]byte("abc"), digest); err != nil {
			t.Errorf("%q: %v", digest, err)
		}
	}
	for digest, want := range map[string]string{
		"":                            "is not a SHA-256 digest",
		"sha256:abc":                  "is not a SHA-256 digest",
		abc[:62]:                      "is not a SHA-256 digest",
		"00" + abc[2:]:                "has the digest sha256:" + abc,
		"sha256:" + abc + "  -file.x": "is not a SHA-256 digest",
	} {
		if err := recount.Digested([]byte("abc"), digest); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", digest, err, want)
		}
	}
}

// Whatever is read as a key or a signature is written in one way only.
func FuzzSignature(f *testing.F) {
	f.Add([]byte(rfcKey))
	f.Add([]byte(base64.StdEncoding.EncodeToString(make([]byte, 64))))
	f.Add(make([]byte, 64))
	f.Add([]byte("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="))
	f.Fuzz(func(t *testing.T, data []byte) {
		if signature, err := recount.Signature(data); err == nil {
			text := base64.StdEncoding.EncodeToString(signature)
			if len(signature) != 64 || !bytes.Equal(signature, data) && strings.TrimRight(string(data), "\r\n") != text {
				t.Errorf("%q is read as %x", data, signature)
			}
		}
		if key, err := recount.Key(data); err == nil && len(key) != 32 {
			t.Errorf("%q is read as %x", data, key)
		}
	})
}
