//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package main

import (
	"fmt"
	"os"
	"syscall"
)

// locked runs do while no other process of this computer does the same with the same folder. The lock goes
// with the process, so that a crash leaves none behind.
func locked(dir string, do func() error) error {
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("lock the data folder: %w", err)
	}
	defer folder.Close() // gives the lock back
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock %s: %w", dir, err)
	}
	return do()
}
