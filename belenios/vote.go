package belenios

import (
	"fmt"
	"io"

	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Vote makes a ballot in its canonical form, with the secret credential of whoever votes. choices has one row for each
// question: a 0 or 1 for each answer, with a 0 or 1 for the blank vote in front if it is allowed; or, for a ranking
// question, a number of 0..255 for each answer (what the numbers mean is not the protocol's concern). Choices that break
// the question's rules are refused. random must be a source that is fit for secrets. The time that is taken does not
// depend on which permitted choices are made, but for the search for a member of the group that embeds a ranking.
func (e *Election) Vote(random io.Reader, credential string, choices [][]int) ([]byte, error) {
	if len(choices) != len(e.Questions) {
		return nil, fmt.Errorf("vote: there are %d questions, and %d rows of choices", len(e.Questions), len(choices))
	}
	for i, q := range e.Questions {
		if err := q.permits(choices[i]); err != nil {
			return nil, fmt.Errorf("vote: question %d: %w", i+1, err)
		}
	}
	secret, err := CredentialSecret(e.Group, e.UUID, credential)
	if err != nil {
		return nil, fmt.Errorf("vote: %w", err)
	}
	defer e.Group.Wipe(secret)
	b := &Ballot{Credential: group.Wire(e.Group.Power(nil, secret))}
	subject := e.subject(b.Credential)
	for i, q := range e.Questions {
		answering := e.choose
		if q.Ranking {
			answering = e.rank
		}
		answer, err := answering(random, subject, q, choices[i])
		if err != nil {
			return nil, fmt.Errorf("vote: question %d: %w", i+1, err)
		}
		b.Answers = append(b.Answers, answer)
	}
	b.Hash = Tracker(e.appendSigned(nil, b))
	if b.Signature, err = proof.Know(e.Group, random, signaturePrefix(b.Hash), secret); err != nil {
		return nil, fmt.Errorf("vote: %w", err)
	}
	return e.AppendBallot(nil, b), nil
}

// permits tells why a row of choices breaks the rules of its question, or gives nil.
func (q Question) permits(row []int) error {
	n, most := len(q.Answers), 1
	if q.Ranking {
		most = 255
	} else if q.Blank {
		n++
	}
	if len(row) != n {
		return fmt.Errorf("%d numbers are needed, not %d", n, len(row))
	}
	sum := 0
	for i, choice := range row {
		if choice < 0 || choice > most {
			return fmt.Errorf("number %d must be one of 0 to %d, not %d", i+1, most, choice)
		}
		sum += choice
	}
	switch {
	case q.Ranking:
		return nil
	case q.Blank && row[0] == 1 && sum > 1:
		return fmt.Errorf("a blank vote chooses nothing else, and this one chooses %d", sum-1)
	case q.Blank && row[0] == 1:
		return nil
	case sum < q.Min || sum > q.Max:
		return fmt.Errorf("%d to %d answers must be chosen, not %d", q.Min, q.Max, sum)
	}
	return nil
}

// choose makes the answer to a homomorphic question.
func (e *Election) choose(random io.Reader, subject string, q Question, row []int) (a Answer, err error) {
	g := e.Group
	secrets := make([]group.Scalar, len(row))
	total, sum := g.Small(0), 0 // of what is not the blank vote
	defer func() {
		for _, r := range append(secrets, total) {
			g.Wipe(r)
		}
	}()
	for i, choice := range row {
		if secrets[i], err = g.RandomScalar(random); err != nil {
			return a, err
		}
		a.Choices = append(a.Choices, Ciphertext{
			g.Power(nil, secrets[i]), g.Multiply(g.Power(e.PublicKey, secrets[i]), g.Power(nil, g.Small(int64(choice)))),
		})
		if i > 0 || !q.Blank {
			before := total
			total, sum = g.AddScalars(total, secrets[i]), sum+choice
			g.Wipe(before)
		}
	}
	s := e.statement(subject, q, a.Choices)
	for i, c := range a.Choices {
		proofs, err := proof.OneOf(g, random, e.PublicKey, s.individual[i], proof.Interval(c.Alpha, c.Beta, 0, 1), row[i], secrets[i])
		if err != nil {
			return a, err
		}
		a.Individual = append(a.Individual, proofs)
	}
	if !q.Blank {
		a.Overall, err = proof.OneOf(g, random, e.PublicKey, s.overall, s.totals, sum-q.Min, total)
		return a, err
	}
	// The true case is known by the blank vote alone: 1 makes it the first of the totals, 0 the first of either.
	blank := row[0]
	at := [2]int{sum - q.Min + 1, 0}[blank]
	if a.Overall, err = proof.OneOf(g, random, e.PublicKey, s.overall, s.totals, at, [2]group.Scalar{total, secrets[0]}[blank]); err != nil {
		return a, err
	}
	a.Blank, err = proof.OneOf(g, random, e.PublicKey, s.blank, s.either, blank, [2]group.Scalar{secrets[0], total}[blank])
	return a, err
}

// rank makes the answer to a ranking question.
func (e *Election) rank(random io.Reader, subject string, _ Question, row []int) (a Answer, err error) {
	g := e.Group
	plain, err := g.Embed(row)
	if err != nil {
		return a, err
	}
	r, err := g.RandomScalar(random)
	if err != nil {
		return a, err
	}
	defer g.Wipe(r)
	c := Ciphertext{g.Power(nil, r), g.Multiply(g.Power(e.PublicKey, r), plain)}
	knowledge, err := proof.Know(g, random, e.rankingPrefix(subject, c), r)
	return Answer{Choices: []Ciphertext{c}, Knowledge: knowledge}, err
}
