//go:build (amd64 || arm64) && !purego

package limbs

// addMulPlain adds x·y to z and gives the word that is carried out. Both are 32 words long.
//
//go:noescape
func addMulPlain(z, x *[Words]uint64, y uint64) (c uint64)
