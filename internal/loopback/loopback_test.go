package loopback

import "testing"

func TestHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "127.0.0.1": true, "127.8.9.1:80": true,
		"::1": true, "[::1]": true, "[::1]:8080": true,
		"": false, ":8080": false, "0.0.0.0:8080": false, "[::]:80": false, "192.168.0.1": false, "10.0.0.1:80": false,
		"localhost.example.com": false, "127.0.0.1.example.com:80": false, "读书会": false,
	} {
		if got := Host(host); got != want {
			t.Errorf("Host(%q) = %v, want %v", host, got, want)
		}
	}
}
