package guard

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What one client may send: a form every two seconds, ten at once.
const (
	perSecond = rate.Limit(0.5)
	burst     = 10
	// maxClients bounds the memory of the limiter. Past it, the clients that have been silent longest are
	// forgotten, which does them good, not harm.
	maxClients = 10_000
)

type limiter struct {
	client func(*http.Request) string
	mu     sync.Mutex
	young  map[string]*rate.Limiter // used since the last turn
	old    map[string]*rate.Limiter // used before it, and not since
}

func newLimiter(client func(*http.Request) string) *limiter {
	return &limiter{client: client, young: map[string]*rate.Limiter{}}
}

// guard limits what changes something or costs something: every method but GET and HEAD.
func (l *limiter) guard(next http.Handler, refuse Refuse) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead
		if safe || l.of(l.client(r)).AllowN(time.Now(), 1) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Retry-After", "20")
		refuse(w, r, http.StatusTooManyRequests)
	})
}

// Client gives the function that tells clients apart for the limit. Without a header it is the address that
// the connection comes from. Behind a proxy that is the proxy's, for everybody; then header names the one in
// which the proxy puts its client's address, and the last address in it counts: what stands before it was
// sent by the client itself. If the header holds no address, the connection's counts.
func Client(header string) func(*http.Request) string {
	return func(r *http.Request) string {
		if lines := r.Header.Values(header); header != "" && len(lines) > 0 {
			list := lines[len(lines)-1]
			last := strings.TrimSpace(list[strings.LastIndex(list, ",")+1:])
			if told, err := netip.ParseAddr(last); err == nil {
				return told.WithZone("").Unmap().String()
			}
		}
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			return r.RemoteAddr
		}
		return host
	}
}

// of gives the limiter of a client. Two generations make forgetting cheap: when the young one is half of
// what may be kept, it becomes the old one, and what was old and not asked for again is dropped.
func (l *limiter) of(client string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one, ok := l.young[client]; ok {
		return one
	}
	one, ok := l.old[client]
	if !ok {
		one = rate.NewLimiter(perSecond, burst)
	}
	if len(l.young) >= maxClients/2 {
		l.old, l.young = l.young, make(map[string]*rate.Limiter, maxClients/2)
	}
	l.young[client] = one
	return one
}
