// Package web is the public face: server-rendered pages that anybody may read, without an account and
// without a script.
//
// One page is one handler file, one struct (what the template may use, and nothing else) and one folder
// under pages/ with its template and, where it has any, its style. All addresses stand in one table, in
// routes.go. What the pages show comes through two small interfaces declared here (Record, Books),
// filled by whoever wires the program; the pages know no database and no clock.
//
// Storybook shows every page in every state with invented data. The tests read the same stories: each
// template is checked against its struct, each page for its HTML, its words, its links, its contrast and its
// use by keyboard at two widths.
//
// The words of a page are those of doc/glossary.md: people "hold a contest" or hold "no contest".
package web
