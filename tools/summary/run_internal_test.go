package main

import (
	"fmt"
	"strings"
	"testing"
)

// events writes lines of `go test -json` in short: "action test output".
func events(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		parts := append(strings.SplitN(line, " ", 3), "", "")
		fmt.Fprintf(&b, "{\"Action\":%q,\"Package\":\"p\",\"Test\":%q,\"Output\":%q}\n", parts[0], parts[1], parts[2])
	}
	return b.String()
}

func TestRun(t *testing.T) {
	tests := []struct {
		name, input, line string
		shows             string
		refuses, strictly string
	}{
		{
			name:  "all pass",
			input: events("run TestA", "output TestA chatter\n", "pass TestA", "output  ok p\n", "pass "),
			line:  "1 passed, 0 failed", shows: "ok p\n",
		},
		{
			name:  "one fails and says why",
			input: events("run TestA", "output TestA a_test.go:3: wrong\n", "fail TestA", "fail "),
			line:  "0 passed, 1 failed", shows: "a_test.go:3: wrong", refuses: "failed", strictly: "failed",
		},
		{
			name:  "a package that does not build",
			input: `{"Action":"build-output","ImportPath":"p","Output":"p.go:1: no\n"}` + "\n" + events("fail "),
			line:  "0 passed, 1 failed", shows: "p.go:1: no", refuses: "failed", strictly: "failed",
		},
		{
			name:  "a panic leaves a test unfinished",
			input: events("run TestA", "output TestA panic: oh\n", "fail "),
			line:  "0 passed, 1 failed", shows: "did not finish: p TestA\npanic: oh", refuses: "failed", strictly: "failed",
		},
		{
			name:  "skipped for -short",
			input: events("run TestA", "pass TestA", "run TestB", "output TestB x_test.go:1: long: not with -short\n", "skip TestB", "pass "),
			line:  "1 passed, 0 failed", shows: "skipped: p TestB: x_test.go:1: long: not with -short",
		},
		{
			name:  "skipped for want of a server",
			input: events("run TestA", "pass TestA", "run TestB", "output TestB no server\n", "output TestB --- SKIP: TestB\n", "skip TestB"),
			line:  "1 passed, 0 failed", shows: "skipped: p TestB: no server\n1 skipped\n", strictly: "skipped where CI=true: p TestB",
		},
		{name: "nothing ran", input: "", line: "0 passed, 0 failed", refuses: "nothing ran", strictly: "nothing ran"},
		{name: "not an event", input: "go: no such module\n", line: "0 passed, 0 failed", shows: "go: no such module\n", refuses: "nothing ran", strictly: "nothing ran"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			r, err := read(strings.NewReader(test.input), &out)
			if err != nil {
				t.Fatal(err)
			}
			r.report(&out)
			if !strings.HasSuffix(out.String(), test.line+"\n") {
				t.Errorf("it ends otherwise than with %q:\n%s", test.line, &out)
			}
			if !strings.Contains(out.String(), test.shows) {
				t.Errorf("%q is not shown:\n%s", test.shows, &out)
			}
			for strict, want := range map[bool]string{false: test.refuses, true: test.strictly} {
				if got := r.refuse(strict); !strings.Contains(got, want) || (want == "") != (got == "") {
					t.Errorf("refuse(%t) = %q, want %q", strict, got, want)
				}
			}
		})
	}
}
