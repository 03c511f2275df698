package register_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/selectorate/selectorate/register"
)

const origin = "lamplighters.example/harbour-ward"

// keyFrom makes a key from a seed that is plainly not random.
func keyFrom(t testing.TB, seed byte, origin string) (signer register.Signer, vkey string) {
	t.Helper()
	skey, vkey, err := register.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 32)), origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err = register.ParseSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	return signer, vkey
}

// witness cosigns, as C2SP tlog-cosignature says, at a time of its own.
type witness struct {
	name string
	time uint64
	key  ed25519.PrivateKey
}

func witnessFrom(seed byte, name string) witness {
	return witness{name, 1772640060, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32))}
}

func (w witness) public() []byte { return append([]byte{4}, w.key.Public().(ed25519.PublicKey)...) }

func (w witness) vkey() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.KeyHash(), base64.StdEncoding.EncodeToString(w.public()))
}

func (w witness) Name() string { return w.name }

func (w witness) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(w.name+"\n"), w.public()...))
	return binary.BigEndian.Uint32(sum[:])
}

func (w witness) Sign(text []byte) ([]byte, error) {
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", w.time, text)
	return append(binary.BigEndian.AppendUint64(nil, w.time), ed25519.Sign(w.key, []byte(message))...), nil
}

// sampleCheckpoint is that of a register with one entry, the sample.
func sampleCheckpoint(t testing.TB) register.Checkpoint {
	t.Helper()
	return register.Checkpoint{Origin: origin, Size: 1, Root: register.LeafHash(encoded(t, sample()))}
}

