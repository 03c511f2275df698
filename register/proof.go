package register

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ProveInclusion makes the proof that the entry at an index stands in the register of a checkpoint, from its
// tiles. Tiles that do not belong to the checkpoint are errors.
func ProveInclusion(c Checkpoint, index int64, read ReadTile) (tlog.RecordProof, error) {
	if index < 0 || index >= c.Size {
		return nil, fmt.Errorf("proving that entry %d is on the register: it has the size %d", index, c.Size)
	}
	proof, err := tlog.ProveRecord(c.Size, index, hashReader(c, read))
	if err != nil {
		return nil, fmt.Errorf("proving that entry %d is on the register: %w", index, err)
	}
	return proof, nil
}

// CheckInclusion checks that an entry, given by its leaf hash (see LeafHash), stands at an index in the register
// of a checkpoint.
func CheckInclusion(proof tlog.RecordProof, c Checkpoint, index int64, leaf Hash) error {
	if err := tlog.CheckRecord(proof, c.Size, c.Root, index, leaf); err != nil {
		return fmt.Errorf("checking that entry %d is on the register: %w", index, err)
	}
	return nil
}

// ProveConsistency makes the proof that the register of the newer checkpoint begins with that of the older
// one, from the newer one's tiles. If it does not, that is an error.
func ProveConsistency(older, newer Checkpoint, read ReadTile) (proof tlog.TreeProof, err error) {
	if 0 < older.Size && older.Size < newer.Size {
		if proof, err = tlog.ProveTree(newer.Size, older.Size, hashReader(newer, read)); err != nil {
			return nil, fmt.Errorf("proving that the register only grew: %w", err)
		}
	}
	if err := CheckConsistency(proof, older, newer); err != nil {
		return nil, err
	}
	return proof, nil
}

// CheckConsistency checks that the register of the newer checkpoint begins with that of the older one. Where
// one is empty or both have the same size, the proof must be empty.
func CheckConsistency(proof tlog.TreeProof, older, newer Checkpoint) error {
	err := checkConsistency(proof, older, newer)
	if err != nil {
		return fmt.Errorf("checking that the register only grew, from %d to %d entries: %w", older.Size, newer.Size, err)
	}
	return nil
}

func checkConsistency(proof tlog.TreeProof, older, newer Checkpoint) error {
	switch {
	case older.Origin != newer.Origin:
		return fmt.Errorf("one checkpoint is of %s, the other of %s", older.Origin, newer.Origin)
	case older.Size < 0 || older.Size > newer.Size:
		return errors.New("the newer checkpoint is the shorter one")
	case older.Size == 0 && older.Root != emptyRoot():
		return errors.New("the older root is not that of an empty register")
	case older.Size == newer.Size && older.Root != newer.Root:
		return errors.New("two registers of the same size have different roots")
	case older.Size == 0 || older.Size == newer.Size:
		if len(proof) > 0 {
			return errors.New("the proof is longer than it should be")
		}
		return nil
	}
	return tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
}

// hashReader reads hashes of the tree from tiles that have been compared with the root.
func hashReader(c Checkpoint, read ReadTile) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tileReader{read})
}

// A tileReader gives tiles to tlog.
type tileReader struct{ read ReadTile }

func (tileReader) Height() int { return tileBits }

func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		data, err := r.read.hashes(Tile{t.L, t.N, t.W})
		if err != nil {
			return nil, err
		}
		out[i] = data
	}
	return out, nil
}

func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}
