// Escape puts a fact's note away. Nothing here is needed to read.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement?.closest(".fact")) {
      document.activeElement.blur();
    }
  });
})();
