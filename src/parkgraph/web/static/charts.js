// Draws the charts of a page: window.parkgraph.drawChart(element). Loaded by site.js where a page has one.
//
// <figure data-chart> holds <script type="application/json">: {"kind", "columns": [name …], "rows": [[cell …] …], "title"}.
// bar, line, area: a name and one or more numbers a row, or name, series, number; "money": they are yuan, "percent": they are percent. pie, treemap: name, number. sankey: names from
// left to right, a number last where there is one. grid: name, column, row, and a number or a word that colours the tile.
"use strict";

(() => {
  const { el, lang, short, translator } = window.parkgraph;
  const MESSAGES = {
    zh: {
      picture: "保存图片",
      bar: "条形图",
      line: "折线图",
      area: "面积图",
      pie: "饼图",
      treemap: "矩形树图",
      sankey: "流向图",
      tiles: "方格图",
      told: "{0}（{1}），共 {2} 项：{3}",
      and_more: "；等等",
      between: "；",
    },
    en: {
      picture: "Save picture",
      bar: "bars",
      line: "lines",
      area: "areas",
      pie: "pie",
      treemap: "treemap",
      sankey: "flows",
      tiles: "tiles",
      told: "{0} ({1}), {2} in all: {3}",
      and_more: "; and so on",
      between: "; ",
    },
  };
  const text = translator(MESSAGES);
  const FONT =
    "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',system-ui,sans-serif";
  // After Okabe and Ito: distinguishable for colour-blind readers, each readable on white and on black.
  const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6bb1", "#7f7f7f"];
  const TOLD = 10; // rows of a chart that are told in words
  const LINE = 22; // pixels for a bar with its name
  const BLOCK = 20; // pixels across a name of a flow
  const SHADES = ["#cfe3f3", "#0b4f82"];
  const NOTHING = "#9aa4af"; // a tile without a value

  /** A variable of the site's style sheet. */
  function colour(name, otherwise) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || otherwise;
  }

  /** Black or white, whichever is easier to read on a colour. */
  function ink(shade) {
    const linear = shade.match(/[0-9a-f]{2}/gi).map((pair) => (parseInt(pair, 16) / 255) ** 2.2);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.18 ? "#111111" : "#ffffff";
  }

  const plain = (value) => (typeof value === "number" ? value.toLocaleString(lang) : String(value));

  /** An amount of yuan as the tables say it: in 亿元 or 万元, in English in CNY. */
  function money(value) {
    if (typeof value !== "number") return String(value);
    if (lang !== "zh") return `CNY ${plain(value)}`;
    const [unit, name] = Math.abs(value) >= 1e8 ? [1e8, "亿"] : Math.abs(value) >= 1e4 ? [1e4, "万"] : [1, ""];
    const scaled = value / unit;
    return `${scaled.toLocaleString(lang, { maximumFractionDigits: 6, useGrouping: Math.abs(scaled) >= 1e4 })}${name}元`;
  }

  /** A number of a chart with its unit. */
  const spoken = ({ money: yuan, percent }) => (yuan ? money : percent ? (value) => `${plain(value)}%` : plain);

  /** A chart in words: its title and kind, and its first rows with their figures. */
  function words(data) {
    const { kind, title, columns, rows } = data;
    const said = (cell) => (cell === null ? "—" : typeof cell === "number" ? spoken(data)(cell) : String(cell));
    const tell = (row) => {
      if (kind === "sankey") return row.map(said).join(" → ");
      if (kind === "grid") return `${said(row[0])} ${columns[3]} ${said(row[3])}`;
      return row.map((cell, at) => (typeof cell === "number" ? `${columns[at]} ${said(cell)}` : said(cell))).join(" ");
    };
    const told = rows.slice(0, TOLD).map(tell).join(text("between")) + (rows.length > TOLD ? text("and_more") : "");
    return text("told", title, text(kind === "grid" ? "tiles" : kind), plain(rows.length), told);
  }

  /** The content of a tooltip: text alone, so that no label is read as markup. */
  function tip(heading, ...lines) {
    return el("div", {}, el("strong", {}, String(heading)), ...lines.map((line) => el("div", {}, line)));
  }

  /** Values of a column in the order of their first row. */
  function distinct(rows, column) {
    return [...new Set(rows.map((row) => row[column]))];
  }

  /** The series of a bar or line chart, as [name, values by category]. */
  function seriesOf({ columns, rows }, categories) {
    const long = columns.length === 3 && rows.some((row) => typeof row[1] === "string");
    if (!long) return columns.slice(1).map((name, at) => [name, rows.map((row) => row[at + 1])]);
    return distinct(rows, 1).map((name) => {
      const found = new Map(rows.filter((row) => row[1] === name).map((row) => [row[0], row[2]]));
      return [name, categories.map((category) => (found.has(category) ? found.get(category) : null))];
    });
  }

  /** Whether bars lie, so that their names can be read. */
  const isLying = (data) => data.kind === "bar" && data.rows.some(([name]) => [...String(name)].length > 6);

  /** How high a chart must be for all its names to be read, 0 where that does not matter. */
  const heightOf = (data) => (isLying(data) ? distinct(data.rows, 0).length * LINE + 70 : 0);

  function cartesian(data, [width]) {
    const categories = distinct(data.rows, 0);
    const series = seriesOf(data, categories);
    const lying = isLying(data);
    const room = { width: Math.min(300, width * 0.4), overflow: "truncate", ellipsis: "…", interval: 0 };
    const axisLabel = lying ? room : { formatter: short };
    const names = { type: "category", data: categories.map(String), inverse: lying, axisLabel };
    const whole = series.every(([, values]) => values.every((value) => value === null || Number.isInteger(value)));
    const said = spoken(data);
    const numbers = { type: "value", minInterval: whole ? 1 : 0, axisLabel: { hideOverlap: true, formatter: said } };
    const stacked = data.kind === "bar" && data.stacked !== false;
    return {
      grid: { left: 12, right: 28, top: series.length > 1 ? 44 : 20, bottom: 12, containLabel: true },
      legend: series.length > 1 ? { top: 6, type: "scroll" } : undefined,
      xAxis: lying ? numbers : names,
      yAxis: lying ? names : numbers,
      tooltip: {
        formatter: ({ name, seriesName, value }) => tip(name, `${seriesName} ${said(value)}`),
      },
      series: series.map(([name, values]) => ({
        type: data.kind === "bar" ? "bar" : "line",
        areaStyle: data.kind === "area" ? { opacity: 0.35 } : undefined,
        name: String(name),
        data: values,
        stack: stacked && series.length > 1 ? "all" : undefined,
        barMaxWidth: 36,
        connectNulls: false,
        label: { show: series.length === 1 && categories.length <= 24, position: lying ? "right" : "top", formatter: ({ value }) => (value === null ? "" : said(value)) },
      })),
    };
  }

  function pie({ rows }) {
    return {
      tooltip: { formatter: ({ name, value, percent }) => tip(name, `${plain(value)} · ${percent} %`) },
      series: [
        {
          type: "pie",
          radius: ["36%", "66%"],
          data: rows.map(([name, value]) => ({ name: String(name), value })),
          label: { formatter: ({ name, value }) => `${short(name)} ${plain(value)}` },
        },
      ],
    };
  }

  function treemap({ rows, title }) {
    return {
      tooltip: { formatter: ({ name, value }) => tip(name, plain(value)) },
      series: [
        {
          type: "treemap",
          name: title,
          data: rows.map(([name, value], at) => {
            const shade = COLOURS[at % COLOURS.length];
            return { name: String(name), value, itemStyle: { color: shade }, label: { color: ink(shade) } };
          }),
          roam: false,
          nodeClick: false,
          breadcrumb: { show: false },
          top: 8,
          bottom: 8,
          left: 8,
          right: 8,
          label: { formatter: ({ name, value }) => `${short(name)}\n${plain(value)}`, lineHeight: 18, textBorderWidth: 0 },
          itemStyle: { gapWidth: 2, borderColor: colour("card", "#fff") },
        },
      ],
    };
  }

  /** Names from left to right; the same name in two columns is two nodes, so that no flow runs in a circle. */
  function sankey({ columns, rows }, [width]) {
    const weighed = rows.length > 0 && typeof rows[0][columns.length - 1] === "number";
    const depth = columns.length - (weighed ? 1 : 0);
    const nodes = new Map();
    const flows = new Map();
    const id = (column, name) => `${column} ${name}`;
    for (const row of rows) {
      const weight = weighed ? row[depth] : 1;
      for (let column = 0; column < depth; column += 1) {
        const name = id(column, row[column]);
        nodes.set(name, { name, depth: column, itemStyle: { color: COLOURS[column % COLOURS.length] } });
        if (column === 0) continue;
        const source = id(column - 1, row[column - 1]);
        const flow = flows.get(`${source}\n${name}`) || { source, target: name, value: 0 };
        flows.set(`${source}\n${name}`, { ...flow, value: flow.value + weight });
      }
    }
    const said = (name) => name.slice(name.indexOf(" ") + 1);
    const right = Math.min(150, width * 0.3);
    const room = (column) => (column === depth - 1 ? right - 10 : (width - 8 - right - BLOCK) / Math.max(1, depth - 1) - BLOCK - 10);
    for (const node of nodes.values()) node.label = { width: room(node.depth), overflow: "truncate", ellipsis: "…" };
    return {
      tooltip: {
        formatter: ({ dataType, data, name, value }) =>
          dataType === "edge"
            ? tip(`${said(data.source)} → ${said(data.target)}`, plain(data.value))
            : tip(said(name), plain(value)),
      },
      series: [
        {
          type: "sankey",
          data: [...nodes.values()],
          links: [...flows.values()],
          emphasis: { focus: "adjacency" },
          left: 8,
          right,
          nodeWidth: BLOCK,
          top: 12,
          bottom: 12,
          nodeGap: 10,
          label: { formatter: ({ name }) => short(said(name)) },
          labelLayout: { hideOverlap: true },
          lineStyle: { color: "gradient", opacity: 0.35 },
        },
      ],
    };
  }

  /** Tiles in columns and rows: a diagram, not a map. A number shades them, a word gives each kind its colour. */
  function grid({ columns, rows }, [width, height]) {
    const words = rows.some((row) => typeof row[3] === "string");
    const kinds = words ? distinct(rows, 3) : [columns[3]];
    const numbers = rows.map((row) => row[3]).filter((value) => typeof value === "number");
    const [least, most] = [Math.min(...numbers, 0), Math.max(...numbers, 1)];
    const [across, down] = [1, 2].map((column) => Math.max(...rows.map((row) => row[column])) + 1);
    const tile = ([name, x, y, value]) => {
      const base = { name: String(name), value: words ? [x, y] : [x, y, value], said: value };
      if (value === null) return { ...base, value: [x, y], visualMap: false, itemStyle: { color: NOTHING }, label: { color: ink(NOTHING) } };
      const shade = words ? COLOURS[kinds.indexOf(value) % COLOURS.length] : SHADES[value - least > 0.6 * (most - least) ? 1 : 0];
      return { ...base, label: { color: ink(shade) } };
    };
    const axis = (count, extra) => ({ type: "category", data: Array.from({ length: count }, (_, at) => String(at)), show: false, ...extra });
    return {
      grid: { left: 8, right: 8, top: words ? 44 : 8, bottom: words ? 8 : 48 },
      legend: words ? { top: 8, type: "scroll" } : undefined,
      xAxis: axis(across),
      yAxis: axis(down, { inverse: true }),
      visualMap: words
        ? undefined
        : { ...{ min: least, max: most, dimension: 2, orient: "horizontal", left: "center", bottom: 4 }, text: [plain(most), plain(least)], inRange: { color: SHADES } },
      tooltip: { formatter: ({ data }) => tip(data.name, `${columns[3]} ${data.said === null ? "—" : plain(data.said)}`) },
      series: kinds.map((kind) => ({
        ...{ type: "scatter", name: String(kind), symbol: "rect", itemStyle: { opacity: 1 } },
        symbolSize: [((width - 16) / across) * 0.95, ((height - 60) / down) * 0.92],
        data: rows.filter((row) => !words || row[3] === kind).map(tile),
        label: { show: true, formatter: ({ data }) => short(data.name), fontSize: 12, textBorderWidth: 0 },
      })),
    };
  }

  const KINDS = { bar: cartesian, line: cartesian, area: cartesian, pie, treemap, sankey, grid };

  /** What all charts have in common, in the colours of the theme; with patterns where colours alone would tell apart. */
  function frame(told, patterned) {
    const [fg, line] = [colour("fg", "#1f2328"), colour("line", "#d0d7de")];
    const axis = { axisLabel: { color: fg }, axisLine: { lineStyle: { color: line } }, splitLine: { lineStyle: { color: line } } };
    return {
      ...{ animation: false, backgroundColor: "transparent", color: COLOURS },
      textStyle: { fontFamily: FONT, color: fg },
      aria: { enabled: true, label: { description: told }, decal: { show: patterned } },
      label: { color: fg, textBorderColor: colour("card", "#fff") },
      axis,
      legend: { textStyle: { color: fg }, inactiveColor: colour("muted", "#888") },
      tooltip: {
        confine: true,
        backgroundColor: colour("card", "#fff"),
        borderColor: line,
        textStyle: { color: fg, fontFamily: FONT, fontSize: 13 },
      },
    };
  }

  /** The option ECharts draws: the chart's own, in the frame of the theme. */
  function option(data, size) {
    const own = KINDS[data.kind](data, size);
    const { axis, label, legend, tooltip, ...common } = frame(words(data), own.series.length > 1 || data.kind === "pie");
    const themed = (part, style) => (part ? { ...style, ...part, axisLabel: { ...style.axisLabel, ...part.axisLabel } } : part);
    return {
      ...common,
      ...own,
      xAxis: themed(own.xAxis, axis),
      yAxis: themed(own.yAxis, axis),
      legend: own.legend && { ...legend, ...own.legend },
      tooltip: { ...tooltip, ...own.tooltip },
      visualMap: own.visualMap && { ...own.visualMap, textStyle: { color: label.color } },
      series: own.series.map((series) => ({ ...series, label: { ...label, ...series.label } })),
    };
  }

  /** Draw a chart into its element, anew when the theme or the width changes. */
  /** The names that a part of a chart has. */
  function namesOf({ name, seriesName, dataType, data }, { kind }) {
    const bare = (id) => id.slice(id.indexOf(" ") + 1);
    if (kind !== "sankey") return [...name.split(" · "), seriesName];
    return dataType === "edge" ? [bare(data.source), bare(data.target)] : [bare(name)];
  }

  /** All that the cells of a row say: texts, raw values, and days as charts name them. */
  function saidIn(row) {
    const days = [...row.querySelectorAll("time")].map((time) => time.dateTime);
    return new Set([...[...row.cells].flatMap((cell) => [cell.textContent.trim(), cell.dataset.sort]), ...days]);
  }

  /** Mark the rows of the page's table that some names stand for, and show the first; names that no row has do not count. */
  function pick(names) {
    const table = document.querySelector("#table table");
    const rows = table ? [...table.tBodies[0].rows].map((row) => [row, saidIn(row)]) : [];
    const known = names.filter((name) => rows.some(([, said]) => said.has(name)));
    const found = known.length > 0 ? rows.filter(([, said]) => known.every((name) => said.has(name))).map(([row]) => row) : [];
    for (const [row] of rows) row.classList.toggle("picked", found.includes(row));
    if (found.length > 0) found[0].scrollIntoView({ block: "center" });
  }

  /** Where a chart stands without its table, the rows are on the page of its question. */
  function follow(element, names) {
    const mark = `#${new URLSearchParams(names.map((name) => ["pick", name]))}`;
    if (document.querySelector("#table table")) {
      history.replaceState(null, "", mark);
      pick(names);
      return;
    }
    const link = element.parentElement.querySelector('a[href$="#table"]');
    if (link) location.href = link.href.replace("#table", mark);
  }

  if (location.hash.startsWith("#pick=")) pick(new URLSearchParams(location.hash.slice(1)).getAll("pick"));

  window.parkgraph.drawChart = (element) => {
    const data = JSON.parse(element.querySelector('script[type="application/json"]').textContent);
    const canvas = el("div", { class: "chart", role: "img", "aria-label": data.title });
    const name = `${data.title || data.kind}.png`;
    const wanted = heightOf(data);
    const button = el("button", { type: "button", class: "chart-save" }, text("picture"));
    element.prepend(canvas, button);
    if (wanted > canvas.clientHeight) canvas.style.height = `${wanted}px`;
    const chart = window.parkgraph_charts.init(canvas, null, { locale: lang === "zh" ? "ZH" : "EN" });
    const draw = () => chart.setOption(option(data, [canvas.clientWidth, canvas.clientHeight]), true);
    draw();
    chart.on("click", (part) => part.name && follow(element, namesOf(part, data)));
    button.addEventListener("click", () => {
      const link = chart.getDataURL({ pixelRatio: 2, backgroundColor: colour("card", "#fff") });
      el("a", { href: link, download: name }).click();
    });
    document.addEventListener("parkgraph:theme", draw);
    window.addEventListener("resize", () => {
      chart.resize();
      draw();
    });
  };
  window.parkgraph.messages.charts = MESSAGES;
})();
