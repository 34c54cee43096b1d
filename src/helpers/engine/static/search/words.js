// How texts and what readers type become the same words: without accents, and with every number
// in one spelling. Used by the search, by the marks that it leaves, and by the filters of lists.
window.BookWords = (() => {
  "use strict";

  // Each letter keeps its place, so that what is found in the folded text can be shown in the text.
  const bare = (letter) => {
    const told = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return told.length === letter.length ? told : letter;
  };
  const fold = (text) => text.replace(/[’‘]/g, "'").replace(/[^\0-\x7f]/g, bare).toLowerCase();

  // 38,693, 38.693, 38 693 and 38'693 group thousands; 29.42 and 29,42 have decimals.
  const SPACES = "\u00a0\u202f\u2009";
  const plain = (whole, decimals = "") => {
    const kept = decimals.replace(/0+$/, "");
    return `${whole.replace(/^0+(?=\d)/, "")}${kept && "."}${kept}`;
  };
  const joined = (digits) => plain(digits.replace(/\D/g, ""));
  // Every way to read a number, the likeliest first: 4.625 may be four and something, or thousands.
  const readings = (told) => {
    const text = told.replace(new RegExp(`[${SPACES}' ]`, "g"), "");
    const [, whole, mark, decimals] = text.match(/^(.*\d)([.,])(\d+)$/) ?? [null, text, "", ""];
    if (!mark) return [plain(whole)];
    const grouped = /^\d{1,3}([.,]\d{3})+$/.test(text) && new Set(text.replace(/\d/g, "")).size === 1;
    if (/[.,]/.test(whole)) {
      const other = mark === "," ? "." : ",";
      if (grouped) return [joined(text)];
      return whole.includes(mark) || !/^\d{1,3}([.,]\d{3})+$/.test(whole) || !whole.includes(other)
        ? [text] // a date, a section
        : [plain(whole.replace(/\D/g, ""), decimals)];
    }
    const asDecimal = plain(whole, decimals);
    if (!grouped) return [asDecimal];
    return mark === "," ? [joined(text), asDecimal] : [asDecimal, joined(text)];
  };

  const TOKEN = new RegExp(
    `\\d[\\d.,'${SPACES}]*\\d(?![\\p{L}\\d])|[\\p{L}\\p{N}]+(?:'(?=\\p{L}{2})[\\p{L}\\p{N}]+)*`,
    "gu"
  );
  // List the words and numbers of a text: what each is, where it stands, how else to read it.
  const scan = (text) => {
    const found = [];
    for (const { 0: told, index } of fold(text).matchAll(TOKEN)) {
      const number = /^\d/.test(told) && !/\p{L}/u.test(told);
      const ways = number ? readings(told) : [told.replace(/'s$/, "")];
      found.push({ term: ways[0], ways, number, told, start: index, end: index + told.length });
    }
    return found;
  };
  // "38 693": thousands apart, which only somebody who types writes with plain spaces.
  const APART = /^\d{3}$/;
  const apart = (tokens, at, text) => {
    let end = at;
    if (!/^\d{1,3}$/.test(tokens[at].told)) return at;
    while (
      end + 1 < tokens.length &&
      APART.test(tokens[end + 1].told) &&
      text.slice(tokens[end].end, tokens[end + 1].start) === " "
    ) end += 1;
    return end;
  };

  // A text in which numbers have no marks between their thousands, for filters that look for parts.
  const ungrouped = (text) =>
    fold(text).replace(new RegExp(`(\\d)[,'${SPACES}](?=\\d{3}(?!\\d))`, "g"), "$1");

  return { fold, scan, apart, joined, ungrouped };
})();
