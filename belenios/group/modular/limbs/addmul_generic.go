//go:build !(amd64 || arm64) || purego

package limbs

func addMulPlain(z, x *[Words]uint64, y uint64) (c uint64) { return addMulGeneric(z, x, y) }
