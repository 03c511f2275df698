package store

import (
	"context"

	"github.com/selectorate/selectorate/internal/store/archive"
	"github.com/selectorate/selectorate/party"
)

func personTable() table {
	return table{Table: archive.Table{Name: "person", Key: 1, Columns: []column{words("id"), words("name"), words("contact")}}}
}

func aliasTable() table {
	return table{Table: archive.Table{Name: "alias", Key: 2, Columns: []column{words("person"), words("matter"), words("alias")}}}
}

// PutPerson keeps a person's identity, over what was kept under the same id.
func (db *DB) PutPerson(ctx context.Context, p Person) error {
	const what = "keep a person"
	if p.ID == "" || !plain(p.ID, p.Name, p.Contact) {
		return party.Errorf(party.Invalid, "%s: there is no id, or it cannot be stored", what)
	}
	return db.inWrite(ctx, what, func(w *writing) error {
		_, err := w.exec(ctx, `INSERT INTO person (id, name, contact) VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, contact = excluded.contact`, p.ID, p.Name, p.Contact)
		return err
	})
}

// Person gives a person's identity, or not found.
func (r reads) Person(ctx context.Context, id string) (Person, error) {
	var p Person
	err := r.one(ctx, "read a person", `SELECT id, name, contact FROM person WHERE id = $1`,
		[]any{id}, &p.ID, &p.Name, &p.Contact)
	return p, err
}

// PutAlias gives a person an alias in one matter. It can be given again, but not changed: another alias for
// the same person, or the same alias for another person, is a conflict. An unknown person is not found.
func (db *DB) PutAlias(ctx context.Context, person, matter, alias string) error {
	const what = "give a person an alias"
	if matter == "" || alias == "" || !plain(person, matter, alias) {
		return party.Errorf(party.Invalid, "%s: there is no matter or no alias, or it cannot be stored", what)
	}
	err := db.inWrite(ctx, what, func(w *writing) error {
		if _, err := w.reads().Person(ctx, person); err != nil {
			return err
		}
		_, err := w.exec(ctx, `INSERT INTO alias (person, matter, alias) VALUES ($1, $2, $3)`, person, matter, alias)
		return err
	})
	if party.Is(err, party.Conflict) {
		if kept, readErr := db.Alias(ctx, person, matter); readErr == nil && kept == alias {
			return nil
		}
	}
	return err
}

// Alias gives the alias of a person in a matter, or not found.
func (r reads) Alias(ctx context.Context, person, matter string) (string, error) {
	var alias string
	err := r.one(ctx, "read an alias", `SELECT alias FROM alias WHERE person = $1 AND matter = $2`,
		[]any{person, matter}, &alias)
	return alias, err
}

// AliasOwner gives the person who has an alias in a matter, or not found, also after that person was erased.
func (r reads) AliasOwner(ctx context.Context, matter, alias string) (Person, error) {
	var p Person
	err := r.one(ctx, "read whose an alias is", `SELECT p.id, p.name, p.contact FROM alias a
		JOIN person p ON p.id = a.person WHERE a.matter = $1 AND a.alias = $2`,
		[]any{matter, alias}, &p.ID, &p.Name, &p.Contact)
	return p, err
}
