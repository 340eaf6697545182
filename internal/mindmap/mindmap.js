// Folding of mind maps that the server drew; see the package's documentation for what they
// are made of. Without this script a map is whole and still.
(() => {
  "use strict";
  const gapX = 52, gapMost = 160, gapY = 12, margin = 24, knob = 5; // as in tree.go
  const part = (branch, name) => branch.querySelector(":scope > ." + name);
  const below = (branch) => {
    const group = part(branch, "children");
    return group ? Array.from(group.children) : [];
  };
  const folded = (branch) => part(branch, "node").getAttribute("aria-expanded") === "false";

  // arrange places what is below a branch and returns its height and breadth.
  function arrange(branch) {
    const w = Number(branch.dataset.w), h = Number(branch.dataset.h);
    if (folded(branch)) return { reach: h, breadth: w };
    const parts = below(branch).map((b) => ({ b, ...arrange(b) }));
    const total = parts.reduce((sum, p) => sum + p.reach, gapY * Math.max(parts.length - 1, 0));
    const gap = Math.min(Math.max(gapX, total / 12), gapMost);
    let at = -total / 2, breadth = 0;
    for (const p of parts) {
      const y = at + p.reach / 2;
      p.b.setAttribute("transform", `translate(${w + gap} ${y})`);
      part(p.b, "edge").setAttribute("d", `M${knob - gap} ${-y}C${-gap / 2} ${-y} ${-gap / 2} 0 0 0`);
      at += p.reach + gapY;
      breadth = Math.max(breadth, gap + p.breadth);
    }
    return { reach: Math.max(h, total), breadth: w + breadth };
  }

  function layOut(svg) {
    const { reach, breadth } = arrange(part(svg, "branch"));
    const width = breadth + 2 * margin, height = reach + 2 * margin;
    const paper = part(svg, "paper");
    for (const [e, x, y] of [[svg], [paper, -margin, -height / 2]]) {
      e.setAttribute("width", width);
      e.setAttribute("height", height);
      if (x !== undefined) { e.setAttribute("x", x); e.setAttribute("y", y); }
    }
    svg.setAttribute("viewBox", `${-margin} ${-height / 2} ${width} ${height}`);
  }

  function fold(svg, branch, on) {
    if (!part(branch, "children")) return;
    mark(branch, on);
    layOut(svg);
  }

  function mark(branch, on) {
    const group = part(branch, "children");
    part(branch, "node").setAttribute("aria-expanded", String(!on));
    group.setAttribute("display", on ? "none" : "inline");
    const knobOf = part(branch, "node").querySelector(".fold");
    knobOf.setAttribute("fill", on ? knobOf.getAttribute("stroke") : "#fdfcf9");
  }

  const visible = (svg) => Array.from(svg.querySelectorAll(".node")).filter((n) => !n.parentNode.parentNode.closest(".children[display=none]"));

  function focus(svg, node) {
    if (!node) return;
    for (const n of svg.querySelectorAll(".node[tabindex='0']")) n.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
    node.focus();
  }

  function choose(node) {
    const d = node.dataset;
    if (!d.path) return;
    const detail = { path: d.path, section: d.section, start: d.start === undefined ? -1 : Number(d.start), end: d.end === undefined ? -1 : Number(d.end) };
    node.dispatchEvent(new CustomEvent("daodu:point", { bubbles: true, detail }));
  }

  function key(svg, event) {
    const node = event.target.closest(".node");
    if (!node) return;
    const branch = node.parentNode, all = visible(svg), i = all.indexOf(node);
    const moves = {
      ArrowDown: () => focus(svg, all[i + 1]),
      ArrowUp: () => focus(svg, all[i - 1]),
      Home: () => focus(svg, all[0]),
      End: () => focus(svg, all[all.length - 1]),
      ArrowRight: () => folded(branch) ? fold(svg, branch, false) : focus(svg, below(branch).map((b) => part(b, "node"))[0]),
      ArrowLeft: () => {
        if (part(branch, "children") && !folded(branch)) return fold(svg, branch, true);
        const up = branch.parentNode.closest(".branch");
        if (up) focus(svg, part(up, "node"));
      },
      Enter: () => { fold(svg, branch, !folded(branch)); choose(node); },
      " ": () => fold(svg, branch, !folded(branch)),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }

  // A map with more nodes than this begins with two levels.
  const many = 60;
  function begin(svg) {
    if (svg.querySelectorAll(".node").length <= many) return;
    for (const group of svg.querySelectorAll(".children .children")) mark(group.parentNode, true);
    layOut(svg);
  }

  for (const svg of document.querySelectorAll("svg.mindmap")) {
    begin(svg);
    svg.addEventListener("keydown", (event) => key(svg, event));
    svg.addEventListener("click", (event) => {
      const node = event.target.closest(".node");
      if (!node) return;
      focus(svg, node);
      if (event.target.closest(".fold")) fold(svg, node.parentNode, !folded(node.parentNode));
      else choose(node);
    });
  }
})();
