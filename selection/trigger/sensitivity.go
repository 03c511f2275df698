package trigger

import (
	"maps"

	"github.com/selectorate/selectorate/rulebook"
)

// sensitive tries the other values of every parameter that no source states, one at a time, and lists those
// under which the outcome would be another.
func (c *case1) sensitive(outcome rulebook.Outcome) []Sensitivity {
	var found []Sensitivity
	for _, p := range c.book.ToConfirm() {
		value := c.book.Value(c.setting, p.Name)
		for _, instead := range p.Others(value) {
			setting := maps.Clone(c.setting)
			if setting == nil {
				setting = rulebook.Setting{}
			}
			setting[p.Name] = instead
			other := newCase(c.book, setting, c.file)
			if o := other.outcome(); o != outcome {
				found = append(found, Sensitivity{p.Name, value, instead, o, other.counted().Pools})
			}
		}
	}
	return found
}
