package web

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"testing"
	"text/template/parse"
	"time"
)

// TestTemplatesFitTheirStructs walks every template of every page with the type of what it shows: a field or
// a method that is not there, a function that is not known, or a range over what has no elements is found
// even where no story passes.
func TestTemplatesFitTheirStructs(t *testing.T) {
	all := mustParse(time.UTC)
	shown := map[string]reflect.Type{"storybook": reflect.TypeFor[StorybookPage]()}
	for _, g := range stories() {
		for _, s := range g.States {
			shown[s.view.name()] = reflect.TypeOf(s.view)
		}
	}
	for name, set := range all.byName {
		view, ok := shown[name]
		if !ok {
			t.Errorf("pages/%s has no story", name)
			continue
		}
		c := newChecker(set, time.UTC)
		c.template("layout.html", view)
		for _, mistake := range c.mistakes {
			t.Errorf("pages/%s: %s", name, mistake)
		}
	}
	for name := range shown {
		if all.byName[name] == nil {
			t.Errorf("a story shows %q, and there is no such page", name)
		}
	}
}

// TestCheckerFindsMistakes shows that the test above can fail.
func TestCheckerFindsMistakes(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"field":      {`{{.Page.Title}}{{.Seat.Nothing}}`, "no field or method Nothing"},
		"in range":   {`{{range .Seat.Pools}}{{.Nam}}{{end}}`, "no field or method Nam"},
		"in with":    {`{{with .Seat.Imposed}}{{.Wrong}}{{end}}`, "no field or method Wrong"},
		"variable":   {`{{$s := .Seat}}{{$s.Wrong}}`, "no field or method Wrong"},
		"range":      {`{{range .Title}}{{end}}`, "cannot range"},
		"argument":   {`{{count .Seat.First "a"}}`, "takes 3 arguments"},
		"type":       {`{{count .Title "a" "b"}}`, "wants int64"},
		"a template": {`{{template "result" .Seat}}`, "no field or method Of"},
		"method":     {`{{.Seat.Headline}}{{.Seat.FirstHref.Long}}`, "no field or method Long"},
	} {
		t.Run(name, func(t *testing.T) {
			set := template.Must(template.Must(mustParse(time.UTC).byName["seat"].Clone()).New("probe").Parse(c.text))
			found := newChecker(set, time.UTC)
			found.template("probe", reflect.TypeFor[SeatPage]())
			if got := strings.Join(found.mistakes, "\n"); !strings.Contains(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func TestEveryTemplateFileIsAPage(t *testing.T) {
	err := fs.WalkDir(pageFiles, "pages", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		folder := path.Base(path.Dir(name))
		if name != "pages/layout.html" && folder != "parts" && path.Base(name) != folder+".html" {
			t.Errorf("%s is nobody's template", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checker walks the nodes of a template with the types of their values. A nil type is one that cannot be
// known, and is let through.
type checker struct {
	set      *template.Template
	funcs    map[string]reflect.Type
	mistakes []string
	vars     map[string]reflect.Type
	seen     map[string]bool
}

func newChecker(set *template.Template, zone *time.Location) *checker {
	c := &checker{set: set, funcs: map[string]reflect.Type{}, vars: map[string]reflect.Type{}, seen: map[string]bool{}}
	for name, f := range words(zone) {
		c.funcs[name] = reflect.TypeOf(f)
	}
	return c
}

func (c *checker) wrong(format string, args ...any) {
	c.mistakes = append(c.mistakes, fmt.Sprintf(format, args...))
}

// template checks a template by its name against what it is given.
func (c *checker) template(name string, dot reflect.Type) {
	key := fmt.Sprint(name, dot)
	if c.seen[key] {
		return
	}
	c.seen[key] = true
	found := c.set.Lookup(name)
	if found == nil {
		c.wrong("no template %q", name)
		return
	}
	outer := c.vars
	c.vars = map[string]reflect.Type{"$": dot}
	c.list(found.Tree.Root, dot)
	c.vars = outer
}

func (c *checker) list(list *parse.ListNode, dot reflect.Type) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		c.node(node, dot)
	}
}

func (c *checker) node(node parse.Node, dot reflect.Type) {
	switch n := node.(type) {
	case *parse.ActionNode:
		c.pipe(n.Pipe, dot)
	case *parse.IfNode:
		c.pipe(n.Pipe, dot)
		c.list(n.List, dot)
		c.list(n.ElseList, dot)
	case *parse.WithNode:
		c.list(n.List, c.pipe(n.Pipe, dot))
		c.list(n.ElseList, dot)
	case *parse.RangeNode:
		c.list(n.List, c.element(c.pipe(n.Pipe, dot), n))
		c.list(n.ElseList, dot)
	case *parse.TemplateNode:
		given := dot
		if n.Pipe != nil {
			given = c.pipe(n.Pipe, dot)
		}
		c.template(n.Name, given)
	case *parse.TextNode, *parse.CommentNode:
	default:
		c.wrong("%s: the checker does not know this kind of node", n)
	}
}

// element gives the type of what a range goes through.
func (c *checker) element(over reflect.Type, at parse.Node) reflect.Type {
	if over == nil {
		return nil
	}
	switch over.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return over.Elem()
	}
	c.wrong("%.40q: cannot range over %s", at.String(), over)
	return nil
}

func (c *checker) pipe(pipe *parse.PipeNode, dot reflect.Type) reflect.Type {
	var last reflect.Type
	for i, cmd := range pipe.Cmds {
		var piped []reflect.Type
		if i > 0 {
			piped = []reflect.Type{last}
		}
		last = c.command(cmd, dot, piped)
	}
	for _, v := range pipe.Decl {
		c.vars[v.Ident[0]] = last
	}
	return last
}

func (c *checker) command(cmd *parse.CommandNode, dot reflect.Type, piped []reflect.Type) reflect.Type {
	args := make([]reflect.Type, 0, len(cmd.Args))
	for _, arg := range cmd.Args[1:] {
		args = append(args, c.value(arg, dot, nil))
	}
	args = append(args, piped...)
	if fn, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return c.call(fn.Ident, args)
	}
	return c.value(cmd.Args[0], dot, args)
}

// call gives what a function gives, after a look at what it is given.
func (c *checker) call(name string, args []reflect.Type) reflect.Type {
	f, ours := c.funcs[name]
	if !ours {
		switch name {
		case "len":
			return reflect.TypeFor[int]()
		case "not", "eq", "ne", "lt", "le", "gt", "ge":
			return reflect.TypeFor[bool]()
		case "or", "and":
			return args[0]
		case "index":
			return c.element(args[0], &parse.TextNode{Text: []byte("index")})
		}
		if !strings.HasPrefix(name, "_html_template_") {
			c.wrong("no function %q", name)
		}
		return nil
	}
	if f.NumIn() != len(args) {
		c.wrong("%s takes %d arguments, not %d", name, f.NumIn(), len(args))
		return f.Out(0)
	}
	for i, arg := range args {
		if arg != nil && !arg.AssignableTo(f.In(i)) {
			c.wrong("%s wants %s as argument %d, not %s", name, f.In(i), i+1, arg)
		}
	}
	return f.Out(0)
}

// value gives the type of a value; args are those of a method, if it is one.
func (c *checker) value(node parse.Node, dot reflect.Type, args []reflect.Type) reflect.Type {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.fields(dot, n.Ident, args)
	case *parse.VariableNode:
		return c.fields(c.vars[n.Ident[0]], n.Ident[1:], args)
	case *parse.ChainNode:
		return c.fields(c.value(n.Node, dot, nil), n.Field, args)
	case *parse.PipeNode:
		return c.pipe(n, dot)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.IdentifierNode:
		return c.call(n.Ident, nil)
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	}
	return nil // a number fits any type of number
}

// fields follows a chain of names from a type.
func (c *checker) fields(from reflect.Type, names []string, args []reflect.Type) reflect.Type {
	for _, name := range names {
		if from == nil {
			return nil
		}
		from = c.field(from, name, args)
	}
	return from
}

func (c *checker) field(from reflect.Type, name string, args []reflect.Type) reflect.Type {
	pointer := from
	if from.Kind() != reflect.Pointer {
		pointer = reflect.PointerTo(from)
	}
	for _, t := range []reflect.Type{from, pointer} {
		m, ok := t.MethodByName(name)
		if !ok {
			continue
		}
		for i, arg := range args {
			if i+1 >= m.Type.NumIn() || arg != nil && !arg.AssignableTo(m.Type.In(i+1)) {
				c.wrong("%s.%s does not take %s", from, name, arg)
			}
		}
		return m.Type.Out(0)
	}
	if from.Kind() == reflect.Pointer {
		from = from.Elem()
	}
	if from.Kind() == reflect.Struct {
		if f, ok := from.FieldByName(name); ok && f.IsExported() {
			return f.Type
		}
	}
	c.wrong("%s has no field or method %s", from, name)
	return nil
}
