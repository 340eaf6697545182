// Runs before the page is painted, so that a dark page does not flash white.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("daodu.theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    const size = Number(localStorage.getItem("daodu.size"));
    if (size) root.dataset.size = String(Math.max(-2, Math.min(4, size)));
  } catch {
    // without storage the page looks as the system has it
  }
})();
