// The relation graph of /graph, in <div id="graph" data-state="{…}">: drawn by ECharts at places that the server or a worker
// computed. Needs site.js, graph-model.js, graph-files.js and vendor/charts.bundle.js; the worker is vendor/layout.bundle.js.
//
// data-state may have start, lens, hops and cap, and so may the address. A page with
// <script type="application/json" id="graph-data"> has the answer of the server in it and asks for nothing more.
// What was moved, hidden or added stands behind # in the address and comes back with it.
"use strict";

(() => {
  const { askJson, el, fill, GraphModel, graphFiles, lang, pageOf, problemNote, save, short, translator, widthOf } = window.parkgraph;
  const MESSAGES = {
    zh: {
      about_force: "按联系的疏密排布",
      about_layers: "按政策、批次、园区、企业等分层排布",
      as_of: "数据截至 {0}",
      basis: "依据：{0}",
      basis_computed: "由规则推断",
      basis_curator: "由整理者判断",
      basis_derived: "由原文推得",
      basis_explicit: "原文载明",
      basis_external: "外部资料",
      basis_row: "同在查询结果的一行，并非图谱中的联系",
      basis_stated: "原文载明",
      cap: "每次展开",
      class: "类",
      collapse: "收起（{0}）",
      collapse_none: "没有只挂在它上面的节点",
      degree: "联系数",
      download: "下载",
      edges: "联系（{0}）",
      edges_csv: "CSV（联系）",
      expand: "展开",
      expand_loading: "正在数它的联系……",
      expand_more: "再加 {0}",
      expand_none: "没有更多联系。",
      expand_shown: "已显示 {0}/{1}",
      filter: "筛选",
      fit: "适应窗口",
      force: "力导向",
      force_progress: "正在排布 {0}%",
      force_too_many: "超过 {0} 个节点，请先隐藏或收起一些",
      go: "打开页面",
      graph: "关系图",
      hidden: "已隐藏 {0} 个节点、{1} 条联系",
      hide: "隐藏",
      hide_class: "隐藏同类",
      in: "指向它",
      keys: "点选节点或联系看原文；右键有更多操作；拖动可固定；Ctrl+Z 撤销，Ctrl+Y 重做",
      layered: "分层",
      layout: "布局",
      legend: "图例",
      name: "名称",
      more_rows: "只列前 {0} 行，请用筛选。",
      no_quotes: "没有引文。",
      nodes: "节点（{0}）",
      nodes_csv: "CSV（节点）",
      nothing: "没有可画的联系。请换一个起点。",
      out: "由它出发",
      paths: "路径",
      paths_found: "找到 {0} 条路径",
      paths_from: "作为路径起点",
      paths_none: "四步之内没有路径。",
      paths_show: "在图中标出",
      paths_start: "路径起点：{0}。请再选一个节点。",
      paths_to: "从“{0}”到它的路径",
      pin: "固定",
      redo: "重做",
      relation: "关系",
      relations: "关系",
      release: "版本 {0}",
      select: "点选一个节点或一条联系，这里显示详情与原文。",
      show_all: "全部显示",
      source: "起点",
      stale: "链接里的图恢复不了（数据可能已更新），这里是开始时的图。",
      start_here: "以它为起点",
      target: "终点",
      undo: "撤销",
      unpin: "取消固定",
    },
    en: {
      about_force: "Placed by how closely things are related",
      about_layers: "In layers: policies, cohorts, parks, enterprises and so on",
      as_of: "Data as of {0}",
      basis: "Basis: {0}",
      basis_computed: "inferred by a rule",
      basis_curator: "judged by a curator",
      basis_derived: "derived from the text",
      basis_explicit: "stated in the text",
      basis_external: "from outside sources",
      basis_row: "in one row of the answer, no relation of the graph",
      basis_stated: "stated in the text",
      cap: "Add at once",
      class: "Class",
      collapse: "Collapse ({0})",
      collapse_none: "Nothing hangs on it alone",
      degree: "Relations",
      download: "Download",
      edges: "Relations ({0})",
      edges_csv: "CSV (relations)",
      expand: "Expand",
      expand_loading: "Counting its relations …",
      expand_more: "{0} more",
      expand_none: "There are no more relations.",
      expand_shown: "{0} of {1} shown",
      filter: "Filter",
      fit: "Fit",
      force: "Force",
      force_progress: "Placing {0}%",
      force_too_many: "More than {0} nodes; hide or collapse some first",
      go: "Open its page",
      graph: "Relation graph",
      hidden: "{0} nodes, {1} relations hidden",
      hide: "Hide",
      hide_class: "Hide its class",
      in: "towards it",
      keys: "Select a node or relation for its passages; right-click for more; drag to pin; Ctrl+Z undoes, Ctrl+Y redoes",
      layered: "Layers",
      layout: "Layout",
      legend: "Legend",
      name: "Name",
      more_rows: "Only the first {0} rows are listed; use the filter.",
      no_quotes: "No quotation.",
      nodes: "Nodes ({0})",
      nodes_csv: "CSV (nodes)",
      nothing: "There is nothing to draw. Choose another start.",
      out: "from it",
      paths: "Paths",
      paths_found: "{0} paths found",
      paths_from: "Start a path here",
      paths_none: "No path within four steps.",
      paths_show: "Mark in the graph",
      paths_start: "Path starts at {0}. Select another node.",
      paths_to: "Paths from {0} to here",
      pin: "Pin",
      redo: "Redo",
      relation: "Relation",
      relations: "Relations",
      release: "Release {0}",
      select: "Select a node or a relation to see details and passages here.",
      show_all: "Show all",
      source: "From",
      stale: "The linked picture cannot be restored (the data may have changed); this is the one it began with.",
      start_here: "Start from here",
      target: "To",
      undo: "Undo",
      unpin: "Unpin",
    },
  };
  const FONT =
    "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',system-ui,sans-serif";
  // ECharts symbols for the shapes of the layers; a shape that comes twice gets one of the others.
  const SYMBOLS = {
    box: "rect",
    round: "roundRect",
    oval: "circle",
    cut: "diamond",
    hexagon: "path://M5,0 L15,0 L20,9 L15,18 L5,18 L0,9 z",
    flag: "path://M0,0 L20,0 L15,8 L20,16 L0,16 z",
    plain: "path://M10,0 L20,8 L16,20 L4,20 L0,8 z",
  };
  const SPARE = ["triangle", "pin"];
  const LABELLED = 60; // nodes with a label where there are more than
  const ONE_LINE = 6; // Chinese characters; a longer label takes two lines
  const CROWDED = 400; // nodes
  const NAMED_EDGES = 40; // relations are written on the edges up to so many,
  const ALIKE = 8; // and one relation up to so many times
  const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78]; // of an edge, where its name may stand
  const NEAR = [36, 22];
  const NEXT = 230; // nodes of a row that are farther apart have others between them
  const BENT = 0.22;
  const FORCE_LIMIT = 1000;
  const ROWS = 300;
  const CAPS = [10, 20, 50, 100];
  const HOPS = 4;
  const PICTURE = { width: [900, 3000], height: [400, 2400], aside: 240, above: 240 }; // pixels
  const SYMBOL = [9, 26]; // pixels
  const SPACING = 38; // a symbol has this size where the places are drawn as they were computed
  const STRETCH = 3; // layers are drawn so many times as far apart if there is room
  const LIGHT = { fg: "#1f2328", muted: "#57606a", line: "#8c959f", accent: "#b3261e", card: "#ffffff" };

  const text = translator(MESSAGES);
  const here = document.currentScript;
  const host = document.getElementById("graph");
  const settings = readSettings();
  const inPage = document.getElementById("graph-data");

  let model = null;
  let chart = null;
  let payload = null;
  let symbols = new Map();
  let selected = null; // {node: id} or {edge: key}
  let pathStart = null; // id
  let marked = new Set(); // keys of edges on a path
  let cap = settings.cap;
  let worker = null;

  function readSettings() {
    const address = new URLSearchParams(location.search);
    const given = JSON.parse(host.dataset.state || "{}");
    const value = (name) => given[name] || address.get(name) || null;
    return {
      ...{ start: value("start"), lens: value("lens") },
      ...{ hops: Number(value("hops")) || 1, cap: Number(value("cap")) || 20 },
    };
  }

  const named = (thing) => (lang === "en" ? thing.label_en || thing.label : thing.label || thing.label_en);
  const foreign = (name) => lang === "en" && /[\u3400-\u9fff]/.test(name);
  const layerName = (layer) => (lang === "en" ? layer.en : layer.zh);
  const layerOf = (node) => model.layers.find(({ number }) => number === node.layer);
  /** The name of a node or edge for the page; where it has no English one, marked as Chinese. */
  function worded(thing) {
    return foreign(named(thing)) ? el("span", { lang: "zh-CN", class: "foreign" }, named(thing)) : named(thing);
  }

  const nodeOf = (id) => model.state.nodes.get(id);

  /** Each layer's symbol; no two are alike as long as there are spare ones. */
  function symbolsOf(layers) {
    const used = new Map();
    const spare = [...SPARE];
    for (const { number, shape } of layers) {
      const wanted = SYMBOLS[shape] || SYMBOLS.oval;
      used.set(number, [...used.values()].includes(wanted) && spare.length > 0 ? spare.shift() : wanted);
    }
    return used;
  }

  /** The colours of the theme in force. */
  function palette() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim() || LIGHT[name];
    return { fg: read("fg"), muted: read("muted"), line: read("muted"), accent: LIGHT.accent, card: read("card") };
  }

  // ------------------------------------------------------------------ drawing

  const between = (value, [least, most]) => Math.min(Math.max(value, least), most);

  /** Width and height of the places of nodes. */
  function extent(nodes) {
    if (nodes.length === 0) return [1, 1];
    return [0, 1].map((axis) => {
      const places = nodes.map(({ id }) => model.state.positions.get(id)[axis]);
      return Math.max(Math.max(...places) - Math.min(...places), 1);
    });
  }

  /** How much farther apart than computed the layers are drawn, so that they fill the canvas. */
  function stretch() {
    const [wide, high] = extent([...model.state.nodes.values()]);
    const room = (canvas.clientHeight - 90) / (canvas.clientWidth - 120);
    return model.state.layout === "layered" ? between((wide * room) / high, [1, STRETCH]) : 1;
  }

  /** Where a node is drawn. */
  function drawn(id, factor) {
    const [x, y] = model.state.positions.get(id);
    return [x, y * factor];
  }

  /** The series of nodes and edges in the colours of a palette; with what is selected marked, or for a picture without. */
  function series(view, colours, size, chosen = {}) {
    const factor = stretch();
    const degrees = GraphModel.degrees(view.edges);
    const many = view.nodes.length > CROWDED;
    const ranked = [...view.nodes].sort((a, b) => (degrees.get(b.id) || 0) - (degrees.get(a.id) || 0) || (a.id < b.id ? -1 : 1));
    const labelled = new Set((many ? ranked.slice(0, LABELLED) : ranked).map(({ id }) => id));
    const numbers = model.layers.map(({ number }) => number);
    const data = view.nodes.map((node) => {
      const [x, y] = drawn(node.id, factor);
      const pinned = model.state.pinned.has(node.id);
      const strong = node.id === chosen.node || node.id === chosen.pathStart;
      const border = strong ? colours.accent : "rgba(0,0,0,0.45)";
      return {
        ...{ id: node.id, name: named(node), x, y, category: numbers.indexOf(node.layer), symbolSize: size },
        itemStyle: { borderColor: border, borderWidth: strong || (pinned && chosen.pins) ? 3 : 1 },
        label: { show: labelled.has(node.id), ...(foreign(named(node)) ? { color: colours.muted } : {}) },
      };
    });
    const links = view.edges.map((edge) => {
      const strong = chosen.edge === edge.key || marked.has(edge.key);
      const inferred = edge.basis === "computed" || edge.basis === "row";
      const style = { width: strong ? 3.5 : 1.3, color: strong ? colours.accent : colours.line, type: inferred ? "dashed" : "solid" };
      const curveness = bend(edge);
      return { source: edge.source, target: edge.target, key: edge.key, lineStyle: { ...style, curveness, opacity: 0.75 } };
    });
    const alike = new Map();
    for (const { relation } of view.edges) alike.set(relation, (alike.get(relation) || 0) + 1);
    const telling = ({ relation }) => view.edges.length <= NAMED_EDGES && alike.get(relation) <= ALIKE;
    const spoken = view.edges.filter((edge) => telling(edge) || chosen.edge === edge.key || marked.has(edge.key));
    data.push(...edgeNames(spoken, colours, factor));
    links.push(...spoken.flatMap(tied));
    return {
      ...{ type: "graph", layout: "none", preserveAspect: "contain", data, links, roam: true, draggable: true, autoCurveness: true },
      categories: model.layers.map((layer) => ({
        ...{ name: layerName(layer), symbol: symbols.get(layer.number), itemStyle: { color: layer.colour } },
      })),
      ...{ edgeSymbol: ["none", "arrow"], edgeSymbolSize: [0, 8], cursor: "pointer", scaleLimit: { min: 0.1, max: 30 } },
      label: {
        ...{ position: "bottom", distance: 3, fontSize: 12, lineHeight: 15, fontFamily: FONT, formatter: ({ name }) => lines(name) },
        ...{ color: colours.fg, backgroundColor: colours.card, padding: [0, 2], borderRadius: 3 },
      },
      labelLayout: { hideOverlap: true },
      emphasis: { focus: "adjacency", label: { show: true, fontWeight: "bold" }, lineStyle: { width: 2.5 } },
      blur: { itemStyle: { opacity: 0.15 }, lineStyle: { opacity: 0.06 }, label: { opacity: 0.1 } },
    };
  }

  /** A label in at most two lines, broken near its middle, not within a word or number or before a closing mark. */
  function lines(name) {
    const characters = [...short(name)];
    const whole = characters.join("");
    if (widthOf(whole) <= ONE_LINE) return whole;
    const half = widthOf(whole) / 2;
    const before = (at) => characters.slice(0, at).join("");
    const may = (at) => !/\w/.test(characters[at - 1]) || !/\w/.test(characters[at]);
    const fits = (at) => may(at) && !/[”’」』）》，。、…)',.-]/.test(characters[at]) && !/[“‘「『（《('-]/.test(characters[at - 1]);
    const breaks = characters.map((_, at) => at).filter((at) => at > 0 && fits(at));
    const [best] = breaks.sort((one, other) => Math.abs(widthOf(before(one)) - half) - Math.abs(widthOf(before(other)) - half));
    return best ? `${before(best).trim()}\n${characters.slice(best).join("").trim()}` : whole;
  }

  /** How much an edge is bent, so that it does not run through others of its row; undefined for what ECharts chooses. */
  function bend({ source, target }) {
    const [[x, y], [u, v]] = [source, target].map((id) => model.state.positions.get(id));
    return y === v && Math.abs(u - x) > NEXT ? BENT : undefined;
  }

  const nameOf = ({ key }) => `name of ${key}`;

  /** The names of relations as points on their edges: ECharts misplaces an edge's own label where overlapping ones are hidden.
   *
   * A name stands near the middle, where neither a node nor another name is close.
   */
  function edgeNames(edges, colours, factor) {
    const taken = [...model.state.positions.keys()].map((id) => drawn(id, factor));
    const free = ([x, y]) => taken.every(([u, v]) => Math.abs(x - u) > NEAR[0] || Math.abs(y - v) > NEAR[1]);
    return edges.map((edge) => {
      const [[x, y], [u, v]] = [edge.source, edge.target].map((id) => drawn(id, factor));
      const turn = bend(edge) || 0;
      const [p, q] = [(x + u) / 2 - (y - v) * turn, (y + v) / 2 - (u - x) * turn];
      const along = (a, b, c, part) => (1 - part) ** 2 * a + 2 * part * (1 - part) * b + part ** 2 * c;
      const places = PARTS.map((part) => [along(x, p, u, part), along(y, q, v, part)]);
      const place = places.find(free) || places[0];
      taken.push(place);
      const label = { show: true, position: "inside", fontSize: 11, color: colours.muted, formatter: named(edge) };
      const look = { symbol: "circle", symbolSize: 2, itemStyle: { color: "rgba(0,0,0,0)" }, draggable: false };
      return { id: nameOf(edge), name: named(edge), key: edge.key, x: place[0], y: place[1], ...look, label };
    });
  }

  /** What ties the name of a relation to its ends, unseen, so that it is lit with them. */
  function tied(edge) {
    const look = { lineStyle: { width: 0, opacity: 0 } };
    const told = { source: nameOf(edge), key: edge.key, symbol: ["none", "none"], ...look, emphasis: look, blur: look };
    return [edge.source, edge.target].map((target) => ({ ...told, target }));
  }

  /** The tooltip of a node or edge: text alone, so that no label is read as markup. */
  function tip({ data }) {
    if (data.key) {
      const edge = model.state.edges.get(data.key);
      const [first] = edge.quotes || [];
      const ends = `${named(nodeOf(edge.source))} → ${named(nodeOf(edge.target))}`;
      return el("div", { class: "graph-tip" }, el("strong", {}, named(edge)), el("div", {}, ends), first ? el("q", {}, first.text) : null);
    }
    const node = nodeOf(data.id);
    return el("div", { class: "graph-tip" }, el("strong", {}, named(node)), el("div", {}, layerName(layerOf(node))));
  }

  /** Draw the state anew, keeping the zoom. */
  function draw() {
    const colours = palette();
    const view = model.visible();
    const [wide, high] = extent(view.nodes);
    const [right, down] = [canvas.clientWidth - 120, canvas.clientHeight - 90];
    const size = between(Math.min(right / wide, down / high / stretch()) * SPACING, SYMBOL);
    const look = { backgroundColor: colours.card, borderColor: colours.line };
    chart.setOption({
      ...{ animation: false, backgroundColor: "transparent" },
      tooltip: { confine: true, formatter: tip, ...look, textStyle: { color: colours.fg, fontFamily: FONT, fontSize: 13 } },
      series: [{ ...series(view, colours, size, { ...selected, pathStart, pins: true }), left: 60, right: 60, top: 30, bottom: 60 }],
    });
    showLegend();
    showTools(view);
    showLists(view);
  }

  /** Draw, and put the state into the address. */
  function changed() {
    history.replaceState(null, "", `#${model.packed()}`);
    draw();
    showPanel();
  }

  function fit() {
    chart.setOption({ series: [{ zoom: 1, center: null }] });
  }

  // ------------------------------------------------------------------ the parts of the page

  const bar = el("div", { class: "graph-bar", role: "toolbar", "aria-label": text("graph") });
  const legend = el("div", { class: "graph-legend", role: "group", "aria-label": text("legend") });
  const canvas = el("div", { class: "graph-canvas", role: "img", "aria-label": text("graph"), "aria-describedby": "graph-keys" });
  const panel = el("aside", { class: "graph-panel", "aria-live": "polite" });
  const status = el("p", { class: "graph-status", role: "status" });
  const lists = el("div", { class: "graph-lists" });
  const menu = el("div", { class: "graph-menu", hidden: true });
  const button = (key, action, extra, ...values) => el("button", { type: "button", onclick: action, ...extra }, text(key, ...values));

  /** Run something that asks the server; what goes wrong is told in the panel. */
  async function attempt(action) {
    try {
      return await action();
    } catch (problem) {
      fill(panel, problemNote(problem));
      return null;
    }
  }

  /** The toolbar: layout, cap, undo and redo, what is hidden, downloads. */
  function buildTools() {
    const option = (value, label, chosen) => el("option", { value, selected: chosen }, label);
    const layouts = ["layered", "force"].map((name) => {
      const about = text(name === "force" ? "about_force" : "about_layers");
      return button(name, () => arrange(name), { "data-layout": name, title: about });
    });
    bar.append(el("span", { role: "group", class: "graph-choice", "aria-label": text("layout") }, layouts));
    if (!inPage) {
      const choice = el("select", { onchange: () => (cap = Number(choice.value)) });
      choice.append(...[...new Set([...CAPS, cap])].sort((a, b) => a - b).map((number) => option(number, number, number === cap)));
      bar.append(el("label", {}, `${text("cap")} `, choice));
    }
    bar.append(button("undo", undo, { "data-undo": "", title: "Ctrl+Z" }), button("redo", redo, { "data-redo": "", title: "Ctrl+Y" }));
    bar.append(button("fit", fit), button("show_all", () => change(() => model.showAll()), { "data-hidden": "" }));
    const files = [
      ["PNG", () => savePicture("png")],
      ["SVG", () => savePicture("svg")],
      ["GraphML", () => saveFile("graphml", graphFiles.graphml, "application/graphml+xml")],
      ["GEXF", () => saveFile("gexf", graphFiles.gexf, "application/gexf+xml")],
      ["JSON", () => saveFile("json", graphFiles.json, "application/json")],
      [text("nodes_csv"), () => saveFile("nodes.csv", graphFiles.nodesCsv, "text/csv;charset=utf-8")],
      [text("edges_csv"), () => saveFile("edges.csv", graphFiles.edgesCsv, "text/csv;charset=utf-8")],
    ];
    const choices = el("details", { class: "graph-files" }, el("summary", {}, text("download")));
    const choose = (action) => () => {
      choices.open = false;
      action();
    };
    choices.append(el("div", {}, files.map(([name, action]) => el("button", { type: "button", onclick: choose(action) }, name))));
    bar.append(choices);
  }

  /** Bring the toolbar up to date. */
  function showTools(view) {
    const total = model.state.nodes.size - view.nodes.length;
    const edges = model.state.edges.size - view.edges.length;
    const hidden = bar.querySelector("[data-hidden]");
    hidden.hidden = total + edges === 0;
    hidden.textContent = `${text("hidden", total, edges)} · ${text("show_all")}`;
    bar.querySelector("[data-undo]").disabled = model.past.length === 0;
    bar.querySelector("[data-redo]").disabled = model.future.length === 0;
    for (const one of bar.querySelectorAll("[data-layout]")) {
      one.setAttribute("aria-pressed", String(one.dataset.layout === model.state.layout));
    }
    const force = bar.querySelector('[data-layout="force"]');
    force.disabled = view.nodes.length > FORCE_LIMIT || !window.Worker;
    force.title = view.nodes.length > FORCE_LIMIT ? text("force_too_many", FORCE_LIMIT) : text("about_force");
  }

  /** A layer's symbol in its colour, as a small picture. */
  function swatch(layer) {
    const draw_ = { rect: "M1,3H19V17H1z", roundRect: "M5,3H15Q19,3 19,10Q19,17 15,17H5Q1,17 1,10Q1,3 5,3z" };
    const more = {
      circle: "M10,1A9,9 0 1 1 9.9,1z",
      diamond: "M10,0L20,10L10,20L0,10z",
      triangle: "M10,1L19,18H1z",
      pin: "M10,20C2,10 3,1 10,1S18,10 10,20z",
    };
    const symbol = symbols.get(layer.number);
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    for (const [name, value] of [["viewBox", "-1 -1 22 22"], ["width", "16"], ["height", "16"], ["aria-hidden", "true"]]) {
      picture.setAttribute(name, value);
    }
    path.setAttribute("d", { ...draw_, ...more }[symbol] || symbol.replace("path://", ""));
    path.setAttribute("fill", layer.colour);
    path.setAttribute("stroke", "rgba(0,0,0,0.45)");
    picture.append(path);
    return picture;
  }

  /** The legend: classes with shape, colour and count, relations with count; a click hides or shows. */
  function showLegend() {
    const { layers, relations } = model.counts();
    const { hiddenLayers, hiddenRelations } = model.state;
    const item = (label, picture, count, hidden, action) => {
      const told = { type: "button", "aria-pressed": String(!hidden), class: hidden ? "off" : null, onclick: () => change(action) };
      return el("button", told, picture, el("span", {}, label), el("small", {}, String(count)));
    };
    const present = model.layers.filter(({ number }) => layers.has(number));
    const classes = present.map((layer) => {
      const hidden = hiddenLayers.has(layer.number);
      return item(layerName(layer), swatch(layer), layers.get(layer.number), hidden, () => model.toggleLayer(layer.number));
    });
    const sorted = [...relations].sort(([a, m], [b, n]) => n.count - m.count || (a < b ? -1 : 1));
    const kinds = sorted.map(([relation, { edge, count }]) =>
      item(named(edge), null, count, hiddenRelations.has(relation), () => model.toggleRelation(relation)),
    );
    const focus = [...legend.querySelectorAll("button")].indexOf(document.activeElement);
    const further = el("details", { open: legend.querySelector("details[open]") !== null }, [
      el("summary", {}, `${text("relations")} ${kinds.length}`),
      el("div", {}, kinds),
    ]);
    fill(legend, el("div", {}, classes), further);
    if (focus >= 0) legend.querySelectorAll("button")[focus].focus();
  }

  /** Nodes and edges as tables, for the keyboard, screen readers and those who search. */
  function showLists(view) {
    const degrees = GraphModel.degrees(view.edges);
    const choose = (label, choice) => el("button", { type: "button", class: "link", onclick: () => select(choice) }, label);
    const nodes = view.nodes.map((node) => {
      const cells = () => [choose(worded(node), { node: node.id }), layerName(layerOf(node)), String(degrees.get(node.id) || 0)];
      return [`${node.label} ${node.label_en || ""}`, cells];
    });
    const edges = view.edges.map((edge) => {
      const ends = [named(nodeOf(edge.source)), named(nodeOf(edge.target))];
      const [from, to] = [edge.source, edge.target].map(nodeOf);
      return [`${ends.join(" ")} ${named(edge)}`, () => [worded(from), choose(worded(edge), { edge: edge.key }), worded(to)]];
    });
    const part = (name, heading, columns, rows) => {
      const old = lists.querySelector(`[data-list="${name}"]`);
      const filter = el("input", { type: "search", placeholder: text("filter"), "aria-label": text("filter") });
      filter.value = old ? old.querySelector("input").value : "";
      const body = el("tbody");
      const note = el("p");
      const refill = () => {
        const wanted = filter.value.trim().toLowerCase();
        const found = rows.filter(([words]) => words.toLowerCase().includes(wanted));
        fill(body, found.slice(0, ROWS).map(([, cells]) => el("tr", {}, cells().map((cell) => el("td", {}, cell)))));
        note.textContent = found.length > ROWS ? text("more_rows", ROWS) : "";
      };
      filter.addEventListener("input", refill);
      const head = el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col" }, text(column)))));
      const box = el("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": heading }, el("table", {}, head, body));
      const whole = el("details", { "data-list": name, open: old !== null && old.open }, el("summary", {}, heading), filter, box, note);
      whole.addEventListener("toggle", () => whole.open && refill());
      if (whole.open) refill();
      return whole;
    };
    fill(
      lists,
      part("nodes", text("nodes", nodes.length), ["name", "class", "degree"], nodes),
      part("edges", text("edges", edges.length), ["source", "relation", "target"], edges),
    );
  }

  // ------------------------------------------------------------------ the panel

  /** Select a node or an edge; null for nothing. */
  function select(choice) {
    selected = choice;
    draw();
    showPanel();
  }

  function showPanel() {
    menu.hidden = true;
    if (selected && selected.node && nodeOf(selected.node)) showNode(nodeOf(selected.node));
    else if (selected && selected.edge && model.state.edges.has(selected.edge)) showEdge(model.state.edges.get(selected.edge));
    else {
      selected = null;
      const start = pathStart && nodeOf(pathStart) ? el("p", {}, text("paths_start", named(nodeOf(pathStart)))) : null;
      fill(panel, el("p", { class: "muted" }, text("select")), start);
    }
  }

  /** What can be done with a node. */
  function actions(node) {
    const leaves = model.leaves(node.id);
    const pinned = model.state.pinned.has(node.id);
    const folding = { disabled: leaves.length === 0, title: leaves.length === 0 ? text("collapse_none") : null };
    const list = [
      button("collapse", () => change(() => model.commit(model.without(leaves))), folding, leaves.length),
      button("hide", () => change(() => model.hideNode(node.id))),
      button("hide_class", () => change(() => model.toggleLayer(node.layer))),
      button(pinned ? "unpin" : "pin", () => change(() => model.togglePin(node.id))),
    ];
    if (inPage) return list;
    list.push(button("start_here", () => leave(node.slug)));
    if (pathStart && pathStart !== node.id && nodeOf(pathStart)) {
      list.push(button("paths_to", () => attempt(() => findPaths(pathStart, node.id)), {}, short(named(nodeOf(pathStart)))));
    } else list.push(button("paths_from", () => startPath(node.id)));
    return list;
  }

  function showNode(node) {
    const other = lang === "en" ? node.label : node.label_en;
    const expanding = el("div", { class: "graph-expand" });
    const page = pageOf(node.id); // a query may name things whose address must not be followed
    fill(
      panel,
      el("h2", {}, /^(https?:|\/)/i.test(page) ? el("a", { href: page, title: text("go") }, worded(node)) : worded(node)),
      other && other !== named(node) ? el("p", { class: "muted", lang: lang === "en" ? "zh" : "en" }, other) : null,
      el("p", {}, swatch(layerOf(node)), ` ${layerName(layerOf(node))}`),
      el("div", { class: "graph-actions" }, actions(node)),
      inPage ? null : expanding,
    );
    if (!inPage) attempt(() => offerExpansion(node, expanding));
  }

  /** The relations of a node with their counts; each can be added, twenty at a time. */
  async function offerExpansion(node, box) {
    fill(box, el("p", { class: "muted" }, text("expand_loading")));
    const relations = await askJson("/api/expand.json", { node: node.slug });
    if (!box.isConnected) return;
    const items = relations.map((relation) => {
      const shown = model.reached(node.id, relation.relation, relation.direction).length;
      const left = relation.count - shown;
      const way = relation.direction === "out" ? "→" : "←";
      const title = text(relation.direction);
      const more = (event) => {
        event.currentTarget.disabled = true;
        attempt(() => expand(node, relation));
      };
      const add = left > 0 ? button("expand_more", more, {}, Math.min(cap, left)) : null;
      const count = el("small", {}, text("expand_shown", shown, relation.count));
      return el("li", {}, el("span", { title }, `${way} ${named(relation)}`), count, add);
    });
    const none = el("p", { class: "muted" }, text("expand_none"));
    fill(box, el("h3", {}, text("expand")), items.length > 0 ? el("ul", {}, items) : none);
  }

  function quote({ text: words, source, section }) {
    return el("figure", {}, el("blockquote", { lang: "zh" }, words), el("figcaption", {}, [source, section].filter(Boolean).join(" · ")));
  }

  function edgeWords(edge) {
    const [source, target] = [nodeOf(edge.source), nodeOf(edge.target)];
    const to = (node) => el("button", { type: "button", class: "link", onclick: () => select({ node: node.id }) }, worded(node));
    return el("p", { class: "graph-ends" }, to(source), el("span", {}, ` —${named(edge)}→ `), to(target));
  }

  function evidence(edge) {
    const basis = edge.basis ? el("p", { class: "muted" }, text("basis", `basis_${edge.basis}` in MESSAGES[lang] ? text(`basis_${edge.basis}`) : edge.basis)) : null;
    const quotes = edge.quotes || [];
    return [basis, quotes.length > 0 ? quotes.map(quote) : el("p", { class: "muted" }, text("no_quotes"))];
  }

  function showEdge(edge) {
    fill(panel, el("h2", {}, worded(edge)), edgeWords(edge), evidence(edge));
  }

  /** The menu at the pointer: what the panel offers for a node. */
  function openMenu(node, event) {
    selected = { node: node.id };
    draw();
    showPanel();
    const box = host.getBoundingClientRect();
    fill(menu, el("strong", {}, short(named(node))), actions(node));
    menu.hidden = false;
    menu.style.left = `${Math.max(0, Math.min(event.clientX - box.left, box.width - menu.offsetWidth - 8))}px`;
    menu.style.top = `${event.clientY - box.top}px`;
  }

  // ------------------------------------------------------------------ changing the graph

  /** Change the model and show it. */
  function change(action) {
    action();
    changed();
  }

  function undo() {
    if (model.undo()) changed();
  }

  function redo() {
    if (model.redo()) changed();
  }

  /** Another start is another page, without the lens or the answer of this one. */
  function leave(start) {
    const address = new URLSearchParams({ start });
    if (lang === "en") address.set("lang", lang);
    location.assign(`${location.pathname}?${address}`);
  }

  const idOf = (slug) => [...model.state.nodes.values()].find((node) => node.slug === slug).id;

  async function expand(node, { relation, direction }) {
    const operation = { kind: "expand", node: node.slug, relation, direction, cap };
    const next = await expanded(operation);
    change(() => model.commit(next));
  }

  /** The state after an operation that asks the server; things on the picture may be reached by a further relation. */
  async function expanded(operation) {
    const { node, relation, direction } = operation;
    const have = model.reached(idOf(node), relation, direction).map((id) => nodeOf(id).slug);
    const question = { node, relation, direction, cap: operation.cap, have: have.join(",") || null };
    const answer = await askJson("/api/expand.json", question);
    return model.added(answer, operation);
  }

  async function paths(from, to) {
    const answer = await askJson("/api/path.json", { from, to, hops: HOPS });
    return { answer, next: model.added({ nodes: answer.nodes, edges: answer.paths.flat() }, { kind: "paths", from, to }) };
  }

  function startPath(id) {
    pathStart = id;
    select(null);
  }

  /** Ask for the ways between two nodes, add what is on them, and list them with their evidence. */
  async function findPaths(from, to) {
    const { answer, next } = await paths(nodeOf(from).slug, nodeOf(to).slug);
    pathStart = null;
    selected = null;
    if (answer.paths.length > 0) model.commit(next);
    marked = new Set(answer.paths.flat().map(({ source, relation, target }) => `${source} ${relation} ${target}`));
    changed();
    const items = answer.paths.map((steps, number) => {
      const only = () => {
        marked = new Set(steps.map(({ source, relation, target }) => `${source} ${relation} ${target}`));
        draw();
      };
      const words = steps.map((edge) => el("details", {}, el("summary", {}, edgeWords(edge)), evidence(edge)));
      return el("li", {}, button("paths_show", only, { "aria-label": `${text("paths_show")} ${number + 1}` }), words);
    });
    const told = items.length > 0 ? text("paths_found", items.length) : text("paths_none");
    fill(panel, el("h2", {}, text("paths")), el("p", {}, told), el("ol", {}, items));
  }

  /** Arrange in layers at once, by forces in a worker with its progress shown. */
  function arrange(layout) {
    if (worker) worker.terminate();
    worker = null;
    status.textContent = "";
    if (layout === "layered") {
      change(() => model.arrange("layered"));
      fit();
      return;
    }
    const { nodes, edges } = model.visible();
    const sorted = [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
    worker = new Worker(host.dataset.layout || new URL("vendor/layout.bundle.js", here.src).href);
    worker.onmessage = ({ data }) => {
      if (data.progress) status.textContent = text("force_progress", Math.round(data.progress * 100));
      if (!data.positions) return;
      worker = null;
      status.textContent = "";
      change(() => model.arrange("force", new Map([...model.state.positions, ...Object.entries(data.positions)])));
      fit();
    };
    worker.postMessage({
      nodes: sorted.map(({ id }) => {
        const [x, y] = model.state.pinned.has(id) ? model.state.positions.get(id) : [];
        return { id, radius: 38, x, y };
      }),
      edges: edges.map(({ source, target }) => ({ source, target })),
    });
  }

  // ------------------------------------------------------------------ files

  function fileView() {
    const { title, release, as_of: asOf } = payload;
    return { title, release, asOf, layers: model.layers, positions: model.state.positions, ...model.visible() };
  }

  const fileName = (suffix) => `${(payload.title || "parkgraph").replace(/[\\/:*?"<>|\s]+/g, "-")}.${suffix}`;

  function saveFile(suffix, write, type) {
    save(fileName(suffix), write(fileView()), type);
  }

  /** The whole graph as a picture for a report: white, with title, legend, release and date. */
  function picture(renderer) {
    const view = model.visible();
    const [wide, high] = extent(view.nodes);
    const width = between(wide + PICTURE.aside, PICTURE.width);
    const scale = (width - PICTURE.aside) / wide;
    const size = { width, height: between(high * stretch() * scale + PICTURE.above, PICTURE.height) };
    const place = el("div", { class: "off-screen" });
    document.body.append(place);
    const copy = window.parkgraph_charts.init(place, null, { renderer, devicePixelRatio: 2, ...size });
    const { layers } = model.counts();
    const used = model.layers.filter(({ number }) => layers.has(number) && !model.state.hiddenLayers.has(number));
    const lacking = [["release", payload.release], ["as_of", payload.as_of]].filter(([, told]) => told && !payload.footer.includes(told));
    const footer = [payload.footer, ...lacking.map(([key, told]) => text(key, told))].filter(Boolean).join(" · ");
    const style = { fontFamily: FONT, color: LIGHT.fg };
    copy.setOption({
      ...{ animation: false, backgroundColor: "#ffffff" },
      title: [
        { text: payload.title, left: 32, top: 20, textStyle: { ...style, fontSize: 26 } },
        { text: footer, left: 32, bottom: 16, textStyle: { ...style, fontSize: 14, fontWeight: "normal", color: LIGHT.muted } },
      ],
      legend: {
        ...{ left: 32, top: 64, itemGap: 20, selectedMode: false, textStyle: { ...style, fontSize: 15 } },
        data: used.map((layer) => ({ name: layerName(layer), icon: symbols.get(layer.number) })),
      },
      series: [{ ...series(view, LIGHT, between(scale * SPACING, SYMBOL)), left: PICTURE.aside / 2, right: PICTURE.aside / 2, top: 130, bottom: 100 }],
    });
    return { copy, done: () => [copy.dispose(), place.remove()] };
  }

  function savePicture(suffix) {
    const { copy, done } = picture(suffix === "svg" ? "svg" : "canvas");
    if (suffix === "svg") {
      save(fileName(suffix), copy.renderToSVGString(), "image/svg+xml");
      done();
      return;
    }
    copy.getDom().querySelector("canvas").toBlob((blob) => {
      save(fileName(suffix), blob);
      done();
    }, "image/png");
  }

  // ------------------------------------------------------------------ start

  /** Places are the chart's own after a drag; where one changed, the node is pinned there. */
  function listenToDragging() {
    let held = null;
    const placeOf = (index) => chart.getModel().getSeriesByIndex(0).getData().getItemLayout(index);
    chart.on("mousedown", ({ dataType, dataIndex, data }) => {
      if (dataType === "node" && !data.key) held = { id: data.id, index: dataIndex, before: [...placeOf(dataIndex)] };
    });
    window.addEventListener("mouseup", () => {
      if (!held) return;
      const { id, index, before } = held;
      held = null;
      const now = [...placeOf(index)];
      if (now[0] !== before[0] || now[1] !== before[1]) change(() => model.move(id, [now[0], now[1] / stretch()]));
    });
  }

  function listen() {
    chart.on("click", ({ data, event }) => {
      if (data.key) select({ edge: data.key });
      else if (event.event.shiftKey && selected && selected.node && selected.node !== data.id) {
        attempt(() => findPaths(selected.node, data.id));
      } else select({ node: data.id });
    });
    chart.getZr().on("click", ({ target }) => {
      if (!target && selected) select(null);
    });
    chart.on("contextmenu", ({ data, event }) => {
      event.event.preventDefault();
      if (!data.key) openMenu(nodeOf(data.id), event.event);
    });
    document.addEventListener("click", ({ target }) => {
      if (!menu.contains(target)) menu.hidden = true;
      const files = bar.querySelector("details");
      if (!files.contains(target)) files.open = false;
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key === "Escape") menu.hidden = true;
      if (typing || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      const back = key === "z" && !event.shiftKey;
      if (!back && key !== "y" && key !== "z") return;
      event.preventDefault();
      if (back) undo();
      else redo();
    });
    listenToDragging();
    document.addEventListener("parkgraph:theme", draw);
    window.addEventListener("resize", () => {
      chart.resize();
      draw();
    });
  }

  /** Do again what the address tells: the same questions to the server in the same order, then places and what is hidden. */
  async function restore(found) {
    const first = model.state;
    try {
      for (const operation of found.operations) {
        if (operation.kind === "expand") model.state = await expanded(operation);
        else if (operation.kind === "paths") model.state = (await paths(operation.from, operation.to)).next;
        else if (operation.kind === "remove") model.state = model.without(operation.slugs.map(idOf));
      }
      model.restore(found);
    } catch (_) {
      model.state = first; // the graph has changed since the link was made, or the server refuses
      status.textContent = text("stale");
    }
  }

  async function read() {
    if (inPage) return JSON.parse(inPage.textContent);
    const { start, lens, hops } = settings;
    const path = lens ? `/api/network/${encodeURIComponent(lens)}.json` : "/api/graph.json";
    return askJson(path, { start, hops: lens ? null : hops, cap });
  }

  /** What the page shows without scripts stays until the answer is there. */
  async function begin() {
    try {
      payload = await read();
    } catch (problem) {
      host.prepend(problemNote(problem));
      return;
    }
    if (payload.nodes.length === 0) {
      host.prepend(el("p", {}, text("nothing")));
      return;
    }
    const hint = el("p", { class: "graph-hint", id: "graph-keys" }, text("keys"));
    fill(host, bar, status, legend, el("div", { class: "graph-body" }, canvas, panel), hint, lists, menu);
    model = new GraphModel(payload);
    symbols = symbolsOf(model.layers);
    const found = location.hash.length > 1 ? GraphModel.unpacked(location.hash.slice(1)) : null;
    if (found) await restore(found);
    chart = window.parkgraph_charts.init(canvas, null, { locale: lang === "zh" ? "ZH" : "EN" });
    buildTools();
    draw();
    showPanel();
    listen();
  }

  window.parkgraph.messages.graph = MESSAGES;
  begin();
})();
