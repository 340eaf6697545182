// Search as you type, and more articles at the end of the list.
import { fragment } from "./page.js";

const form = document.getElementById("filters");
const results = document.getElementById("results");
let running;
let timer;

function address() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.set(name, value.trim());
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

async function find() {
  running?.abort();
  running = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const to = address();
    results.innerHTML = await fragment(to, "results", running.signal);
    history.replaceState(null, "", to);
    results.removeAttribute("aria-busy");
    watch();
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

// An input method is not done while it composes: what stands there is no word yet.
form?.addEventListener("input", (event) => {
  clearTimeout(timer);
  if (!event.isComposing) timer = setTimeout(find, 220);
});
form?.addEventListener("compositionend", () => {
  clearTimeout(timer);
  timer = setTimeout(find, 220);
});
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  find();
});

const ends = new IntersectionObserver(async (entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    const item = entry.target;
    ends.unobserve(item);
    try {
      item.insertAdjacentHTML("afterend", await fragment(item.querySelector("a").href, "more"));
      item.remove();
      watch();
    } catch {
      // the link is still there
    }
  }
}, { rootMargin: "600px" });

function watch() {
  for (const item of document.querySelectorAll(".more")) ends.observe(item);
}
if (results) watch();
