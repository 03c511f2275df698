package count

import (
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count/constraint"
	"github.com/selectorate/selectorate/party"
)

// Method is a way of counting.
type Method struct {
	Name    string   // as people type it, such as "scottish"
	Aliases []string // other names, lower case
	Title   string   // such as "Scottish STV"
	Text    string   // the authoritative text
	Summary string   // one or two sentences for people who choose
	Options []Option // each divergence from the text, or left open by it, has a name

	One         bool // fills one place only
	Constrained bool // takes constraints

	// Count counts. Where a lot is needed and none can be drawn, the result holds the stages so far and the error is a
	// *LotNeeded. Other errors are of kind Invalid.
	Count func(*Election, Options) (*Result, error) `json:"-"`
}

// Option is a named choice within a method.
type Option struct {
	Name    string
	Values  []string // what it may be; empty: see Form
	Form    string   // where Values is empty, what may be written, such as "a number of decimals from 0 to 9"
	Default string   // what the text says
	Help    string   // a sentence, with the clause or source
}

// Options are what a count is asked to do besides its method.
type Options struct {
	Seats       int    // 0: what the election says
	Seed        string // lots are drawn from it
	Draws       int    // lots drawn from the seed before, in counts that belong to the same result: numbers go on from there
	Lots        []int  // the order of candidates drawn by hand, the first drawn first; the seed is not used for those in it
	Constraints []constraint.Limit
	Set         map[string]string // options of the method by name

	// Progress is told after each stage how many candidates are settled, and of how many; it may be nil. A count that
	// begins anew for a further place tells it anew.
	Progress func(settled, candidates int64) `json:"-"`
}

// Setting gives the value of an option: what was set, or the default.
func (m *Method) Setting(options Options, name string) string {
	if value, set := options.Set[name]; set {
		return value
	}
	for _, option := range m.Options {
		if option.Name == name {
			return option.Default
		}
	}
	return ""
}

// Chosen lists every option with its value.
func (m *Method) Chosen(options Options) []Chosen {
	chosen := make([]Chosen, len(m.Options))
	for i, option := range m.Options {
		chosen[i] = Chosen{option.Name, m.Setting(options, option.Name)}
	}
	return chosen
}

// Check tells what is wrong with the options for this method, as an error of kind Invalid.
func (m *Method) Check(options Options) error {
	for name, value := range options.Set {
		i := slices.IndexFunc(m.Options, func(o Option) bool { return o.Name == name })
		if i < 0 {
			return party.Errorf(party.Invalid, "%s has no option %q: it has %s", m.Name, name, m.optionNames())
		}
		if values := m.Options[i].Values; len(values) > 0 && !slices.Contains(values, value) {
			return party.Errorf(party.Invalid, "option %s of %s: %q is not one of %s", name, m.Name, value, strings.Join(values, ", "))
		}
	}
	switch {
	case len(options.Constraints) > 0 && !m.Constrained:
		return party.Errorf(party.Invalid, "%s takes no constraints within its count; repeat-count and reserved-seats meet them by counting again", m.Name)
	case options.Seats < 0:
		return party.Errorf(party.Invalid, "%d places cannot be filled", options.Seats)
	case m.One && options.Seats > 1:
		return party.Errorf(party.Invalid, "%s fills one place, not %d", m.Name, options.Seats)
	}
	return nil
}

func (m *Method) optionNames() string {
	if len(m.Options) == 0 {
		return "none"
	}
	names := make([]string, len(m.Options))
	for i, option := range m.Options {
		names[i] = option.Name
	}
	return strings.Join(names, ", ")
}
