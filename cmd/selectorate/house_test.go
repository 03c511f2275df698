package main

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

const (
	lantern  = "lantern.example/party"
	founding = "general-secretary"
)

// ran is what a run of the program gave.
type ran struct {
	status   int
	out, err string
}

func runs(args ...string) ran {
	var out, told bytes.Buffer
	status := run(args, terminal{in: strings.NewReader(""), out: &out, err: &told})
	return ran{status, out.String(), told.String()}
}

// works runs a command that must succeed.
func works(t *testing.T, args ...string) ran {
	t.Helper()
	got := runs(args...)
	if got.status != 0 {
		t.Fatalf("%v: status %d: %s", args, got.status, got.err)
	}
	return got
}

// refuses runs a command that must fail and say why.
func refuses(t *testing.T, why string, args ...string) {
	t.Helper()
	got := runs(args...)
	if got.status != 1 || !strings.Contains(got.err, why) {
		t.Errorf("%v: status %d: %s\nwant %q", args, got.status, got.err, why)
	}
}

// lanterns is a record in a data folder, and who founded it.
type lanterns struct {
	*testing.T
	dir     string
	founder string
}

// found makes a record. With a key it is the key of another one.
func found(t *testing.T, key string) lanterns {
	t.Helper()
	l := lanterns{T: t, dir: t.TempDir()}
	if key != "" {
		l.put(keyFile, key)
	}
	got := works(t, "init", "--dir", l.dir, "--origin", lantern, "--title", "The Lantern Party", "--officer", "A Player")
	l.founder = regexp.MustCompile(`(?m)^ +(h[a-z2-7]{26})$`).FindStringSubmatch(got.out)[1]
	return l
}

func (l lanterns) path(name string) string { return filepath.Join(l.dir, name) }

func (l lanterns) read(name string) string {
	l.Helper()
	data, err := os.ReadFile(l.path(name))
	if err != nil {
		l.Fatal(err)
	}
	return string(data)
}

func (l lanterns) put(name, content string) string {
	l.Helper()
	if err := os.WriteFile(l.path(name), []byte(content), 0o600); err != nil {
		l.Fatal(err)
	}
	return l.path(name)
}

func (l lanterns) open() *house {
	l.Helper()
	h, err := place{Dir: l.dir}.open(l.Context(), terminal{err: l.Output()})
	if err != nil {
		l.Fatal(err)
	}
	return h
}

// appoint adds an entry, and has it signed.
func (l lanterns) appoint(office string) {
	l.Helper()
	h := l.open()
	defer h.Close()
	alias, err := h.clerk.Alias(l.Context(), l.founder, org.Matter)
	if err != nil {
		l.Fatal(err)
	}
	receipt, err := h.clerk.Do(l.Context(), clerk.Request{
		Key: office, Person: l.founder, Office: founding, Org: org.Appointed{Office: party.OfficeID(office), Holder: alias},
	})
	if err != nil || !receipt.OK() {
		l.Fatal(receipt, err)
	}
	if err := h.sign(l.Context()); err != nil {
		l.Fatal(err)
	}
}

func (l lanterns) backup(name string) string {
	l.Helper()
	works(l.T, "backup", "--dir", l.dir, l.path(name))
	return l.path(name)
}

func (l lanterns) changeKey() {
	l.Helper()
	works(l.T, "key", "change", "--dir", l.dir, "--person", l.founder)
}

// valid has a copy of the record checked with the key that the record has now.
func (l lanterns) valid() {
	l.Helper()
	key := strings.TrimSpace(works(l.T, "key", "show", "--dir", l.dir).out)
	dest := filepath.Join(l.TempDir(), "copy")
	works(l.T, "export", "--dir", l.dir, dest)
	works(l.T, "verify", dest, "--key", key)
}

func TestKeyChange(t *testing.T) {
	l := found(t, "")
	old := l.read(keyFile)
	l.changeKey()
	if l.read(keyFile) == old || l.read(keyFile+".until-1") != old {
		t.Error("the keys are not where they belong")
	}
	if left, err := filepath.Glob(l.path(keyFile + ".next-*")); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	l.valid()
	refuses(t, "not done", "key", "change", "--dir", l.dir, "--person", l.founder, "--office", "lamplighter")
	l.valid()
}

// breakOff changes the key as far as a process that is killed after the act, and gives the new public key.
func (l lanterns) breakOff() string {
	l.Helper()
	h := l.open()
	defer h.Close()
	before, err := register.ParseSigner(h.skey)
	if err != nil {
		l.Fatal(err)
	}
	skey, vkey, err := register.GenerateKey(rand.Reader, lantern)
	if err != nil {
		l.Fatal(err)
	}
	after, err := register.ParseSigner(skey)
	if err != nil {
		l.Fatal(err)
	}
	l.put(filepath.Base(h.place.nextKey(after)), skey+"\n")
	receipt, err := h.handOver(l.Context(), clerk.Request{Person: l.founder, Office: founding}, before, after, vkey)
	if err != nil || !receipt.OK() {
		l.Fatal(receipt, err)
	}
	return vkey
}

