package trustee_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// tool is a belenios-tool with a folder that it works in.
type tool struct {
	folder string // as we see it
	run    func(arguments []string) *exec.Cmd
}

// tool2 is the one on the path, Debian 12's 2.0. Where there is none the test says so, and fails where CI=true.
func tool2(t *testing.T) tool {
	t.Helper()
	path, err := exec.LookPath("belenios-tool")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("belenios-tool is not installed")
		}
		t.Skip("belenios-tool is not installed")
	}
	folder := t.TempDir()
	return tool{folder, func(arguments []string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), path, arguments...)
		cmd.Dir = folder
		return cmd
	}}
}

// tool3 is Debian 13's 3.0, in a folder that SELECTORATE_BELENIOS3 names: the root of a system of its own, alone or behind
// the word chroot. It is for `make interop`.
func tool3(t *testing.T) tool {
	t.Helper()
	words := strings.Fields(os.Getenv("SELECTORATE_BELENIOS3"))
	if len(words) == 0 {
		t.Skip("SELECTORATE_BELENIOS3 is not set: the folder with belenios-tool 3.0 is missing")
	}
	root := words[len(words)-1]
	folder, err := os.MkdirTemp(filepath.Join(root, "tmp"), "trustee")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	inside := "/tmp/" + filepath.Base(folder)
	return tool{folder, func(arguments []string) *exec.Cmd {
		return exec.CommandContext(t.Context(), "chroot", append([]string{
			root, "sh", "-c", `cd "$0" && exec belenios-tool "$@"`, inside,
		}, arguments...)...)
	}}
}

// do runs the tool, and gives what it writes.
func (x tool) do(t *testing.T, input []byte, line string) []byte {
	t.Helper()
	cmd := x.run(strings.Fields(line))
	cmd.Stdin, cmd.Env = bytes.NewReader(input), append(os.Environ(), "BELENIOS_USE_URANDOM=1")
	var says strings.Builder
	cmd.Stderr = &says
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("belenios-tool %s: %v: %s", line, err, says.String())
	}
	return out
}

func (x tool) write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(x.folder, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (x tool) read(t *testing.T, name string) []byte {
	t.Helper()
	return read(t, filepath.Join(x.folder, name))
}

const template = `{"description":"Here.","name":"Whether","questions":[{"answers":["Yes","No"],"min":1,"max":1,"question":"Well?"}]}`

// TestInterop2 gives keys that we made to 2.0, and hands it the election up to the first ballot.
func TestInterop2(t *testing.T) {
	for _, name := range []string{"BELENIOS-2048", "RFC-3526-2048"} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("long: not with -short")
			}
			g, chance, x := named(t, name), &stream{}, tool2(t)
			c := hold(t, g, chance, trustee.CCM, 3, 2)
			trustees, single := x.assemble(t, g, chance, c.threshold)
			// 2.0 writes trustees.json without the signatures that it does not know. That is a weaker form, and not
			// one to be used: we say what is missing.
			theirs, err := trustee.Parse(g, bytes.TrimSuffix(x.read(t, "trustees.json"), []byte("\n")))
			if err != nil {
				t.Fatal(err)
			}
			if has(trustee.Faults(theirs.Check()), trustee.SetSigns) != nil {
				t.Error("dropped signatures go unseen")
			}
			x.replace(t, "trustees.json", append(trustees.Raw, '\n'))
			x.open(t, g, trustees)
			x.vote(t, "2.0")
			x.decrypt(t, c, single)
		})
	}
}

// TestInterop3 holds ceremonies in which some trustees use 3.0 and others our code, and an election with the keys.
func TestInterop3(t *testing.T) {
	for _, name := range []string{"Ed25519", "BELENIOS-2048"} {
		for _, ours := range [][]bool{{false, true, false}, {true, false, true}, {true, true, true}, {false, false, false}} {
			t.Run(fmt.Sprint(name, ours), func(t *testing.T) {
				if testing.Short() {
					t.Skip("long: not with -short")
				}
				g, chance, x := named(t, name), &stream{}, tool3(t)
				c := x.mixed(t, g, chance, ours)
				trustees, single := x.assemble(t, g, chance, c.threshold)
				if written := x.read(t, "trustees.json"); !bytes.Equal(append(trustees.Raw, '\n'), written) {
					t.Error("trustees.json is put together differently")
				}
				x.open(t, g, trustees)
				x.vote(t, "3.0")
				x.decrypt(t, c, single)
			})
		}
	}
}

