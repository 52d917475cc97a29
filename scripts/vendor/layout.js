// A worker that lays a graph out by forces. It is sent {nodes: [{id, radius, x?, y?}], edges: [{source, target}]}, where a
// node with a position stays there; it sends {progress} now and then and {positions: {id: [x, y]}} at the end. The forces
// start from d3's spiral and its own random numbers, so the same message gives the same positions.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const TICKS = 300;
const REPORT = 15;

self.onmessage = ({ data }) => {
  const nodes = data.nodes.map(({ id, radius, x, y }) => ({ id, radius, fx: x, fy: y }));
  const edges = data.edges.map(({ source, target }) => ({ source, target }));
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(edges).id((node) => node.id).distance(110))
    .force("charge", forceManyBody().strength(-420).distanceMax(1500))
    .force("collide", forceCollide((node) => node.radius))
    .force("x", forceX().strength(0.05))
    .force("y", forceY().strength(0.07))
    .stop();
  for (let tick = 1; tick <= TICKS; tick += 1) {
    simulation.tick();
    if (tick % REPORT === 0) self.postMessage({ progress: tick / TICKS });
  }
  const positions = {};
  for (const node of nodes) positions[node.id] = [Math.round(node.x), Math.round(node.y)];
  self.postMessage({ positions });
};
