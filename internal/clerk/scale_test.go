package clerk_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selectorate/selectorate/internal/clerk"
	"github.com/selectorate/selectorate/internal/rehearsal"
	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// What the scale benchmark does. SELECTORATE_SCALE sets another number of acts, to look for hot spots.
const (
	scaleActs    = 1_000_000
	scaleClients = 64
	actsASeat    = 100 // on average
	bigSeatUnits = 243 // makes a seat of 500 acts
)

// BenchmarkScale plays a whole national round through the clerk on SQLite with synced commits, then measures
// everything that somebody does with such a register. It prints a table as it goes.
func BenchmarkScale(b *testing.B) {
	for b.Loop() {
		s := &scale{B: b, dir: b.TempDir(), acts: scaleActs}
		if n, err := strconv.Atoi(os.Getenv("SELECTORATE_SCALE")); err == nil {
			s.acts = n
		}
		s.build()
		s.fill()
		s.fold()
		s.weigh()
		s.copyAndVerify()
	}
}

// scale is one run of the benchmark.
type scale struct {
	*testing.B
	dir    string
	binary string
	acts   int
	vkey   string
	big    party.MatterID
	next   atomic.Int64 // what the clients share
}

// says prints one line of the table.
func (s *scale) says(what, format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%-34s %s\n", what, fmt.Sprintf(format, args...))
}

func (s *scale) must(err error) {
	if err != nil {
		s.Helper()
		s.Fatal(err)
	}
}

func (s *scale) build() {
	s.binary = buildBinary(s.B, s.dir)
	s.says("machine", "%d processors, %s/%s, %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	load, _ := os.ReadFile("/proc/loadavg")
	s.says("load before", "%s", bytes.TrimSpace(load))
}

// buildBinary builds the program that people run.
func buildBinary(t testing.TB, dir string) string {
	t.Helper()
	binary := filepath.Join(dir, "selectorate")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "github.com/selectorate/selectorate/cmd/selectorate").CombinedOutput()
	if err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return binary
}

