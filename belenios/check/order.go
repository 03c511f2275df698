package check

import (
	"fmt"
	"slices"

	"github.com/selectorate/selectorate/belenios/archive"
)

// follows says what may come after what. Whether an election needs shuffles is for the election to say: see follow.
func follows(before string) []string {
	switch before {
	case "":
		return []string{archive.Setup}
	case archive.Setup, archive.Ballot:
		return []string{archive.Ballot, archive.EndBallots}
	case archive.EndBallots:
		return []string{archive.EncryptedTally}
	case archive.EncryptedTally:
		return []string{archive.Shuffle, archive.PartialDecryption}
	case archive.Shuffle:
		return []string{archive.Shuffle, archive.EndShuffles}
	case archive.EndShuffles:
		return []string{archive.PartialDecryption}
	case archive.PartialDecryption:
		return []string{archive.PartialDecryption, archive.Result}
	}
	return nil
}

// follow looks whether an event may stand where it stands, and gives what is wrong, or "".
func follow(before, event string) string {
	switch {
	case slices.Contains(follows(before), event):
		return ""
	case before == "":
		return fmt.Sprintf("the archive begins with %s; it has to begin with the setup of the election", named(event))
	case event == archive.Setup:
		return "there is a second setup of the election"
	case before == archive.Result:
		return fmt.Sprintf("%s comes after the result, which has to be the last event", named(event))
	case event == archive.Ballot:
		return fmt.Sprintf("a ballot comes after %s: the box was closed before", named(before))
	}
	return fmt.Sprintf("%s comes right after %s; something in between is missing, or stands in the wrong place", named(event), named(before))
}

// named says what an event is, in words.
func named(event string) string {
	switch event {
	case archive.Setup:
		return "the setup"
	case archive.Ballot:
		return "a ballot"
	case archive.EndBallots:
		return "the closing of the box"
	case archive.EncryptedTally:
		return "the encrypted tally"
	case archive.Shuffle:
		return "a shuffle"
	case archive.EndShuffles:
		return "the end of the shuffles"
	case archive.PartialDecryption:
		return "a partial decryption"
	case archive.Result:
		return "the result"
	}
	return fmt.Sprintf("an event of an unknown type (%.30q)", event)
}
