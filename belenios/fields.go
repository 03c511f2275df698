package belenios

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// object is a JSON object of any form, to be read field by field. The first failure is noted; from then on the readers
// give zero values.
type object struct {
	where  string
	values map[string]json.RawMessage
	names  []string // of the fields that were not asked for yet, in the order of the text
	err    error
}

// newObject reads a JSON object, the fields of which must have different names.
func newObject(where string, raw []byte) *object {
	o := &object{where: where, values: map[string]json.RawMessage{}}
	if !utf8.Valid(raw) {
		o.fail("this is not UTF-8")
		return o
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	open, err := d.Token()
	if err != nil || open != json.Delim('{') {
		o.fail("expected a JSON object, found %s", shown(string(raw)))
		return o
	}
	for d.More() && o.err == nil {
		o.next(d)
	}
	if o.err != nil {
		return o
	}
	if _, err := d.Token(); err != nil {
		o.fail("this is not JSON: %w", err)
	} else if int(d.InputOffset()) < len(bytes.TrimRight(raw, " \t\r\n")) {
		o.fail("byte %d: something stands behind the JSON object", d.InputOffset())
	}
	return o
}

// next reads one name and its value.
func (o *object) next(d *json.Decoder) {
	token, err := d.Token()
	if err != nil {
		o.fail("this is not JSON: %w", err)
		return
	}
	name, _ := token.(string) // the decoder lets in nothing else
	var value json.RawMessage
	if err := d.Decode(&value); err != nil {
		o.fail("the field %s: this is not JSON: %w", shown(name), err)
		return
	}
	if _, twice := o.values[name]; twice {
		o.fail("the field %s stands there twice", shown(name))
		return
	}
	o.values[name] = value
	o.names = append(o.names, name)
}

func (o *object) fail(format string, arguments ...any) {
	if o.err == nil {
		o.err = fmt.Errorf(o.where+": "+format, arguments...)
	}
}

// adopt takes over the failure of an object inside.
func (o *object) adopt(inner *object) {
	if o.err == nil {
		o.err = inner.err
	}
}

// has tells whether there is such a field.
func (o *object) has(name string) bool { return o.values[name] != nil }

// take gives a field's value, and notes that it was asked for.
func (o *object) take(name string) json.RawMessage {
	value := o.values[name]
	if value == nil {
		o.fail("the field %q is missing", name)
	}
	o.names = slices.DeleteFunc(o.names, func(n string) bool { return n == name })
	return value
}

// text reads a string.
func (o *object) text(name string) string {
	value := o.take(name)
	if o.err != nil {
		return ""
	}
	text, err := unquote(string(value))
	if err != nil {
		o.fail("the field %q: %w", name, err)
	}
	return text
}

// optional reads a string that may be missing.
func (o *object) optional(name string) string {
	if !o.has(name) {
		return ""
	}
	return o.text(name)
}

// number reads a whole number of low..high.
func (o *object) number(name string, low, high int) int {
	value := o.take(name)
	if o.err != nil {
		return 0
	}
	n, err := canonicalInt(string(value), int64(low), int64(high))
	if err != nil {
		o.fail("the field %q: %w", name, err)
	}
	return int(n)
}

// flag reads true or false; a missing one is false.
func (o *object) flag(name string) bool {
	if !o.has(name) {
		return false
	}
	value := string(o.take(name))
	if value != "true" && value != "false" {
		o.fail("the field %q: expected true or false, found %s", name, shown(value))
	}
	return value == "true"
}

// list reads an array.
func (o *object) list(name string) (items []json.RawMessage) {
	value := o.take(name)
	if o.err != nil {
		return nil
	}
	if value[0] != '[' {
		o.fail("the field %q: expected an array, found %s", name, shown(string(value)))
	} else if err := json.Unmarshal(value, &items); err != nil {
		o.fail("the field %q: this is not a JSON array: %w", name, err)
	}
	return items
}

// unquote reads a JSON string with its quotes. Escapes of half a character are refused.
func unquote(raw string) (string, error) {
	if raw == "" || raw[0] != '"' {
		return "", fmt.Errorf("expected a string, found %s", shown(raw))
	}
	var text string
	if err := json.Unmarshal([]byte(raw), &text); err != nil {
		return "", fmt.Errorf("this is not a JSON string: %w", err)
	}
	if strings.Contains(text, "\uFFFD") && !strings.Contains(raw, "\uFFFD") && !strings.Contains(strings.ToLower(raw), `\ufffd`) {
		return "", errors.New("this string is not UTF-8, or escapes half a character")
	}
	return text, nil
}
