package web

import (
	"context"
	_ "embed" // axe-core
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/selectorate/selectorate/internal/browsertest"
)

// axe-core 4.14.1, MPL-2.0 (testdata/axe.LICENSE). Tests only: nothing of it is in the program.
//
//go:embed testdata/axe.min.js
var axe string

// widths are the two at which every page is looked at, in CSS pixels.
var widths = []int64{320, 1280}

// TestPagesInABrowser looks at every state at both widths: nothing scrolls sideways, axe-core finds nothing,
// no request is refused by the policy, and by keyboard every link and field is reached with a focus that can
// be seen. With SELECTORATE_SCREENSHOTS=DIR it leaves a picture of each.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: -short")
	}
	ctx := browsertest.Start(t, 5*time.Minute)
	server := httptest.NewServer(Storybook())
	t.Cleanup(server.Close)
	addresses := []string{"/"}
	for _, g := range stories() {
		for _, s := range g.States {
			addresses = append(addresses, s.Href())
		}
	}
	for _, width := range widths {
		for _, address := range addresses {
			t.Run(fmt.Sprintf("%d%s", width, address), func(t *testing.T) {
				err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(server.URL+address))
				if err != nil {
					t.Fatal(err)
				}
				picture(t, ctx, fmt.Sprintf("%d%s", width, address))
				fits(t, ctx)
				axeClean(t, ctx)
				keyboard(t, ctx)
			})
		}
	}
}

// TestShippedBooksInABrowser looks at the longest texts that the pages will hold, on a phone.
func TestShippedBooksInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: -short")
	}
	shelf, err := NewShelf()
	if err != nil {
		t.Fatal(err)
	}
	ctx := browsertest.Start(t, 5*time.Minute)
	c := inventedConfig()
	c.Books = shelf
	server := httptest.NewServer(New(c))
	t.Cleanup(server.Close)
	addresses := []string{"/rules", "/compare?from=" + shelf.books[0].Name + "&to=" + shelf.books[1].Name}
	for _, b := range shelf.books {
		addresses = append(addresses, "/rules/"+b.Name)
	}
	for _, address := range addresses {
		t.Run(address, func(t *testing.T) {
			err := chromedp.Do(ctx, chromedp.EmulateViewport(widths[0], 800), chromedp.Navigate(server.URL+address))
			if err != nil {
				t.Fatal(err)
			}
			picture(t, ctx, "shipped"+strings.ReplaceAll(address, "?", "-"))
			fits(t, ctx)
			axeClean(t, ctx)
		})
	}
}

// ask evaluates an expression on the page.
func ask[T any](t *testing.T, ctx context.Context, expression string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		t.Fatalf("ask the page: %v", err)
	}
	return answer
}

func fits(t *testing.T, ctx context.Context) {
	t.Helper()
	const wider = `[...document.querySelectorAll('body *')].filter(e => {
		const b = e.getBoundingClientRect();
		return b.width > 0 && b.right > innerWidth + 1 && !e.closest('.scroll, .sample, .govuk-visually-hidden, .stack thead');
	}).map(e => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right)).slice(0, 5)`
	if ask[bool](t, ctx, `document.documentElement.scrollWidth > innerWidth`) {
		t.Errorf("scrolls sideways: %v", ask[[]string](t, ctx, wider))
	}
}

func axeClean(t *testing.T, ctx context.Context) {
	t.Helper()
	ask[bool](t, ctx, axe+"; true")
	const run = `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
		.then(r => r.passes.length === 0 ? ['axe looked at nothing'] :
			r.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | ')))`
	for _, v := range ask[[]string](t, ctx, run, chromedp.EvalAwaitPromise) {
		t.Error("axe: " + v)
	}
}

// keyboard goes through the page with Tab alone.
func keyboard(t *testing.T, ctx context.Context) {
	t.Helper()
	const expected = `(() => {
		if (document.activeElement) document.activeElement.blur();
		window.scrollTo(0, 0);
		const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
			.filter(e => e.checkVisibility());
		all.forEach((e, i) => e.dataset.stop = i);
		return all.length;
	})()`
	const focused = `(() => {
		const e = document.activeElement, s = getComputedStyle(e);
		const opaque = c => c !== 'transparent' && !/, 0\)$/.test(c);
		const seen = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && opaque(s.outlineColor)) ||
			s.boxShadow !== 'none' || s.backgroundColor === 'rgb(255, 221, 0)';
		const r = e.getBoundingClientRect();
		return {stop: e.dataset.stop || '', seen, tag: e.outerHTML.slice(0, 90), small: r.height < 23.5 && getComputedStyle(e).display !== 'inline'};
	})()`
	type stop struct {
		Stop  string `json:"stop"`
		Seen  bool   `json:"seen"`
		Tag   string `json:"tag"`
		Small bool   `json:"small"`
	}
	want := ask[int](t, ctx, expected)
	reached := map[string]bool{}
	for range want + 1 {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		now := ask[stop](t, ctx, focused)
		if now.Stop == "" || reached[now.Stop] {
			continue
		}
		reached[now.Stop] = true
		if !now.Seen {
			t.Errorf("its focus cannot be seen: %s", now.Tag)
		}
		if now.Small {
			t.Errorf("too small to touch: %s", now.Tag)
		}
	}
	if len(reached) != want {
		t.Errorf("Tab reached %d of %d links and fields", len(reached), want)
	}
}

// picture leaves a screenshot if somebody wants to look.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("SELECTORATE_SCREENSHOTS")
	if folder == "" {
		return
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatalf("take a picture: %v", err)
	}
	file := filepath.Join(folder, strings.ReplaceAll(name, "/", "-")+".png")
	if err := os.WriteFile(file, shot, 0o600); err != nil {
		t.Fatalf("keep a picture: %v", err)
	}
}

// TestFormWithoutScripts fills in the form in a browser that runs no scripts, and reads the answer.
func TestFormWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: -short")
	}
	ctx := browsertest.Start(t, 5*time.Minute)
	server := httptest.NewServer(New(inventedConfig()))
	t.Cleanup(server.Close)
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	if err != nil {
		t.Fatalf("switch scripts off: %v", err)
	}
	err = chromedp.Do(ctx, chromedp.Navigate(server.URL+"/what-if"),
		chromedp.SendKeys("#answers", "unit,kind,outcome\nNorthside,branch,contest"),
		chromedp.Click("main button"), chromedp.Query("#results"))
	if err != nil {
		t.Fatal(err)
	}
	if got := ask[int](t, ctx, `document.querySelectorAll('.stack tbody tr').length`); got != 2 {
		t.Errorf("%d rulebooks in the answer, want 2", got)
	}
}
