// Command peer measures how fast Tessera, a library for transparency logs, appends entries to a folder: the
// yardstick for the scale benchmark, run on the same machine in the same run. It has a module of its own, so
// that nothing of it reaches the program.
//
// Usage: peer [-entries 100000] [-size 800] [-clients 64] [-interval 100ms]
//
// It measures twice. First every client waits until its entry has its place and is integrated and synced, which
// is what the clerk's answer promises. Then every client waits until a checkpoint covers its entry, which
// Tessera signs at intervals.
package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	var m measuring
	flag.IntVar(&m.entries, "entries", 100_000, "how many entries are appended")
	flag.IntVar(&m.size, "size", 800, "bytes of each entry")
	flag.IntVar(&m.clients, "clients", 64, "how many clients append at once, each waiting for its entry")
	flag.DurationVar(&m.interval, "interval", 100*time.Millisecond, "between two checkpoints")
	flag.Parse()
	published := m
	published.published, published.entries = true, m.entries/10
	for _, m := range []measuring{m, published} {
		if err := m.run(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, "peer:", err)
			os.Exit(1)
		}
	}
}

type measuring struct {
	entries, size, clients int
	interval               time.Duration
	published              bool // wait for a checkpoint, and not only for integration
}

func (m measuring) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends what Tessera runs in the background
	folder, err := os.MkdirTemp("", "selectorate-peer-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	skey, _, err := note.GenerateKey(rand.Reader, "peer.example/log")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return err
	}
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(m.interval).
		WithBatching(uint(m.clients), 5*time.Millisecond)) // a batch is full when every client waits
	if err != nil {
		return err
	}
	await := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 10*time.Millisecond)
	m.report(func(entry []byte) error {
		future := appender.Add(ctx, tessera.NewEntry(entry))
		if m.published {
			_, _, err := await.Await(ctx, future)
			return err
		}
		_, err := future()
		return err
	})
	err = shutdown(ctx)
	cancel()
	time.Sleep(time.Second) // nobody tells when the background work has ended; it would miss its folder
	return err
}

// report has the clients append, and prints what it took.
func (m measuring) report(add func(entry []byte) error) {
	var next atomic.Int64
	took, errs := make([][]time.Duration, m.clients), make([]error, m.clients)
	started := time.Now()
	var clients sync.WaitGroup
	for i := range m.clients {
		clients.Go(func() {
			chance := mathrand.New(mathrand.NewPCG(2026, uint64(i)))
			for errs[i] == nil && next.Add(1) <= int64(m.entries) {
				entry := make([]byte, m.size)
				for at := 0; at+8 <= m.size; at += 8 {
					binary.BigEndian.PutUint64(entry[at:], chance.Uint64())
				}
				began := time.Now()
				errs[i] = add(entry)
				took[i] = append(took[i], time.Since(began))
			}
		})
	}
	clients.Wait()
	wall := time.Since(started)
	if err := errors.Join(errs...); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	what := "integrated and synced"
	if m.published {
		what = fmt.Sprintf("published (a checkpoint every %v)", m.interval)
	}
	fmt.Printf("tessera 1.0.4, POSIX, %d clients, entries of %d bytes, %s: %.0f entries a second (%d in %.1f s), p50 %v, p99 %v\n",
		m.clients, m.size, what, float64(m.entries)/wall.Seconds(), m.entries, wall.Seconds(),
		all[len(all)/2].Round(10*time.Microsecond), all[len(all)*99/100].Round(10*time.Microsecond))
}
