// Package queue gives every act its place in the register. It gathers the acts of all who wait, writes them in
// one transaction, and tells each where it came to stand: positions are gapless, several processes are safe,
// and one is fast.
//
// Only the clerk hands drafts over. What Send has answered is on disk.
package queue
