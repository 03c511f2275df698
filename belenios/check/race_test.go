//go:build race

package check_test

// raced tells that the race detector runs: ten times as slow, and blind to a corpus that uses one goroutine.
const raced = true
