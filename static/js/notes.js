// Notes save themselves, field by field. Without this file the button saves them.
"use strict";

const form = document.querySelector("form[data-notes]");
const words = form.dataset;
const [page] = form.elements.seen.value.split("-");
let turn = Number(form.elements.seen.value.split("-")[1]);
const all = form.querySelector("[data-state]");
const SOON = 800;
const AGAIN = [2000, 4000, 8000, 15000];
let tries = 0;
let later = 0;
let out = false;
let leaving = false;

// One for each question: what is kept of it, and what is on its way.
const fields = [...form.querySelectorAll("textarea[data-answer]")].map((area) => ({
  area,
  id: area.dataset.answer,
  version: area.parentElement.querySelector("input[name^=version]"),
  state: document.getElementById(`state-${area.dataset.answer}`),
  kept: area.defaultValue,
  sending: false,
  timer: 0,
  other: null,
}));
// Where both texts are shown already, what stands in the field has not been kept.
for (const field of fields) if (document.getElementById(`theirs-${field.id}`)) field.kept = null;

const dirty = (field) => field.area.value !== field.kept;
const waiting = () => fields.filter((field) => dirty(field) && !field.other);

function tell(field, said) {
  if (field.state.textContent !== said) field.state.textContent = said;
  field.state.classList.toggle("late", said === words.lost || said === words.out || said === words.some);
}

// Said aloud only when it changes between well and not well: nobody is talked over while they listen.
function tellAll() {
  const said = out ? words.out : tries ? words.lost : fields.some((field) => field.other) ? words.some : "";
  if (all.textContent !== said) all.textContent = said;
  all.classList.toggle("late", said !== "");
}

async function save(field, last = false) {
  clearTimeout(field.timer);
  if (field.sending || field.other || !dirty(field)) return;
  const text = field.area.value;
  turn += 1;
  field.sending = true;
  tell(field, words.saving);
  const body = new URLSearchParams({
    "shown[]": field.id, "version[]": field.version.value, "notes[]": text, seen: `${page}-${turn}`,
  });
  try {
    const answer = await fetch(`${form.action}/${field.id}`, {
      method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" },
      keepalive: last && text.length < 20000,
    });
    field.sending = false;
    await take(field, text, answer);
  } catch {
    field.sending = false;
    fail(field);
  }
}

async function take(field, text, answer) {
  if (answer.type === "opaqueredirect") {
    out = true;  // the text is kept for its writer; a second sending would keep it twice
    fail(field);
    return;
  }
  const told = await answer.json().catch(() => null);
  if (!told) return fail(field);
  tries = 0;
  out = false;
  if (answer.ok) {
    field.kept = text;
    field.version.value = told.version;
    tell(field, words.saved);
    if (dirty(field)) soon(field);
  } else if (told.theirs === undefined) {
    tell(field, told.said);
  } else {
    beside(field, told);
  }
  tellAll();
}

function fail(field) {
  tell(field, out ? words.out : words.lost);
  tellAll();
  if (later) return;
  later = setTimeout(again, AGAIN[Math.min(tries, AGAIN.length - 1)]);
  tries += 1;
  tellAll();
}

async function again() {
  later = 0;
  if (out) {
    try {
      const answer = await fetch("/presence", { method: "POST", credentials: "same-origin", redirect: "manual" });
      out = !answer.ok;
    } catch {
      // the next time
    }
    if (out) {
      later = setTimeout(again, AGAIN[2]);
      return;
    }
  }
  for (const field of waiting()) await save(field);
}

function soon(field) {
  if (out) return;
  clearTimeout(field.timer);
  field.timer = setTimeout(() => save(field), SOON);
}

// What somebody else wrote stands beside what was typed here, until one of three is chosen.
function beside(field, told) {
  field.other = told;
  const box = document.createElement("div");
  box.className = "mended";
  const who = document.createElement("p");
  who.textContent = told.by ? `${told.by} ${words.other}` : words.tab;
  const written = document.createElement("div");
  written.className = "written";
  for (const line of told.theirs.split("\n")) {
    const part = document.createElement("p");
    part.textContent = line;
    written.append(part);
  }
  const row = document.createElement("p");
  row.className = "row";
  const choose = (label, made) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      field.area.value = made();
      field.version.value = told.version;
      field.other = null;
      field.kept = told.theirs;
      box.remove();
      field.area.focus();
      if (dirty(field)) save(field);
      else tell(field, words.saved);
      tellAll();
    });
    row.append(button, " ");
  };
  choose(words.both, () => together(told.theirs, field.area.value));
  choose(words.only, () => field.area.value);
  choose(words.theirs, () => told.theirs);
  box.append(who, written, row);
  field.area.before(box);
  tell(field, words.some);
}

// Theirs first; of what is typed here, what they do not have already.
function together(theirs, mine) {
  if (mine.startsWith(theirs)) return mine;
  if (theirs.startsWith(mine)) return theirs;
  const a = theirs.split("\n");
  const b = mine.split("\n");
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return [...a, ...b.slice(same)].join("\n");
}

for (const field of fields) {
  field.area.addEventListener("input", () => {
    if (!out && !tries) tell(field, "");
    soon(field);
  });
  field.area.addEventListener("blur", () => save(field));
}
form.addEventListener("submit", () => {
  leaving = true;
  form.elements.seen.value = `${page}-${turn + 1}`;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !out) for (const field of waiting()) save(field, true);
});
window.addEventListener("online", () => {
  clearTimeout(later);
  again();
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && (waiting().length || fields.some((field) => field.other))) event.preventDefault();
});
