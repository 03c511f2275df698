package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/internal/web"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// Desk reads one record for the pages. It is safe for concurrent use.
type Desk struct {
	gallery *gallery.Gallery
	shipped []*rulebook.Book // the books that come with the program
}

// New makes a desk. The books are those that come with the program, in the order in which they are listed.
func New(g *gallery.Gallery, shipped []*rulebook.Book) *Desk {
	return &Desk{gallery: g, shipped: shipped}
}

// Rounds gives every round, newest first.
func (d *Desk) Rounds(ctx context.Context) ([]web.RoundLine, error) {
	rows, err := d.gallery.Lists(ctx, "")
	if err != nil {
		return nil, err
	}
	lines := map[string]*web.RoundLine{}
	for _, row := range rows {
		if row.Room != "selection" {
			continue
		}
		line, ok := lines[row.Round]
		if !ok {
			opened, err := d.opened(ctx, row.Matter)
			if err != nil {
				return nil, err
			}
			line = &web.RoundLine{ID: party.RoundID(row.Round), Title: roundTitle(row.Round), Opened: opened}
			lines[row.Round] = line
		}
		switch outcome, _ := outcomeOf(row); outcome {
		case rulebook.Triggered:
			line.Contests++
		case rulebook.NotTriggered:
			line.NoContests++
		case rulebook.Allowed, rulebook.Refused, rulebook.NotYet, rulebook.Discretion, rulebook.Undecided,
			rulebook.NeedsRuling, rulebook.DoesNotApply:
		default:
			line.Waiting++
		}
	}
	rounds := make([]web.RoundLine, 0, len(lines))
	for _, line := range lines {
		rounds = append(rounds, *line)
	}
	slices.SortFunc(rounds, func(a, b web.RoundLine) int {
		return cmp.Or(b.Opened.Compare(a.Opened), strings.Compare(string(a.ID), string(b.ID)))
	})
	return rounds, nil
}

func roundTitle(round string) string { return "Trigger ballots " + round }

func (d *Desk) opened(ctx context.Context, matter string) (party.Day, error) {
	seat, err := d.gallery.Seat(ctx, party.MatterID(matter))
	if err != nil {
		return party.Day{}, err
	}
	return seat.Events[0].Stamp.Day, nil
}

// outcomeOf reads the outcome that holds from a row of the index.
func outcomeOf(row kept.MatterRow) (outcome rulebook.Outcome, imposed bool) {
	words := strings.Fields(row.Stage)
	if len(words) > 1 {
		outcome = rulebook.Outcome(words[1])
	}
	return outcome, len(words) > 2
}

// stageOf gives the stage of a row as the pages name it.
func stageOf(row kept.MatterRow) web.Stage {
	words := strings.Fields(row.Stage)
	if _, imposed := outcomeOf(row); imposed {
		return web.StageOverridden
	}
	if len(words) == 0 {
		return web.StageOpened
	}
	return webStage(words[0])
}

func webStage(stage string) web.Stage {
	switch stage {
	case "listed":
		return web.StageListed
	case "frozen":
		return web.StageAnswering
	case "decided":
		return web.StageWorkedOut
	case "declared":
		return web.StageDeclared
	case "published":
		return web.StagePublished
	}
	return web.StageOpened
}

// Round gives one round with its seats in the order of their names.
func (d *Desk) Round(ctx context.Context, id party.RoundID) (web.Round, error) {
	rows, err := d.gallery.Lists(ctx, id)
	if err != nil {
		return web.Round{}, err
	}
	rows = slices.DeleteFunc(rows, func(r kept.MatterRow) bool { return r.Room != "selection" })
	if id == "" || len(rows) == 0 {
		return web.Round{}, party.Errorf(party.NotFound, "there is no round %q", id)
	}
	first, err := d.gallery.Seat(ctx, party.MatterID(rows[0].Matter))
	if err != nil {
		return web.Round{}, err
	}
	book, err := d.gallery.Book(ctx, first.State.Book)
	if err != nil {
		return web.Round{}, err
	}
	round := web.Round{
		ID: id, Title: roundTitle(string(id)), Opened: first.Events[0].Stamp.Day,
		Book: web.BookRef{Name: book.Name, Title: book.Title},
	}
	for _, row := range rows {
		outcome, imposed := outcomeOf(row)
		round.Seats = append(round.Seats, web.SeatLine{
			ID: seatOf(row.Matter), Name: row.Title, Stage: stageOf(row), Outcome: outcome, Imposed: imposed,
		})
	}
	slices.SortFunc(round.Seats, func(a, b web.SeatLine) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.ID), string(b.ID)))
	})
	return round, nil
}

// seatOf gives the seat's part of a matter's name, which is ROUND/SEAT.
func seatOf(matter string) party.SeatID {
	_, seat, _ := strings.Cut(matter, "/")
	return party.SeatID(seat)
}

// matterOf finds the newest round in which a seat stands.
func (d *Desk) matterOf(ctx context.Context, seat party.SeatID) (kept.MatterRow, error) {
	rows, err := d.gallery.Lists(ctx, "")
	if err != nil {
		return kept.MatterRow{}, err
	}
	var found kept.MatterRow
	for _, row := range rows {
		if row.Room == "selection" && seatOf(row.Matter) == seat && (found.Matter == "" || row.LastIndex > found.LastIndex) {
			found = row
		}
	}
	if found.Matter == "" || seat == "" {
		return found, party.Errorf(party.NotFound, "there is no seat %q", seat)
	}
	return found, nil
}
