// Package rehearsal plays a trigger round in a plainly invented constituency party: ten party branches, nine
// affiliated branches, a rulebook, disputes and all. The demonstration shows it to people, tests use it to
// fill a register with everything that can happen in a seat.
//
// It acts through the clerk as any officer would and has no way around it; its clock is its own and runs from
// meeting to meeting.
package rehearsal
