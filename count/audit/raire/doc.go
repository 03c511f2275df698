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
// Somebody else than the reported winner can have won only by an order of elimination that ends in them. Find
// searches the orders from their ends, by branch and bound, until every one of them that ends in somebody else is
// contradicted by an assertion. Among all such sets it finds one whose smallest margin is as large as can be: the
// smallest margin decides how many papers must be looked at. Check proves a set anew, without the search.
//
// All figures are whole papers; nothing is estimated here.
package raire
