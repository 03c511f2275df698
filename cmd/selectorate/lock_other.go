//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package main

// locked runs do. This system has no lock that goes with the process; what is done still compares before it
// replaces anything.
func locked(_ string, do func() error) error { return do() }
