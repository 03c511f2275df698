// Package pdf says the result of a count as a PDF to print, to sign and to keep: the same content as the page of
// package page, on A4, with numbered pages and the heads of tables on every page.
//
// The same result gives the same bytes: there is no clock in it. The font, Liberation Sans, has the letters of the
// languages that are written in Latin, Greek and Cyrillic. A letter that it lacks, or one of a script that is written
// from right to left, is an error that names the letter: no name is ever printed with boxes or back to front. The PDF
// is not tagged for screen readers; the page is the form for those.
package pdf
