package register_test

import (
	"testing"

	"github.com/selectorate/selectorate/register"
)

func TestBookPath(t *testing.T) {
	digest := register.Digest([]byte("the rulebook\n"))
	path, err := register.BookPath(digest)
	if err != nil || path != "book/2786dcb31ba721f4d510957c3e47a4429857237983f8ed158db6105275a67385.yaml" {
		t.Errorf("got %s, %v", path, err)
	}
	if got, ok := register.BookDigest(path); !ok || got != digest {
		t.Errorf("got %s, %v", got, ok)
	}
	if _, err := register.BookPath("sha256:../../x"); err == nil {
		t.Error("a path was made of what is no digest")
	}
	for _, bad := range []string{"", "book/x.yaml", path + "l", "x" + path, "book/" + digest + ".yaml"} {
		if got, ok := register.BookDigest(bad); ok {
			t.Errorf("%q names %s", bad, got)
		}
	}
}

func TestReadmeGolden(t *testing.T) {
	golden(t, "README.txt", []byte(register.Readme))
}
