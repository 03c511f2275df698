// Command summary reads the output of `go test -json` and writes it as a person wants it: the line of each
// package, everything a failed test said, the name of each skipped test with its reason, and at the end
// "N passed, N failed".
//
// It exits 1 when a test failed, when nothing ran at all, and, where CI=true, when a test was skipped for
// any other reason than -short: a suite that skips in silence proves nothing.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	total := flag.String("total", "", "also write the last line to this `file`")
	flag.Parse()

	run, err := read(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "summary:", err)
		os.Exit(1)
	}
	run.report(os.Stdout)
	if *total != "" {
		if err := os.WriteFile(*total, []byte(run.line()+"\n"), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "summary:", err)
			os.Exit(1)
		}
	}
	if reason := run.refuse(os.Getenv("CI") == "true"); reason != "" {
		fmt.Fprintln(os.Stderr, "summary:", reason)
		os.Exit(1)
	}
}
