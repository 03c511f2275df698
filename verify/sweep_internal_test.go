package verify

import "io/fs"

// CheckInSweeps is Check with sweeps over so few entries that a small register needs several.
func CheckInSweeps(fsys fs.FS, opts Options) (Report, error) { return check(fsys, opts, 3) }
