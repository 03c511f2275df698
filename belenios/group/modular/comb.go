package modular

import (
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/group/modular/limbs"
)

// A comb reads an exponent in several rows at once (Lim and Lee, More flexible exponentiation with precomputation,
// 1994). The exponent's bits are laid out in rows; a column has one bit of each row, and a table gives the product of the
// row's powers for each column. Columns are dealt into blocks with a table each, so that few squarings are left.
const (
	combRows, combBlocks     = 8, 8  // 35 multiplications for 256 bits, half a megabyte
	secretRows, secretBlocks = 4, 16 // 67, of 16 entries that are read through whole
)

// combShape is how a comb lays out an exponent.
type combShape struct {
	rows, columns int // a row has so many bits
	blocks, width int // a block has so many columns
}

func (r *residues) shape(rows, blocks int) combShape {
	columns := (r.q.BitLen() + rows - 1) / rows
	return combShape{rows, columns, blocks, (columns + blocks - 1) / blocks}
}

// column gives the bits of a column of a block.
func (s combShape) column(words []uint64, block, at int) (index int) {
	column := block*s.width + at
	if column >= s.columns {
		return 0
	}
	for row := range s.rows {
		index |= int(window(words, row*s.columns+column, 1)) << row
	}
	return index
}

// tables makes the table of each block from the squares of the base; the entry of index 0 is 1.
func (s combShape) tables(r *residues, squares []limbs.Number) [][]limbs.Number {
	tables := make([][]limbs.Number, s.blocks)
	for block := range tables {
		table := make([]limbs.Number, 1<<s.rows)
		table[0] = r.multiplying.One()
		for row := range s.rows {
			single := 1 << row
			table[single] = squares[row*s.columns+block*s.width]
			for rest := 1; rest < single; rest++ {
				r.multiplying.Multiply(&table[single+rest], &table[single], &table[rest])
			}
		}
		tables[block] = table
	}
	return tables
}

// squares gives base^(2^i) for each bit of an exponent in whole words.
func (r *residues) squares(base *limbs.Number) []limbs.Number {
	squares := make([]limbs.Number, (r.q.BitLen()+63)/64*64)
	squares[0] = *base
	for i := 1; i < len(squares); i++ {
		r.multiplying.Square(&squares[i], &squares[i-1])
	}
	return squares
}

// comb is the table of a base for powers in variable time.
type comb struct {
	base   *element
	shape  combShape
	tables [][]limbs.Number
}

func newComb(r *residues, base *element, squares []limbs.Number) *comb {
	shape := r.shape(combRows, combBlocks)
	return &comb{base, shape, shape.tables(r, squares)}
}

// power puts the power of the base into a product.
func (c *comb) power(result *product, words []uint64) {
	for at := c.shape.width - 1; at >= 0; at-- {
		result.square()
		for block, table := range c.tables {
			if index := c.shape.column(words, block, at); index != 0 {
				result.times(&table[index])
			}
		}
	}
}

// secretComb is the table of the generator for secret exponents.
type secretComb struct {
	of     *residues
	shape  combShape
	tables [][]limbs.Number
}

func newSecretComb(r *residues, squares []limbs.Number) *secretComb {
	shape := r.shape(secretRows, secretBlocks)
	return &secretComb{r, shape, shape.tables(r, squares)}
}

// power goes through all columns, those of zeros too, and reads each table whole.
func (c *secretComb) power(exponent group.Scalar) *element {
	words := c.of.words(exponent)
	defer clear(words)
	m := c.of.multiplying
	result := c.of.multiplying.One()
	var entry limbs.Number
	for at := c.shape.width - 1; at >= 0; at-- {
		m.Square(&result, &result)
		for block, table := range c.tables {
			limbs.Select(&entry, table, c.shape.column(words, block, at))
			m.Multiply(&result, &result, &entry)
		}
	}
	return c.of.element(&result)
}
