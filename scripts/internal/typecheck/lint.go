package typecheck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
)

// Lint returns what eslint finds in the scripts below a directory by the rules in
// scripts/types/eslint.config.mjs, by file and line. A directory without scripts is an
// error.
func Lint(ctx context.Context, root, dir string) ([]Problem, error) {
	found, err := lint(ctx, root, dir)
	if err != nil {
		return nil, fmt.Errorf("eslint: %w", err)
	}
	return found, nil
}

func lint(ctx context.Context, root, dir string) ([]Problem, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	eslint := exec.CommandContext(ctx, "node", filepath.Join(root, tools, "node_modules/eslint/bin/eslint.js"),
		"--config", filepath.Join(root, tools, "eslint.config.mjs"), "--format", "json", ".")
	eslint.Dir = dir // what is not below it is passed over
	var out, said bytes.Buffer
	eslint.Stdout, eslint.Stderr = &out, &said
	runErr := eslint.Run()
	var exit *exec.ExitError
	if runErr != nil && (!errors.As(runErr, &exit) || exit.ExitCode() != 1) { // 1 is that something was found
		return nil, fmt.Errorf("%w\n%s", runErr, &said)
	}
	var files []struct {
		FilePath string
		Messages []struct {
			RuleID  string
			Message string
			Line    int
		}
	}
	if err := json.Unmarshal(out.Bytes(), &files); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, &said)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there are no scripts in %s", dir)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // as eslint names its files
		return nil, err
	}
	var found []Problem
	for _, f := range files {
		name, err := filepath.Rel(dir, f.FilePath)
		if err != nil {
			return nil, err
		}
		for _, m := range f.Messages {
			found = append(found, Problem{File: filepath.ToSlash(name), Line: m.Line, Text: m.RuleID + ": " + m.Message})
		}
	}
	return found, nil
}
