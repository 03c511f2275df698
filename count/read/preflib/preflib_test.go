package preflib_test

import (
	"fmt"
	"testing"

	"github.com/selectorate/selectorate/count/read/mend"
	"github.com/selectorate/selectorate/count/read/preflib"
)

func ExampleRead() {
	file := `# TITLE: Club chair
# NUMBER ALTERNATIVES: 2
# NUMBER VOTERS: 9
# ALTERNATIVE NAME 1: Ada: the first
# ALTERNATIVE NAME 2: Ben
5: 1,2
4: {1,2}
`
	election, err := preflib.Read([]byte(file), mend.Request{Seats: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(election.Title, election.Papers.Total(), election.Candidates[0].Name, election.Papers.HasEqual())
	// Output: Club chair 9 Ada: the first true
}

// TestCompletedOrders holds that only a last group that makes an order of an imbued file complete is dropped.
func TestCompletedOrders(t *testing.T) {
	for _, test := range []struct {
		name, kind, order string
		want              int // entries of the ranking
	}{
		{"completed", "imbued", "3,{1,2,4}", 1},
		{"completed behind a tie", "imbued", "{1,3},{2,4}", 2},
		{"not complete", "imbued", "3,{1,2}", 3},
		{"the last is one alone", "imbued", "{1,2,3},4", 4},
		{"everybody equal", "imbued", "{1,2,3,4}", 4},
		{"original", "original", "3,{1,2,4}", 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := "# MODIFICATION TYPE: " + test.kind + "\n"
			for c := range 4 {
				file += fmt.Sprintf("# ALTERNATIVE NAME %d: Lamp %d\n", c+1, c+1)
			}
			election, err := preflib.Read([]byte(file+"1: "+test.order+"\n"), mend.Request{})
			if err != nil {
				t.Fatal(err)
			}
			if got := len(election.Papers.Ranking(0)); got != test.want {
				t.Errorf("%s ranks %d, expected %d", test.order, got, test.want)
			}
		})
	}
}
