// The square of 32 words, before its reduction: ours, in the manner of the multiplication in addmul_amd64.s.

//go:build amd64 && !purego

#include "textflag.h"

// Registers: SI the number, CX the result, AX the result from word i on, DX word i, R8 a low word, DI and BX high words in
// turns, R9 zero. ADCX carries from word to word of the products, ADOX from word to word of the result.

// EVEN and ODD add x[i]·x[j] to the result, for an even and an odd j; each leaves its high word to the other.
#define EVEN(j) MULXQ 8*j(SI), R8, DI; ADCXQ BX, R8; ADOXQ 8*j(AX), R8; MOVQ R8, 8*j(AX)
#define ODD(j) MULXQ 8*j(SI), R8, BX; ADCXQ DI, R8; ADOXQ 8*j(AX), R8; MOVQ R8, 8*j(AX)

// FROMj is a row from word j on.
#define FROM31 ODD(31)
#define FROM30 EVEN(30); FROM31
#define FROM29 ODD(29); FROM30
#define FROM28 EVEN(28); FROM29
#define FROM27 ODD(27); FROM28
#define FROM26 EVEN(26); FROM27
#define FROM25 ODD(25); FROM26
#define FROM24 EVEN(24); FROM25
#define FROM23 ODD(23); FROM24
#define FROM22 EVEN(22); FROM23
#define FROM21 ODD(21); FROM22
#define FROM20 EVEN(20); FROM21
#define FROM19 ODD(19); FROM20
#define FROM18 EVEN(18); FROM19
#define FROM17 ODD(17); FROM18
#define FROM16 EVEN(16); FROM17
#define FROM15 ODD(15); FROM16
#define FROM14 EVEN(14); FROM15
#define FROM13 ODD(13); FROM14
#define FROM12 EVEN(12); FROM13
#define FROM11 ODD(11); FROM12
#define FROM10 EVEN(10); FROM11
#define FROM9 ODD(9); FROM10
#define FROM8 EVEN(8); FROM9
#define FROM7 ODD(7); FROM8
#define FROM6 EVEN(6); FROM7
#define FROM5 ODD(5); FROM6
#define FROM4 EVEN(4); FROM5
#define FROM3 ODD(3); FROM4
#define FROM2 EVEN(2); FROM3
#define FROM1 ODD(1); FROM2

// ROW begins the row of word i, and END puts its last carry into a word that is zero as yet.
#define ROW(i) LEAQ 8*i(CX), AX; MOVQ 8*i(SI), DX; XORQ BX, BX; XORQ DI, DI
#define END ADCXQ R9, BX; ADOXQ R9, BX; MOVQ BX, 256(AX)

// BOTH doubles two words of the result and adds the square of word i.
#define BOTH(i) MOVQ 8*i(SI), DX; MULXQ DX, R8, DI; MOVQ 16*i(CX), BX; ADCXQ BX, BX; ADOXQ R8, BX; MOVQ BX, 16*i(CX); MOVQ 16*i+8(CX), BX; ADCXQ BX, BX; ADOXQ DI, BX; MOVQ BX, 16*i+8(CX)

// func squareADX(z *[64]uint64, x *[32]uint64)
// Requires: ADX, BMI2; z is zero.
TEXT ·squareADX(SB), NOSPLIT, $0-16
	MOVQ z+0(FP), CX
	MOVQ x+8(FP), SI
	XORQ R9, R9
	ROW(0); FROM1; END
	ROW(1); FROM2; END
	ROW(2); FROM3; END
	ROW(3); FROM4; END
	ROW(4); FROM5; END
	ROW(5); FROM6; END
	ROW(6); FROM7; END
	ROW(7); FROM8; END
	ROW(8); FROM9; END
	ROW(9); FROM10; END
	ROW(10); FROM11; END
	ROW(11); FROM12; END
	ROW(12); FROM13; END
	ROW(13); FROM14; END
	ROW(14); FROM15; END
	ROW(15); FROM16; END
	ROW(16); FROM17; END
	ROW(17); FROM18; END
	ROW(18); FROM19; END
	ROW(19); FROM20; END
	ROW(20); FROM21; END
	ROW(21); FROM22; END
	ROW(22); FROM23; END
	ROW(23); FROM24; END
	ROW(24); FROM25; END
	ROW(25); FROM26; END
	ROW(26); FROM27; END
	ROW(27); FROM28; END
	ROW(28); FROM29; END
	ROW(29); FROM30; END
	ROW(30); FROM31; END
	XORQ BX, BX
	BOTH(0); BOTH(1); BOTH(2); BOTH(3)
	BOTH(4); BOTH(5); BOTH(6); BOTH(7)
	BOTH(8); BOTH(9); BOTH(10); BOTH(11)
	BOTH(12); BOTH(13); BOTH(14); BOTH(15)
	BOTH(16); BOTH(17); BOTH(18); BOTH(19)
	BOTH(20); BOTH(21); BOTH(22); BOTH(23)
	BOTH(24); BOTH(25); BOTH(26); BOTH(27)
	BOTH(28); BOTH(29); BOTH(30); BOTH(31)
	RET
