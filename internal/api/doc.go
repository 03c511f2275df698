// Package api gives out the record over HTTP, as the files of an export (doc/formats/export.md): a server that
// answers at these paths is a transparency log in the layout of C2SP tlog-tiles, and `selectorate verify` can
// read it. Nothing can be changed through it: asking does not even have the record signed, which the server does by
// itself.
//
// Errors are problem details (RFC 9457) as JSON.
package api
