package belenios_test

import (
	"crypto/rand"
	"fmt"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/group"
)

// An election with one key, in which one voter says yes. (Real ones have several trustees: see package trustee.)
func Example() {
	g, err := belenios.GroupNamed("Ed25519")
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := g.RandomScalar(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	uuid, err := belenios.NewUUID(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	election, err := belenios.NewElection(belenios.Template{
		Name:      "Trigger ballot",
		Questions: []belenios.Question{{Text: "Reselect the sitting member?", Answers: []string{"Yes", "No"}, Min: 1, Max: 1}},
	}, uuid, g, g.Power(nil, key))
	if err != nil {
		fmt.Println(err)
		return
	}

	// The authority draws a credential for the voter, and publishes its public half.
	credential, err := belenios.NewCredential(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	secret, err := belenios.CredentialSecret(g, uuid, credential)
	if err != nil {
		fmt.Println(err)
		return
	}
	list := belenios.WriteVoters([]belenios.Voter{{Wire: group.Wire(g.Power(nil, secret)), Weight: 1}})

	// The voter votes.
	ballot, err := election.Vote(rand.Reader, credential, [][]int{{1, 0}})
	if err != nil {
		fmt.Println(err)
		return
	}

	// The server, and everybody who looks at the board, checks.
	voters, err := belenios.ParseVoters(g, list)
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := election.CheckBallot(ballot, voters[0].Public)
	fmt.Println("valid:", err == nil, "- ciphertexts:", len(b.Answers[0].Choices), "- tracker:", len(belenios.Tracker(ballot)), "characters")

	// Whoever holds the key sees what the first ciphertext holds.
	yes := b.Answers[0].Choices[0]
	plain := g.Divide(yes.Beta, g.Power(yes.Alpha, key))
	fmt.Println("yes:", g.Equal(plain, g.Generator()))
	// Output:
	// valid: true - ciphertexts: 2 - tracker: 43 characters
	// yes: true
}

// A ballot that was changed on its way says where it went wrong.
func ExampleElection_ParseBallot() {
	e, err := belenios.ParseElection([]byte(`{"version":1,"description":"","name":"","group":"Ed25519",` +
		`"public_key":"731004aa222563b76b8ffeb5376ae40cf7e36d968822443aca00f696b90f7354",` +
		`"questions":[{"answers":["Yes","No"],"min":1,"max":1,"question":"?"}],"uuid":"6TV4jncdB1qTvK"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = e.ParseBallot([]byte(`{"election_uuid": "6TV4jncdB1qTvK"}`))
	fmt.Println(err)
	// Output:
	// ballot: byte 17: expected ", found " \"6TV4jncdB1"
}
