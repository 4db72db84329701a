// Comforts only: areas can be typed without this file.
"use strict";

const figure = document.querySelector("figure.drawn");
const picture = figure?.querySelector("img");
if (picture) {
  const frame = document.createElement("span");
  frame.className = "drawn-area";
  frame.hidden = true;
  const hint = document.createElement("figcaption");
  hint.textContent = figure.dataset.hint;
  figure.append(frame, hint);
  picture.draggable = false;
  let from = null;

  // Hundredths of the picture's width and height.
  const place = (event) => {
    const box = picture.getBoundingClientRect();
    const part = (at, start, length) => Math.min(100, Math.max(0, Math.round(((at - start) / length) * 100)));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  };
  const sides = (to) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]),
  ];
  const show = ([left, top, right, bottom]) => {
    frame.style.setProperty("left", `${(left / 100) * picture.offsetWidth}px`);
    frame.style.setProperty("top", `${(top / 100) * picture.offsetHeight}px`);
    frame.style.setProperty("width", `${((right - left) / 100) * picture.offsetWidth}px`);
    frame.style.setProperty("height", `${((bottom - top) / 100) * picture.offsetHeight}px`);
    frame.hidden = false;
  };

  picture.addEventListener("pointerdown", (event) => {
    from = place(event);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => from && show(sides(place(event))));
  picture.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [left, top, right, bottom] = sides(place(event));
    from = null;
    const into = document.querySelector('details.marks[open] textarea[name^="areas_"]');
    if (!into || right <= left || bottom <= top) return;
    const before = into.value.trimEnd();
    into.value = `${before}${before ? "\n" : ""}${figure.dataset.page}: ${left} ${top} ${right} ${bottom}`;
  });
}
