// What a relation graph holds and how it changes, as window.parkgraph.GraphModel: no page, no drawing. A state is never
// changed, each step makes a new one, so that undo goes back to the state itself.
"use strict";

window.parkgraph.GraphModel = (() => {
  const STEP_X = 120;
  const STEP_Y = 100;
  const LAYER_STEP = 120;
  const LEAST_COLUMNS = 6;
  const WIDE = 1.4; // columns to rows
  const REMEMBERED = 200;
  const VERSION = 1;

  const keyOf = ({ source, relation, target }) => `${source} ${relation} ${target}`;
  const byId = (a, b) => (a < b ? -1 : Number(a > b));

  /** A text as base64 that may stand in an address. */
  function pack(text) {
    const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
    return btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function unpack(packed) {
    const bytes = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
    return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
  }

  /** A set with a member more, or without it if it had it. */
  function toggled(set, member) {
    const changed = new Set(set);
    if (!changed.delete(member)) changed.add(member);
    return changed;
  }

  /** The places from left to right of the old neighbours of each node. */
  function neighbours(edges, before) {
    const near = new Map();
    for (const { source, target } of edges.values()) {
      for (const [one, other] of [[source, target], [target, source]]) {
        if (before.has(other)) near.set(one, [...(near.get(one) || []), before.get(other)[0]]);
      }
    }
    return near;
  }

  /** The old nodes among some, as rows from above: each a map of nodes to places from left to right. */
  function rowsOf(ids, before) {
    const rows = new Map();
    for (const id of ids.filter((one) => before.has(one))) {
      const [x, y] = before.get(id);
      rows.set(y, (rows.get(y) || new Map()).set(id, x));
    }
    return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  }

  /** The first row with room between two ends, a new one if need be, and the free place there nearest to a wish. */
  function freePlace(rows, wish, [left, right]) {
    const start = Math.round(Math.min(Math.max(wish, left), right));
    const most = Math.ceil((right - left) / STEP_X);
    for (const row of rows) {
      const free = (x) => x >= left && x <= right && [...row.values()].every((other) => Math.abs(other - x) >= STEP_X);
      for (let step = 0; step <= most; step += 1) {
        const found = [start + step * STEP_X, start - step * STEP_X].find(free);
        if (found !== undefined) return [row, found];
      }
    }
    rows.push(new Map());
    return [rows[rows.length - 1], start];
  }

  return class GraphModel {
    /** @param payload the answer of the server that the picture starts from */
    constructor(payload) {
      this.layers = payload.layers;
      this.past = [];
      this.future = [];
      this.state = {
        nodes: new Map(),
        edges: new Map(),
        positions: new Map(),
        rows: new Map(), // the places in layers, also while another layout is shown
        layout: "layered",
        pinned: new Set(),
        hiddenNodes: new Set(),
        hiddenLayers: new Set(),
        hiddenRelations: new Set(),
        operations: [],
      };
      this.state = this.added(payload);
      this.state.rows = new Map(payload.nodes.map(({ id, x, y }) => [id, [x, y]]));
      this.state.positions = this.state.rows;
    }

    // ---------------------------------------------------------------- history

    /** Make a state the one that is shown; undo leads back. */
    commit(changes) {
      this.past = [...this.past, this.state].slice(-REMEMBERED);
      this.future = [];
      this.state = { ...this.state, ...changes };
    }

    undo() {
      if (this.past.length === 0) return false;
      this.future.push(this.state);
      this.state = this.past.pop();
      return true;
    }

    redo() {
      if (this.future.length === 0) return false;
      this.past.push(this.state);
      this.state = this.future.pop();
      return true;
    }

    // ---------------------------------------------------------------- looking

    /** The nodes and edges that are not hidden, in the order they came. */
    visible() {
      const { nodes, edges, hiddenNodes, hiddenLayers, hiddenRelations } = this.state;
      const seen = [...nodes.values()].filter(({ id, layer }) => !hiddenNodes.has(id) && !hiddenLayers.has(layer));
      const ids = new Set(seen.map(({ id }) => id));
      const drawn = [...edges.values()].filter(
        ({ source, target, relation }) => ids.has(source) && ids.has(target) && !hiddenRelations.has(relation),
      );
      return { nodes: seen, edges: drawn };
    }

    /** How many edges each node has among those given. */
    static degrees(edges) {
      const degrees = new Map();
      for (const id of edges.flatMap(({ source, target }) => [source, target])) degrees.set(id, (degrees.get(id) || 0) + 1);
      return degrees;
    }

    /** How many nodes each layer has and how many edges each relation, hidden ones too. */
    counts() {
      const layers = new Map();
      const relations = new Map();
      for (const { layer } of this.state.nodes.values()) layers.set(layer, (layers.get(layer) || 0) + 1);
      for (const edge of this.state.edges.values()) {
        const known = relations.get(edge.relation) || { edge, count: 0 };
        relations.set(edge.relation, { edge, count: known.count + 1 });
      }
      return { layers, relations };
    }

    /** The nodes that a relation leads to from a node in one direction. */
    reached(id, relation, direction) {
      const [near, far] = direction === "out" ? ["source", "target"] : ["target", "source"];
      return [...this.state.edges.values()].filter((edge) => edge.relation === relation && edge[near] === id).map((edge) => edge[far]);
    }

    /** The neighbours that hang on a node alone. */
    leaves(id) {
      const beside = new Map();
      for (const { source, target } of this.state.edges.values()) {
        if (!beside.has(source)) beside.set(source, new Set());
        if (!beside.has(target)) beside.set(target, new Set());
        beside.get(source).add(target);
        beside.get(target).add(source);
      }
      const alone = (one) => one !== id && [...beside.get(one)].every((other) => other === id || other === one);
      return [...(beside.get(id) || [])].filter(alone);
    }

    // ---------------------------------------------------------------- changing

    /** The state with what a further answer brings. */
    added(payload, operation) {
      const nodes = new Map(this.state.nodes);
      const edges = new Map(this.state.edges);
      for (const node of payload.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
      for (const edge of payload.edges) {
        if (nodes.has(edge.source) && nodes.has(edge.target)) edges.set(keyOf(edge), { ...edge, key: keyOf(edge) });
      }
      const operations = operation ? [...this.state.operations, operation] : this.state.operations;
      const next = { ...this.state, nodes, edges, operations };
      return this.placed(next);
    }

    /** The state without some nodes. */
    without(ids) {
      const gone = new Set(ids);
      const nodes = new Map([...this.state.nodes].filter(([id]) => !gone.has(id)));
      const edges = new Map([...this.state.edges].filter(([, { source, target }]) => !gone.has(source) && !gone.has(target)));
      const slugs = ids.map((id) => this.state.nodes.get(id).slug);
      const next = { ...this.state, nodes, edges, operations: [...this.state.operations, { kind: "remove", slugs }] };
      return this.placed(next);
    }

    hideNode(id) {
      this.commit({ hiddenNodes: toggled(this.state.hiddenNodes, id) });
    }

    toggleLayer(layer) {
      this.commit({ hiddenLayers: toggled(this.state.hiddenLayers, layer) });
    }

    toggleRelation(relation) {
      this.commit({ hiddenRelations: toggled(this.state.hiddenRelations, relation) });
    }

    showAll() {
      this.commit({ hiddenNodes: new Set(), hiddenLayers: new Set(), hiddenRelations: new Set() });
    }

    /** Put a node somewhere; it stays there until it is let go. */
    move(id, position) {
      const positions = new Map(this.state.positions).set(id, position.map((part) => Number(part.toFixed(2))));
      this.commit({ positions, pinned: new Set(this.state.pinned).add(id) });
    }

    togglePin(id) {
      this.commit({ pinned: toggled(this.state.pinned, id) });
    }

    /** Show the places in layers, or others that were computed. */
    arrange(layout, positions) {
      this.commit({ layout, positions: positions || this.held(this.state.rows) });
    }

    // ---------------------------------------------------------------- places

    /** A state whose nodes changed, with places for all of them. */
    placed(state) {
      const rows = this.layered(state);
      return { ...state, rows, positions: state.layout === "layered" ? this.held(rows, state) : this.beside(state) };
    }

    /** Places with those of the pinned nodes left as they are. */
    held(places, { pinned, positions } = this.state) {
      const kept = [...pinned].filter((id) => places.has(id) && positions.has(id)).map((id) => [id, positions.get(id)]);
      return new Map([...places, ...kept]);
    }

    /** Rows by layer. Old nodes keep their row and their place in it; new ones take the free place that is nearest to the
     * middle of their neighbours, in a further row of their layer where the others are full. */
    layered({ nodes, edges, rows: before }) {
      const known = [...before].filter(([id]) => nodes.has(id));
      const across = known.map(([, [x]]) => x);
      const [left, right] = known.length > 0 ? [Math.min(...across), Math.max(...across)] : [0, 0];
      const centre = (left + right) / 2;
      const columns = Math.max(LEAST_COLUMNS, Math.ceil(Math.sqrt(nodes.size * WIDE)));
      const reach = Math.max(columns * STEP_X, right - left) / 2;
      const near = neighbours(edges, before);
      const middle = (id) => (near.has(id) ? near.get(id).reduce((sum, x) => sum + x, 0) / near.get(id).length : centre);
      const places = new Map();
      let top = 0;
      for (const layer of [...new Set([...nodes.values()].map((node) => node.layer))].sort((a, b) => a - b)) {
        const ids = [...nodes.values()].filter((node) => node.layer === layer).map(({ id }) => id);
        const rows = rowsOf(ids, before);
        const fresh = ids.filter((id) => !before.has(id)).sort((a, b) => middle(a) - middle(b) || byId(a, b));
        for (const id of fresh) {
          const [row, x] = freePlace(rows, middle(id), [centre - reach, centre + reach]);
          row.set(id, x);
        }
        rows.forEach((row, at) => row.forEach((x, id) => places.set(id, [x, top + at * STEP_Y])));
        top += (rows.length - 1) * STEP_Y + LAYER_STEP;
      }
      return places;
    }

    /** Old nodes stay; new ones stand in a ring around the neighbour they came with. */
    beside({ nodes, edges, positions }) {
      const places = new Map([...positions].filter(([id]) => nodes.has(id)));
      const fresh = [...nodes.keys()].filter((id) => !places.has(id)).sort(byId);
      const known = new Map(places);
      fresh.forEach((id, at) => {
        const edge = [...edges.values()].find(
          ({ source, target }) => (source === id && known.has(target)) || (target === id && known.has(source)),
        );
        const [x, y] = edge ? known.get(edge.source === id ? edge.target : edge.source) : [0, 0];
        const angle = (2 * Math.PI * at) / fresh.length;
        const radius = Math.max(STEP_X, (fresh.length * STEP_X) / 8);
        places.set(id, [Math.round(x + radius * Math.cos(angle)), Math.round(y + radius * Math.sin(angle))]);
      });
      return places;
    }

    // ---------------------------------------------------------------- in an address

    /** What brings the picture back, for the part of an address behind `#`. */
    packed() {
      const { nodes, positions, pinned, hiddenNodes, hiddenLayers, hiddenRelations, layout, operations } = this.state;
      const slug = (id) => nodes.get(id).slug;
      const slugs = (ids) => [...ids].filter((id) => nodes.has(id)).map(slug);
      const places = Object.fromEntries([...positions].filter(([id]) => nodes.has(id)).map(([id, place]) => [slug(id), place]));
      const hidden = [slugs(hiddenNodes), [...hiddenLayers], [...hiddenRelations]];
      return pack(JSON.stringify({ v: VERSION, layout, operations, places, pinned: slugs(pinned), hidden }));
    }

    /** What `packed` gave, null where it is something else. */
    static unpacked(text) {
      try {
        const found = JSON.parse(unpack(text));
        return found.v === VERSION ? found : null;
      } catch (_) {
        return null;
      }
    }

    /** Bring places and what is hidden back, once the operations have been done again. */
    restore({ layout, places, pinned, hidden }) {
      const ids = new Map([...this.state.nodes.values()].map(({ id, slug }) => [slug, id]));
      const known = (slugs) => new Set(slugs.filter((slug) => ids.has(slug)).map((slug) => ids.get(slug)));
      const positions = new Map(this.state.positions);
      for (const [slug, place] of Object.entries(places)) if (ids.has(slug)) positions.set(ids.get(slug), place);
      const [nodes, layers, relations] = hidden;
      const sets = { hiddenNodes: known(nodes), hiddenLayers: new Set(layers), hiddenRelations: new Set(relations) };
      this.state = { ...this.state, layout, positions, pinned: known(pinned), ...sets };
      this.past = [];
    }
  };
})();
