package college

import (
	"fmt"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/sheet"
)

// college is a count in a college that is going on.
type college struct {
	*sheet.Sheet
	*sections
	votes []exact.Number // points of each candidate
	lost  exact.Number   // points that nobody has
}

// open begins a count.
func open(m *count.Method, e *count.Election, o count.Options, form sheet.Form) (*college, error) {
	form.Method, form.Places = m, -1
	s, err := sheet.New(form, e, o)
	if err != nil {
		return nil, err
	}
	all, err := newSections(s.Election.Papers, s.Setting("shares"), s.Setting("empty"))
	if err != nil {
		return nil, err
	}
	for _, note := range all.notes {
		s.Note("%s", note)
	}
	return &college{Sheet: s, sections: all}, nil
}

// weigh turns the votes of each section into points, each section's points being divided by base, and gives the parts
// of the stage.
func (c *college) weigh(held [][]exact.Number, base func(section int) exact.Number, unit string) []count.Part {
	parts := make([]count.Part, len(c.all))
	c.votes, c.lost = make([]exact.Number, len(c.Election.Candidates)), exact.Number{}
	for s, one := range c.all {
		points := one.share.Mul(exact.Int(100))
		part := count.Part{Votes: make([]exact.Number, len(c.votes))}
		whole := base(s)
		given := exact.Number{}
		for candidate, votes := range held[s] {
			if votes.Sign() > 0 {
				part.Votes[candidate] = points.Mul(votes).Quo(whole)
				given = given.Add(part.Votes[candidate])
				c.votes[candidate] = c.votes[candidate].Add(part.Votes[candidate])
			}
		}
		part.Nontransferable = points.Sub(given)
		c.lost = c.lost.Add(part.Nontransferable)
		part.Reason = fmt.Sprintf("Section %s has %s of the 100 points, divided by %s %s.", one.name, c.points(points), whole, unit)
		parts[s] = part
	}
	return parts
}

// points says points for people: exactly if they have few decimals, else the fraction's first decimals.
func (*college) points(n exact.Number) string {
	return n.Percent(exact.Int(100), 3)
}

// record records a stage in points, and refuses one in which they are not the whole.
func (c *college) record(stage count.Stage) error {
	stage.Votes, stage.Nontransferable = c.votes, c.lost
	if sum := exact.Sum(c.votes...).Add(c.lost); !sum.Equal(exact.Int(100)) {
		return fmt.Errorf("the program is at fault: there are %s points in stage %d, not 100", sum, len(c.Stages())+1)
	}
	c.RecordUnchecked(stage)
	return nil
}

// inPlay gives the points that candidates have.
func (c *college) inPlay() exact.Number { return exact.Int(100).Sub(c.lost) }
