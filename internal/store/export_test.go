package store

import "database/sql"

// Pools gives the connections that write and those that read.
func (db *DB) Pools() (write, read *sql.DB) { return db.write, db.read }
