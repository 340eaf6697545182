package pdf

import (
	"sort"
)

// A page is a page of the file with what it inherits from the tree of pages.
type page struct {
	dict      dict
	resources dict
	box       [4]float64 // of the visible page: left, bottom, right, top, in points
	rotate    int        // clockwise, 0, 90, 180 or 270
}

const (
	// maxPages bounds the pages that are read.
	maxPages = 20_000

	// maxTree bounds the depth of the tree of pages.
	maxTree = 64
)

// pages returns the pages in order. Without a tree it takes every object that says
// it is a page, by number, which is mostly the order of writing.
func (f *file) pages() ([]page, error) {
	w := &treeWalk{f: f, seen: make(map[ref]bool)}
	root := f.dict(f.trailer["Root"])
	if root["Pages"] == nil {
		root = f.catalog()
	}
	if err := w.walk(root["Pages"], page{box: [4]float64{0, 0, 595, 842}}, 0); err != nil {
		return nil, err
	}
	if len(w.pages) > 0 {
		return w.pages, nil
	}
	for _, num := range f.numbers() {
		if d, ok := f.get(num).(dict); ok && d["Type"] == name("Page") {
			if err := w.walk(num, page{box: [4]float64{0, 0, 595, 842}}, 0); err != nil {
				return nil, err
			}
		}
	}
	return w.pages, nil
}

// catalog looks for the root of a file whose trailer is lost.
func (f *file) catalog() dict {
	for _, num := range f.numbers() {
		if d, ok := f.get(num).(dict); ok && d["Type"] == name("Catalog") {
			return d
		}
	}
	return nil
}

// numbers returns the numbers of all objects in order.
func (f *file) numbers() []ref {
	nums := make([]ref, 0, len(f.objects))
	for num := range f.objects {
		nums = append(nums, num)
	}
	sort.Slice(nums, func(i, j int) bool { return nums[i] < nums[j] })
	return nums
}

// A treeWalk collects the leaves of the tree of pages.
type treeWalk struct {
	f     *file
	seen  map[ref]bool // nodes, lest a tree has circles
	pages []page
}

// walk visits a node with what it inherits so far. A node without children is a
// page, whatever its type says.
func (w *treeWalk) walk(v any, p page, depth int) error {
	if err := w.f.budget.step(1); err != nil {
		return err
	}
	if num, ok := v.(ref); ok {
		if w.seen[num] {
			return nil
		}
		w.seen[num] = true
	}
	d := w.f.dict(v)
	if d == nil {
		w.f.missing++ // the file is cut short, or a table of objects is wrong
	}
	if d == nil || depth > maxTree || len(w.pages) >= maxPages {
		return nil
	}
	if r := w.f.dict(d["Resources"]); r != nil {
		p.resources = r
	}
	// The crop box, where there is one, is what is shown of the media box.
	for _, key := range []name{"MediaBox", "CropBox"} {
		if box, ok := w.f.box(d[key]); ok {
			p.box = box
		}
	}
	p.rotate = ((w.f.int(d["Rotate"], p.rotate)/90*90)%360 + 360) % 360
	kids := w.f.list(d["Kids"])
	if kids == nil {
		p.dict = d
		w.pages = append(w.pages, p)
		return nil
	}
	for _, kid := range kids {
		if err := w.walk(kid, p, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// box reads a rectangle whose corners may be in any order.
func (f *file) box(v any) (b [4]float64, ok bool) {
	a := f.list(v)
	if len(a) != 4 {
		return b, false
	}
	for i := range a {
		b[i] = f.float(a[i])
	}
	b[0], b[2] = min(b[0], b[2]), max(b[0], b[2])
	b[1], b[3] = min(b[1], b[3]), max(b[1], b[3])
	return b, b[2]-b[0] > 1 && b[3]-b[1] > 1
}

// A matrix maps (x, y) to (a x + c y + e, b x + d y + f), with the numbers in the
// order a to f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// mul returns the matrix that does m and then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// apply maps a point.
func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// matrix maps the page to what a reader sees, with the origin at the top left and
// y downwards, in points.
func (p page) matrix() matrix {
	l, b, r, t := p.box[0], p.box[1], p.box[2], p.box[3]
	switch p.rotate {
	case 90:
		return matrix{0, 1, 1, 0, -b, -l}
	case 180:
		return matrix{-1, 0, 0, 1, r, -b}
	case 270:
		return matrix{0, -1, -1, 0, t, r}
	}
	return matrix{1, 0, 0, -1, -l, t}
}

// size returns width and height as a reader sees them.
func (p page) size() (w, h float64) {
	w, h = p.box[2]-p.box[0], p.box[3]-p.box[1]
	if p.rotate%180 != 0 {
		w, h = h, w
	}
	return w, h
}
