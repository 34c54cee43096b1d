// The search field: opens at Ctrl+K and at /, lists what is found while one types, and leads there.
// On the page that a result leads to, the words are marked. The index comes only when it is needed.
(() => {
  "use strict";
  const ROOT = document.documentElement.dataset.content_root ?? "./";
  const FILES = ["minisearch.js", "language.js", "index.js", "find.js"];
  const IN_DIALOG = 4; // results of each kind; the search page has more
  const ON_PAGE = 10;
  const OF_ONE_KIND = 200;
  const SETTLED = 300; // ms without a letter after which the address tells what was typed
  const MAC = /^(Mac|iP)/.test(navigator.platform);
  const SAID = {
    loading: "Loading the index …",
    failed: "The index could not be loaded. The contents lead to every page.",
    none: (typed) => `Nothing found for “${typed}”.`,
    count: (count) => (count === 1 ? "1 result" : `${count} results`),
    all: (count, kind) => `All ${count}: ${kind}`,
    shown: (titles) => `In: ${titles.join(" · ")}`,
    everything: "Results of every kind",
  };

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // --- the index, loaded once

  let loading = null;
  const load = () => {
    loading ??= new Promise((done, fail) => {
      FILES.forEach((name, at) => {
        const script = make("script", { src: `${ROOT}_static/search/${name}`, async: false });
        script.onerror = fail;
        if (at === FILES.length - 1) script.onload = () => window.BookFind.ready.then(done, fail);
        document.head.append(script);
      });
    });
    return loading;
  };

  // --- a field with its results

  const box = document.querySelector(".search-box");
  if (!box) return;
  const dialog = box.closest("dialog");
  const form = box.querySelector("form");
  const input = form.elements.q;
  const status = box.querySelector(".search-status");
  const list = box.querySelector(".search-results");
  let options = [];
  let active = null;
  let shown = null; // what the list answers
  let ready = false;

  const activate = (option, scroll = true) => {
    active?.setAttribute("aria-selected", "false");
    active = option ?? null;
    active?.setAttribute("aria-selected", "true");
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
    if (!active || !scroll) return;
    if (active === options[0]) (dialog ? list : box).scrollTo?.(0, 0);
    active.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const parts = (told) => told.map(([text, mark]) => (mark ? make("mark", { textContent: text }) : text));
  const addressOf = ({ address, anchor, words }) => {
    const found = new URLSearchParams(words.map((one) => ["found", one])).toString();
    return `${ROOT}${address}${found && "?"}${found}${anchor && "#"}${anchor}`;
  };
  const option = (href, ...children) => {
    const made = make("a", { href, className: "search-result", tabIndex: -1, id: `search-${options.length}` }, ...children);
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    options.push(made);
    return made;
  };
  const resultOf = (one) => {
    const made = option(addressOf(one), make("span", { className: "search-title" }, ...parts(one.title)));
    if (one.page) made.append(make("span", { className: "search-where", textContent: one.page }));
    if (one.excerpt.length) made.append(make("span", { className: "search-excerpt" }, ...parts(one.excerpt)));
    if (one.shown.length) made.append(make("span", { className: "search-where", textContent: SAID.shown(one.shown) }));
    return made;
  };
  const groupOf = ({ name, count, results }, typed, at) => {
    const id = `search-kind-${at}`;
    const group = make("div", { className: "search-group" }, make("div", { className: "search-kind", id, textContent: name }));
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", id);
    group.append(...results.map(resultOf));
    if (count > results.length) {
      const more = new URLSearchParams({ q: typed, kind: name });
      const all = option(`${ROOT}search.html?${more}`, SAID.all(count, name));
      all.classList.add("search-all");
      group.append(all);
    }
    return group;
  };

  const kindAsked = () => (dialog ? "" : new URLSearchParams(location.search).get("kind") ?? "");
  const show = () => {
    const typed = input.value.trim();
    if (!ready || shown === typed) return;
    shown = typed;
    options = [];
    const kind = kindAsked();
    const most = kind ? OF_ONE_KIND : dialog ? IN_DIALOG : ON_PAGE;
    const groups = typed ? window.BookFind.find(typed, { most, kind }) : [];
    list.replaceChildren(...groups.map((one, at) => groupOf(one, typed, at)));
    list.hidden = !groups.length;
    input.setAttribute("aria-expanded", String(groups.length > 0));
    const count = groups.reduce((sum, one) => sum + one.count, 0);
    status.textContent = !typed ? "" : count ? SAID.count(count) : SAID.none(typed);
    if (kind && typed) {
      const every = make("a", { href: `?${new URLSearchParams({ q: typed })}`, textContent: SAID.everything });
      status.append(" · ", every);
    }
    activate(options[0]);
  };
  const begin = () => {
    if (ready) return;
    status.textContent = SAID.loading;
    load().then(
      () => {
        ready = true;
        status.textContent = "";
        show();
      },
      () => { status.textContent = SAID.failed; }
    );
  };

  // --- keys

  const step = (by) => {
    if (!options.length) return;
    const at = options.indexOf(active) + by;
    activate(options[(at + options.length) % options.length]);
  };
  const go = (event) => {
    if (!ready) return; // then the form leads to the search page
    event.preventDefault();
    show();
    active?.click();
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (dialog) dialog.close();
      else if (input.value) { input.value = ""; input.dispatchEvent(new Event("input")); }
    }
  });
  form.addEventListener("submit", go);
  list.addEventListener("pointermove", (event) => {
    const over = event.target.closest(".search-result");
    if (over && over !== active) activate(over, false);
  });

  const open = () => {
    begin();
    if (dialog && !dialog.open) dialog.showModal();
    input.focus();
    input.select();
  };
  const isTyping = (element) => element?.closest?.("input, textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    const command = MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    const shortcut = command && !event.shiftKey && !event.altKey && /^k$/i.test(event.key);
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (!shortcut && !slash) return;
    event.preventDefault();
    open();
  }, true);
  for (const button of document.querySelectorAll("[data-search-open]")) button.addEventListener("click", open);
  if (MAC) for (const key of document.querySelectorAll(".search-keys kbd:first-child")) key.textContent = "⌘";
  if (dialog) {
    box.querySelector(".search-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    // Whoever comes back finds the page, not the search; on the same page the dialog is in the way.
    list.addEventListener("click", (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (plain && event.target.closest(".search-result")) dialog.close();
    });
  } else {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    let settled = 0;
    input.addEventListener("input", () => {
      clearTimeout(settled);
      settled = setTimeout(() => {
        const told = new URLSearchParams(input.value.trim() ? { q: input.value.trim() } : {});
        if (kindAsked() && input.value.trim()) told.set("kind", kindAsked());
        history.replaceState(null, "", `${location.pathname}${told.size ? "?" : ""}${told}`);
      }, SETTLED);
    });
    open();
  }
})();

