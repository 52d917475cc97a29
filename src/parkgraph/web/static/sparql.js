// The SPARQL language for the editor, as window.parkgraph.sparql: tokens, a stream mode for CodeMirror, what stands where in
// a query, prefixes, and the formatter. Names follow the grammar's PN_CHARS, so that 园:贵安新区 is a name like any other.
"use strict";

window.parkgraph.sparql = (() => {
  const BASE =
    "A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F" +
    "\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}";
  const MARKS = "\\u00B7\\u0300-\\u036F\\u203F\\u2040";
  const FIRST = `[${BASE}_0-9]`;
  const CHARACTER = `[${BASE}_0-9${MARKS}-]`;
  const PREFIX = `[${BASE}](?:[${BASE}_0-9${MARKS}.-]*${CHARACTER})?`;
  const ESCAPE = "%[0-9A-Fa-f]{2}|\\\\[_~.!$&'()*+,;=/?#@%-]";
  const LOCAL = `(?:${FIRST}|:|${ESCAPE})(?:(?:[${BASE}_0-9${MARKS}.:-]|${ESCAPE})*(?:${CHARACTER}|:|${ESCAPE}))?`;
  const rule = (kind, source) => [kind, new RegExp(`^(?:${source})`, "u")];
  const RULES = [
    rule("space", "\\s+"),
    rule("comment", "#[^\\n\\r]*"),
    rule("iri", '<[^<>"{}|^`\\\\\\u0000-\\u0020]*>'),
    rule("string", '"""(?:"{0,2}(?:[^"\\\\]|\\\\[^]))*"""'),
    rule("string", "'''(?:'{0,2}(?:[^'\\\\]|\\\\[^]))*'''"),
    rule("open", "\"\"\"|'''"),
    rule("string", '"(?:[^"\\\\\\n\\r]|\\\\.)*"'),
    rule("string", "'(?:[^'\\\\\\n\\r]|\\\\.)*'"),
    rule("variable", `[?$]${FIRST}[${BASE}_0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`),
    rule("blank", `_:${FIRST}(?:[${BASE}_0-9${MARKS}.-]*${CHARACTER})?`),
    rule("tag", "@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    rule("name", `(?:${PREFIX})?:(?:${LOCAL})?`),
    rule("number", "(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\\.[0-9]+|[0-9]+"),
    rule("word", `[${BASE}][${BASE}_0-9${MARKS}-]*`),
    rule("sign", "\\^\\^|&&|\\|\\||!=|<=|>=|[^]"),
  ];
  const KEYWORDS = new Set(
    (
      "a as asc ask base bind by construct desc describe distinct exists filter from graph group having in limit minus " +
      "named not offset optional order prefix reduced select separator service silent undef union values where true false"
    ).split(" "),
  );
  const STYLES = {
    comment: "sparqlComment",
    iri: "sparqlIri",
    string: "sparqlString",
    variable: "sparqlVariable",
    blank: "sparqlName",
    tag: "sparqlTag",
    name: "sparqlName",
    number: "sparqlNumber",
  };
  const FORMS = new Set(["select", "ask", "construct", "describe"]);

  /** The token at the start of a text, as [kind, length]. */
  function first(source) {
    for (const [kind, pattern] of RULES) {
      const found = pattern.exec(source);
      if (found) return [kind, found[0].length];
    }
    return null;
  }

  /** All tokens of a query that are not white space: {kind, text, from, to, line: whether a new line stands before it}. */
  function tokens(source) {
    const found = [];
    let fresh = true;
    let empty = false;
    for (let from = 0; from < source.length; ) {
      const [kind, length] = first(source.slice(from));
      const text = source.substr(from, length);
      if (kind === "space") {
        const breaks = text.split("\n").length - 1;
        fresh = fresh || breaks > 0;
        empty = breaks > 1;
      } else {
        found.push({ kind: kind === "open" ? "sign" : kind, text, from, to: from + length, fresh, empty });
        fresh = empty = false;
      }
      from += length;
    }
    return found;
  }

  const lower = (token) => (token && token.kind === "word" ? token.text.toLowerCase() : "");

  /** How a token is coloured; the names must not be among those that StreamLanguage knows from old modes. */
  function styleOf(kind, text) {
    if (kind === "space" || kind === "sign") return null;
    if (kind === "word") return KEYWORDS.has(text.toLowerCase()) ? "sparqlKeyword" : "sparqlFunction";
    return STYLES[kind];
  }

  /** The mode for CodeMirror's StreamLanguage; only a long string lasts over the end of a line. */
  const mode = {
    name: "sparql",
    startState: () => ({ quote: null }),
    copyState: ({ quote }) => ({ quote }),
    token(stream, state) {
      if (state.quote === null) {
        const [kind, length] = first(stream.string.slice(stream.pos));
        const text = stream.string.substr(stream.pos, length);
        stream.pos += length;
        if (kind !== "open") return styleOf(kind, text);
        state.quote = text;
      }
      const rest = stream.string.slice(stream.pos);
      const end = new RegExp(`^(?:[^\\\\]|\\\\.)*?${state.quote}`).exec(rest);
      stream.pos += end ? end[0].length : rest.length;
      if (end) state.quote = null;
      return STYLES.string;
    },
    languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"', "'"] } },
  };

  // ------------------------------------------------------------------ prefixes

  /** The prefixes a query declares, as {prefix: iri}. */
  function declared(list) {
    const found = {};
    list.forEach((token, at) => {
      const [name, iri] = [list[at + 1], list[at + 2]];
      if (lower(token) === "prefix" && name && name.kind === "name" && iri && iri.kind === "iri") {
        found[name.text.slice(0, -1)] = iri.text.slice(1, -1);
      }
    });
    return found;
  }

  /** The prefixes a query uses without declaring them, those of `known` alone. */
  function missing(list, known) {
    const own = declared(list);
    const used = list.filter(({ kind }) => kind === "name").map(({ text }) => text.slice(0, text.indexOf(":")));
    return [...new Set(used)].filter((prefix) => !(prefix in own) && prefix in known).sort();
  }

  /** Where a further PREFIX line belongs: after the last one, else before the query's first word. */
  function prologueEnd(list) {
    let end = list.length > 0 ? (list.find(({ kind }) => kind !== "comment") || list[list.length - 1]).from : 0;
    let after = false;
    list.forEach((token, at) => {
      if (token.kind !== "iri") return;
      if (lower(list[at - 1]) === "base" || lower(list[at - 2]) === "prefix") [end, after] = [token.to, true];
    });
    return { at: end, after };
  }

  /** The form of a query, such as `select`; empty where there is none yet. */
  function formOf(list) {
    const found = list.find((token) => FORMS.has(lower(token)));
    return found ? lower(found) : "";
  }

  // ------------------------------------------------------------------ what stands where

  /** Walk the patterns of a query.
   *
   * Gives the slot that the next term would fill (`subject`, `property`, `object`, or `none` outside patterns), the subject
   * and property before it, and the classes that each subject is said to have.
   */
  function walk(list) {
    const types = new Map();
    const outer = [];
    let place = { slot: "none", subject: null, property: null };
    let depth = 0;
    const note = (subject, property, object) => {
      if (property !== "a" || object.kind === "variable") return;
      types.set(subject, new Set(types.get(subject)).add(object.text));
    };
    list.forEach((token, at) => {
      const { kind, text } = token;
      if (kind === "comment") return;
      if (text === "{") {
        outer.push(place);
        place = { slot: lower(list[at - 1]) === "" && place.values ? "object" : "subject", subject: null, property: null };
      } else if (text === "}") place = { ...(outer.pop() || place), slot: outer.length > 0 ? "subject" : "none", values: false };
      else if (text === "(" && place.slot !== "property") depth += 1;
      else if (text === ")" && depth > 0) depth -= 1;
      else if (depth > 0 || place.slot === "none") place.values = place.values || lower(token) === "values";
      else if (text === ".") place = { slot: "subject", subject: null, property: null };
      else if (text === ";") place = { ...place, slot: "property", property: null };
      else if (text === ",") place = { ...place, slot: "object" };
      else if (text === "[") {
        outer.push(place);
        place = { slot: "property", subject: `[${token.from}`, property: null };
      } else if (text === "]") place = { ...(outer.pop() || place) };
      else if (lower(token) === "values") place = { slot: "subject", subject: null, property: null, values: true };
      else if (kind === "word" && lower(token) !== "a" && KEYWORDS.has(lower(token))) {
        place = { slot: "subject", subject: null, property: null };
      } else if (place.slot === "subject" && !place.values) place = { slot: "property", subject: text, property: null };
      else if (place.slot === "property") {
        if (kind === "name" || kind === "iri" || lower(token) === "a" || kind === "variable") {
          place = { ...place, slot: "object", property: text === "rdf:type" ? "a" : text };
        }
      } else if (place.slot === "object") {
        if (/^[/|*+?^]$/.test(text)) place = { ...place, slot: text === "*" || text === "+" || text === "?" ? "object" : "property" };
        else note(place.subject, place.property, token);
      }
    });
    return { ...place, slot: depth > 0 && !place.values ? "none" : place.slot, types };
  }

  // ------------------------------------------------------------------ formatting

  const INDENT = "  ";
  const SHORT = 60; // a list of values up to so long stays on its line
  const CLAUSES = /^(select|construct|describe|ask|from|where|order|group|having|limit|offset|prefix|base|values)$/;
  const PATTERNS = /^(optional|filter|bind|minus|union|values|select|graph|service)$/;

  /** Where the block that opens at a token ends if it is a short list of values, else -1. */
  function endOfShortList(list, at) {
    if (![at - 1, at - 2].some((place) => lower(list[place]) === "values")) return -1;
    const end = list.findIndex(({ text }, place) => place > at && text === "}");
    const between = list.slice(at, end);
    const long = between.reduce((sum, { text }) => sum + text.length + 1, 0) > SHORT;
    return long || between.some(({ kind }) => kind === "comment") ? -1 : end;
  }

  /** Whether no space stands between two tokens. */
  function glued(before, token) {
    const apart = /^[{}.;]$/.test(token.text) || /^[{}.;,]$/.test(before.text);
    return (token.from === before.to && !apart) || token.text === "," || token.text === ")" || before.text === "(";
  }

  /** A query laid out anew; its tokens stay as they are, so formatting twice equals once. */
  function format(source) {
    const list = tokens(source);
    let out = "";
    let depth = 0;
    let round = 0;
    let listEnd = -1;
    let further = false; // the subject stands on an earlier line
    let constraint = false; // inside FILTER or BIND
    const newline = () => {
      out = out.replace(/ +$/, "");
      if (out !== "" && !out.endsWith("\n")) out += "\n";
    };
    const write = (text, tight) => {
      if (out === "" || out.endsWith("\n")) out += INDENT.repeat(Math.max(depth, 0) + (further ? 1 : 0));
      else if (!tight && !out.endsWith(" ")) out += " ";
      out += text;
    };
    const blank = (token) => {
      if (token.empty && out.endsWith("\n") && !out.endsWith("{\n")) out += "\n";
    };
    list.forEach((token, at) => {
      const { kind, text } = token;
      const [before, after] = [list[at - 1], list[at + 1]];
      const word = lower(token);
      if (kind === "comment") {
        if (token.fresh) {
          newline();
          blank(token);
        } else out = out.replace(/\s+$/, "");
        write(text.trim(), false);
        newline();
        return;
      }
      const clause = depth === 0 && round === 0 && CLAUSES.test(word);
      const pattern = depth > 0 && round === 0 && PATTERNS.test(word) && word !== "union";
      if (listEnd < 0 && (text === "}" || clause || pattern)) newline();
      if (clause) blank(token);
      if (pattern) constraint = word === "filter" || word === "bind";
      if (text === "}" || pattern) further = false;
      if (text === "}") depth -= 1;
      if (text === ")") round -= 1;
      write(text, before && glued(before, token));
      if (text === "(") round += 1;
      if (text === "{") {
        listEnd = endOfShortList(list, at);
        depth += 1;
        constraint = false;
      }
      const closed = constraint && text === ")" && round === 0;
      const stop = depth > 0 && round === 0 && (text === "." || text === ";");
      if (stop || closed) further = text === ";";
      if (closed) constraint = false;
      const prologue = kind === "iri" && (lower(list[at - 2]) === "prefix" || lower(before) === "base");
      const ends = text === "{" || (text === "}" && lower(after) !== "union") || stop || prologue;
      if (listEnd < 0 ? ends || (closed && !(after && after.text === ".")) : at === listEnd) newline();
      if (at === listEnd) listEnd = -1;
    });
    return out === "" ? "" : `${out.trimEnd()}\n`;
  }

  return { KEYWORDS, mode, tokens, declared, missing, prologueEnd, formOf, walk, format };
})();
