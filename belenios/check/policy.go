package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Policy is what an organisation asks of its elections beyond the protocol (doc/formats/verify-policy.md). A zero asks
// for nothing.
type Policy struct {
	TurnoutPercent      int  `json:"turnout_percent"`       // of the voters on the list, 0..100
	KeyHolders          int  `json:"key_holders"`           // how many people have to work together to decrypt
	Shufflers           int  `json:"shufflers"`             // how many different key holders shuffled; rankings only
	SignedKeyGeneration bool `json:"signed_key_generation"` // threshold keys made with context, set and key signatures
	CountedBallots      int  `json:"counted_ballots"`       // how many ballots a published result is made of
}

// DefaultPolicy is what the findings compare with, as warnings, if no policy is given.
func DefaultPolicy() Policy {
	return Policy{KeyHolders: 2, Shufflers: 2, SignedKeyGeneration: true, CountedBallots: 10}
}

// ParsePolicy reads a policy: one JSON object; what it does not name asks for nothing.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return Policy{}, errors.New("a policy is one JSON object, as doc/formats/verify-policy.md says")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Policy{}, fmt.Errorf("the policy cannot be read: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Policy{}, errors.New("something stands behind the policy's JSON object; take it away")
	}
	for _, name := range []string{"turnout_percent", "key_holders", "shufflers", "signed_key_generation", "counted_ballots"} {
		if bytes.Count(bytes.ToLower(data), []byte(`"`+name+`"`)) > 1 {
			return Policy{}, fmt.Errorf("%s stands twice in the policy; say it once", name)
		}
	}
	if p.TurnoutPercent < 0 || p.TurnoutPercent > 100 {
		return Policy{}, fmt.Errorf("turnout_percent is %d; it must be 0 to 100", p.TurnoutPercent)
	}
	if p.KeyHolders < 0 || p.Shufflers < 0 || p.CountedBallots < 0 {
		return Policy{}, errors.New("a number in the policy is below zero; 0 asks for nothing")
	}
	return p, nil
}

// judgePolicy compares the archive with the policy: a warning for what falls short, a failure if the policy was given.
func (c *Checker) judgePolicy() {
	policy, verdict := DefaultPolicy(), Warning
	if c.options.Policy != nil {
		policy, verdict = *c.options.Policy, Fail
	}
	below := func(check string, is, least int, passes, falls string) {
		switch {
		case least == 0:
		case is < least:
			c.found.add(check, verdict, "%s", falls)
		default:
			c.found.passed(check, "%s", passes)
		}
	}
	if c.setUp() {
		needed := c.holdersNeeded()
		below(PolicyHolders, needed, policy.KeyHolders,
			fmt.Sprintf("%s to work together to decrypt; at least %d are asked for", count(needed, "key holder alone decrypts, and nobody has", "key holders have"), policy.KeyHolders),
			fmt.Sprintf("%s to work together to decrypt; there should be at least %d", count(needed, "key holder alone decrypts, and nobody has", "key holders have"), policy.KeyHolders))
		if policy.SignedKeyGeneration && c.options.Policy != nil { // without one, KeyGeneration has the warning
			c.judgeKeyGeneration()
		}
	}
	if !c.tallied() {
		return
	}
	ballots := count(c.counted, "ballot was", "ballots were")
	below(PolicySize, c.counted, policy.CountedBallots,
		fmt.Sprintf("%s counted together; at least %d are asked for", ballots, policy.CountedBallots),
		fmt.Sprintf("%s counted together, fewer than %d: the result may tell how single people voted", ballots, policy.CountedBallots))
	turnout := 100 * c.counted / len(c.voters)
	below(PolicyTurnout, turnout, policy.TurnoutPercent,
		fmt.Sprintf("%d %% of the voters on the list voted; at least %d %% are asked for", turnout, policy.TurnoutPercent),
		fmt.Sprintf("%d %% of the voters on the list voted, fewer than the %d %% that are asked for", turnout, policy.TurnoutPercent))
	if c.shuffled() {
		who := count(c.shufflers, "key holder", "different key holders")
		below(PolicyShuffle, c.shufflers, policy.Shufflers,
			fmt.Sprintf("%s shuffled the ballots; at least %d are asked for", who, policy.Shufflers),
			fmt.Sprintf("%s shuffled the ballots; at least %d different ones should: whoever shuffled alone knows who cast which ballot", who, policy.Shufflers))
	}
}
