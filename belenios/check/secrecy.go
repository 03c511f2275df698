package check

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/belenios"
)

// judgeSecrecy tells where the result itself says how single people voted.
func (c *Checker) judgeSecrecy(result belenios.Result) {
	for i, o := range result {
		q := c.election.Questions[i]
		if q.Ranking {
			c.judgeRankings(i, o.Rankings)
			continue
		}
		for k, n := range o.Counts {
			if c.counted > 0 && n == c.weight {
				c.found.add(Secrecy, Warning, "everybody whose ballot counts chose %s in question %d, so everybody knows how they voted", option(q, k), i+1)
			}
		}
	}
	c.found.spotless(Secrecy, "the result is not the same for everybody, so it does not tell how a single voter voted")
}

// option names what is counted at a place of a result.
func option(q belenios.Question, k int) string {
	if q.Blank {
		if k == 0 {
			return "to vote blank"
		}
		k--
	}
	return fmt.Sprintf("%q", plain(q.Answers[k]))
}

// judgeRankings tells whether rankings can serve as signatures of those who cast them.
func (c *Checker) judgeRankings(question int, rankings [][]int) {
	different := map[string]int{}
	for _, ranking := range rankings {
		different[strings.Trim(fmt.Sprint(ranking), "[]")]++
	}
	if len(rankings) > 0 && len(different) == 1 {
		c.found.add(Secrecy, Warning, "everybody whose ballot counts gave the same ranking in question %d, so everybody knows how they voted", question+1)
	}
	orders, answers := 1, len(c.election.Questions[question].Answers)
	for k := 2; k <= answers && orders <= len(rankings); k++ {
		orders *= k
	}
	if orders > len(rankings) {
		c.found.add(Secrecy, Warning, "question %d has more possible orders of its %d candidates than ballots: a voter who was told to vote in a certain order can be recognised by it",
			question+1, answers)
	}
}
