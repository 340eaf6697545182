// The quiz: an answer is judged at once, with the words that prove it.
import { word } from "./page.js";
import { light, parse } from "./text.js";

// plain returns an answer without blanks and marks, in half-width letters.
function plain(s) {
  return s.normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{S}]/gu, "");
}

// judge compares what somebody wrote with the answer: right, partly or wrong. Partly is
// when two thirds of the letters of one stand in the other, in order or not.
function judge(given, answer) {
  const a = plain(given);
  const b = plain(answer);
  if (!a) return "wrong";
  if (a === b) return "right";
  if (/\d/.test(b) && a.replace(/\D/g, "") !== b.replace(/\D/g, "")) return "wrong";
  const left = [...a];
  const common = [...b].filter((c) => {
    const i = left.indexOf(c);
    if (i >= 0) left.splice(i, 1);
    return i >= 0;
  }).length;
  const share = common / Math.max([...a].length, [...b].length);
  return share >= 0.95 ? "right" : share >= 0.66 || b.includes(a) && a.length >= 2 ? "partly" : "wrong";
}

function score(quiz) {
  const line = quiz.parentElement.querySelector(".score");
  const right = quiz.querySelectorAll('[data-judged="right"]').length;
  line.textContent = quiz.querySelector("[data-judged]") ? word("score", right, line.dataset.total) : "";
}

function answer(question, given) {
  const result = judge(given, question.dataset.answer);
  const line = question.querySelector(".judged");
  question.dataset.judged ??= result; // the first answer counts
  line.className = `judged ${result}`;
  line.textContent = word(result);
  for (const o of question.querySelectorAll(".option")) {
    const value = o.querySelector("input").value;
    o.classList.toggle("right", value === question.dataset.answer);
    o.classList.toggle("wrong", value === given && value !== question.dataset.answer);
  }
  question.querySelector(".key").open = true;
  light("lit", parse(question.dataset.at));
  score(question.closest(".quiz"));
}

document.addEventListener("change", (event) => {
  const question = event.target.closest(".question");
  if (question && event.target.type === "radio") answer(question, event.target.value);
});
document.addEventListener("submit", (event) => {
  const question = event.target.closest(".question");
  if (!question) return;
  event.preventDefault();
  const input = event.target.querySelector('input[type="text"]');
  if (input) answer(question, input.value);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest('[data-quiz="again"]')) return;
  const quiz = document.querySelector(".quiz");
  for (const q of quiz.querySelectorAll(".question")) {
    q.querySelector("form").reset();
    q.querySelector(".key").open = false;
    q.querySelector(".judged").textContent = "";
    delete q.dataset.judged;
    for (const o of q.querySelectorAll(".option")) o.classList.remove("right", "wrong");
  }
  score(quiz);
  quiz.scrollIntoView();
});
