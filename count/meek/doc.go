// Package meek counts by Meek's method and by Warren's.
//
// A candidate keeps a share of every paper that reaches it, its keep value: the whole while it is hopeful, nothing
// once it is excluded, and from its election on just as much as leaves it with the quota. What a candidate does not
// keep goes on to the next preference, to other elected candidates too, whose keep values fall in turn. So keep
// values, votes and quota are worked out again and again until they agree; then the lowest candidate is excluded,
// and the papers are read as if that candidate had never stood. In Meek's method a candidate keeps a share of what
// reaches it; in Warren's, a share of the whole paper, or what is left of it if that is less.
//
// The rules of this family differ in rounding, in when they exclude and in how they settle ties. Each is one method,
// and each difference one option, whose default is what the method's text says or, where the text is silent or not
// to be had, what the program does whose results are known (see each option's Help).
//
// A stage is one working out of the keep values in the rules that publish every iteration (New Zealand, 2006,
// Warren), and one round, with all iterations up to an election or an exclusion, in those that publish rounds (the
// reference rule, the parametric rule). Papers are counted in 64 bits, shares in whole numbers of the last decimal,
// their products in 128 bits; a sum that could overflow does not occur below count.MaxPapers papers and eighteen
// decimals. What rounding cuts off is booked as non-transferable, and what rounding up creates is taken from there.
package meek
