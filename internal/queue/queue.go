package queue

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// batchMost is how many acts are committed together at most.
const batchMost = 256

// Draft is one act on its way into the register: everything but its place and its time.
type Draft struct {
	Entry    register.Entry // without Index; Recorded is the time at which it was judged
	Zone     *time.Location // in which the day of recording must still be the one it was judged on
	Openings []kept.Opening // without Index
	Person   string
	Key      string
	Body     [32]byte
	Books    []kept.Book
	Row      func(index, recorded int64) kept.MatterRow
	Reply    func(index, recorded int64) ([]byte, error)
	done     chan outcome // receives exactly one value
}

// Place is where a draft came to stand.
type Place struct {
	Index    int64
	Recorded int64 // milliseconds UTC
}

type outcome struct {
	Place
	err error
}

// Log is what the queue needs of the record.
type Log interface {
	// Append writes a batch in one transaction, or nothing; an error of kind Conflict if the head has moved.
	Append(ctx context.Context, batch kept.Batch) error
	Head(ctx context.Context) (kept.Head, error)
	TileAt(ctx context.Context, level int, n int64) (kept.Tile, error)
}

// Queue gives every act its place. One goroutine owns the head and the tree's edge. A Queue is safe for
// concurrent use.
type Queue struct {
	log     Log
	moved   func(ctx context.Context, from, to int64) // tells that another process wrote these entries
	drafts  chan *Draft
	sending sync.RWMutex  // held for reading while a draft is handed over, for writing to close
	closed  bool          // guarded by sending
	ended   chan struct{} // closed when the goroutine has ended

	head   kept.Head      // the goroutine's
	edge   *register.Edge // the goroutine's; nil: look again
	known  atomic.Int64   // up to here the writer's memory has met every entry
	latest atomic.Int64   // when the last entry that was met was recorded, in milliseconds UTC
}

// New makes a queue and starts its goroutine; Close ends it. Moved is called from that goroutine.
func New(log Log, moved func(ctx context.Context, from, to int64)) *Queue {
	q := &Queue{log: log, moved: moved, drafts: make(chan *Draft, batchMost), ended: make(chan struct{})}
	go func() {
		defer close(q.ended)
		q.run(context.Background())
	}()
	return q
}

// Close ends the queue after everything that was handed over has been written. Later drafts are refused as
// unavailable.
func (q *Queue) Close() {
	q.sending.Lock()
	if !q.closed {
		q.closed = true
		close(q.drafts)
	}
	q.sending.Unlock()
	<-q.ended
}

// Send hands a draft over and waits for its place. An error of kind Conflict means that others were first and
// the draft is to be judged anew; of kind Invalid, that it cannot be written at all; of kind Unavailable, that
// it may or may not have been written.
func (q *Queue) Send(ctx context.Context, d *Draft) (Place, error) {
	d.done = make(chan outcome, 1)
	if err := q.handOver(ctx, d); err != nil {
		return Place{}, err
	}
	o := <-d.done
	return o.Place, o.err
}

func (q *Queue) handOver(ctx context.Context, d *Draft) error {
	q.sending.RLock()
	defer q.sending.RUnlock()
	if q.closed {
		return party.Errorf(party.Unavailable, "the clerk has stopped")
	}
	select {
	case q.drafts <- d:
		return nil
	case <-ctx.Done():
		return party.Errorf(party.Unavailable, "wait for a place in the register: %w", ctx.Err())
	}
}

// Known gives the size up to which the writer's memory has met every entry.
func (q *Queue) Known() int64 { return q.known.Load() }

// Latest gives when the last entry that was met was recorded.
func (q *Queue) Latest() time.Time { return time.UnixMilli(q.latest.Load()) }

// Learn notes that the writer's memory has met every entry up to a place.
func (q *Queue) Learn(size int64) {
	known := q.known.Load()
	for known < size && !q.known.CompareAndSwap(known, size) {
		known = q.known.Load()
	}
}

// run gathers what waits and commits it, until the channel is closed.
func (q *Queue) run(ctx context.Context) {
	for first := range q.drafts {
		batch := []*Draft{first}
	gather:
		for len(batch) < batchMost {
			select {
			case next, open := <-q.drafts:
				if !open {
					break gather
				}
				batch = append(batch, next)
			default:
				break gather
			}
		}
		q.commit(ctx, batch)
	}
}

