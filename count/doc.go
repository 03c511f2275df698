// Package count holds the nouns of a count: what is counted (an Election with its Papers), how (a Method with its
// options), and what comes of it (a Result with its stages, decisions and ties). The methods themselves live in
// the packages below:
//
//   - method lists them all by name; that is where to begin;
//   - gregory transfers surpluses by all papers, each at a fraction of its value (Scottish, weighted inclusive
//     Gregory, Seanad); ers by the parcel received last (ERS97, ERS76, Northern Ireland); meek recomputes what every elected candidate keeps (New
//     Zealand, 2006, Proportional Representation Foundation, Warren); elimination drops the lowest (eliminating
//     ballot, exhaustive ballot, supplementary vote, Coombs); plurality needs no transfers; pairwise compares
//     candidates two by two; college weighs sections;
//   - read makes an Election of a file; report says a Result; audit checks one against papers;
//   - sheet keeps the result sheet for all of them, parcel the papers that move, keep those of which candidates keep a share, constraint knows which candidates must and must not be
//     elected, lot draws lots that anybody can draw again, exact holds the numbers.
//
// Counting is exact: whole numbers, checked 128-bit products and exact fractions; floats appear nowhere. Votes are
// conserved at every stage to the last digit, and the sheet refuses a stage where they are not. A count is a
// function of the papers, the method, the options and the seed, and of nothing else: neither the order of the
// papers nor that of the candidates changes it, and a paper that stands for several counts as that many papers.
//
// Candidates are numbered from 0 in Go, in the order of the file, and from 1 wherever people or programs read.
package count
