package box_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read/box"
	"github.com/selectorate/selectorate/count/read/mend"
)

func ExampleRead() {
	// Three papers: Apricot before Cherry, Bilberry alone, and a blank one.
	result := []byte(`{"result":[[[1,0,2],[0,1,0],[0,0,0]]]}`)
	election, err := box.Read(result, mend.Request{Title: "Chair", Candidates: []string{"Apricot", "Bilberry", "Cherry"}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(election.Papers.Total(), "valid papers,", election.RejectedTotal(), "rejected:", election.Rejected[0].Reason)
	// Output: 2 valid papers, 1 rejected: no preference is marked
}

func TestRefusals(t *testing.T) {
	const two = `{"questions":[{"answers":["Yes","No"],"max":1,"question":"Prune?"},{"answers":["Yes","No"],"max":1,"question":"Water?"}]}`
	for _, test := range []struct{ name, result, description, question, want string }{
		{"not JSON", `{"result":`, "", "", "the result cannot be read"},
		{"no question", `{"result":[]}`, "", "", "the result has no question"},
		{"nobody known", `{"result":[[]]}`, "", "", "nobody knows who the candidates are"},
		{"another election's description", `{"result":[[1,2]]}`, two, "", "the result has 1 questions, the election beside it has 2"},
		{"no description", `{"result":[[1,2]]}`, `{"name":"Orchard"}`, "", "the election's description cannot be read"},
		{"a question too many", `{"result":[[1,2],[3,4]]}`, two, "3", `no question is "3"`},
		{"a question nobody asked", `{"result":[[1,2],[3,4]]}`, two, "Weed?", `no question is "Weed?"`},
		{"too many sums", `{"result":[[1,2,3],[3,4]]}`, two, "1", "there are 2 names for 3 candidates"},
		{"a sum below 0", `{"result":[[1,-2],[3,4]]}`, two, "1", "a paper cannot stand for -2 papers"},
		{"a fraction", `{"result":[[1.5,2],[3,4]]}`, two, "1", "neither rankings nor sums"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var description []byte
			if test.description != "" {
				description = []byte(test.description)
			}
			_, err := box.Read([]byte(test.result), mend.Request{Contest: test.question}, description)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, expected %s", err, test.want)
			}
		})
	}
}
