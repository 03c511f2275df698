// Command selectorate runs the selection of a party's candidates: it decides trigger ballots by a rulebook,
// keeps the record and checks it.
package main

import "os"

// commands are what the program can do, a file each.
type commands struct {
	Decide decideCommand `cmd:"" help:"Say whether there is a contest, from a file of returns and a rulebook."`
	Rules  rulesCommand  `cmd:"" help:"List, show, check and compare rulebooks."`
}

func main() {
	os.Exit(run(os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
