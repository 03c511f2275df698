package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/selectorate/selectorate/party"
	"github.com/selectorate/selectorate/verify"
)

// check writes a copy of the record and has it checked as a stranger would.
func (d *demonstration) check(ctx context.Context) error {
	if _, err := d.clerk.Checkpoint(ctx); err != nil {
		return err
	}
	copied, err := d.exported(ctx, d.house, "copy")
	if err != nil {
		return err
	}
	d.say("\nTHE CHECK\n")
	d.say("A copy of the record is in %s. Checking it needs neither this server nor trust in it:\n", copied)
	report, err := d.verified(copied)
	if err != nil {
		return err
	}
	if !report.Valid {
		return party.Errorf(party.Invalid, "selectorate: the demonstration's own record is not valid")
	}
	return nil
}

// verified checks a copy and prints the answer.
func (d *demonstration) verified(folder string) (verify.Report, error) {
	started := time.Now()
	report, err := verify.Check(os.DirFS(folder), verify.Options{Key: d.vkey, Listed: true})
	if err != nil {
		return report, fmt.Errorf("check %s: %w", folder, err)
	}
	verifyAnswer{report, float64(time.Since(started).Milliseconds()) / 1000}.print(d.t.out)
	return report, nil
}

// What the cheat changes: the day on which a branch met, in a row of the database.
const (
	trueDay  = `"met_on":"2026-03-23","tied":false,"unit":"kettle-row"`
	falseDay = `"met_on":"2026-03-20","tied":false,"unit":"kettle-row"`
)

// tamper changes a row in a copy of the database, as somebody with access to it could, and has the copy's
// record checked.
func (d *demonstration) tamper(ctx context.Context) error {
	d.say("\nCHEAT: somebody with access to the database changes a row: the day on which Kettle Row met.\n")
	forged := place{Dir: filepath.Join(d.place.Dir, "tampered")}
	if err := d.duplicate(ctx, forged); err != nil {
		return err
	}
	if err := change(filepath.Join(forged.Dir, databaseFile)); err != nil {
		return err
	}
	h, err := forged.openWith(ctx, d.skey, d.clock.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	copied, err := d.exported(ctx, h, "tampered-copy")
	if err != nil {
		return err
	}
	report, err := d.verified(copied)
	if err != nil {
		return err
	}
	if report.Valid {
		return party.Errorf(party.Invalid, "selectorate: the changed row was not found")
	}
	return nil
}

// duplicate makes a second data folder with the same record, by a backup that is restored.
func (d *demonstration) duplicate(ctx context.Context, to place) error {
	if err := os.MkdirAll(to.Dir, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", to.Dir, err)
	}
	var backup bytes.Buffer
	if err := d.store.Backup(ctx, &backup, nil); err != nil {
		return err
	}
	h, err := to.openWith(ctx, d.skey, d.clock.Now)
	if err != nil {
		return err
	}
	defer h.Close()
	return h.store.Restore(ctx, io.Reader(&backup), nil)
}

// change changes the row, byte for byte in the database's file.
func change(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the database's file: %w", err)
	}
	if !bytes.Contains(data, []byte(trueDay)) {
		return party.Errorf(party.NotFound, "selectorate: the row to change is not in %s", path)
	}
	data = bytes.ReplaceAll(data, []byte(trueDay), []byte(falseDay))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("change the database's file: %w", err)
	}
	return nil
}
