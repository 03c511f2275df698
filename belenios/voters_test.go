package belenios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

func TestVoters(t *testing.T) {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		t.Fatal(err)
	}
	wire := func(n int64) string { return group.Wire(g.Power(nil, g.Small(n))) }
	raw := fmt.Appendf(nil, `["%s","%s,2","%s,1073741824"]`, wire(3), wire(5), wire(2))
	voters, err := belenios.ParseVoters(g, raw)
	if err != nil || len(voters) != 3 || voters[0].Weight != 1 || voters[2].Weight != 1<<30 || voters[1].Wire != wire(5) || group.Wire(voters[1].Public) != wire(5) {
		t.Fatal(voters, err)
	}
	same(t, "voters", belenios.WriteVoters(voters), raw)
	if err := belenios.CheckVoters(g, voters); err != nil {
		t.Error(err)
	}
	if voters, err := belenios.ParseVoters(g, fmt.Appendf(nil, `["%s,1"]`, wire(3))); err != nil || voters[0].Weight != 1 {
		t.Error("a weight of 1 may be written", err)
	}
	if voters, err := belenios.ParseVoters(g, []byte(`[]`)); err != nil || len(voters) != 0 {
		t.Error(err)
	}
	for list, words := range map[string]string{
		`["%s","%s"]`:                           "this public credential stands there twice",
		`["%s","%s,2"]`:                         "byte 68: this public credential stands there twice",
		`["%s,0"]`:                              "the weight: expected a whole number of 1 to 100000000000",
		`["%s,01"]`:                             "the weight",
		`["%s,-1"]`:                             "the weight",
		`["%s,"]`:                               "the weight",
		`["%s,100000000001"]`:                   "the weight",
		`["%s,,17"]`:                            "this entry has a name",
		`["%s,2,17"]`:                           "this entry has a name",
		`["%s" ]`:                               `byte 67: expected ], found " ]"`,
		`["%s"] `:                               "expected the end",
		`["%s",]`:                               `expected "`,
		`["%s"`:                                 "expected ], found the end",
		`{"%s":1}`:                              "expected [",
		`["0123"]`:                              "byte 1",
		`["` + wire(7) + `,100000000000","%s"]`: "the weights add up to more than",
	} {
		text := []byte(strings.ReplaceAll(list, "%s", wire(3)))
		_, err := belenios.ParseVoters(g, text)
		complains(t, err, words)
	}
}

func TestCheckVoters(t *testing.T) {
	g, err := belenios.GroupNamed("BELENIOS-2048")
	if err != nil {
		t.Fatal(err)
	}
	for wire, words := range map[string]string{"1": "public credential 2 is the neutral element", "2": `public credential 2, "2", is not a member`} {
		voters, err := belenios.ParseVoters(g, fmt.Appendf(nil, `["%s","%s"]`, group.Wire(g.Generator()), wire))
		if err != nil {
			t.Fatal(err)
		}
		complains(t, belenios.CheckVoters(g, voters), words)
	}
}