// openHouse opens the register in a folder as the program would, with a key that is made if there is none.
func openHouse(t testing.TB, dir, dsn string) (db *store.DB, c *clerk.Clerk, vkey string) {
	t.Helper()
	place := filepath.Join(dir, "signing.key")
	skey, err := os.ReadFile(place)
	if err != nil {
		made, _, err := register.GenerateKey(rand.Reader, rehearsal.Origin)
		if err != nil {
			t.Fatal(err)
		}
		skey = []byte(made)
		if err := os.WriteFile(place, append(skey, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	signer, err := register.ParseSigner(string(bytes.TrimSpace(skey)))
	if err != nil {
		t.Fatal(err)
	}
	if vkey, err = register.PublicKey(string(bytes.TrimSpace(skey))); err != nil {
		t.Fatal(err)
	}
	if db, err = store.Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	return db, clerk.New(clerk.Config{Store: db, Signer: signer}), vkey
}

func (s *scale) database() string { return filepath.Join(s.dir, "register.db") }

// fill plays the round: every client takes a seat, plays it to the end and takes the next.
func (s *scale) fill() {
	ctx := s.Context()
	db, c, vkey := openHouse(s.B, s.dir, "sqlite:"+s.database())
	s.vkey = vkey
	r, err := foundRound(ctx, c, vkey)
	s.must(err)
	zone, err := time.LoadLocation(rehearsal.Zone)
	s.must(err)
	today := party.DayOf(time.Now(), zone)

	seats := make([]*seat, s.acts/actsASeat)
	s.big = "2026/seat-00000"
	var people atomic.Int64
	prepared := s.together("people and aliases", len(seats)*(2+4*pairs), &people, func(int) error {
		return s.share(len(seats), func(number int) (err error) {
			units := 34 + number%20
			if number == 0 {
				units = bigSeatUnits
			}
			seats[number], err = r.seat(ctx, number, units)
			people.Add(2 + 4*pairs)
			return err
		})
	})
	s.says("people and aliases", "%d rows in %.0f s, each in a transaction of its own: %.0f a second",
		people.Load(), prepared.Seconds(), float64(people.Load())/prepared.Seconds())

	var done atomic.Int64
	took := make([][]time.Duration, scaleClients)
	wall := s.together("acts", s.acts, &done, func(client int) error {
		return s.share(len(seats), func(number int) error {
			err := seats[number].play(ctx, today, func(request clerk.Request) (clerk.Receipt, error) {
				began := time.Now()
				receipt, err := c.Do(ctx, request)
				took[client] = append(took[client], time.Since(began))
				done.Add(1)
				return receipt, err
			})
			seats[number] = nil
			done.Add(2) // the acts that the clerk composes: the decision and its publication
			return err
		})
	})
	head, err := c.Head(ctx)
	s.must(err)
	_, err = c.Checkpoint(ctx)
	s.must(err)
	all := slices.Concat(took...)
	slices.Sort(all)
	s.says("acts on the record", "%d in %d matters", head.Size, len(seats)+1)
	s.says("appended by 64 clients", "%.0f acts a second (%.0f s)", float64(head.Size)/wall.Seconds(), wall.Seconds())
	s.says("time of one act", "p50 %v, p99 %v, longest %v", at(all, 50), at(all, 99), at(all, 100))
	s.ReportMetric(float64(head.Size)/wall.Seconds(), "acts/s")
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	s.says("memory of the writer", "%d MiB taken from the system", memory.Sys>>20)
	c.Close()
	s.must(db.Close())
}

// together has 64 clients work at once, and tells now and then how far they have come.
func (s *scale) together(what string, of int, done *atomic.Int64, work func(client int) error) time.Duration {
	s.next.Store(0)
	started := time.Now()
	ticker, ended := time.NewTicker(15*time.Second), make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				n := done.Load()
				fmt.Fprintf(os.Stderr, "… %d of about %d %s, %.0f a second\n", n, of, what, float64(n)/time.Since(started).Seconds())
			case <-ended:
				return
			}
		}
	}()
	errs := make([]error, scaleClients)
	var clients sync.WaitGroup
	for client := range scaleClients {
		clients.Go(func() { errs[client] = work(client) })
	}
	clients.Wait()
	wall := time.Since(started)
	ticker.Stop()
	close(ended)
	s.must(errors.Join(errs...))
	return wall
}

// share takes numbers that nobody else has taken until there are none left.
func (s *scale) share(most int, fn func(number int) error) error {
	for {
		number := int(s.next.Add(1)) - 1
		if number >= most {
			return nil
		}
		if err := fn(number); err != nil {
			return err
		}
	}
}

// at gives a percentile of sorted times.
func at(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)].Round(10 * time.Microsecond)
}

// fold reads and folds the matter of 500 acts, as the clerk does when it meets it for the first time.
func (s *scale) fold() {
	db, c, _ := openHouse(s.B, s.dir, "sqlite:"+s.database())
	var took []time.Duration
	acts := int64(0)
	for range 50 {
		began := time.Now()
		record, err := c.Seat(s.Context(), s.big)
		took = append(took, time.Since(began))
		s.must(err)
		acts = record.State.Acts
	}
	slices.Sort(took)
	s.says("one matter folded", "%d acts: p50 %v, longest of 50 %v", acts, at(took, 50), at(took, 100))
	s.ReportMetric(float64(at(took, 50).Microseconds())/1000, "fold-ms")
	c.Close()
	s.must(db.Close())
}

func (s *scale) weigh() {
	info, err := os.Stat(s.database())
	s.must(err)
	s.says("database", "%d MB", info.Size()/1e6)
}

