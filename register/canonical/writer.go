package canonical

// A Writer puts the members of a record one after the other. After the first error it writes nothing more.
type Writer struct {
	dst []byte
	err error
}

// Text writes the literal before and then a string.
func (w *Writer) Text(before, text string) {
	w.Raw(before, nil)
	if w.err == nil {
		w.dst, w.err = appendString(w.dst, text)
	}
}

// Integer writes the literal before and then an integer.
func (w *Writer) Integer(before string, n int64) {
	w.Raw(before, nil)
	if w.err == nil {
		w.dst, w.err = appendInteger(w.dst, n)
	}
}

// Raw writes the literal before and then data as it is, which nobody checks.
func (w *Writer) Raw(before string, data []byte) {
	if w.err == nil {
		w.dst = append(append(w.dst, before...), data...)
	}
}

// Bytes gives what was written, or the first error.
func (w *Writer) Bytes() ([]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	return w.dst, nil
}
