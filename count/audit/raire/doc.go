// Package raire finds what has to be checked on paper for the winner of an alternative vote to be right. It turns
// the outcome into assertions, each of which compares two totals of papers, so that an audit needs neither to follow
// the count stage by stage nor to confirm the order in which the losers went out.
//
// The method is RAIRE: Blom, Stuckey and Teague, "RAIRE: Risk-Limiting Audits for IRV Elections" (2019, arXiv
// 1903.08804). An assertion is one of two kinds:
//
//   - WinnerOnly, "not eliminated before": the first preferences of a are more than the papers that could ever count
//     for b while a stands, which are those that rank b above a, or b and not a. Then a cannot go out before b;
//   - Elimination, "not eliminated next": when exactly the candidates of a given set are gone, a has more papers
//     than b. Then b, not a, goes out of the two at that point.
//
// Somebody else than the reported winner can have won only by an order of elimination that ends in them. Each such
// order must be contradicted by an assertion. Find looks for the order that is hardest to contradict, from its end and
// the most doubtful first; the paper does so in a tree of ends, here ends with the same candidates are one, which finds
// the same and is quick where the tree has millions of branches. That order says how large the smallest margin can be,
// and the smallest margin decides how many papers must be looked at. With assertions of at least that margin, and few of
// them, all orders are then contradicted. Check proves a set anew, without any of this.
//
// All figures are whole papers; nothing is estimated here.
package raire
