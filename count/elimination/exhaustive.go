package elimination

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/count"
	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/party"
)

// exhaustive is the exhaustive ballot: voters vote again in every round.
func exhaustive() count.Method {
	m := count.Method{
		Name: "exhaustive", Aliases: []string{"exhaustive-ballot", "rounds"},
		Title: "Exhaustive ballot",
		Text:  "Party custom (S. Watkins, Independent, 1994); House of Commons Standing Order 1B; Scottish Parliament, election of the Presiding Officer",
		Summary: "A ballot held in rounds: with one cross each, voters vote again until somebody has more than half of the valid papers of a round. " +
			"After each round the lowest goes out, and candidates may withdraw.",
		Options: []count.Option{
			{Name: "majority", Values: []string{"valid", "electorate"}, Default: "valid", Help: "What a majority is more than half of: the valid papers of the round, or all who might vote."},
			{Name: "bulk", Values: []string{"less", "off", "not-greater"}, Default: "less", Help: "Whether a group at the bottom goes with the lowest, if its votes together are less than (not more than) those of the next one up: usual in parties."},
			{Name: "floor", Form: "a share of the valid papers, such as 5% or 1/20", Default: "0", Help: "Whoever has less than this share goes out as well (House of Commons, Standing Order 1B: 5 %)."},
			{Name: "turnout", Form: "a share of those who might vote, such as 1/4", Default: "0", Help: "A round decides only if more than this share have cast valid papers (Scottish Parliament: a quarter)."},
			{Name: "ties", Values: []string{"lot", "revote", "both"}, Default: "lot", Help: "Equal lowest: a lot; the round is held again; or it is held again, and if the same are equal again all of them go."},
		},
		One: true,
	}
	m.Count = func(e *count.Election, o count.Options) (*count.Result, error) {
		if len(e.Rounds) == 0 {
			return nil, party.Errorf(party.Invalid, "an exhaustive ballot is held in rounds and cannot be worked out from preferences; give the figures of the rounds")
		}
		r, err := newRounds(&m, e, o, e.Rounds)
		if err != nil {
			return nil, err
		}
		x := &exhausting{rounds: r}
		if err := x.shares(); err != nil {
			return nil, err
		}
		return r.close(x.run())
	}
	return m
}

// exhausting is an exhaustive ballot, as far as it has been held.
type exhausting struct {
	*rounds
	floor, turnout exact.Number
}

// shares reads the options that are shares.
func (x *exhausting) shares() error {
	for name, to := range map[string]*exact.Number{"floor": &x.floor, "turnout": &x.turnout} {
		share, ok := exact.ParseShare(x.Setting(name))
		if !ok || share.Cmp(exact.Int(1)) >= 0 {
			return party.Errorf(party.Invalid, "option %s of exhaustive: %q is not a share less than the whole, such as 5%% or 1/20", name, x.Setting(name))
		}
		*to = share
	}
	return nil
}

func (x *exhausting) run() error {
	for _, round := range x.all {
		base, needs, err := x.base(round)
		if err != nil {
			return err
		}
		least := exact.Whole(base.Quo(exact.Int(2)).Floor()).Add(exact.Int(1))
		if err := x.hold(round, least, fmt.Sprintf(needs, least)); err != nil {
			return err
		}
		if err := x.decide(base); err != nil {
			return err
		}
	}
	return nil
}

// base gives the papers of which a majority is more than half.
func (x *exhausting) base(round count.Round) (exact.Number, string, error) {
	if x.Setting("majority") == "electorate" || x.turnout.Sign() > 0 {
		if round.Electorate == 0 {
			return exact.Number{}, "", party.Errorf(party.Invalid, "round %d: say how many might vote; the options hang on it", x.number+1)
		}
	}
	if x.Setting("majority") == "electorate" {
		return exact.Int(round.Electorate), "%s votes are more than half of those who might vote.", nil
	}
	var valid exact.Number
	for _, n := range round.Votes {
		valid = valid.Add(exact.Int(n))
	}
	return valid, "%s votes are more than half of the valid papers.", nil
}

