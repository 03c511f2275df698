package store

import "github.com/selectorate/selectorate/internal/store/kept"

// The rows, under the names that readers of this package look for. They are defined in package kept, which
// knows no database, so that the clerk can name them too.
type (
	Head        = kept.Head
	Record      = kept.Record
	Tile        = kept.Tile
	Opening     = kept.Opening
	Answer      = kept.Answer
	MatterRow   = kept.MatterRow
	Book        = kept.Book
	Batch       = kept.Batch
	Person      = kept.Person
	ErasedField = kept.ErasedField
	Reader      = kept.Reader
)