func TestKeyChangeBrokenOffIsFinished(t *testing.T) {
	l := found(t, "")
	old := l.read(keyFile)
	l.put(keyFile+".next-00000000", "PRIVATE+KEY+something+else")
	vkey := l.breakOff()
	got := works(t, "key", "show", "--dir", l.dir)
	if got.out != vkey+"\n" || !strings.Contains(got.err, "broken off is finished") || l.read(keyFile+".until-1") != old {
		t.Errorf("%+v, want the key %s", got, vkey)
	}
	if got := works(t, "key", "show", "--dir", l.dir); got.err != "" {
		t.Errorf("finished twice: %s", got.err)
	}
	l.valid()
}

// Without the record's key everything can be read, and nothing is signed.
func TestKeyOfAnotherRecord(t *testing.T) {
	l, other := found(t, ""), found(t, "")
	vkey := works(t, "key", "show", "--dir", l.dir).out
	before := l.read(seenFile)
	l.put(keyFile, other.read(keyFile))
	got := works(t, "key", "show", "--dir", l.dir)
	if got.out != vkey || !strings.Contains(got.err, "cannot be signed here") {
		t.Errorf("%+v", got)
	}
	l.valid()
	l.backup("backup")
	refuses(t, "cannot be signed here", "key", "change", "--dir", l.dir, "--person", l.founder)
	refuses(t, "cannot be signed here", "act", "--dir", l.dir)
	if l.read(seenFile) != before {
		t.Error("something was signed")
	}
}

func TestServerTakesUpAnotherKey(t *testing.T) {
	l := found(t, "")
	var log strings.Builder
	s := &server{house: l.open(), front: front{addr: "lantern.example", log: slog.New(slog.NewTextHandler(&log, nil))}}
	defer func() { s.Close() }()
	if err := s.dress(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.changeKey()
	if told := s.signOnce(t.Context(), ""); told != "" {
		t.Error(told)
	}
	vkey := strings.TrimSpace(works(t, "key", "show", "--dir", l.dir).out)
	if _, err := register.OpenCheckpoint(get(s, "/checkpoint").Body.Bytes(), vkey); err != nil {
		t.Error(err)
	}
	if page := html.UnescapeString(get(s, "/about").Body.String()); !strings.Contains(page, vkey) {
		t.Error("the page names another key")
	}
	l.put(keyFile, found(t, "").read(keyFile))
	s.house.vkey, s.house.inUse = "", "" // as if it had been started so
	if err := s.house.employ(strings.TrimSpace(l.read(keyFile)), nil); err != nil {
		t.Fatal(err)
	}
	for told, round := "", 0; round < 3; round++ {
		if told = s.signOnce(t.Context(), told); told == "" {
			t.Error("signed with a foreign key")
		}
	}
	if n := strings.Count(log.String(), "could not be signed"); n != 1 {
		t.Errorf("told %d times:\n%s", n, &log)
	}
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// An erasure that cannot be finished keeps nobody from the record, and is told.
func TestUnfinishedErasureIsTold(t *testing.T) {
	l := found(t, "")
	db, err := sql.Open("sqlite", l.path(databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `INSERT INTO scrub (one, due) VALUES (1, 1);
		CREATE TRIGGER held BEFORE DELETE ON scrub BEGIN SELECT RAISE(ABORT, 'held for a test'); END`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := works(t, "key", "show", "--dir", l.dir); !strings.Contains(got.err, "not finished yet") || !strings.Contains(got.err, "held for a test") {
		t.Errorf("%+v", got)
	}
}

// Every answer of the server carries the guards' headers, whoever gives it.
func TestServerIsGuarded(t *testing.T) {
	h := found(t, "").open()
	defer h.Close()
	handler, err := h.handler(t.Context(), front{log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{
		"/": 200, "/checkpoint": 200, "/tile/entries/000.p/1": 200, "/tile": 404, "/tile/": 404, "/tile//0": 404,
		"/tile/../about": 404, "/book/x": 404, "/nowhere": 404,
	} {
		got := get(handler, path)
		if got.Code != status || got.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: status %d, headers %v", path, got.Code, got.Header())
		}
	}
}

func TestKeepSeenNeverGoesBack(t *testing.T) {
	p := place{Dir: t.TempDir()}
	skey, _, err := register.GenerateKey(rand.Reader, lantern)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	const most = 40
	keep := func(size int64) {
		signed, err := register.Checkpoint{Origin: lantern, Size: size, Root: register.Hash{1}}.Sign(signer)
		if err == nil {
			err = p.keepSeen(size, signed)
		}
		if err != nil {
			t.Error(err)
		}
	}
	var all sync.WaitGroup
	for i := range int64(most) {
		all.Go(func() { keep(1 + (i*7)%most) })
	}
	all.Wait()
	for _, size := range []int64{most, 3} {
		keep(size)
		data, err := os.ReadFile(filepath.Join(p.Dir, seenFile))
		if err != nil {
			t.Fatal(err)
		}
		if c, _, err := register.PeekCheckpoint(data); err != nil || c.Size != most {
			t.Errorf("after %d: %d entries, %v", size, c.Size, err)
		}
	}
}
