package clerk_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/internal/store/storetest"
	"github.com/selectorate/selectorate/party"
)

// killsMost is how often processes are killed on one engine: many in a soak, a few otherwise.
func killsMost() int {
	switch {
	case os.Getenv("SELECTORATE_SOAK") != "":
		return 200
	case testing.Short():
		return 2
	}
	return 5
}

// requestsAKill is how many requests there are for each kill, so that every kill meets a busy register.
const requestsAKill = 80

// TestSoakKills has clients enter and countersign returns through processes that are killed at random, and
// then looks whether the register has everything that was acknowledged, once.
func TestSoakKills(t *testing.T) {
	onEachEngine(t, func(t *testing.T, k *crash) {
		t.Helper()
		kills := killsMost()
		k.prepare((kills*requestsAKill+400)/240+2, 120)
		for k.killed < kills && !t.Failed() {
			k.run(true, kills)
		}
		if !t.Failed() {
			k.run(false, kills)
		}
		t.Logf("%d kills, %d requests answered, %d of them as a repeat, %d sent twice; %d errors answered",
			k.killed, len(k.book.jobs), k.book.repeats, k.book.again, k.book.errors)
		k.check()
	})
}

// onEachEngine runs a test on SQLite and on PostgreSQL, and looks for goroutines that it left behind.
func onEachEngine(t *testing.T, test func(t *testing.T, k *crash)) {
	t.Helper()
	binary := buildBinary(t, t.TempDir())
	for _, engine := range []string{"SQLite", "PostgreSQL"} {
		t.Run(engine, func(t *testing.T) {
			seed := uint64(time.Now().UnixNano())
			t.Logf("seed %d", seed)
			k := &crash{T: t, binary: binary, dir: t.TempDir(), chance: rand.New(rand.NewPCG(seed, 0))}
			k.dsn = "sqlite:" + filepath.Join(k.dir, "register.db")
			if engine == "PostgreSQL" {
				k.dsn = storetest.Postgres(t)
				k.flags = []string{"--database", k.dsn}
			}
			before := goleak.IgnoreCurrent()
			t.Cleanup(func() { goleak.VerifyNone(t, before) })
			test(t, k)
		})
	}
}

// crash is one register whose processes are killed.
type crash struct {
	*testing.T
	binary string
	dir    string
	dsn    string
	flags  []string
	chance *rand.Rand
	vkey   string
	base   int64 // entries before the first process was started
	book   *ledger
	killed int
	notes  map[string]bool // signed checkpoints that were seen outside the database
}

func (k *crash) must(err error) {
	if err != nil {
		k.Helper()
		k.Fatal(err)
	}
}

// command is the program with its data folder.
func (k *crash) command(args ...string) *exec.Cmd {
	return exec.Command(k.binary, slices.Concat(args, []string{"--dir", k.dir}, k.flags)...)
}

// prepare makes the register and freezes the lists of so many seats.
func (k *crash) prepare(seats, units int) {
	db, c, vkey := openHouse(k.T, k.dir, k.dsn)
	k.vkey, k.notes = vkey, map[string]bool{}
	k.book = newLedger(k.T, k.chance.Uint64())
	r, err := foundRound(k.Context(), c, vkey)
	k.must(err)
	zone, err := time.LoadLocation(rehearsal.Zone)
	k.must(err)
	today := party.DayOf(time.Now(), zone)
	for number := range seats {
		s, err := r.seat(k.Context(), number, units)
		k.must(err)
		p := playing{seat: s, today: today, do: inside(k.Context(), c)}
		p.act(s.open(today.Add(21)))
		p.act(s.list())
		p.act(s.freeze())
		k.must(p.err)
		for place := range units {
			k.book.add(&job{seat: s, place: place, request: s.returned(place, 1, place%7 == 3, today)})
		}
	}
	head, err := c.Head(k.Context())
	k.must(err)
	k.base = head.Size
	c.Close()
	k.must(db.Close())
}

// run starts one or two processes and feeds them. If it is to kill, it does so at a random moment; else the
// processes work until everything is in, and end by themselves.
func (k *crash) run(kill bool, most int) {
	processes := []*process{k.start()}
	if !kill || k.chance.IntN(2) == 0 {
		processes = append(processes, k.start())
	}
	if kill {
		k.wait(most)
		k.chance.Shuffle(len(processes), func(i, j int) { processes[i], processes[j] = processes[j], processes[i] })
	}
	for i, p := range processes {
		switch {
		case kill && (i == 0 || k.chance.IntN(2) == 0):
			p.kill()
			k.killed++
			time.Sleep(time.Duration(k.chance.IntN(4)) * time.Millisecond)
		case kill:
			p.stop() // ends by itself once its requests are answered
		}
	}
	for _, p := range processes {
		p.end()
	}
	if note, err := os.ReadFile(filepath.Join(k.dir, "checkpoint.seen")); err == nil {
		k.notes[string(note)] = true
	} else if !errors.Is(err, os.ErrNotExist) {
		k.Error(err)
	}
}

// wait waits for the moment of a kill: after some milliseconds, when a process may still be starting, or after
// some answers, so that the requests last for all kills.
func (k *crash) wait(most int) {
	answers, patience := 1<<30, time.Duration(k.chance.IntN(150_000))*time.Microsecond
	if k.chance.IntN(10) < 7 {
		answers, patience = k.chance.IntN(1+2*k.book.left()/(most-k.killed+1)), 20*time.Second
	}
	deadline := time.After(patience)
	for goal := k.book.progress() + answers; k.book.progress() < goal; {
		select {
		case <-k.book.moved:
		case <-deadline:
			return
		}
	}
}

