//go:build amd64 && !purego

package limbs

// addMulADX is addMulPlain for processors with the instructions ADX and BMI2.
//
//go:noescape
func addMulADX(z, x *[Words]uint64, y uint64) (c uint64)

// squareADX puts the square of x into z, which is zero before.
//
//go:noescape
func squareADX(z *[2 * Words]uint64, x *[Words]uint64)

// cpuid asks the processor for its highest leaf, and for register EBX of a leaf (subleaf 0).
func cpuid(leaf uint32) (most, b uint32)

// hasADX tells whether the processor has ADX and BMI2: bits 19 and 8 of EBX, leaf 7 (Intel's manual, volume 2A, CPUID).
func hasADX() bool {
	const needed = 1<<19 | 1<<8
	most, b := cpuid(7)
	return most >= 7 && b&needed == needed
}
