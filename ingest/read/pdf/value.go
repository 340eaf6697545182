package pdf

// maxHops bounds references to references.
const maxHops = 8

// resolve follows references.
func (f *file) resolve(v any) any {
	for range maxHops {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.get(r)
	}
	return nil
}

// The accessors below resolve a value and give the zero value, or another one
// named, when it is of another type.

func (f *file) dict(v any) dict {
	switch v := f.resolve(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

func (f *file) name(v any) name {
	n, _ := f.resolve(v).(name)
	return n
}

func (f *file) int(v any, otherwise int) int {
	switch v := f.resolve(v).(type) {
	case int:
		return v
	case float64:
		return int(v)
	}
	return otherwise
}

func (f *file) float(v any) float64 {
	switch v := f.resolve(v).(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// list returns an array; any other value but null is one of length 1.
func (f *file) list(v any) array {
	switch v := f.resolve(v).(type) {
	case nil:
		return nil
	case array:
		return v
	default:
		return array{v}
	}
}

// text returns a string object as it stands, undecoded.
func (f *file) text(v any) string {
	s, _ := f.resolve(v).(string)
	return s
}
