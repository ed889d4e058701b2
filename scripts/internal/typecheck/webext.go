package typecheck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// WebExt is what web-ext says of an extension.
type WebExt struct{ Errors, Warnings []WebExtMessage }

// WebExtMessage is one thing that web-ext finds.
type WebExtMessage struct{ Code, Message, File string }

// CheckWebExt has web-ext lint, the check that Mozilla's store makes, look at the unpacked
// extension in a directory.
func CheckWebExt(ctx context.Context, root, dist string) (found WebExt, err error) {
	cmd := exec.CommandContext(ctx, "node", filepath.Join(root, tools, "node_modules/web-ext/bin/web-ext.js"),
		"lint", "--no-config-discovery", "--source-dir", dist, "--output", "json")
	cmd.Env = append(os.Environ(), "NO_UPDATE_NOTIFIER=1")
	var said, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &errs
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) { // it fails where it finds an error
		return found, fmt.Errorf("web-ext: %w", err)
	}
	// An answer without these members is none.
	var answer struct{ Errors, Warnings *[]WebExtMessage }
	if json.Unmarshal(said.Bytes(), &answer) != nil || answer.Errors == nil || answer.Warnings == nil {
		return found, fmt.Errorf("web-ext: %v\n%s%s", err, &said, &errs)
	}
	return WebExt{*answer.Errors, *answer.Warnings}, nil
}
