// Package trustee holds the keys of those who decrypt together what was voted: it reads and checks trustees.json, and makes
// such keys. Readers of pages know trustees as key holders.
//
// A key is either of one trustee alone ("Single"), who then has to take part in the decryption, or made by several
// together after Pedersen, so that a threshold of them is enough. The election's public key is the product of all.
//
// Sources: the Belenios specification (sections on trustee keys and on threshold decryption support) of protocol version 1;
// and experiments with what belenios-tool 2.0, 2.5.1, 3.0 and 3.2.0 write where the specification is silent or older:
//
//	pok          SHA-256 of "pok|GROUP|X|" and the commitment, in all four
//	signature    of a text M: SHA-256 of "sigmsg|M|" and the commitment
//	set          M = "certs_sig|" and {"certs":[…],"coefexps":[…]}, the certificates as they are in certs.jsons, and the
//	             elements of the signer's own coefficients (since 2.5.1; sent along with the coefficients, in step 3)
//	key          M = the wire form of the public share (since 3.0; in step 5)
//	encryption   key SHA-256 of "key|g^s", nonce SHA-256 of "iv|g^r"; AES-256-CCM with the nonce's first 13 bytes and a tag
//	             of 8 bytes up to 3.0; AES-256-GCM with all 32 bytes and a tag of 16 in 3.2.0, which says so in "algorithm"
//
// Secrets are computed with in constant time, and overwritten after use as far as Go allows: texts that they were
// written to or read from are strings, whose copies stay until the memory is used again.
package trustee

import (
	"github.com/selectorate/selectorate/belenios/group"
	"github.com/selectorate/selectorate/belenios/proof"
)

// Trustees is what trustees.json says. What Parse gives has consistent numbers; whether it is true, Check tells.
type Trustees struct {
	Raw   []byte // as it is in the archive
	Items []Item
	group *group.Group
}

// Item is one key of trustees.json: exactly one of Single and Pedersen is there.
type Item struct {
	First    int // number of its first trustee in the list of all trustees, which starts with 1
	Single   *PublicKey
	Pedersen *Pedersen
}

// PublicKey is a public key, or a public share of one, with what proves that its owner knows the secret.
type PublicKey struct {
	Element   group.Element
	Knowledge proof.Proof
	Signature *proof.Proof // by the certificate's key, over the element; not with Single, nor up to 2.5.1
	Name      string       // of the trustee, where servers write it; nothing is proven about it
}

// Pedersen is a key that was made by several trustees together (specification, threshold parameters). Certificates,
// Coefficients, Keys and, if there are any, Signatures are as many as there are trustees.
type Pedersen struct {
	Threshold    int // how many have to take part in a decryption: 1 up to all
	Certificates []Certificate
	Coefficients []Coefficients
	Signatures   []proof.Proof // over the set of all certificates and the own coefficients; nil up to 2.0
	Keys         []PublicKey   // the public shares
}

// Signed is a text with a signature.
type Signed struct {
	Raw       string // the JSON that it is
	Message   string
	Signature proof.Proof
}

// Certificate is a text in which a trustee names its two keys for a ceremony, signed with the first.
type Certificate struct {
	Signed

	Context      *Context // nil up to 2.0
	Verification group.Element
	Encryption   group.Element
}

// Context says for what a certificate was made.
type Context struct {
	Group           string
	Size, Threshold int
	Index           int // of the trustee: 1 up to Size
}

// Coefficients are the public forms A_k = g^a_k of a trustee's polynomial, the constant first, signed with its
// certificate's key.
type Coefficients struct {
	Signed

	Elements []group.Element // as many as the threshold
}

// Owner is one trustee in the list of all.
type Owner struct {
	Number int // 1, 2, … as partial decryptions and shuffles name their owner
	Item   int // index in Trustees.Items
	Place  int // in the item, from 1; it is the place at which the polynomials were evaluated
	Key    group.Element
}

// Size is how many trustees the item has.
func (i Item) Size() int {
	if i.Single != nil {
		return 1
	}
	return len(i.Pedersen.Keys)
}

// Threshold is how many of them have to take part in a decryption.
func (i Item) Threshold() int {
	if i.Single != nil {
		return 1
	}
	return i.Pedersen.Threshold
}

// Key gives the item's public key: the product of the constant coefficients, or the one trustee's key.
func (i Item) Key(g *group.Group) group.Element {
	if i.Single != nil {
		return i.Single.Element
	}
	key := i.Pedersen.Coefficients[0].Elements[0]
	for _, c := range i.Pedersen.Coefficients[1:] {
		key = g.Multiply(key, c.Elements[0])
	}
	return key
}

// Key gives the election's public key: the product of the keys of all items.
func (t *Trustees) Key() group.Element {
	key := t.Items[0].Key(t.group)
	for _, item := range t.Items[1:] {
		key = t.group.Multiply(key, item.Key(t.group))
	}
	return key
}

// Owners gives the list of all trustees. Their keys are what their partial decryptions are proven against.
func (t *Trustees) Owners() []Owner {
	var owners []Owner
	add := func(item, place int, key PublicKey) {
		owners = append(owners, Owner{len(owners) + 1, item, place, key.Element})
	}
	for i, item := range t.Items {
		if item.Single != nil {
			add(i, 1, *item.Single)
			continue
		}
		for k, key := range item.Pedersen.Keys {
			add(i, k+1, key)
		}
	}
	return owners
}

// Weakness is a way in which keys were made that later versions of the tool made stronger.
type Weakness string

// The weaknesses. None of them is a fault: what is there is true.
const (
	NoContext       Weakness = "no-context"        // certificates do not say for which group, size and threshold they were made (2.0)
	NoSetSignatures Weakness = "no-set-signatures" // a relay could have shown the trustees different certificates (2.0)
	NoKeySignatures Weakness = "no-key-signatures" // public shares are not signed by their owners (2.0, 2.5.1)
	Mixed           Weakness = "mixed"             // trustees who stand alone, or keys of unlike strength, beside keys made together
)

// Weaknesses gives what is weak about the items, each once, in the order above.
func (t *Trustees) Weaknesses() []Weakness {
	count := map[Weakness]int{}
	made := 0
	for _, item := range t.Items {
		p := item.Pedersen
		if p == nil {
			continue
		}
		made++
		for weakness, has := range map[Weakness]bool{
			NoContext:       p.Certificates[0].Context == nil,
			NoSetSignatures: p.Signatures == nil,
			NoKeySignatures: p.Keys[0].Signature == nil,
		} {
			if has {
				count[weakness]++
			}
		}
	}
	var weaknesses []Weakness
	mixed := made > 0 && made < len(t.Items)
	for _, weakness := range []Weakness{NoContext, NoSetSignatures, NoKeySignatures} {
		if count[weakness] > 0 {
			weaknesses = append(weaknesses, weakness)
		}
		mixed = mixed || count[weakness] > 0 && count[weakness] < made
	}
	if mixed {
		weaknesses = append(weaknesses, Mixed)
	}
	return weaknesses
}
