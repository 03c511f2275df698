package party

import (
	"fmt"
	"time"
)

// Day is a calendar day, without a time and without a zone. The zone in which a day begins and ends belongs
// to the organisation and is fixed when its register is made. The zero Day is no day.
type Day struct {
	year  int
	month time.Month
	day   int
}

// ParseDay reads a day written as YYYY-MM-DD (RFC 3339 full-date), years 0001 to 9999. Days that the
// calendar does not have, such as 2026-02-30, are errors of kind Invalid.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Day{}, Errorf(Invalid, "%q is not a day of the calendar written as YYYY-MM-DD", text)
	}
	return Day{t.Year(), t.Month(), t.Day()}, nil
}

// DayOf gives the day on which an instant falls in a zone.
func DayOf(instant time.Time, zone *time.Location) Day {
	year, month, day := instant.In(zone).Date()
	return Day{year, month, day}
}

// IsZero tells whether d is no day at all.
func (d Day) IsZero() bool { return d == Day{} }

// String writes the day as YYYY-MM-DD, and the zero Day as nothing.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, int(d.month), d.day)
}

// Long writes the day as people read it, such as "Friday 27 November 2026".
func (d Day) Long() string {
	if d.IsZero() {
		return ""
	}
	return d.start(time.UTC).Format("Monday 2 January 2006")
}

// Before tells whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.Compare(e) < 0 }

// After tells whether d is later than e.
func (d Day) After(e Day) bool { return d.Compare(e) > 0 }

// Compare gives -1, 0 or 1 as d is earlier than, the same as or later than e.
func (d Day) Compare(e Day) int {
	return d.start(time.UTC).Compare(e.start(time.UTC))
}

// Add gives the day n days later (earlier if n is negative).
func (d Day) Add(n int) Day {
	year, month, day := d.start(time.UTC).AddDate(0, 0, n).Date()
	return Day{year, month, day}
}

// End gives the instant at which the day ends in a zone: the first instant of the next day. A deadline of a
// day is met by what arrived before this instant.
func (d Day) End(zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day+1, 0, 0, 0, 0, zone)
}

func (d Day) start(zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone)
}

// MarshalText writes the day as YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day written as YYYY-MM-DD, or nothing for no day.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	parsed, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
