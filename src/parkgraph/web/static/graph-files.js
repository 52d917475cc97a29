// The relation graph as files for other programs, as window.parkgraph.graphFiles: GraphML for yEd and Gephi, GEXF for Gephi,
// JSON, and CSV of nodes and of edges. Each takes {title, release, asOf, layers, nodes, edges, positions}.
"use strict";

window.parkgraph.graphFiles = (() => {
  const NODE = ["iri", "class", "label_zh", "label_en"];
  const EDGE = ["iri", "label_zh", "label_en", "basis", "quotes"];

  /** A text for XML; characters that XML has no place for are left out. */
  function xml(value) {
    const marks = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };
    const clean = String(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
    return clean.replace(/[&<>"\n]/g, (mark) => marks[mark]);
  }

  /** Quotes with where they stand, one a line. */
  function quoted(quotes) {
    return (quotes || []).map(({ text, source, section }) => `“${text}”（${[source, section].filter(Boolean).join(" ")}）`).join("\n");
  }

  const nodeValues = (node) => [node.id, node.class, node.label, node.label_en || ""];
  const edgeValues = (edge) => [edge.relation, edge.label, edge.label_en || "", edge.basis || "", quoted(edge.quotes)];
  const layerOf = ({ layers }, node) => layers.find(({ number }) => number === node.layer) || {};

  function graphml(view) {
    const keys = [
      ...NODE.map((name) => `<key id="n_${name}" for="node" attr.name="${name}" attr.type="string"/>`),
      ...EDGE.map((name) => `<key id="e_${name}" for="edge" attr.name="${name}" attr.type="string"/>`),
      '<key id="n_label" for="node" attr.name="label" attr.type="string"/>',
      '<key id="e_label" for="edge" attr.name="label" attr.type="string"/>',
      '<key id="n_look" for="node" yfiles.type="nodegraphics"/>',
      '<key id="e_look" for="edge" yfiles.type="edgegraphics"/>',
    ];
    const data = (id, value) => `<data key="${id}">${xml(value)}</data>`;
    const nodes = view.nodes.map((node) => {
      const [x, y] = view.positions.get(node.id) || [0, 0];
      const width = 20 + 14 * [...node.label].length;
      const look =
        `<data key="n_look"><y:ShapeNode><y:Geometry height="34" width="${width}" x="${x - width / 2}" y="${y - 17}"/>` +
        `<y:Fill color="${xml(layerOf(view, node).colour || "#cccccc")}" transparent="false"/>` +
        `<y:NodeLabel fontFamily="Microsoft YaHei">${xml(node.label)}</y:NodeLabel>` +
        '<y:Shape type="roundrectangle"/></y:ShapeNode></data>';
      const values = nodeValues(node).map((value, at) => data(`n_${NODE[at]}`, value));
      return `<node id="${xml(node.id)}">${values.join("")}${data("n_label", node.label)}${look}</node>`;
    });
    const edges = view.edges.map((edge, number) => {
      const look =
        '<data key="e_look"><y:PolyLineEdge><y:Arrows source="none" target="standard"/>' +
        `<y:EdgeLabel fontFamily="Microsoft YaHei">${xml(edge.label)}</y:EdgeLabel></y:PolyLineEdge></data>`;
      const values = edgeValues(edge).map((value, at) => data(`e_${EDGE[at]}`, value));
      const ends = `source="${xml(edge.source)}" target="${xml(edge.target)}"`;
      return `<edge id="e${number}" ${ends}>${values.join("")}${data("e_label", edge.label)}${look}</edge>`;
    });
    const names = 'xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml"';
    const body = [...keys, '<graph edgedefault="directed">', ...nodes, ...edges, "</graph>"].join("\n");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml ${names}>\n${body}\n</graphml>\n`;
  }

  function gexf(view) {
    const attributes = (kind, names) =>
      `<attributes class="${kind}">${names.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`).join("")}</attributes>`;
    const values = (names, list) =>
      `<attvalues>${list.map((value, at) => `<attvalue for="${names[at]}" value="${xml(value)}"/>`).join("")}</attvalues>`;
    const nodes = view.nodes.map((node) => {
      const [x, y] = view.positions.get(node.id) || [0, 0];
      const [red, green, blue] = (layerOf(view, node).colour || "#cccccc").match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
      const look = `<viz:color r="${red}" g="${green}" b="${blue}"/><viz:position x="${x}" y="${-y}" z="0"/>`;
      return `<node id="${xml(node.id)}" label="${xml(node.label)}">${values(NODE, nodeValues(node))}${look}</node>`;
    });
    const edges = view.edges.map((edge, number) => {
      const ends = `source="${xml(edge.source)}" target="${xml(edge.target)}" label="${xml(edge.label)}"`;
      return `<edge id="${number}" ${ends}>${values(EDGE, edgeValues(edge))}</edge>`;
    });
    const names = 'xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2"';
    const lists = ["<nodes>", ...nodes, "</nodes>", "<edges>", ...edges, "</edges>"].join("\n");
    const graph = `<graph defaultedgetype="directed">\n${attributes("node", NODE)}\n${attributes("edge", EDGE)}\n${lists}\n</graph>`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<gexf ${names}>\n${graph}\n</gexf>\n`;
  }

  function json({ title, release, asOf, nodes, edges, positions }) {
    const places = nodes.map((node) => {
      const [x, y] = positions.get(node.id) || [0, 0];
      return { ...node, x, y };
    });
    const links = edges.map(({ key, ...edge }) => edge);
    return `${JSON.stringify({ title, release, as_of: asOf, nodes: places, edges: links }, null, 1)}\n`;
  }

  /** A table for Excel and WPS, with a byte order mark; no cell is taken for a formula. */
  function csv(rows) {
    const field = (value) => {
      const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
      return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
    };
    return `\ufeff${rows.map((row) => row.map((value) => field(String(value))).join(",")).join("\r\n")}\r\n`;
  }

  function nodesCsv({ nodes }) {
    return csv([NODE, ...nodes.map(nodeValues)]);
  }

  function edgesCsv({ nodes, edges }) {
    const labels = new Map(nodes.map(({ id, label }) => [id, label]));
    const head = ["source", "source_label", "target", "target_label", ...EDGE];
    const rows = edges.map((edge) => [edge.source, labels.get(edge.source), edge.target, labels.get(edge.target), ...edgeValues(edge)]);
    return csv([head, ...rows]);
  }

  return { graphml, gexf, json, nodesCsv, edgesCsv };
})();
