package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/selectorate/selectorate/belenios"
	"github.com/selectorate/selectorate/belenios/archive"
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/shuffle"
	"github.com/selectorate/selectorate/belenios/tally"
	"github.com/selectorate/selectorate/party"
)

// setup is what the first event of an archive holds.
type setup struct {
	election   *belenios.Election
	rawHolders []byte
	rawVoters  []byte
	list       []belenios.Voter
	voters     map[string]belenios.Voter // by wire form
	owners     []group.Element           // public keys of the key holders 1, 2, …
	circles    []tally.Circle
}

// index makes the list of voters one to look up in.
func (s *setup) index() {
	s.voters = make(map[string]belenios.Voter, len(s.list))
	for _, voter := range s.list {
		s.voters[voter.Wire] = voter
	}
}

// holding says who has to open the box together.
func (s *setup) holding() string {
	var words []string
	for _, c := range s.circles {
		if c.Size == 1 {
			words = append(words, fmt.Sprintf("number %d", c.First))
		} else {
			words = append(words, fmt.Sprintf("any %d of the numbers %d to %d", c.Threshold, c.First, c.First+c.Size-1))
		}
	}
	return strings.Join(words, ", and ")
}

// parseSetup reads the first event.
func parseSetup(data [][]byte) (*setup, error) {
	election, err := belenios.ParseElection(data[0])
	if err != nil {
		return nil, err
	}
	s := &setup{election: election, rawHolders: bytes.Clone(data[1]), rawVoters: bytes.Clone(data[2])}
	key, err := s.takeHolders(election.Group, false)
	if err != nil {
		return nil, err
	}
	if !election.Group.Equal(key, election.PublicKey) {
		return nil, errors.New("the election's key is not the one of its key holders")
	}
	if s.list, err = belenios.ParseVoters(election.Group, s.rawVoters); err != nil {
		return nil, err
	}
	s.index()
	return s, nil
}

// readSetup reads the first event of an archive alone.
func readSetup(path string) (*setup, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	defer file.Close()
	reader, err := archive.NewReader(bufio.NewReaderSize(file, 1<<16))
	if err != nil {
		return nil, badArchive(path, err)
	}
	event, err := reader.Next()
	if err != nil {
		return nil, badArchive(path, err)
	}
	s, err := parseSetup(event.Data)
	if err != nil {
		return nil, badArchive(path, err)
	}
	return s, nil
}

func badArchive(path string, err error) error {
	return party.Errorf(party.Invalid, "selectorate: %s: %s", path, speaking(err))
}

// mark is an event after which no ballot can come any more.
type mark struct{ kind, hash string }

// board is an archive as one reading found it: everything but the ballots.
type board struct {
	*setup

	path      string
	timestamp int64
	end       int64  // where the last whole event ends
	torn      int64  // how many bytes there are behind it
	head      string // hash of the last event
	last      string // its type
	height    int
	ballots   int
	closed    []mark

	tally     belenios.Tally // as it was recorded
	rawTally  []byte
	sized     belenios.Sized
	todo      belenios.Tally // as the last shuffle left it
	shufflers []int
	parts     map[int]belenios.Decryption
	published []byte // the result

	staged bytes.Buffer // events that are not written yet
}

// readBoard reads an archive, with its chain of hashes and the form of everything in it. It does not check proofs. each is
// given every event, and may be nil.
func readBoard(t terminal, path string, each func(event *archive.Event) error) (*board, error) {
	return readBoardFrom(t, path, acknowledged{}, each)
}

// readBoardFrom reads an archive of which it is known how far it was acknowledged: whatever is wrong behind that is what a crash
// has left.
func readBoardFrom(t terminal, path string, known acknowledged, each func(event *archive.Event) error) (*board, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("selectorate: %w", err)
	}
	b := &board{path: path, parts: map[int]belenios.Decryption{}}
	told := newProgress(t.err, "bytes of the archive")
	defer told.end()
	err = b.read(file, known.Size, func(event *archive.Event) error {
		told.show(b.end, info.Size())
		if each != nil {
			return each(event)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	b.torn = info.Size() - b.end
	return b, nil
}

// read goes through the events.
func (b *board) read(file io.Reader, known int64, each func(event *archive.Event) error) error {
	reader, err := archive.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return badArchive(b.path, err)
	}
	b.timestamp = reader.Timestamp()
	for {
		event, err := reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case b.setup != nil && (brokenOff(err) || err != nil && known > 0 && b.end >= known):
			return nil // what is behind b.end is told by its length
		case err != nil:
			return badArchive(b.path, err)
		}
		if err := b.take(event); err != nil {
			return badArchive(b.path, fmt.Errorf("event %d (%s): %w", event.Height, event.Type, err))
		}
		b.end = event.End
		if err := each(event); err != nil {
			return err
		}
	}
}

