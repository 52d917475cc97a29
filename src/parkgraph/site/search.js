// The search of the folder: looks through the names in search-index.js, which browsers load from disk as a script.
"use strict";

(() => {
  const { things, classes, simplified, readings } = window.parkgraphIndex;
  const MOST = 200;
  const ignored = /[\p{P}\p{Z}\p{C}]/gu;
  const asked = new URLSearchParams(location.search);
  const words = (asked.get("q") || "").trim();
  const kind = asked.get("class") || "";
  const lang = document.documentElement.lang.startsWith("en") ? 1 : 0;

  /** A text as it counts: Simplified, half-width, lower case, without white space and punctuation. */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(ignored, "");
    return [...plain].map((letter) => simplified[letter] || letter).join("");
  }

  /** Whether a name, from a place on, is spelled by letters: whole syllables or their first letters, the last cut off. */
  function spelled(name, at, letters) {
    if (letters === "") return true;
    if (at >= name.length) return false;
    if (name[at] === letters[0]) return spelled(name, at + 1, letters.slice(1));
    return (readings[name[at]] || "").split(" ").some((syllable) => {
      if (syllable === "") return false;
      if (syllable.startsWith(letters)) return true;
      if (letters.startsWith(syllable) && spelled(name, at + 1, letters.slice(syllable.length))) return true;
      return letters[0] === syllable[0] && spelled(name, at + 1, letters.slice(1));
    });
  }

  /** How well a thing fits: its whole name, the beginning of one, a part of one, its sound; 9 where it does not. */
  function rank(names, wanted) {
    const latin = /^[a-z]+$/.test(wanted);
    let best = 9;
    for (const name of names) {
      const at = name.indexOf(wanted);
      if (name === wanted) best = Math.min(best, 0);
      else if (at >= 0) best = Math.min(best, at === 0 ? 1 : 2);
      else if (latin && [...name].some((_, place) => spelled(name, place, wanted))) best = Math.min(best, 3);
    }
    return best;
  }

  /** Things come before concepts that fit equally well. */
  function aside(thing) {
    return Number(thing[0].startsWith("concept/"));
  }

  const wanted = fold(words);
  const found = things
    .filter((thing) => !kind || classes[thing[3]][2].includes(kind))
    .map((thing) => [wanted ? rank(thing[4].split("\n"), wanted) : 0, thing])
    .filter(([order]) => order < 9)
    .sort(([a, one], [b, other]) => a - b || aside(one) - aside(other) || one[1].length - other[1].length || (one[0] < other[0] ? -1 : 1));

  const list = document.getElementById("hits");
  const shown = words || kind ? found.slice(0, MOST) : [];
  for (const [, [file, zh, en, cls]] of shown) {
    const link = document.createElement("a");
    link.href = file;
    link.textContent = (lang ? en : zh) || zh;
    const kindOf = document.createElement("span");
    kindOf.className = "kind";
    kindOf.textContent = classes[cls][lang];
    const entry = document.createElement("li");
    entry.append(link, " ", kindOf);
    list.append(entry);
  }
  document.querySelector("input[type=search]").value = words;
  const told = document.getElementById("told");
  if (words || kind) {
    const { hits, more } = told.dataset;
    told.textContent = (found.length > MOST ? more : hits).replace("{all}", found.length).replace("{shown}", MOST);
  }
})();
