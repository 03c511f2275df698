package web

import "net/http"

// ProblemPage is what pages/problem shows: that a request could not be answered, and what to do.
type ProblemPage struct {
	Page
	Text  string // what happened, as whole sentences
	Mend  string // what to do about it
	Tried bool   // the reader sent something, which was not used
}

func (ProblemPage) name() string { return "problem" }

// problem gives the page for a status. It tells nothing about the cause that the reader cannot use.
func (f *face) problem(status int) ProblemPage {
	v := ProblemPage{Page: f.page("", "Sorry, there is a problem")}
	v.Status = status
	v.Text = "Something went wrong on our side. It has been noted."
	v.Mend = "Try again in a few minutes."
	switch status {
	case http.StatusBadRequest:
		v.Title, v.Text, v.Tried = "This could not be read", "What was sent is not what the page asked for.", true
		v.Mend = "Go back, and send the form again."
	case http.StatusForbidden:
		v.Title, v.Text, v.Tried = "This form came from another site", "Forms are only taken from our own pages.", true
		v.Mend = "Open the page here and fill it in again."
	case http.StatusNotFound:
		v.Title = "Page not found"
		v.Text = "There is nothing at this address. It may have been typed or copied wrongly."
		v.Mend = "Check the address, or begin at the first page."
	case http.StatusMethodNotAllowed:
		v.Title, v.Text, v.Tried = "This page takes no form", "The page can be read, but nothing can be sent to it.", true
		v.Mend = "Go back to the page with the form."
	case http.StatusConflict:
		v.Title, v.Text, v.Tried = "Somebody else was first", "What the page showed has changed since.", true
		v.Mend = "Open the page again, and look at what it says now."
	case http.StatusRequestEntityTooLarge:
		v.Title, v.Text, v.Tried = "This file is too large", "Files may have up to 1 MiB: thousands of units.", true
		v.Mend = "Choose a smaller file. It should be a CSV file, not a spreadsheet or a picture."
	case http.StatusTooManyRequests:
		v.Title, v.Text, v.Tried = "Too many forms at once", "Only so many forms are taken from one address each minute.", true
		v.Mend = "Wait half a minute, then send it again."
	case http.StatusServiceUnavailable:
		v.Text = "The public record does not answer at the moment."
	}
	return v
}