// copyAndVerify exports the register and checks the copy, each with a process of its own.
func (s *scale) copyAndVerify() {
	place := filepath.Join(s.dir, "copy")
	took := s.run("export", "--dir", s.dir, place)
	size, files := weighFolder(s.B, place)
	s.says("export", "%s; %d MB in %d files", took, size/1e6, files)
	took = s.run("index", "rebuild", "--dir", s.dir)
	s.says("index rebuild", "%s", took)
	took = s.run("verify", place, "--key", s.vkey, "--json")
	var answer struct {
		Valid bool
		Size  int64
	}
	s.must(json.Unmarshal(took.out, &answer))
	if !answer.Valid {
		s.Fatalf("the register does not verify: %s", took.out)
	}
	s.says("verify of the whole", "%s; %d entries, valid", took, answer.Size)
	s.ReportMetric(took.wall.Seconds(), "verify-s")
	s.ReportMetric(float64(took.peak)/(1<<20), "verify-MiB")
}

// ran is what one process took.
type ran struct {
	out  []byte
	wall time.Duration
	cpu  time.Duration
	peak int64 // bytes resident at most
}

func (r ran) String() string {
	return fmt.Sprintf("%.1f s (%.1f s of processor), peak %d MiB", r.wall.Seconds(), r.cpu.Seconds(), r.peak>>20)
}

func (s *scale) run(args ...string) ran {
	return runProcess(s.B, s.binary, args...)
}

func runProcess(t testing.TB, binary string, args ...string) ran {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	began := time.Now()
	err := cmd.Start()
	peak := make(chan int64, 1)
	ended := make(chan struct{})
	if err == nil {
		go func() { peak <- watchMemory(cmd.Process.Pid, ended) }()
		err = cmd.Wait()
		close(ended)
	}
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", args, err, out.Bytes(), said.Bytes())
	}
	return ran{
		out: out.Bytes(), wall: time.Since(began), peak: <-peak,
		cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
	}
}

// watchMemory gives the most memory that a process had resident, in bytes. What the kernel says at the end of
// a process counts the memory of the one that started it, so the kernel is asked while it runs.
func watchMemory(pid int, ended <-chan struct{}) (peak int64) {
	for {
		select {
		case <-ended:
			return peak
		case <-time.After(10 * time.Millisecond):
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			continue
		}
		_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
		line, _, _ := bytes.Cut(after, []byte(" kB"))
		if kib, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64); err == nil {
			peak = max(peak, kib<<10)
		}
	}
}

func weighFolder(t testing.TB, place string) (size int64, files int) {
	t.Helper()
	err := filepath.WalkDir(place, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size, files = size+info.Size(), files+1
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size, files
}

// BenchmarkScaleDecide measures the program on a file of 1,000 units, from start to end, and how long it takes
// to start at all.
func BenchmarkScaleDecide(b *testing.B) {
	for b.Loop() {
		s := &scale{B: b, dir: b.TempDir()}
		s.binary = buildBinary(b, s.dir)
		var file bytes.Buffer
		file.WriteString("unit,kind,select,reselect\n")
		for i := range 1000 {
			kind := []string{"branch", "affiliate"}[i%2]
			fmt.Fprintf(&file, "Unit %d,%s,%d,%d\n", i, kind, i%31, 7+i%17+i%2)
		}
		place := filepath.Join(s.dir, "returns.csv")
		s.must(os.WriteFile(place, bytes.ReplaceAll(file.Bytes(), []byte(",0,0\n"), []byte(",1,0\n")), 0o600))
		for _, whole := range []struct {
			what string
			args []string
		}{
			{"--help, which starts and ends", []string{"--help"}},
			{"rules list", []string{"rules", "list"}},
			{"decide, 1,000 units", []string{"decide", place, "--rules", "uk-labour/2021", "--json"}},
			{"decide, under every rulebook", []string{"decide", place, "--all-rules", "--json"}},
		} {
			var took []time.Duration
			for range 30 {
				took = append(took, s.run(whole.args...).wall)
			}
			slices.Sort(took)
			s.says(whole.what, "p50 %v, longest of 30 %v", at(took, 50), at(took, 100))
		}
	}
}
