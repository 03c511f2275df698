package web

import (
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

func inventedRef() BookRef { return bookRef(inventedBook()) }

// inventedBook is a rulebook of no party.
func inventedBook() *rulebook.Book {
	return &rulebook.Book{
		Name: "harbour/2026", Title: "Harbour Party rules from 2026", Organisation: "Harbour Party",
		Procedure: "trigger-ballot", Incumbent: "the MP", From: day(-200),
		Sources: []string{"Invented for the storybook", "Minutes of a conference that never met"},
		Digest:  "sha256:4f1d0c55a8f0a7f3a9d6d1be6f0a23c1f6bb0c1d3a52f0c9e8d7b6a5948372aa",
		Question: rulebook.Question{
			Clause: "4.1", Text: "Shall there be an open contest for the candidate in this seat?",
			Select:   "A contest, with the MP on the shortlist.",
			Reselect: "No contest: the MP is the candidate.",
		},
		Clauses: []rulebook.Clause{
			{
				ID: "4.1", Title: "The question", Summary: "Each unit is asked one question and gives one answer.",
				Source: "Harbour Party rules, chapter 4", Mark: rulebook.Stated,
			},
			{
				ID: "4.2", Title: "When a contest is held", Summary: "A contest is held if one third or more of the party branches, or one third or more of the affiliated branches, ask for one.",
				Official: "Should one third or more of either section so request, a contest shall be held.",
				Source:   "Harbour Party rules, chapter 4", Mark: rulebook.Stated,
			},
			{
				ID: "4.3", Title: "Units that gave no answer", Summary: "A unit that did not meet is not counted.",
				Source: "Guidance to secretaries, page 3", Mark: rulebook.Derived, From: day(-100),
			},
			{
				ID: "4.4", Title: "Equal votes", Summary: "After an equal vote the unit ballots again. If that is equal too, it has no preference.",
				Source: "Common practice", Mark: rulebook.Memory,
			},
			{
				ID: "9.1", Title: "The national executive", Summary: "The national executive may set aside a procedure that was not followed.",
				Source: "Harbour Party rules, chapter 9", Mark: rulebook.Stated,
			},
		},
		Parameters: []rulebook.Parameter{
			{Name: "bar", Clause: "4.2", Type: rulebook.Share, Default: "1/3", Mark: rulebook.Stated, Meaning: "The share of units that is needed"},
			{
				Name: "double_tie", Clause: "4.4", Type: rulebook.Bool, Default: "true", Alternatives: []string{"false"}, Mark: rulebook.Derived,
				Meaning: "Whether a unit with two equal votes still counts among the units",
			},
		},
		Decision: rulebook.Decision{
			Clause: "4.2", Combine: rulebook.AnyPool, Count: rulebook.Units, Of: rulebook.ForContest, Bar: "bar", Reach: rulebook.AtLeast,
			Pools: []rulebook.Pool{
				{Kind: "branch", Clause: "4.2", Units: []party.UnitKind{party.Branch}},
				{Kind: "affiliate", Clause: "4.2", Units: []party.UnitKind{party.Affiliate}},
			},
		},
		Returns: []rulebook.ReturnRule{
			{Kind: party.Branch, Clause: "4.1", Enter: []party.OfficeID{"branch-secretary"}, Countersign: []party.OfficeID{"branch-chair", "teller"}},
			{Kind: party.Affiliate, Clause: "4.1", Enter: []party.OfficeID{"affiliate-officer"}, Countersign: []party.OfficeID{"affiliate-officer"}},
		},
		Offices: []rulebook.Office{
			{ID: "procedures-secretary", Title: "procedures secretary"},
			{ID: "national-executive", Title: "national executive"},
			{ID: "branch-secretary", Title: "secretary of the branch", OfTheUnit: true},
			{ID: "branch-chair", Title: "chair of the branch", OfTheUnit: true},
			{ID: "teller", Title: "teller", OfTheUnit: true},
			{ID: "affiliate-officer", Title: "officer of the affiliated branch", OfTheUnit: true},
		},
		Powers: []rulebook.Power{
			{Act: "declare", Clause: "4.2", Offices: []party.OfficeID{"procedures-secretary"}},
			{
				Act: "void", Clause: "9.1", Offices: []party.OfficeID{"procedures-secretary", "national-executive"}, Until: "declared", Days: 14,
				Grounds: []rulebook.Ground{{Code: "no-quorum", Text: "The meeting had too few people to decide"}, {Code: "no-notice", Text: "Members were not told of the meeting in time"}},
			},
		},
	}
}

// inventedOldBook is the book that the invented one replaced.
func inventedOldBook() *rulebook.Book {
	b := inventedBook()
	b.Name, b.Title, b.From, b.Until = "harbour/2010", "Harbour Party rules from 2010", day(-6000), day(-201)
	b.InForceNote = "The first day is not certain."
	b.Clauses = b.Clauses[:4]
	b.Clauses[1].Official, b.Clauses[1].Summary = "", "A contest is held if more than half of all units ask for one."
	b.Parameters[0].Default = "1/2"
	b.Decision.Combine, b.Decision.Reach = rulebook.OnePool, rulebook.MoreThan
	b.Decision.Pools = []rulebook.Pool{{Kind: "all", Clause: "4.2", Units: []party.UnitKind{party.Branch, party.Affiliate}}}
	b.Powers = b.Powers[:1]
	return b
}

// inventedGroups is both books in a list, and another organisation's.
func inventedGroups() []BookGroup {
	other := inventedOldBook()
	other.Name, other.Title, other.Organisation = "lantern/open", "Lantern League: a contest in every seat", "Lantern League"
	other.From, other.Until, other.InForceNote = party.Day{}, party.Day{}, "A proposal that was never adopted."
	return grouped([]*rulebook.Book{inventedBook(), inventedOldBook(), other})
}

func rulebooksStories(page pageMaker) StoryGroup {
	return StoryGroup{"rulebooks", []Story{
		{"several", "Several rulebooks", RulebooksPage{page("/rules", "Rules"), inventedGroups()}},
		{"empty", "No rulebooks", RulebooksPage{page("/rules", "Rules"), nil}},
	}}
}

func rulebookStories(page pageMaker) StoryGroup {
	adopted := Adopted{Book: inventedBook(), Day: day(0), Entry: 3, Confirmed: map[string]Confirmation{
		"double_tie": {Value: "true", Office: "the procedures secretary", Day: day(1), Entry: 5},
	}}
	plain := Adopted{Book: inventedOldBook()}
	bare := &rulebook.Book{
		Name: "harbour/bare", Title: "A rulebook with little in it", Organisation: "Harbour Party",
		Decision: rulebook.Decision{Combine: rulebook.Always}, Digest: adopted.Book.Digest,
		Clauses: adopted.Book.Clauses[:1], Sources: []string{"Invented for the storybook"},
	}
	return StoryGroup{"rulebook", []Story{
		{"adopted", "Adopted here", rulebookPage(page("/rules", adopted.Book.Title), adopted)},
		{"not-adopted", "Shown for comparison", rulebookPage(page("/rules", plain.Book.Title), plain)},
		{"bare", "Nothing but clauses", rulebookPage(page("/rules", bare.Title), Adopted{Book: bare})},
	}}
}

func compareStories(page pageMaker) StoryGroup {
	const title = "Compare two rulebooks"
	from, to, all := inventedOldBook(), inventedBook(), inventedGroups()
	return StoryGroup{"compare", []Story{
		{"form", "Nothing chosen", ComparePage{Page: page("/rules", title), Groups: all}},
		{"changes", "Two that differ", ComparePage{page("/rules", title), all, from, to, changes(from, to)}},
		{"same", "One with itself", ComparePage{page("/rules", title), all, to, to, changes(to, to)}},
	}}
}

func whatIfStories(page pageMaker) StoryGroup {
	typed := "unit,kind,outcome,contest,no-contest\nNorthside,branch,,16,14\nHarbour Ward,branch,contest,9,22\nHarbour Ward,branch,,x,3\n"
	empty := WhatIfPage{Page: page("/what-if", whatIfTitle)}
	flawed := WhatIfPage{Page: page("/what-if", whatIfTitle), Typed: typed}.flawed(
		party.Problem{Line: 3, Column: 14, Field: "outcome", Message: "Harbour Ward asked for a contest, but its figures say none", Mend: "Mend the outcome or the figures"},
		party.Problem{Line: 4, Column: 1, Field: "unit", Message: "Harbour Ward stands twice, here and in line 3", Mend: "Leave one of them out"},
		party.Problem{Line: 4, Column: 22, Field: "contest", Message: "“x” is not a number of votes", Mend: "Write it with digits alone"})
	sent := empty
	sent.Sent = true
	sent = sent.flawed(party.Problem{Message: "the file is in UTF-16", Mend: `save it as "CSV UTF-8"`})
	nothing := empty.flawed(party.Problem{Message: "There are no answers", Mend: "Paste them into the box or choose a file"})
	judged := empty
	judged.Typed, judged.Judgement = "unit,kind,outcome\nNorthside,branch,contest\n", inventedJudgement()
	return StoryGroup{"what-if", []Story{
		{"form", "The form", empty},
		{"nothing", "Sent without answers", nothing},
		{"flawed", "Answers to be mended", flawed},
		{"file", "A file to be mended", sent},
		{"judged", "The outcome under every rulebook", judged},
	}}
}

func inventedJudgement() *Judgement {
	return &Judgement{
		Units: 9, Outstanding: 1,
		Notes: []string{"The column “meeting place” was not read."},
		Verdicts: []Verdict{
			{
				Book: inventedRef(), Outcome: rulebook.Triggered, Certain: true,
				Summary: "3 of 6 party branches asked for a contest (50.00%): one third or more.",
				Pools:   seatContest().Pools, Reasons: inventedReasons(),
			},
			{
				Book: bookRef(inventedOldBook()), Outcome: rulebook.Undecided,
				Summary: "3 of 8 units asked for a contest (37.50%): not more than half, so far.",
				Pools:   []PoolResult{{"All units", 3, 8, party.MustShare(3, 8), party.MustShare(1, 2), rulebook.MoreThan, false, false, 1}},
				Reasons: inventedReasons()[2:],
			},
			{
				Book: BookRef{"lantern/open", "Lantern League: a contest in every seat"}, Outcome: rulebook.DoesNotApply,
				Summary: "These rules ask ward meetings, and there are none among the answers.",
			},
		},
	}
}
