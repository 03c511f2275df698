// Package selectorate_test holds the tests that guard the house as a whole: who may import whom, how large
// things may grow, which words are not used, that every clause that code cites exists, that every act has a
// golden file. What can be seen in one file at a time is left to the linters in .golangci.yaml.
//
// Each check is a function from what it looks at to a list of complaints, so that checks_test.go can show
// that it complains when it should.
package selectorate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/selectorate/selectorate"

// everyRoom lists the rooms with what lies below them. verify is a room too, but nobody in the house builds on
// it: it must stay what a stranger could have written.
var everyRoom = []string{
	"party", "rulebook", "rulebook/strict", "rulebook/wording", "org", "selection", "selection/returns", "selection/trigger",
	"register", "register/canonical",
}

// counting lists the room that counts with what lies below it. Inside, nouns are at the bottom (count, exact, constraint,
// lot), the result sheet above them, the methods above the sheet, and method above them all.
var (
	countNouns   = []string{"party", "count", "count/exact", "count/constraint", "count/lot"}
	countSheet   = slices.Concat(countNouns, []string{"count/sheet"})
	countMethods = []string{
		"count/gregory", "count/ireland", "count/ers", "count/meek", "count/elimination", "count/plurality", "count/pairwise", "count/college",
	}
	countRoom = slices.Concat(countSheet, countMethods, []string{
		"count/method", "count/reserved", "count/byhand", "count/compare", "count/read", "count/read/mend", "count/read/table",
		"count/report", "count/report/outline", "count/report/page", "count/report/pdf", "count/report/exchange",
		"count/audit", "count/audit/recount",
	})
)

// protocol lists the packages of the Belenios protocol that commands and the strict check build on.
var protocol = []string{
	"belenios", "belenios/group", "belenios/proof", "belenios/trustee", "belenios/shuffle", "belenios/tally", "belenios/archive",
	"belenios/hints",
}

