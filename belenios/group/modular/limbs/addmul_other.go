//go:build !amd64 || purego

package limbs

func addMulADX(z, x *[Words]uint64, y uint64) (c uint64) { return addMulPlain(z, x, y) }

func squareADX(*[2 * Words]uint64, *[Words]uint64) {}

func hasADX() bool { return false }
