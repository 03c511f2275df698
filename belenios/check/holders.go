package check

import (
	"fmt"
	"strings"

	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/belenios/trustee"
)

// readHolders checks the key holders: every proof and every signature of their keys, and that the election's key is made
// of theirs.
func (c *Checker) readHolders() {
	g := c.election.Group
	trustees, err := trustee.Parse(g, c.raw[1])
	if err != nil {
		c.found.fail(Trustees, "the key holders' keys cannot be read: %s", plain(err.Error()))
		return
	}
	for _, fault := range trustees.Check() {
		c.found.fail(Trustees, "%s", inWords(fault))
	}
	for _, owner := range trustees.Owners() {
		c.holders.keys = append(c.holders.keys, owner.Key)
	}
	threshold := false
	for _, item := range trustees.Items {
		c.holders.circles = append(c.holders.circles, tally.Circle{First: item.First, Size: item.Size(), Threshold: item.Threshold()})
		threshold = threshold || item.Pedersen != nil
	}
	c.holders.known = true
	c.found.passed(Trustees, "%s, %s needed to decrypt; every proof and every signature of their keys holds",
		count(len(c.holders.keys), "key holder", "key holders"), count(c.holdersNeeded(), "is", "are"))
	if !g.Equal(trustees.Key(), c.election.PublicKey) {
		c.found.fail(Key, "the election's key is not the one of its key holders: what is encrypted with it, others can decrypt")
	}
	c.found.passed(Key, "the election's key is made of the keys of its key holders, and of nothing else")
	for _, weakness := range trustees.Weaknesses() {
		c.holders.weak = append(c.holders.weak, weak(weakness))
	}
	if threshold && len(c.holders.weak) > 0 {
		c.found.add(KeyGeneration, Warning, "the key holders made their keys with an older program: %s", strings.Join(c.holders.weak, "; "))
	}
	c.found.spotless(KeyGeneration, "the keys were made as version 3.0 and later make them")
}

// inWords says what is wrong with a key holder's key.
func inWords(fault trustee.Fault) string {
	text := fault.Detail
	if fault.Trustee > 0 {
		text = fmt.Sprintf("key holder %d: %s", fault.Trustee, text)
	}
	if fault.Item > 1 {
		text = fmt.Sprintf("key %d, %s", fault.Item, text)
	}
	return plain(text)
}

// weak says what a weakness means.
func weak(w trustee.Weakness) string {
	switch w {
	case trustee.NoContext:
		return "their certificates do not say for which threshold and for how many they were made"
	case trustee.NoSetSignatures:
		return "nobody signed that all saw the same certificates, so whoever passed them on could have shown each other ones"
	case trustee.NoKeySignatures:
		return "they did not sign their shares of the key"
	case trustee.Mixed:
		return "some keys are of another kind than others"
	}
	return string(w)
}

// judgeKeyGeneration says whether the keys were made as the policy wants them.
func (c *Checker) judgeKeyGeneration() {
	if len(c.holders.weak) > 0 {
		c.found.fail(PolicyKeys, "the keys were not made with signatures, as the policy wants: %s", strings.Join(c.holders.weak, "; "))
	}
	c.found.passed(PolicyKeys, "the keys were made with signatures, as the policy wants")
}
