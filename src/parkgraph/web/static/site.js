// What every page's scripts share, as window.parkgraph, and what every page gains from scripts: the theme, the search box
// with suggestions, copy buttons, sortable tables and charts. Loaded first; each page works without it.
"use strict";

window.parkgraph = (() => {
  const MESSAGES = {
    zh: {
      cannot_copy: "复制不了，请手动选择文字后复制",
      cannot_reach: "连不上服务器",
      copied: "已复制",
      dark: "深色",
      failed: "服务器答复 {0}",
      keys_on: "上一处：p 或 ←；下一处：n 或 →",
      light: "浅色",
      reload: "请检查网络后重试。",
      step_back: "上一处",
      step_on: "下一处",
      suggestions: "搜索建议",
      theme: "切换深浅色",
    },
    en: {
      cannot_copy: "Copying failed; please select the text and copy it yourself",
      cannot_reach: "The server cannot be reached",
      copied: "Copied",
      dark: "Dark",
      failed: "The server answered {0}",
      keys_on: "Previous: p or ←; next: n or →",
      light: "Light",
      reload: "Check the network and try again.",
      step_back: "Previous",
      step_on: "Next",
      suggestions: "Suggestions",
      theme: "Switch between light and dark",
    },
  };
  const SUGGEST_AFTER = 80; // milliseconds without a key
  const COPIED_FOR = 1500;
  const LONGEST = 12;
  const here = document.currentScript;
  const lang = document.documentElement.lang.toLowerCase().startsWith("en") ? "en" : "zh";

  /** A function that gives the text of a key in the page's language, {0}, {1} … filled in. */
  function translator(messages) {
    return (key, ...values) => messages[lang][key].replace(/\{(\d)\}/g, (_, number) => values[number]);
  }

  const text = translator(MESSAGES);

  /** An element with attributes, listeners (on…) and children; texts become text nodes, null is left out. */
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** Give an element other children. */
  function fill(element, ...children) {
    element.textContent = "";
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** How wide a text is in Chinese characters; Latin letters count half. */
  function widthOf(content) {
    return [...content].reduce((width, character) => width + (character > "\u2e7f" ? 1 : 0.5), 0);
  }

  /** A name cut to the width of twelve Chinese characters; a tooltip has it whole. */
  function short(name) {
    if (widthOf(String(name)) <= LONGEST) return String(name);
    let kept = [...String(name)];
    while (widthOf(kept.join("")) > LONGEST - 1) kept = kept.slice(0, -1);
    return `${kept.join("").trim()}…`;
  }

  /** A text of the server in the page's language: a string, or {zh, en}. */
  function spoken(value) {
    return value && typeof value === "object" ? value[lang] || value.zh || value.en || "" : value || "";
  }

  /** What went wrong on the server, in words for people. */
  class Problem extends Error {
    constructor(reason, remedy, details) {
      super(reason);
      this.remedy = remedy;
      this.details = details || {};
    }
  }

  /** The answer to a request; a Problem for what is not a success, problem+json told in the page's language. */
  async function ask(url, options) {
    let answer;
    try {
      answer = await fetch(url, options);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Problem(text("cannot_reach"), text("reload"));
    }
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    const reason = spoken(told.reason) || spoken(told.detail) || spoken(told.title);
    throw new Problem(reason || text("failed", answer.status), spoken(told.remedy), told);
  }

  /** The JSON at an address; parameters that are null are left out. */
  async function askJson(path, parameters, options) {
    const given = Object.entries(parameters || {}).filter(([, value]) => value !== null && value !== undefined);
    const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
    return (await ask(search ? `${path}?${search}` : path, options)).json();
  }

  /** A note with a reason and what to do next. */
  function problemNote(problem) {
    return el("div", { class: "problem", role: "alert" }, [
      el("strong", {}, problem.message),
      problem.remedy ? el("span", {}, ` ${problem.remedy}`) : null,
    ]);
  }

  /** Hand a file to the browser. */
  function save(name, content, type) {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const url = URL.createObjectURL(blob);
    el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  /** Put a text on the clipboard and say so on the button for a while. */
  async function copy(content, button) {
    const label = button.textContent;
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(content);
      else copyOldWay(content);
      button.textContent = text("copied");
    } catch (_) {
      button.textContent = text("cannot_copy");
    }
    setTimeout(() => {
      button.textContent = label;
    }, COPIED_FOR);
  }

  /** Browsers hide navigator.clipboard from pages that come over plain HTTP from another machine. */
  function copyOldWay(content) {
    const area = el("textarea", { class: "off-screen", readonly: true });
    area.value = content;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy");
  }

  /** What the browser has kept under a name, null where it keeps nothing. */
  function recall(name) {
    try {
      return localStorage.getItem(`parkgraph.${name}`);
    } catch (_) {
      return null;
    }
  }

  /** Keep a text in the browser, where that is allowed. */
  function keep(name, value) {
    try {
      localStorage.setItem(`parkgraph.${name}`, value);
    } catch (_) {
      // Storage is full or forbidden; the page works on without it.
    }
  }

  // ------------------------------------------------------------------ theme

  /** The theme in force: the visitor's choice, else the system's. */
  function theme() {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    return document.documentElement.dataset.theme || system;
  }

  /** Choose a theme for this and later pages. */
  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    keep("theme", name);
    document.dispatchEvent(new CustomEvent("parkgraph:theme"));
  }

  /** The buttons [data-theme-switch] change the theme and name the one they lead to. */
  function enhanceTheme() {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      const show = () => {
        const other = theme() === "dark" ? "light" : "dark";
        button.textContent = text(other);
        button.title = text("theme");
        button.setAttribute("aria-label", `${text(other)} · ${text("theme")}`);
      };
      button.hidden = false;
      button.addEventListener("click", () => setTheme(theme() === "dark" ? "light" : "dark"));
      document.addEventListener("parkgraph:theme", show);
      show();
    }
  }

  // ------------------------------------------------------------------ search

  /** The label of a hit with the part that matched marked. */
  function marked(label, wanted) {
    const at = label.toLowerCase().indexOf(wanted.toLowerCase());
    if (at < 0 || wanted === "") return [label];
    const end = at + wanted.length;
    return [label.slice(0, at), el("mark", {}, label.slice(at, end)), label.slice(end)];
  }

  let boxes = 0;

  /** Suggest entities under a text input as its user types, in the manner of an ARIA combobox.
   *
   * `choose` is called with the hit. No request is sent while an input method composes.
   */
  function suggest(input, { limit = 8, choose }) {
    boxes += 1;
    const list = el("ul", { class: "suggestions", role: "listbox", id: `suggestions-${boxes}`, hidden: true });
    list.setAttribute("aria-label", text("suggestions"));
    let hits = [];
    let active = -1;
    let timer = 0;
    let request = null;
    let composing = false;

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const activate = (number) => {
      active = number;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === number)));
      if (number < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[number].id);
        list.children[number].scrollIntoView({ block: "nearest" });
      }
    };
    const show = (found, wanted) => {
      hits = found;
      const items = hits.map((hit, number) => {
        const option = { role: "option", id: `${list.id}-${number}`, "aria-selected": "false", title: hit.iri };
        const why = hit.matched && hit.matched !== hit.label ? el("span", { class: "why" }, hit.matched) : null;
        const kind = hit.class_label || hit.class;
        const item = el("li", option, el("span", {}, marked(hit.label, wanted)), why, el("span", { class: "kind" }, kind));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          close();
          choose(hit);
        });
        return item;
      });
      fill(list, items);
      list.hidden = hits.length === 0;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      activate(-1);
    };
    const look = async () => {
      const wanted = input.value.trim();
      if (request) request.abort();
      if (wanted === "") {
        close();
        return;
      }
      request = new AbortController();
      try {
        show(await askJson("/api/search.json", { q: wanted, limit, lang }, { signal: request.signal }), wanted);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };
    const later = () => {
      clearTimeout(timer);
      if (!composing) timer = setTimeout(look, SUGGEST_AFTER);
    };

    for (const [name, value] of [["role", "combobox"], ["autocomplete", "off"], ["aria-autocomplete", "list"]]) {
      input.setAttribute(name, value);
    }
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.insertAdjacentElement("afterend", list);
    input.addEventListener("compositionstart", () => {
      composing = true;
      clearTimeout(timer);
    });
    input.addEventListener("compositionend", () => {
      composing = false;
      later();
    });
    input.addEventListener("input", later);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (composing || event.isComposing) return;
      const last = hits.length - 1;
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        const hit = hits[active];
        close();
        choose(hit);
      } else if (!list.hidden && event.key === "ArrowDown") {
        event.preventDefault();
        activate(active >= last ? 0 : active + 1);
      } else if (!list.hidden && event.key === "ArrowUp") {
        event.preventDefault();
        activate(active <= 0 ? last : active - 1);
      }
    });
  }

  /** The page of an entity in the page's language, or the IRI itself where it is not ours. */
  function pageOf(iri) {
    const own = /^https:\/\/w3id\.org\/parkgraph\/((?:id|concept|rule|release)\/[A-Za-z0-9][A-Za-z0-9._~-]*)$/.exec(iri);
    return own ? `/${own[1]}${lang === "en" ? ".html?lang=en" : ""}` : iri;
  }

  /** Whether a key belongs to the page: no modifier, and nobody types into an input. */
  function isForPage(event) {
    const { target } = event;
    const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    return !(typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey);
  }

  /** The search box suggests, and `/` leads to it from anywhere but another input. */
  function enhanceSearch() {
    const input = document.querySelector("[data-suggest]");
    if (!input) return;
    const choose = (hit) => {
      location.href = pageOf(hit.iri);
    };
    suggest(input, { choose });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || !isForPage(event)) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  // ------------------------------------------------------------------ copying, tables, charts

  /** A button [data-copy] copies the text of its attribute or, for `#id`, of that element; [data-copy-more] adds one. */
  function enhanceCopying() {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-copy]");
      if (!button) return;
      const wanted = button.dataset.copy;
      const textOf = (place) => {
        const source = place.startsWith("#") ? document.getElementById(place.slice(1)) : null;
        return source ? source.value || source.textContent : place;
      };
      const more = button.dataset.copyMore;
      copy(more ? `${textOf(wanted)}\n${textOf(more)}` : textOf(wanted), button);
    });
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  }

  // ------------------------------------------------------------------ passages

  /** Scroll the box around an element, and nothing else, until the element is in its middle. */
  function centre(element) {
    const pane = element && element.closest(".text, .quotes");
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }

  /** The quotes [data-step] are walked through by buttons in [data-steps] and by keys; the address says which it is.
   *
   * The quote is marked in the list and, where the whole text is there, in the text; beside each other both scroll.
   */
  function enhanceSteps() {
    const bar = document.querySelector("[data-steps]");
    if (!bar) return;
    const steps = [...document.querySelectorAll("[data-step]")];
    const places = new Map(steps.map((step, number) => [step.id, number]));
    const count = el("output", { "aria-live": "polite" });
    let current = -1;

    const go = (number) => {
      if (number < 0 || number >= steps.length) return;
      const { id } = steps[number];
      const inText = location.hash.startsWith("#at-") && document.getElementById(`at-${id}`);
      location.replace(inText ? `#at-${id}` : `#${id}`);
    };
    const back = el("button", { type: "button", onclick: () => go(current - 1) }, `◀ ${text("step_back")}`);
    const on = el("button", { type: "button", onclick: () => go(current + 1) }, `${text("step_on")} ▶`);
    back.title = on.title = text("keys_on");

    const show = () => {
      const id = decodeURIComponent(location.hash.slice(1)).replace(/^at-/, "");
      current = places.has(id) ? places.get(id) : -1;
      for (const old of document.querySelectorAll(".quote[aria-current], .text mark[aria-current]")) {
        old.removeAttribute("aria-current");
      }
      count.textContent = `${current < 0 ? "–" : current + 1} / ${steps.length}`;
      back.disabled = current <= 0;
      on.disabled = current >= steps.length - 1;
      const quote = document.getElementById(id);
      if (!quote || !quote.matches(".quote")) return;
      quote.setAttribute("aria-current", "true");
      const place = id.split("-").slice(-2).join("-");
      const marks = [...document.querySelectorAll(`.text mark[data-of~="${place}"]`)];
      for (const mark of marks) mark.setAttribute("aria-current", "true");
      centre(quote);
      centre(marks[0]);
    };
    bar.append(back, count, on);
    bar.hidden = false;
    window.addEventListener("hashchange", show);
    document.addEventListener("keydown", (event) => {
      if (!isForPage(event) || event.shiftKey) return;
      if (event.key === "n" || event.key === "ArrowRight") go(current + 1);
      else if (event.key === "p" || event.key === "ArrowLeft") go(current - 1);
    });
    show();
  }

  const collator = new Intl.Collator("zh-u-co-pinyin", { numeric: true });

  /** What a cell is sorted by: its data-sort, the date of a <time> in it, or its text; a number where it reads as one. */
  function sortKey(cell) {
    const time = cell && cell.querySelector("time");
    const content = (cell ? cell.dataset.sort || (time && time.dateTime) || cell.textContent : "").trim();
    const plain = content.replace(/[,，\s%]/g, "");
    return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : content;
  }

  /** Numbers before texts, texts by pinyin, empty cells last. */
  function compareKeys(a, b) {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return collator.compare(a, b);
  }

  /** Make a table's headings sort it, upwards first, then downwards; empty cells stay last. */
  function sortable(table) {
    if (!table.tHead || !table.tBodies[0]) return;
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = el("button", { type: "button", class: "sort" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = [...table.tBodies[0].rows].map((row) => [sortKey(row.cells[column]), row]);
        const order = ([a], [b]) => (a === "" || b === "" || !down ? compareKeys(a, b) : compareKeys(b, a));
        table.tBodies[0].append(...keyed.sort(order).map(([, row]) => row));
      });
    });
  }

  /** Load a script once; its address is relative to this one. */
  function load(path) {
    const url = new URL(path, here.src).href;
    return new Promise((resolve, reject) => {
      document.head.append(el("script", { src: url, onload: resolve, onerror: () => reject(new Error(url)) }));
    });
  }

  /** Pages with a chart load what draws it, the others do not. */
  async function enhanceCharts() {
    const charts = [...document.querySelectorAll("[data-chart]")];
    if (charts.length === 0) return;
    await load(here.dataset.charts || "vendor/charts.bundle.js");
    await load(here.dataset.drawing || "charts.js");
    for (const chart of charts) window.parkgraph.drawChart(chart);
  }

  const chosen = recall("theme");
  if (chosen && !document.documentElement.dataset.theme) document.documentElement.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("scripted");
    enhanceTheme();
    enhanceSearch();
    enhanceCopying();
    enhanceSteps();
    for (const table of document.querySelectorAll("table.sortable")) sortable(table);
    enhanceCharts();
  });

  return {
    ...{ lang, translator, el, fill, short, widthOf, spoken, ask, askJson, problemNote, save, copy, recall, keep, theme },
    ...{ suggest, pageOf, sortable, Problem, messages: { site: MESSAGES } },
  };
})();
