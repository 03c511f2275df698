package keep

import (
	"math/big"

	"github.com/selectorate/selectorate/count/exact"
)

// books adds up what candidates keep, class by class, in 128 bits: a share is at most 10^18 units and there are at most
// 2^62 papers (count.MaxPapers), so no sum can overflow. What the papers of a class are worth comes in at the end.
type books struct {
	tree     *tree
	kept     []exact.Wide   // at candidate·classes+class
	spent    []exact.Wide   // what papers of a class did not pass on
	together []exact.Number // what was cut after it was multiplied by the papers of a route
}

func newBooks(t *tree, candidates int) *books {
	b := &books{tree: t, kept: make([]exact.Wide, candidates*t.classes), spent: make([]exact.Wide, t.classes)}
	if t.style.Rounding == CutTogether {
		b.together = make([]exact.Number, candidates)
	}
	return b
}

// book books what a candidate keeps of each paper of a route.
func (b *books) book(n, who int, kept uint64) {
	for class := range b.tree.classes {
		b.kept[who*b.tree.classes+class].AddProduct(kept, uint64(b.tree.numbers[n*b.tree.classes+class]))
	}
}

// spend books what each paper of a route does not pass on.
func (b *books) spend(n int, spent uint64) {
	for class := range b.tree.classes {
		b.spent[class].AddProduct(spent, uint64(b.tree.numbers[n*b.tree.classes+class]))
	}
}

// bookTogether books what a candidate keeps of all papers of a route together, cut after they were multiplied.
func (b *books) bookTogether(n, who int, rest, keep uint64) {
	t := b.tree
	numbers := t.numbers[n*t.classes : (n+1)*t.classes]
	worth := t.papers.Worth(numbers)
	if worth.IsZero() {
		return
	}
	top := new(big.Int).Mul(new(big.Int).SetUint64(rest), new(big.Int).SetUint64(keep))
	b.together[who] = b.together[who].Add(worth.Mul(exact.Scaled(top, 2*t.style.Decimals)).Cut(t.style.Decimals))
}

// close gives the votes.
func (b *books) close() Tally {
	t := b.tree
	votes := make([]exact.Number, len(b.kept)/t.classes)
	for c := range votes {
		votes[c] = b.worth(b.kept[c*t.classes : (c+1)*t.classes])
		if b.together != nil {
			votes[c] = votes[c].Add(b.together[c])
		}
	}
	return Tally{Votes: votes, Rounding: b.worth(b.spent).Sub(exact.Sum(votes...))}
}

func (b *books) worth(sums []exact.Wide) exact.Number {
	var total exact.Number
	for class, sum := range sums {
		total = total.Add(exact.Scaled(sum.Big(), b.tree.style.Decimals).Mul(b.tree.papers.Classes()[class].Weight))
	}
	return total
}
