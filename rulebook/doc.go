// Package rulebook holds versioned rules as data, and the form in which every decision gives its reasons.
//
// A Book is one version of one procedure's rules: its clauses with wording, source and dates in force, the
// exact question that is put to a unit, the parameters that the clauses leave open, the way in which answers
// are put together (Decision), and who may do what on which ground and until when (Power). A book is a file;
// its Digest is the SHA-256 of the file's bytes, and an act that was judged by a book names that digest.
//
// A Ruling is an answer with its reasons. It holds no prose: each Reason names a clause, a status, a code
// for the sentence and the figures that were used, and Sentence says it. A refusal is a Ruling, not an error.
//
// Rules are data and questions are code. The rooms that own the facts ask the questions (selection.Decide,
// selection.May) and cite the clauses; a test binds the citations to the books, both ways.
//
// Wherever the rule text is silent the book has a named parameter with a stated default and a mark of
// certainty: S for stated by the source named, D for derived from what is stated, M for general knowledge to
// be confirmed. A parameter marked D or M must be confirmed by a named office before the book can govern a
// live round.
package rulebook
