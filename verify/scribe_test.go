package verify_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/rules"
	"github.com/selectorate/selectorate/selection"
)

const origin = "lamplighters.example/harbour-ward"

// scribe writes a register by hand, in memory. It holds the signing key, and writes whatever it is told to:
// an act that is not allowed gets a ruling that says it is. So it can forge what no clerk would write.
type scribe struct {
	tb       testing.TB
	signer   register.Signer
	key      string
	book     *rulebook.Book
	bookData []byte
	house    org.State
	seats    map[party.MatterID]*seat
	homeNext int64
	now      time.Time
	edge     *register.Edge
	entries  [][]byte
	openings []register.Opening
	// forge may change an entry just before it is written.
	forge func(*register.Entry)
	// honest makes an act that is not allowed an error of the test.
	honest bool
}

type seat struct {
	state  selection.State
	values map[selection.Sealed]register.Opening
}

// unsealed gives whatever the scribe has sealed.
func (m *seat) unsealed(f selection.Sealed) (json.RawMessage, error) {
	if o, ok := m.values[f]; ok {
		return o.Value, nil
	}
	return nil, selection.ErrSealed
}

func newScribe(tb testing.TB) *scribe {
	tb.Helper()
	data, err := rules.Read("uk-labour/2021")
	if err != nil {
		tb.Fatal(err)
	}
	// In the invented party the regional executive may depart from the rules.
	data = bytes.Replace(data, []byte("act: depart\n    clause: override\n    offices: ["), []byte("act: depart\n    clause: override\n    offices: [regional-executive, "), 1)
	book, err := rulebook.Parse(data)
	if err != nil {
		tb.Fatal(err)
	}
	s := &scribe{
		tb: tb, book: book, bookData: data, seats: map[party.MatterID]*seat{}, honest: true,
		now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	s.signer, s.key = newKey(tb, "the first key")
	if s.edge, err = register.NewEdge(0, nil); err != nil {
		tb.Fatal(err)
	}
	return s
}

func newKey(tb testing.TB, seed string) (register.Signer, string) {
	tb.Helper()
	random := sha256.Sum256([]byte(seed))
	skey, vkey, err := register.GenerateKey(bytes.NewReader(random[:]), origin)
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := register.ParseSigner(skey)
	if err != nil {
		tb.Fatal(err)
	}
	return signer, vkey
}

// day gives a day n days after the scribe's today.
func (s *scribe) day(n int) party.Day { return party.DayOf(s.now, time.UTC).Add(n) }

func (s *scribe) stamp(number int64, alias, office string) party.Stamp {
	s.now = s.now.Add(time.Second)
	return party.Stamp{
		Number: number, Actor: party.Actor{Alias: party.Alias(alias), Office: party.OfficeID(office)},
		Day: s.day(0), Recorded: s.now.UnixMilli(),
	}
}

// home writes an act of the organisation.
func (s *scribe) home(act org.Act) {
	s.tb.Helper()
	stamp := s.stamp(s.homeNext, "g", "general-secretary")
	s.homeNext++
	ruling := s.house.May(act, stamp, s.book)
	if _, ok := act.(org.BookAdopted); !ok {
		if _, ok := act.(org.ParametersConfirmed); !ok {
			ruling = s.house.May(act, stamp, nil)
		}
	}
	s.write(act, act.Kind(), org.Matter, "", stamp, ruling, nil)
	s.house.Apply(act, stamp)
}

// act writes an act of a seat, and gives its number.
func (s *scribe) act(matter party.MatterID, by string, act selection.Act, sealed map[string]any) int64 {
	s.tb.Helper()
	alias, office, _ := strings.Cut(by, " as ")
	m := s.seats[matter]
	if m == nil {
		m = &seat{values: map[selection.Sealed]register.Opening{}}
		s.seats[matter] = m
	}
	stamp := s.stamp(m.state.Acts, alias, office)
	ruling, err := m.state.May(act, stamp, selection.Facts{
		Org: &s.house, Book: s.book,
		Unsealed: m.unsealed,
	})
	if err != nil {
		s.tb.Fatalf("ask about %s: %v", act.Kind(), err)
	}
	commitments := map[string]string{}
	for field, value := range sealed {
		o := register.Opening{Entry: int64(len(s.entries)), Field: field, Value: s.marshal(value)}
		salt := sha256.Sum256(fmt.Appendf(nil, "%d %s", len(s.entries), field))
		o.Salt = salt[:]
		if commitments[field], err = register.Commit(salt, o.Value); err != nil {
			s.tb.Fatal(err)
		}
		m.values[selection.Sealed{Number: stamp.Number, Field: field}] = o
		s.openings = append(s.openings, o)
	}
	s.write(act, act.Kind(), matter, string(s.book.Digest), stamp, ruling, commitments)
	m.state.Apply(act, stamp)
	return stamp.Number
}

func (s *scribe) marshal(v any) []byte {
	s.tb.Helper()
	data, err := register.Marshal(v)
	if err != nil {
		s.tb.Fatal(err)
	}
	return data
}

// pretend makes a ruling say that everything was as it should be.
func pretend(r rulebook.Ruling) rulebook.Ruling {
	r.Outcome = rulebook.Allowed
	r.Reasons = slices.Clone(r.Reasons)
	for i := range r.Reasons {
		if r.Reasons[i].Status != rulebook.Met && r.Reasons[i].Code == "not-withheld-known" {
			r.Reasons[i].Figures = nil // as they are where it is met
		}
		r.Reasons[i].Status = rulebook.Met
		r.Reasons[i].Code = strings.TrimPrefix(r.Reasons[i].Code, "not-")
	}
	return r
}

func (s *scribe) write(act any, kind string, matter party.MatterID, book string, stamp party.Stamp, ruling rulebook.Ruling, sealed map[string]string) {
	s.tb.Helper()
	if s.honest && !ruling.OK() {
		s.tb.Fatalf("%s is not allowed: %+v", kind, ruling.Reasons)
	}
	e := register.Entry{
		Origin: origin, Index: int64(len(s.entries)), Matter: string(matter), Number: stamp.Number, Kind: kind,
		Day: stamp.Day.String(), Recorded: stamp.Recorded, Actor: string(stamp.Actor.Alias),
		Office: string(stamp.Actor.Office), Book: book, Ruling: s.marshal(pretend(ruling)), Open: s.marshal(act),
		Sealed: sealed,
	}
	if s.forge != nil {
		s.forge(&e)
	}
	data, err := e.Encode()
	if err != nil {
		s.tb.Fatal(err)
	}
	s.entries = append(s.entries, data)
	if err := s.edge.Append(register.LeafHash(data)); err != nil {
		s.tb.Fatal(err)
	}
}

// found founds the register and adopts the book.
func (s *scribe) found() {
	s.tb.Helper()
	s.home(org.Founded{Origin: origin, Zone: "Etc/UTC", Key: s.key, Title: "Union of Lamplighters", Office: "general-secretary"})
	s.home(org.BookAdopted{Book: s.book.Digest, Name: s.book.Name})
	setting := rulebook.Setting{}
	for _, p := range s.book.ToConfirm() {
		setting[p.Name] = p.Default
	}
	s.home(org.ParametersConfirmed{Book: s.book.Digest, Setting: setting})
}

// figures of a unit's ballot, by the unit's place: every fourth is unanimous.
func figures(unit int) selection.Votes {
	switch unit % 4 {
	case 0:
		return selection.Votes{Select: 16, Reselect: 14}
	case 1:
		return selection.Votes{Select: 3, Reselect: 20, Spoilt: 1}
	case 2:
		return selection.Votes{Select: 12}
	}
	return selection.Votes{Select: 5, Reselect: 17}
}

func answer(v selection.Votes) selection.Answer {
	if v.Select > v.Reselect {
		return selection.Select
	}
	return selection.Reselect
}

// round plays the whole of one seat with some units, half of them branches. A twist changes what is done at the step
// that it names.
func (s *scribe) round(units int, twist string) {
	s.tb.Helper()
	const matter = seatName
	s.open(matter, units, twist)
	if twist != "not frozen" {
		s.act(matter, "p as procedures-secretary", selection.Frozen{Units: int64(units)}, nil)
	}
	for i := range units {
		s.answer(matter, i, twist)
	}
	s.decide(matter, twist)
}

func unitID(i int) party.UnitID { return party.UnitID(fmt.Sprintf("unit-%d", i)) }

func unitOffices(i int) (enter, countersign string) {
	if i%2 == 0 {
		return "branch-secretary", "branch-teller"
	}
	return "affiliate-secretary", "affiliate-officer"
}

func (s *scribe) open(matter party.MatterID, units int, twist string) {
	s.tb.Helper()
	officers := []selection.Officer{
		{Office: "general-secretary", Holder: "g"},
		{Office: "procedures-secretary", Holder: "p"},
		{Office: "regional-executive", Holder: "r"},
		{Office: "national-executive", Holder: "n"},
	}
	list := make([]selection.Unit, units)
	for i := range units {
		enter, countersign := unitOffices(i)
		officers = append(officers,
			selection.Officer{Office: party.OfficeID(enter), Holder: party.Alias(fmt.Sprintf("s%d", i)), Unit: unitID(i)},
			selection.Officer{Office: party.OfficeID(countersign), Holder: party.Alias(fmt.Sprintf("t%d", i)), Unit: unitID(i)})
		if twist == "same person" {
			officers = append(officers, selection.Officer{Office: party.OfficeID(countersign), Holder: party.Alias(fmt.Sprintf("s%d", i)), Unit: unitID(i)})
		}
		kind := party.Branch
		if i%2 == 1 {
			kind = party.Affiliate
		}
		list[i] = selection.Unit{ID: unitID(i), Kind: kind, Name: fmt.Sprintf("Lamp <%d>", i)}
	}
	setting := s.house.Settings[s.book.Digest]
	if twist == "another setting" {
		setting = rulebook.Setting{"bar": "1/1"}
	}
	round, name, _ := strings.Cut(string(matter), "/")
	if twist == "another name" {
		name = "old-quay"
	}
	s.act(matter, "g as general-secretary", selection.Opened{
		Round: party.RoundID(round), Seat: party.SeatID(name), Title: "Harbour Ward", Book: s.book.Digest, Setting: setting,
		ReturnsBy: s.day(30), Officers: officers,
	}, map[string]any{"incumbent": "Somebody Invented"})
	s.act(matter, "p as procedures-secretary", selection.Listed{Units: list}, nil)
}

func (s *scribe) answer(matter party.MatterID, i int, twist string) {
	s.tb.Helper()
	votes := figures(i)
	enter, countersign := unitOffices(i)
	sealed := map[string]any{"answer": answer(votes), "figures": votes}
	switch {
	case twist == "not all sealed" && i == 0:
		delete(sealed, "figures")
	case twist == "too much sealed" && i == 0:
		sealed["statement"] = "more"
	case twist == "figures against answer" && i == 0:
		sealed["answer"] = selection.Reselect
	}
	number := s.act(matter, fmt.Sprintf("s%d as %s", i, enter), selection.Returned{Unit: unitID(i), Ballot: 1, MetOn: s.day(0), Figures: true}, sealed)
	who := "t"
	if twist == "same person" && i == 1 {
		who = "s"
	}
	s.act(matter, fmt.Sprintf("%s%d as %s", who, i, countersign), selection.Countersigned{Return: number}, nil)
}

func (s *scribe) decide(matter party.MatterID, twist string) {
	s.tb.Helper()
	m := s.seats[matter]
	file, err := m.state.ReturnsFile(s.book, m.unsealed)
	if err != nil {
		s.tb.Fatal(err)
	}
	decision := selection.Decide(s.book, m.state.Setting, file).Ruling
	gave := decision.Outcome
	switch twist {
	case "wrong decision":
		decision.Outcome = other(gave)
	case "wrong reasons":
		decision.Reasons = decision.Reasons[:1]
	}
	s.act(matter, "p as procedures-secretary", selection.Decided{Procedure: selection.DecideProcedure}, map[string]any{"decision": decision})
	if twist == "undeclared" {
		return
	}
	declared := selection.Declared{Gave: decision.Outcome, Outcome: decision.Outcome}
	switch twist {
	case "wrong gave":
		declared.Gave = other(gave)
		declared.Outcome = declared.Gave
	case "departs":
		declared.Outcome, declared.Ground = other(gave), "whip-withdrawn"
	case "declared by another":
		s.act(matter, "p as procedures-secretary", declared, nil)
		return
	}
	s.act(matter, "r as regional-executive", declared, nil)
	if twist == "unpublished" {
		return
	}
	if twist == "imposed" {
		s.act(matter, "n as national-executive", selection.Overridden{Was: gave, Outcome: other(gave), Clause: "override", Ground: "election-called"}, nil)
	}
	s.publish(matter, twist)
}

func other(o rulebook.Outcome) rulebook.Outcome {
	if o == rulebook.Triggered {
		return rulebook.NotTriggered
	}
	return rulebook.Triggered
}

// publish opens what may be opened.
func (s *scribe) publish(matter party.MatterID, twist string) {
	s.tb.Helper()
	m := s.seats[matter]
	act := selection.Published{Openings: []selection.Opening{}, Withheld: []selection.Withheld{}, Complete: true}
	for _, due := range slices.Concat(m.state.DueOpen(), m.state.FiguresDue()) {
		o := m.values[due]
		var votes selection.Votes
		if due.Field == "figures" && twist != "telling figures" {
			if err := json.Unmarshal(o.Value, &votes); err != nil {
				continue
			}
			if why := votes.Telling(); why != "" {
				act.Withheld = append(act.Withheld, selection.Withheld{Number: due.Number, Field: due.Field, Why: why})
				continue
			}
		}
		if why, says := strings.CutPrefix(twist, "says "); says && due.Field == "figures" && due.Number == 3 {
			act.Withheld = append(act.Withheld, selection.Withheld{Number: due.Number, Field: due.Field, Why: why})
			continue
		}
		if twist == "another value" && due.Field == "answer" {
			o.Value = json.RawMessage(`"no-votes"`)
		}
		act.Openings = append(act.Openings, selection.Opening{
			Number: due.Number, Field: due.Field, Salt: base64.StdEncoding.EncodeToString(o.Salt), Value: o.Value,
		})
	}
	s.act(matter, "r as regional-executive", act, nil)
}

// files hands every file of an export to put, signed.
func (s *scribe) files(put func(path string, data []byte), openings bool) {
	s.tb.Helper()
	for from := 0; from < len(s.entries); from += register.TileWidth {
		part := s.entries[from:min(from+register.TileWidth, len(s.entries))]
		data, err := register.EncodeBundle(part)
		if err != nil {
			s.tb.Fatal(err)
		}
		put(register.Tile{Level: register.EntryLevel, N: int64(from / register.TileWidth), Width: len(part)}.Path(), data)
	}
	wanted := map[register.Tile]bool{}
	for tile := range register.Tiles(int64(len(s.entries))) {
		wanted[tile] = true
	}
	for _, tile := range s.edge.Clone().Take() {
		if wanted[tile.Tile] {
			put(tile.Path(), tile.Data)
		}
	}
	path, err := register.BookPath(string(s.book.Digest))
	if err != nil {
		s.tb.Fatal(err)
	}
	put(path, s.bookData)
	put(register.ReadmePath, []byte(register.Readme))
	if openings {
		var lines []byte
		slices.SortFunc(s.openings, register.Opening.Compare)
		for _, o := range s.openings {
			line, err := o.Encode()
			if err != nil {
				s.tb.Fatal(err)
			}
			lines = append(append(lines, line...), '\n')
		}
		put(register.OpeningsPath, lines)
	}
	note, err := register.Checkpoint{Origin: origin, Size: int64(len(s.entries)), Root: s.edge.Root()}.Sign(s.signer)
	if err != nil {
		s.tb.Fatal(err)
	}
	put(register.CheckpointPath, note)
}

func (s *scribe) folder(openings bool) fstest.MapFS {
	s.tb.Helper()
	folder := fstest.MapFS{}
	s.files(func(path string, data []byte) { folder[path] = &fstest.MapFile{Data: bytes.Clone(data)} }, openings)
	return folder
}
