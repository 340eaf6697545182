// Notes of a group: words that are chosen in the text, by mouse, by touch or sentence by
// sentence with the keyboard, get one.
import { say, word } from "./page.js";
import { article, light, placeOf, ranges, stretchOf } from "./text.js";

const desk = document.querySelector(".desk");
const form = document.getElementById("noteform");
const offer = document.getElementById("noteoffer");
let at = null; // the stretch that the form is about

// chosen returns the stretch of the text that is selected, null without one.
function chosen() {
  const selection = getSelection();
  return selection.rangeCount && !selection.isCollapsed ? stretchOf(selection.getRangeAt(0)) : null;
}

function remembered(name) {
  try {
    if (name !== undefined) localStorage.setItem("daodu.author", name);
    return localStorage.getItem("daodu.author") ?? "";
  } catch {
    return ""; // without storage it is asked each time
  }
}

function open(stretch, turn) {
  at = stretch;
  form.querySelector(".quote").textContent = ranges(...at).map(String).join("\n").slice(0, 200);
  form.author.value ||= remembered();
  form.hidden = false;
  offer.hidden = true;
  light("lit", [at]);
  turn();
  form.body.focus();
}

export function closeNote() {
  if (!form || form.hidden) return;
  form.hidden = true;
  at = null;
}

async function send() {
  const answer = await fetch(form.dataset.notes, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ article, start: at[0], end: at[1], body: form.body.value, author: form.author.value, text_sha256: desk.dataset.sha }),
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    say(problem.detail ?? word("failed"), true);
    return;
  }
  remembered(form.author.value);
  const to = new URL(location.href);
  to.searchParams.set("tab", "notes");
  to.searchParams.set("at", at.join("-"));
  to.searchParams.delete("part");
  to.hash = "";
  location.assign(to);
}

// startNotes lets readers write notes; turn shows the side of the form on a narrow screen.
export function startNotes(turn) {
  if (!form) return;
  document.addEventListener("selectionchange", () => (offer.hidden = !chosen()));
  offer.addEventListener("pointerdown", (event) => event.preventDefault()); // it would take the selection away
  offer.addEventListener("click", () => {
    const stretch = chosen();
    if (stretch) open(stretch, turn);
  });
  document.addEventListener("keyup", (event) => { // not keydown: the letter would be typed into the form
    if (event.key !== "n" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, .mapbox")) return;
    const stretch = chosen() ?? (desk.current && placeOf(desk.current));
    if (stretch) open(stretch, turn);
  });
  document.addEventListener("click", (event) => {
    const sentence = event.target.closest("[data-note]");
    if (sentence) open(sentence.dataset.note.split("-").map(Number), turn);
    if (event.target.closest('[data-close="noteform"]')) closeNote();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}
