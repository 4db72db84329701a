// Comforts only: every page works without this file.
"use strict";

// A swap moves the reader to what it brought: the errors, what changed, or the part itself; but for what is asked again
// and again (`data-stays`), which nobody called for.
document.addEventListener("htmx:after:swap", (event) => {
  const old = event.detail?.ctx?.target;
  const part = old?.isConnected ? old : old?.id && document.getElementById(old.id);
  const target = document.querySelector("#errors, #changed") ?? part;
  if (!(target instanceof HTMLElement) || "stays" in target.dataset) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
});

// Typing counts as presence: a long note is not lost to the idle limit.
const EVERY = 3 * 60 * 1000;
let said = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - said < EVERY) return;
  said = Date.now();
  fetch("/presence", { method: "POST", credentials: "same-origin" }).catch(() => {});
});

// j and k walk a list, Enter opens: the link itself does that.
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const links = [...document.querySelectorAll(".cases .title a, .docket .do")];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
