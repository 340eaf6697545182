package mindmap

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/browser"
)

// steps uses a map as a reader does, and notes what can be seen after each step.
const steps = `
const svg = document.querySelector("svg.mindmap"), notes = [];
const node = (words) => Array.from(svg.querySelectorAll(".node")).find((n) => n.querySelector("text").textContent === words);
const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const note = (what) => {
  const seen = Array.from(svg.querySelectorAll(".node")).filter((n) => n.getClientRects().length > 0).map((n) => n.querySelector("text").textContent);
  notes.push(what + ": " + seen.join(" ") + " | " + (document.activeElement.querySelector("text") || {}).textContent);
};
const height = () => Number(svg.getAttribute("height"));
const whole = height();
document.addEventListener("daodu:point", (e) => notes.push("point " + JSON.stringify(e.detail)));
node("二").querySelector(".fold").dispatchEvent(new MouseEvent("click", { bubbles: true })); note("fold");
notes.push("lower " + (height() < whole));
press("ArrowDown"); note("down");
press("ArrowUp"); press("ArrowRight"); note("unfold");
notes.push("as before " + (height() === whole));
press("ArrowRight"); note("right");
press("ArrowLeft"); note("left");
press("Enter"); note("enter");
press("End"); note("end");
press("Home"); press(" "); note("space");
press(" ");
node("乙").dispatchEvent(new MouseEvent("click", { bubbles: true }));
document.body.replaceChildren(Object.assign(document.createElement("pre"), { textContent: notes.join("\n") }));
`

// run opens a page with a map and the script, takes steps, and returns the notes.
func run(t *testing.T, m Map, steps string) []string {
	t.Helper()
	var svg bytes.Buffer
	if err := m.Write(&svg); err != nil {
		t.Fatal(err)
	}
	page := "<!DOCTYPE html><meta charset=\"utf-8\"><body>" + svg.String() + "<script>" + Script + "</script><script>" + steps + "</script>"
	dom := string(browser.Run(t, page, "--dump-dom"))
	found := regexp.MustCompile(`(?s)<pre>(.*)</pre>`).FindStringSubmatch(dom)
	if found == nil {
		t.Fatalf("the steps came to no end:\n%s", dom)
	}
	return strings.Split(html.UnescapeString(found[1]), "\n")
}

// TestScriptFolds folds with the pointer and the keyboard in a browser.
func TestScriptFolds(t *testing.T) {
	t.Parallel()
	point := &daodu.Point{Text: "点", Quotes: []daodu.Quote{{Span: daodu.Span{Start: 3, End: 4}}}}
	m := Map{Title: "题", Nodes: []daodu.Node{node("一"), node("二", daodu.Node{Label: "甲"}, daodu.Node{Label: "乙", Section: "2.2", Point: point}), node("三")}}
	want := []string{
		"fold: 题 一 二 三 | 二", "lower true", "down: 题 一 二 三 | 三", "unfold: 题 一 二 甲 乙 三 | 二", "as before true",
		"right: 题 一 二 甲 乙 三 | 甲", "left: 题 一 二 甲 乙 三 | 二", `point {"path":"nodes[1]","section":"","start":-1,"end":-1}`, "enter: 题 一 二 三 | 二", "end: 题 一 二 三 | 三",
		"space: 题 | 题", `point {"path":"nodes[1].children[1]","section":"2.2","start":3,"end":4}`,
	}
	if diff := cmp.Diff(want, run(t, m, steps)); diff != "" {
		t.Errorf("what can be seen (-want +got):\n%s", diff)
	}
}

// TestLargeMapsBeginFolded counts what can be seen of a small and of a large map.
func TestLargeMapsBeginFolded(t *testing.T) {
	t.Parallel()
	const count = `document.body.replaceChildren(Object.assign(document.createElement("pre"), { textContent: Array.from(document.querySelectorAll(".node")).filter((n) => n.getClientRects().length > 0).length }));`
	for n, want := range map[int]string{3: "40", 5: "6"} { // 1+3+9+27; 1+5 of 156
		if got := run(t, Map{Title: "题", Nodes: wide(n, 3, "第")}, count); got[0] != want {
			t.Errorf("%d nodes on 3 levels: %s can be seen, want %s", n, got[0], want)
		}
	}
}

// TestWordsKeepWithinTheirBoxes measures labels in a real font: the widths of the layout
// are estimates.
func TestWordsKeepWithinTheirBoxes(t *testing.T) {
	t.Parallel()
	var nodes []daodu.Node
	for _, label := range []string{
		"一、切实增强抓好技能提升的紧迫感，把三年行动的任务落到实处", "二、到2027年底建成100个工作室（含30个省级工作室）", "Implementation of the Three-Year Action Plan 2025—2027",
		"WWWW MMMM @@@@ %%%%", "“驿站夜校”——职工身边的课堂……", "𠮷野家、㐂、〇", "iiiiillllll....", "聯合總工會印發《關於做好夏季防暑的通知》",
	} {
		nodes = append(nodes, node(label, node(label)))
	}
	const measure = `const notes = ["measured"];
for (const n of document.querySelectorAll(".node")) {
  const box = n.querySelector("rect").getBBox(), words = n.querySelector("text").getBBox();
  if (words.x + words.width > box.x + box.width || words.y < box.y || words.y + words.height > box.y + box.height + 1) notes.push(n.textContent + " is " + words.width + " x " + words.height + ", its box " + box.width + " x " + box.height);
}
document.body.replaceChildren(Object.assign(document.createElement("pre"), { textContent: notes.join("\n") }));`
	if diff := cmp.Diff([]string{"measured"}, run(t, Map{Title: "讲话", Note: "（原文不全，仅据所见部分）", Nodes: nodes}, measure)); diff != "" {
		t.Errorf("words and boxes (-want +got):\n%s", diff)
	}
}
