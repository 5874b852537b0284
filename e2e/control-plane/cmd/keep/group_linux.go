package main

import "syscall"

// ownGroup puts the program into a process group of its own, and has the kernel kill it should keep itself be killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
