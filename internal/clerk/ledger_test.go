package clerk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/selection"
	"github.com/selectorate/selectorate/verify"
)

// inside hands requests to a clerk of this process.
func inside(ctx context.Context, c *clerk.Clerk) func(clerk.Request) (clerk.Receipt, error) {
	return func(r clerk.Request) (clerk.Receipt, error) { return c.Do(ctx, r) }
}

// job is one request and what has become of it.
type job struct {
	seat    *seat
	place   int
	request clerk.Request
	line    []byte // the request as it is sent, always the same

	sent   bool // waits in no queue
	done   bool // acknowledged
	fresh  bool // acknowledged as new, and not as a repeat
	index  int64
	number int64
}

// answer is a line that the program answers with.
type answer struct {
	Key     string   `json:"key"`
	Done    bool     `json:"done"`
	Index   int64    `json:"index"`
	Number  int64    `json:"number"`
	Repeat  bool     `json:"repeat"`
	Outcome string   `json:"outcome"`
	Reasons []string `json:"reasons"`
	Error   string   `json:"error"`
}

// ledger knows what was asked and what was acknowledged. It outlives every process.
type ledger struct {
	t     *testing.T
	moved chan struct{} // receives when something was answered

	mu      sync.Mutex
	changed *sync.Cond
	chance  *rand.Rand
	jobs    map[string]*job
	order   []*job // all jobs, as they were added
	ready   []*job
	open    int // jobs that are not acknowledged
	answers int
	repeats int
	again   int // requests that were sent once more though they were answered or under way
	errors  int
}

func newLedger(t *testing.T, seed uint64) *ledger {
	t.Helper()
	l := &ledger{t: t, jobs: map[string]*job{}, moved: make(chan struct{}, 1), chance: rand.New(rand.NewPCG(seed, 1))}
	l.changed = sync.NewCond(&l.mu)
	return l
}

// add puts a new request into the queue. Only the maker of the ledger, and whoever holds it, calls this.
func (l *ledger) add(j *job) {
	act, err := json.Marshal(j.request.Seat)
	if err != nil {
		l.t.Error(err)
	}
	type sealed struct {
		Field string `json:"field"`
		Value any    `json:"value"`
	}
	line := struct {
		Key    string          `json:"key"`
		Person string          `json:"person"`
		Office string          `json:"office"`
		Matter string          `json:"matter"`
		Kind   string          `json:"kind"`
		Act    json.RawMessage `json:"act"`
		Sealed []sealed        `json:"sealed,omitempty"`
	}{
		Key: j.request.Key, Person: j.request.Person, Office: string(j.request.Office),
		Matter: string(j.request.Matter), Kind: j.request.Seat.Kind(), Act: act,
	}
	for _, s := range j.request.Sealed {
		line.Sealed = append(line.Sealed, sealed{s.Field, s.Value})
	}
	data, err := json.Marshal(line)
	if err != nil {
		l.t.Error(err)
	}
	j.line = append(data, '\n')
	l.jobs[j.request.Key] = j
	l.order = append(l.order, j)
	l.ready = append(l.ready, j)
	l.open++
}

// next gives the line to be sent next, mostly of a request that waits, now and then of one that was sent
// before; nil once everything is acknowledged or the process has stopped.
func (l *ledger) next(flight map[string]*job, stopped <-chan struct{}) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		select {
		case <-stopped:
			return nil
		default:
		}
		if l.open == 0 || l.t.Failed() {
			return nil
		}
		j := l.order[l.chance.IntN(len(l.order))]
		switch {
		case l.chance.IntN(12) == 0 && j.sent && flight[j.request.Key] == nil:
			l.again++
		case len(l.ready) > 0:
			i := l.chance.IntN(len(l.ready))
			j = l.ready[i]
			l.ready[i] = l.ready[len(l.ready)-1]
			l.ready = l.ready[:len(l.ready)-1]
		default:
			l.changed.Wait()
			continue
		}
		j.sent = true
		flight[j.request.Key] = j
		return j.line
	}
}

