package ers_test

import (
	"testing"

	"github.com/selectorate/selectorate/count"
)

func TestNorthernIrelandRuleByRule(t *testing.T) {
	for _, w := range []worked{
		{
			// The quota is 10 + 1 = 11, A's surplus 1, equal to the gap of D, 4, and C, 5. It is not less, so it moves: 1/12 = 0.08 each,
			// 0.96 for B, 0.04 lost. Then C and D have 9 together and B 9.96: they go together and B is left.
			name: "49(10): a surplus equal to the gap does not wait; 51(12): sure losers go together", method: "northern-ireland", seats: 2,
			lines: []string{"12 A B", "9 B", "5 C", "4 D"}, want: []string{"12 9 5 4 | 0 | A", "11 9.96 5 4 | 0.04 | B"},
			verb: count.Elected, clause: "rule 52(2)",
		},
		{
			name: "last-place quota: the losers' papers move first (OpenSTV)", method: "northern-ireland", set: set("last-place", "quota"), seats: 2,
			lines: []string{"12 A B", "9 B", "5 C", "4 D"},
			want:  []string{"12 9 5 4 | 0 | A", "11 9.96 5 4 | 0.04 |", "11 9.96 0 0 | 9.04 | B"}, verb: count.Elected, clause: "rule 52(1)",
		},
		{
			// D goes instead, and its papers end. B has 9, more than C's 5 and the surplus of 1.
			name: "defer-equal yes: equality waits", method: "northern-ireland", set: set("defer-equal", "yes"), seats: 2,
			lines: []string{"12 A B", "9 B", "5 C", "4 D"}, want: []string{"12 9 5 4 | 0 | A", "12 9 5 0 | 4 | B"}, verb: count.Deferred, clause: "rule 49(10)",
		},
		{
			// 16 papers for one place: the quota is 8 + 1. C and D have 3 + 2 together, and B 5: not less. D goes alone, and C has 5, as B
			// has. At the first stage C had fewer. C's first preferences go to B, D's papers end.
			name: "51(12): equality does not go together; 51(13): the earliest stage settles ties", method: "northern-ireland", seats: 1,
			lines: []string{"6 A", "5 B A", "3 C B", "2 D C"},
			want:  []string{"6 5 3 2 | 0 |", "6 5 5 0 | 0 |", ". 6 8 2 0 | 0 |", ". 6 8 0 0 | 2 |", "6 8 0 0 | 2 | B"},
		},
		{
			name: "together-equal yes: equality goes together", method: "northern-ireland", set: set("together-equal", "yes"), seats: 1,
			// D's papers to C do not move to somebody excluded: they end. C's go to B.
			lines: []string{"6 A", "5 B A", "3 C B", "2 D C"}, want: []string{"6 5 3 2 | 0 |", "6 8 0 0 | 2 | B"},
		},
		{
			// 30/3 + 1 = 11. A's 15 carry 4; ten name B: 4/10 = 0.40.
			name: "49(4)(b): a surplus is divided by the papers that can be transferred", method: "northern-ireland", seats: 2,
			lines: []string{"10 A B", "5 A", "7 B", "8 C"}, want: []string{"15 7 8 | 0 | A", "11 11 8 | 0 | B"}, verb: count.Elected, clause: "rule 48(3)",
		},
		{
			// 4/15 = 0.26 each: 2.60 for B, and 1.40 lost. 9.60 is more than 8.
			name: "divisor all: by all papers looked at", method: "northern-ireland", set: set("divisor", "all"), seats: 2,
			lines: []string{"10 A B", "5 A", "7 B", "8 C"}, want: []string{"15 7 8 | 0 | A", "11 9.6 8 | 1.4 | B"},
		},
		{
			// 4 papers carry 4: they keep their value.
			name: "49(7): no paper goes at more than it came with", method: "northern-ireland", seats: 2,
			lines: []string{"3 A B", "12 A", "7 B", "8 C"}, want: []string{"15 7 8 | 0 | A", "11 10 8 | 1 | B"},
		},
		{
			// 49/4, and 1: the quota is 13. D goes: 2 to C, 2 end. C has 7 and goes (with B it would be 15): first the 5 first
			// preferences, with which A has 13 and is elected; then the 2 that came from D, which pass A over.
			name: "51(2), (5): first preferences move apart, and before other papers of value 1", method: "northern-ireland", seats: 3, lines: twoKindsOfOne(),
			want: []string{
				"11 8 5 4 13 8 | 0 | E", "11 8 7 0 13 8 | 2 |", ". 13 8 2 0 13 8 | 5 | A", ". 13 10 0 0 13 8 | 5 |", "13 10 0 0 13 8 | 5 | B",
			},
		},
		{
			// A gets all four, and has a surplus of 2, more than the gap of B and F, which is 0. Two of the four papers name B: worth 2.
			name: "first-preferences by-value: they move together", method: "northern-ireland", set: set("first-preferences", "by-value"), seats: 3, lines: twoKindsOfOne(),
			want: []string{"11 8 5 4 13 8 | 0 | E", "11 8 7 0 13 8 | 2 |", "15 8 0 0 13 8 | 5 | A", "13 10 0 0 13 8 | 5 | B"},
		},
		{
			name: "elect-within stage: A, elected after the whole exclusion, gets all four too", method: "northern-ireland", set: set("elect-within", "stage"), seats: 3,
			lines: twoKindsOfOne(),
			// The batch received last is now the two papers from D alone: worth 2, no more than the surplus.
			want: []string{
				"11 8 5 4 13 8 | 0 | E", "11 8 7 0 13 8 | 2 |", ". 13 8 2 0 13 8 | 5 |", ". 15 8 0 0 13 8 | 5 | A", "15 8 0 0 13 8 | 5 |", "13 10 0 0 13 8 | 5 | B",
			},
		},
		{
			// The quota is 10. D goes, then B, who leaves two for two places. B's 7 first preferences move, the paper from D does not.
			name: "51(5), 52(1): the last excluded's first preferences move and nothing else", method: "northern-ireland", seats: 2, lines: lastOut(),
			want: []string{"9 7 8 5 | 0 |", "9 8 9 0 | 3 |", "16 1 9 0 | 3 | A C"}, verb: count.Elected, clause: "rule 52(1)",
		},
		{
			name: "last-transfer omitted: nothing of the last excluded moves", method: "northern-ireland", set: set("last-transfer", "omitted"), seats: 2, lines: lastOut(),
			want: []string{"9 7 8 5 | 0 |", "9 8 9 0 | 3 | A C"}, verb: count.Excluded, clause: "rule 52(1)",
		},
		{
			name: "last-transfer made: all papers of the last excluded move", method: "northern-ireland", set: set("last-transfer", "made"), seats: 2, lines: lastOut(),
			want: []string{"9 7 8 5 | 0 |", "9 8 9 0 | 3 |", ". 16 1 9 0 | 3 | A", ". 16 0 9 0 | 4 |", "16 0 9 0 | 4 | C"},
		},
		{
			// The quota is 5 + 1. A has as many as B and C together.
			name: "52(2): half is enough for the last place", method: "northern-ireland", seats: 1, lines: []string{"5 A", "3 B A", "2 C"},
			want: []string{"5 3 2 | 0 | A"}, verb: count.Elected, clause: "rule 52(2)",
		},
		{
			name: "last-place more: half is not enough", method: "northern-ireland", set: set("last-place", "more"), seats: 1, lines: []string{"5 A", "3 B A", "2 C"},
			want: []string{"5 3 2 | 0 |", "5 3 0 | 2 | A"},
		},
		{
			// The lot falls on A, who is excluded.
			name: "52(2): where two have half, one goes by lot", method: "northern-ireland", seats: 1, lots: []int{0, 1}, lines: []string{"5 A B", "5 B A"},
			want: []string{"5 5 | 0 |", "0 10 | 0 | B"}, verb: count.Elected, clause: "rule 48(3)",
		},
		{
			name: "48(3), 52(2): one place is filled at once by a majority", method: "northern-ireland", seats: 1, lines: []string{"6 A", "3 B", "1 C"},
			want: []string{"6 3 1 | 0 | A"},
		},
		{
			name: "one-place after-exclusion: nobody is elected before papers have moved", method: "northern-ireland", set: set("one-place", "after-exclusion"), seats: 1,
			lines: []string{"6 A", "3 B", "1 C"}, want: []string{"6 3 1 | 0 |", "6 0 0 | 4 | A"}, verb: count.Elected, clause: "rule 48(3)",
		},
	} {
		t.Run(w.name, w.run)
	}
}

func twoKindsOfOne() []string {
	return []string{"11 A", "8 B", "2 C A", "3 C", "2 D C A B", "2 D", "13 E", "8 F"}
}

func lastOut() []string {
	return []string{"9 A", "7 B A", "8 C", "1 D B A", "1 D C", "3 D"}
}
