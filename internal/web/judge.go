package web

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/rulebook"
	"github.com/selectorate/selectorate/selection/returns"
	"github.com/selectorate/selectorate/selection/trigger"
)

// judge puts the answers of one seat to every rulebook, each with its own defaults or with what was confirmed
// for it here. It keeps nothing.
func judge(ctx context.Context, books Books, file []byte) (Judgement, error) {
	read, err := returns.Parse(file)
	if err != nil {
		if problems, ok := errors.AsType[party.Problems](err); ok {
			return Judgement{Problems: problems}, nil
		}
		return Judgement{}, fmt.Errorf("read the answers: %w", err)
	}
	all, err := books.Books(ctx)
	if err != nil {
		return Judgement{}, fmt.Errorf("list the rulebooks: %w", err)
	}
	told := Judgement{Units: int64(len(read.Rows)), Outstanding: read.Outstanding(), Notes: read.Notes}
	for _, b := range all {
		adopted, err := books.Book(ctx, b.Name)
		if err != nil {
			return Judgement{}, fmt.Errorf("look up the rulebook %s: %w", b.Name, err)
		}
		told.Verdicts = append(told.Verdicts, verdict(b, adopted.setting(), read))
	}
	return told, nil
}

// setting is what was confirmed, over the defaults.
func (a Adopted) setting() rulebook.Setting {
	s := rulebook.Setting{}
	for name, c := range a.Confirmed {
		s[name] = c.Value
	}
	return s
}

func verdict(b *rulebook.Book, s rulebook.Setting, file returns.File) Verdict {
	d := trigger.Decide(b, s, file)
	return Verdict{
		Book: bookRef(b), Outcome: d.Ruling.Outcome, Certain: d.Certain,
		Summary: SummaryOf(b, d), Pools: PoolResultsOf(b, s, d), Reasons: ReasonsOf(b, d.Ruling.Reasons),
	}
}

// SummaryOf says the reasons that carry a decision, one sentence after the other.
func SummaryOf(b *rulebook.Book, d trigger.Decision) string {
	var said []string
	for _, r := range d.Decisive(b) {
		said = append(said, rulebook.Sentence(b, r))
	}
	return strings.Join(said, " ")
}

// PoolResultsOf gives the figures of a decision that can be drawn against a bar: those of books in which
// each pool has the bar to itself, and the bar is for a contest. Of the others the reasons tell enough.
func PoolResultsOf(b *rulebook.Book, s rulebook.Setting, d trigger.Decision) []PoolResult {
	own := b.Decision.Combine == rulebook.OnePool || b.Decision.Combine == rulebook.AnyPool
	if !own || b.Decision.Of != rulebook.ForContest {
		return nil
	}
	bar, reach := b.ShareValue(s, b.Decision.Bar), rulebook.MoreThan
	if b.Inclusive(s) {
		reach = rulebook.AtLeast
	}
	var results []PoolResult
	for _, p := range d.Pools {
		if p.Share == nil {
			continue
		}
		over := p.Share.Compare(bar)
		results = append(results, PoolResult{
			Name: poolTitle(b, p.Kind), For: p.Select, Of: p.Of, Share: *p.Share, Bar: bar, Reach: reach,
			Reached: over > 0 || over == 0 && reach == rulebook.AtLeast, Votes: b.Decision.Count == rulebook.Votes,
			Outstanding: p.Outstanding,
		})
	}
	return results
}

// poolTitle heads the figures of a pool: the kind of unit if it has but one.
func poolTitle(b *rulebook.Book, kind string) string {
	for _, p := range b.Decision.Pools {
		if p.Kind == kind && len(p.Units) == 1 {
			return kindTitle(p.Units[0])
		}
	}
	return "All units together"
}
