package meek

import (
	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/keep"
)

// The options that several methods have, each with the method's default and where it comes from.

func decimals(standard, source string) count.Option {
	return count.Option{
		Name: "decimals", Form: "a number from 1 to 18", Default: standard,
		Help: "To how many decimals votes and keep values are counted: " + source + ".",
	}
}

func rounding(standard keep.Rounding, help string) count.Option {
	return count.Option{
		Name: "rounding", Values: []string{string(keep.KeptUp), string(keep.BothUp), string(keep.BothCut), string(keep.CutTogether)},
		Default: string(standard), Help: help,
	}
}

func keepRounding(standard, source string) count.Option {
	return count.Option{
		Name: "keep-rounding", Values: []string{"twice", "once"}, Default: standard,
		Help: "A new keep value, old value times quota divided by votes, is rounded up twice, after the product and after the quotient, or once: " + source + ".",
	}
}

func omega(standard, source string) count.Option {
	return count.Option{
		Name: "omega", Form: "a decimal number above 0", Default: standard,
		Help: "Once all surpluses together are less than this, the lowest candidate is excluded: " + source + ".",
	}
}

func surpluses() count.Option {
	return count.Option{
		Name: "surplus", Values: []string{"sum", "each"}, Default: "sum",
		Help: "The total surplus, if rounding leaves somebody who is elected with less than the quota. sum: what is lacking is taken off, down to 0 (B.2.d); each: it is not (stv-rs with force-positive-surplus).",
	}
}

func sureLosers(standard, source string) count.Option {
	return count.Option{
		Name: "sure-losers", Values: []string{sureOne, sureGroup, sureNone}, Default: standard,
		Help: "Whoever could not overtake anybody even with all surpluses is excluded whatever the surpluses: one at a time, the largest group together, or not: " + source + ".",
	}
}

func zeroVotes(standard, help string) count.Option {
	return count.Option{Name: "zero-votes", Values: []string{zerosTogether, zerosSingly, zerosWithNext}, Default: standard, Help: "Candidates without votes. " + help}
}

func elect() count.Option {
	return count.Option{
		Name: "elect", Values: []string{"at-or-above", "above"}, Default: "at-or-above",
		Help: "Whether a candidate with just the quota is elected. All texts of Meek's method that were seen say so; OpenTally names above as its own deviation.",
	}
}

func electWhen() count.Option {
	return count.Option{
		Name: "elect-when", Values: []string{"at-once", "settled"}, Default: "at-once",
		Help: "Whether a candidate is elected at the stage that brings the quota, or only when the keep values have settled.",
	}
}

func ties(standard, source string) count.Option {
	return count.Option{
		Name: "ties", Values: []string{lookFirst, lookLast, lookNot}, Default: standard,
		Help: "At which earlier stage a tie is settled, before lots: where the tied first differed, where they last differed, or at none: " + source + ".",
	}
}

func stall(standard, source string) count.Option {
	return count.Option{
		Name: "stall", Values: []string{"unchanged", "unchanged-or-grown"}, Default: standard,
		Help: "When nothing would change any more, the lowest is excluded although surpluses remain: if no keep value has changed, or also if one has grown, which only rounding brings about. " + source +
			" In any case after a thousand stages in which the surpluses do not fall.",
	}
}

func equal() count.Option {
	return count.Option{
		Name: "equal", Values: []string{string(keep.AllOrders), equalEnd}, Default: string(keep.AllOrders),
		Help: "Candidates ranked equal. all-orders: as if the paper were divided evenly among all orders in which they could stand; end: the ranking ends before them.",
	}
}
