package belenios

import "fmt"

// Result is what an election comes to, question by question.
type Result []Outcome

// Outcome is the result of one question: Counts, one for each ciphertext of a ballot (the blank votes first, if they
// are allowed); or, for a ranking question, Rankings, the numbers that each ballot holds, in the order in which the
// shuffles left them.
type Outcome struct {
	Counts   []int64
	Rankings [][]int
}

// ParseResult reads {"result":[…]} in its canonical form and with the shape of the questions: [10,0] for a
// homomorphic question, [[1,2,3],[2,1,3],…] for a ranking question. Counts from 2^30 on are strings.
func (e *Election) ParseResult(raw []byte) (Result, error) {
	s, result := NewScanner(e.Group, raw), make(Result, len(e.Questions))
	s.Expect(`{"result":`)
	s.Exactly(len(e.Questions), func(i int) {
		q := e.Questions[i]
		if !q.Ranking {
			result[i].Counts = make([]int64, q.Ciphertexts())
			s.Exactly(q.Ciphertexts(), func(k int) { result[i].Counts[k] = s.Weight() })
			return
		}
		result[i].Rankings = [][]int{}
		s.List(func() {
			ranking := make([]int, len(q.Answers))
			s.Exactly(len(q.Answers), func(k int) { ranking[k] = int(s.Int(0, 255)) })
			result[i].Rankings = append(result[i].Rankings, ranking)
		})
	})
	s.Expect(`}`)
	if err := s.Close(); err != nil {
		return nil, fmt.Errorf("result: %w", err)
	}
	return result, nil
}

// AppendResult writes a result.
func AppendResult(to []byte, r Result) []byte {
	to = AppendList(append(to, `{"result":`...), r, func(to []byte, o Outcome) []byte {
		if o.Rankings == nil {
			return AppendList(to, o.Counts, AppendWeight)
		}
		return AppendList(to, o.Rankings, func(to []byte, ranking []int) []byte { return AppendList(to, ranking, AppendInt) })
	})
	return append(to, '}')
}
