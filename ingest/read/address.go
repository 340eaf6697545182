package read

import (
	"context"
	"fmt"
	"net"
	"net/netip"

	"github.com/daodu/daodu"
)

// reserved are the address blocks that are not on the public internet, or that lead
// to such an address by translation: the special-purpose registries of IANA
// (https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-) as far as
// netip's own questions do not tell.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // future use, broadcast
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4: an IPv4 address inside
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

// globalUnicast is all of IPv6 that is given out to the public. It leaves out the
// loopback, mapped, NAT64, unique local, link-local and multicast addresses.
var globalUnicast = netip.MustParsePrefix("2000::/3")

// isPublic reports whether a is an address on the public internet.
func isPublic(a netip.Addr) bool {
	if a.Is4In6() {
		a = a.Unmap()
	}
	if a.Is6() && (a.Zone() != "" || !globalUnicast.Contains(a)) {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsValid() && a.IsGlobalUnicast() && !a.IsPrivate()
}

// dial connects to one of the addresses of a host. It resolves the name itself and
// dials the very address that it has checked, so that a name which changes its
// address in between (DNS rebinding) gains nothing.
func (r *Reader) dial(ctx context.Context, network, target string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(target)
	if err != nil {
		return nil, err
	}
	addrs, err := r.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	err = fmt.Errorf("%w: %s is on a private network; --allow-private permits that", daodu.ErrBadInput, host)
	var dialer net.Dialer
	for _, a := range addrs {
		if !r.AllowPrivate && !isPublic(a) {
			continue
		}
		var conn net.Conn
		if conn, err = dialer.DialContext(ctx, network, net.JoinHostPort(a.String(), port)); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// Dial connects to a host that may be called, for whoever calls addresses that users give.
// The error wraps [daodu.ErrBadInput] when the host has no address but private ones and
// AllowPrivate is not set.
func (r *Reader) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return r.dial(ctx, network, address)
}

// Check tells whether an address that a user gives may be called at all, before anybody
// does: it is http or https, holds no password, and its host has a public address now. The
// error wraps [daodu.ErrUsage] or [daodu.ErrBadInput]. It is no leave to call it later with
// another dialer, since names change where they lead.
func (r *Reader) Check(ctx context.Context, address string) error {
	u, err := parseURL(address)
	if err != nil {
		return err
	}
	if u.User != nil {
		return fmt.Errorf("%w: an address must not hold a user or a password", daodu.ErrUsage)
	}
	addrs, err := r.lookup(ctx, u.Hostname())
	if err != nil {
		return fmt.Errorf("%w: the name of the host leads nowhere", daodu.ErrBadInput)
	}
	for _, a := range addrs {
		if r.AllowPrivate || isPublic(a) {
			return nil
		}
	}
	return fmt.Errorf("%w: the host is on a private network", daodu.ErrBadInput)
}

// lookup returns the addresses of a host, which may be an address itself.
func (r *Reader) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if r.Lookup != nil {
		return r.Lookup(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}
