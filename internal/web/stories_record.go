package web

import (
	"fmt"
	"strings"
	"time"

	"github.com/selectorate/selectorate/rulebook"
)

// moment gives an instant on a day of the invented round.
func moment(n, minute int) time.Time {
	return time.Date(2026, time.September, 7+n, 18, minute, 12, 0, time.UTC)
}

func inventedLine(index int64, text string) EntryLine {
	n := int(index) - 12
	return EntryLine{
		Index: index, Day: day(n), Recorded: moment(n, int(index)), Text: text,
		Seat: "harbour-ward", SeatName: "Harbour Ward and Northside",
	}
}

func recordStories(page pageMaker) StoryGroup {
	lines := []EntryLine{
		inventedLine(46, "The units’ answers were published."),
		inventedLine(45, "The procedures secretary declared: a contest is held. This is what the rules gave."),
		inventedLine(44, "The answers were put together: 3 of 6 party branches asked for a contest."),
		inventedLine(43, "The answer of the Union of Lamplighters was countersigned by another officer."),
		inventedLine(42, "An answer was entered for the Union of Lamplighters. What it says is closed until the outcome is published."),
	}
	lines = append(lines, EntryLine{Index: 41, Day: day(29), Recorded: moment(29, 40), Text: "The rulebook “Harbour Party rules from 2026” was adopted."})
	listing := Listing{Size: 47, Lines: lines}
	return StoryGroup{"public-record", []Story{
		{"newest", "The newest entries", PublicRecordPage{page("/record", "Public record"), listing, "", "/record?before=41"}},
		{"older", "A page in the middle", PublicRecordPage{page("/record", "Public record"), Listing{1_000_047, lines}, "/record?before=72", "/record?before=41"}},
		{"empty", "Nothing recorded", PublicRecordPage{page("/record", "Public record"), Listing{}, "", ""}},
		{"beyond", "Past the end", PublicRecordPage{page("/record", "Public record"), Listing{Size: 47}, "", ""}},
	}}
}

func entryStories(page pageMaker) StoryGroup {
	declared := Entry{
		EntryLine: inventedLine(45, "The procedures secretary declared: a contest is held. This is what the rules gave."),
		Size:      47, Office: "procedures secretary", Book: inventedRef(), Outcome: rulebook.Allowed,
		Reasons: []Reason{{rulebook.Met, "The procedures secretary is the office that declares.", ClauseRefOf(inventedBook(), "4.2")}},
		Digest:  strings.Repeat("9f3c01d2", 8), Raw: inventedRaw(45),
	}
	entered := Entry{
		EntryLine: inventedLine(19, "An answer was entered for Northside. What it says is closed until the outcome is published."),
		Size:      47, Office: "secretary of the branch", Book: inventedRef(), Outcome: rulebook.Allowed,
		Reasons: []Reason{{rulebook.Met, "The secretary of the branch enters its answer.", ClauseRefOf(inventedBook(), "4.1")}},
		Sealed: []SealedField{
			{"How many voted for what", "sha256:" + strings.Repeat("07ab", 16), "Closed until the outcome is published."},
			{"Who countersigns", "sha256:" + strings.Repeat("c41e", 16), "Erased at the person’s request. The record still adds up."},
		},
		Digest: strings.Repeat("51e0aa77", 8), Raw: inventedRaw(19),
	}
	first := Entry{
		EntryLine: EntryLine{Index: 0, Day: day(-30), Recorded: moment(-30, 0), Text: "The public record was begun."},
		Size:      1, Digest: strings.Repeat("00ddba11", 8), Raw: inventedRaw(0),
	}
	story := func(state, about string, e Entry) Story {
		return Story{state, about, EntryPage{page("/record", fmt.Sprintf("Entry %d of the public record", e.Index)), e}}
	}
	return StoryGroup{"entry", []Story{
		story("declared", "A declaration", declared),
		story("closed", "An answer with closed parts", entered),
		story("first", "The first entry", first),
	}}
}

// inventedRaw looks like an entry as it stands.
func inventedRaw(index int64) string {
	return fmt.Sprintf(`{"actor":"k7pxq2","book":"%s","day":"%s","format":"selectorate-entry/1","index":%d,"kind":"selection.declared@1",`+
		`"matter":"m-4c2e91","number":33,"office":"procedures-secretary","open":{"outcome":"triggered"},"origin":"harbour.example/party",`+
		`"recorded":1791483132000,"ruling":null,"sealed":{}}`, inventedBook().Digest, day(31), index)
}

func aboutStories(page pageMaker) StoryGroup {
	const title = "Who runs this, and how to check it"
	head := Head{Size: 47, Recorded: moment(34, 3), Signed: 45, Root: "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="}
	watched := page("/about", title)
	watched.Site.Watchers = []string{"The Society of Cartographers", "Lantern League election watch"}
	return StoryGroup{"about", []Story{
		{"alone", "Nobody watches", AboutPage{page("/about", title), head}},
		{"watched", "Two bodies watch", AboutPage{watched, head}},
		{"new", "Nothing recorded yet", AboutPage{page("/about", title), Head{}}},
	}}
}
