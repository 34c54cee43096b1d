// Filters of the apparatus's long lists, and walking through the network. Nothing here is needed to
// read: without it every row is shown, and an actor of the network is a link to its ties.
(() => {
  "use strict";

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const { fold, ungrouped } = window.BookWords;
  // Accents do not count, nor how thousands are parted: "38693" is "38,693".
  const plain = (text) => ungrouped(fold(text));
  const SETTLED = 200; // ms without a change after which the address tells the filters

  // The bar names what rows can be filtered by, "kind:Kind place:Place"; rows carry the values.
  const bar = document.querySelector(".browse");
  const rows = [...document.querySelectorAll("[data-row]")];
  if (bar && rows.length > 8) {
    const texts = rows.map((row) => plain(row.textContent));
    const groups = [...new Set(rows.map((row) => row.closest("section")))].filter(
      (section) => section && !section.contains(bar)
    );
    const input = make("input", { type: "search", placeholder: "Words, a number, an id" });
    input.setAttribute("aria-label", "Search the rows");
    const form = make("form", { className: "filter" }, input);
    form.setAttribute("role", "search");
    const selects = bar.dataset.by.trim().split(/\s+/).filter(Boolean).map((told) => {
      const [key, label] = told.split(":");
      const counts = new Map();
      for (const row of rows) {
        const value = row.dataset[key];
        if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const select = make("select", {}, make("option", { value: "", textContent: "all" }));
      for (const value of [...counts.keys()].sort((a, b) => a.localeCompare(b))) {
        select.append(make("option", { value, textContent: `${value} (${counts.get(value)})` }));
      }
      select.dataset.key = key;
      form.append(make("label", {}, `${label} `, select));
      return select;
    });
    const count = make("output");
    const reset = make("button", { type: "reset", textContent: "Clear", hidden: true });
    form.append(count, reset);

    const apply = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden =
          !words.every((word) => texts[index].includes(word)) ||
          selects.some((select) => select.value && row.dataset[select.dataset.key] !== select.value);
        shown += row.hidden ? 0 : 1;
      });
      for (const group of groups) {
        group.hidden = ![...group.querySelectorAll("[data-row]")].some((row) => !row.hidden);
      }
      count.textContent = `${shown} of ${rows.length}`;
      reset.hidden = !words.length && selects.every((select) => !select.value);
    };
    // The address tells what is filtered: it can be sent, kept, and come back to.
    const fields = [["q", input], ...selects.map((select) => [select.dataset.key, select])];
    const restore = () => {
      const asked = new URLSearchParams(location.search);
      for (const [name, field] of fields) field.value = asked.get(name) ?? "";
      for (const select of selects) if (select.selectedIndex < 0) select.value = "";
    };
    let settled = 0;
    const tell = () => {
      clearTimeout(settled);
      settled = setTimeout(() => {
        const told = new URLSearchParams(location.search);
        for (const [name, field] of fields) {
          if (field.value.trim()) told.set(name, field.value.trim());
          else told.delete(name);
        }
        history.replaceState(history.state, "", `${location.pathname}${told.size ? "?" : ""}${told}${location.hash}`);
      }, SETTLED);
    };
    const change = () => { apply(); tell(); };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", change);
    form.addEventListener("reset", () => setTimeout(change));
    // A link to a row must find it, whatever is filtered.
    const find = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target?.hidden && !target?.closest("section[hidden]")) return;
      form.reset();
      change();
      target.scrollIntoView();
    };
    addEventListener("hashchange", find);
    addEventListener("popstate", () => { restore(); apply(); });
    bar.append(form);
    restore();
    apply();
    find();
  }

  // The network: an actor shows its ties beside the picture, and what it is tied to.
  const picture = document.querySelector("[data-network]");
  const panel = document.querySelector(".network-panel");
  if (picture && panel) {
    const actors = [...picture.querySelectorAll("[data-actor]")];
    const lines = [...picture.querySelectorAll("path")];
    const items = [...document.querySelectorAll(".ties [data-parties]")];
    let chosen = null;

    const choose = (actor) => {
      chosen = actor === chosen ? null : actor;
      const near = new Set([chosen]);
      for (const line of lines) {
        const { one, other } = line.dataset;
        const ours = one === chosen || other === chosen;
        if (ours) near.add(one).add(other);
        line.classList.toggle("ours", Boolean(chosen) && ours);
      }
      picture.classList.toggle("choosing", Boolean(chosen));
      for (const link of actors) {
        link.classList.toggle("near", near.has(link.dataset.actor));
        link.classList.toggle("chosen", link.dataset.actor === chosen);
        link.setAttribute("aria-pressed", String(link.dataset.actor === chosen));
      }
      panel.hidden = !chosen;
      panel.replaceChildren();
      if (!chosen) return;
      const found = items.filter((item) => item.dataset.parties.split(" ").includes(chosen));
      const name = actors.find((link) => link.dataset.actor === chosen);
      const title = (name.getAttribute("aria-label") ?? name.textContent).split(", ")[0];
      const list = make("ul");
      for (const item of found) {
        const copy = make("li", { innerHTML: item.innerHTML });
        const others = item.closest("section").querySelector("h2").firstChild.textContent.trim();
        copy.append(make("small", { className: "with", textContent: others }));
        list.append(copy);
      }
      panel.append(make("h2", { textContent: `${title}: ${found.length} ties` }), list);
    };

    for (const link of actors) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-pressed", "false");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        choose(link.dataset.actor);
      });
      link.addEventListener("keydown", (event) => {
        if (event.key === " ") {
          event.preventDefault();
          choose(link.dataset.actor);
        }
        if (event.key === "Escape" && chosen) choose(chosen);
      });
    }
  }
})();
