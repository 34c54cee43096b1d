// Keeps a fact's note inside the window, and lets the keyboard reach what scrolls. Nothing here is
// needed to read.
(() => {
  "use strict";
  // A note opens in the browser's top layer: no table, figure or edge of the window cuts it.
  const EDGE = 8;
  const LEAVE = 150; // ms in which the pointer may cross from a number to its note
  let open = null;
  let leaving = 0;
  for (const note of document.querySelectorAll(".fact-note")) note.popover = "manual";

  const place = ([box, note]) => {
    const at = box.firstElementChild.getClientRects()[0];
    const { width, height } = note.getBoundingClientRect();
    const centred = at.left + at.width / 2 - width / 2;
    const above = at.top - height - EDGE;
    note.style.left = `${Math.max(EDGE, Math.min(centred, innerWidth - width - EDGE))}px`;
    note.style.top = `${above < EDGE ? at.bottom + EDGE : above}px`;
  };
  const hide = () => {
    open?.[1].hidePopover();
    open = null;
  };
  const show = (box) => {
    clearTimeout(leaving);
    if (open?.[0] === box) return;
    hide();
    const note = box.querySelector(".fact-note");
    note.showPopover();
    open = [box, note];
    place(open);
  };
  const boxOf = (event) => event.target.closest?.(".fact, .term-box");
  document.addEventListener("pointerover", (event) => {
    clearTimeout(leaving);
    const box = boxOf(event);
    if (box) show(box);
    else if (open && !open[0].contains(document.activeElement)) leaving = setTimeout(hide, LEAVE);
  });
  document.addEventListener("focusin", (event) => (boxOf(event) ? show(boxOf(event)) : hide()));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", () => open && place(open), { passive: true, capture: true });

  // What is wider than the screen can be reached and named, and shows where there is more of it.
  const SCROLLERS = ".drawing-scroll, .pst-scrollable-table-container, .table-scroll";
  const nameOf = (box) => {
    const told = (selector) => box.closest(selector)?.querySelector(":is(.caption-number, caption, h1, h2, h3)");
    const data = box.matches(".data-figure .table-scroll") ? "Data of " : "";
    const name = told(".data-figure, .data-table") ?? box.querySelector("caption") ?? told("section");
    return `${data}${name?.firstChild.textContent.trim() ?? "Table"}, moves sideways`;
  };
  const mark = (box) => {
    const rest = box.scrollWidth - box.clientWidth - box.scrollLeft;
    box.classList.toggle("more-right", rest > 2);
    box.classList.toggle("more-left", box.scrollLeft > 2);
  };
  const reach = (box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const tall = box.scrollHeight > box.clientHeight + 1;
    box.classList.toggle("scrolls", wide);
    for (const [name, value] of [["tabindex", 0], ["role", "region"], ["aria-label", nameOf(box)]]) {
      if (wide || tall) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
    let hint = box.nextElementSibling;
    if (!hint?.matches(".scroll-hint")) {
      hint = document.createElement("p");
      hint.className = "scroll-hint";
      hint.ariaHidden = "true";
      hint.textContent = "Move sideways to see all of it →";
      box.after(hint);
    }
    hint.hidden = !wide;
    mark(box);
  };
  const watch = new ResizeObserver((seen) => seen.forEach(({ target }) => reach(target)));
  for (const box of document.querySelectorAll(SCROLLERS)) {
    watch.observe(box);
    box.addEventListener("scroll", () => mark(box), { passive: true });
  }
})();
