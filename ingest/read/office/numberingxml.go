package office

import "encoding/xml"

// A numberingVisitor visits numbering.xml.
type numberingVisitor struct {
	lists    *lists
	abstract *abstractList // the definition being read, or nil
	num      *list         // the list being read, or nil
	index    int           // the level being read
	level    *listLevel    // its definition, or nil
}

// open takes definitions, which come first in the part, and then the lists.
func (v *numberingVisitor) open(e xml.StartElement, _ []string) bool {
	val := attr(e, "val")
	switch e.Name.Local {
	case "abstractNum":
		if len(v.lists.abstract) >= maxLists {
			return false
		}
		v.abstract, v.num, v.level = newAbstractList(), nil, nil
		v.lists.abstract[attr(e, "abstractNumId")] = v.abstract
	case "num":
		if len(v.lists.nums) >= maxLists {
			return false
		}
		v.abstract, v.num, v.level = nil, new(list), nil
		v.lists.nums[attr(e, "numId")] = v.num
	case "abstractNumId":
		if v.num != nil {
			v.num.id = val
		}
	case "numStyleLink":
		if v.abstract != nil {
			v.abstract.link = val
		}
	case "lvlOverride":
		v.index, v.level = atoi(attr(e, "ilvl"), -1), nil
		return 0 <= v.index && v.index < levels
	case "startOverride":
		if v.num != nil {
			start := atoi(val, 1)
			v.num.starts[v.index] = &start
		}
	case "lvl":
		return v.openLevel(atoi(attr(e, "ilvl"), -1))
	case "rPr", "pPr":
		return false
	default:
		if v.level != nil {
			v.level.take(e.Name.Local, val, isOn(e))
		}
	}
	return true
}

// openLevel begins the definition of level i.
func (v *numberingVisitor) openLevel(i int) bool {
	if i < 0 || i >= levels {
		return false
	}
	v.index = i
	switch {
	case v.abstract != nil:
		v.level = &v.abstract.levels[i]
	case v.num != nil:
		level := newLevel()
		v.num.overrides[i] = &level
		v.level = &level
	}
	return true
}

// take sets what one element says about a level.
func (l *listLevel) take(name, val string, on bool) {
	switch name {
	case "start":
		l.start = atoi(val, 1)
	case "numFmt":
		// "custom" stands beside a fallback in a format that older Words know.
		if val != "custom" {
			l.format = val
		}
	case "lvlText":
		l.text = val
	case "suff":
		l.follow = val
	case "isLgl":
		l.legal = on
	case "lvlRestart":
		l.restart = atoi(val, -1)
	case "pStyle":
		l.style = val
	}
}

func (*numberingVisitor) close(string) error { return nil }
func (*numberingVisitor) text([]byte)        {}
