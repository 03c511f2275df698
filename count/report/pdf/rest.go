package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/selectorate/selectorate/count/exact"
	"github.com/selectorate/selectorate/count/report/outline"
)

// barLong is the longest bar, in points.
const barLong = 260

// bars draws a bar of the votes at the first stage for each candidate, with the figure.
func bars(s *sheet, o *outline.Outline) {
	if len(o.Stages) == 0 || len(o.Stages[0].Rows) == 0 {
		return
	}
	rows := o.Stages[0].Rows
	var most exact.Number
	for _, is := range rows {
		if most.Less(is.Votes) {
			most = is.Votes
		}
	}
	if most.Sign() <= 0 {
		return
	}
	if quota := o.Stages[0].Stage.Quota; o.Result.Threshold != "" && most.Less(quota) {
		most = quota
	}
	figures := o.Figures.At(cellPlaces)
	s.heading(o.Head() + " at the first stage")
	line := 0
	if quota := o.Stages[0].Stage.Quota; o.Result.Threshold != "" && quota.Sign() > 0 {
		s.text(fmt.Sprintf("The line marks the %s at that stage, %s.", o.Result.Threshold, o.Exactly(quota)), plain, 9, "")
		line = long(quota, most)
	}
	for c, is := range rows {
		if is.Standing == outline.IsWithdrawn {
			continue
		}
		s.bar(bar{o.Names[c], long(is.Votes, most), line, figures.Text(is.Votes), o.Ending(c), won(o, c)})
	}
}

// long gives the length of a bar, where the longest is as long as most.
func long(votes, most exact.Number) int {
	if votes.Sign() <= 0 {
		return 0
	}
	return int(votes.Mul(exact.Int(barLong)).Quo(most).Floor().Int64()) // at most barLong
}

// list writes texts behind bullets under a heading.
func list(s *sheet, heading string, texts []string) {
	if len(texts) == 0 {
		return
	}
	if heading != "" {
		s.heading(heading)
	}
	for _, text := range texts {
		s.text(text, plain, 10, "•")
	}
}

func ties(s *sheet, o *outline.Outline) {
	var told []string
	for _, t := range o.Result.Ties {
		told = append(told, o.Tie(t))
	}
	list(s, "Ties", told)
	lots := o.Lots()
	if len(lots) == 0 {
		return
	}
	s.subheading("Drawing the lots again")
	s.text("Each line below makes a ticket in a Unix shell; the lot falls on the ticket that comes first in the order of digits and letters. "+
		"The seed is what was made public before the count.", plain, 10, "")
	for _, t := range lots {
		for line := range strings.Lines(o.Draw(t)) {
			s.text(strings.TrimSpace(line), plain, 9, "•")
		}
	}
}

func rejected(s *sheet, o *outline.Outline) {
	if o.Result.Ballots.Rejected == 0 {
		return
	}
	s.heading("Papers that were not valid")
	s.text(fmt.Sprintf("%d in all.", o.Result.Ballots.Rejected), plain, 10, "")
	t := table{columns: []column{{head: "Reason"}, {head: "Papers", right: true}, {head: "Lines of the file"}}}
	for _, reason := range outline.Reasons(o.Result.Rejected) {
		t.rows = append(t.rows, row{cells: []string{reason.Text, strconv.FormatInt(reason.Papers, 10), reason.Lines}})
	}
	if len(t.rows) > 0 {
		s.table(&t)
	}
}

// pairs writes what methods have that order all candidates or compare them two by two.
func pairs(s *sheet, o *outline.Outline) {
	r := o.Result
	if len(r.Ranking) > 0 {
		s.heading("Order of all candidates")
	}
	for i, equal := range r.Ranking {
		s.text(o.Say(equal), plain, 10, strconv.Itoa(i+1)+".")
	}
	if len(r.Matrix) == 0 {
		return
	}
	s.heading("Two by two")
	t := table{columns: []column{{head: "First"}, {head: "Votes", right: true}, {head: "Second"}, {head: "Votes", right: true}}}
	for a := range r.Matrix {
		for b := a + 1; b < len(r.Matrix); b++ {
			t.rows = append(t.rows, row{cells: []string{o.Names[a], o.Compared(r.Matrix[a][b]), o.Names[b], o.Compared(r.Matrix[b][a])}})
		}
	}
	if len(t.rows) > 0 {
		s.table(&t)
	}
}

func words(s *sheet, o *outline.Outline) {
	all := o.Words()
	if len(all) > 0 {
		s.heading("What the words mean")
	}
	for _, word := range all {
		s.text(word.Term+": "+word.Meaning+".", plain, 10, "•")
	}
}

func check(s *sheet, o *outline.Outline) {
	r := o.Result
	s.heading("How to check this count")
	s.text("Whoever has the papers can count them again and must come to the same figures, to the last digit. The options below are "+
		"those of the rule; the fingerprint of the papers does not depend on their order.", plain, 10, "")
	t := table{columns: []column{{head: "What"}, {head: "Value"}}}
	add := func(name, value string) {
		if value != "" {
			t.rows = append(t.rows, row{cells: []string{name, value}})
		}
	}
	add("rule", r.Rule)
	add("places", strconv.Itoa(r.Seats))
	for _, option := range r.Options {
		add(option.Name, option.Value)
	}
	for _, flag := range r.Flags {
		add("told by --"+flag.Name, flag.Value)
	}
	add("seed", r.Seed)
	add("fingerprint of the papers", r.Ballots.Digest)
	s.table(&t)
}
