// The outline as a mind map over the whole page. The server draws it; a script that comes
// with the drawing folds it.
import { el, word } from "./page.js";

function save(name, blob) {
  const a = el("a");
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

function source(svg) {
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

// picture draws the map twice as large as it is, for print.
async function picture(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(source(svg));
  await image.decode();
  const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
  const canvas = el("canvas");
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function button(text, act) {
  const b = el("button", "", text);
  b.type = "button";
  b.onclick = act;
  return b;
}

// openMap shows the map of a panel. opener gets the focus back when it is closed; show is
// called with the place of a node that is chosen.
export function openMap(panel, opener, show) {
  const drawing = panel.querySelector("#map")?.content.querySelector("svg");
  if (!drawing) return;
  const box = el("dialog", "mapbox");
  box.setAttribute("aria-label", opener.dataset.label);
  const view = el("div", "mapview");
  const svg = document.importNode(drawing, true);
  view.append(svg);
  const title = document.querySelector(".titles h1").textContent.trim();
  const bar = el("div", "mapbar");
  bar.append(
    el("p", "", opener.dataset.label),
    button(word("mapsvg"), () => save(`${title}.svg`, source(svg))),
    button(word("mappng"), async () => save(`${title}.png`, await picture(svg))),
    button(word("close"), () => box.close()),
  );
  box.append(bar, view);
  box.addEventListener("close", () => {
    box.remove();
    opener.focus();
  });
  box.addEventListener("daodu:point", (event) => {
    if (event.detail.start < 0) return;
    box.close();
    show(event.detail.start, event.detail.end);
  });
  document.body.append(box);
  box.showModal();
  const script = el("script");
  script.src = opener.dataset.map;
  script.onload = () => svg.querySelector(".node").focus();
  box.append(script);
}
