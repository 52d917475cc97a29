"use strict";
(function () {
  const form = JSON.parse(document.getElementById("form").textContent);
  const svg = document.querySelector("main svg");
  const panel = document.querySelector("aside");
  const box = svg.viewBox.baseVal;
  const label = form.lang === "zh" ? "label" : "label_en";
  const names = new Map(form.nodes.map((node) => [node.id, node[label]]));
  const parts = [...svg.querySelectorAll("[data-source], [data-node]")];

  function add(parent, tag, text) {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  }

  function tell(edges) {
    panel.replaceChildren();
    for (const edge of edges) {
      add(panel, "h2", names.get(edge.source) + " —" + edge[label] + "→ " + names.get(edge.target));
      for (const quote of edge.quotes) {
        const told = add(panel, "blockquote", "“" + quote.text + "”");
        add(told, "cite", [quote.source, quote.section].filter(Boolean).join(" · "));
      }
      if (!edge.quotes.length) add(panel, "p", form.none);
    }
    panel.scrollTop = 0;
  }

  function choose(part) {
    const { source, target, node } = part.dataset;
    const fits = (edge) => (node ? edge.source === node || edge.target === node : edge.source === source && edge.target === target);
    const edges = form.edges.filter(fits);
    const near = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
    for (const other of parts) {
      const shown = other.dataset.node ? near.has(other.dataset.node) || other === part : edges.some(
        (edge) => edge.source === other.dataset.source && edge.target === other.dataset.target);
      other.classList.toggle("dim", !shown);
      other.classList.toggle("chosen", shown && !other.dataset.node);
    }
    tell(edges);
  }

  function clear() {
    for (const part of parts) part.classList.remove("dim", "chosen");
  }

  function zoom(factor, x, y) {
    const width = Math.min(Math.max(box.width * factor, 120), 40000);
    const scale = width / box.width;
    box.x = x - (x - box.x) * scale;
    box.y = y - (y - box.y) * scale;
    box.width *= scale;
    box.height *= scale;
  }

  function place(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  }

  let held = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => { held = place(event); moved = false; });
  svg.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const here = place(event);
    if (Math.hypot(here.x - held.x, here.y - held.y) > box.width / 400) moved = true;
    box.x += held.x - here.x;
    box.y += held.y - here.y;
  });
  svg.addEventListener("pointerup", () => { held = null; });
  svg.addEventListener("click", (event) => {
    if (moved) return;
    const part = event.target.closest("[data-source], [data-node]");
    if (part) choose(part); else clear();
  });
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const here = place(event);
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, here.x, here.y);
  }, { passive: false });
  document.addEventListener("keydown", (event) => {
    const part = document.activeElement && document.activeElement.closest("[data-source], [data-node]");
    const step = box.width / 12;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === "Enter" && part) choose(part);
    else if (event.key === "Escape") clear();
    else if (event.key === "+" || event.key === "=") zoom(1 / 1.15, box.x + box.width / 2, box.y + box.height / 2);
    else if (event.key === "-") zoom(1.15, box.x + box.width / 2, box.y + box.height / 2);
    else if (moves[event.key]) { box.x += moves[event.key][0]; box.y += moves[event.key][1]; event.preventDefault(); }
  });
  for (const part of parts) {
    part.setAttribute("tabindex", "0");
    part.setAttribute("role", "button");
    part.setAttribute("aria-label", part.querySelector("title").textContent);
    if (!part.dataset.source) continue;
    const wide = part.querySelector("path").cloneNode();
    wide.removeAttribute("marker-end");
    wide.setAttribute("class", "wide");
    wide.setAttribute("stroke", "transparent");
    wide.setAttribute("stroke-width", "12");
    part.querySelector("title").after(wide);
  }
})();
