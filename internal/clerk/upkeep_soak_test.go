package clerk_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/internal/store/storetest"
	"github.com/selectorate/selectorate/party"
)

// upkeepKills is how often each work of upkeep is killed on one engine.
func upkeepKills() int { return max(1, killsMost()/8) }

// TestSoakUpkeep kills backups, restores, rebuilds of the index and erasures at random, and then does them
// again.
func TestSoakUpkeep(t *testing.T) {
	onEachEngine(t, func(t *testing.T, k *crash) {
		t.Helper()
		persons := k.furnish(upkeepKills())
		for _, work := range []struct {
			name string
			kill func(k *crash, try int)
		}{
			{"backup", (*crash).killBackup},
			{"restore", (*crash).killRestore},
			{"index rebuild", (*crash).killRebuild},
			{"erasure", func(k *crash, try int) { k.killErasure(persons[0], persons[1+try]) }},
		} {
			t.Run(work.name, func(t *testing.T) {
				inner := *k
				inner.T = t
				for try := range upkeepKills() {
					work.kill(&inner, try)
				}
				inner.verify()
			})
		}
	})
}

// furnish makes a register with so many seats played to the end. It gives the founder and a person of each seat
// of whom a sealed value speaks.
func (k *crash) furnish(seats int) []string {
	db, c, vkey := openHouse(k.T, k.dir, k.dsn)
	k.vkey = vkey
	r, err := foundRound(k.Context(), c, vkey)
	k.must(err)
	zone, err := time.LoadLocation(rehearsal.Zone)
	k.must(err)
	persons := []string{r.founder}
	for number := range max(seats, 4) {
		s, err := r.seat(k.Context(), number, 60)
		k.must(err)
		k.must(s.play(k.Context(), party.DayOf(time.Now(), zone), inside(k.Context(), c)))
		persons = append(persons, s.steward)
	}
	_, err = c.Checkpoint(k.Context())
	k.must(err)
	c.Close()
	k.must(db.Close())
	return persons
}

// shoot runs a command and kills it at a random moment of the time that it may take. It tells whether the
// command had ended by itself.
func (k *crash) shoot(cmd *exec.Cmd, most time.Duration) (ended bool) {
	k.must(cmd.Start())
	time.Sleep(time.Duration(k.chance.Int64N(int64(most))))
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		k.Error(err)
	}
	return cmd.Wait() == nil
}

// works runs a command that must succeed, and gives the time that it took.
func (k *crash) works(cmd *exec.Cmd) time.Duration {
	k.Helper()
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		k.Fatalf("%v: %v: %s", cmd.Args[1:], err, out)
	}
	return time.Since(began)
}

// killBackup expects a backup to be there whole or not at all.
func (k *crash) killBackup(try int) {
	folder := k.TempDir()
	most := k.works(k.command("backup", filepath.Join(folder, "first")))
	place := filepath.Join(folder, fmt.Sprintf("backup-%d", try))
	k.shoot(k.command("backup", place), most)
	if _, err := os.Stat(place); err != nil {
		k.works(k.command("backup", place))
	}
	k.restores(place)
}

// restores makes sure that a backup restores to the same register.
func (k *crash) restores(backup string) {
	k.Helper()
	second := k.second()
	k.works(second.restore(k.dir, backup))
	second.same(k)
}

// second is an empty place for a register on the same engine.
func (k *crash) second() *crash {
	second := *k
	second.dir = k.TempDir()
	second.dsn = "sqlite:" + filepath.Join(second.dir, "register.db")
	if len(k.flags) > 0 {
		second.dsn = storetest.Postgres(k.T)
		second.flags = []string{"--database", second.dsn}
	}
	return &second
}

func (k *crash) restore(from, backup string) *exec.Cmd {
	return k.command("restore", "--signing-key", filepath.Join(from, "signing.key"), backup)
}

// same holds a register against another one.
func (k *crash) same(other *crash) {
	k.Helper()
	a, b := k.head(), other.head()
	if a != b {
		k.Errorf("the register ends at %d, the other at %d", a.Size, b.Size)
	}
}

func (k *crash) head() store.Head {
	k.Helper()
	db, err := store.Open(k.Context(), k.dsn)
	k.must(err)
	head, err := db.Head(k.Context())
	k.must(err)
	k.must(db.Close())
	return head
}

// killRestore expects a database to be empty or restored whole.
func (k *crash) killRestore(int) {
	backup := filepath.Join(k.TempDir(), "backup")
	k.works(k.command("backup", backup))
	measured := k.second()
	most := k.works(measured.restore(k.dir, backup))
	second := k.second()
	k.shoot(second.restore(k.dir, backup), most)
	if second.head().Size == 0 {
		k.works(second.restore(k.dir, backup))
	}
	second.same(k)
	second.verify()
}

// killRebuild expects the lists to be the same before and after.
func (k *crash) killRebuild(int) {
	before := k.lists()
	most := k.works(k.command("index", "rebuild"))
	k.shoot(k.command("index", "rebuild"), most)
	if !slices.Equal(before, k.lists()) {
		k.Error("a rebuild that was killed changed the index")
	}
	k.works(k.command("index", "rebuild"))
	if !slices.Equal(before, k.lists()) {
		k.Error("the rebuilt index is another one")
	}
}

func (k *crash) lists() []store.MatterRow {
	k.Helper()
	db, err := store.Open(k.Context(), k.dsn)
	k.must(err)
	rows, err := db.Matters(k.Context(), "")
	k.must(err)
	k.must(db.Close())
	return rows
}

// killErasure expects that an erasure that was killed can be done again, and that the record then says so.
func (k *crash) killErasure(founder, person string) {
	erase := func() *exec.Cmd { return k.command("person", "erase", person, "--by", founder, "--yes") }
	if !k.shoot(erase(), 200*time.Millisecond) {
		out, err := erase().CombinedOutput()
		if _, exited := errors.AsType[*exec.ExitError](err); exited {
			k.Logf("the second time: %s", out) // the person may be gone already
		} else if err != nil {
			k.Error(err)
		}
	}
	db, err := store.Open(k.Context(), k.dsn)
	k.must(err)
	if p, err := db.Person(k.Context(), person); !party.Is(err, party.NotFound) {
		k.Errorf("%s is still known: %+v, %v", person, p, err)
	}
	k.must(db.Close())
	if len(k.flags) == 0 {
		if found := filesHolding(k.T, k.dir, person); len(found) > 0 {
			k.Errorf("%s still stands in %v", person, found)
		}
	}
}
