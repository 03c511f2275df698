// Package ers counts by rules that pass a surplus on from the papers received last: the rules of the Electoral Reform
// Society (ERS97, ERS76) and those of local elections in Northern Ireland, from which they once came.
//
// What they have in common, and where they differ from the Scottish rule:
//
//   - a surplus is shared by the transferable papers alone, each at a value cut to two decimals, and by the papers of
//     the batch received last, which made the surplus; papers that are worth less than the surplus keep their value;
//   - a surplus waits while it is too small to change who goes next (it is deferred);
//   - candidates who cannot catch up, even with each other's votes and every surplus, go together;
//   - the papers of the excluded move in batches, the highest value first, and somebody who is elected after one
//     batch gets nothing of the next.
//
// Where they differ: ERS97 has a quota with two decimals, lowers it while nobody is elected, and elects whoever has a
// full share of the votes still in play; Northern Ireland has a quota in whole votes that never changes, moves the
// first preferences of the excluded as a batch of their own, and fills the last place by a majority.
//
// An exclusion is one stage of the result, and its batches are the parts of that stage.
package ers

import "github.com/selectorate/selectorate/count"

// Methods lists the methods of this package.
func Methods() []count.Method {
	return []count.Method{ers97(), ers76(), northernIreland()}
}
