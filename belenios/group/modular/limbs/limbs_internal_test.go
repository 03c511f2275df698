package limbs

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// moduli are the modulus of RFC 3526 (group 14), the least and the greatest odd number of 2,048 bits, and one by chance.
func moduli(t testing.TB, chance *rand.Rand) []*big.Int {
	t.Helper()
	rfc, ok := new(big.Int).SetString("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF", 16)
	if !ok {
		t.Fatal("not a number")
	}
	one := big.NewInt(1)
	least := new(big.Int).Lsh(one, 2047)
	least.Add(least, one)
	greatest := new(big.Int).Lsh(one, 2048)
	greatest.Sub(greatest, one)
	any := draw(chance, greatest)
	any.SetBit(any, 0, 1).SetBit(any, 2047, 1)
	return []*big.Int{rfc, least, greatest, any}
}

func draw(chance *rand.Rand, below *big.Int) *big.Int {
	bytes := make([]byte, Bytes+16)
	for i := range bytes {
		bytes[i] = byte(chance.Uint32())
	}
	n := new(big.Int).SetBytes(bytes)
	return n.Mod(n, below)
}

// TestMultiply holds multiplication, in both ways and in Go, against math/big.
func TestMultiply(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, p := range moduli(t, chance) {
		m, err := NewModulus(p.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		last := new(big.Int).Sub(p, big.NewInt(1))
		numbers := []*big.Int{new(big.Int), big.NewInt(1), big.NewInt(2), last, new(big.Int).Rsh(p, 1)}
		for range 10 {
			numbers = append(numbers, draw(chance, p))
		}
		plain := *m
		plain.adx = false
		for _, a := range numbers {
			for _, b := range numbers {
				var x, y, z, again Number
				if !m.Read(&x, a.Bytes()) || !m.Read(&y, b.Bytes()) {
					t.Fatal("a number less than the modulus is not taken")
				}
				m.Multiply(&z, &x, &y)
				plain.Multiply(&again, &x, &y)
				want := new(big.Int).Mul(a, b)
				want.Mod(want, p)
				if got := new(big.Int).SetBytes(m.Append(nil, &z)); got.Cmp(want) != 0 {
					t.Fatalf("%v · %v = %v, not %v, modulo %v", a, b, got, want, p)
				}
				if !Equal(&z, &again) || Equal(&x, &y) != (a.Cmp(b) == 0) {
					t.Fatal("the ways differ")
				}
				m.Multiply(&y, &x, &y)
				if !Equal(&z, &y) {
					t.Fatal("a product in the place of its factor differs")
				}
				m.Multiply(&y, &x, &x)
				plain.Square(&again, &x)
				m.Square(&x, &x)
				if !Equal(&x, &y) || !Equal(&again, &y) {
					t.Fatalf("the square of %v differs from the product", a)
				}
			}
		}
		one := m.One()
		if got := new(big.Int).SetBytes(m.Append(nil, &one)); got.Cmp(big.NewInt(1)) != 0 {
			t.Errorf("one is %v", got)
		}
		var z Number
		if m.Read(&z, p.Bytes()) || m.Read(&z, make([]byte, Bytes+1)) {
			t.Error("the modulus, or 257 bytes, are taken for a number less than it")
		}
	}
}

// TestAddMul holds the assembly against Go.
func TestAddMul(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	word := func() uint64 {
		switch chance.Uint32() % 4 {
		case 0:
			return 0
		case 1:
			return ^uint64(0)
		default:
			return chance.Uint64()
		}
	}
	for range 20_000 {
		var x, z [Words]uint64
		for i := range x {
			x[i], z[i] = word(), word()
		}
		y := word()
		plain, generic := z, z
		a, b := addMulPlain(&plain, &x, y), addMulGeneric(&generic, &x, y)
		if a != b || plain != generic {
			t.Fatalf("%x + %x·%x differs", z, x, y)
		}
		if hasADX() {
			adx := z
			if c := addMulADX(&adx, &x, y); c != b || adx != generic {
				t.Fatalf("%x + %x·%x differs with ADX", z, x, y)
			}
		}
	}
}

func TestNewModulus(t *testing.T) {
	for name, bytes := range map[string][]byte{
		"short": make([]byte, Bytes-1), "long": make([]byte, Bytes+1), "even": append([]byte{0x80}, make([]byte, Bytes-1)...),
		"small": append(make([]byte, Bytes-1), 1),
	} {
		if _, err := NewModulus(bytes); err == nil {
			t.Errorf("a modulus that is %s is taken", name)
		}
	}
}

// TestSelect takes each entry of a table.
func TestSelect(t *testing.T) {
	table := make([]Number, 16)
	for i := range table {
		table[i] = Number{uint64(i) + 1, Words - 1: ^uint64(i)}
	}
	for i := range table {
		z := Number{5}
		if Select(&z, table, i); z != table[i] {
			t.Errorf("entry %d is %x", i, z)
		}
	}
}

func BenchmarkModulus(b *testing.B) {
	chance := rand.New(rand.NewPCG(1, 2))
	p := moduli(b, chance)[0]
	m, err := NewModulus(p.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	var x Number
	m.Read(&x, draw(chance, p).Bytes())
	y := x
	plain := *m
	plain.adx = false
	for name, do := range map[string]func(){
		"multiply": func() { m.Multiply(&x, &x, &y) }, "square": func() { m.Square(&x, &x) },
		"multiply without ADX": func() { plain.Multiply(&x, &x, &y) },
		"select of 16":         func() { Select(&x, make([]Number, 16), 3) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				do()
			}
		})
	}
}
