package outline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count"
)

// Command gives what a shell runs to count the same papers again. The file's name may be empty. Of the options those
// are given that differ from the method's defaults; without a method, all.
func (o *Outline) Command(file string, m count.Method) string {
	r := o.Result
	if file == "" {
		file = "FILE"
	}
	var text strings.Builder
	fmt.Fprintf(&text, "selectorate count %s --rule %s --seats %d", Quote(file), Quote(r.Rule), r.Seats)
	for _, option := range r.Options {
		if option.Value != m.Setting(count.Options{}, option.Name) {
			text.WriteString(" --set " + Quote(option.Name+"="+option.Value))
		}
	}
	for _, flag := range r.Flags {
		text.WriteString(" --" + flag.Name + " " + Quote(flag.Value))
	}
	if r.Seed != "" {
		text.WriteString(" --seed " + Quote(r.Seed))
	}
	if lot, found := o.drawn(); found && !o.flagged("lots") {
		text.WriteString(" --lots " + Quote(lot))
	}
	return text.String() + " --json"
}

func (o *Outline) flagged(name string) bool {
	return slices.ContainsFunc(o.Result.Flags, func(f count.Chosen) bool { return f.Name == name })
}

// drawn gives an order of candidates by number that settles every tie as the lot drawn by hand did. It need not be
// the whole order that was drawn: those who were in no such tie are not in it. There is none if no lot was drawn by
// hand.
func (o *Outline) drawn() (order string, found bool) {
	after := map[int][]int{} // who comes behind whom
	var named []int
	for _, t := range o.Result.Ties {
		if t.By != count.ByGivenLot {
			continue
		}
		for _, c := range t.Candidates {
			if !slices.Contains(named, c) {
				named = append(named, c)
			}
			if c != t.Chosen {
				after[t.Chosen] = append(after[t.Chosen], c)
			}
		}
	}
	var numbers []string
	for len(named) > 0 {
		at := max(slices.IndexFunc(named, func(c int) bool {
			return !slices.ContainsFunc(named, func(before int) bool { return slices.Contains(after[before], c) })
		}), 0)
		numbers = append(numbers, strconv.Itoa(named[at]+1))
		named = slices.Delete(named, at, at+1)
	}
	return strings.Join(numbers, ","), len(numbers) > 0
}

// Besides says what the command may lack, as a sentence, or nothing.
func (o *Outline) Besides() string {
	r := o.Result
	_, hand := o.drawn()
	limits := len(r.Constraints) > 0 && !o.flagged("limit")
	switch {
	case limits:
		return "Add the constraints, each behind --limit."
	case hand && !o.flagged("lots"):
		return "Behind --lots stand, in an order that settles every tie as the lot did, those who were in a tie."
	}
	return ""
}
