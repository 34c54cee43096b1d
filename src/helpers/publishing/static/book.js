// Keeps a fact's note inside the window, and lets the keyboard reach what scrolls. Nothing here is
// needed to read.
(() => {
  "use strict";
  const EDGE = 8;

  const place = (fact) => {
    const note = fact.querySelector(".fact-note, .term-note");
    if (!note) return;
    const at = fact.getBoundingClientRect();
    note.style.position = "fixed";
    note.style.transform = "none";
    note.style.right = "auto";
    const { width, height } = note.getBoundingClientRect();
    const centred = at.left + at.width / 2 - width / 2;
    note.style.left = `${Math.max(EDGE, Math.min(centred, innerWidth - width - EDGE))}px`;
    const above = at.top - height - EDGE;
    note.style.top = `${above < EDGE ? at.bottom + EDGE : above}px`;
    note.style.bottom = "auto";
  };

  for (const event of ["pointerover", "focusin"]) {
    document.addEventListener(event, (one) => {
      const fact = one.target.closest?.(".fact");
      if (fact) place(fact);
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest(".fact")) {
      document.activeElement.blur();
    }
  });

  const reach = () => {
    for (const box of document.querySelectorAll(".drawing-scroll, .data-table, .table-scroll")) {
      const beyond = box.scrollWidth - box.clientWidth;
      if (beyond > 0) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      const caption = box.querySelector("caption"); // as wide as its table: keep it in sight
      if (caption && beyond > 0) caption.style.paddingRight = `${beyond}px`;
    }
  };
  addEventListener("resize", reach);
  addEventListener("load", reach);
})();