// commit writes a batch. If another process was first, everybody in the batch is told of a conflict: what
// they were judged by may have changed, so they load and ask again. If one of them cannot be written at all,
// the others are written without it.
func (q *Queue) commit(ctx context.Context, drafts []*Draft) {
	err := q.write(ctx, drafts)
	if err == nil {
		return
	}
	if party.Is(err, party.Invalid) && len(drafts) > 1 {
		for _, d := range drafts {
			q.commit(ctx, []*Draft{d})
		}
		return
	}
	q.edge = nil // whatever happened, look again before the next batch
	if party.Is(err, party.Conflict) {
		if lost := q.catchUp(ctx); lost != nil {
			err = lost
		}
	}
	for _, d := range drafts {
		d.done <- outcome{err: err}
	}
}

// catchUp reads where the register stands, and tells the clerk what others have written meanwhile.
func (q *Queue) catchUp(ctx context.Context) error {
	head, err := q.log.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the register: %w", err)
	}
	edge, err := register.NewEdge(head.Size, func(t register.Tile) ([]byte, error) {
		tile, err := q.log.TileAt(ctx, t.Level, t.N)
		return tile.Data, err
	})
	if err != nil {
		return err
	}
	if edge.Root() != register.Hash(head.Root) {
		return fmt.Errorf("the tree of the register does not have the root that was stored with its %d entries", head.Size)
	}
	if q.head.Size < head.Size {
		q.moved(ctx, q.head.Size, head.Size)
	}
	q.head, q.edge = head, edge
	q.latest.Store(head.Recorded)
	q.Learn(head.Size)
	return nil
}

func (q *Queue) write(ctx context.Context, drafts []*Draft) error {
	if q.edge == nil {
		known := q.known.Load()
		if err := q.catchUp(ctx); err != nil {
			return err
		}
		if known < q.head.Size { // what these drafts were judged by may be older
			return party.Errorf(party.Conflict, "the register has grown from %d entries to %d", known, q.head.Size)
		}
	}
	edge := q.edge.Clone()
	batch := kept.Batch{From: q.head, To: q.head}
	places := make([]Place, len(drafts))
	for i, d := range drafts {
		place, err := q.place(&batch, edge, d)
		if err != nil {
			return err
		}
		places[i] = place
	}
	batch.To.Size, batch.To.Root = edge.Size(), edge.Root()
	for _, t := range edge.Take() {
		batch.Tiles = append(batch.Tiles, kept.Tile{Level: t.Level, N: t.N, Width: t.Width, Data: t.Data})
	}
	if err := q.log.Append(ctx, batch); err != nil {
		return err
	}
	q.head, q.edge = batch.To, edge
	q.latest.Store(batch.To.Recorded)
	q.Learn(batch.To.Size)
	for i, d := range drafts {
		d.done <- outcome{Place: places[i]}
	}
	return nil
}

// place puts one draft at the end of the batch.
func (q *Queue) place(batch *kept.Batch, edge *register.Edge, d *Draft) (Place, error) {
	entry := d.Entry
	entry.Index = edge.Size()
	entry.Recorded = max(entry.Recorded, batch.To.Recorded)
	if day := party.DayOf(time.UnixMilli(entry.Recorded), d.Zone); day != party.DayOf(time.UnixMilli(d.Entry.Recorded), d.Zone) {
		return Place{}, party.Errorf(party.Conflict, "the day changed to %s while the act was being recorded", day)
	}
	data, err := entry.Encode()
	if err != nil {
		return Place{}, party.Errorf(party.Invalid, "write the act: %w", err)
	}
	reply, err := d.Reply(entry.Index, entry.Recorded)
	if err != nil {
		return Place{}, err
	}
	if err := edge.Append(register.LeafHash(data)); err != nil {
		return Place{}, err
	}
	batch.To.Recorded = entry.Recorded
	batch.Records = append(batch.Records, kept.Record{Index: entry.Index, Matter: entry.Matter, Number: entry.Number, Data: data})
	batch.Answers = append(batch.Answers, kept.Answer{Actor: d.Person, Key: d.Key, Body: d.Body, Index: entry.Index, Reply: reply})
	batch.Matters = append(batch.Matters, d.Row(entry.Index, entry.Recorded))
	batch.Books = append(batch.Books, d.Books...)
	for _, o := range d.Openings {
		o.Index = entry.Index
		batch.Openings = append(batch.Openings, o)
	}
	return Place{Index: entry.Index, Recorded: entry.Recorded}, nil
}
