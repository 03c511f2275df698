package gregory

import (
	"strconv"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/parcel"
	"github.com/selectorate/selectorate/count/sheet"
	"github.com/selectorate/selectorate/party"
)

// rule is what the methods of this package differ in. Settings have the names and values of the options.
type rule struct {
	clauses      clauses
	places       int    // decimals of a paper's value; negative: exact fractions
	quota        string // droop, unit, exact, hare
	quotaUpdate  string // fixed, active
	value        string // once, twice, fraction
	exclusion    string // one, sure-losers
	ties         sheet.Ties
	zeroSurplus  bool // a surplus of zero makes a stage
	lastTransfer bool // the papers of the last excluded move
}

// clauses says where in the rule's text each action stands.
type clauses struct{ first, elected, surplus, losers, exclusion, last, ties string }

// maxPlaces is the most decimals that can be asked for.
const maxPlaces = 30

// The options that several methods have.
func tiesOption(standard, help string) count.Option {
	return count.Option{Name: "ties", Values: []string{"latest", "apart", "earliest", "lot"}, Default: standard, Help: help}
}

func zeroSurplusOption(help string) count.Option {
	return count.Option{Name: "zero-surplus", Values: []string{"none", "stage"}, Default: "none", Help: help}
}

func lastTransferOption(help string) count.Option {
	return count.Option{Name: "last-transfer", Values: []string{"made", "omitted"}, Default: "made", Help: help}
}

func exclusionOption(standard, help string) count.Option {
	return count.Option{Name: "exclusion", Values: []string{"one", "sure-losers"}, Default: standard, Help: help}
}

// fill takes over the settings of those options that the method has.
func (r *rule) fill(m *count.Method, o count.Options) error {
	set := func(to *string, name string) {
		if value := m.Setting(o, name); value != "" {
			*to = value
		}
	}
	set(&r.quota, "quota")
	set(&r.quotaUpdate, "quota-update")
	set(&r.value, "value")
	set(&r.exclusion, "exclusion")
	r.ties = map[string]sheet.Ties{
		"latest": sheet.Latest, "apart": sheet.LatestApart, "earliest": sheet.Earliest, "lot": sheet.LotOnly,
	}[m.Setting(o, "ties")]
	r.zeroSurplus = m.Setting(o, "zero-surplus") == "stage"
	r.lastTransfer = m.Setting(o, "last-transfer") == "made"
	switch places := m.Setting(o, "places"); places {
	case "":
	case "exact":
		r.places = -1
	default:
		n, err := strconv.Atoi(places)
		if err != nil || n < 0 || n > maxPlaces {
			return party.Errorf(party.Invalid, "option places of %s: %q is neither exact nor a number of decimals from 0 to %d", m.Name, places, maxPlaces)
		}
		r.places = n
	}
	if r.quota == "unit" && r.places < 0 {
		return party.Errorf(party.Invalid, "option quota of %s: unit adds the smallest decimal, so places must be a number of decimals", m.Name)
	}
	return nil
}

// count opens a sheet for the method and counts.
func (r rule) count(m *count.Method, e *count.Election, o count.Options) (*count.Result, error) {
	if err := m.Check(o); err != nil {
		return nil, err
	}
	if err := r.fill(m, o); err != nil {
		return nil, err
	}
	s, err := sheet.New(sheet.Form{
		Method: m, Places: r.places, Threshold: "quota", Strict: true, Ties: r.ties, TieClause: r.clauses.ties,
	}, e, o)
	if err != nil {
		return nil, err
	}
	return s.Close((&tally{Table: parcel.Deal(s), rule: r}).run())
}

// cut drops what lies beyond the rule's decimals.
func (r *rule) cut(n exact.Number) exact.Number {
	if r.places < 0 {
		return n
	}
	return n.Cut(r.places)
}

// quotaFor gives the quota for so many votes and places.
func (r *rule) quotaFor(votes exact.Number, seats int) exact.Number {
	share := votes.Quo(exact.Int(int64(seats) + 1))
	switch r.quota {
	case "droop":
		return exact.Whole(share.Floor()).Add(exact.Int(1))
	case "unit":
		return share.Cut(r.places).Add(exact.Unit(r.places))
	case "hare":
		return r.cut(votes.Quo(exact.Int(int64(seats))))
	}
	return r.cut(share)
}

// reaches tells whether votes are enough: the quota or more, but more than the quota where that is an exact share,
// because one candidate more than there are places could have just that.
func (r *rule) reaches(votes, quota exact.Number) bool {
	if r.quota == "exact" {
		return quota.Less(votes)
	}
	return !votes.Less(quota)
}

// moved gives the value at which a paper moves on from somebody who has a surplus.
func (r *rule) moved(surplus, votes, value exact.Number) exact.Number {
	switch r.value {
	case "twice":
		return r.cut(r.cut(value.Mul(surplus)).Quo(votes))
	case "fraction":
		return r.cut(r.cut(surplus.Quo(votes)).Mul(value))
	}
	return r.cut(surplus.Mul(value).Quo(votes))
}
