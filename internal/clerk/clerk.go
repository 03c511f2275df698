package clerk

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/selectorate/selectorate/internal/gallery"
	"github.com/selectorate/selectorate/internal/queue"
	"github.com/selectorate/selectorate/internal/store/kept"
	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/register"
)

// Log is what the clerk needs of the record.
type Log interface {
	// Append writes a batch in one transaction, or nothing; an error of kind Conflict if the head has moved.
	Append(ctx context.Context, batch kept.Batch) error
	Head(ctx context.Context) (kept.Head, error)
	TileAt(ctx context.Context, level int, n int64) (kept.Tile, error)
	Records(ctx context.Context, from, to int64, fn func(kept.Record) error) error
	MatterRecords(ctx context.Context, matter string, fn func(kept.Record) error) error
	Answer(ctx context.Context, actor, key string) (kept.Answer, error)
}

// People is what the clerk needs of the people's data.
type People interface {
	PutPerson(ctx context.Context, p kept.Person) error
	Person(ctx context.Context, id string) (kept.Person, error)
	Openings(ctx context.Context, from, to int64, fn func(kept.Opening) error) error
	ErasePerson(ctx context.Context, id string) ([]kept.ErasedField, error)
}

// Aliases is what joins a person to the names under which they appear.
type Aliases interface {
	Alias(ctx context.Context, person, matter string) (string, error)
	PutAlias(ctx context.Context, person, matter, alias string) error
	AliasOwner(ctx context.Context, matter, alias string) (kept.Person, error)
}

// Shelf is where adopted rulebooks, checkpoints and the index stand.
type Shelf interface {
	BookData(ctx context.Context, digest string) (kept.Book, error)
	Books(ctx context.Context) ([]kept.Book, error)
	SaveCheckpoint(ctx context.Context, size int64, note []byte) error
	Checkpoint(ctx context.Context) (size int64, note []byte, err error)
	Matters(ctx context.Context, round string) ([]kept.MatterRow, error)
	ReplaceMatters(ctx context.Context, fn func(put func(kept.MatterRow) error) error) error
}

// Store is all that the clerk needs of a database.
type Store interface {
	Log
	People
	Aliases
	Shelf
}

// Config says what a clerk works with. Store is needed; everything else has a usable zero value.
type Config struct {
	Store  Store
	Signer register.Signer  // signs checkpoints; nil: this clerk signs none
	Now    func() time.Time // nil: time.Now
	Random io.Reader        // nil: crypto/rand
	// Seen is called with every checkpoint before it is published, to keep it outside the database. May be nil.
	Seen func(size int64, note []byte) error
}

// Clerk is the only writer of one register. It is safe for concurrent use. What can be read without a clerk
// is read through the gallery that it holds.
type Clerk struct {
	*gallery.Gallery

	store  Store
	signer register.Signer
	now    func() time.Time
	random io.Reader
	seen   func(size int64, note []byte) error

	queue *queue.Queue

	house   *house
	mu      sync.Mutex                 // guards house and matters
	matters map[party.MatterID]*matter // those in use or used lately
	signing sync.Mutex                 // one checkpoint at a time
	kept    int64                      // size of the newest checkpoint kept outside the database; guarded by signing
}

// New makes a clerk and starts its queue. Close ends it.
func New(config Config) *Clerk {
	c := &Clerk{
		store: config.Store, signer: config.Signer, now: config.Now, random: config.Random, seen: config.Seen,
		house:   &house{},
		Gallery: gallery.New(config.Store), matters: map[party.MatterID]*matter{},
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.random == nil {
		c.random = rand.Reader
	}
	c.queue = queue.New(config.Store, c.forget)
	return c
}

// Close ends the clerk after everything that was handed over has been written. Later requests are refused as
// unavailable.
func (c *Clerk) Close() { c.queue.Close() }

func (c *Clerk) fill(p []byte) error {
	if _, err := io.ReadFull(c.random, p); err != nil {
		return fmt.Errorf("draw randomness: %w", err)
	}
	return nil
}

// draw makes a fresh random name: a letter that says of what, and 26 letters and digits (128 bits).
func (c *Clerk) draw(of string) (string, error) {
	var bits [16]byte
	if err := c.fill(bits[:]); err != nil {
		return "", err
	}
	return of + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(bits[:])), nil
}
