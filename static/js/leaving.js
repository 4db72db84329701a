// Comforts only: the questions work without this file.
"use strict";

const form = document.querySelector("form[data-questions]");
const kept = document.getElementById("kept");

// What is asked follows from what stands before it, as on the server.
const given = (id) =>
  [...form.querySelectorAll(`[name="q-${id}"]:checked`)].filter((one) => !one.matches(":disabled")).map((one) => one.value);
function follow() {
  for (const part of form.querySelectorAll("[data-asked-if]")) {
    const rules = Object.entries(JSON.parse(part.dataset.askedIf));
    const asked = rules.every(([id, values]) => given(id).some((value) => values.includes(value)));
    part.hidden = part.disabled = !asked;
  }
}

// What is typed is kept when the typing pauses, and when the page is put away; where the form has somewhere to keep it.
let waiting = 0;
async function keep() {
  clearTimeout(waiting);
  waiting = 0;
  const body = new URLSearchParams(new FormData(form));
  body.set("then", "typing");
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", keepalive: document.hidden });
    kept.textContent = answer.ok ? form.dataset.kept : form.dataset.lost;
  } catch {
    kept.textContent = form.dataset.lost;
  }
}
form.addEventListener("input", () => {
  follow();
  clearTimeout(waiting);
  waiting = form.dataset.kept ? setTimeout(keep, 2000) : 0;
});
form.addEventListener("submit", () => {
  clearTimeout(waiting);
  waiting = 0;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && waiting) keep();
});
follow();
