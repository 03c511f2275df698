// Package browsertest starts the browser in which tests look at pages. Only tests import it.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Start starts Chromium for a test that ends within a time. Where it is missing the test says so, and fails where
// CI=true.
func Start(t *testing.T, within time.Duration) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium: tools/install-test-needs installs it")
		}
		t.Skip("not run: there is no Chromium on this machine")
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-dev-shm-usage", true))
	limited, stop := context.WithTimeout(t.Context(), within)
	t.Cleanup(stop)
	allocated, stopAllocator := chromedp.NewExecAllocator(limited, options...)
	t.Cleanup(stopAllocator)
	ctx, closeBrowser := chromedp.NewContext(allocated)
	t.Cleanup(closeBrowser)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}
