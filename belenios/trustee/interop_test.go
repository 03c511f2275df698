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
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// tool is a belenios-tool with a folder that it works in.
type tool struct {
	folder string // as we see it
	run    func(arguments []string) *exec.Cmd
}

// tool2 is the one on the path, Debian 12's 2.0. Where there is none the test says so, and fails where CI=true.
func tool2(t *testing.T) tool {
	t.Helper()
	path := beleniostest.Tool(t)
	folder := t.TempDir()
	return tool{folder, func(arguments []string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), path, arguments...)
		cmd.Dir = folder
		return cmd
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
			g, chance, x := named(t, name), &beleniostest.Chance{}, tool2(t)
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

// assemble makes a trustee that stands alone, and puts its key and the other together in both ways.
func (x tool) assemble(t *testing.T, g *group.Group, chance *beleniostest.Chance, threshold []byte) (*trustee.Trustees, string) {
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
