// Package store keeps the register, the people's data and the index in a database: SQLite in one file, or
// PostgreSQL, behind one type and one text of SQL.
//
// The record family (entries, tiles, checkpoints, adopted rulebooks, answers) only grows. [DB.Append] writes
// a whole batch or nothing, and moves the head only if it still stands where the writer read it; so places
// are gapless and several processes may write at once, each told of a conflict when another was first. The
// people family (persons, aliases, openings) can be erased, down to the database's files. The index family is
// rebuilt from the record.
//
// What is acknowledged is on disk: SQLite runs with synchronous=FULL, PostgreSQL must not run with
// synchronous_commit off. Errors are of the five kinds of package party; an error of no kind is a fault of
// this program or of the database's files.
//
// What differs between the two databases is in package engine, the form of a backup in package archive, the
// rows in package kept, and what every engine must do in package storetest.
package store