// assemble makes a trustee that stands alone, and puts its key and the other together in both ways.
func (x tool) assemble(t *testing.T, g *group.Group, chance *stream, threshold []byte) (*trustee.Trustees, string) {
	t.Helper()
	secret, err := g.RandomScalar(chance)
	if err != nil {
		t.Fatal(err)
	}
	key, err := trustee.NewPublicKey(g, chance, secret)
	if err != nil {
		t.Fatal(err)
	}
	name := trustee.KeyID(key.Element) + ".privkey"
	x.write(t, name, append(trustee.AppendPrivateKey(g, nil, secret), '\n'))
	x.do(t, nil, "setup generate-trustee-key --group "+g.Name())
	theirs := ""
	paths, err := filepath.Glob(filepath.Join(x.folder, "*.pubkey"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("%v (%v)", paths, err)
	}
	theirs = strings.TrimSuffix(filepath.Base(paths[0]), ".pubkey")
	other, err := trustee.ParsePublicKey(g, x.read(t, theirs+".pubkey"))
	if err != nil {
		t.Fatal(err)
	}
	if id := trustee.KeyID(other.Element); id != theirs {
		t.Errorf("the key %s has the name %s", theirs, id)
	}
	if _, err := trustee.ParsePrivateKey(g, x.read(t, theirs+".privkey"), other.Element); err != nil {
		t.Error(err)
	}
	x.write(t, "public_keys.jsons", append(trustee.AppendPublicKey(g, nil, key), '\n'))
	x.write(t, "threshold.json", append(bytes.Clone(threshold), '\n'))
	x.do(t, nil, "setup make-trustees")
	trustees, err := trustee.Assemble(g, []trustee.PublicKey{key}, [][]byte{threshold})
	if err != nil {
		t.Fatal(err)
	}
	return trustees, name
}

// replace writes over a file that the tool has made read-only.
func (x tool) replace(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.Remove(filepath.Join(x.folder, name)); err != nil {
		t.Fatal(err)
	}
	x.write(t, name, data)
}

// open makes an election of the trustees, and has its archive begun.
func (x tool) open(t *testing.T, g *group.Group, trustees *trustee.Trustees) {
	t.Helper()
	const uuid = "9mrf5AhYuvMTuY"
	x.write(t, "template.json", []byte(template))
	x.do(t, nil, "setup generate-credentials --count 3 --uuid "+uuid+" --group "+g.Name())
	for _, ending := range []string{"pubcreds", "privcreds"} {
		paths, err := filepath.Glob(filepath.Join(x.folder, "*."+ending))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%v (%v)", paths, err)
		}
		x.write(t, "our."+ending, read(t, paths[0]))
	}
	x.write(t, "public_creds.json", x.read(t, "our.pubcreds"))
	x.do(t, nil, "setup make-election --template template.json --uuid "+uuid+" --group "+g.Name())
	election, err := belenios.ParseElection(bytes.TrimSuffix(x.read(t, "election.json"), []byte("\n")))
	if err != nil {
		t.Fatal(err)
	}
	if !g.Equal(election.PublicKey, trustees.Key()) {
		t.Error("the tool finds another key for the election")
	}
	x.do(t, nil, "archive init")
	x.do(t, nil, "election verify")
}

// vote casts a ballot.
func (x tool) vote(t *testing.T, version string) {
	t.Helper()
	credentials := decode[map[string]string](t, firstObject(x.read(t, "our.privcreds")))
	option := "--choice"
	if version == "2.0" {
		option = "--ballot"
	}
	for _, credential := range credentials {
		x.write(t, "credential", []byte(credential+"\n"))
		break
	}
	x.write(t, "choice.json", []byte("[[1,0]]"))
	ballot := x.do(t, nil, "election generate-ballot --privcred credential "+option+" choice.json")
	x.do(t, ballot, "archive add-event --type=Ballot")
	x.do(t, nil, "archive add-event --type=EndBallots")
	x.do(t, x.do(t, nil, "election compute-encrypted-tally"), "archive add-event --type=EncryptedTally")
}

