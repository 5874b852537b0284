// Command keep runs one program and sees to it that it never outlives whoever started it: when keep's standard input
// closes (the starter ended, however it ended) the program is killed, even while it is paused.
//
// Each line on standard input is an order: kill (SIGKILL), pause (SIGSTOP), resume (SIGCONT).
// keep ends with the program's exit code, or 128 + the signal that ended it.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

var orders = map[string]syscall.Signal{
	"kill":   syscall.SIGKILL,
	"pause":  syscall.SIGSTOP,
	"resume": syscall.SIGCONT,
}

func init() {
	// The kernel's "tell me when my parent dies" means the parent's thread: the program must be started by one that lives as long as keep.
	runtime.LockOSThread()
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: keep PROGRAM [ARGUMENTS]")
		os.Exit(2)
	}
	program := exec.Command(os.Args[1], os.Args[2:]...)
	program.Stdout = os.Stdout
	program.Stderr = os.Stderr
	program.SysProcAttr = ownGroup()
	if err := program.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "keep:", err)
		os.Exit(127)
	}
	group := -program.Process.Pid
	go obey(group)
	go killOnSignal(group)
	_ = program.Wait()
	os.Exit(exitCode(program.ProcessState))
}

func obey(group int) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if order, known := orders[lines.Text()]; known {
			_ = syscall.Kill(group, order)
		}
	}
	_ = syscall.Kill(group, syscall.SIGKILL)
}

func killOnSignal(group int) {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	<-ended
	_ = syscall.Kill(group, syscall.SIGKILL)
}

func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
