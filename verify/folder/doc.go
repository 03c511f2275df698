// Package folder reads the files of a copy of a register, whatever they hold: none larger than a file at its
// place can be, and with a clear line between a copy that is wrong and one that cannot be read.
package folder
