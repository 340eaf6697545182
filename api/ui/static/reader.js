// The article page: points light up their words, sentences tell their points, tabs are
// fetched beside the text.
import { fragment, say } from "./page.js";
import { article, base, goTo, inGroup, light, parse, placeOf, told } from "./text.js";
import { finish, newest, write } from "./jobs.js";
import { startCards } from "./cards.js";
import "./quiz.js";
import { openMap } from "./map.js";
import { closeNote, startNotes } from "./notes.js";

const desk = document.querySelector(".desk");
const panel = document.getElementById("panel");
const resting = document.getElementById("resting");

// show turns a narrow screen to the text or to the panel.
function show(side) {
  desk.classList.toggle("showpanel", side === "panel");
  for (const b of desk.querySelectorAll("[data-show]")) b.setAttribute("aria-pressed", String(b.dataset.show === side));
}

const narrow = matchMedia("(max-width: 54rem)");

async function point(el) {
  const stretches = parse(el.dataset.at);
  if (!stretches.length) return;
  if (narrow.matches) show("text");
  for (const p of desk.querySelectorAll(".point.lit")) p.classList.remove("lit");
  el.closest(".point")?.classList.add("lit");
  light("hover", []);
  light("lit", stretches);
  say(told(el.textContent.trim().slice(0, 60)));
  await goTo(...stretches[0]);
}

async function showPlace(from, to) {
  if (narrow.matches) show("text");
  light("lit", [[from, to]]);
  await goTo(from, to);
}

desk.querySelector(".panel").addEventListener("click", (event) => {
  const cite = event.target.closest("a[data-at]");
  if (cite) {
    event.preventDefault();
    point(cite);
    return;
  }
  if (event.target.closest("a, button, summary, input, label, details.key")) return;
  const el = event.target.closest(".point[data-at]");
  if (el) point(el);
});
desk.querySelector(".panel").addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const el = event.target.closest("[data-at]:not(.question, .flashcard)");
  light("hover", el ? parse(el.dataset.at) : []);
});
desk.querySelector(".panel").addEventListener("pointerleave", () => light("hover", []));
desk.querySelector(".panel").addEventListener("focusin", (event) => {
  const el = event.target.closest("a[data-at]");
  light("hover", el ? parse(el.dataset.at) : []);
});

// Sentences.

async function tell(sentence) {
  const [from, to] = placeOf(sentence);
  light("lit", [[from, to]]);
  resting.innerHTML = await fragment(inGroup(`${base}/articles/${article}/points?at=${from}-${to}`), "points");
  resting.hidden = false;
  if (narrow.matches) show("panel");
  resting.scrollIntoView({ block: "nearest" });
  say(resting.textContent.trim().slice(0, 200));
}

desk.querySelector(".text").addEventListener("click", (event) => {
  const sentence = event.target.closest(".s");
  if (sentence && !event.target.closest("a") && getSelection().isCollapsed) tell(sentence);
});

// j and k go through the sentences that points rest on.
document.addEventListener("keydown", async (event) => {
  if (event.key === "Escape") {
    closeNote();
    if (!resting.hidden) closeResting();
  }
  if (!"jk".includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, .mapbox")) return;
  const cited = [...desk.querySelectorAll(".s.c")];
  const now = cited.findIndex((s) => s === desk.current);
  const next = cited[event.key === "j" ? now + 1 : Math.max(now - 1, 0)];
  if (!next) return;
  desk.current = next;
  await goTo(...placeOf(next));
  tell(next);
});

function closeResting() {
  resting.hidden = true;
  resting.replaceChildren();
}

// Tabs.

async function turn(address, push) {
  panel.setAttribute("aria-busy", "true");
  try {
    panel.innerHTML = await fragment(address, "panel");
  } catch {
    location.href = address;
    return;
  }
  panel.removeAttribute("aria-busy");
  closeResting();
  if (push) history.pushState(null, "", address);
  const tab = panel.querySelector(".tabbody").dataset.tab;
  for (const a of desk.querySelectorAll(".tabs a")) {
    if (a.dataset.tab === tab) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  }
  desk.querySelector(".panel").scrollTop = 0;
  prepare();
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const tab = event.target.closest(".tabs a, .views a");
  if (tab) {
    event.preventDefault();
    turn(tab.href, true);
  }
  const side = event.target.closest("[data-show]");
  if (side) show(side.dataset.show);
  const section = event.target.closest("a[data-goto]");
  if (section) {
    event.preventDefault();
    goTo(Number(section.dataset.goto));
  }
  if (event.target.closest('[data-close="resting"]')) closeResting();
  const fold = event.target.closest("[data-fold]");
  if (fold) for (const d of panel.querySelectorAll(".tree details")) d.open = fold.dataset.fold === "open";
  const map = event.target.closest("[data-map]");
  if (map) openMap(panel, map, showPlace);
  const wish = event.target.closest("[data-write]");
  if (wish) order(wish);
});
addEventListener("popstate", () => turn(location.href, false));

async function order(button) {
  button.disabled = true;
  await waitFor(button.dataset.write, (tell) => write(article, button.dataset.write, tell, button.dataset.lang));
  button.disabled = false;
}

// waitFor shows the tab of an artifact once it is written.
async function waitFor(kind, written) {
  const line = panel.querySelector(".progressline");
  try {
    await written((text) => (line.textContent = text));
    if (panel.contains(line)) await turn(location.href, false);
  } catch (error) {
    line.textContent = error.message;
  }
}

// Somebody may have ordered what is missing; it may even be there by now.
async function lookOut(missing) {
  const kind = missing.dataset.kind;
  const job = await newest(article, kind);
  if (!job || job.state === "failed" || job.state === "cancelled" || missing.dataset.looked) return;
  missing.dataset.looked = "true";
  if (job.state === "done" && desk.dataset.again === job.id) return;
  desk.dataset.again = job.id; // a job of the text before this one would be asked for ever
  waitFor(kind, (tell) => finish(job, tell));
}

function prepare() {
  const missing = panel.querySelector(".missing");
  if (missing) lookOut(missing);
  startCards(panel);
}

startNotes(() => {
  if (narrow.matches) show("panel");
});
prepare();
const toc = desk.querySelector(".toc details");
if (toc && narrow.matches) toc.open = false; // the title comes first
const mark = parse(desk.dataset.mark);
if (desk.dataset.mark && mark.length) showPlace(...mark[0]);
