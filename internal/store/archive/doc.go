// Package archive writes and reads backups in the form "selectorate-backup/1", which belongs to neither
// database. It is normative in doc/formats/backup.md.
//
// A backup is a header, rows of tables, and a trailer that tells how many rows there are and the digest of
// everything before it, so that a backup that was cut or changed is refused. Neither side ever holds more
// than a row.
package archive
