// Places in the text. They count code points, as all positions of Daodu do; the DOM counts
// UTF-16 units. Every block holds the letters of the text and no others, so that a place is
// found by counting from the block's own place.
import { word } from "./page.js";

const desk = document.querySelector(".desk");
export const article = desk.dataset.article;
export const base = desk.dataset.base; // of the addresses of a link that is shared
// inGroup adds to an address the group in which the text is read.
export const inGroup = (address) => (desk.dataset.group && !base ? `${address}&in=${desk.dataset.group}` : address);
const text = desk.querySelector(".text");
const parts = [...desk.querySelectorAll(".part")];

// units returns how many UTF-16 units the first n code points of s take.
function units(s, n) {
  let at = 0;
  while (n-- > 0 && at < s.length) at += s.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

// letters returns the number of code points of s.
export function letters(s) {
  let n = 0;
  for (let at = 0; at < s.length; at += s.codePointAt(at) > 0xffff ? 2 : 1) n++;
  return n;
}

// load fetches a part that is not there yet.
export async function load(part) {
  if (!part.classList.contains("waiting")) return;
  part.loading ??= fetch(inGroup(`${base}/articles/${article}/text?part=${part.dataset.part}`)).then(async (answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    part.innerHTML = await answer.text();
    part.classList.remove("waiting");
    part.style.minHeight = "";
    relight();
  });
  await part.loading.catch(() => (part.loading = undefined));
}

// A part that is not there takes about the room that it will take.
function reserve() {
  const style = getComputedStyle(text);
  const size = parseFloat(style.fontSize);
  const perLine = Math.max(10, text.clientWidth / size - 1);
  for (const part of parts) {
    if (part.classList.contains("waiting")) part.style.minHeight = `${Math.round(((part.dataset.to - part.dataset.from) / perLine) * size * 2.3)}px`;
  }
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) load(entry.target);
}, { rootMargin: "1500px" });

reserve();
for (const part of parts) if (part.classList.contains("waiting")) near.observe(part);

// parse reads "12-45,60-70".
export function parse(at) {
  return at.split(",").map((s) => s.split("-").map(Number)).filter(([from, to]) => to >= from);
}

// ranges returns the DOM ranges of a stretch, one for each block that is there.
export function ranges(from, to) {
  const out = [];
  for (const part of parts) {
    if (part.dataset.to <= from || part.dataset.from >= to) continue;
    for (const block of part.querySelectorAll(".block")) {
      const at = Number(block.dataset.at);
      if (at >= to) break;
      const range = within(block, from - at, to - at);
      if (range) out.push(range);
    }
  }
  return out;
}

// within returns the range of the letters from to to of a block, null when it has none.
function within(block, from, to) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const n = letters(node.data);
    if (!begun && at + n > from) {
      range.setStart(node, units(node.data, Math.max(0, from - at)));
      begun = true;
    }
    if (begun) range.setEnd(node, units(node.data, Math.min(n, to - at)));
    at += n;
    if (at >= to) break;
  }
  return begun && !range.collapsed ? range : null;
}

const lights = { lit: [], hover: [] };

// light lights up stretches of the text under a name, lit or hover, in place of those lit
// before.
export function light(name, stretches) {
  lights[name] = stretches;
  const all = stretches.flatMap(([from, to]) => ranges(from, to));
  if (globalThis.Highlight) {
    CSS.highlights.set(name, new Highlight(...all));
    return all;
  }
  // Browsers without highlights light up whole sentences.
  for (const s of text.querySelectorAll(".s.lit")) s.classList.remove("lit");
  for (const range of all) for (const s of text.querySelectorAll(".s")) if (range.intersectsNode(s)) s.classList.add("lit");
  return all;
}

function relight() {
  for (const name of Object.keys(lights)) if (lights[name].length) light(name, lights[name]);
}

let going = 0; // counts what was gone to: the last one counts

// goTo loads the part that holds a place and scrolls there.
export async function goTo(from, to = from + 1) {
  const mine = ++going;
  const part = parts.find((p) => from < p.dataset.to) ?? parts.at(-1);
  await load(part);
  for (let tries = 0; tries < 3; tries++) {
    const range = ranges(from, Math.max(to, from + 1))[0];
    if (!range || mine !== going) return;
    const box = range.getBoundingClientRect();
    const off = box.top - innerHeight * 0.3;
    if (Math.abs(off) < 4) return;
    scrollTo({ top: scrollY + off, behavior: tries === 0 && Math.abs(off) < 3000 && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant" });
    // What was not painted yet may turn out longer or shorter than it was thought to be.
    await new Promise((done) => setTimeout(done, tries === 0 ? 450 : 60));
  }
}

// placeOf returns the stretch of a sentence.
export function placeOf(sentence) {
  const block = sentence.closest(".block");
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEndBefore(sentence);
  const from = Number(block.dataset.at) + letters(before.toString());
  return [from, from + letters(sentence.textContent)];
}

// stretchOf returns the stretch of the text that a DOM range holds, null when it holds
// none.
export function stretchOf(range) {
  let from = -1;
  let to = -1;
  for (const block of text.querySelectorAll(".block")) {
    if (!range.intersectsNode(block)) continue;
    const held = document.createRange();
    held.selectNodeContents(block);
    const before = held.cloneRange();
    if (range.compareBoundaryPoints(Range.START_TO_START, held) > 0) held.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, held) < 0) held.setEnd(range.endContainer, range.endOffset);
    const n = letters(held.toString());
    if (!n) continue;
    before.setEnd(held.startContainer, held.startOffset);
    const at = Number(block.dataset.at) + letters(before.toString());
    if (from < 0) from = at;
    to = at + n;
  }
  return from < 0 ? null : [from, to];
}

// shows reports to screen readers which sentence is shown.
export const told = (name) => word("shown", name);