// answered notes an answer, and holds it against those that were given before.
func (l *ledger) answered(flight map[string]*job, a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.changed.Broadcast()
	j := flight[a.Key]
	delete(flight, a.Key)
	switch {
	case j == nil:
		l.t.Errorf("an answer to nothing that was asked: %+v", a)
		return
	case a.Error != "":
		l.errors++
		l.t.Logf("%s was answered with an error and is sent again: %s", a.Key, a.Error)
		l.requeue(j)
		return
	case !a.Done:
		l.t.Errorf("%s was refused: %+v", a.Key, a)
		return
	case j.done && (j.index != a.Index || j.number != a.Number):
		l.t.Errorf("%s was acknowledged at %d, and then at %d", a.Key, j.index, a.Index)
	case !a.Repeat && j.fresh:
		l.t.Errorf("%s was done twice", a.Key)
	}
	l.answers++
	if a.Repeat {
		l.repeats++
	} else {
		j.fresh = true
	}
	if !j.done {
		l.acknowledge(j, a)
	}
	select {
	case l.moved <- struct{}{}:
	default:
	}
}

// acknowledge notes the first answer to a request. A return that is in is to be countersigned.
func (l *ledger) acknowledge(j *job, a answer) {
	j.done, j.index, j.number = true, a.Index, a.Number
	l.open--
	if _, ok := j.request.Seat.(selection.Returned); ok {
		l.add(&job{seat: j.seat, place: j.place, request: j.seat.countersigned(j.place, a.Number)})
	}
}

func (l *ledger) requeue(j *job) {
	if !j.done && j.sent {
		j.sent = false
		l.ready = append(l.ready, j)
	}
}

// lost puts back what a process was sent and did not answer.
func (l *ledger) lost(flight map[string]*job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, j := range flight {
		l.requeue(j)
	}
	l.changed.Broadcast()
}

func (l *ledger) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changed.Broadcast()
}

func (l *ledger) progress() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.answers
}

// left is how many requests are still to be acknowledged, those included that will be asked.
func (l *ledger) left() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, j := range l.order {
		if _, ok := j.request.Seat.(selection.Returned); ok && !j.done {
			n++ // and its countersignature
		}
	}
	return n + l.open
}

// openPart gives the kind and the open part of an entry.
func openPart(t *testing.T, data []byte) (kind, open string) {
	t.Helper()
	entry, err := register.Decode(data)
	if err != nil {
		t.Error(err)
	}
	return entry.Kind, string(entry.Open)
}

// checkNotes holds the register against every signed checkpoint that was seen outside the database.
func (k *crash) checkNotes(db *store.DB, size int64) {
	for note := range k.notes {
		signed, err := register.OpenCheckpoint([]byte(note), k.vkey)
		k.must(err)
		if signed.Size > size {
			k.Errorf("%d entries were signed, and there are %d", signed.Size, size)
			continue
		}
		edge, err := register.NewEdge(signed.Size, func(t register.Tile) ([]byte, error) {
			tile, err := db.TileAt(context.Background(), t.Level, t.N)
			return tile.Data, err
		})
		k.must(err)
		if edge.Root() != signed.Root {
			k.Errorf("the first %d entries are not those that were signed", signed.Size)
		}
	}
}

// verify exports the register with the program and checks the copy.
func (k *crash) verify() {
	place := filepath.Join(k.TempDir(), "copy")
	if out, err := k.command("export", place).CombinedOutput(); err != nil {
		k.Fatalf("export: %v: %s", err, bytes.TrimSpace(out))
	}
	report, err := verify.Check(os.DirFS(place), verify.Options{Key: k.vkey, Listed: true})
	k.must(err)
	if !report.Valid {
		k.Errorf("the register does not verify: %+v", report.Findings)
	}
}
