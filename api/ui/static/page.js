// Words of the interface, and a line that screen readers speak.
const words = JSON.parse(document.getElementById("words").textContent);

// word returns words of the interface with {0}, {1} put in.
export function word(name, ...values) {
  return (words[name] ?? name).replace(/\{(\d)\}/g, (_, i) => values[i]);
}

// say tells something, and shows it too when it is loud.
export function say(text, loud = false) {
  const line = document.getElementById("said");
  line.textContent = text;
  line.classList.toggle("visually-hidden", !loud);
  line.classList.toggle("toast", loud);
  if (loud) setTimeout(() => line.classList.replace("toast", "visually-hidden"), 6000);
}

// el makes an element with a class and text.
export function el(name, className = "", text = "") {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (text) e.textContent = text;
  return e;
}

// fragment fetches a part of a page of this site.
export async function fragment(address, name, signal) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", name);
  url.hash = "";
  const answer = await fetch(url, { signal });
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}
