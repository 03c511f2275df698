// Package desk is the public desk of the record: it reads what anybody may see from the gallery, and gives it
// to the pages in their words. It shows nothing of a live round but what is open: who may answer, what was
// entered and by which office, never an answer or a figure before it is published.
package desk
