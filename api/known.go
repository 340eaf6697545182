package api

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// keyFresh is how long a server believes what it knows of a key. It is also the longest
// that a key that was revoked elsewhere is still taken.
const keyFresh = 5 * time.Second

// touchEvery is how often the last use of a key is noted.
const touchEvery = time.Minute

// knownKeys remembers keys for a moment, so that not every request asks the database.
type knownKeys struct {
	mu      sync.Mutex
	keys    map[[sha256.Size]byte]knownKey // by the SHA-256 of the secret
	anyKey  bool
	anyTill time.Time
}

type knownKey struct {
	key  daodu.Key
	till time.Time
}

// maxKnown is how many keys are remembered; more than that are forgotten together.
const maxKnown = 10_000

// of returns the key with a secret. Secrets that are no keys are not remembered: there is
// no end of them.
func (m *knownKeys) of(ctx context.Context, s *Server, secret string) (daodu.Key, error) {
	sum := sha256.Sum256([]byte(secret))
	now := s.now()
	m.mu.Lock()
	k, ok := m.keys[sum]
	m.mu.Unlock()
	if ok && now.Before(k.till) {
		return k.key, nil
	}
	key, err := s.config.Keys.KeyOf(ctx, secret)
	if err != nil {
		return daodu.Key{}, err
	}
	if now.Sub(key.UsedAt) >= touchEvery {
		s.touch(ctx, key)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.keys == nil || len(m.keys) >= maxKnown {
		m.keys = map[[sha256.Size]byte]knownKey{}
	}
	m.keys[sum] = knownKey{key, now.Add(keyFresh)}
	return key, nil
}

// touch notes that a key was used. Nobody waits long for that: another program may be
// writing much.
func (s *Server) touch(ctx context.Context, k daodu.Key) {
	brief, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := s.config.Keys.TouchKey(brief, k); err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "the use of a key is not noted", "key", k.Prefix, "error", err)
	}
}

// any reports whether there is a key at all.
func (m *knownKeys) any(ctx context.Context, s *Server) (bool, error) {
	m.mu.Lock()
	any, fresh := m.anyKey, s.now().Before(m.anyTill)
	m.mu.Unlock()
	if fresh {
		return any, nil
	}
	any, err := s.config.Keys.AnyKey(ctx)
	if err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.anyKey, m.anyTill = any, s.now().Add(keyFresh)
	return any, nil
}

// forget makes the server ask again, when it changed keys itself.
func (m *knownKeys) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys, m.anyTill = nil, time.Time{}
}

// workspaces are those that were opened, by name.
type workspaces struct {
	mu     sync.Mutex
	opened map[string]*Workspace
}

// open returns a workspace. Callers of those that are open do not wait for a database that
// is asked for another.
func (ws *workspaces) open(ctx context.Context, s *Server, name string) (*Workspace, error) {
	ws.mu.Lock()
	w := ws.opened[name]
	ws.mu.Unlock()
	if w != nil {
		return w, nil
	}
	if s.config.Open == nil {
		return nil, fmt.Errorf("%w: there is no library", daodu.ErrUpstream)
	}
	w, err := s.config.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if first := ws.opened[name]; first != nil { // somebody was quicker
		return first, nil
	}
	if ws.opened == nil {
		ws.opened = map[string]*Workspace{}
	}
	ws.opened[name] = w
	return w, nil
}
