package belenios_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/internal/beleniostest"
)

// tool is belenios-tool, with a folder that it works in.
type tool struct {
	t      *testing.T
	folder string
	choice string   // the option of generate-ballot for the choices
	before []string // what stands in front of belenios-tool's own arguments
}

// run runs the tool, and gives what it wrote.
func (b tool) run(input []byte, arguments ...string) []byte {
	b.t.Helper()
	command := slices.Concat(b.before, arguments)
	cmd := exec.CommandContext(b.t.Context(), command[0], command[1:]...)
	cmd.Dir, cmd.Env = b.folder, append(os.Environ(), "BELENIOS_USE_URANDOM=1")
	var out, complaint bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), &out, &complaint
	if err := cmd.Run(); err != nil {
		b.t.Fatalf("%s: %v\n%s", strings.Join(arguments, " "), err, complaint.Bytes())
	}
	return out.Bytes()
}

// write puts a file where the tool finds it.
func (b tool) write(name string, data []byte) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.folder, name), data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// read gives the one file with such a name.
func (b tool) read(pattern string) []byte {
	b.t.Helper()
	found, err := filepath.Glob(filepath.Join(b.folder, pattern))
	if err != nil || len(found) != 1 {
		b.t.Fatalf("%s: %q %v", pattern, found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

// election has the tool make an election with a key and n credentials, and looks whether ours would be the same.
func (b tool) election(name string, n int, q ...belenios.Question) (e *belenios.Election, credentials []string) {
	b.t.Helper()
	template := belenios.Template{Name: strange()[1:], Description: "d", Administrator: "A", CredentialAuthority: "C", Questions: q}
	uuid, err := belenios.NewUUID(&beleniostest.Chance{Label: name + b.folder})
	if err != nil {
		b.t.Fatal(err)
	}
	b.run(nil, "setup", "generate-trustee-key", "--group", name)
	b.write("public_keys.jsons", b.read("*.pubkey"))
	b.run(nil, "setup", "make-trustees")
	b.write("template.json", templateJSON(b.t, template))
	b.run(nil, "setup", "make-election", "--uuid", uuid, "--group", name, "--template", "template.json")
	raw := bytes.TrimSuffix(b.read("election.json"), []byte("\n"))
	if e, err = belenios.ParseElection(raw); err != nil {
		b.t.Fatal(err)
	}
	ours, err := belenios.NewElection(template, uuid, e.Group, e.PublicKey)
	if err != nil {
		b.t.Fatal(err)
	}
	same(b.t, "election", ours.Raw, raw)

	b.run(nil, "setup", "generate-credentials", "--uuid", uuid, "--group", name, "--count", fmt.Sprint(n))
	credentials = regexp.MustCompile(`\b\w{3}-\w{3}-\w{3}-\w{3}-\w{3}\b|\b\w{5}-\w{6}-\w{5}-\w{6}\b`).FindAllString(string(b.read("*.privcreds")), -1)
	if len(credentials) != n {
		b.t.Fatal(credentials)
	}
	list := regexp.MustCompile(`,[^",]*,[^",]*"`).ReplaceAll(bytes.TrimSuffix(b.read("*.pubcreds"), []byte("\n")), []byte(`"`))
	voters, err := belenios.ParseVoters(e.Group, list)
	if err != nil || len(voters) != n {
		b.t.Fatal(err)
	}
	b.write("public_creds.json", belenios.WriteVoters(voters))
	b.run(nil, "archive", "init")
	return e, credentials
}

// templateJSON writes a template as anybody would.
func templateJSON(t *testing.T, template belenios.Template) []byte {
	t.Helper()
	var all []any
	for _, q := range template.Questions {
		one := map[string]any{"question": q.Text, "answers": q.Answers}
		switch {
		case q.Ranking:
			all = append(all, map[string]any{"type": "NonHomomorphic", "value": one})
			continue
		case q.Blank:
			one["blank"] = true
		}
		one["min"], one["max"] = q.Min, q.Max
		all = append(all, one)
	}
	data, err := json.Marshal(map[string]any{
		"name": template.Name, "description": template.Description, "administrator": template.Administrator,
		"credential_authority": template.CredentialAuthority, "questions": all,
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// both has each of the choices voted by us and by the tool, in turns, and each ballot checked by the other.
func (b tool) both(name string, choices [][][]int, q ...belenios.Question) {
	b.t.Helper()
	e, credentials := b.election(name, 2*len(choices), q...)
	for i, credential := range credentials {
		vote := choices[i/2]
		secret, err := belenios.CredentialSecret(e.Group, e.UUID, credential)
		if err != nil {
			b.t.Fatal(err)
		}
		var ballot []byte
		if i%2 == 0 {
			if ballot, err = e.Vote(&beleniostest.Chance{Label: credential}, credential, vote); err != nil {
				b.t.Fatal(err)
			}
		} else {
			data, err := json.Marshal(vote)
			if err != nil {
				b.t.Fatal(err)
			}
			b.write("credential", []byte(credential))
			b.write("choice", data)
			ballot = bytes.TrimSuffix(b.run(nil, "election", "generate-ballot", "--privcred", "credential", b.choice, "choice"), []byte("\n"))
		}
		public := e.Group.Power(nil, secret)
		if _, err := e.CheckBallot(ballot, public); err != nil {
			b.t.Fatalf("ballot %d, %v: %v", i+1, vote, err)
		}
		if wire := group.Wire(public); !bytes.Contains(ballot, []byte(`"credential":"`+wire+`"`)) {
			b.t.Errorf("ballot %d is not of %s", i+1, wire)
		}
		b.run(append(ballot, '\n'), "archive", "add-event", "--type=Ballot")
	}
	b.run(nil, "election", "verify")
}

// kinds are elections of every kind, with votes.
func kinds(name string) map[string]func(b tool) {
	q := questions(name)
	all := map[string]func(b tool){
		"yes or no": func(b tool) { b.both(name, [][][]int{{{1, 0}}, {{0, 1}}}, q[0]) },
		"approval":  func(b tool) { b.both(name, [][][]int{{{0, 0, 0, 0}}, {{1, 0, 1, 1}}}, q[1]) },
		"blank":     func(b tool) { b.both(name, [][][]int{{{1, 0, 0, 0}}, {{0, 0, 1, 0}}, {{0, 1, 0, 1}}}, q[2]) },
		"blank or nothing": func(b tool) {
			b.both(name, [][][]int{{{1, 0}}, {{0, 0}}, {{0, 1}}}, belenios.Question{Text: "?", Answers: []string{"A"}, Blank: true, Max: 1})
		},
		"two": func(b tool) { b.both(name, [][][]int{{{0, 1}, {1, 0, 0, 0}}}, q[0], q[2]) },
	}
	if len(q) > 3 {
		all["ranking"] = func(b tool) { b.both(name, [][][]int{{{1, 2, 3, 4, 5}}, {{255, 0, 0, 7, 0}}}, q[3]) }
		all["two"] = func(b tool) { b.both(name, [][][]int{{{0, 1}, {3, 2, 1, 4, 5}}}, q[0], q[3]) }
	}
	return all
}

// Debian 12's belenios-tool (2.0) accepts our ballots in the groups that it knows, and we accept its.
func TestInterop(t *testing.T) {
	path := beleniostest.Tool(t)
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	for _, name := range groups()[1:] {
		for kind, vote := range kinds(name) {
			t.Run(name+"/"+kind, func(t *testing.T) { vote(tool{t, t.TempDir(), "--ballot", []string{path}}) })
		}
	}
}