func signed(t testing.TB, c register.Checkpoint, signer register.Signer, more ...register.Signer) []byte {
	t.Helper()
	data, err := c.Sign(signer, more...)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCheckpointGolden(t *testing.T) {
	signer, vkey := keyFrom(t, 1, origin)
	w := witnessFrom(2, "witness.example/union-of-lamplighters")
	c := sampleCheckpoint(t)
	data := signed(t, c, signer, w)
	golden(t, "checkpoint", data)
	golden(t, "key.vkey", []byte(vkey+"\n"))
	golden(t, "witness.vkey", []byte(w.vkey()+"\n"))

	got, err := register.OpenCheckpoint(data, vkey, w.vkey())
	if err != nil {
		t.Fatal(err)
	}
	want := []register.Cosignature{{Witness: w.name, Time: int64(w.time)}}
	if got.Checkpoint != c || !slices.Equal(got.Cosignatures, want) {
		t.Errorf("opened as %+v", got)
	}
	peeked, claims, err := register.PeekCheckpoint(data)
	if err != nil || peeked != c || len(claims) != 2 || claims[0] != (register.Claim{Name: origin, Hash: signer.KeyHash()}) {
		t.Errorf("peeked as %+v, %v, %v", peeked, claims, err)
	}
}

// The example of C2SP tlog-cosignature is of a register that we did not write.
func TestCheckpointOfTheSpecification(t *testing.T) {
	const text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	c, err := register.ParseCheckpoint(text)
	if err != nil || c.Text() != text {
		t.Errorf("read as %+v, %v", c, err)
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	good := sampleCheckpoint(t).Text()
	empty := "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	root := strings.Split(good, "\n")[2]
	tests := []struct{ name, text string }{
		{"nothing", ""},
		{"no last newline", strings.TrimSuffix(good, "\n")},
		{"a fourth line", good + "more\n"},
		{"an empty fourth line", good + "\n"},
		{"a leading zero", origin + "\n01\n" + root + "\n"},
		{"a plus sign", origin + "\n+1\n" + root + "\n"},
		{"a negative size", origin + "\n-1\n" + root + "\n"},
		{"a size too great", origin + "\n9007199254740993\n" + root + "\n"},
		{"tail bits", origin + "\n1\n" + root[:42] + "p=\n"},
		{"a short root", origin + "\n1\nAAAA\n"},
		{"a blank after the root", origin + "\n1\n" + root + " \n"},
		{"a carriage return", origin + "\r\n1\n" + root + "\n"},
		{"an origin that is no identifier", "Lamplighters\n1\n" + root + "\n"},
		{"no origin", "\n1\n" + root + "\n"},
		{"an empty register with another root", origin + "\n0\n" + root + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if c, err := register.ParseCheckpoint(tt.text); err == nil {
				t.Errorf("read as %+v", c)
			}
		})
	}
	if _, err := register.ParseCheckpoint(origin + "\n0\n" + empty + "\n"); err != nil {
		t.Errorf("the empty register: %v", err)
	}
}

func TestOpenCheckpointRefuses(t *testing.T) {
	signer, vkey := keyFrom(t, 1, origin)
	other, otherVKey := keyFrom(t, 3, origin)
	stranger, strangerVKey := keyFrom(t, 4, "northside.example")
	w, v := witnessFrom(2, "witness.example"), witnessFrom(5, "second.example")
	late := w
	late.time = 1 << 63
	c := sampleCheckpoint(t)
	plain := signed(t, c, signer)
	line := string(plain[bytes.LastIndexByte(plain[:len(plain)-1], '\n')+1:])
	text := func(text string, signers ...register.Signer) []byte {
		data, err := note.Sign(&note.Note{Text: text}, signers...)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	tests := []struct {
		name      string
		data      []byte
		vkey      string
		witnesses []string
		want      string
	}{
		{"another key", plain, otherVKey, nil, "not known"},
		{"a key that is none", plain, "key", nil, "name+hash+key"},
		{"a key of a witness", plain, w.vkey(), nil, "algorithm"},
		{"a key for a witness", plain, vkey, []string{otherVKey}, "algorithm"},
		{"a witness that is not listed", signed(t, c, signer, w), vkey, nil, "not known"},
		{"another witness", signed(t, c, signer, w, v), vkey, []string{w.vkey()}, "not known"},
		{"a second key of the register", signed(t, c, signer, other), vkey, nil, "not known"},
		{"the witness first", text(c.Text(), w, signer), vkey, []string{w.vkey()}, "first signature"},
		{"the witness alone", text(c.Text(), w), vkey, []string{w.vkey()}, "first signature"},
		{"a time past 2^63", signed(t, c, signer, late), vkey, []string{w.vkey()}, "invalid signature"},
		{"the line twice", append(slices.Clone(plain), line...), vkey, nil, "spelling"},
		{"an unknown line after it", append(slices.Clone(plain), "— x AAAAAAAA\n"...), vkey, nil, "not known"},
		{"another origin", signed(t, c, signer), strangerVKey, nil, "not known"},
		{"a text of another origin", text(c.Text(), stranger), strangerVKey, nil, "is of"},
		{"a text that is no checkpoint", text("hello\n", signer), vkey, nil, "three lines"},
		{"an extension line", text(c.Text()+"more\n", signer), vkey, nil, "three lines"},
		{"a newline within base64", []byte(strings.TrimSuffix(string(plain), "\n") + "\r\n"), vkey, nil, "malformed"},
		{"no signature", []byte(c.Text()), vkey, nil, "malformed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := register.OpenCheckpoint(tt.data, tt.vkey, tt.witnesses...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSignRefuses(t *testing.T) {
	signer, _ := keyFrom(t, 4, "northside.example")
	own, _ := keyFrom(t, 1, origin)
	if _, err := sampleCheckpoint(t).Sign(signer); err == nil {
		t.Error("signed with the key of another register")
	}
	if _, err := (register.Checkpoint{Origin: origin, Size: 0}).Sign(own); err == nil {
		t.Error("signed an empty register with a wrong root")
	}
}

// Every change of one byte of a signed checkpoint is refused, in the cosignatures as well. With -short only
// flips of one bit and the characters that mean something in a note are tried.
func TestCheckpointEveryByte(t *testing.T) {
	signer, vkey := keyFrom(t, 1, origin)
	w := witnessFrom(2, "witness.example")
	good := signed(t, sampleCheckpoint(t), signer, w)
	for i := range good {
		bad := bytes.Clone(good)
		for c := range 256 {
			flip := byte(c) ^ good[i]
			if testing.Short() && flip&(flip-1) != 0 && !strings.ContainsRune("\x00\t\n\r +-/=09AZaz", rune(c)) {
				continue
			}
			bad[i] = byte(c)
			if _, err := register.OpenCheckpoint(bad, vkey, w.vkey()); (err == nil) != (byte(c) == good[i]) {
				t.Fatalf("byte %d as %#x: %v", i, c, err)
			}
		}
	}
}

func TestKeys(t *testing.T) {
	skey, vkey, err := register.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{1}, 32)), origin)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := register.PublicKey(skey); err != nil || got != vkey {
		t.Errorf("the public key is %s, %v; not %s", got, err, vkey)
	}
	for seed := range byte(60) { // some of them have a plus sign in base64
		skey, vkey, err := register.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed ^ 0xfb}, 32)), origin)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := register.PublicKey(skey); err != nil || got != vkey {
			t.Errorf("the public key is %s, %v; not %s", got, err, vkey)
		}
		if _, err := note.NewVerifier(vkey); err != nil {
			t.Errorf("sumdb/note does not read %s: %v", vkey, err)
		}
	}
	if _, _, err := register.GenerateKey(bytes.NewReader(make([]byte, 32)), "Two words"); err == nil {
		t.Error("a key was made for an origin that is no identifier")
	}
	if _, _, err := register.GenerateKey(bytes.NewReader(make([]byte, 31)), origin); err == nil {
		t.Error("a key was made from 31 bytes")
	}
}

