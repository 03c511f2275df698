package clerk

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// batchMost is how many acts are committed together at most.
const batchMost = 256

// draft is one act on its way into the register: everything but its place and its time.
type draft struct {
	entry    register.Entry // without Index; Recorded is the time at which it was judged
	zone     *time.Location // in which the day of recording must still be the one it was judged on
	openings []opening
	person   string
	key      string
	body     [32]byte
	books    []kept.Book
	row      func(index, recorded int64) kept.MatterRow
	reply    func(index, recorded int64) ([]byte, error)
	done     chan placed // receives exactly one value
}

// placed is where a draft came to stand.
type placed struct {
	index    int64
	recorded int64
	err      error
}

// sequencer gives every act its place. One goroutine, started by run, owns the head and the tree's edge.
type sequencer struct {
	log    Log
	drafts chan *draft
	moved  func(ctx context.Context, from, to int64) // tells that another process wrote these entries
	head   kept.Head
	edge   *register.Edge
	known  atomic.Int64 // up to here the clerk's memory has met every entry
	latest atomic.Int64 // when the last entry that was met was recorded, in milliseconds UTC
}

func newSequencer(log Log, moved func(ctx context.Context, from, to int64)) *sequencer {
	return &sequencer{log: log, drafts: make(chan *draft, batchMost), moved: moved}
}

// learn notes that the clerk's memory has met every entry up to a place.
func (s *sequencer) learn(size int64) {
	known := s.known.Load()
	for known < size && !s.known.CompareAndSwap(known, size) {
		known = s.known.Load()
	}
}

// run gathers what waits and commits it, until the channel is closed.
func (s *sequencer) run(ctx context.Context) {
	for first := range s.drafts {
		batch := []*draft{first}
	gather:
		for len(batch) < batchMost {
			select {
			case next, open := <-s.drafts:
				if !open {
					break gather
				}
				batch = append(batch, next)
			default:
				break gather
			}
		}
		s.commit(ctx, batch)
	}
}

// commit writes a batch. If another process was first, everybody in the batch is told of a conflict: what
// they were judged by may have changed, so they load and ask again. If one of them cannot be written at all,
// the others are written without it.
func (s *sequencer) commit(ctx context.Context, drafts []*draft) {
	err := s.write(ctx, drafts)
	if err == nil {
		return
	}
	if party.Is(err, party.Invalid) && len(drafts) > 1 {
		for _, d := range drafts {
			s.commit(ctx, []*draft{d})
		}
		return
	}
	s.edge = nil // whatever happened, look again before the next batch
	if party.Is(err, party.Conflict) {
		if lost := s.catchUp(ctx); lost != nil {
			err = lost
		}
	}
	for _, d := range drafts {
		d.done <- placed{index: -1, err: err}
	}
}

// catchUp reads where the register stands, and tells the clerk what others have written meanwhile.
func (s *sequencer) catchUp(ctx context.Context) error {
	head, err := s.log.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the register: %w", err)
	}
	edge, err := register.NewEdge(head.Size, func(t register.Tile) ([]byte, error) {
		tile, err := s.log.TileAt(ctx, t.Level, t.N)
		return tile.Data, err
	})
	if err != nil {
		return err
	}
	if edge.Root() != register.Hash(head.Root) {
		return fmt.Errorf("the tree of the register does not have the root that was stored with its %d entries", head.Size)
	}
	if s.head.Size < head.Size {
		s.moved(ctx, s.head.Size, head.Size)
	}
	s.head, s.edge = head, edge
	s.latest.Store(head.Recorded)
	s.learn(head.Size)
	return nil
}

func (s *sequencer) write(ctx context.Context, drafts []*draft) error {
	if s.edge == nil {
		known := s.known.Load()
		if err := s.catchUp(ctx); err != nil {
			return err
		}
		if known < s.head.Size { // what these drafts were judged by may be older
			return party.Errorf(party.Conflict, "the register has grown from %d entries to %d", known, s.head.Size)
		}
	}
	edge := s.edge.Clone()
	batch := kept.Batch{From: s.head, To: s.head}
	places := make([]placed, len(drafts))
	for i, d := range drafts {
		place, err := s.place(&batch, edge, d)
		if err != nil {
			return err
		}
		places[i] = place
	}
	batch.To.Size, batch.To.Root = edge.Size(), edge.Root()
	for _, t := range edge.Take() {
		batch.Tiles = append(batch.Tiles, kept.Tile{Level: t.Level, N: t.N, Width: t.Width, Data: t.Data})
	}
	if err := s.log.Append(ctx, batch); err != nil {
		return err
	}
	s.head, s.edge = batch.To, edge
	s.latest.Store(batch.To.Recorded)
	s.learn(batch.To.Size)
	for i, d := range drafts {
		d.done <- places[i]
	}
	return nil
}

// place puts one draft at the end of the batch.
func (s *sequencer) place(batch *kept.Batch, edge *register.Edge, d *draft) (placed, error) {
	entry := d.entry
	entry.Index = edge.Size()
	entry.Recorded = max(entry.Recorded, batch.To.Recorded)
	if day := party.DayOf(time.UnixMilli(entry.Recorded), d.zone); day != party.DayOf(time.UnixMilli(d.entry.Recorded), d.zone) {
		return placed{}, party.Errorf(party.Conflict, "the day changed to %s while the act was being recorded", day)
	}
	data, err := entry.Encode()
	if err != nil {
		return placed{}, party.Errorf(party.Invalid, "write the act: %w", err)
	}
	reply, err := d.reply(entry.Index, entry.Recorded)
	if err != nil {
		return placed{}, err
	}
	if err := edge.Append(register.LeafHash(data)); err != nil {
		return placed{}, err
	}
	batch.To.Recorded = entry.Recorded
	batch.Records = append(batch.Records, kept.Record{Index: entry.Index, Matter: entry.Matter, Number: entry.Number, Data: data})
	batch.Answers = append(batch.Answers, kept.Answer{Actor: d.person, Key: d.key, Body: d.body, Index: entry.Index, Reply: reply})
	batch.Matters = append(batch.Matters, d.row(entry.Index, entry.Recorded))
	batch.Books = append(batch.Books, d.books...)
	for _, o := range d.openings {
		batch.Openings = append(batch.Openings, kept.Opening{
			Index: entry.Index, Field: o.field, Salt: o.salt, Value: o.value, Person: o.person,
		})
	}
	return placed{index: entry.Index, recorded: entry.Recorded}, nil
}