// walls says which of our packages each package may import: the import table of the house. A package that is
// not in it does not belong to the house yet; adding one is a decision, and this is where it is taken.
var walls = map[string][]string{
	"party":              {},
	"rules":              {},
	"register":           {"register/canonical"},
	"register/canonical": {},

	"rulebook":          {"party", "rulebook/strict", "rulebook/wording"},
	"rulebook/strict":   {"party"},
	"rulebook/wording":  {"party"},
	"org":               {"party", "rulebook"},
	"selection":         {"party", "rulebook", "org", "selection/returns", "selection/trigger", "register", "register/canonical"},
	"selection/returns": {"party"},
	"selection/trigger": {"party", "rulebook", "selection/returns"},
	"verify":            slices.Concat(everyRoom, []string{"verify/again", "verify/finding", "verify/folder"}),
	"verify/again":      {"rulebook", "register", "register/canonical"},
	"verify/finding":    {},
	"verify/folder":     {"register"},

	"count":             {"party", "count/exact", "count/constraint", "count/lot"},
	"count/exact":       {},
	"count/constraint":  {"party"},
	"count/lot":         {},
	"count/sheet":       countNouns,
	"count/reserved":    countNouns,
	"count/parcel":      countSheet,
	"count/pile":        countNouns,
	"count/gregory":     slices.Concat(countSheet, []string{"count/parcel"}),
	"count/byhand":      countNouns,
	"count/ireland":     slices.Concat(countSheet, []string{"count/parcel"}),
	"count/ers":         slices.Concat(countSheet, []string{"count/parcel"}),
	"count/keep":        countNouns,
	"count/meek":        slices.Concat(countSheet, []string{"count/keep"}),
	"count/elimination": slices.Concat(countSheet, []string{"count/pile"}),
	"count/plurality":   slices.Concat(countSheet, []string{"count/pile"}),
	"count/pairwise":    countSheet,
	"count/college":     slices.Concat(countSheet, []string{"count/pile"}),
	"count/method":      slices.Concat(countSheet, countMethods),
	"count/compare":     slices.Concat(countNouns, []string{"count/reserved"}),
	"count/read": slices.Concat(countNouns, []string{
		"count/read/blt", "count/read/table", "count/read/preflib", "count/read/cdf", "count/read/box", "count/read/rounds", "count/read/mend",
	}),
	"count/read/mend":       countNouns,
	"count/read/blt":        slices.Concat(countNouns, []string{"count/read/mend"}),
	"count/read/rounds":     slices.Concat(countNouns, []string{"count/read/mend"}),
	"count/read/table":      slices.Concat(countNouns, []string{"count/read/mend"}),
	"count/read/preflib":    slices.Concat(countNouns, []string{"count/read/mend"}),
	"count/read/cdf":        slices.Concat(countNouns, []string{"count/read/mend"}),
	"count/read/box":        slices.Concat(countNouns, []string{"count/read/mend"}),
	"count/report":          slices.Concat(countNouns, []string{"count/report/outline"}),
	"count/report/outline":  countNouns,
	"count/report/page":     slices.Concat(countNouns, []string{"count/report", "count/report/outline"}),
	"count/report/pdf":      slices.Concat(countNouns, []string{"count/report", "count/report/outline"}),
	"count/report/exchange": slices.Concat(countNouns, []string{"count/report", "count/report/outline"}),
	"count/audit":           slices.Concat(countNouns, []string{"count/read/mend", "count/audit/raire"}),
	"count/audit/raire":     countNouns,
	"count/audit/recount":   countNouns,

	"belenios/group":               {},
	"belenios/group/edwards":       {"belenios/group"},
	"belenios/group/modular":       {"belenios/group", "belenios/group/modular/limbs"},
	"belenios/group/modular/limbs": {},
	"belenios/proof":               {"belenios/group"},
	"belenios":                     {"belenios/group", "belenios/group/edwards", "belenios/group/modular", "belenios/proof"},
	"belenios/trustee":             {"belenios/group", "belenios/proof", "belenios"},
	"belenios/shuffle":             {"belenios/group", "belenios/proof", "belenios"},
	"belenios/tally":               {"belenios/group", "belenios/proof", "belenios", "belenios/shuffle", "belenios/trustee"},
	"belenios/archive":             {"belenios"},
	"belenios/hints":               {"belenios/group", "belenios/proof", "belenios"},
	"belenios/check":               protocol,

	"internal/beleniostest":    {"belenios/archive", "belenios/group", "belenios/group/edwards", "belenios/group/modular"},
	"internal/browsertest":     {},
	"internal/counttest":       slices.Concat(countNouns, []string{"count/method", "count/read"}),
	"internal/store/kept":      {"party", "register"},
	"internal/store/engine":    {"party"},
	"internal/store/archive":   {"party", "internal/store/kept"},
	"internal/store":           {"party", "register", "internal/store/kept", "internal/store/engine", "internal/store/archive"},
	"internal/store/storetest": {"party", "register", "internal/store", "internal/store/kept"},

	"internal/gallery":   slices.Concat(everyRoom, []string{"internal/store/kept"}),
	"internal/queue":     {"party", "register", "internal/store/kept"},
	"internal/clerk":     slices.Concat(everyRoom, []string{"internal/store/kept", "internal/gallery", "internal/queue"}),
	"internal/rehearsal": slices.Concat(everyRoom, []string{"internal/clerk"}),
	"internal/api":       {"party", "register", "internal/web/guard"},
	"internal/web/guard": {"party"},
	"internal/web":       slices.Concat(everyRoom, []string{"rules", "internal/clerk", "internal/web/guard"}),
	"internal/web/desk":  slices.Concat(everyRoom, []string{"internal/gallery", "internal/store/kept", "internal/web"}),

	"cmd/selectorate": slices.Concat(everyRoom, countRoom, protocol, []string{
		"verify", "belenios/check", "rules", "internal/clerk", "internal/rehearsal", "internal/store", "internal/store/kept", "internal/gallery", "internal/api",
		"internal/web", "internal/web/desk", "internal/web/guard",
	}),
}

// doors says which of our packages may import each module of somebody else's, outside tests. Every module
// that go.mod names has a line here and one in doc/decisions.
var doors = map[string][]string{
	"modernc.org/sqlite":          {"internal/store/engine"},
	"github.com/jackc/pgx/v5":     {"internal/store/engine"},
	"github.com/pressly/goose/v3": {"internal/store/engine"},

	"golang.org/x/mod":                      {"register", "verify"},
	"golang.org/x/text":                     {"register/canonical", "selection/returns", "count/report", "count/report/pdf"},
	"github.com/goccy/go-yaml":              {"rulebook/strict", "cmd/selectorate"},
	"github.com/santhosh-tekuri/jsonschema": {},

	"codeberg.org/go-fonts/liberation": {"count/report/pdf"},
	"codeberg.org/go-pdf/fpdf":         {"count/report/pdf"},
	"golang.org/x/image":               {"count/report/pdf"},

	"filippo.io/bigmod":                       {"belenios/group", "belenios/group/modular"},
	"filippo.io/edwards25519":                 {"belenios/group/edwards"},
	"github.com/oasisprotocol/curve25519-voi": {}, // tests only

	"github.com/alecthomas/kong": {"cmd/selectorate"},
	"golang.org/x/time":          {"internal/web", "internal/web/guard"},

	// Tests only.
	"golang.org/x/net":                {},
	"github.com/chromedp/cdproto":     {},
	"github.com/chromedp/chromedp":    {"internal/browsertest"},
	"github.com/rogpeppe/go-internal": {},
	"go.uber.org/goleak":              {"internal/store/storetest"},
	"pgregory.net/rapid":              {},
}

