// Package recount holds a second count against a published result, and a ballot file against its digest or signature.
// For rules that no sample can confirm, the single transferable vote with several places above all, this is what an
// audit can do: everybody counts the same ballots again and finds the same figures, or the first that differs.
//
// A signature is plain Ed25519 (RFC 8032) over the bytes of the ballot file, as openssl makes it; doc/formats/audit.md
// is normative.
package recount
