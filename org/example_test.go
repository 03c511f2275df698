package org_test

import (
	"fmt"

	"github.com/selectorate/selectorate/org"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
)

// told writes a state down, so that two can be compared.
func told(s *org.State) string { return fmt.Sprintf("%+v", *s) }

// The general secretary founds the register and appoints. An officer whom nobody appointed can do nothing.
func ExampleState_May() {
	var s org.State
	gwen := noon("p-gwen", "general-secretary", 0, 2)
	founded := org.Founded{
		Origin: "lamplighters.example", Zone: "Europe/London", Key: "lamplighters.example+00000000+AQ==",
		Title: "Union of Lamplighters", Office: "general-secretary",
	}
	fmt.Println(s.May(founded, gwen, nil).Outcome)
	s.Apply(founded, gwen)

	nell := noon("p-nell", "general-secretary", 1, 3)
	ruling := s.May(org.Appointed{Office: "national-executive", Holder: "p-nell"}, nell, nil)
	fmt.Println(ruling.Outcome)
	for _, reason := range ruling.Reasons {
		if reason.Status == rulebook.NotMet {
			fmt.Println(rulebook.Sentence(nil, reason))
		}
	}
	// Output:
	// allowed
	// refused
	// The person does not hold the office of general secretary on this day, or not in this unit.
}

// An office is held from the day of appointment on, and not on the day of standing down.
func ExampleOffices() {
	var o org.Offices
	monday, friday := noon("", "", 0, 2).Day, noon("", "", 0, 6).Day
	o.Appoint(org.Tenure{Office: "teller", Holder: "p-tom", Unit: "harbour", From: monday})
	o.StandDown("p-tom", "teller", "harbour", friday)
	for _, day := range []party.Day{monday, friday.Add(-1), friday} {
		fmt.Println(day, o.Holds("p-tom", "teller", "harbour", day))
	}
	// Output:
	// 2026-03-02 true
	// 2026-03-05 true
	// 2026-03-06 false
}
