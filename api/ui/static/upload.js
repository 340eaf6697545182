// Files and links, many at once, each with its own progress.
import { el, say, word } from "./page.js";
import { follow } from "./jobs.js";

const list = document.getElementById("uploads");
const together = 3; // uploads at a time
const waiting = [];
let running = 0;

function row(name) {
  const item = el("li");
  const title = el("span", "name", name);
  const state = el("span", "state", word("queued"));
  const bar = el("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", name);
  item.append(title, state, bar);
  list.append(item);
  return { item, title, state, bar };
}

function fail(shown, text) {
  shown.state.textContent = text || word("failed");
  shown.state.className = "state failed";
  shown.bar.remove();
}

function next() {
  while (running < together && waiting.length) {
    running++;
    waiting.shift()().finally(() => {
      running--;
      next();
    });
  }
}

// send uploads one body; fetch does not tell how much was sent.
function send(shown, body, type) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/articles?kinds=summary,outline,guide");
    request.responseType = "json";
    if (type) request.setRequestHeader("Content-Type", type);
    request.upload.onprogress = (event) => {
      const share = event.total ? Math.round((event.loaded / event.total) * 100) : 0;
      shown.bar.value = share / 2;
      shown.state.textContent = share < 100 ? word("uploading", share) : word("reading");
    };
    request.upload.onload = () => {
      shown.state.textContent = word("reading");
      shown.bar.removeAttribute("value");
    };
    request.onload = () => done(request.response ?? { detail: word("failed") });
    request.onerror = () => done({ detail: word("failed") });
    request.send(body);
  });
}

async function add(shown, body, type) {
  const answer = await send(shown, body, type);
  if (!answer.items) {
    fail(shown, answer.detail);
    return;
  }
  if (answer.items.length === 0) fail(shown, word("failed"));
  for (const [i, item] of answer.items.entries()) finish(i === 0 ? shown : row(item.title || item.uri), item);
}

function finish(shown, item) {
  if (!item.id) {
    fail(shown, item.problem?.detail);
    return;
  }
  const link = el("a", "", item.title || shown.title.textContent);
  link.href = `/articles/${item.id}`;
  shown.title.replaceChildren(link);
  shown.state.textContent = word(item.outcome);
  shown.state.className = "state done";
  shown.item.dataset.id = item.id;
  shown.bar.value = 50;
  say(`${link.textContent}: ${word(item.outcome)}`);
  follow(item, (share, text) => {
    shown.bar.value = 50 + share * 50;
    shown.state.textContent = text;
    if (share >= 1) shown.bar.remove();
  });
}

function addFiles(files) {
  for (const file of files) {
    const shown = row(file.name);
    waiting.push(() => {
      const form = new FormData();
      form.append("file", file, file.name);
      return add(shown, form);
    });
  }
  next();
}

function addLinks(text) {
  for (const line of text.split(/\s+/)) {
    if (!/^https?:\/\//i.test(line)) continue;
    const shown = row(line);
    waiting.push(() => add(shown, JSON.stringify({ url: line }), "application/json"));
  }
  next();
}

if (list) {
  document.getElementById("files").addEventListener("change", (event) => {
    addFiles(event.target.files);
    event.target.value = "";
  });
  document.getElementById("addlink").addEventListener("submit", (event) => {
    event.preventDefault();
    addLinks(event.target.url.value);
    event.target.reset();
  });
  let depth = 0; // dragenter and dragleave come for every element within
  document.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth++;
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", () => {
    if (--depth <= 0) document.body.classList.remove("dropping");
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    document.body.classList.remove("dropping");
    if (event.dataTransfer.files.length) addFiles(event.dataTransfer.files);
    else addLinks(event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain"));
  });
}
