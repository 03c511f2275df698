package selectorate_test

import (
	"strings"
	"testing"
)

// wants compares complaints with parts of what they should say, one for one and in order.
func wants(t *testing.T, found []string, want ...string) {
	t.Helper()
	if len(found) != len(want) {
		t.Fatalf("%d complaints, want %d:\n%s", len(found), len(want), strings.Join(found, "\n"))
	}
	for i, part := range want {
		if !strings.Contains(found[i], part) {
			t.Errorf("complaint %d is %q, want %q in it", i, found[i], part)
		}
	}
}

// made is a package of ours that imports what it is told to.
func made(name string, imports ...string) pkg {
	return pkg{ImportPath: module + "/" + name, Imports: imports, Deps: imports}
}

func TestWallsHold(t *testing.T) {
	wants(t, checkWalls(made("selection", module+"/party", module+"/register", "fmt")))
	wants(t, checkWalls(made("party", module+"/rulebook")), "party: may not import rulebook")
	wants(t, checkWalls(made("internal/web", module+"/internal/store")), "internal/web: may not import internal/store")
	wants(t, checkWalls(made("internal/clerk", module+"/internal/store")), "internal/clerk: may not import internal/store")
	wants(t, checkWalls(made("internal/helpers")), "not in the import table")

	wants(t, checkDoors(made("internal/store/engine", "modernc.org/sqlite", "github.com/jackc/pgx/v5/stdlib", "fmt", module+"/party")))
	wants(t, checkDoors(made("register", "golang.org/x/mod/sumdb/tlog")))
	wants(t, checkDoors(made("internal/web", "modernc.org/sqlite")), "internal/web: may not import modernc.org/sqlite")
	wants(t, checkDoors(made("party", "pgregory.net/rapid")), "party: may not import pgregory.net/rapid")
	wants(t, checkDoors(made("party", "example.org/new")), "example.org/new")

	wants(t, checkPurity(made("selection", "fmt", "math/big", "time")))
	wants(t, checkPurity(made("selection", "os/exec", "log/slog", "net/url")), "os/exec", "log/slog", "net/url")
	wants(t, checkPurity(made("internal/clerk", "os", "context")))

	wants(t, checkReach(made("verify", "os", module+"/register")))
	wants(t, checkReach(made("verify", "net", module+"/internal/store")), "verify: reaches net", "verify: reaches internal/store")
	wants(t, checkReach(made("selection", module+"/cmd/selectorate")), "selection: reaches cmd/selectorate")
	wants(t, checkReach(made("internal/web", "net/http", module+"/internal/clerk")))
}

func TestShapeHolds(t *testing.T) {
	check := func(name, text string, check func(source) []string, want ...string) {
		t.Helper()
		s, err := parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, check(s), want...)
	}
	lines := func(n int) string { return strings.Repeat("\t_ = 0\n", n) }

	check("party/a.go", "package party\n\nfunc f() {\n"+lines(78)+"}\n", checkSize)
	check("party/a.go", "package party\n\nfunc f() {\n"+lines(79)+"}\n", checkSize, "func f has 81 lines")
	check("party/a_test.go", "package party\n\nfunc f() {\n"+lines(79)+"}\n", checkSize)
	check("party/a.go", "package party\n"+strings.Repeat("\n", 400), checkSize, "401 lines")
	check("party/a.go", "package party\n\ntype i interface {\n\tA()\n\tB()\n\tC()\n\tD()\n\tE()\n\tF()\n\tG()\n}\n", checkSize, "7 methods")

	check("party/a.go", "package party\n\n// "+"TO"+"DO: later\n", checkWords, "finish it")
	check("party/a.go", "package party\n\n// to do\n", checkWords)
	check("party/a_test.go", "package party\n\nvar mark = \""+"TO"+"DO\"\n", checkWords)
	check("party/a_test.go", "package party\n\nvar mark = 1 // "+"TO"+"DO\n", checkWords, "finish it")

	check("cmd/selectorate/a.go", "package main\n\nfunc init() {}\n", checkForm, "an init function")
	check("party/a.go", "package party\n\nfunc f() { go f() }\n", checkForm, "a goroutine in a room")
	check("internal/store/a.go", "package store\n\nfunc f() { go f() }\n", checkForm)
	check("rulebook/a.go", "package rulebook\n\nvar x float64 = 0.5\n", checkForm, "a float", "a float")
	check("rulebook/a_test.go", "package rulebook\n\nvar x float64 = 0.5\n", checkForm)
}

func TestPackagesHold(t *testing.T) {
	good := pkg{ImportPath: module + "/party", Doc: "Package party holds nouns."}
	wants(t, checkPackage(good, 1500))
	wants(t, checkPackage(good, 1501), "1501 lines")
	wants(t, checkPackage(pkg{ImportPath: module + "/internal/util", Doc: "Package util is."}, 1), `"util"`)
	wants(t, checkPackage(pkg{ImportPath: module + "/party"}, 1), "no package comment")
	wants(t, checkPackage(pkg{ImportPath: module + "/cmd/selectorate", Doc: "Command selectorate runs."}, 1))
}

func TestLinksHold(t *testing.T) {
	exists := func(target string) bool { return target == "doc/glossary.md" }
	wants(t, checkLinks("README.md", "[a](doc/glossary.md#x) [b](https://example.org) [c](#here)", exists))
	wants(t, checkLinks("doc/a.md", "[a](glossary.md) [b](missing.md)", exists), "missing.md leads nowhere")
}
