// Package page says the result of a count as one page for a browser: who was elected and by which rule, the count
// stage by stage in sentences, tables, a chart of bars and a flow of the transfers, ties and how to draw their lots
// again, and how to check it all.
//
// The page is one file. It has no script and fetches nothing; its policy, which it carries itself, forbids both. It
// can be sent by mail, put on any server, kept beside the papers, and printed on A4.
//
// The pictures are drawn in whole tenths of a pixel from exact numbers. Each has a title, a description and a table
// with its figures; no colour is the only way to tell one thing from another.
package page
