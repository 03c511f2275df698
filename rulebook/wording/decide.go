package wording

// forms has one sentence for each code of a reason. What stands in braces is filled from the figures.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var forms = joinTables(decideSentences, maySentences)

// decideSentences are those of selection.Decide.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var decideSentences = map[string]string{
	"always": "There is a contest in every seat: the answers of the units do not matter.",

	"pool-reached":         "{select} of {of} {pool:units} asked for a contest ({share:percent}): {bar:reached}.",
	"pool-short":           "{select} of {of} {pool:units} asked for a contest ({share:percent}): {bar:short}.",
	"pool-open":            "{select} of {of} {pool:units} {select:have} asked for a contest so far, and {outstanding} {outstanding:are} outstanding; {bar:reached} is needed.",
	"pool-reached-already": "{select} of {of} {pool:units} {select:have} asked for a contest, and {outstanding} {outstanding:are} outstanding: {bar:reached}, whatever the rest answer.",
	"pool-short-already":   "{select} of {of} {pool:units} {select:have} asked for a contest, and {outstanding} {outstanding:are} outstanding: {bar:short}, whatever the rest answer.",
	"pool-empty":           "No answer of {pool:units} counts: where none counts, none has asked for a contest.",
	"pool-empty-already":   "No answer of {pool:units} counts.",
	"pool-absent":          "No return of {missing:kinds} is in the file: whether there are any, and what they answered, is not known.",

	"votes-reached":         "{select} of {of} {of:votes} {select:were} for a contest ({share:percent}): {bar:reached}.",
	"votes-short":           "{select} of {of} {of:votes} {select:were} for a contest ({share:percent}): {bar:short}.",
	"votes-open":            "{select} of {of} {of:votes} so far {select:were} for a contest, and {outstanding} ballot{outstanding:s} {outstanding:are} outstanding; {bar:reached} is needed.",
	"votes-reached-already": "{select} of {of} {of:votes} {select:were} for a contest: {bar:reached}, whatever is outstanding.",
	"votes-short-already":   "{select} of {of} {of:votes} {select:were} for a contest: {bar:short}, whatever is outstanding.",

	"support-reached":         "{pool:stage}{reselect} of {of} {of:votes} {reselect:were} for {pool:incumbent} ({share:percent}): {bar:reached}.",
	"support-short":           "{pool:stage}{reselect} of {of} {of:votes} {reselect:were} for {pool:incumbent} ({share:percent}): {bar:short}.",
	"support-open":            "{pool:stage}{reselect} of {of} {of:votes} so far {reselect:were} for {pool:incumbent}, and {outstanding} ballot{outstanding:s} {outstanding:are} outstanding; {bar:reached} is needed.",
	"support-reached-already": "{pool:stage}{reselect} of {of} {of:votes} {reselect:were} for {pool:incumbent}: {bar:reached}, whatever is outstanding.",
	"support-short-already":   "{pool:stage}{reselect} of {of} {of:votes} {reselect:were} for {pool:incumbent}: {bar:short}, whatever is outstanding.",

	"members-reached":         "{reselect} of {electorate} {electorate:members} voted for {pool:incumbent} ({share:percent}), {select} for a contest: {bar:reached} of all members.",
	"members-short":           "{reselect} of {electorate} {electorate:members} voted for {pool:incumbent} ({share:percent}), {select} for a contest: {bar:short} of all members.",
	"members-open":            "{reselect} of {electorate} {electorate:members} {reselect:have} voted for {pool:incumbent} so far, and {outstanding} ballot{outstanding:s} {outstanding:are} outstanding; {bar:reached} of all members is needed.",
	"members-reached-already": "{reselect} of {electorate} {electorate:members} {reselect:have} voted for {pool:incumbent}: {bar:reached} of all members, whatever is outstanding.",
	"members-short-already":   "{reselect} of {electorate} {electorate:members} {reselect:have} voted for {pool:incumbent}: {bar:short} of all members, whatever is outstanding.",

	"majority-reached":         "The majority is known, without figures, and {bar:reached} of the votes is needed: it is reached.",
	"majority-short":           "The majority is known, without figures, and {bar:reached} of the votes is needed: it is not reached.",
	"majority-open":            "The majority so far is known, without figures, and {outstanding} ballot{outstanding:s} {outstanding:are} outstanding.",
	"majority-reached-already": "The majority is known, without figures: {bar:reached} of the votes, whatever is outstanding.",
	"majority-short-already":   "The majority is known, without figures: {bar:short} of the votes, whatever is outstanding.",

	"figures-missing":              "Votes are counted here, and only the outcome of a ballot is known: without its figures the share cannot be put to {bar:reached}.",
	"figures-missing-already":      "Votes are counted here, and only the outcome of a ballot is known.",
	"electorate-unknown":           "The share is taken of all members, and how many there are is not known.",
	"electorate-unknown-already":   "The share is taken of all members, and how many there are is not known.",
	"electorate-too-small":         "{of} {of:votes} {of:were} cast, more than the {electorate} {electorate:members} who could vote: one of the two is wrong.",
	"electorate-too-small-already": "{of} {of:votes} {of:were} cast, more than the {electorate} {electorate:members} who could vote: one of the two is wrong.",

	"half":                   "{select} of {of} {pool:units} asked for a contest: weighing {weight:fraction}, that gives {part}.",
	"half-open":              "{select} of {of} {pool:units} {select:have} asked for a contest so far, and {outstanding} {outstanding:are} outstanding.",
	"half-empty":             "No answer of {pool:units} counts, and the rules do not say what becomes of a half without any answer.",
	"half-empty-other-alone": "No answer of {pool:units} counts: the other half decides alone, as set.",
	"half-empty-none":        "No answer of {pool:units} counts: this half adds nothing, as set.",
	"sum-reached":            "Together that is {share} ({share:percent}): {bar:reached}.",
	"sum-short":              "Together that is {share} ({share:percent}): {bar:short}.",
	"sum-open":               "Together the halves need {bar:reached}.",
	"sum-unknown":            "The halves cannot be added up.",
	"sum-reached-already":    "Together the halves reach {bar:reached}, whatever is outstanding.",
	"sum-short-already":      "Together the halves are {bar:short}, whatever is outstanding.",

	"ballot-unknown":       "The executive did not adopt {pool:incumbent}, and no members' ballot is in the file: whether one was asked for is not known.",
	"ballot-not-requested": "The executive did not adopt {pool:incumbent}, and no members' ballot was asked for: the refusal stands.",
	"stages-conflict":      "The executive adopted {pool:incumbent}, and a members' ballot went against: the rules know a members' ballot only after a refusal.",

	"not-counted":            "{count} {count:unit} {answer:answer}: not among those that answered.",
	"counted-without-asking": "{count} {count:unit} {answer:answer}: among those that answered, without asking for a contest.",
	"kinds-not-counted":      "{count} row{count:s} for {kinds:kinds} {count:are} not counted: these rules do not ask them.",
	"kinds-not-taken":        "These rules count {takes:kinds}; the returns are of {has:kinds}.",
	"one-row-only":           "These rules take one return of {kind:units}, and the file has {count}.",

	"cannot-change": "{outstanding} return{outstanding:s} {outstanding:are} outstanding and cannot change this.",
	"can-change":    "{outstanding} return{outstanding:s} {outstanding:are} outstanding and can change this.",
	"needed":        "{needed} more {pool:units} asking for a contest would be enough, whatever the rest answer.",
	"sensitive":     "The rule text leaves open {parameter:setting}. With {instead:value} in place of {value:value} the outcome would be another: {outcome:outcome} ({counts:counts}).",
}
