package endpoint

import (
	"strings"
	"testing"
)

// FuzzHide looks for the key in what is shown.
func FuzzHide(f *testing.F) {
	f.Add("sk-0123456789abcdef", "Incorrect key sk-0123456789abcdef", 3)
	f.Add("abababababab", "ababababababababab", 0)
	f.Add("key", "the key is key", 5)
	f.Fuzz(func(t *testing.T, key, text string, at int) {
		if len(key) < window || at < 0 || at > len(text) || strings.Contains("[key]", key[:window]) {
			return
		}
		shown := Secret(key).Hide(text[:at] + key + text[at:])
		if strings.Contains(shown, key) {
			t.Errorf("%q shows the key %q", shown, key)
		}
	})
}

func TestHide(t *testing.T) {
	t.Parallel()
	tests := []struct{ key, text, want string }{
		{"sk-abc123456789", "Incorrect API key: sk-abc123456789.", "Incorrect API key: [key]."},
		{"sk-abc123456789", "Bearer sk-abc123456789, sk-abc123456789", "Bearer [key], [key]"},
		{"0123456789abcdef", "0123456789 is refused", "[key] is refused"},
		{"0123456789abcdef", "012345 is refused", "012345 is refused"},
		{"0123456789abcdef", "密钥0123456789abcdef无效", "密钥[key]无效"},
		{"abc", "no abc here", "no [key] here"},
		{"", "sk-other-key-1234 is refused", "[key] is refused"},
		{"", "no key", "no key"},
	}
	for _, tt := range tests {
		if got := Secret(tt.key).Hide(tt.text); got != tt.want {
			t.Errorf("Hide(%q, %q) = %q, want %q", tt.key, tt.text, got, tt.want)
		}
	}
}
