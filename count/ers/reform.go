package ers

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
)

// ers97 is the rule of the Electoral Reform Society, third edition.
//
// The text is R. A. Newland and F. S. Britton, How to Conduct an Election by the Single Transferable Vote, 3rd
// edition, Electoral Reform Society, June 1997, sections 5 and 6.
func ers97() count.Method {
	m := count.Method{
		Name: "ers97", Aliases: []string{"ers97-stv", "ers97stv", "ers-97", "newland-britton"},
		Title: "ERS97",
		Text:  "R. A. Newland and F. S. Britton, How to Conduct an Election by the Single Transferable Vote, 3rd edition, Electoral Reform Society, 1997, section 5",
		Summary: "Single transferable vote with a quota of two decimals. A surplus moves with the papers received last, shared by those that can be transferred; " +
			"small surpluses wait, candidates who cannot catch up go together, and a full share of the votes still in play elects.",
		Constrained: true,
		Options:     common(),
	}
	r := reform()
	r.lowers = true
	r.quota = hundredths
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return r.run(&m, e, o) }
	return m
}

// reform is what both editions have in common.
func reform() rule {
	return rule{
		clauses: clauses{
			first: "5.1", elected: "5.1.7", surplus: "5.3", afterSurplus: "5.3.13", deferral: "5.2.2", exclusion: "5.2.5 and 5.4", afterBatch: "5.4.9",
			requota: "5.4.8", filled: "5.5.1", complete: "5.5.2", equals: "5.6.2", ties: "5.2.3, 5.2.5 and 5.6.2",
		},
		active: true,
	}
}

// hundredths is the quota of ERS97 5.1.6: the valid votes divided by one more than the places, to two decimals; if
// that is not exact, the remainder is ignored and 0.01 added.
func hundredths(valid exact.Number, seats int) (exact.Number, string) {
	quota := upward(valid, seats)
	how := "exactly"
	if !quota.Mul(exact.Int(int64(seats) + 1)).Equal(valid) {
		how = "cut to two decimals, and 0.01 added:"
	}
	return quota, fmt.Sprintf("%s divided by %d, %s %s", valid, seats+1, how, quota.Text(places))
}

// ers76 is the rule of the Electoral Reform Society, second edition, as far as it is known: its text was not seen.
//
// The third edition tells some of what it changed, and programs (OpenTally's documentation) some more: the quota
// never falls, and it is a whole number in large counts. Everything else is taken to be as in the third edition.
func ers76() count.Method {
	m := count.Method{
		Name: "ers76", Aliases: []string{"ers76-stv", "ers76stv", "ers-76"},
		Title: "ERS76",
		Text: "R. A. Newland and F. S. Britton, How to Conduct an Election by the Single Transferable Vote, 2nd edition, Electoral Reform Society, 1976; " +
			"not seen: counted as the 3rd edition, but for what descriptions of the changes and other programs say; clauses are cited by the 3rd edition",
		Summary: "As ERS97, but the quota never falls and is a whole number in large counts. After descriptions and other programs, not after the text: " +
			"its option of keeping votes in suspense is not known and not offered.",
		Constrained: true,
		Options: append([]count.Option{
			{
				Name: "quota-unit", Values: []string{"auto", "0.01", "1"}, Default: "auto",
				Help: "A whole number if the quota is more than 100, otherwise two decimals (auto, as OpenTally's documentation has it); or always one of the two.",
			},
			{
				Name: "quota-exact", Values: []string{"kept", "plus-one"}, Default: "kept",
				Help: "Where the division comes out even, that is the quota (kept, as in 5.1.6 of the 3rd edition), or one unit is added. Not known from the text.",
			},
			{
				Name: "active-vote", Values: []string{"elects", "ignored"}, Default: "elects",
				Help: "A full share of the votes still in play elects below the quota (elects; it came with this edition: B. Rosenstiel, Voting matters 11, paper 6), or only the quota does.",
			},
		}, common()...),
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		r := reform()
		unit, even := m.Setting(o, "quota-unit"), m.Setting(o, "quota-exact")
		r.quota = func(valid exact.Number, seats int) (exact.Number, string) {
			return quota76(valid, seats, unit, even == "plus-one")
		}
		result, err := r.run(&m, e, o)
		if result != nil {
			result.Notes = append(result.Notes, "ERS76 is counted after descriptions and other programs: the text of the second edition was not seen.")
		}
		return result, err
	}
	return m
}

// quota76 is the quota of the second edition, in hundredths or in whole votes.
func quota76(valid exact.Number, seats int, unit string, more bool) (exact.Number, string) {
	division := valid.Quo(exact.Int(int64(seats) + 1))
	decimals, called := places, "two decimals"
	if unit == "1" || unit == "auto" && exact.Int(100).Less(division) {
		decimals, called = 0, "a whole number"
	}
	quota := division.Up(decimals)
	how := "exactly"
	if !quota.Equal(division) {
		how = fmt.Sprintf("raised to %s:", called)
	} else if more {
		quota = quota.Add(exact.Unit(decimals))
		how = fmt.Sprintf("and %s added:", exact.Unit(decimals).Text(decimals))
	}
	return quota, fmt.Sprintf("%s divided by %d, %s %s", valid, seats+1, how, quota.Text(places))
}
