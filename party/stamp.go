package party

import "time"

// Stamp is what stands on an act beside its content: its place in its matter, who acted in the name of which
// office, the day of effect, and when it was recorded.
type Stamp struct {
	Number   int64 // within the matter, from 0
	Actor    Actor
	Day      Day   // day of effect
	Recorded int64 // milliseconds since 1970 in UTC, set by the clerk, never decreasing in a register
}

// RecordedOn gives the day on which the act was recorded, in the organisation's zone. A deadline is judged
// by this day, never by the day of effect, which the acting person writes.
func (s Stamp) RecordedOn(zone *time.Location) Day {
	return DayOf(time.UnixMilli(s.Recorded), zone)
}
