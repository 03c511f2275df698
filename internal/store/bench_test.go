package store_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/internal/store"
	"github.com/selectorate/selectorate/internal/store/storetest"
)

// BenchmarkAppend measures entries a second through Append: each with an opening and an answer, three tiles a
// batch, synced commits on SQLite (the test server of PostgreSQL does not sync).
func BenchmarkAppend(b *testing.B) {
	for _, engine := range []struct {
		name string
		dsn  func(b *testing.B) string
	}{
		{"sqlite", func(b *testing.B) string { b.Helper(); return "sqlite:" + b.TempDir() + "/register.db" }},
		{"postgres", func(b *testing.B) string { b.Helper(); return storetest.Postgres(b) }},
	} {
		for _, size := range []int{1, 64, 200} {
			b.Run(fmt.Sprintf("%s/batch=%d", engine.name, size), func(b *testing.B) {
				benchmarkAppend(b, engine.dsn(b), size)
			})
		}
	}
}

func benchmarkAppend(b *testing.B, dsn string, size int) {
	b.Helper()
	db, err := store.Open(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	head, err := db.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		batch := benchmarkBatch(head, size)
		if err := db.Append(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		head = batch.To
	}
	b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "entries/s")
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchmarkBatch gives a batch as the clerk would write it: 100 acts a matter, entries of 700 bytes.
func benchmarkBatch(from store.Head, size int) store.Batch {
	batch := store.Batch{From: from, To: from}
	batch.To.Size += int64(size)
	for i := from.Size; i < batch.To.Size; i++ {
		matter := fmt.Sprintf("matter-%d", i/100)
		batch.Records = append(batch.Records, store.Record{Index: i, Matter: matter, Number: i % 100, Data: make([]byte, 700)})
		batch.Openings = append(batch.Openings, store.Opening{
			Index: i, Field: "figures", Salt: make([]byte, 32), Value: make([]byte, 60), Person: fmt.Sprint("person-", i%1000),
		})
		batch.Answers = append(batch.Answers, store.Answer{
			Actor: fmt.Sprint("person-", i%1000), Key: fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, i))),
			Index: i, Reply: make([]byte, 100),
		})
		batch.Matters = append(batch.Matters, store.MatterRow{Matter: matter, LastIndex: i})
	}
	for level := range 3 {
		n := (batch.To.Size - 1) >> (8 * (level + 1))
		width := int((batch.To.Size-1)>>(8*level)&255) + 1
		batch.Tiles = append(batch.Tiles, store.Tile{Level: level, N: n, Width: width, Data: make([]byte, 32*width)})
	}
	return batch
}
