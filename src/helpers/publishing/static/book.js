// Filtering of long tables, and Escape to put a fact's note away. Nothing here is needed to read.
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-filter]")) {
    const rows = [...box.querySelectorAll("tbody tr")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const bar = document.createElement("form");
    bar.className = "filter";
    bar.setAttribute("role", "search");
    const input = document.createElement("input");
    input.type = "search";
    input.setAttribute("aria-label", "Filter the rows");
    input.placeholder = "Filter: words, an id, a status";
    const count = document.createElement("output");
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !words.every((word) => texts[index].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = `${shown} of ${rows.length}`;
    };
    bar.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", apply);
    bar.append(input, count);
    box.before(bar);
    apply();
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest(".fact")) {
      document.activeElement.blur();
    }
  });
})();
