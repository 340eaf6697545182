// The page of a collection: its guide is asked for, its links are made.
import { el, say, word } from "./page.js";

async function problem(answer) {
  const body = await answer.json().catch(() => ({}));
  return body.detail ?? word("failed");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-guide]");
  if (!button) return;
  const line = button.parentElement.querySelector(".progressline");
  button.disabled = true;
  line.textContent = word("writing", word("guide"));
  for (;;) {
    const answer = await fetch(button.dataset.guide, { method: "POST", headers: { Prefer: "wait=20" } });
    if (answer.status === 200) {
      location.reload();
      return;
    }
    const state = answer.status === 202 ? await answer.json() : null;
    if (!state || state.state === "failed") {
      line.textContent = state?.error || (state ? word("failed") : await problem(answer));
      button.disabled = false;
      return;
    }
    await new Promise((done) => setTimeout(done, 1000));
  }
});

document.getElementById("share")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const until = new Date(Date.now() + Number(form.days.value) * 24 * 3600 * 1000);
  const answer = await fetch(form.dataset.shares, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ note: form.note.value, expires_at: until.toISOString() }),
  });
  if (!answer.ok) {
    say(await problem(answer), true);
    return;
  }
  const { token } = await answer.json();
  const link = el("a", "", `${location.origin}/shared/${token}`);
  link.href = `/shared/${token}`;
  document.getElementById("sharelink").replaceChildren(word("sharelink"), " ", link);
  form.reset();
});
