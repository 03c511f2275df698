package kept

import "context"

// Head is the end of the register: how long it is, and the root that its next checkpoint signs.
type Head struct {
	Size     int64    // number of entries, from 0
	Recorded int64    // when the last entry was recorded, in milliseconds UTC; never decreases
	Root     [32]byte // root of the Merkle tree over the first Size entries (RFC 6962); of no entries, SHA-256("")
}

// Record is one entry of the register as it was stored.
type Record struct {
	Index  int64  // place in the register, from 0
	Matter string // the matter it belongs to
	Number int64  // place within the matter, from 0
	Data   []byte // the entry's bytes, which are what is hashed; 1 to 65,535
}

// Tile is a stretch of one level of the Merkle tree, as C2SP tlog-tiles cuts it.
type Tile struct {
	Level int    // 0 is the level of the leaves; at most 7
	N     int64  // number of the tile within its level, from 0
	Width int    // hashes in it, 1 to 256
	Data  []byte // Width hashes of 32 bytes
}

// Opening is what opens one sealed field of an entry. It belongs to the people's data and can be erased.
type Opening struct {
	Index  int64  // the entry
	Field  string // the sealed field
	Salt   []byte
	Value  []byte // canonical JSON
	Person string // id of the person whom the value is about, or "" if it is about nobody
}

// Answer is what a write was answered, kept so that the same form sent twice acts once. Actor and Key
// together are unique.
type Answer struct {
	Actor string   // id of the person who sent the form; erasing that person deletes the answer
	Key   string   // the key that was made when the form was shown
	Body  [32]byte // SHA-256 of what was asked, to tell a repeat from another request under the same key
	Index int64    // the entry that was written, or -1
	Reply []byte
}

// MatterRow is one matter in the index family: what lists need, rebuilt from the record at any time.
type MatterRow struct {
	Matter, Room, Round, Title, Stage string

	Entries      int64 // number of its entries
	LastIndex    int64 // place of its last entry in the register
	LastRecorded int64 // when that was recorded, in milliseconds UTC
}

// Book is the bytes of an adopted rulebook.
type Book struct {
	Digest string // "sha256:" and 64 hexadecimal digits
	Name   string
	Data   []byte
}

// Batch is what is written in one transaction: the register moves from one head to the next, together with
// everything that belongs to the new entries. Of several Matters with the same name the last one counts, and
// so with Tiles.
type Batch struct {
	From, To Head
	Records  []Record // exactly those from From.Size to To.Size, in order
	Tiles    []Tile   // every tile that grew; never narrower than what is stored
	Openings []Opening
	Answers  []Answer
	Matters  []MatterRow
	Books    []Book
}

// Person is somebody's identity, which stands nowhere in the register.
type Person struct {
	ID      string // random, made by the software
	Name    string
	Contact string
}

// ErasedField names a sealed field whose opening was erased.
type ErasedField struct {
	Index int64
	Field string
}

// Reader reads one consistent state of the register.
type Reader interface {
	// Head gives the end of the register.
	Head(ctx context.Context) (Head, error)
	// Records calls fn with the entries from one place up to but not including another, in order.
	Records(ctx context.Context, from, to int64, fn func(Record) error) error
	// Openings calls fn with the openings of those entries, by entry, then by field.
	Openings(ctx context.Context, from, to int64, fn func(Opening) error) error
	// TileAt gives a tile at its newest width.
	TileAt(ctx context.Context, level int, n int64) (Tile, error)
	// Books gives every adopted rulebook, by digest.
	Books(ctx context.Context) ([]Book, error)
	// Checkpoint gives the newest checkpoint and the number of entries that it covers.
	Checkpoint(ctx context.Context) (size int64, note []byte, err error)
}
