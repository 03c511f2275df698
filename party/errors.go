package party

import (
	"errors"
	"fmt"
)

// Kind says what sort of thing went wrong. There are five and no more: each outer face (web, API, command)
// has one table from kind to status or exit code.
type Kind uint8

// The five kinds of error.
const (
	// NotFound: what was asked for does not exist, or not for this asker.
	NotFound Kind = iota + 1
	// Conflict: somebody else was first; load again and decide again.
	Conflict
	// Invalid: the input cannot be used as it is; the message says where and how to mend it.
	Invalid
	// Forbidden: the asker may not do this, whatever the input.
	Forbidden
	// Unavailable: something that should answer does not; the same request may be sent again.
	Unavailable
)

// String gives the kind in words.
func (k Kind) String() string {
	switch k {
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	case Invalid:
		return "invalid"
	case Forbidden:
		return "forbidden"
	case Unavailable:
		return "unavailable"
	}
	return "unknown kind of error"
}

// Error is an error of one of the five kinds. Its message already tells the cause that it wraps, if any.
type Error struct {
	Kind    Kind
	Message string
	cause   error
}

// Error gives the whole message.
func (e *Error) Error() string { return e.Message }

// Unwrap gives the cause, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Errorf makes an error of a kind. A %w in the format keeps its cause findable with errors.Is and errors.As.
func Errorf(kind Kind, format string, args ...any) error {
	told := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Message: told.Error(), cause: errors.Unwrap(told)}
}

// KindOf gives the kind of the outermost error in err's chain that has one, or 0 if none has.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return 0
}

// Is tells whether err is of the given kind.
func Is(err error, kind Kind) bool { return KindOf(err) == kind }
