// What every page does, and which script each page needs.
import { say, word } from "./page.js";

const root = document.documentElement;

function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // without storage the choice holds for this page
  }
}

function showChoices() {
  const theme = root.dataset.theme ?? "auto";
  for (const b of document.querySelectorAll("[data-theme-set]")) b.setAttribute("aria-pressed", String(b.dataset.themeSet === theme));
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-set]");
  if (theme) {
    const name = theme.dataset.themeSet;
    if (name === "auto") delete root.dataset.theme;
    else root.dataset.theme = name;
    keep("daodu.theme", name === "auto" ? "" : name);
    showChoices();
  }
  const size = event.target.closest("[data-size]:not(html)");
  if (size) {
    const step = Number(size.dataset.size);
    const now = step === 0 ? 0 : Math.max(-2, Math.min(4, Number(root.dataset.size ?? 0) + step));
    if (now) root.dataset.size = String(now);
    else delete root.dataset.size;
    keep("daodu.size", now ? String(now) : "");
  }
  if (event.target.closest("[data-print]")) print();
  const menu = document.querySelector(".menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Buttons and forms that call the API and show the page anew.
async function call(el, fields = {}) {
  if (el.dataset.confirm && !confirm(el.dataset.confirm)) return;
  // What stands in the address is no part of the body.
  const address = el.dataset.api.replace(/\{(\w+)\}/g, (_, name) => {
    const value = encodeURIComponent(fields[name]);
    delete fields[name];
    return value;
  });
  const sends = el.dataset.method !== "DELETE";
  const answer = await fetch(address, {
    method: el.dataset.method,
    headers: sends ? { "Content-Type": "application/json" } : {},
    body: sends ? JSON.stringify(fields) : undefined,
  });
  if (answer.ok) {
    location.reload();
    return;
  }
  const problem = await answer.json().catch(() => ({}));
  say(problem.detail ?? word("failed"), true);
}

// values returns what a form says: numbers as numbers, and empty fields only where empty
// means something.
function values(form) {
  const kept = (form.dataset.keep ?? "").split(" ");
  const out = {};
  for (const [name, value] of new FormData(form)) {
    if (value === "" && !kept.includes(name)) continue;
    out[name] = form.elements[name].type === "number" ? Number(value) : value;
  }
  return out;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-api]");
  if (button) call(button);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-api]");
  if (!form) return;
  event.preventDefault();
  call(form, values(form));
});

showChoices();
const needs = { library: ["./library.js", "./upload.js"], article: ["./reader.js"], collection: ["./collection.js"] };
await Promise.all((needs[document.body.className] ?? []).map((name) => import(name)));
root.dataset.ready = "true";
