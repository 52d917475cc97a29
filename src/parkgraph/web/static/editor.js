// The SPARQL editor of /sparql: CodeMirror on <textarea id="sparql-text">, completion and hover from the vocabulary, checks by
// the server, history in the browser, the answer as a table or a graph. Needs site.js, sparql.js, code.js, vendor/editor.bundle.js.
"use strict";

(() => {
  const cm = window.parkgraph_editor;
  const { ask, askJson, codeFor, copy, el, fill, keep, lang, pageOf, problemNote, recall, save, sortable, spoken, sparql, translator } =
    window.parkgraph;
  const MESSAGES = {
    zh: {
      all_rows: "{0} 行，用时 {1} 毫秒",
      answer_no: "否",
      answer_yes: "是",
      cancel: "停止",
      cancelled: "已停止。",
      classes: "类",
      code: "代码",
      code_about: "把同一个查询放进程序：复制即可运行。",
      copy: "复制",
      copy_table: "复制表格",
      count: "{0} 个",
      cut_off: "远程库截断了结果：{0}",
      download_csv: "下载 CSV",
      download_turtle: "下载 Turtle",
      empty: "没有符合条件的行。请放宽条件，或先去掉一行再试。",
      format: "整理格式",
      graph: "关系图",
      graph_too_long: "查询太长，网址放不下：编码后 {0} 字节，上限 {1}。请缩短后再画关系图。",
      history: "历史",
      history_empty: "还没有运行过查询。",
      insert_prefixes: "补全前缀",
      keyword: "关键字",
      label: "SPARQL 查询",
      link_copied: "链接已复制，打开它会得到同一个查询。",
      more: "再显示 {0} 行",
      no_prefix_missing: "前缀都已声明。",
      prefixes_added: "已补上前缀：{0}",
      properties: "属性",
      range: "值的类型：{0}",
      result: "结果",
      run: "运行",
      running: "正在查询……",
      share: "分享",
      shortcut: "Ctrl+Enter 运行，Esc 停止，Ctrl+空格 或 Alt+/ 提示（实体可按中文名或拼音找）",
      statements: "三元组，用时 {0} 毫秒",
      truncated: "只显示前 {0} 行，后面还有。请加条件缩小范围，或用 LIMIT 与 OFFSET 分批取。",
      truncated_of: "显示前 {0} 行，共 {1} 行。请加条件缩小范围，或用 LIMIT 与 OFFSET 分批取。",
      truncated_of_triples: "显示前 {0} 条三元组，共 {1} 条。请加条件缩小范围，或用 LIMIT 与 OFFSET 分批取。",
      truncated_triples: "只显示前 {0} 条三元组，后面还有。请加条件缩小范围，或用 LIMIT 与 OFFSET 分批取。",
      variable: "变量",
      vocabulary: "词表",
      vocabulary_filter: "按名称筛选词表",
      write_query: "请先写一个查询。",
    },
    en: {
      all_rows: "{0} rows in {1} ms",
      answer_no: "No",
      answer_yes: "Yes",
      cancel: "Stop",
      cancelled: "Stopped.",
      classes: "Classes",
      code: "Code",
      code_about: "The same query for a program; copy it and it runs.",
      copy: "Copy",
      copy_table: "Copy table",
      count: "{0} uses",
      cut_off: "The remote store cut the answer off: {0}",
      download_csv: "Download CSV",
      download_turtle: "Download Turtle",
      empty: "No row matches. Relax a condition, or leave a line out and try again.",
      format: "Format",
      graph: "Relation graph",
      graph_too_long: "The query is too long for an address: {0} bytes, at most {1}. Shorten it to draw the graph.",
      history: "History",
      history_empty: "No query has been run yet.",
      insert_prefixes: "Add prefixes",
      keyword: "keyword",
      label: "SPARQL query",
      link_copied: "The link is copied; it opens this same query.",
      more: "Show {0} more rows",
      no_prefix_missing: "All prefixes are declared.",
      prefixes_added: "Prefixes added: {0}",
      properties: "Properties",
      range: "Values: {0}",
      result: "Result",
      run: "Run",
      running: "Asking …",
      share: "Share",
      shortcut: "Ctrl+Enter runs, Esc stops, Ctrl+Space or Alt+/ completes (entities by Chinese name or pinyin)",
      statements: "Triples in {0} ms",
      truncated: "Only the first {0} rows are shown, there are more. Narrow the query, or page with LIMIT and OFFSET.",
      truncated_of: "The first {0} rows of {1}. Narrow the query, or page with LIMIT and OFFSET.",
      truncated_of_triples: "The first {0} triples of {1}. Narrow the query, or page with LIMIT and OFFSET.",
      truncated_triples: "Only the first {0} triples are shown, there are more. Narrow the query, or page with LIMIT and OFFSET.",
      variable: "variable",
      vocabulary: "Vocabulary",
      vocabulary_filter: "Filter the vocabulary by name",
      write_query: "Write a query first.",
    },
  };
  // CodeMirror's own words.
  const PHRASES = {
    Completions: "提示",
    Diagnostics: "检查结果",
    "No diagnostics": "没有问题",
    Find: "查找",
    Replace: "替换为",
    next: "下一处",
    previous: "上一处",
    all: "全选",
    "match case": "区分大小写",
    regexp: "正则表达式",
    "by word": "整词",
    replace: "替换",
    "replace all": "全部替换",
    close: "关闭",
    "current match": "当前匹配",
    "on line": "在第",
    "Go to line": "转到行",
    go: "转到",
  };
  const KINDS = ["Keyword", "Function", "Iri", "String", "Variable", "Name", "Number", "Tag", "Comment"];
  const CHECK_AFTER = 500; // milliseconds without a key
  const KEPT = 50; // queries in the history
  const LONGEST = 7000; // bytes of a query in an address; many proxies take no more than eight thousand in all
  const PROOF = /^fact(_.*)?$/; // columns of facts that only prove a row
  const PAGE = 500; // rows of a table, and IRIs whose labels are asked for at once
  const WORDS = "SELECT,WHERE,DISTINCT,OPTIONAL,FILTER,BIND,VALUES,UNION,MINUS,ORDER BY,GROUP BY,LIMIT,OFFSET,COUNT,PREFIX".split(",");
  const text = translator(MESSAGES);
  const nonce = document.querySelector('meta[name="csp-nonce"]');
  const area = document.getElementById("sparql-text");
  const form = area.form;
  const endpoint = form ? form.getAttribute("action") || "/sparql" : "/sparql";

  let vocabulary = { prefixes: {}, classes: [], properties: [] };
  let view = null;
  let running = null; // the AbortController of the query that runs

  const query = () => view.state.doc.toString();
  const named = (term) => (lang === "en" ? term.en || term.zh : term.zh || term.en) || term.curie;
  const defined = (term) => (lang === "en" ? term.definition_en || term.definition_zh : term.definition_zh || term.definition_en);

  // ------------------------------------------------------------------ names and prefixes

  /** A name such as pg:Park in the prefix the query itself has for that namespace. */
  function inQuery(curie) {
    const at = curie.indexOf(":");
    const [prefix, local] = [curie.slice(0, at), curie.slice(at + 1)];
    const own = Object.entries(sparql.declared(sparql.tokens(query())));
    const found = own.find(([, iri]) => iri === vocabulary.prefixes[prefix]);
    return `${found ? found[0] : prefix}:${local}`;
  }

  /** The vocabulary's name for a name or IRI of the query. */
  function inVocabulary(written) {
    const at = written.indexOf(":");
    const own = sparql.declared(sparql.tokens(query()));
    const prefix = written.slice(0, at);
    const iri = written.startsWith("<") ? written.slice(1, -1) : (own[prefix] || vocabulary.prefixes[prefix] || "") + written.slice(at + 1);
    const spaces = Object.entries(vocabulary.prefixes).filter(([, space]) => iri.startsWith(space));
    const [best] = spaces.sort(([, a], [, b]) => b.length - a.length);
    return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
  }

  /** The change that declares prefixes at the place where they belong. */
  function declaration(prefixes) {
    const { at, after } = sparql.prologueEnd(sparql.tokens(query()));
    const lines = prefixes.map((prefix) => `PREFIX ${prefix}: <${vocabulary.prefixes[prefix]}>`).join("\n");
    return { from: at, insert: after ? `\n${lines}` : `${lines}\n` };
  }

  /** Declare what the query uses and the vocabulary knows; says which. */
  function addPrefixes() {
    const wanted = sparql.missing(sparql.tokens(query()), vocabulary.prefixes);
    if (wanted.length > 0) view.dispatch({ changes: declaration(wanted), userEvent: "input.complete" });
    say(wanted.length > 0 ? text("prefixes_added", wanted.join(", ")) : text("no_prefix_missing"));
  }

  // ------------------------------------------------------------------ completion

  /** Put a completion in place: the name, its PREFIX if it is not declared, a comment on the line above. */
  function put(target, from, to, insert, comment) {
    const changes = [{ from, to, insert }];
    let anchor = from + insert.length;
    const prefix = insert.startsWith("<") ? "" : insert.slice(0, Math.max(insert.indexOf(":"), 0));
    const known = sparql.declared(sparql.tokens(query()));
    if (prefix in vocabulary.prefixes && !(prefix in known)) {
      changes.unshift(declaration([prefix]));
      anchor += changes[0].insert.length;
    }
    if (comment) {
      const line = target.state.doc.lineAt(from);
      changes.unshift({ from: line.from, insert: `${/^\s*/.exec(line.text)[0]}# ${insert} ${comment}\n` });
      anchor += changes[0].insert.length;
    }
    target.dispatch({ changes, selection: { anchor }, userEvent: "input.complete" });
  }

  /** A class or property as a completion. */
  function offered(term, type, count) {
    const name = inQuery(term.curie);
    const info = () => card(term);
    const detail = [named(term), text("count", count.toLocaleString(lang))].filter((part) => part !== name).join(" · ");
    return { label: name, detail, type, info, apply: (target, _, from, to) => put(target, from, to, name) };
  }

  /** How well a term fits what is typed: 2 where a name starts with it, 1 where one contains it, 0 not at all. */
  function fit(term, typed) {
    const wanted = typed.toLowerCase();
    const names = [inQuery(term.curie), term.curie.slice(term.curie.indexOf(":") + 1), term.zh, term.en];
    const places = names.map((name) => (name || "").toLowerCase().indexOf(wanted)).filter((place) => place >= 0);
    return places.length === 0 ? 0 : 1 + places.includes(0);
  }

  /** Terms that fit, best first, then most used first. */
  function fitting(terms, typed, type) {
    const rated = terms.map(([term, count]) => [term, count, fit(term, typed)]).filter(([, , rank]) => rank > 0);
    rated.sort(([a, m, p], [b, n, q]) => q - p || n - m || (a.curie < b.curie ? -1 : 1));
    return rated.map(([term, count]) => offered(term, type, count));
  }

  /** The properties that the classes of a subject have, with their counts; all where no class is known. */
  function propertiesOf(classes) {
    const byName = new Map(vocabulary.properties.map((term) => [term.curie, term]));
    const known = vocabulary.classes.filter(({ curie }) => classes.includes(curie));
    if (known.length === 0) return vocabulary.properties.map((term) => [term, term.count]);
    const counts = new Map();
    for (const { curie, count } of known.flatMap(({ properties }) => properties)) counts.set(curie, count + (counts.get(curie) || 0));
    return [...counts].map(([curie, count]) => [byName.get(curie) || { curie }, count]);
  }

  const plainOption = (label, type) => ({ label, type, detail: text(type) });

  /** Entities whose name, alias or pinyin matches. */
  async function entities(context, typed) {
    const stop = new AbortController();
    context.addEventListener("abort", () => stop.abort());
    const wanted = typed.slice(typed.indexOf(":") + 1);
    const hits = await askJson("/api/search.json", { q: wanted, limit: 20, lang }, { signal: stop.signal }).catch(() => []);
    return hits.map((hit) => {
      const space = vocabulary.prefixes.pgd;
      const local = space && hit.iri.startsWith(space) ? hit.iri.slice(space.length) : "";
      const name = /^[\w-]+$/.test(local) ? inQuery(`pgd:${local}`) : `<${hit.iri}>`;
      const apply = (target, _, from, to) => put(target, from, to, name, hit.label.replace(/\s+/g, " "));
      const kind = vocabulary.classes.find(({ curie }) => curie === hit.class);
      const why = hit.matched && hit.matched !== hit.label ? ` · ${hit.matched}` : "";
      return { label: hit.label, detail: `${kind ? named(kind) : hit.class}${why}`, type: "entity", apply };
    });
  }

  /** What may stand where the cursor is. */
  async function complete(context) {
    const whole = context.state.doc.toString();
    const list = sparql.tokens(whole.slice(0, context.pos));
    const last = list[list.length - 1];
    const touched = last && last.to === context.pos;
    if (touched && /^(comment|string|number|tag)$/.test(last.kind)) return null;
    const word = touched && /^(name|word|variable)$/.test(last.kind) ? last : null;
    const [from, typed] = word ? [word.from, word.text] : [context.pos, ""];
    const { slot, subject, property } = sparql.walk(word ? list.slice(0, -1) : list);
    const classSlot = slot === "object" && property === "a";
    if (typed === "" && !context.explicit && !classSlot && slot !== "property") return null;
    const others = sparql.tokens(`${whole.slice(0, from)} ${whole.slice(context.pos)}`);
    const classes = () => fitting(vocabulary.classes.map((term) => [term, term.count]), typed, "class");
    const options = [];
    if (typed.startsWith("?")) {
      const names = new Set(others.filter(({ kind }) => kind === "variable").map((token) => token.text));
      options.push(...[...names].filter((name) => name.startsWith(typed)).map((name) => plainOption(name, "variable")));
    } else if (classSlot) options.push(...classes());
    else if (slot === "property") {
      const said = [...(sparql.walk(others).types.get(subject) || [])].map(inVocabulary);
      options.push(...fitting(propertiesOf(said), typed, "property"));
    } else if (typed !== "") {
      if (context.explicit) options.push(...(await entities(context, typed)));
      if (typed.includes(":")) options.push(...classes());
      const keywords = slot === "object" ? [] : WORDS.filter((name) => name.startsWith(typed.toUpperCase()));
      options.push(...keywords.map((name) => plainOption(name, "keyword")));
    }
    return options.length > 0 ? { from, options, filter: false } : null;
  }

  // ------------------------------------------------------------------ hover and checks

  /** Label, name, definition and use of a term. */
  function card(term) {
    const range = term.range ? el("p", { class: "range" }, text("range", term.range)) : null;
    const count = term.count === undefined ? null : el("p", { class: "range" }, text("count", term.count.toLocaleString(lang)));
    const heading = el("p", {}, el("strong", {}, named(term)), " ", el("code", {}, term.curie));
    return el("div", { class: "term-card" }, heading, defined(term) ? el("p", {}, defined(term)) : null, range, count);
  }

  /** What the vocabulary says of the name under the pointer. */
  function hover(target, position) {
    const token = sparql.tokens(target.state.doc.toString()).find(({ from, to }) => from <= position && position < to);
    if (!token || (token.kind !== "name" && token.kind !== "iri")) return null;
    const curie = inVocabulary(token.text);
    const term = [...vocabulary.classes, ...vocabulary.properties].find((one) => one.curie === curie);
    return term ? { pos: token.from, end: token.to, above: true, create: () => ({ dom: card(term) }) } : null;
  }

  /** The place in the document of a line and column, both counted from one, the column in characters. */
  function placeOf(doc, number, column) {
    const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
    return line.from + [...line.text].slice(0, Math.max(column - 1, 0)).join("").length;
  }

  /** What the server finds wrong with the query, marked where it is. */
  async function check(target) {
    const { doc } = target.state;
    if (target.composing || doc.toString().trim() === "") return [];
    const options = { method: "POST", body: new URLSearchParams({ query: doc.toString() }) };
    const found = await askJson("/api/check", null, options).catch(() => ({ ok: true }));
    if (found.ok) return [];
    const at = placeOf(doc, found.line || 1, found.column || 1);
    const list = sparql.tokens(doc.toString());
    const token = list.find(({ to }) => at < to) || list[list.length - 1];
    const lacking = sparql.missing(list, vocabulary.prefixes).length > 0;
    const actions = lacking ? [{ name: text("insert_prefixes"), apply: addPrefixes }] : [];
    const renderMessage = () => el("span", {}, el("strong", {}, spoken(found.reason)), el("br"), spoken(found.remedy));
    return [{ from: token.from, to: token.to, severity: "error", message: spoken(found.reason), renderMessage, actions }];
  }

  // ------------------------------------------------------------------ the page around it

  const button = (key, action, extra) => el("button", { type: "button", onclick: action, ...extra }, text(key));
  const status = el("p", { class: "sparql-status", role: "status" });
  const result = el("section", { class: "sparql-result", "aria-label": text("result") });
  const stop = button("cancel", () => running && running.abort(), { disabled: true });
  const past = el("details", { class: "sparql-history" }, el("summary", {}, text("history")), el("ol"));
  const code = el("details", { class: "sparql-code" }, el("summary", {}, text("code")), el("div"));
  const words = el("details", { class: "sparql-words" }, el("summary", {}, text("vocabulary")));

  function say(content) {
    fill(status, content);
  }

  function setQuery(content) {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: content }, userEvent: "input" });
    view.focus();
  }

  function readHistory() {
    try {
      return JSON.parse(recall("history") || "[]");
    } catch (_) {
      return [];
    }
  }

  /** The last queries that were run, newest first; a click brings one back. */
  function showHistory() {
    const items = readHistory().map(({ query: content, at }) => {
      const time = new Date(at).toLocaleString(lang === "zh" ? "zh-CN" : "en-GB");
      const bare = content.replace(/^\s*(#.*|PREFIX .*)$/gim, "").replace(/\s+/g, " ").trim();
      const back = el("button", { type: "button", title: content, onclick: () => setQuery(content) }, bare.slice(0, 80));
      return el("li", {}, el("time", {}, time), " ", back);
    });
    fill(past.lastElementChild, items.length > 0 ? items : [el("li", {}, text("history_empty"))]);
  }

  function remember(content) {
    const others = readHistory().filter((entry) => entry.query !== content);
    keep("history", JSON.stringify([{ query: content, at: Date.now() }, ...others].slice(0, KEPT)));
    showHistory();
  }

  /** The drawer of classes and properties; a click writes the name at the cursor. */
  function showVocabulary() {
    const insert = (term) => () => {
      const { from, to } = view.state.selection.main;
      put(view, from, to, inQuery(term.curie));
      view.focus();
    };
    const entry = (term, count) => {
      const name = el("button", { type: "button", title: defined(term), onclick: insert(term) }, named(term));
      return el("li", { "data-words": `${term.curie} ${term.zh} ${term.en}`.toLowerCase() }, name, " ", el("code", {}, term.curie), ` ${count}`);
    };
    const lists = [["classes", vocabulary.classes], ["properties", vocabulary.properties]].map(([key, terms]) => {
      const sorted = [...terms].sort((a, b) => b.count - a.count || (a.curie < b.curie ? -1 : 1));
      return el("div", {}, el("h3", {}, text(key)), el("ul", {}, sorted.map((term) => entry(term, term.count.toLocaleString(lang)))));
    });
    const filter = el("input", { type: "search", "aria-label": text("vocabulary_filter"), placeholder: text("vocabulary_filter") });
    filter.addEventListener("input", () => {
      const wanted = filter.value.trim().toLowerCase();
      for (const item of words.querySelectorAll("li")) item.hidden = !item.dataset.words.includes(wanted);
    });
    words.append(filter, el("div", { class: "lists" }, lists));
  }

  /** What a query gives: `rows`, `boolean` or `graph`. */
  function formOf(content) {
    const form = sparql.formOf(sparql.tokens(content));
    return /^(construct|describe)$/.test(form) ? "graph" : form === "ask" ? "boolean" : "rows";
  }

  /** The query as programs, while their drawer is open. */
  function showCode() {
    if (!code.open) return;
    const open = [...code.querySelectorAll("details[open]")].map((one) => one.dataset.language);
    const programs = Object.entries(codeFor(new URL(endpoint, location.href).href, query(), formOf(query())));
    const items = programs.map(([language, program], number) => {
      const told = { "data-language": language, open: open.length > 0 ? open.includes(language) : number === 0 };
      const copying = button("copy", (event) => copy(program, event.currentTarget));
      return el("details", told, el("summary", {}, language), copying, el("pre", { tabindex: "0" }, program));
    });
    fill(code.lastElementChild, el("p", {}, text("code_about")), items);
  }

  /** A link that opens this query, in the address bar and on the clipboard. */
  function share(event) {
    const link = new URL(`#query=${encodeURIComponent(query())}`, location.href).href;
    history.replaceState(null, "", link);
    copy(link, event.currentTarget);
    say(text("link_copied"));
  }

  // ------------------------------------------------------------------ running

  /** Send a query; the answer is that of the SPARQL protocol. */
  function send(content, accept, signal) {
    return ask(endpoint, { method: "POST", body: new URLSearchParams({ query: content }), headers: { Accept: accept }, signal });
  }

  /** The labels of IRIs in the page's language, else in Chinese, as {text, tag}. */
  async function labelsOf(iris) {
    const labels = new Map();
    for (const term of [...vocabulary.classes, ...vocabulary.properties]) {
      const at = term.curie.indexOf(":");
      const tag = lang === "en" && term.en ? "en" : "zh";
      const label = { text: named(term), tag: named(term) === term.curie ? lang : tag };
      labels.set((vocabulary.prefixes[term.curie.slice(0, at)] || "") + term.curie.slice(at + 1), label);
    }
    const wanted = iris.filter((iri) => !labels.has(iri) && /^https?:[^<>"{}|^`\\\s]*$/.test(iri)).slice(0, PAGE);
    if (wanted.length === 0) return labels;
    const asked =
      `SELECT ?x ?l WHERE { VALUES ?x { ${wanted.map((iri) => `<${iri}>`).join(" ")} } ` +
      "?x <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2000/01/rdf-schema#label> ?l }";
    const answer = await send(asked, "application/sparql-results+json").then((got) => got.json()).catch(() => null);
    const found = answer ? answer.results.bindings : [];
    for (const wantedLang of ["zh", lang]) {
      for (const { x, l } of found) {
        const tag = l["xml:lang"];
        if (tag === wantedLang || !labels.has(x.value)) labels.set(x.value, { text: l.value, tag: tag || lang });
      }
    }
    return labels;
  }

  /** A cell: entities as links with their label, which is marked where it is not in the page's language; numbers as written. */
  function cell(term, labels) {
    if (!term) return el("td");
    if (term.type !== "uri") {
      const number = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/.test(term.datatype || "");
      return el("td", { class: number ? "number" : null, lang: term["xml:lang"] }, term.value);
    }
    const label = labels.get(term.value) || { text: inVocabulary(`<${term.value}>`), tag: lang };
    const other = label.tag === lang ? {} : { lang: label.tag, class: "foreign" };
    const safe = /^https?:/.test(term.value);
    return el("td", {}, el(safe ? "a" : "span", { href: safe ? pageOf(term.value) : null, title: term.value, ...other }, label.text));
  }

  /** The link that opens the answer of a query as a relation graph; where its address would be too long, why there is none. */
  function graphLink(content) {
    const written = encodeURIComponent(content);
    if (written.length > LONGEST) {
      const told = text("graph_too_long", written.length.toLocaleString(lang), LONGEST.toLocaleString(lang));
      return el("span", { class: "muted" }, told);
    }
    return el("a", { class: "button", href: `/graph?query=${written}${lang === "en" ? "&lang=en" : ""}` }, text("graph"));
  }

  /** Whether rows have two columns of things, so that there is something to join. */
  function isJoining(columns, bindings) {
    const holding = columns.filter((name) => bindings.some((row) => row[name] && row[name].type === "uri"));
    return holding.length > 1 && (holding.filter((name) => !PROOF.test(name)).length > 1 || holding.every((name) => PROOF.test(name)));
  }

  /** The rows of an answer to a query, five hundred at a time. */
  async function showRows(content, columns, bindings) {
    const body = el("tbody");
    const table = el("table", { class: "sortable" }, el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, name)))), body);
    let shown = 0;
    const more = el("button", { type: "button" });
    const grow = async () => {
      const rows = bindings.slice(shown, shown + PAGE);
      shown += rows.length;
      const iris = new Set(rows.flatMap((row) => Object.values(row)).filter(({ type }) => type === "uri").map(({ value }) => value));
      const labels = await labelsOf([...iris]);
      body.append(...rows.map((row) => el("tr", {}, columns.map((name) => cell(row[name], labels)))));
      const left = Math.min(PAGE, bindings.length - shown);
      more.textContent = text("more", left);
      more.hidden = left === 0;
    };
    more.addEventListener("click", grow);
    await grow();
    sortable(table);
    const cells = (row) => [...row.cells].map((one) => one.textContent.replace(/[\t\n]/g, " ")).join("\t");
    const copyTable = button("copy_table", (event) => copy([...table.rows].map(cells).join("\n"), event.currentTarget));
    const csv = button("download_csv", downloadCsv);
    const graph = isJoining(columns, bindings) ? graphLink(content) : null;
    fill(result, el("div", { class: "sparql-tools" }, copyTable, csv, graph), el("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": text("result") }, table), more);
  }

  /** The answer as CSV with a byte order mark, so that Excel and WPS read the Chinese. */
  async function downloadCsv() {
    try {
      const answer = await send(query(), "text/csv");
      save("parkgraph.csv", `\ufeff${await answer.text()}`, "text/csv;charset=utf-8");
    } catch (problem) {
      result.prepend(problemNote(problem));
    }
  }

  async function show(content, answer, table, took, signal) {
    if (!table) await showTurtle(content, answer, took);
    else {
      const data = await answer.json();
      if ("boolean" in data) {
        say("");
        fill(result, el("p", { class: "answer" }, text(data.boolean ? "answer_yes" : "answer_no")));
        return;
      }
      const rows = data.results.bindings;
      say(text("all_rows", rows.length.toLocaleString(lang), took()));
      if (rows.length === 0) fill(result, el("p", { class: "answer" }, text("empty")));
      else await showRows(content, data.head.vars, rows);
    }
    const said = table ? ["truncated", "truncated_of"] : ["truncated_triples", "truncated_of_triples"];
    await tellCut(content, answer.headers, said, signal);
  }

  /** The statements of an answer, as Turtle. */
  async function showTurtle(content, answer, took) {
    say(text("statements", took()));
    const turtle = await answer.text();
    const file = button("download_turtle", () => save("parkgraph.ttl", turtle, "text/turtle"));
    const graph = answer.headers.get("X-Parkgraph-Rows") === "0" ? null : graphLink(content);
    fill(result, el("div", { class: "sparql-tools" }, file, graph), el("pre", { tabindex: "0" }, turtle));
  }

  /** Say above an answer that it is cut, by a remote store or here, and of how much as soon as that is counted. */
  async function tellCut(content, headers, [first, counted], signal) {
    const notice = (said) => el("p", { class: "notice", role: "alert" }, said);
    if (headers.get("X-Parkgraph-Remote-Cut-Off")) result.prepend(notice(text("cut_off", headers.get("X-Parkgraph-Remote-Cut-Off"))));
    const cap = /rows=(\d+)/.exec(headers.get("X-Parkgraph-Truncated") || "");
    if (!cap) return;
    const shown = Number(cap[1]).toLocaleString(lang);
    const note = notice(text(first, shown));
    result.prepend(note);
    const options = { method: "POST", body: new URLSearchParams({ query: content }), signal };
    const all = await askJson("/api/count", null, options).catch(() => null);
    if (all && all.complete) note.textContent = text(counted, shown, all.rows.toLocaleString(lang));
  }

  /** Run the query; the one that runs already is given up. */
  async function run() {
    const content = query();
    if (content.trim() === "") {
      say(text("write_query"));
      return;
    }
    if (running) running.abort();
    const mine = new AbortController();
    running = mine;
    stop.disabled = false;
    say(text("running"));
    fill(result);
    remember(content);
    const began = performance.now();
    const took = () => Math.round(performance.now() - began).toLocaleString(lang);
    const table = formOf(content) !== "graph";
    try {
      const answer = await send(content, table ? "application/sparql-results+json" : "text/turtle", mine.signal);
      await show(content, answer, table, took, mine.signal);
    } catch (problem) {
      if (running !== mine) return;
      say(problem.name === "AbortError" ? text("cancelled") : "");
      if (problem.name !== "AbortError") fill(result, problemNote(problem));
    } finally {
      if (running === mine) {
        running = null;
        stop.disabled = true;
      }
    }
  }

  // ------------------------------------------------------------------ start

  const tags = Object.fromEntries(KINDS.map((kind) => [`sparql${kind}`, cm.Tag.define()]));
  const language = cm.StreamLanguage.define({ ...sparql.mode, tokenTable: tags });
  const colours = cm.HighlightStyle.define(KINDS.map((kind) => ({ tag: tags[`sparql${kind}`], class: `sparql-${kind.toLowerCase()}` })));
  const act = (action) => () => {
    action();
    return true;
  };
  const keys = [
    { key: "Mod-Enter", run: act(run) },
    { key: "Escape", run: () => (running ? act(() => running.abort())() : false) },
    { key: "Alt-/", run: cm.startCompletion }, // Chinese systems keep Ctrl-Space for the input method
  ];
  const fields = { history: cm.historyField };
  const extensions = [
    nonce ? cm.EditorView.cspNonce.of(nonce.content) : [],
    lang === "zh" ? cm.EditorState.phrases.of(PHRASES) : [],
    cm.EditorView.contentAttributes.of({ "aria-label": text("label") }),
    cm.EditorView.lineWrapping,
    cm.keymap.of([...keys, ...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.lintKeymap]),
    cm.keymap.of([...cm.searchKeymap, ...cm.historyKeymap, ...cm.defaultKeymap]),
    [cm.lineNumbers(), cm.lintGutter(), cm.history(), cm.drawSelection(), cm.bracketMatching(), cm.closeBrackets()],
    [cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.highlightSelectionMatches(), cm.search({ top: true })],
    [language, cm.syntaxHighlighting(colours)],
    cm.autocompletion({ override: [complete], icons: false, maxRenderedOptions: 200 }),
    cm.hoverTooltip(hover),
    cm.linter(check, { delay: CHECK_AFTER }),
    cm.EditorView.domEventHandlers({ beforeinput: replaceSelected }),
    cm.EditorView.updateListener.of((update) => update.docChanged && keepText()),
  ];

  /** Type over what is selected. Chromium itself would keep its looks by inline styles, which the policy refuses.
   *
   * A bracket or quote within a line is left to CodeMirror, which puts it around.
   */
  function replaceSelected(event, target) {
    const { main } = target.state.selection;
    const several = target.state.sliceDoc(main.from, main.to).includes("\n");
    const around = !several && /^[([{"']$/.test(event.data);
    if (main.empty || around || event.inputType !== "insertText" || target.composing) return false;
    event.preventDefault();
    target.dispatch(target.state.replaceSelection(event.data || ""), { userEvent: "input.type", scrollIntoView: true });
    return true;
  }

  /** The text of before the reload, with what Ctrl-Z undoes; empty where there is none. */
  function firstState() {
    try {
      return cm.EditorState.fromJSON(JSON.parse(recall("editor")), { extensions }, fields);
    } catch (_) {
      return cm.EditorState.create({ doc: "", extensions });
    }
  }

  function keepText() {
    area.value = query();
    keep("editor", JSON.stringify(view.state.toJSON(fields)));
    showCode();
  }

  /** The query that the address or the page brings. */
  function given() {
    const shared = /^#query=(.*)$/s.exec(location.hash);
    try {
      return shared ? decodeURIComponent(shared[1]) : area.defaultValue;
    } catch (_) {
      return area.defaultValue;
    }
  }

  /** Whether a query that the page brings goes before the one of last time, which Ctrl-Z then brings back.
   *
   * An example does not, nor does what the page has brought before if this is the same visit, reloaded or come back to.
   */
  function isNews(asked) {
    const [visit] = performance.getEntriesByType("navigation");
    const again = visit && visit.type !== "navigate" && recall("editor-given") === asked;
    const example = "example" in area.dataset && asked === area.defaultValue && query() !== "";
    return asked.trim() !== "" && asked !== query() && !again && !example;
  }

  async function start() {
    const asked = given();
    const host = el("div", { class: "sparql-editor" });
    view = new cm.EditorView({ state: firstState(), parent: host });
    if (isNews(asked)) setQuery(asked);
    keep("editor-given", asked);
    const fallback = form ? [...form.querySelectorAll("[type=submit]")] : [];
    for (const one of fallback) one.hidden = true;
    area.hidden = true;
    const main = button("run", run, { class: "primary", title: "Ctrl+Enter" });
    const tools = [
      button("format", () => setQuery(sparql.format(query()))),
      button("insert_prefixes", addPrefixes),
      button("share", share),
    ];
    const hint = el("p", { class: "sparql-hint" }, text("shortcut"));
    const frame = el("div", { class: "sparql" }, el("div", { class: "sparql-tools" }, main, stop, tools), host, hint, code, words, past, status);
    area.insertAdjacentElement("afterend", frame);
    (form || frame).insertAdjacentElement("afterend", result);
    if (form) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        run();
      });
    }
    code.addEventListener("toggle", showCode);
    keepText();
    showHistory();
    vocabulary = await askJson("/api/vocabulary").catch(() => vocabulary);
    showVocabulary();
    cm.forceLinting(view);
  }

  window.parkgraph.messages.editor = MESSAGES;
  start();
})();
