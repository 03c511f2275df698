package page_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/selectorate/selectorate/count/report/page"
	"github.com/selectorate/selectorate/internal/browsertest"
)

// axeFile is axe-core 4.14.1, MPL-2.0, which the tests of the web pages keep.
const axeFile = "../../../internal/web/testdata/axe.min.js"

// widths are those at which every page is looked at, in CSS pixels.
var widths = []int64{320, 1280}

// TestPagesInABrowser looks at pages of real and of invented counts: they do not scroll sideways, axe-core finds
// nothing, and their own policy refuses nothing that they hold. With SELECTORATE_SCREENSHOTS=DIR it leaves
// a picture of each.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("long: not with -short")
	}
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatal(err)
	}
	ctx := browsertest.Start(t, 8*time.Minute)
	for _, c := range counts(t) {
		var out bytes.Buffer
		if err := page.Write(&out, c.result, c.options); err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(out.Bytes())
		}))
		t.Cleanup(server.Close)
		for _, width := range widths {
			t.Run(fmt.Sprintf("%s-%d", c.name, width), func(t *testing.T) {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(server.URL)); err != nil {
					t.Fatal(err)
				}
				picture(t, ctx)
				styled := ask[string](t, ctx, `getComputedStyle(document.querySelector('.verdict')).borderLeftWidth`)
				if styled != "10px" {
					t.Errorf("the page's own policy refuses its style: the verdict's border is %s", styled)
				}
				if wide := ask[int](t, ctx, `document.documentElement.scrollWidth`); int64(wide) > width {
					t.Errorf("scrolls sideways: %d pixels wide", wide)
				}
				ask[bool](t, ctx, `[...document.querySelectorAll('details')].slice(0, 5).forEach(d => d.open = true); true`)
				clean(t, ctx, string(axe))
				if wide := ask[int](t, ctx, `document.documentElement.scrollWidth`); int64(wide) > width {
					t.Errorf("unfolded it scrolls sideways: %d pixels wide", wide)
				}
			})
		}
	}
}

func ask[T any](t *testing.T, ctx context.Context, expression string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		t.Fatalf("ask the page: %v", err)
	}
	return answer
}

func clean(t *testing.T, ctx context.Context, axe string) {
	t.Helper()
	ask[bool](t, ctx, axe+"; true")
	const run = `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
		.then(r => r.passes.length === 0 ? ['axe looked at nothing'] :
			r.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes.map(n => n.html.slice(0, 300)).slice(0, 3).join(' | ')))`
	for _, v := range ask[[]string](t, ctx, run, chromedp.EvalAwaitPromise) {
		t.Error("axe: " + v)
	}
}

func picture(t *testing.T, ctx context.Context) {
	t.Helper()
	dir := os.Getenv("SELECTORATE_SCREENSHOTS")
	if dir == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "count-"+filepath.Base(t.Name())+".jpg")
	if err := os.WriteFile(name, shot, 0o644); err != nil {
		t.Fatal(err)
	}
}
