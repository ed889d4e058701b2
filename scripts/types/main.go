// Command types prints what tsc finds wrong with the types of the extension's scripts, and what
// eslint finds in these and the server's. It leaves the types that are made from Go and from the
// pages in build/types.
package main

import (
	"context"
	"fmt"
	"os"

	"byeolpyo/scripts/internal/typecheck"
)

func main() {
	if err := check(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "types:", err)
		os.Exit(1)
	}
}

func check(ctx context.Context) error {
	if err := typecheck.Install(ctx, "."); err != nil {
		return err
	}
	found, err := typecheck.Check(ctx, ".", "extension", "build/types")
	if err != nil {
		return err
	}
	for i := range found {
		found[i].File = "extension/" + found[i].File
	}
	for _, dir := range []string{"extension", "api/worker"} {
		habits, err := typecheck.Lint(ctx, ".", dir)
		if err != nil {
			return err
		}
		for _, p := range habits {
			p.File = dir + "/" + p.File
			found = append(found, p)
		}
	}
	for _, p := range found {
		fmt.Println(p)
	}
	if len(found) > 0 {
		return fmt.Errorf("%d problems", len(found))
	}
	return nil
}