// Marks on the page what a result was found by.
(() => {
  "use strict";
  const asked = new URLSearchParams(location.search);
  const words = new Set(asked.getAll("found").map(window.BookWords.fold));
  if (!words.size) return;
  const ASIDE = "script, style, noscript, textarea, mark, .fact-note, .headerlink, .figure-tools, .search-box, .browse";
  const BLOCK = "section, figure, table, tr, li, dt, dd, div, article";

  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const whole = document.querySelector("article.bd-article") ?? document.querySelector("main");
  const place = target?.closest(BLOCK) ?? whole;
  // An empty anchor stands for what it is in.
  const region = place && (place.textContent.trim() || !place.parentElement ? place : place.parentElement.closest(BLOCK));

  const pattern = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|");
  const finds = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "gu");

  const mark = (node) => {
    const found = [...window.BookWords.fold(node.data).matchAll(finds)].reverse();
    if (!found.length) return;
    if (node.parentElement.closest("svg")) {
      node.parentElement.closest("text")?.classList.add("found");
      return;
    }
    for (const { 0: told, index } of found) {
      node.splitText(index + told.length);
      const box = document.createElement("mark");
      box.className = "found";
      const word = node.splitText(index);
      word.replaceWith(box);
      box.append(word);
    }
  };
  const walker = document.createTreeWalker(region ?? document.body, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node.data.trim() && !node.parentElement.closest(ASIDE) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
  });
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  texts.forEach(mark);

  const first = region?.querySelector("mark.found");
  if (first) {
    for (let up = first; (up = up.parentElement?.closest("details:not([open])")); ) up.open = true;
    const heading = first.closest("h1, h2, h3, figcaption, caption");
    const bring = () => first.scrollIntoView({ block: "center", behavior: "instant" });
    // Until all is loaded the browser itself goes to the anchor, again and again.
    if (!heading && document.readyState === "complete") bring();
    else if (!heading) addEventListener("load", () => setTimeout(bring), { once: true });
  }
  asked.delete("found");
  history.replaceState(history.state, "", `${location.pathname}${asked.size ? "?" : ""}${asked}${location.hash}`);
  const unmark = (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    for (const one of document.querySelectorAll("mark.found")) one.replaceWith(...one.childNodes);
    for (const one of document.querySelectorAll("text.found")) one.classList.remove("found");
    removeEventListener("keydown", unmark);
  };
  addEventListener("keydown", unmark);
})();
