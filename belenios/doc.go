// Package belenios holds the nouns of secret ballots after the Belenios protocol, version 1 (as belenios-tool 2.0 to
// 3.3 speak it), and reads and writes them: elections, credentials, ballots, encrypted tallies, partial decryptions,
// results. It makes ballots, and says what a ballot has to prove. Keys are made in trustee, mixing is done in shuffle,
// sums and decryptions in tally, the archive is kept in archive, and check puts everything together.
//
// Sources: the Belenios specification (doc/specification.tex of github.com/glondu/belenios, the text that belongs to
// protocol version 1), whose sections are named here; and experiments with belenios-tool 2.0 and 3.0 where the
// specification is silent, which are marked as such.
//
// # What is written how
//
// All of it is JSON, and for each content there is one form: no white space, fields in a fixed order, elements and
// scalars as strings. Hashes are of exactly these bytes, so what was read is kept and never written again. Strings are
// UTF-8 with escapes for the quote, the backslash and control characters alone: \b \t \n \f \r, else \u00xx with
// lower-case digits, DEL among them (experiment). Counts and weights are numbers up to 2^30-1 and strings from 2^30 on
// (experiment). election.json alone is read in any form, because its own bytes are what its fingerprint is of.
//
// # Hashing
//
// H(prefix, E1, …, En) is SHA-256 of the prefix and the elements' wire forms joined with commas, as a big-endian
// number modulo the order q (group.Group.Challenge). Everywhere below, g is the generator, y the election's public
// key, φ the fingerprint of election.json, Z the wire form of the voter's public credential, and
//
//	S0 = φ|Z                          what binds a proof to an election and a voter
//	S  = φ|Z|α1,β1,α2,β2,…            … and to all ciphertexts of the answer, the blank one first if there is one
//
// All proofs are pairs (challenge c, response r). Commitments are found again from them, with the sign of version 1:
// for "I know x with X = g^x" the commitment is g^r·X^c, and r = w - x·c.
//
// # The proofs of a ballot
//
// One of several plaintexts (specification, "Proofs of interval membership"). That (α,β) encrypts one of m_1…m_k: one
// pair (c_j, r_j) for each, with A_j = g^r_j·α^c_j and B_j = y^r_j·(β/g^m_j)^c_j. The challenges must add up to
// H(prefix, A_1, B_1, …, A_k, B_k). Whoever knows the randomness of one true case can choose the challenges of all others
// beforehand, and only of those, so that one case must be true, and nobody can tell which.
//
//	individual_proofs, one for each ciphertext: it holds 0 or 1
//	    prefix "prove|S0|α,β|", cases 0, 1
//	overall_proof without blank votes: as many are chosen as may be
//	    prefix "prove|S|αΣ,βΣ|", where (αΣ,βΣ) is the product of all ciphertexts; cases min, …, max
//
// Blank votes (specification, "Proofs of possibly-blank votes"). The first ciphertext (α0,β0) holds 1 if the vote is
// blank; (αΣ,βΣ) is the product of the others. S has all of them, and nothing stands between S and the commitments
// (experiment).
//
//	blank_proof: it is not blank, or nothing is chosen
//	    prefix "bproof0|S|", cases: (α0,β0) holds 0; (αΣ,βΣ) holds 0
//	overall_proof: it is blank, or as many are chosen as may be
//	    prefix "bproof1|S|", cases: (α0,β0) holds 1; (αΣ,βΣ) holds min, …, max
//
// Rankings (specification, answers to non-homomorphic questions). The numbers become one element M (group.Codec.Embed), β =
// y^r·M. Nothing is proven about M, which is seen after decryption; but that the voter knows r, so that nobody can
// cast a copy of somebody else's ciphertext, perhaps made to look different.
//
//	proof: knowledge of the logarithm of α
//	    prefix "raweg|S0|y,α,β|", commitment g^r·α^c
//
// Signature (specification, "Signatures"). hash is the unpadded standard Base64 of SHA-256 of the ballot without its field
// "signature".
//
//	proof: knowledge of the secret credential
//	    prefix "sig|hash|", commitment g^r·Z^c
//
// The statement's elements are not hashed with the signature's commitment; that Z is meant is bound by the hash, which is
// of a ballot that has Z in it.
//
// A ballot is worth something only if Z is on the list of public credentials, if all elements are members of the
// prime-order group (version 1 leaves that to the reader; CheckBallot sees to it), and if the voter can find its tracker, SHA-256
// of the ballot, on the board.
//
// # Secrets
//
// Vote works in constant time as far as package group does, and overwrites the randomness. What a voter's device does with the
// credential, and that it encrypts what the voter chose, the protocol cannot show: version 1 has no cast-as-intended
// check.
//
// # Vectors
//
// testdata/vectors.json has, for each group, credentials with their secrets, embeddings, independent generators and a
// ballot of every kind with each text that is hashed; testdata/tool-2.0 has elections and ballots that belenios-tool
// made. They are meant for whoever writes another implementation, such as the one that runs in the browser.
package belenios
