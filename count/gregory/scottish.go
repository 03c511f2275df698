package gregory

import "github.com/selectorate/selectorate/count"

// scottish is the rule of Scottish local elections.
//
// The text is the Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53, which are
// rules 45 to 52 of the Order of 2007 (SSI 2007/42), one number higher. The official tables of stages of 2017 decide
// where the text leaves a choice.
func scottish() count.Method {
	m := count.Method{
		Name: "scottish", Aliases: []string{"scottish-2011", "scottish-stv", "scottishstv", "scotland"},
		Title: "Scottish STV",
		Text:  "Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53",
		Summary: "Single transferable vote with a whole-number quota. All papers of an elected candidate move on, each at a fraction of " +
			"the value at which it came, cut to five decimals; one surplus or one exclusion in each stage.",
		Constrained: true,
		Options: []count.Option{
			tiesOption("latest", "Rules 50(2) and 52(2)(a) look to the latest stage before at which the tied had unequal votes, and do not say what "+
				"that means for three or more. latest: those most (or fewest) there stay in the tie, and a stage further back tells them "+
				"apart, as the official count does. apart: only a stage at which no two of them are equal counts. earliest: the "+
				"first stage at which they differ. lot: no look back."),
			lastTransferOption("Where an exclusion leaves as many candidates as places, rule 53(2) to the letter makes no further transfer (omitted). The " +
				"official tables move the papers of the last excluded all the same (made). The same candidates are elected."),
			zeroSurplusOption("A candidate with exactly the quota has no surplus (article 2: votes that exceed the quota), and official tables " +
				"show no stage (none). Some programs show an empty one (stage). The figures are the same, but a look back for a tie sees one stage more."),
		},
	}
	r := rule{
		clauses: clauses{
			first: "rules 46 and 47", elected: "rule 48(1)", surplus: "rules 49 and 50", exclusion: "rule 51", last: "rule 53", ties: "rules 50 and 52",
		},
		places: 5, quota: "droop", quotaUpdate: "fixed", value: "once", exclusion: "one",
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) { return r.count(&m, e, o) }
	return m
}
