package clerk_test

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// Two processes serve one register. What one of them remembers may be older than what the other has written:
// neither a refusal nor a decision may rest on it.
func TestTwoClerksOfOneRegister(t *testing.T) {
	dir := t.TempDir()
	dsn := "sqlite:" + filepath.Join(dir, "register.db")
	db, first, vkey := openHouse(t, dir, dsn)
	other, second, _ := openHouse(t, dir, dsn)
	t.Cleanup(func() {
		first.Close()
		second.Close()
		for _, err := range []error{db.Close(), other.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	r, err := foundRound(t.Context(), first, vkey)
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.seat(t.Context(), 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation(rehearsal.Zone)
	if err != nil {
		t.Fatal(err)
	}
	p := playing{seat: s, today: party.DayOf(time.Now(), zone), do: inside(t.Context(), first)}
	p.act(s.open(p.today.Add(21)))
	p.act(s.list())
	p.act(s.freeze())
	for place := range s.units {
		p.do = inside(t.Context(), first)
		number := p.act(s.returned(place, 1, false, p.today))
		p.do = inside(t.Context(), second) // knows nothing of the return, or of the seat
		p.act(s.countersigned(place, number))
	}
	p.do = inside(t.Context(), first)
	p.act(s.request(r.region, executive, selection.Voided{Return: 3, Ground: "count-wrong", Seen: true}))
	if p.err != nil {
		t.Fatal(p.err)
	}
	receipt, decision, err := second.Decide(t.Context(), s.request(r.region, executive, nil))
	if err != nil || !receipt.OK() {
		t.Fatal(receipt, err)
	}
	var sealed rulebook.Ruling
	err = db.Openings(t.Context(), receipt.Index, receipt.Index+1, func(o kept.Opening) error {
		return json.Unmarshal(o.Value, &sealed)
	})
	if err != nil || sealed.Outcome != decision.Ruling.Outcome || sealed.Outcome == "" {
		t.Errorf("sealed is %q, told was %q: %v", sealed.Outcome, decision.Ruling.Outcome, err)
	}
	if again, _, err := first.Decide(t.Context(), s.request(r.region, executive, nil)); err != nil || again.OK() {
		t.Errorf("a seat was decided twice: %+v, %v", again, err)
	}
	voided := false
	for _, pool := range decision.Pools {
		voided = voided || pool.Of == 1
	}
	if !voided {
		t.Errorf("the decision counts the return that was declared void: %+v", decision.Pools)
	}
}
