package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

// Accessible returns the name and the description that the browser gives a screen reader
// of the element that the JavaScript expression names.
func (p *Page) Accessible(element string) (name, description string, err error) {
	err = p.do(func(ctx context.Context, t cdp.Session) error {
		found, err := cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: element})
		if err != nil {
			return err
		}
		if found.Result.ObjectID == "" {
			return errors.New("no such element")
		}
		no := false
		tree, err := cdp.Call(ctx, t, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{ObjectID: found.Result.ObjectID, FetchRelatives: &no})
		if err != nil {
			return err
		}
		if len(tree.Nodes) != 1 || tree.Nodes[0].Ignored {
			return errors.New("a screen reader is not told of it")
		}
		for _, v := range []struct {
			from *accessibility.Value
			to   *string
		}{{tree.Nodes[0].Name, &name}, {tree.Nodes[0].Description, &description}} {
			if v.from != nil && len(v.from.Value) > 0 {
				if err := json.Unmarshal(v.from.Value, v.to); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return "", "", fmt.Errorf("looking at %s as a screen reader does: %w", brief(element), err)
	}
	return name, description, nil
}
