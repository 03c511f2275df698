// Package gallery is where the record is read: by the pages, by whoever takes a copy, and by the clerk itself.
// From a gallery one looks and cannot touch: nothing here writes.
//
// What a Gallery gives is public, with one exception that says so: Export with openings, for a scrutineer.
package gallery
