package rulebook

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/selectorate/selectorate/rulebook/strict"
)

// Change is one difference between two books.
type Change struct {
	Path   string `json:"path"`   // such as "clauses[IV.5.B].summary"
	Before string `json:"before"` // empty: it was not there
	After  string `json:"after"`  // empty: it is not there any more
}

// Diff lists what is different in b compared with a, in the order of the format. Clauses, parameters, pools,
// returns, offices and powers are compared by their identifiers, so that moving one is no change.
func Diff(a, b *Book) []Change {
	before, after := flatten(a), flatten(b)
	was := map[string]string{}
	for _, v := range before {
		was[v.path] = v.text
	}
	is := map[string]string{}
	var changes []Change
	for _, v := range after {
		is[v.path] = v.text
		if was[v.path] != v.text {
			changes = append(changes, Change{v.path, was[v.path], v.text})
		}
	}
	for _, v := range before {
		if _, stays := is[v.path]; !stays {
			changes = append(changes, Change{v.path, v.text, ""})
		}
	}
	return changes
}

// flat is one value of a book by its path.
type flat struct{ path, text string }

func flatten(b *Book) []flat {
	var values []flat
	flattenValue(reflect.ValueOf(*b), "", &values)
	return values
}

func flattenValue(v reflect.Value, path string, into *[]flat) {
	if text, ok := reflect.TypeAssert[encoding.TextMarshaler](v); ok {
		told, err := text.MarshalText()
		if err == nil && !v.IsZero() {
			*into = append(*into, flat{path, string(told)})
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Digest" {
				flattenValue(v.Field(i), strings.TrimPrefix(path+"."+strict.Key(name), "."), into)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			flattenValue(v.Index(i), fmt.Sprintf("%s[%s]", path, itemKey(v.Index(i), i)), into)
		}
	default:
		if !v.IsZero() {
			*into = append(*into, flat{path, fmt.Sprint(v.Interface())})
		}
	}
}

// itemKey names an item of a list by its identifier, or else by its place.
func itemKey(v reflect.Value, place int) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	for _, name := range []string{"ID", "Name", "Act", "Code", "Kind"} {
		if field := v.FieldByName(name); field.IsValid() {
			return field.String()
		}
	}
	return fmt.Sprint(place)
}
