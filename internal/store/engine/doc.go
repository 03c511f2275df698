// Package engine opens the two databases that package store works on, SQLite and PostgreSQL, brings them to the
// newest schema, and holds all that differs between them.
package engine