// firstObject gives the credentials as an object, whether the tool writes one or a line for each.
func firstObject(raw []byte) []byte {
	if bytes.HasPrefix(raw, []byte("{")) {
		return raw
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	number, credential, _ := strings.Cut(line, " ")
	return fmt.Appendf(nil, `{%q:%q}`, number, credential)
}

// decrypt has the trustee that stands alone and two of the others decrypt, and everything verified.
func (x tool) decrypt(t *testing.T, c ceremony, single string) {
	t.Helper()
	add := func(owner int, payload []byte) {
		t.Helper()
		x.do(t, payload, "archive add-event --type=PartialDecryption")
		t.Logf("trustee %d has decrypted", owner)
	}
	add(1, x.do(t, nil, "election decrypt --trustee-id 1 --privkey "+single))
	for _, i := range []int{1, 2} {
		name := fmt.Sprintf("holder%d", i)
		x.write(t, name+".dkey", c.keys[i])
		if c.seeds != nil {
			x.write(t, name+".key", append(c.seeds[i], '\n'))
		}
		add(i+2, x.do(t, nil, fmt.Sprintf("election decrypt-threshold --trustee-id %d --key %s.key --decryption-key %s.dkey", i+2, name, name)))
	}
	result := x.do(t, nil, "election compute-result")
	if string(bytes.TrimSpace(result)) != `{"result":[[1,0]]}` {
		t.Errorf("the result is %s", result)
	}
	x.do(t, result, "archive add-event --type=Result")
	x.do(t, nil, "election verify")
}

// mixed holds a ceremony with 2 of 3 trustees, some of whom use the tool.
func (x tool) mixed(t *testing.T, g *group.Group, chance *stream, ours []bool) ceremony {
	t.Helper()
	const command = "setup generate-trustee-key-threshold"
	c := ceremony{group: g, holders: make([]*trustee.Holder, 3)}
	var ids []string
	for i, our := range ours {
		var seed, certificate []byte
		if our {
			var err error
			if seed, err = trustee.NewSeed(chance); err != nil {
				t.Fatal(err)
			}
			if c.holders[i], err = trustee.OpenHolder(g, seed); err != nil {
				t.Fatal(err)
			}
			if certificate, err = c.holders[i].Certificate(chance, 3, 2, i+1); err != nil {
				t.Fatal(err)
			}
			id, err := trustee.CertificateID(g, certificate)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
			x.write(t, id+".key", append(bytes.Clone(seed), '\n'))
		} else {
			id := strings.TrimSpace(string(x.do(t, nil, fmt.Sprintf("%s --step 1 --group %s --threshold-context %d/2/3", command, g.Name(), i+1))))
			ids = append(ids, id)
			seed, certificate = bytes.TrimSpace(x.read(t, id+".key")), bytes.TrimSpace(x.read(t, id+".cert"))
		}
		c.seeds, c.rawCerts = append(c.seeds, seed), append(c.rawCerts, certificate)
	}
	x.write(t, "certs.jsons", join(c.rawCerts))
	x.do(t, nil, command+" --certs certs.jsons --step 2 --group "+g.Name())
	var err error
	if c.certificates, err = trustee.ParseCertificates(g, join(c.rawCerts)); err != nil {
		t.Fatal(err)
	}
	for i, our := range ours {
		var raw []byte
		if our {
			if raw, err = c.holders[i].Polynomial(chance, c.certificates, trustee.CCM); err != nil {
				t.Fatal(err)
			}
		} else {
			raw = bytes.TrimSpace(x.do(t, nil, command+" --certs certs.jsons --step 3 --group "+g.Name()+" --key "+ids[i]+".key"))
		}
		p, err := c.certificates.ParsePolynomial(i+1, raw)
		if err != nil {
			t.Fatal(err)
		}
		c.rawPolys, c.commitments = append(c.rawPolys, raw), append(c.commitments, p.Coefficients.Commitment())
	}
	x.write(t, "polynomials.jsons", join(c.rawPolys))
	x.do(t, nil, command+" --certs certs.jsons --step 4 --polynomials polynomials.jsons --group "+g.Name())
	if c.polynomials, err = c.certificates.ParsePolynomials(join(c.rawPolys)); err != nil {
		t.Fatal(err)
	}
	c.inputs = c.certificates.Route(c.polynomials)
	for i, our := range ours {
		if theirs := x.read(t, ids[i]+".vinput"); !bytes.Equal(bytes.TrimSpace(theirs), c.inputs[i]) {
			t.Errorf("what trustee %d is sent differs", i+1)
		}
		var output []byte
		if our {
			if output, err = c.holders[i].Share(chance, c.certificates, trustee.CCM, c.inputs[i], c.commitments); err != nil {
				t.Fatal(err)
			}
		} else {
			output = bytes.TrimSpace(x.do(t, c.inputs[i], command+" --certs certs.jsons --step 5 --group "+g.Name()+" --key "+ids[i]+".key"))
		}
		c.outputs = append(c.outputs, output)
	}
	theirs := x.do(t, join(c.outputs), command+" --certs certs.jsons --step 6 --polynomials polynomials.jsons --group "+g.Name())
	if c.threshold, c.keys, err = c.certificates.Finish(c.polynomials, c.outputs); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(theirs), c.threshold) {
		t.Error("threshold.json differs")
	}
	for i, id := range ids {
		if key := x.read(t, id+".dkey"); !bytes.Equal(bytes.TrimSpace(key), c.keys[i]) {
			t.Errorf("the decryption key of trustee %d differs", i+1)
		}
	}
	return c
}
