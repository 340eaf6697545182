// Package loopback tells addresses of this machine from those of others.
package loopback

import (
	"net"
	"net/netip"
	"strings"
)

// Host reports whether a host, perhaps with a port, is this machine by its name or its
// address. Names other than localhost are not looked up.
func Host(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && a.IsLoopback()
}