// process is one running program that does acts.
type process struct {
	k       *crash
	cmd     *exec.Cmd
	in      io.WriteCloser
	said    strings.Builder
	flight  map[string]*job // guarded by the ledger
	window  chan struct{}
	stopped chan struct{}
	once    sync.Once
	work    sync.WaitGroup
	shot    bool
}

// inFlight is how many requests wait for the answer of one process at most.
const inFlight = 20

func (k *crash) start() *process {
	p := &process{
		k: k, cmd: k.command("act", "--clients", "8"), flight: map[string]*job{},
		window: make(chan struct{}, inFlight), stopped: make(chan struct{}),
	}
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	k.must(err)
	p.in, err = p.cmd.StdinPipe()
	k.must(err)
	k.must(p.cmd.Start())
	p.work.Go(p.feed)
	p.work.Go(func() { p.read(out) })
	return p
}

// feed writes requests until there are none left, or the process is gone.
func (p *process) feed() {
	defer func() { _ = p.in.Close() }() // a process that was killed has closed it
	for {
		select {
		case p.window <- struct{}{}:
		case <-p.stopped:
			return
		}
		line := p.k.book.next(p.flight, p.stopped)
		if line == nil {
			return
		}
		if _, err := p.in.Write(line); err != nil {
			return
		}
	}
}

func (p *process) read(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a answer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			if !p.shot { // a killed process may leave half a line
				p.k.Errorf("the answer %q cannot be read: %v", lines.Bytes(), err)
			}
			continue
		}
		p.k.book.answered(p.flight, a)
		<-p.window
	}
}

func (p *process) stop() { p.once.Do(func() { close(p.stopped); p.k.book.wake() }) }

func (p *process) kill() {
	p.shot = true
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.k.Error(err)
	}
	p.stop()
}

// end waits for the process. What it was sent and did not answer is to be sent again.
func (p *process) end() {
	hung := time.AfterFunc(2*time.Minute, func() {
		p.k.Error("a process hung")
		_ = p.cmd.Process.Kill()
		p.stop()
	})
	p.work.Wait()
	err := p.cmd.Wait()
	hung.Stop()
	if !p.shot && err != nil && p.k.book.errors == 0 {
		p.k.Errorf("a process that was not killed ended with %v: %s", err, p.said.String())
	}
	p.k.book.lost(p.flight)
}

// check looks at the register after everything is in.
func (k *crash) check() {
	db, c, _ := openHouse(k.T, k.dir, k.dsn)
	defer func() {
		c.Close()
		k.must(db.Close())
	}()
	ctx := context.Background()
	head, err := c.Head(ctx)
	k.must(err)
	if want := k.base + int64(len(k.book.jobs)); head.Size != want {
		k.Errorf("the register has %d entries, want %d", head.Size, want)
	}
	k.checkEntries(db, head)
	k.checkNotes(db, head.Size)
	before, err := c.Lists(ctx, "")
	k.must(err)
	if out, err := k.command("index", "rebuild").CombinedOutput(); err != nil {
		k.Errorf("index rebuild: %v: %s", err, out)
	}
	after, err := c.Lists(ctx, "")
	k.must(err)
	if !slices.Equal(before, after) {
		k.Error("the index is not what the record makes it")
	}
	k.verify()
}

// checkEntries looks for every acknowledged act at its place, for acts that stand there twice, and for gaps.
func (k *crash) checkEntries(db interface {
	Records(ctx context.Context, from, to int64, fn func(kept.Record) error) error
}, head kept.Head,
) {
	acknowledged := map[int64]*job{}
	for _, j := range k.book.jobs {
		if other := acknowledged[j.index]; other != nil || !j.done {
			k.Errorf("%s is acknowledged: %t, at %d, where another stands: %t", j.request.Key, j.done, j.index, other != nil)
		}
		acknowledged[j.index] = j
	}
	next, numbers, acts := int64(0), map[string]int64{}, map[string]bool{}
	k.must(db.Records(context.Background(), 0, head.Size, func(r kept.Record) error {
		if r.Index != next || r.Number != numbers[r.Matter] {
			k.Errorf("entry %d (act %d of %s) stands where entry %d, act %d, should", r.Index, r.Number, r.Matter, next, numbers[r.Matter])
		}
		next, numbers[r.Matter] = r.Index+1, r.Number+1
		if r.Index < k.base {
			return nil
		}
		j := acknowledged[r.Index]
		if j == nil {
			k.Errorf("entry %d was acknowledged to nobody: %s", r.Index, r.Data)
			return nil
		}
		kind, open := openPart(k.T, r.Data)
		if kind != j.request.Seat.Kind() || r.Matter != string(j.request.Matter) || r.Number != j.number {
			k.Errorf("entry %d is %s %d of %s, and %s was acknowledged there", r.Index, kind, r.Number, r.Matter, j.request.Key)
		}
		if act := r.Matter + kind + open; acts[act] {
			k.Errorf("entry %d: an act stands there twice: %s", r.Index, act)
		} else {
			acts[act] = true
		}
		return nil
	}))
	if next != head.Size {
		k.Errorf("the head counts %d entries, and there are %d", head.Size, next)
	}
}