// decide tells what follows from a round.
func (x *exhausting) decide(base exact.Number) error {
	if len(x.Continuing()) == 0 {
		x.follows()
		return nil
	}
	if x.turnout.Sign() > 0 && x.valid.Cmp(exact.Int(x.round.Electorate).Mul(x.turnout)) <= 0 {
		x.Decide(count.Deferred, "turnout", fmt.Sprintf("%s valid papers are not more than %s of the %d who might vote: the round decides nothing.", x.valid, x.turnout, x.round.Electorate))
		x.withdrawals()
		x.follows()
		return nil
	}
	for _, c := range x.Continuing() {
		if x.votes[c].Cmp(base.Quo(exact.Int(2))) > 0 {
			x.winner(c, "majority", fmt.Sprintf("%s has %s of the %s %s (%s %%), more than half, and is elected.", x.Name(c), x.votes[c], base, x.of(), x.votes[c].Percent(base, 1)))
			return nil
		}
	}
	if len(x.Continuing()) == 2 {
		return x.two()
	}
	if err := x.drop(); err != nil {
		return err
	}
	x.withdrawals()
	x.follows()
	return nil
}

func (x *exhausting) of() string {
	if x.Setting("majority") == "electorate" {
		return "who might vote"
	}
	return "valid papers"
}

// two settles a round between two of whom neither has a majority: they are equal, or too few voted.
func (x *exhausting) two() error {
	left := x.Continuing()
	x.withdrawals()
	equal := x.votes[left[0]].Equal(x.votes[left[1]])
	if len(x.Continuing()) == 2 && equal && x.Setting("ties") == "lot" {
		first, err := x.Highest(left, x.votes, "election")
		if err != nil {
			return err
		}
		x.winner(first, "ties", fmt.Sprintf("%s are equal; the lot elects %s.", x.Names(left), x.Name(first)))
		return nil
	}
	x.follows()
	return nil
}

// drop takes out whoever goes after a round: those below the floor, and the lowest with a group that cannot catch up.
func (x *exhausting) drop() error {
	continuing := x.Continuing()
	below := x.belowFloor(continuing)
	group := x.bulk(continuing)
	if len(group) == 0 {
		lowest, err := x.lowest(continuing)
		if err != nil {
			return err
		}
		group = lowest
	}
	out := slices.Compact(slices.Sorted(slices.Values(slices.Concat(group, below))))
	if len(out) > len(continuing)-2 {
		out, below = group, nil // the floor alone never decides the ballot
	}
	switch len(out) {
	case 0:
	case 1:
		x.out("lowest", fmt.Sprintf("%s has the fewest votes, %s, and is out.", x.Name(out[0]), x.votes[out[0]]), out[0])
	default:
		x.out("lowest", fmt.Sprintf("%s are out: %s.", x.Names(out), x.ground(group, below)), out...)
	}
	return nil
}

func (x *exhausting) ground(group, below []int) string {
	text := ""
	if len(group) == 1 {
		text = x.Name(group[0]) + " has the fewest votes"
	}
	if len(group) > 1 {
		text = "the votes at the bottom together cannot catch up with the next one up"
		if slices.Equal(group, x.revoting) {
			text = "they have the fewest votes and were equal twice"
		}
	}
	if len(below) > 0 {
		if text != "" {
			text += ", and "
		}
		text += fmt.Sprintf("%s %s less than %s %% of the valid papers", x.Names(below), plural(len(below), "has", "have"), x.floor.Percent(exact.Int(1), 1))
	}
	return text
}

// belowFloor lists those who have less than the floor.
func (x *exhausting) belowFloor(continuing []int) []int {
	var below []int
	for _, c := range continuing {
		if x.votes[c].Less(x.valid.Mul(x.floor)) {
			below = append(below, c)
		}
	}
	return below
}

// bulk gives the group at the bottom that goes together, if there is one; two are always left.
func (x *exhausting) bulk(continuing []int) []int {
	if x.Setting("bulk") == "off" {
		return nil
	}
	return bottom(continuing, x.votes, 2, x.Setting("bulk") == "not-greater")
}

// lowest gives the lowest, or nobody if equals are to be voted on again.
func (x *exhausting) lowest(continuing []int) ([]int, error) {
	var equal []int
	for _, c := range continuing {
		if len(equal) > 0 {
			if by := x.votes[c].Cmp(x.votes[equal[0]]); by > 0 {
				continue
			} else if by < 0 {
				equal = nil
			}
		}
		equal = append(equal, c)
	}
	if len(equal) == 1 {
		return equal, nil
	}
	switch again := slices.Equal(equal, x.revoting); {
	case x.Setting("ties") == "lot" && len(equal) < len(continuing):
		out, err := x.Lowest(equal, x.votes, "exclusion")
		return []int{out}, err
	case x.Setting("ties") == "both" && again && len(equal) < len(continuing):
		return equal, nil
	}
	x.revoting = equal
	x.Decide(count.Choice, "ties", fmt.Sprintf("%s are equal with the fewest votes, %s: the round is held again.", x.Names(equal), x.votes[equal[0]]), equal...)
	return nil, nil
}
