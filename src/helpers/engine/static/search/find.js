// Finding: makes the index of what `index.js` lists, and answers what readers type. Loaded, with
// that list, when somebody begins to search.
window.BookFind = (() => {
  "use strict";
  const { apart, joined } = window.BookWords;
  const { kinds, labels, pages, entries } = window.BOOK_INDEX;
  const { stemmer, stop } = window.BOOK_LANGUAGE;
  const [KIND, PAGE, ANCHOR, TITLE, NAMES, TEXT, SHOWN] = [0, 1, 2, 3, 4, 5, 6];
  const FIELDS = { title: TITLE, names: NAMES, text: TEXT };
  const BOOST = { title: 4, names: 3, text: 1 };
  const BEGUN = 0.4; // what a word counts of which only the beginning is typed
  const MISTYPED = 0.6;
  const PREFIX_FROM = 2; // letters of a beginning
  const MOST_BEGUN = 40; // words that begin so, the shortest first: at two letters there are hundreds
  const FUZZY_FROM = 4; // letters of a word in which a typo is forgiven
  const SLICE = 250; // entries indexed at a time, so that typing stays smooth meanwhile
  const QUOTED = 170; // letters of an excerpt
  const BETWEEN = " · "; // names

  // Keep what was worked out: the same words and texts come up at every letter that is typed.
  const remembered = (work) => {
    const known = new Map();
    const ask = (text) => {
      if (!known.has(text)) known.set(text, work(text));
      return known.get(text);
    };
    return Object.assign(ask, { known });
  };
  const stem = remembered((word) => stemmer.stemWord(word));
  const scan = remembered(window.BookWords.scan);
  const called = remembered((text) => scan(text).map(({ term }) => term).join(" "));

  // --- the index: words by their stems; numbers; "Fig. 10" also as one thing

  const isLabel = (tokens, at) => labels[tokens[at].term] && tokens[at + 1]?.number;
  const labelled = (tokens, at) => `#${labels[tokens[at].term]} ${tokens[at + 1].term}`;
  const rooted = ({ term, number }) => (number ? term : stem(term));
  const terms = (text) => {
    const tokens = window.BookWords.scan(text);
    const found = [];
    tokens.forEach((token, at) => {
      if (stop.has(token.term)) return;
      found.push(rooted(token));
      if (isLabel(tokens, at)) found.push(labelled(tokens, at));
      const end = apart(tokens, at, text);
      if (end > at) found.push(joined(text.slice(token.start, tokens[end].end)));
    });
    return found;
  };
  const index = new MiniSearch({
    fields: Object.keys(FIELDS),
    extractField: (id, field) => (field === "id" ? id : entries[id][FIELDS[field]]),
    tokenize: terms,
    processTerm: (term) => term,
  });
  let words = []; // all of the book
  const ready = index
    .addAllAsync(entries.map((_, id) => id), { chunkSize: SLICE })
    .then(() => { words = [...stem.known.keys()]; });

  // --- what was typed, as queries

  const OPTIONS = { tokenize: (term) => [term], boost: BOOST };
  const scaled = (by) =>
    Object.fromEntries(Object.entries(BOOST).map(([field, boost]) => [field, boost * by]));
  const one = (term, by = 1, more = {}) => ({ queries: [term], boost: scaled(by), ...more });
  const both = (...queries) => ({ combineWith: "AND", queries });
  const either = (...queries) => ({ combineWith: "OR", queries });
  const knows = (query) => index.search(query, OPTIONS).length > 0;

  // A letter too many, too few, another, or two in the wrong order.
  const isTypo = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false;
    const most = Math.min(one.length, other.length);
    let [head, tail] = [0, 0];
    while (head < most && one[head] === other[head]) head += 1;
    while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
    const [left, right] = [one, other].map((text) => text.slice(head, text.length - tail));
    return left.length < 2 && right.length < 2 || left.length === 2 && right === left[1] + left[0];
  };
  const beginning = (term) =>
    words.filter((known) => known.startsWith(term)).sort((a, b) => a.length - b.length).slice(0, MOST_BEGUN);
  // What a word may be: one that begins so, and if the book has none, one that it is a typo of.
  const word = (term, lenient) => {
    const root = stem(term);
    const roots = new Map([[root, 1]]);
    const add = (known, by) => known.map(stem).forEach((it) => roots.has(it) || roots.set(it, by));
    if (term.length >= PREFIX_FROM) add(beginning(term), BEGUN);
    const exact = () => either(...[...roots].map(([it, by]) => one(it, by)));
    if (term.length >= FUZZY_FROM && (lenient || !knows(exact())))
      add(words.filter((known) => isTypo(term, known) || isTypo(root, stem(known))), MISTYPED);
    return exact();
  };
  const number = ({ ways, told }, last) => {
    const begun = last && told.length > 1 ? [one(joined(told), BEGUN, { prefix: true })] : [];
    return either(...ways.map((way, at) => one(way, at ? 0.5 : 1)), ...begun);
  };
  const read = (typed, lenient) => {
    const tokens = scan(typed);
    const told = tokens.filter(({ term }) => !stop.has(term));
    const units = [];
    for (let at = 0; at < told.length; at += 1) {
      const last = at === told.length - 1;
      const end = apart(told, at, typed);
      if (isLabel(told, at)) {
        const parts = both(one(stem(told[at].term), 0.2), one(told[at + 1].term, 0.2));
        units.push(either(one(labelled(told, at), 3), parts));
        at += 1;
      } else if (end > at) {
        const whole = one(joined(typed.slice(told[at].start, told[end].end)));
        units.push(either(whole, both(...told.slice(at, end + 1).map((part) => number(part, false)))));
        at = end;
      } else units.push(told[at].number ? number(told[at], last) : word(told[at].term, lenient));
    }
    return units;
  };

  // --- answers

  const search = (units, combineWith) =>
    units.length ? index.search({ combineWith, queries: units }, OPTIONS) : [];

  // Find what was typed, best first. All words must be there; else as many as are.
  const ranked = (typed) => {
    const units = read(typed, false);
    let found = search(units, "AND");
    if (!found.length) found = search(read(typed, true), "AND");
    if (!found.length && units.length > 1) found = search(read(typed, true), "OR");
    const asked = called(typed);
    for (const result of found) result.score *= likeness(asked, entries[result.id]);
    return found.sort((a, b) => b.score - a.score || a.id - b.id);
  };
  // What is called as was typed comes before what only speaks of it, and a page before its parts.
  const likeness = (asked, entry) => {
    const weight = kinds[entry[KIND]][1] * (entry[ANCHOR] ? 1 : 1.5);
    const title = called(entry[TITLE]);
    const names = entry[NAMES].split(BETWEEN).map(called);
    if (title === asked || names.includes(asked)) return 5 * weight;
    if (title.startsWith(`${asked} `)) return 2 * weight;
    return (` ${title} `.includes(` ${asked} `) ? 1.6 : 1) * weight;
  };

  const matches = (token, known) => known.has(rooted(token));
  const has = (text, known) => scan(text).some((token) => matches(token, known));

  // Cut a text into parts, those that were looked for marked: [["with ", false], ["words", true]].
  const marked = (text, known, from = 0, to = text.length) => {
    const cut = [];
    let at = from;
    for (const token of scan(text)) {
      if (token.start < from || token.end > to || !matches(token, known)) continue;
      if (token.start > at) cut.push([text.slice(at, token.start), false]);
      cut.push([text.slice(token.start, token.end), true]);
      at = token.end;
    }
    if (at < to) cut.push([text.slice(at, to), false]);
    return cut;
  };
  // Quote the part of a text that has most of what was looked for.
  const excerpt = (text, known) => {
    const hits = scan(text).filter((token) => matches(token, known));
    let [best, most] = [hits[0], 0];
    for (const hit of hits) {
      const near = hits.filter(({ start, end }) => start >= hit.start && end <= hit.start + QUOTED * 0.75);
      const different = new Set(near.map(rooted)).size;
      if (different > most) [best, most] = [hit, different];
    }
    const start = Math.max(0, Math.min((best?.start ?? 0) - QUOTED / 4, text.length - QUOTED));
    const from = start > 0 ? text.indexOf(" ", start) + 1 : 0;
    const until = from + QUOTED < text.length ? text.lastIndexOf(" ", from + QUOTED) : text.length;
    const to = until > from ? until : text.length;
    return [
      ...(from > 0 ? [["… ", false]] : []),
      ...marked(text, known, from, to),
      ...(to < text.length ? [[" …", false]] : []),
    ];
  };

  // Tell a result: what it is called, where it is, the quotation, the words to be marked there.
  const tell = ({ id, terms: matched }) => {
    const entry = entries[id];
    const known = new Set(matched.map((term) => (term.startsWith("#") ? term.split(" ")[1] : term)));
    const [address, page] = pages[entry[PAGE]];
    const own = [entry[TITLE], entry[TEXT]];
    const named = !own.some((text) => has(text, known)) && entry[NAMES];
    const found = own.flatMap((text) => marked(text, known)).filter(([, mark]) => mark);
    const surfaces = found.length ? found.map(([told]) => told.toLowerCase()) : scan(own[0]).map(({ told }) => told);
    return {
      title: marked(entry[TITLE], known),
      excerpt: excerpt(named ? `${entry[NAMES]}. ${entry[TEXT]}` : entry[TEXT], known),
      page: [entry[TITLE], kinds[entry[KIND]][0]].includes(page) ? "" : page,
      shown: (entry[SHOWN] ?? []).map((at) => pages[at][1]),
      address,
      anchor: entry[ANCHOR],
      words: [...new Set(surfaces)].slice(0, 8),
    };
  };

  // Answer what was typed, by kind of thing: the kind with the best answer first.
  const find = (typed, { most, kind = "" }) => {
    const groups = new Map();
    for (const result of ranked(typed)) {
      const name = kinds[entries[result.id][KIND]][0];
      if (kind && name !== kind) continue;
      if (!groups.has(name)) groups.set(name, { name, count: 0, results: [] });
      const group = groups.get(name);
      group.count += 1;
      if (group.results.length < most) group.results.push(tell(result));
    }
    return [...groups.values()];
  };

  return { find, ready };
})();
