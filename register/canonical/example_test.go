package canonical_test

import (
	"errors"
	"fmt"

	"github.com/selectorate/selectorate/register/canonical"
)

// A record with two members is written, read, and refused in another spelling.
func ExampleReader() {
	var w canonical.Writer
	w.Integer(`{"spoilt":`, 2)
	w.Text(`,"unit":`, "northside")
	w.Raw("}", nil)
	data, err := w.Bytes()
	fmt.Println(string(data), err)

	for _, spelling := range []string{string(data), `{"unit":"northside","spoilt":2}`, `{"spoilt":2,"unit":""}`} {
		r := canonical.NewReader([]byte(spelling))
		spoilt := r.Natural(`{"spoilt":`)
		unit := r.Text(`,"unit":`, func(s string) error {
			if s == "" {
				return errors.New("no unit")
			}
			return nil
		})
		r.Expect("}")
		if err := r.End(); err != nil {
			fmt.Println("refused:", err)
			continue
		}
		fmt.Println(unit, spoilt)
	}
	// Output:
	// {"spoilt":2,"unit":"northside"} <nil>
	// northside 2
	// refused: at byte 0: expected {"spoilt":
	// refused: at byte 21: no unit
}
