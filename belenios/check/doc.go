// Package check is the strict verifier of Belenios archives (.bel). It trusts nobody: not who runs the election, not the
// key holders, not the file of hints.
//
// It is pure: it reads what it is given and computes. So it comes in stages that a command runs, the third of them on as
// many cores as there are:
//
//	c := check.New(options)
//	c.Structure(file)            // one pass: form, hash chain, order of events; remembers where each ballot stands
//	c.Setup(file)                // the election, its key holders with every proof, the list of voters
//	for i := range c.Batches() { // Batch is safe for concurrent use; Take and what follows are not
//		c.Take(c.Batch(i, file, …))
//	}
//	report := c.Finish(file)     // the sum, shuffles, decryptions, the result, the policy
//
// What is checked is the table of doc/formats/verify-bel.md: each row is a check of the report, with a verdict, in the
// order of All. An archive is valid if no finding has the verdict Fail.
//
// Sources: Belenios specification (protocol version 1), for the proofs; the archive's form and the order of the first
// shuffle's input were found by experiment on archives that belenios-tool 2.0 to 3.2 wrote.
package check
