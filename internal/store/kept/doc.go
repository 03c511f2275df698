// Package kept holds the rows of the database as plain values: what the record, people and index families
// consist of. It knows no SQL and does no work, so that whoever writes the record can name its rows without
// seeing a database.
package kept
