// Command selectorate runs the selection of a party's candidates: it decides trigger ballots by a rulebook,
// keeps the record and checks it.
package main

import "os"

// commands are what the program can do, a file each.
type commands struct {
	Demo  demoCommand  `cmd:"" help:"Play a round in an invented party, check its record, and serve its pages."`
	Serve serveCommand `cmd:"" help:"Serve the public pages and the record."`

	Decide decideCommand `cmd:"" help:"Say whether there is a contest, from a file of returns and a rulebook."`
	Rules  rulesCommand  `cmd:"" help:"List, show, check and compare rulebooks."`
	Count  countCommand  `cmd:"" help:"Count ballots by a rule, stage by stage, with the reason for every step."`
	Audit  auditCommand  `cmd:"" help:"Check a count against papers: draw a sample, measure the risk, count again."`

	Election  electionCommand  `cmd:"" help:"Run a secret ballot by hand, from files: set it up, take in ballots, tally, result."`
	Keyholder keyholderCommand `cmd:"" help:"Hold a key with others: make it, try it out, shuffle, decrypt."`
	Authority authorityCommand `cmd:"" help:"Give out voting codes: make them, replace lost ones, destroy who has which."`

	Verify verifyCommand `cmd:"" help:"Check a copy of a record: signatures, every act, every decision."`
	Export exportCommand `cmd:"" help:"Write a copy of the record that anybody can check."`

	Init    initCommand    `cmd:"" help:"Make a new public record: its database, its signing key and its first entry."`
	Act     actCommand     `cmd:"" help:"Do official acts, read as JSON lines."`
	Person  personCommand  `cmd:"" help:"Enrol a person, or erase a person's data."`
	Key     keyCommand     `cmd:"" help:"Show or change the key that signs the record."`
	Index   indexCommand   `cmd:"" help:"Make the lists anew from the record."`
	Backup  backupCommand  `cmd:"" help:"Write a backup of everything but the signing key, while others go on working."`
	Restore restoreCommand `cmd:"" help:"Fill an empty database from a backup."`
}

func main() {
	os.Exit(run(os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
