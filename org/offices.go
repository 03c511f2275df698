package org

import (
	"slices"

	"github.com/selectorate/selectorate/party"
)

// Tenure is one person's holding of one office, in the whole of a matter or in one of its units.
type Tenure struct {
	Office party.OfficeID
	Holder party.Alias
	Unit   party.UnitID // empty: not of one unit
	From   party.Day
	Until  party.Day // the day on which it ended; zero while it lasts
}

// Offices is who holds what: the fold of appointments and of people standing down. The zero Offices is
// empty.
type Offices struct{ tenures []Tenure }

// Appoint begins a tenure. Appointing somebody who holds the office already changes nothing.
func (o *Offices) Appoint(t Tenure) {
	if !o.Holds(t.Holder, t.Office, t.Unit, t.From) {
		o.tenures = append(o.tenures, t)
	}
}

// StandDown ends a tenure on a day: from that day on the office is not held.
func (o *Offices) StandDown(holder party.Alias, office party.OfficeID, unit party.UnitID, day party.Day) {
	for i, t := range o.tenures {
		if t.Holder == holder && t.Office == office && t.Unit == unit && t.Until.IsZero() {
			o.tenures[i].Until = day
		}
	}
}

// Holds tells whether a person holds an office on a day. An office that is held in no unit in particular is
// held for every unit; an office of one unit is held for that unit alone.
func (o *Offices) Holds(holder party.Alias, office party.OfficeID, unit party.UnitID, day party.Day) bool {
	return slices.ContainsFunc(o.tenures, func(t Tenure) bool {
		return t.is(holder, office, day) && (t.Unit == "" || t.Unit == unit)
	})
}

// HoldsSomewhere tells whether a person holds an office on a day, in whatever unit.
func (o *Offices) HoldsSomewhere(holder party.Alias, office party.OfficeID, day party.Day) bool {
	return slices.ContainsFunc(o.tenures, func(t Tenure) bool { return t.is(holder, office, day) })
}

// HeldBeside tells whether one of the offices would still be held on a day if one tenure ended.
func (o *Offices) HeldBeside(leaving Tenure, offices []party.OfficeID, day party.Day) bool {
	return slices.ContainsFunc(o.tenures, func(t Tenure) bool {
		leaves := t.Holder == leaving.Holder && t.Office == leaving.Office && t.Unit == leaving.Unit
		return !leaves && slices.Contains(offices, t.Office) && t.runs(day)
	})
}

func (t Tenure) is(holder party.Alias, office party.OfficeID, day party.Day) bool {
	return t.Holder == holder && t.Office == office && t.runs(day)
}

func (t Tenure) runs(day party.Day) bool {
	return !day.Before(t.From) && (t.Until.IsZero() || day.Before(t.Until))
}

// List gives every tenure, in the order in which they began.
func (o *Offices) List() []Tenure { return slices.Clone(o.tenures) }
