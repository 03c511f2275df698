//go:build !race

package check_test

// raced tells that the race detector runs.
const raced = false
