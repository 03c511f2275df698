package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/internal/beleniostest"
)

// hand is an election that is run by hand in a folder.
type hand struct {
	*testing.T

	dir, group string
}

// must runs the program, and gives what it prints.
func (h hand) must(args ...string) string {
	h.Helper()
	did := runs(args...)
	if did.status != 0 {
		h.Fatalf("selectorate %s: status %d\n%s%s", strings.Join(args, " "), did.status, did.out, did.err)
	}
	return did.out
}

func (h hand) at(name string) string { return filepath.Join(h.dir, name) }

func (h hand) write(name, text string) string {
	h.Helper()
	if err := os.WriteFile(h.at(name), []byte(text), 0o600); err != nil {
		h.Fatal(err)
	}
	return h.at(name)
}

// holders makes the file of public keys: 2 of 3, or one that stands alone.
func (h hand) holders(threshold bool) {
	h.Helper()
	if !threshold {
		h.must("keyholder", "single", "--dir", h.at("h1"), "--group", h.group)
		h.must("keyholder", "assemble", "--out", h.at("holders.json"), "--single", h.at("h1/public.json"), "--group", h.group)
		return
	}
	round := func(name string, args func(n int) []string) []string {
		var files []string
		for n := 1; n <= 3; n++ {
			dir := h.at(fmt.Sprintf("h%d", n))
			h.must(append([]string{"keyholder"}, append(args(n), "--dir", dir)...)...)
			files = append(files, filepath.Join(dir, name))
		}
		return files
	}
	gather := func(files []string) { h.must(append([]string{"keyholder", "gather", "--out", h.at("c")}, files...)...) }
	gather(round("certificate.json", func(n int) []string {
		return []string{"certificate", "--group", h.group, "--holders", "3", "--threshold", "2", "--number", fmt.Sprint(n)}
	}))
	gather(round("commitment.json", func(int) []string { return []string{"commit", "--certificates", h.at("c/certificates.jsons")} }))
	gather(round("part.json", func(int) []string { return []string{"reveal", "--commitments", h.at("c/commitments.jsons")} }))
	outputs := round("output.json", func(n int) []string {
		return []string{"accept", "--parts", h.at("c/parts.jsons"), "--shares", h.at(fmt.Sprintf("c/shares-%d.json", n))}
	})
	h.must(append([]string{"keyholder", "assemble", "--out", h.at("holders.json"), "--ceremony", h.at("c")}, outputs...)...)
}

// vote casts a vote with every code, and closes the box.
func (h hand) vote(choice func(i int) string) {
	h.Helper()
	file, err := os.ReadFile(h.at("codes/letters.csv"))
	if err != nil {
		h.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		h.Fatal(err)
	}
	args := []string{"election", "box", "--archive", h.at("e/election.bel"), "--close"}
	for i, row := range rows[1:] {
		ballot := h.at(fmt.Sprintf("ballot-%d.json", i))
		h.must("election", "ballot", "--archive", h.at("e/election.bel"), "--code-file", h.write("code", row[2]+"\n"),
			"--choice", h.write("choice", choice(i)), "--out", ballot)
		args = append(args, ballot)
	}
	h.must(args...)
}

// open shuffles if there are rankings, decrypts and gives the result.
func (h hand) open(ranking, threshold bool) string {
	h.Helper()
	archive := h.at("e/election.bel")
	h.must("election", "tally", "--archive", archive)
	who := []string{"h1"}
	if threshold {
		who = []string{"h3", "h2"}
	}
	if ranking {
		for i, holder := range who {
			out := h.at(fmt.Sprintf("shuffle-%d.json", i))
			h.must("keyholder", "shuffle", "--dir", h.at(holder), "--archive", archive, "--out", out)
			h.must("election", "shuffle", "--archive", archive, "--from", out)
		}
		h.must("election", "shuffle", "--archive", archive, "--end")
	}
	for i, holder := range who {
		out := h.at(fmt.Sprintf("part-%d.json", i))
		h.must("keyholder", "decrypt", "--dir", h.at(holder), "--archive", archive, "--out", out)
		h.must("election", "decrypt", "--archive", archive, out)
	}
	return strings.TrimSpace(h.must("election", "result", "--archive", archive, "--json"))
}

const (
	askYesNo   = `{"name":"Trigger ballot","description":"Zoë \"Northside\"","credential_authority":"C","questions":[{"answers":["Yes","No"],"min":1,"max":1,"question":"Reselect?"}]}`
	askBlank   = `{"name":"Officers","description":"","credential_authority":"C","questions":[{"answers":["A","B","C"],"blank":true,"min":1,"max":2,"question":"Two at most"}]}`
	askRanking = `{"name":"Selection","description":"","credential_authority":"C","questions":[{"type":"NonHomomorphic","value":{"answers":["Ash","Beech","Cedar"],"question":"Rank"}}]}`
)

