// Command measure runs a command several times and tells how long it took, how much processor and how much memory
// it needed: the least, the middle and the greatest of each.
//
//	measure -runs 5 -name "Scottish, a million papers" COMMAND ARG...
//
// What the command prints is thrown away. It fails if the command does. With -bar it says what was asked as well.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

func main() {
	runs := flag.Int("runs", 5, "how often")
	name := flag.String("name", "", "what it is")
	bar := flag.String("bar", "", "what is asked, for the table")
	flag.Parse()
	if flag.NArg() == 0 || *runs < 1 {
		fmt.Fprintln(os.Stderr, "measure: say what to run")
		os.Exit(2)
	}
	var wall, cpu []time.Duration
	var memory []int64
	for range *runs {
		command := exec.CommandContext(context.Background(), flag.Arg(0), flag.Args()[1:]...)
		command.Stderr = os.Stderr
		started := time.Now()
		if err := command.Run(); err != nil {
			fmt.Fprintf(os.Stderr, "measure: %s: %v\n", flag.Arg(0), err)
			os.Exit(1)
		}
		wall = append(wall, time.Since(started))
		cpu = append(cpu, command.ProcessState.UserTime()+command.ProcessState.SystemTime())
		if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = append(memory, usage.Maxrss)
		}
	}
	fmt.Printf("| %s | %s | %s | %s | %s |\n", *name, seconds(wall), seconds(cpu), mebibytes(memory), *bar)
}

// seconds tells the least, the middle and the greatest.
func seconds(all []time.Duration) string {
	slices.Sort(all)
	return fmt.Sprintf("%.2f / %.2f / %.2f s", all[0].Seconds(), all[len(all)/2].Seconds(), all[len(all)-1].Seconds())
}

func mebibytes(all []int64) string {
	if len(all) == 0 {
		return "not told here"
	}
	return fmt.Sprintf("%d MiB", slices.Max(all)>>10)
}
