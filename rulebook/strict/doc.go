// Package strict reads a YAML file into a struct and takes nothing that the struct does not name: unknown keys,
// keys that stand twice, anchors, aliases, tags, values of another type and characters that are not seen are
// told with line and column. The keys are the names of the struct's fields in kebab case, so that a type and
// its format cannot drift apart.
package strict
