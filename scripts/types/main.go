// Command types says what tsc finds wrong with the types of the extension's scripts. It
// leaves the types that are made of Go and of the pages in build/types.
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
	for _, p := range found {
		fmt.Println("extension/" + p.String())
	}
	if len(found) > 0 {
		return fmt.Errorf("%d problems", len(found))
	}
	return nil
}
