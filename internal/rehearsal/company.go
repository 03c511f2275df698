package rehearsal

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection"
)

// Zone is where the invented party lives.
const Zone = "Europe/London"

// Clock is a clock that moves only when it is told to. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock gives a clock that stands at nine in the morning of a day in Zone.
func NewClock(day party.Day) *Clock {
	return &Clock{now: at(day, 9)}
}

// Now gives the time on the clock; every look moves it on by a second, so that no two acts happen at once.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

// Set moves the clock to an hour of a day in Zone, never backwards.
func (c *Clock) Set(day party.Day, hour int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if then := at(day, hour); then.After(c.now) {
		c.now = then
	}
}

func at(day party.Day, hour int) time.Time {
	zone, known := org.Zone(Zone)
	if !known {
		zone = time.UTC
	}
	return day.End(zone).Add(time.Duration(hour-24) * time.Hour)
}

// Company is the people who play: each has a part, which is also the office they hold.
type Company struct {
	clerk  *clerk.Clerk
	clock  *Clock
	people map[string]string // part -> person
	keys   int
}

// NewCompany gathers the people. Their names are those of their parts.
func NewCompany(c *clerk.Clerk, clock *Clock) *Company {
	return &Company{clerk: c, clock: clock, people: map[string]string{}}
}

// Person gives the person who plays a part, and enrols one the first time.
func (c *Company) Person(ctx context.Context, part string) (string, error) {
	if id, ok := c.people[part]; ok {
		return id, nil
	}
	id, err := c.clerk.Enrol(ctx, "Player of the "+part, "")
	if err != nil {
		return "", err
	}
	c.people[part] = id
	return id, nil
}

// as begins a request by the player of a part, in the name of an office.
func (c *Company) as(ctx context.Context, part string, office party.OfficeID, matter party.MatterID) (clerk.Request, error) {
	person, err := c.Person(ctx, part)
	if err != nil {
		return clerk.Request{}, err
	}
	c.keys++
	return clerk.Request{
		Key: fmt.Sprintf("rehearsal-%d", c.keys), Person: person, Office: office, Matter: matter,
	}, nil
}

// Found founds the register of the invented party. The general secretary is its first officer.
func (c *Company) Found(ctx context.Context, origin, title, key string) (clerk.Receipt, error) {
	r, err := c.as(ctx, "general secretary", "general-secretary", "")
	if err != nil {
		return clerk.Receipt{}, err
	}
	r.Org = org.Founded{Origin: origin, Zone: Zone, Key: key, Title: title, Office: "general-secretary"}
	return c.clerk.Do(ctx, r)
}

// Appoint makes the player of a part the holder of an office of the organisation.
func (c *Company) Appoint(ctx context.Context, part string, office party.OfficeID) (clerk.Receipt, error) {
	r, err := c.as(ctx, "general secretary", "general-secretary", "")
	if err != nil {
		return clerk.Receipt{}, err
	}
	holder, err := c.alias(ctx, part, org.Matter)
	if err != nil {
		return clerk.Receipt{}, err
	}
	r.Org = org.Appointed{Office: office, Holder: holder}
	return c.clerk.Do(ctx, r)
}

// Adopt adopts a rulebook and confirms what it leaves open, at its defaults.
func (c *Company) Adopt(ctx context.Context, data []byte) (adopted, confirmed clerk.Receipt, err error) {
	book, err := rulebook.Parse(data)
	if err != nil {
		return adopted, confirmed, err
	}
	r, err := c.as(ctx, "general secretary", "general-secretary", "")
	if err != nil {
		return adopted, confirmed, err
	}
	if adopted, err = c.clerk.Adopt(ctx, r, data); err != nil {
		return adopted, confirmed, err
	}
	r, err = c.as(ctx, "general secretary", "general-secretary", "")
	if err != nil {
		return adopted, confirmed, err
	}
	r.Org = org.ParametersConfirmed{Book: book.Digest, Setting: Defaults(book)}
	confirmed, err = c.clerk.Do(ctx, r)
	return adopted, confirmed, err
}

// Defaults gives the setting in which everything that must be confirmed is confirmed as the book proposes.
func Defaults(book *rulebook.Book) rulebook.Setting {
	setting := rulebook.Setting{}
	for _, p := range book.ToConfirm() {
		setting[p.Name] = p.Default
	}
	return setting
}

func (c *Company) alias(ctx context.Context, part string, matter party.MatterID) (party.Alias, error) {
	person, err := c.Person(ctx, part)
	if err != nil {
		return "", err
	}
	return c.clerk.Alias(ctx, person, matter)
}

// Officers gives appointments of players to offices in a seat. Each line is a part, an office and a unit,
// which may be empty.
func (c *Company) Officers(ctx context.Context, matter party.MatterID, lines ...[3]string) ([]selection.Officer, error) {
	officers := make([]selection.Officer, 0, len(lines))
	for _, line := range lines {
		holder, err := c.alias(ctx, line[0], matter)
		if err != nil {
			return nil, err
		}
		officers = append(officers, selection.Officer{
			Office: party.OfficeID(line[1]), Holder: holder, Unit: party.UnitID(line[2]),
		})
	}
	return officers, nil
}

// Do has the player of a part do an act in a seat.
func (c *Company) Do(ctx context.Context, part string, office party.OfficeID, matter party.MatterID, act selection.Act, sealed ...clerk.Secret) (clerk.Receipt, error) {
	r, err := c.as(ctx, part, office, matter)
	if err != nil {
		return clerk.Receipt{}, err
	}
	r.Seat, r.Sealed = act, sealed
	return c.clerk.Do(ctx, r)
}
