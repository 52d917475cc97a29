// A query as a program that asks it, as window.parkgraph.codeFor: curl, Python, R and JavaScript, each with what belongs to
// its own strings escaped, so that the text of the query arrives as it is.
"use strict";

window.parkgraph.codeFor = (() => {
  const JSON_ROWS = "application/sparql-results+json";

  /** A word for a POSIX shell. */
  const shell = (value) => `'${value.replace(/'/g, "'\\''")}'`;

  /** A string of Python, over as many lines as the text has. */
  const python = (value) => `"""${value.replace(/\\/g, "\\\\").replace(/"(?=""|"?$)/g, '\\"')}"""`;

  /** A string of R, which may run over lines. */
  const r = (value) => `"${value.replace(/[\\"]/g, "\\$&")}"`;

  /** A template of JavaScript. */
  const template = (value) => `\`${value.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``;

  function curl(address, query, form) {
    const accept = form === "graph" ? "text/turtle" : "text/csv";
    return `curl --silent --show-error ${shell(address)} \\\n  -H ${shell(`Accept: ${accept}`)} \\\n  --data-urlencode ${shell(`query=${query}`)}\n`;
  }

  function inPython(address, query, form) {
    const accept = form === "graph" ? "text/turtle" : JSON_ROWS;
    const read = {
      graph: ['    print(answer.read().decode("utf-8"))'],
      boolean: ['    print(json.load(answer)["boolean"])'],
      rows: [
        '    rows = json.load(answer)["results"]["bindings"]',
        "for row in rows:",
        '    print({name: cell["value"] for name, cell in row.items()})',
      ],
    };
    return [
      form === "graph" ? null : "import json",
      "from urllib.parse import urlencode",
      "from urllib.request import Request, urlopen",
      "",
      `query = ${python(query)}`,
      'data = urlencode({"query": query}).encode("ascii")',
      `request = Request(${JSON.stringify(address)}, data, {"Accept": "${accept}"})`,
      "with urlopen(request) as answer:",
      ...read[form],
      "",
    ].filter((line) => line !== null).join("\n");
  }

  function inR(address, query, form) {
    const url = `paste0("${address}?format=${form === "graph" ? "ttl" : "csv"}&query=", URLencode(enc2utf8(query), reserved = TRUE))`;
    const read = {
      graph: 'cat(readLines(address, encoding = "UTF-8"), sep = "\\n")',
      boolean: 'print(readLines(address, encoding = "UTF-8", warn = FALSE))',
      rows: 'rows <- read.csv(address, encoding = "UTF-8", check.names = FALSE)\nprint(rows)',
    };
    return `query <- ${r(query)}\naddress <- ${url}\n${read[form]}\n`;
  }

  function inJavaScript(address, query, form) {
    const accept = form === "graph" ? "text/turtle" : JSON_ROWS;
    const read = {
      graph: "console.log(await answer.text());",
      boolean: "console.log((await answer.json()).boolean);",
      rows: [
        "const rows = (await answer.json()).results.bindings;",
        "for (const row of rows) {",
        "  console.log(JSON.stringify(Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell.value]))));",
        "}",
      ].join("\n"),
    };
    return [
      `const query = ${template(query)};`,
      `const answer = await fetch(${JSON.stringify(address)}, {`,
      '  method: "POST",',
      `  headers: { Accept: "${accept}" },`,
      "  body: new URLSearchParams({ query }),",
      "});",
      read[form],
      "",
    ].join("\n");
  }

  /** The programs by language.
   *
   * `form` is what the query gives: `rows`, `boolean` or `graph`.
   */
  return (address, query, form) => ({
    curl: curl(address, query, form),
    Python: inPython(address, query, form),
    R: inR(address, query, form),
    JavaScript: inJavaScript(address, query, form),
  });
})();
