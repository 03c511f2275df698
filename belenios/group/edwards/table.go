package edwards

import "github.com/selectorate/selectorate/belenios/group"

const (
	tableWidth   = 8                     // bits of a digit
	tableDigits  = 253/tableWidth + 1    // of an exponent below 2^253
	tableEntries = 1 << (tableWidth - 1) // of one digit: its sign is dealt with by subtraction
)

// table holds j·2^(8i) times a point for all i and j = 1..128: half a megabyte, for powers by 32 additions without
// a doubling.
type table struct {
	entries [tableDigits][tableEntries]flat
}

func (c *curve) newTable(base *point) *table {
	out := &table{}
	row := make([]point, tableEntries)
	start := *base
	var sum completed
	for i := range out.entries {
		var step cached
		step.cache(&start, &c.d2)
		row[0] = start
		for j := 1; j < tableEntries; j++ {
			row[j].set(sum.add(&row[j-1], &step))
		}
		start.set(sum.double(&row[tableEntries-1]))
		normalise(row)
		for j := range row {
			out.entries[i][j].cache(&row[j], &c.d2)
		}
	}
	return out
}

// addPower adds a power of the table's point to a sum.
func (t *table) addPower(to *point, power *exponent) {
	var digits [tableDigits]int16
	power.signed(tableWidth, digits[:])
	var sum completed
	for i, digit := range digits {
		switch {
		case digit > 0:
			to.set(sum.addFlat(to, &t.entries[i][digit-1]))
		case digit < 0:
			to.set(sum.subtractFlat(to, &t.entries[i][-digit-1]))
		}
	}
}

// Prepare makes a table for the powers of a base, in a millisecond or two.
func (c *curve) Prepare(base group.Element) group.Table {
	if base == group.Element(c.generator) {
		return c.powers
	}
	return c.newTable(&own(base).point)
}
