// Flash cards with spaced repetition, kept in this browser. The intervals are those of
// SM-2 (P. A. Wozniak, Optimization of learning, 1990): one day, six days, then the last
// interval times an ease that each answer changes.
import { el, word } from "./page.js";

const store = "daodu.cards";
const day = 24 * 3600 * 1000;
const grades = [["again", 1], ["hard", 3], ["good", 4], ["easy", 5]];

function states() {
  try {
    return JSON.parse(localStorage.getItem(store)) ?? {};
  } catch {
    return {};
  }
}

function keep(guid, state) {
  try {
    localStorage.setItem(store, JSON.stringify({ ...states(), [guid]: state }));
  } catch {
    // without storage every card is due each time
  }
}

// repeat returns the state of a card after an answer of quality q, 0 to 5.
export function repeat(state, q, now) {
  const s = { n: 0, days: 0, ease: 2.5, ...state };
  if (q < 3) return { n: 0, days: 0, ease: Math.max(1.3, s.ease - 0.2), due: now + 10 * 60 * 1000 };
  const days = s.n === 0 ? 1 : s.n === 1 ? 6 : Math.round(s.days * s.ease);
  const ease = Math.max(1.3, s.ease + 0.1 - (5 - q) * (0.08 + (5 - q) * 0.02));
  return { n: s.n + 1, days, ease, due: now + days * day };
}

// until says how long it is to a time.
function until(due, now) {
  const minutes = Math.max(1, Math.round((due - now) / 60000));
  const lang = document.documentElement.lang;
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "always" });
  return minutes < 60 * 20 ? format.format(minutes, "minute") : format.format(Math.round(minutes / 1440), "day");
}

// startCards turns the list of cards in a panel into a deck.
export function startCards(panel) {
  const deck = panel.querySelector(".deck");
  if (!deck) return;
  const cards = [...deck.querySelectorAll(".flashcard")];
  const stage = deck.querySelector(".stage");
  const line = deck.querySelector(".deckstate");
  let all = false;

  function due() {
    const known = states();
    const now = Date.now();
    return all ? cards.filter((c) => !c.seen) : cards.filter((c) => (known[c.dataset.guid]?.due ?? 0) <= now);
  }

  function next() {
    const left = due();
    stage.replaceChildren();
    stage.hidden = left.length === 0;
    line.textContent = word("due", left.length, cards.length);
    if (left.length === 0) {
      const known = states();
      const first = Math.min(...cards.map((c) => known[c.dataset.guid]?.due ?? 0));
      line.textContent = all ? "" : word("done", until(first, Date.now()));
      const again = el("button", "", word("all"));
      again.type = "button";
      again.onclick = () => {
        all = true;
        for (const c of cards) c.seen = false;
        next();
      };
      line.append(" ", again);
      return;
    }
    ask(left[0]);
  }

  function ask(card) {
    const show = el("button", "primary", word("show"));
    show.type = "button";
    show.onclick = () => answer(card, show);
    stage.append(el("p", "front", card.querySelector(".front").textContent), show);
    if (stage.dataset.begun) show.focus();
  }

  function answer(card, button) {
    stage.dataset.begun = "true";
    button.remove();
    const back = el("div");
    back.append(...[...card.querySelector("details").cloneNode(true).children].filter((e) => e.localName !== "summary"));
    const row = el("div", "grades");
    const now = Date.now();
    for (const [name, quality] of grades) {
      const b = el("button", "", word(name));
      b.type = "button";
      b.dataset.grade = name;
      const then = repeat(states()[card.dataset.guid], quality, now);
      b.append(el("small", "", until(then.due, now)));
      b.onclick = () => {
        keep(card.dataset.guid, repeat(states()[card.dataset.guid], quality, Date.now()));
        card.seen = true;
        next();
      };
      row.append(b);
    }
    stage.append(back, row);
    row.children[2].focus();
  }

  deck.querySelector(".cardlist").hidden = true;
  next();
}