func TestParseKeyRefuses(t *testing.T) {
	_, vkey := keyFrom(t, 1, origin)
	_, foreign, err := note.GenerateKey(bytes.NewReader(make([]byte, 64)), "Lamplighters")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(vkey, "+", 3)
	tests := []struct{ name, vkey string }{
		{"nothing", ""},
		{"a name alone", origin},
		{"another name", "x" + vkey},
		{"a hash in upper case", parts[0] + "+" + strings.ToUpper(parts[1]) + "+" + parts[2]},
		{"another hash", parts[0] + "+00000000+" + parts[2]},
		{"a newline at the end", vkey + "\n"},
		{"a short key", vkey[:len(vkey)-4]},
		{"another algorithm", parts[0] + "+" + parts[1] + "+B" + parts[2][1:]},
		{"a name that is no identifier", foreign},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := register.ParseKey(tt.vkey); err == nil {
				t.Errorf("%q was read", tt.vkey)
			}
		})
	}
}

func TestParseSignerRefuses(t *testing.T) {
	skey, _, err := register.GenerateKey(bytes.NewReader(make([]byte, 32)), origin)
	if err != nil {
		t.Fatal(err)
	}
	foreign, _, err := note.GenerateKey(bytes.NewReader(make([]byte, 64)), "Lamplighters")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", skey[:len(skey)-1], strings.Replace(skey, origin, "x", 1), foreign} {
		_, err := register.ParseSigner(bad)
		if err == nil {
			t.Errorf("%q was read", bad)
		} else if bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("the message shows the key: %v", err)
		}
		if _, err := register.PublicKey(bad); err == nil {
			t.Errorf("%q has a public key", bad)
		}
	}
}

func FuzzCheckpoint(f *testing.F) {
	signer, vkey := keyFrom(f, 1, origin)
	w := witnessFrom(2, "witness.example")
	f.Add(signed(f, sampleCheckpoint(f), signer, w))
	f.Add(signed(f, sampleCheckpoint(f), signer))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, err := register.PeekCheckpoint(data)
		if err == nil && !bytes.HasPrefix(data, []byte(c.Text()+"\n")) {
			t.Fatalf("%q was read as %+v", data, c)
		}
		s, openErr := register.OpenCheckpoint(data, vkey, w.vkey())
		if openErr == nil && (err != nil || s.Checkpoint != c) {
			t.Fatalf("%q was opened as %+v but read as %+v, %v", data, s, c, err)
		}
		if again, err := register.ParseCheckpoint(string(data)); err == nil && again.Text() != string(data) {
			t.Fatalf("%q was read as %+v", data, again)
		}
	})
}
