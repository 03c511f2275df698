package rehearsal

import (
	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/selection"
)

// units gives the nineteen units of the invented constituency party.
func units() []selection.Unit {
	branch := func(id party.UnitID, name string) selection.Unit {
		return selection.Unit{ID: id, Kind: party.Branch, Name: name}
	}
	affiliate := func(id party.UnitID, name string) selection.Unit {
		return selection.Unit{ID: id, Kind: party.Affiliate, Name: name}
	}
	return []selection.Unit{
		branch("lantern-hill", "Lantern Hill"),
		branch("copper-quay", "Copper Quay"),
		branch("mossgate", "Mossgate"),
		branch("upper-thimble", "Upper Thimble"),
		branch("lower-thimble", "Lower Thimble"),
		branch("sallow-green", "Sallow Green"),
		branch("otterwell", "Otterwell"),
		branch("brindle-cross", "Brindle Cross"),
		branch("fernhollow", "Fernhollow"),
		branch("kettle-row", "Kettle Row"),
		affiliate("lamplighters-quay", "Union of Lamplighters, Quay"),
		affiliate("lamplighters-hill", "Union of Lamplighters, Hill"),
		affiliate("kite-makers", "Guild of Kite Makers"),
		affiliate("bellringers-3", "Amalgamated Bellringers No. 3"),
		affiliate("ferry-pilots", "Ferry Pilots' Society"),
		affiliate("clockmenders", "United Clockmenders"),
		affiliate("night-bakers", "Society of Night Bakers"),
		affiliate("cobblers-west", "Cobblers' Benevolent, West"),
		affiliate("weathervane-keepers", "Weathervane Keepers' Union"),
	}
}

// answer is what one unit answered on one ballot.
type answer struct {
	id      party.UnitID
	ballot  int64
	answer  selection.Answer
	contest int64
	none    int64
}

// returns gives the answers that come in without trouble: five branches for a contest and four against, four
// affiliates for and four against. The tenth branch ties first, the ninth affiliate is late.
func returns() []answer {
	return []answer{
		{"lantern-hill", 1, selection.Select, 16, 14},
		{"copper-quay", 1, selection.Select, 21, 9},
		{"mossgate", 1, selection.Reselect, 8, 19},
		{"upper-thimble", 1, selection.Select, 13, 11},
		{"lower-thimble", 1, selection.Reselect, 0, 17},
		{"sallow-green", 1, selection.Select, 24, 18},
		{"otterwell", 1, selection.Reselect, 15, 16},
		{"brindle-cross", 1, selection.Select, 12, 7},
		{"fernhollow", 1, selection.Reselect, 9, 22},
		{"lamplighters-quay", 1, selection.Select, 30, 12},
		{"lamplighters-hill", 1, selection.Reselect, 11, 25},
		{"kite-makers", 1, selection.Select, 4, 3},
		{"bellringers-3", 1, selection.Reselect, 6, 13},
		{"ferry-pilots", 1, selection.Select, 18, 10},
		{"clockmenders", 1, selection.Reselect, 7, 9},
		{"night-bakers", 1, selection.Select, 14, 2},
		{"cobblers-west", 1, selection.Reselect, 3, 20},
	}
}

func (a answer) unit() selection.Unit {
	for _, u := range units() {
		if u.ID == a.id {
			return u
		}
	}
	return selection.Unit{ID: a.id}
}

func (a answer) row() selection.Row {
	unit := a.unit()
	return selection.Row{Unit: unit.Name, Kind: unit.Kind, Answer: a.answer, Figures: true, Select: a.contest, Reselect: a.none}
}

func (a answer) secrets() []clerk.Secret {
	return []clerk.Secret{
		{Field: "answer", Value: a.answer},
		{Field: "figures", Value: selection.Votes{Select: a.contest, Reselect: a.none}},
	}
}
