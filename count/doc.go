// Package count holds the nouns of a count: what is counted (an Election with its Papers), how (a Method with its
// options), and what comes of it (a Result with its stages, decisions and ties). The methods themselves live in
// the packages below:
//
//   - method lists them all by name; that is where to begin;
//   - gregory transfers surpluses by all papers, each at a fraction of its value (Scottish, weighted inclusive
//     Gregory); ers by the parcel received last (ERS97, ERS76, Northern Ireland); ireland by the last parcel in
//     thousandths or in whole papers (Seanad, Dáil); meek works out anew what every elected candidate keeps (New
//     Zealand, 2006, Proportional Representation Foundation, Warren);
//   - elimination drops the lowest (eliminating ballot, exhaustive ballot, supplementary vote, Coombs); plurality needs no
//     transfers; pairwise compares candidates two by two; college weighs sections;
//   - reserved meets constraints by counting again or by counting reserved places first; compare counts by several
//     rules; byhand counts the Scottish rule a second time, paper by paper;
//   - read makes an Election of a file; report says a Result; audit checks one against papers;
//   - sheet keeps the result sheet for all of them, parcel and pile the papers that move, keep those of which candidates
//     keep a share; constraint knows which candidates must and must not be elected, lot draws lots that anybody can draw
//     again, exact holds the numbers.
//
// Counting is exact: whole numbers, checked 128-bit products and exact fractions; floats appear nowhere. Votes are
// conserved at every stage to the last digit, and the sheet refuses a stage where they are not. A count is a
// function of the papers, the method, the options and the seed, and of nothing else: the order of the papers never
// changes it, nor does that of the candidates, but that those who are elected at one stage with the same votes stand in
// the order of the file. (New Zealand's own lots are the exception: the law draws them by the candidates' numbers.) A
// paper that stands for several counts as that many papers.
//
// Candidates are numbered from 0 in Go, in the order of the file, and from 1 wherever people or programs read.
package count
