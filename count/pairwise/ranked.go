package pairwise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selectorate/selectorate/count"
)

// told is how many comparisons that were passed over the report tells one by one.
const told = 50

func rankedPairs() count.Method {
	m := count.Method{
		Name: "ranked-pairs", Aliases: []string{"tideman", "rankedpairs"}, Title: "Ranked pairs",
		Text: "T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4, 1987, 185 to 206; ties: T. M. Zavist and T. N. Tideman, " +
			"Complete independence of clones in the ranked pairs rule, Social Choice and Welfare 6, 1989, 167 to 173",
		Summary: "Candidates are compared two by two. The comparisons are taken from the clearest to the closest, and each holds unless it contradicts those that hold already.",
		Options: []count.Option{{
			Name: "strength", Values: []string{margins, winning, winningOnly}, Default: margins,
			Help: "Which comparison is clearer. margins: the greater difference (the text). winning: the more votes for the winner, among equals the fewer against. " +
				"winning-only: the more votes for the winner.",
		}},
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		c, err := open(&m, e, o, "Tideman 1987")
		if err != nil {
			return nil, err
		}
		l := newLocking(c)
		if err := l.run(c.defeats(measured(c.Setting("strength")))); err != nil {
			return c.Close(err)
		}
		return c.Close(c.elect(c.levels(l.held.has), "Tideman 1987", l.reason))
	}
	return m
}

// locking takes the defeats one after the other.
type locking struct {
	*comparison
	held    *relation    // who is placed above whom, in one step or several
	locked  [][]int      // of each candidate, those directly placed below, in the order in which they were
	hangs   map[int]bool // candidates in a cycle from which only some can be elected
	skipped int
}

// newLocking finds where a place can hang on a tie. The candidates fall into sets, each of whose members beats everybody
// in the sets below; however ties are settled, the members of a set stand above those sets. So a tie among
// members of one set matters only if some of them can be elected and some cannot.
func newLocking(c *comparison) *locking {
	n := len(c.wins)
	l := &locking{comparison: c, held: newRelation(n), locked: make([][]int, n), hangs: map[int]bool{}}
	level := newRelation(n) // not beaten by, in one step or several
	for _, a := range c.standing {
		for _, b := range c.standing {
			if a != b && !c.beats(b, a) {
				level.set(a, b)
			}
		}
	}
	level.close(c.standing)
	for _, a := range c.standing {
		above, set := 0, 1
		for _, b := range c.standing {
			switch {
			case a == b || !level.has(b, a):
			case level.has(a, b):
				set++
			default:
				above++
			}
		}
		l.hangs[a] = above < c.Seats() && c.Seats() < above+set
	}
	return l
}

// run takes all defeats, those as strong as each other together.
func (l *locking) run(defeats []defeat) error {
	for start := 0; start < len(defeats); {
		end := start + 1
		for end < len(defeats) && defeats[end].strength == defeats[start].strength {
			end++
		}
		if err := l.equally(defeats[start:end]); err != nil {
			return err
		}
		start = end
	}
	if l.skipped > told {
		l.Note("%d comparisons were passed over because they contradict clearer ones; the first %d are told.", l.skipped, told)
	}
	return nil
}

// equally takes defeats as strong as each other. Those that contradict none of the others hold in whichever order
// they are taken; among the others the order matters and is settled by lot if a place hangs on it.
func (l *locking) equally(group []defeat) error {
	for {
		group = l.undecided(group)
		if len(group) == 0 {
			return nil
		}
		winners := winnersOf(group, func(d defeat) bool { return l.hangs[d.winner] })
		if len(winners) == 0 {
			l.leaveOpen(group)
			return nil
		}
		// Zavist and Tideman 1989: an order of the candidates settles which of equal defeats comes first. Those of one
		// winner do not contradict each other, so that the order of the winners is all that is needed.
		first := winners[0]
		if len(winners) > 1 {
			var err error
			tie := count.Tie{Stage: len(l.Stages()), For: "order of equally clear comparisons", Candidates: winners, Clause: "Zavist and Tideman 1989"}
			if first, err = l.Draw(tie, winners, 1); err != nil {
				return err
			}
		}
		for _, d := range group {
			if d.winner == first {
				l.lock(d)
			}
		}
		group = slices.DeleteFunc(group, func(d defeat) bool { return d.winner == first })
	}
}

// undecided passes over the defeats that contradict what holds, locks those that are in no cycle of the group and what
// holds, and gives the rest.
func (l *locking) undecided(group []defeat) []defeat {
	var open []defeat
	for _, d := range group {
		if l.held.has(d.loser, d.winner) {
			l.skip(d)
		} else {
			open = append(open, d)
		}
	}
	together := l.held.clone()
	for _, d := range open {
		together.lock(d.winner, d.loser, l.standing)
	}
	var rest []defeat
	for _, d := range open {
		if together.has(d.loser, d.winner) {
			rest = append(rest, d)
		} else {
			l.lock(d)
		}
	}
	return rest
}

func winnersOf(group []defeat, which func(defeat) bool) []int {
	var winners []int
	for _, d := range group {
		if which(d) && !slices.Contains(winners, d.winner) {
			winners = append(winners, d.winner)
		}
	}
	slices.Sort(winners)
	return winners
}

func (l *locking) lock(d defeat) {
	l.held.lock(d.winner, d.loser, l.standing)
	l.locked[d.winner] = append(l.locked[d.winner], d.loser)
}

func (l *locking) skip(d defeat) {
	if l.skipped++; l.skipped > told {
		return
	}
	l.Decide(count.Choice, "Tideman 1987", fmt.Sprintf("%s is passed over: it contradicts %s, which are clearer or came first.",
		l.pair(d.winner, d.loser), l.chain(l.way(d.loser, d.winner))), d.winner, d.loser)
}

// leaveOpen says that equally clear defeats contradict each other and that none of them is taken.
func (l *locking) leaveOpen(group []defeat) {
	for _, d := range group {
		if l.skipped++; l.skipped <= told {
			l.Decide(count.Choice, "Tideman 1987", fmt.Sprintf("%s is passed over: equally clear comparisons contradict it, and no place hangs on which comes first.",
				l.pair(d.winner, d.loser)), d.winner, d.loser)
		}
	}
}

// way gives the comparisons that hold and lead from a to b, as few as possible.
func (l *locking) way(a, b int) []int {
	before := map[int]int{a: a}
	for queue := []int{a}; len(queue) > 0; queue = queue[1:] {
		for _, next := range l.locked[queue[0]] {
			if _, seen := before[next]; !seen {
				before[next] = queue[0]
				queue = append(queue, next)
			}
		}
	}
	way := []int{b}
	for way[0] != a {
		way = append([]int{before[way[0]]}, way...)
	}
	return way
}

// reason explains why a candidate is placed above those not elected yet.
func (l *locking) reason(a int) string {
	if text := l.unbeaten(a); text != "" {
		return text
	}
	var text strings.Builder
	fmt.Fprintf(&text, "No comparison that holds places anybody who is left above %s.", l.Name(a))
	for _, b := range l.Continuing() {
		if b == a || l.beats(a, b) || !l.held.has(a, b) {
			continue
		}
		if l.beats(b, a) {
			fmt.Fprintf(&text, " %s, passed over, stands against %s.", l.pair(b, a), l.chain(l.way(a, b)))
		} else {
			fmt.Fprintf(&text, " %s and %s are equal, but %s place %s above.", l.Name(b), l.Name(a), l.chain(l.way(a, b)), l.Name(a))
		}
	}
	return text.String()
}