// elections are whole elections in every group that Debian's tools know.
func elections() []struct {
	name, group, question, list, choice, result string
	threshold, debian12                         bool
} {
	return []struct {
		name, group, question, list, choice, result string
		threshold, debian12                         bool
	}{
		{"belenios-2048 yes-no, threshold", "BELENIOS-2048", askYesNo, "a\nb\nc\nd\ne\n", "[[1,0]]", `{"result":[[5,0]]}`, true, true},
		{"belenios-2048 blank, single, weights", "BELENIOS-2048", askBlank, "a,2\nb,2\nc,2\nd\ne\n", "[[0,1,0,1]]", `{"result":[[0,8,0,8]]}`, false, true},
		{"rfc-3526-2048 ranking, threshold", "RFC-3526-2048", askRanking, "a\nb\nc\nd\ne\n", "[[2,1,3]]", `{"result":[[[2,1,3],[2,1,3],[2,1,3],[2,1,3],[2,1,3]]]}`, true, true},
		{"rfc-3526-2048 ranking, single", "RFC-3526-2048", askRanking, "a\nb\nc\nd\ne\n", "[[2,1,3]]", `{"result":[[[2,1,3],[2,1,3],[2,1,3],[2,1,3],[2,1,3]]]}`, false, true},
		{"ed25519 yes-no, threshold", "Ed25519", askYesNo, "a\nb\nc\nd\ne\n", "[[0,1]]", `{"result":[[0,5]]}`, true, false},
		{"ed25519 ranking, threshold", "Ed25519", askRanking, "a\nb\nc\nd\ne\n", "[[3,1,2]]", `{"result":[[[3,1,2],[3,1,2],[3,1,2],[3,1,2],[3,1,2]]]}`, true, false},
	}
}

// judge has a belenios-tool verify an archive. Its command may have several words, as for one in a folder of its own; so the
// archive is where that can read it.
func judge(t *testing.T, tool []string, archive string) {
	t.Helper()
	args := append(tool[1:len(tool):len(tool)], "election", "verify", "--dir", filepath.Dir(archive))
	cmd := exec.CommandContext(t.Context(), tool[0], args...)
	cmd.Env = append(os.Environ(), "BELENIOS_USE_URANDOM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%s", tool[0], strings.Join(args, " "), err, out)
	}
}

// tool gives the command of Debian 12's belenios-tool, or nil where there is none; where CI=true there has to be one.
func tool(t *testing.T) []string {
	t.Helper()
	path, err := exec.LookPath("belenios-tool")
	if err == nil {
		return []string{path}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("belenios-tool is missing: it has to accept what is made here")
	}
	return nil
}

// TestElections runs whole elections from the identifier to the result, and has Debian 12's tool verify those that it can
// read, between the steps and at the end.
func TestElections(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	debian12 := tool(t)
	for _, e := range elections() {
		t.Run(e.name, func(t *testing.T) {
			h := hand{t, t.TempDir(), e.group}
			archive := h.make(e.question, e.list, e.threshold)
			h.vote(func(int) string { return e.choice })
			if got := h.open(e.question == askRanking, e.threshold); got != e.result {
				t.Errorf("the result is %s, not %s", got, e.result)
			}
			if e.debian12 && debian12 != nil {
				judge(t, debian12, archive)
			}
		})
	}
}

// make sets an election up, and gives the path of its archive, which lies in a folder by itself.
func (h hand) make(question, list string, threshold bool) string {
	h.Helper()
	uuid := strings.TrimSpace(h.must("election", "id"))
	h.must("authority", "make", "--dir", h.at("codes"), "--uuid", uuid, "--group", h.group, "--list", h.write("members.csv", list))
	h.must("authority", "letters", "--dir", h.at("codes"))
	h.holders(threshold)
	h.must("election", "new", "--dir", h.at("e"), "--uuid", uuid, "--group", h.group, "--template", h.write("question.json", question),
		"--holders", h.at("holders.json"), "--voters", h.at("codes/voters.json"))
	return h.at("e/election.bel")
}

// TestTheirs goes on with elections that belenios-tool has set up: our ballots with its voting codes, its key holders' keys,
// our shuffles, and for what Debian 12's tool reads its verdict.
func TestTheirs(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	root := beleniostest.Elections(t)
	folders, err := filepath.Glob(filepath.Join(root, "tool-*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no elections: %v", err)
	}
	debian12 := tool(t)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			h := hand{t, t.TempDir(), ""}
			read := func(name string) string {
				data, err := os.ReadFile(filepath.Join(folder, name))
				if err != nil {
					t.Fatal(err)
				}
				return string(data)
			}
			archive := h.write(archiveName, read("setup-only.bel"))
			choice := h.write("choice", read("vote.json"))
			box := []string{"election", "box", "--archive", archive, "--close"}
			for code := range strings.FieldsSeq(read("credentials.txt")) {
				ballot := h.at("ballot-" + code)
				h.must("election", "ballot", "--archive", archive, "--code-file", h.write("code", code), "--choice", choice, "--out", ballot)
				box = append(box, ballot)
			}
			h.must(box...)
			h.must("election", "tally", "--archive", archive)
			if strings.Contains(folder, "ranking") {
				h.must("election", "shuffle", "--archive", archive, "--holder", "2")
				h.must("election", "shuffle", "--archive", archive, "--end")
			}
			for _, name := range strings.Fields(read("trustees/order.txt"))[1:] {
				key, share := h.write("seed.key", read("trustees/"+name+".key")), h.write("share.dkey", read("trustees/"+name+".dkey"))
				h.must("election", "decrypt", "--archive", archive, "--key-file", key, "--share-file", share)
			}
			raw := read("election.bel")
			want := raw[strings.Index(raw, `{"result":`):]
			if got := h.must("election", "result", "--archive", archive, "--json"); !strings.HasPrefix(want, strings.TrimSpace(got)) {
				t.Errorf("the result is %s, theirs begins with %.80s", got, want)
			}
			if debian12 != nil && !strings.Contains(folder, "ed25519") {
				for _, name := range []string{"choice", "code", "seed.key", "share.dkey"} {
					if err := os.Remove(h.at(name)); err != nil {
						t.Fatal(err)
					}
				}
				judge(t, debian12, archive)
			}
		})
	}
}
