package strict

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/selectorate/selectorate/party"
)

// Document is a file that has been read. It remembers where every value stood, so that whoever finds out
// later that something does not fit can say where.
type Document struct {
	Problems party.Problems
	at       map[string]*token.Position // by path, such as "clauses[3].id"
	loose    func(path string) bool
}

// Line tells on which line the value of a path stands, or not ok if the file does not have it.
func (d *Document) Line(path string) (line int, ok bool) {
	if pos := d.at[path]; pos != nil {
		return pos.Line, true
	}
	return 0, false
}

// Problem adds a problem with the value of a path, at its place or at that of what it belongs to.
func (d *Document) Problem(path, message, mend string) {
	p := party.Problem{Field: path, Message: message, Mend: mend}
	for at := path; ; at = parent(at) {
		if pos := d.at[at]; pos != nil {
			p.Line, p.Column = pos.Line, pos.Column
			break
		}
		if at == "" {
			break
		}
	}
	d.Problems = append(d.Problems, p)
}

func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

func (d *Document) value(node ast.Node, into reflect.Value, path string) {
	if t := node.GetToken(); t != nil && d.at[path] == nil {
		d.at[path] = t.Position
	}
	if text, ok := reflect.TypeAssert[encoding.TextUnmarshaler](into.Addr()); ok {
		d.text(node, path, func(s string) error {
			if s == "" {
				return party.Errorf(party.Invalid, "%s is empty: write a value, or leave it out", path)
			}
			return text.UnmarshalText([]byte(s)) //nolint:wrapcheck // the problem is told with its place
		})
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.mapping(node, into, path)
	case reflect.Slice:
		d.sequence(node, into, path)
	case reflect.Bool:
		if b, ok := node.(*ast.BoolNode); ok {
			into.SetBool(b.Value)
			return
		}
		d.Problem(path, describe(node)+" stands where true or false is needed", "write true or false, without quotes")
	case reflect.Int64:
		d.whole(node, into, path)
	default:
		d.text(node, path, func(s string) error { into.SetString(s); return nil })
	}
}

func (d *Document) whole(node ast.Node, into reflect.Value, path string) {
	if n, ok := node.(*ast.IntegerNode); ok {
		v, err := strconv.ParseInt(n.GetToken().Value, 10, 64)
		if err == nil && v >= 0 && v <= MaxWhole {
			into.SetInt(v)
			return
		}
	}
	d.Problem(path, describe(node)+" stands where a whole number is needed", fmt.Sprintf("write digits only, from 0 to %d", MaxWhole))
}

// text takes a scalar as text. Where the format says so it may be written as YAML's own true and 12;
// everything else must be a string, so that a title cannot turn into a number unseen.
func (d *Document) text(node ast.Node, path string, set func(string) error) {
	var text string
	switch n := node.(type) {
	case *ast.StringNode:
		text = n.Value
	case *ast.LiteralNode:
		text = n.Value.Value
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode:
		if !d.loose(path) {
			d.Problem(path, describe(node)+" stands where text is needed", "put it in quotes")
			return
		}
		text = n.GetToken().Value
	default:
		d.Problem(path, describe(node)+" stands where text is needed", "write the text")
		return
	}
	if strings.ContainsFunc(strings.TrimRight(text, "\n"), hidden) {
		d.Problem(path, "the text holds a character that is not seen or that turns the line's direction", "type the text again")
		return
	}
	if err := set(strings.TrimSpace(text)); err != nil {
		d.Problem(path, err.Error(), "")
	}
}

// maxQuoted is how many characters of a wrong value a message repeats.
const maxQuoted = 40

// hidden tells characters that would let a text look like another one, or move a terminal's cursor.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r)
}

func (d *Document) sequence(node ast.Node, into reflect.Value, path string) {
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		d.Problem(path, describe(node)+" stands where a list is needed", "begin each item with a dash")
		return
	}
	list := reflect.MakeSlice(into.Type(), len(seq.Values), len(seq.Values))
	for i, item := range seq.Values {
		d.value(item, list.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	into.Set(list)
}

func (d *Document) mapping(node ast.Node, into reflect.Value, path string) {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		d.Problem(path, describe(node)+" stands where keys are needed", "write one key to a line, each with a colon and its value")
		return
	}
	fields := fieldsOf(into)
	for _, v := range values {
		key := v.Key.GetToken().Value
		at := strings.TrimPrefix(path+"."+key, ".")
		if seen := d.at[at]; seen != nil {
			d.place(v.Key, at, fmt.Sprintf("the key %q stands twice, first on line %d", key, seen.Line), "keep one of them")
			continue
		}
		field, ok := fields[key]
		if !ok {
			d.place(v.Key, at, fmt.Sprintf("the key %q is not part of the format", key), "known here: "+known(fields))
			continue
		}
		d.at[at] = v.Key.GetToken().Position
		d.value(v.Value, field, at)
	}
}

// place tells a problem with a key itself, at the key.
func (d *Document) place(key ast.Node, path, message, mend string) {
	pos := key.GetToken().Position
	d.Problems = append(d.Problems, party.Problem{Line: pos.Line, Column: pos.Column, Field: path, Message: message, Mend: mend})
}

// fieldsOf gives the fields of a struct by their keys. A field tagged yaml:"-" has none.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case f.Anonymous:
			maps.Copy(fields, fieldsOf(v.Field(i)))
		case f.Tag.Get("yaml") != "-":
			fields[Key(f.Name)] = v.Field(i)
		}
	}
	return fields
}

func known(fields map[string]reflect.Value) string {
	var keys []string
	for key := range fields {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return strings.Join(keys, ", ")
}

// Key writes a field's name as a key: InForceNote as in-force-note, ID as id.
func Key(name string) string {
	var key strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			key.WriteByte('-')
		}
		key.WriteRune(unicode.ToLower(r))
	}
	return key.String()
}

func describe(node ast.Node) string {
	switch node.(type) {
	case *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a group of keys"
	case *ast.SequenceNode:
		return "a list"
	}
	text := []rune(node.GetToken().Value)
	if len(text) > maxQuoted {
		text = append(text[:maxQuoted], '…')
	}
	return strconv.Quote(string(text))
}
