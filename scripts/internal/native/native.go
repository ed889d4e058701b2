// Package native builds the sync server for this machine and runs it as a process
// of its own on loopback, to be measured and to be killed.
package native

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// Build makes the server and returns the program's path. Several processes may do so at
// once.
func Build(ctx context.Context, root string) (string, error) {
	program := filepath.Join(root, "build", "api")
	made := fmt.Sprintf("%s.%d", program, os.Getpid())
	cmd := exec.CommandContext(ctx, "go", "build", "-o", made, "./api")
	cmd.Dir = root
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("building the server: %w", err)
	}
	return program, os.Rename(made, program)
}

// Server is a running server.
type Server struct {
	URL    string
	PID    int
	cmd    *exec.Cmd
	exited chan error
}

// Start runs the program on addr over the file db. log gets what it logs.
func Start(ctx context.Context, program, addr, db string, log io.Writer, flags ...string) (*Server, error) {
	cmd := exec.CommandContext(ctx, program, append([]string{"-addr", addr, "-db", db}, flags...)...)
	cmd.Stderr = log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &Server{PID: cmd.Process.Pid, cmd: cmd, exited: make(chan error, 1)}
	line, readErr := bufio.NewReader(stdout).ReadString('\n')
	go func() { s.exited <- cmd.Wait() }()
	if readErr != nil {
		s.Kill()
		return nil, fmt.Errorf("the server did not start: %w", readErr)
	}
	s.URL = strings.TrimSpace(line)
	return s, nil
}

// Kill is kill -9. It waits until the process is gone.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill()
	err := <-s.exited
	s.exited <- err
}

// Stop asks the server to end and returns how it did.
func (s *Server) Stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	err := <-s.exited
	s.exited <- err
	return err
}
