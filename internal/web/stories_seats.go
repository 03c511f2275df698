package web

import (
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// day gives a day of the invented round, counted from Monday 7 September 2026.
func day(n int) party.Day {
	first, _ := party.ParseDay("2026-09-07")
	return first.Add(n)
}

func homeStories(page pageMaker) StoryGroup {
	const title = "Who stands, and why"
	return StoryGroup{"home", []Story{
		{"rounds", "Two rounds", HomePage{page("/", title), []RoundLine{
			{"2026", "Trigger ballots 2026", day(0), 1, 2, 1},
			{"2022", "Trigger ballots 2022", day(-1500), 1, 3, 0},
		}}},
		{"empty", "No round yet", HomePage{page("/", title), nil}},
	}}
}

func roundStories(page pageMaker) StoryGroup {
	round := Round{
		ID: "2026", Title: "Trigger ballots 2026", Opened: day(0), Book: inventedRef(),
		Seats: []SeatLine{
			{"harbour-ward", "Harbour Ward and Northside", StagePublished, rulebook.Triggered, false},
			{"kettlewell", "Kettlewell and the Upper Vale of Lamplighters", StageDeclared, rulebook.NotTriggered, false},
			{"millbrook", "Millbrook", StageOverridden, rulebook.Triggered, true},
			{"saltmarsh", "Saltmarsh", StageAnswering, "", false},
			{"tannery", "Tannery Row", StageWorkedOut, "", false},
		},
	}
	empty := round
	empty.Seats = nil
	return StoryGroup{"round", []Story{
		{"running", "Seats at every stage", RoundPage{page("/", round.Title), round}},
		{"empty", "No seat named yet", RoundPage{page("/", round.Title), empty}},
	}}
}

func seatStories(page pageMaker) StoryGroup {
	states := []struct {
		state, about string
		seat         Seat
	}{
		{"opened", "Just opened", seatOpened()},
		{"answering", "Units are answering", seatAnswering()},
		{"worked-out", "Put together, not declared", seatWorkedOut()},
		{"declared", "A contest, reasons not published yet", seatDeclared()},
		{"contest", "A contest, answers closed", seatContest()},
		{"published", "A contest, answers published", seatPublished()},
		{"no-contest", "No contest", seatNoContest()},
		{"imposed", "Another outcome was imposed later", seatImposed()},
		{"departed", "The declaration departed from the rules", seatDeparted()},
	}
	g := StoryGroup{Page: "seat"}
	for _, s := range states {
		g.States = append(g.States, Story{s.state, s.about, SeatPage{page("/", s.seat.Name), s.seat}})
	}
	return g
}

func seatOpened() Seat {
	return Seat{
		ID: "harbour-ward", Name: "Harbour Ward and Northside", Incumbent: "the MP", Book: inventedRef(),
		Round: RoundLine{ID: "2026", Title: "Trigger ballots 2026"}, Stage: StageOpened, First: 12, Last: 12,
		History: []Step{{day(0), "The procedures secretary opened the round in this seat.", 12, false}},
	}
}

func seatAnswering() Seat {
	s := seatOpened()
	s.Stage, s.Last = StageAnswering, 31
	s.Question = inventedBook().Question.Text
	s.Answers = []AnswerGroup{
		{party.Branch, unanswered("Northside", "Harbour Ward", "Old Quay", "Station Road", "Fishmarket", "Upper Town")},
		{party.Affiliate, unanswered("Union of Lamplighters, Harbour lodge", "Society of Cartographers", "Ropemakers’ Guild")},
	}
	s.Closed = []Closed{
		{
			"How each unit answered", "A first answer must not sway the next.",
			"The answers are published after the outcome has been declared.",
		},
	}
	s.History = append(s.History,
		Step{day(3), "The list of nine units that may answer was published.", 14, false},
		Step{day(5), "Station Road challenged the list: the Society of Cartographers had paid no fee. The challenge was refused.", 15, false},
		Step{day(10), "The list was settled. From here nobody can change it.", 17, true},
		Step{day(16), "An answer was entered for Northside, and countersigned by another officer.", 19, false})
	return s
}

func unanswered(units ...string) []Answer {
	var rows []Answer
	for _, u := range units {
		rows = append(rows, Answer{Unit: u})
	}
	return rows
}

func seatWorkedOut() Seat {
	s := seatAnswering()
	s.Stage, s.Last = StageWorkedOut, 44
	s.History = append(s.History, Step{day(30), "The time for answers ended, and the answers were put together.", 44, true})
	return s
}

// seatDeclared is the moment after the declaration: what stands is known, why is still closed.
func seatDeclared() Seat {
	s := seatWorkedOut()
	s.Stage, s.Outcome, s.Last = StageDeclared, rulebook.Triggered, 45
	s.Declared = Declaration{day(31), "the procedures secretary", 45}
	s.Closed = append(s.Closed, Closed{
		"The reasons and the figures behind them", "They would show how the units answered.", "They are published with the units’ answers.",
	})
	s.History = append(s.History, Step{day(31), "The procedures secretary declared: a contest is held. This is what the rules gave.", 45, true})
	return s
}

func seatContest() Seat {
	s := seatDeclared()
	s.Closed = s.Closed[:1]
	s.Summary = "3 of 6 party branches asked for a contest (50.00%): one third or more."
	s.Pools = []PoolResult{
		{"Party branches", 3, 6, party.MustShare(1, 2), party.MustShare(1, 3), rulebook.AtLeast, true, false, 0},
		{"Affiliated branches", 0, 2, party.MustShare(0, 2), party.MustShare(1, 3), rulebook.AtLeast, false, false, 0},
	}
	s.Reasons = inventedReasons()
	s.Settings = []Setting{
		{"double_tie", "Whether a unit with two equal votes still counts among the units", "yes", "the procedures secretary", day(1)},
		{"bar", "The share of units that is needed", "1/3", "", party.Day{}},
	}
	return s
}

func seatPublished() Seat {
	s := seatContest()
	s.Stage, s.Published, s.Last = StagePublished, true, 46
	s.Answers = []AnswerGroup{
		{party.Branch, []Answer{
			{"Northside", "select", "16", "14", "1", ""},
			{"Harbour Ward", "reselect", "9", "22", "0", ""},
			{"Old Quay", "select", "", "", "", "All votes were on one side, so the figures stay closed."},
			{"Station Road", "no-preference", "11", "11", "0", "Balloted twice, equal both times."},
			{"Fishmarket", "select", "12", "8", "0", "Declared void on 25 September, brought back on appeal on 1 October."},
			{"Upper Town", "reselect", "5", "19", "2", ""},
		}},
		{party.Affiliate, []Answer{
			{"Union of Lamplighters, Harbour lodge", "reselect", "", "", "", ""},
			{"Society of Cartographers", "reselect", "", "", "", ""},
			{"Ropemakers’ Guild", "did-not-meet", "", "", "", ""},
		}},
	}
	s.Closed = []Closed{{
		"The figures of Old Quay", "They would show how every person at the meeting voted.",
		"They stay closed for good. The unit’s answer is enough to compute the outcome again.",
	}}
	s.History = append(s.History, Step{day(33), "The units’ answers were published.", 46, false})
	return s
}

func seatNoContest() Seat {
	s := seatContest()
	s.Outcome, s.Summary = rulebook.NotTriggered, "Neither 1 of 6 party branches nor 0 of 2 affiliated branches is one third."
	s.Pools[0].For, s.Pools[0].Share, s.Pools[0].Reached = 1, party.MustShare(1, 6), false
	s.Reasons = []Reason{
		{rulebook.NotMet, "1 of 6 party branches asked for a contest (16.66%): less than one third.", ClauseRefOf(inventedBook(), "4.2")},
		{rulebook.NotMet, "0 of 2 affiliated branches asked for a contest (0.00%): less than one third.", ClauseRefOf(inventedBook(), "4.2")},
	}
	s.History[len(s.History)-1].Text = "The procedures secretary declared: no contest is held. This is what the rules gave."
	return s
}

func seatImposed() Seat {
	s := seatNoContest()
	s.Stage, s.Outcome, s.Last = StageOverridden, rulebook.Triggered, 52
	s.Imposed = &Imposed{
		Rules: rulebook.NotTriggered, Outcome: rulebook.Triggered, By: "the national executive", Day: day(40),
		Authority: "Its power to set aside a procedure", Ground: "A unit had been left off the list",
		Clause: ClauseRefOf(inventedBook(), "9.1"), Entry: 52,
	}
	s.History = append(s.History, Step{day(40), "The national executive imposed a contest. The rules had given no contest.", 52, true})
	return s
}

func seatDeparted() Seat {
	s := seatContest()
	s.Outcome = rulebook.NotTriggered
	s.Imposed = &Imposed{
		Rules: rulebook.Triggered, Outcome: rulebook.NotTriggered, By: "the procedures secretary", Day: day(31),
		Authority: "Its power to declare", Ground: "An appeal against one answer is pending",
		Clause: ClauseRefOf(inventedBook(), "9.1"), Declared: true, Entry: 45,
	}
	s.History[len(s.History)-1].Text = "The procedures secretary declared: no contest is held. The rules had given a contest."
	return s
}

func inventedReasons() []Reason {
	b := inventedBook()
	return []Reason{
		{rulebook.Met, "3 of 6 party branches asked for a contest (50.00%): one third or more.", ClauseRefOf(b, "4.2")},
		{rulebook.NotMet, "0 of 2 affiliated branches asked for a contest (0.00%): less than one third.", ClauseRefOf(b, "4.2")},
		{rulebook.NotApplicable, "Ropemakers’ Guild did not meet, and so does not count among the units.", ClauseRefOf(b, "4.3")},
		{rulebook.Open, "The rule text does not say whether an equal vote counts. It was counted in; counted out, the outcome is the same.", ClauseRefOf(b, "4.4")},
	}
}