// take notes what an event says.
func (b *board) take(event *archive.Event) (err error) {
	if !b.due(event.Type) {
		return errors.New("it cannot stand here")
	}
	switch event.Type {
	case archive.Setup:
		b.setup, err = parseSetup(event.Data)
	case archive.Ballot:
		b.ballots++
	case archive.EncryptedTally:
		err = b.takeTally(event.Data)
	case archive.Shuffle, archive.PartialDecryption:
		err = b.takeOwned(event.Type, event.Data)
	case archive.Result:
		b.published = bytes.Clone(event.Data[0])
	}
	if err != nil {
		return err
	}
	b.noteHead(event.Type, event.Hash, event.Height)
	return nil
}

func (b *board) noteHead(kind, hash string, height int) {
	b.head, b.last, b.height = hash, kind, height
	if kind != archive.Setup && kind != archive.Ballot {
		b.closed = append(b.closed, mark{kind, hash})
	}
}

func (b *board) takeTally(data [][]byte) (err error) {
	b.rawTally = bytes.Clone(data[0])
	if b.tally, err = belenios.ParseTally(b.election.Group, b.rawTally); err != nil {
		return err
	}
	if b.sized, err = belenios.ParseSized(data[1]); err != nil {
		return err
	}
	b.todo = b.tally
	return b.election.CheckTally(b.tally)
}

// takeOwned takes up a shuffle or a part of the decryption that the archive has already.
func (b *board) takeOwned(kind string, data [][]byte) error {
	owned, err := belenios.ParseOwned(data[1])
	if err != nil {
		return err
	}
	if kind == archive.PartialDecryption {
		b.parts[owned.Owner], err = belenios.ParseDecryption(b.election.Group, data[0])
		return err
	}
	s, err := shuffle.Parse(b.election.Group, data[0])
	if err != nil {
		return err
	}
	b.shufflers = append(b.shufflers, owned.Owner)
	b.todo, err = shuffle.Replace(b.election, b.todo, s.Ciphertexts)
	return err
}

// due tells whether an event of a type can come next: what an archive allows there, and shuffles in an election with
// rankings alone.
func (b *board) due(kind string) bool {
	if b.last == archive.EncryptedTally && (kind == archive.Shuffle) != ranks(b.election) {
		return false
	}
	return archive.Follow(b.last, kind) == ""
}

// next says what comes next, with the command.
func (b *board) next() string {
	switch b.last {
	case archive.Setup, archive.Ballot:
		return fmt.Sprintf("selectorate election box --archive %s BALLOT…, and at the end --close", b.path)
	case archive.EndBallots:
		return fmt.Sprintf("selectorate election tally --archive %s", b.path)
	case archive.EncryptedTally, archive.Shuffle:
		if ranks(b.election) && (b.last == archive.EncryptedTally || len(b.shufflers) < 2) {
			return fmt.Sprintf("another key holder shuffles (selectorate keyholder shuffle), then selectorate election shuffle --archive %s --from FILE, and at the end --end", b.path)
		} else if b.last == archive.Shuffle {
			return fmt.Sprintf("selectorate election shuffle --archive %s --end, or one more shuffle", b.path)
		}
	case archive.Result:
		return fmt.Sprintf("everybody checks: selectorate verify %s", b.path)
	case archive.PartialDecryption:
		if _, err := b.result(); err == nil {
			return fmt.Sprintf("selectorate election result --archive %s", b.path)
		}
	}
	return fmt.Sprintf("key holders decrypt (selectorate keyholder decrypt), then selectorate election decrypt --archive %s FILE…", b.path)
}

// want refuses a step that is not due.
func (b *board) want(kind string) error {
	if b.due(kind) {
		return nil
	}
	return party.Errorf(party.Conflict, "selectorate: %s: this step is not due. Next: %s", b.path, b.next())
}

// eachBallot reads the ballots of the archive once more, up to where it was read.
func (b *board) eachBallot(t terminal, doing string, each func(height int, ballot *belenios.Ballot) error) error {
	file, err := os.Open(b.path)
	if err != nil {
		return party.Errorf(party.NotFound, "selectorate: %w", err)
	}
	defer file.Close()
	reader, err := archive.NewReader(bufio.NewReaderSize(io.NewSectionReader(file, 0, b.end), 1<<20))
	if err != nil {
		return badArchive(b.path, err)
	}
	told, done, head := newProgress(t.err, doing), 0, ""
	defer told.end()
	for {
		event, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return badArchive(b.path, err)
		}
		head = event.Hash
		if event.Type == archive.Ballot {
			ballot, err := b.election.ParseBallot(event.Data[0])
			if err != nil {
				return badArchive(b.path, fmt.Errorf("event %d: %w", event.Height, err))
			}
			if err := each(event.Height, ballot); err != nil {
				return err
			}
			done++
			told.show(int64(done), int64(b.ballots))
		}
	}
	if done != b.ballots || head != b.head {
		return party.Errorf(party.Conflict, "selectorate: %s was changed while it was read", b.path)
	}
	return nil
}
