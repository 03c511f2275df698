package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/selectorate/selectorate/party"
)

// authorityLetters writes the codes for the printer.
type authorityLetters struct {
	authorityFolder
	Out string   `placeholder:"FILE" help:"Where to write the CSV with a line for each voter. Without it: letters.csv in the folder."`
	ID  []string `sep:"none" placeholder:"ID" help:"Only for this voter. May be given several times."`
}

// Run writes the file.
func (c *authorityLetters) Run(t terminal) error {
	return locked(c.Dir, func() error {
		held, err := c.read(t)
		if err != nil {
			return err
		}
		out := c.Out
		if out == "" {
			out = c.path(lettersFile)
		}
		if out, err = filepath.Abs(out); err != nil {
			return fmt.Errorf("selectorate: %w", err)
		}
		data, n, err := letters(held, c.ID)
		if err != nil {
			return err
		}
		defer clear(data)
		// What holds codes is noted before it is there, so that it is destroyed with them.
		if !slices.Contains(held.Letters, out) {
			if err := absent(out); err != nil {
				return err
			}
			held.Letters = append(held.Letters, out)
			if err := c.save(held); err != nil {
				return err
			}
		}
		if err := createPrivate(out, data); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "Wrote %s to %s. Whoever reads it can vote in place of these voters: hand it to the printer on\n"+
			"paper or encrypted, and let nobody who keeps the ballot box see it.\n", counted(n, "voting code"), out)
		fmt.Fprintf(t.out, "Next, when the election is set up: selectorate authority check --dir %s --archive election.bel\n", c.Dir)
		return nil
	})
}

// letters gives the CSV: all voters, or those that are named.
func letters(held *codes, ids []string) (data []byte, n int, err error) {
	var out bytes.Buffer
	writer := csv.NewWriter(&out)
	write := func(fields ...string) {
		if err == nil {
			err = writer.Write(fields)
		}
	}
	write("id", "election", "code")
	known := map[string]bool{}
	for _, v := range held.Voters {
		known[v.ID] = true
		if len(ids) == 0 || slices.Contains(ids, v.ID) {
			write(v.ID, held.UUID, v.Code)
			n++
		}
	}
	for _, id := range ids {
		if !known[id] {
			return nil, 0, party.Errorf(party.NotFound, "selectorate: nobody on the list has the identifier %q", id)
		}
	}
	writer.Flush()
	return out.Bytes(), n, errors.Join(err, writer.Error())
}

// authorityCheck compares the list in an archive with the one that was given out.
type authorityCheck struct {
	authorityFolder
	Archive string `required:"" placeholder:"FILE" help:"The election's archive."`
}

// Run compares, and notes that the election is set up.
func (c *authorityCheck) Run(t terminal) error {
	return locked(c.Dir, func() error {
		held, err := c.read(t)
		if err != nil {
			return err
		}
		set, err := readSetup(c.Archive)
		if err != nil {
			return err
		}
		list, _ := held.list()
		switch {
		case set.election.UUID != held.UUID:
			return party.Errorf(party.Invalid, "selectorate: %s is the election %s; the voting codes here are for %s", c.Archive, set.election.UUID, held.UUID)
		case !bytes.Equal(list, set.rawVoters):
			return party.Errorf(party.Invalid, "selectorate: the list of voters in %s is not the one that was given out here. "+
				"Somebody was added, left out, or has another code or weight: the election must not open", c.Archive)
		}
		held.SetUp = set.election.Fingerprint
		if err := c.save(held); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "The list of voters in %s is the one that was given out here: %s.\n", c.Archive, counted(len(held.Voters), "voter"))
		fmt.Fprintf(t.out, "Next, when no letter has to be written again: selectorate authority destroy --dir %s\n", c.Dir)
		return nil
	})
}

// authorityDestroy destroys the map.
type authorityDestroy struct {
	authorityFolder
	Unused bool `help:"Destroy it although no election is known to be set up with it: the voting codes are never used."`
}

// Run overwrites the private files and removes them.
func (c *authorityDestroy) Run(t terminal) error {
	return locked(c.Dir, func() error {
		held, err := c.read(t)
		if err != nil {
			return err
		}
		if held.SetUp == "" && !c.Unused {
			return party.Errorf(party.Conflict, "selectorate: no election is known to be set up with these voting codes. Check it first "+
				"(selectorate authority check --dir %s --archive FILE), or say that they are never used: --unused", c.Dir)
		}
		data, err := os.ReadFile(c.path(recordFile))
		if err != nil {
			return fmt.Errorf("selectorate: %w", err)
		}
		var record authorityRecord
		if err := json.Unmarshal(data, &record); err != nil {
			return fmt.Errorf("selectorate: %s: %w", c.path(recordFile), err)
		}
		for _, path := range append(slices.Clone(held.Letters), c.path(codesFile)) {
			if err := overwrite(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
			fmt.Fprintf(t.out, "Overwrote and removed %s.\n", path)
		}
		record.Destroyed = time.Now().UTC().Format(time.DateOnly)
		if err := c.writeRecord(record); err != nil {
			return err
		}
		fmt.Fprintln(t.out, "Disks that write elsewhere each time, snapshots and backups can still hold what was there. Copies that were made,")
		fmt.Fprintln(t.out, "and the letters themselves, are not reached: have them destroyed by whoever has them.")
		return nil
	})
}
