// Package clerk is the only writer of the record. Whoever wants something official to happen — a page, the
// API, a command — hands the clerk a Request; the clerk loads the matter, asks the room's question, and if the
// answer is yes appends the act, keeps what is sealed and updates the index, all in one transaction. A refusal
// is a Ruling and writes nothing.
//
//	Request ──> Do: the answer given before? ──> load ──> May? ──no──> Receipt with the ruling, nothing written
//	                                                       │yes
//	                                 entry, openings, index, answer ──> queue ──> one commit for many acts
//
// The clerk has the only clock and the only randomness. Its queue gathers the acts of all clients that
// wait and commits them together: positions are gapless, several processes are safe, one is fast. What Do has
// acknowledged is on disk. A request that is sent again with the same key gets the same answer and happens
// once; the same key with another body is a conflict.
//
// The clerk owns the interfaces through which it sees a database; internal/store satisfies them.
package clerk
