package limits_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/count/read/limits"
)

func TestRead(t *testing.T) {
	got, err := limits.Read([]byte("# who is who\n\"Gender\" \"Men\"     0 99 2 3 4 6\r\n\n\"Gender\" Women   2 99 1 5 7\n\"Area\" \"North side\" 2 2 1 2 3\n\"Area\" South 0 3 4 5 6 7\n"), 7)
	if err != nil {
		t.Fatal(err)
	}
	type plain struct {
		category, group string
		members         []int
		least, most     int
	}
	var said []plain
	for _, limit := range got {
		said = append(said, plain{limit.Category, limit.Group, limit.Members, limit.Min, limit.Max})
	}
	want := "[{Gender Men [1 2 3 5] 0 -1} {Gender Women [0 4 6] 2 -1} {Area North side [0 1 2] 2 2} {Area South [3 4 5 6] 0 3}]"
	if fmt.Sprint(said) != want {
		t.Errorf("read %v, expected %s", said, want)
	}
}

func TestBadLimits(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"no bounds":          {"Gender Women\n", "1: the least and the greatest number are expected"},
		"bounds the wrong":   {"\n\"Gender\" \"Women\" 3 2 1\n", "2: the least and the greatest"},
		"nobody like that":   {"Gender Women 0 9 8\n", "1: there is no candidate 8"},
		"candidate nought":   {"Gender Women 0 9 0\n", "1: there is no candidate 0"},
		"in two groups":      {"Gender Women 0 9 1\nGender Men 0 9 2 1\n", "2: candidate 1 is in the groups Women and Men"},
		"in no group":        {"Gender Women 0 9 1\n", "candidate 2 is in no group of Gender"},
		"twice on the line":  {"Gender Women 0 9 1 1\n", "1: candidate 1 is in the groups Women and Women"},
		"group there twice":  {"Gender Women 0 9 1\nGender Women 0 9 2\n", "2: the group Women of Gender is there twice"},
		"quote not closed":   {"\"Gender Women 0 9 1\n", "1: a category and a group are expected"},
		"not a number":       {"Gender Women few many 1\n", `1: "few" is not a whole number`},
		"a minus":            {"Gender Women -1 2 1\n", `1: "-1" is not a whole number`},
		"a number too large": {"Gender Women 0 99999999999999999999 1\n", "is not a whole number that can be used"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := limits.Read([]byte(test.text), 2)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, expected %s", err, test.want)
			}
		})
	}
}