// rooms are the packages that hold the party's life and nothing else, with what lies below them: no I/O,
// clock, context, logging, chance or concurrency.
var rooms = []string{"party", "rulebook", "org", "selection", "count", "register", "belenios", "verify", "rules"}

// unroomly are the standard packages that a room must not import, with everything below them.
var unroomly = []string{
	"context", "crypto/rand", "database", "log", "math/rand", "net", "os", "plugin", "runtime", "sync",
	"syscall", "testing", "unsafe",
}

// offline are the packages that must appear nowhere below verify, in nobody's code: the independent check
// cannot open a connection, a database or another program, whatever it is given to read.
var offline = []string{"net", "database/sql", "os/exec", "plugin", "modernc.org/sqlite", "github.com/jackc/pgx/v5"}

// pkg is what the go command says about a package.
type pkg struct {
	ImportPath string
	Dir        string
	Doc        string
	Standard   bool
	GoFiles    []string
	Imports    []string
	Deps       []string
}

// name gives the path of one of our packages within the house.
func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// ours tells whether an import path belongs to the house, and gives its path within it.
func ours(path string) (string, bool) { return strings.CutPrefix(path, module+"/") }

// below tells whether path is one of roots or lies under one.
func below(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+"/")
	})
}

// house lists our packages that have code outside tests.
func house(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,Doc,Standard,GoFiles,Imports,Deps", "./...")
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var packages []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("read the answer of go list: %v", err)
		}
		if len(p.GoFiles) > 0 {
			packages = append(packages, p)
		}
	}
	if len(packages) == 0 {
		t.Fatal("go list finds no package of ours")
	}
	return packages
}

// complain reports what a check found.
func complain(t *testing.T, found []string) {
	t.Helper()
	for _, one := range found {
		t.Error(one)
	}
}

func TestWalls(t *testing.T) {
	for _, p := range house(t) {
		complain(t, checkWalls(p))
		complain(t, checkDoors(p))
		complain(t, checkPurity(p))
		complain(t, checkReach(p))
	}
}

// checkWalls compares a package's imports of ours with the table.
func checkWalls(p pkg) (found []string) {
	allowed, known := walls[p.name()]
	if !known {
		return []string{fmt.Sprintf("%s: not in the import table; add it to walls and to doc/architecture.md, or put the code where it belongs", p.name())}
	}
	for _, path := range p.Imports {
		if name, mine := ours(path); mine && !slices.Contains(allowed, name) {
			found = append(found, fmt.Sprintf("%s: may not import %s", p.name(), name))
		}
	}
	return found
}

// checkDoors compares a package's imports of other people's modules with the table.
func checkDoors(p pkg) (found []string) {
	for _, path := range p.Imports {
		if _, mine := ours(path); mine || !strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
			continue
		}
		open := false
		for prefix, who := range doors {
			open = open || below(path, []string{prefix}) && slices.Contains(who, p.name())
		}
		if !open {
			found = append(found, fmt.Sprintf("%s: may not import %s; see doors", p.name(), path))
		}
	}
	return found
}

// checkPurity looks for what has no business in a room.
func checkPurity(p pkg) (found []string) {
	if !below(p.name(), rooms) {
		return nil
	}
	for _, path := range p.Imports {
		if below(path, unroomly) {
			found = append(found, fmt.Sprintf("%s: a room may not import %s", p.name(), path))
		}
	}
	return found
}

// checkReach looks at everything below a package. Rooms never reach the plumbing, however far they go; verify
// reaches nothing that could connect it to anything.
func checkReach(p pkg) (found []string) {
	for _, path := range p.Deps {
		name, mine := ours(path)
		if mine && below(p.name(), rooms) && below(name, []string{"internal", "cmd"}) {
			found = append(found, fmt.Sprintf("%s: reaches %s", p.name(), name))
		}
		if p.name() == "verify" && below(path, offline) {
			found = append(found, fmt.Sprintf("verify: reaches %s", path))
		}
	}
	return found
}

// TestEveryModuleHasADoor keeps go.mod and the table of doors together.
func TestEveryModuleHasADoor(t *testing.T) {
	for _, path := range directModules(t) {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(doors)), func(door string) bool { return below(path, []string{door}) }) {
			t.Errorf("go.mod requires %s, which no line of doors lets in", path)
		}
	}
}
