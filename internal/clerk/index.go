package clerk

import (
	"context"
	"fmt"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
)

// summary writes a matter's row of the index as it is after one more act.
type summary struct {
	m     *matter
	act   selection.Act
	stamp party.Stamp
}

func (s summary) row(index, recorded int64) kept.MatterRow {
	row := rowOf(s.m.id, &s.m.state)
	row.Entries++
	row.LastIndex, row.LastRecorded = index, recorded
	row.Stage = stageAfter(&s.m.state, s.act)
	if opened, ok := s.act.(selection.Opened); ok {
		row.Round, row.Title = string(opened.Round), opened.Title
	}
	return row
}

func rowOf(id party.MatterID, s *selection.State) kept.MatterRow {
	return kept.MatterRow{
		Matter: string(id), Room: "selection", Round: string(s.Round), Title: s.Title,
		Stage: stageWords(s.Stage, outcomeOf(s)), Entries: s.Acts,
	}
}

// outcomeOf is the outcome that holds, with the word "imposed" if it is not what the rules gave.
func outcomeOf(s *selection.State) string {
	outcome, ok := s.Outcome()
	if ok && s.Imposed() {
		return string(outcome) + " imposed"
	}
	return string(outcome)
}

// stageWords is how the index writes a stage: the stage, and the outcome that holds once there is one.
func stageWords(stage selection.Stage, outcome string) string {
	if outcome == "" {
		return string(stage)
	}
	return string(stage) + " " + outcome
}

// stageAfter gives the stage that an act leads to, without applying it.
func stageAfter(s *selection.State, act selection.Act) string {
	after := selection.State{
		Stage: s.Stage, Ruled: s.Ruled, Declared: s.Declared, Departed: s.Departed,
		Began: map[selection.Stage]party.Day{}, Opened: map[selection.Sealed]bool{},
	}
	after.Apply(act, party.Stamp{})
	return stageWords(after.Stage, outcomeOf(&after))
}

// RebuildIndex makes the index anew from the record, and gives the number of matters. Progress is called now
// and then with how many of how many entries have been read; it may be nil.
func (c *Clerk) RebuildIndex(ctx context.Context, progress func(done, total int64)) (int, error) {
	fold := refold{states: map[string]*selection.State{}, rows: map[string]kept.MatterRow{}}
	err := c.store.ReplaceMatters(ctx, func(put func(kept.MatterRow) error) error {
		if err := c.refold(ctx, &fold, progress); err != nil {
			return err
		}
		for _, row := range fold.rows {
			if err := put(row); err != nil {
				return err
			}
		}
		return nil
	})
	return len(fold.rows), err
}

// refold folds the whole register. Nobody appends meanwhile: it is called while the index is held.
func (c *Clerk) refold(ctx context.Context, fold *refold, progress func(done, total int64)) error {
	head, err := c.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the register: %w", err)
	}
	err = c.store.Records(ctx, 0, head.Size, func(r kept.Record) error {
		if progress != nil && r.Index%1000 == 0 {
			progress(r.Index, head.Size)
		}
		return fold.add(r)
	})
	if err != nil {
		return fmt.Errorf("fold the register: %w", err)
	}
	return nil
}

type refold struct {
	house  org.State
	states map[string]*selection.State
	rows   map[string]kept.MatterRow
}

func (f *refold) add(r kept.Record) error {
	e, err := gallery.EventOf(r)
	if err != nil {
		return err
	}
	var row kept.MatterRow
	if e.Org != nil {
		f.house.Apply(e.Org, e.Stamp)
		row = kept.MatterRow{Matter: e.Entry.Matter, Room: "org", Title: f.house.Title, Stage: "founded", Entries: f.house.Acts}
	} else {
		state, ok := f.states[e.Entry.Matter]
		if !ok {
			state = &selection.State{}
			f.states[e.Entry.Matter] = state
		}
		state.Apply(e.Seat, e.Stamp)
		row = rowOf(party.MatterID(e.Entry.Matter), state)
	}
	row.LastIndex, row.LastRecorded = e.Entry.Index, e.Entry.Recorded
	f.rows[e.Entry.Matter] = row
	return nil
}
