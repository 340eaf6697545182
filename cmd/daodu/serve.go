package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/api"
	"github.com/daodu/daodu/internal/loopback"
	"github.com/daodu/daodu/store"
)

const (
	headerTimeout = 10 * time.Second // of sending the head of a request
	idleTimeout   = 2 * time.Minute  // of a connection between requests
	drainTimeout  = 30 * time.Second // of finishing what is under way, at the end
	maxHeader     = 64 << 10         // bytes of the head of a request
)

func (a *app) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the library over HTTP", Args: noArgs,
		Long: `Serves the library to other programs over HTTP, with its own documentation at /docs.
Without keys it serves this machine only, and whoever reaches it may do everything;
daodu key create makes a key, which every request has to carry from then on.`,
		Example: `  daodu serve
  daodu serve --addr :8443 --tls-cert server.pem --tls-key server.key`,
		RunE: a.traced(a.withLibrary(func(ctx context.Context, s *store.Store, _ []string) error { return a.serve(ctx, s) })),
	}
	a.libraryFlags(cmd)
	a.settingFlag(cmd, "addr", "serve.addr")
	a.settingFlag(cmd, "tls-cert", "serve.tls_cert")
	a.settingFlag(cmd, "tls-key", "serve.tls_key")
	return cmd
}

// serve answers requests until ctx ends, and finishes those under way.
func (a *app) serve(ctx context.Context, s *store.Store) error {
	keys, err := s.AnyKey(ctx)
	if err != nil {
		return err
	}
	addr := a.config.GetString("serve.addr")
	if !keys && !onLoopback(addr) {
		return fmt.Errorf("%w: without keys only this machine is served, and %s is open to others; make a key with `daodu key create`, or serve 127.0.0.1", daodu.ErrForbidden, addr)
	}
	metrics := newJobMetrics(s)
	below, err := a.server(s, metrics)
	if err != nil {
		return err
	}
	handler, err := a.pages(s, below)
	if err != nil {
		return err
	}
	config, err := a.tls()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("%w: cannot listen on %s (%v); choose another address with --addr", daodu.ErrUsage, addr, err)
	}
	web := &http.Server{
		Handler: a.tracer.Handler(a.only(handler)), TLSConfig: config, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug), // broken connections of others are no news
	}
	web.RegisterOnShutdown(below.Drain)
	stop, err := a.background(ctx, s)
	if err != nil {
		return err
	}
	defer stop()
	a.tellServing(s, listener.Addr(), config != nil, keys)
	finish := a.workBeside(ctx, s, metrics.jobEnded)
	return errors.Join(a.run(ctx, web, listener), finish())
}

// run serves until ctx ends.
func (a *app) run(ctx context.Context, web *http.Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() {
		if web.TLSConfig != nil {
			ended <- web.ServeTLS(listener, "", "")
			return
		}
		ended <- web.Serve(listener)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("%w: the server stopped: %v", daodu.ErrUpstream, err)
	case <-ctx.Done():
	}
	fmt.Fprintln(a.err, "daodu: finishing what is under way")
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := web.Shutdown(drain); err != nil {
		web.Close() // nobody waits longer
		return fmt.Errorf("%w: requests were cut off after %s", daodu.ErrPartial, drainTimeout)
	}
	return nil
}

// tellServing says where the server is and where to look next.
func (a *app) tellServing(s *store.Store, addr net.Addr, secure, keys bool) {
	scheme := "http"
	if secure {
		scheme = "https"
	}
	fmt.Fprintf(a.err, "daodu: serving %s://%s from %s\n", scheme, addr, s.Database())
	if a.paths == nil {
		fmt.Fprintf(a.err, "daodu: open %[1]s://%[2]s in a browser, or fill the library with `daodu add INPUT...`; the API is told at %[1]s://%[2]s/docs\n", scheme, addr)
	}
	if !keys {
		fmt.Fprintln(a.err, "daodu: no key is needed on this machine, others are not served; `daodu key create` changes that")
	}
}

// onLoopback reports whether an address is reached from this machine only.
func onLoopback(addr string) bool {
	_, _, err := net.SplitHostPort(addr)
	return err == nil && loopback.Host(addr)
}

// tls returns how connections are encrypted, nil when they are not.
func (a *app) tls() (*tls.Config, error) {
	cert, key := a.config.GetString("serve.tls_cert"), a.config.GetString("serve.tls_key")
	if cert == "" && key == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%w: serve.tls_cert and serve.tls_key: %v", daodu.ErrUsage, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// server returns what answers requests for a library. Callers without a key work in the
// workspace that the configuration names. more are metrics of what runs beside.
func (a *app) server(s *store.Store, more ...prometheus.Collector) (*api.Server, error) {
	config, err := a.serverConfig()
	if err != nil {
		return nil, err
	}
	of, err := a.workspaces()
	if err != nil {
		return nil, err
	}
	config.Open = func(ctx context.Context, workspace string) (*api.Workspace, error) {
		if workspace == "" {
			workspace = s.Workspace()
		}
		view, err := s.In(ctx, workspace)
		if err != nil {
			return nil, err
		}
		return of(view), nil
	}
	in, err := a.ingester()
	if err != nil {
		return nil, err
	}
	config.CheckTarget = in.Reader.Check
	config.OpenShare = func(ctx context.Context, token string) (*api.Workspace, string, error) {
		view, collection, err := s.OpenShare(ctx, token)
		if err != nil {
			return nil, "", err
		}
		return of(view), collection, nil
	}
	config.Keys, config.Collectors, config.Mounts, config.Routed = s, more, []api.Mount{a.mcpMount(s)}, a.tracer.Route
	config.Ready = func(ctx context.Context) error {
		schema, err := s.Schema(ctx)
		if err == nil && len(schema.Pending) > 0 {
			err = errors.New("the schema of the library is not up to date")
		}
		return err
	}
	return api.New(config)
}

// serverConfig returns what the configuration says of the server.
func (a *app) serverConfig() (c api.Config, err error) {
	c.Log = a.log
	if c.Rate, err = strconv.Atoi(a.config.GetString("serve.rate")); err != nil || c.Rate < 0 {
		return c, fmt.Errorf("%w: serve.rate %q is no number of requests; write it as 1200, or 0 for any number", daodu.ErrUsage, a.config.GetString("serve.rate"))
	}
	if c.MaxBody, err = parseBytes(a.config.GetString("serve.max_body")); err != nil {
		return c, fmt.Errorf("serve.max_body: %w", err)
	}
	if c.Timeout, err = a.duration("serve.timeout"); err != nil {
		return c, err
	}
	c.Origins = listed(a.config.GetString("serve.origins"))
	for _, name := range listed(a.config.GetString("serve.trusted_proxies")) {
		p, err := network(name)
		if err != nil {
			return c, fmt.Errorf("%w: serve.trusted_proxies: %q is no address or network; write it as 10.0.0.7 or 10.0.0.0/8", daodu.ErrUsage, name)
		}
		c.TrustedProxies = append(c.TrustedProxies, p)
	}
	return c, nil
}

// listed returns the words of a setting that commas part.
func listed(value string) (out []string) {
	for word := range strings.SplitSeq(value, ",") {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// network reads a network, or an address as the network of it alone.
func network(name string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(name); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	return netip.ParsePrefix(name)
}
