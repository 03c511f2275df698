package archive

import (
	"fmt"
	"slices"
)

// follows says what may come after what. Whether an election needs shuffles is for the election to say: see Follow.
func follows(before string) []string {
	switch before {
	case "":
		return []string{Setup}
	case Setup, Ballot:
		return []string{Ballot, EndBallots}
	case EndBallots:
		return []string{EncryptedTally}
	case EncryptedTally:
		return []string{Shuffle, PartialDecryption}
	case Shuffle:
		return []string{Shuffle, EndShuffles}
	case EndShuffles:
		return []string{PartialDecryption}
	case PartialDecryption:
		return []string{PartialDecryption, Result}
	}
	return nil
}

// Follow looks whether an event may stand where it stands, and gives what is wrong, or "".
func Follow(before, event string) string {
	switch {
	case slices.Contains(follows(before), event):
		return ""
	case before == "":
		return fmt.Sprintf("the archive begins with %s; it has to begin with the setup of the election", Named(event))
	case event == Setup:
		return "there is a second setup of the election"
	case before == Result:
		return fmt.Sprintf("%s comes after the result, which has to be the last event", Named(event))
	case event == Ballot:
		return fmt.Sprintf("a ballot comes after %s: the box was closed before", Named(before))
	}
	return fmt.Sprintf("%s comes right after %s; something in between is missing, or stands in the wrong place", Named(event), Named(before))
}

// Named says what an event is, in words.
func Named(event string) string {
	switch event {
	case Setup:
		return "the setup"
	case Ballot:
		return "a ballot"
	case EndBallots:
		return "the closing of the box"
	case EncryptedTally:
		return "the encrypted tally"
	case Shuffle:
		return "a shuffle"
	case EndShuffles:
		return "the end of the shuffles"
	case PartialDecryption:
		return "a partial decryption"
	case Result:
		return "the result"
	}
	return fmt.Sprintf("an event of an unknown type (%.30q)", event)
}
