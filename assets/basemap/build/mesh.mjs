// Cuts polygons along a grid and triangulates each cell, so that a view can skip most cells.
import earcut from 'earcut';
import { shoelace } from './topology.mjs';

const kWorst = 1e-6;  // of a cell's area that triangles may differ from its polygons

// Sutherland-Hodgman against one axis-parallel line; keeps the side where sign*(p-limit) >= 0.
function clipped(ring, axis, limit, sign) {
  const out = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j], b = ring[i];
    const inA = sign * (a[axis] - limit) >= 0, inB = sign * (b[axis] - limit) >= 0;
    if (inA !== inB) out.push(crossing(a, b, axis, limit));
    if (inB) out.push(b);
  }
  return out.length < 3 ? [] : out;
}

// Computed from the lower end whichever way the edge runs: both neighbours get the same point.
function crossing(a, b, axis, limit) {
  const [low, high] = a[axis] < b[axis] ? [a, b] : [b, a];
  const t = (limit - low[axis]) / (high[axis] - low[axis]);
  const other = low[1 - axis] + (high[1 - axis] - low[1 - axis]) * t;
  return axis === 0 ? [limit, other] : [other, limit];
}

function band(polygons, axis, from, to) {
  const out = [];
  for (const rings of polygons) {
    const outer = clipped(clipped(rings[0], axis, from, 1), axis, to, -1);
    if (outer.length === 0) continue;
    const holes = rings.slice(1).map((r) => clipped(clipped(r, axis, from, 1), axis, to, -1));
    out.push([outer, ...holes.filter((r) => r.length)]);
  }
  return out;
}

function span(polygons, axis) {
  let low = Infinity, high = -Infinity;
  for (const rings of polygons) {
    for (const p of rings[0]) { low = Math.min(low, p[axis]); high = Math.max(high, p[axis]); }
  }
  return [low, high];
}

export function area(polygons) {
  return polygons.reduce((sum, rings) => sum + rings.reduce((s, r) => s + shoelace(r), 0), 0);
}

export function triangles(rings) {
  const flat = [], holes = [];
  for (const ring of rings) {
    if (ring !== rings[0]) holes.push(flat.length / 2);
    for (const p of ring) flat.push(p[0], p[1]);
  }
  return { flat, indices: earcut(flat, holes, 2) };
}

function triangleArea(flat, a, b, c) {
  return ((flat[2 * b] - flat[2 * a]) * (flat[2 * c + 1] - flat[2 * a + 1]) -
    (flat[2 * c] - flat[2 * a]) * (flat[2 * b + 1] - flat[2 * a + 1])) / 2;
}

// One chunk: vertices as the floats they will be, each once; triangles counter-clockwise.
function chunkOf(polygons, statistics) {
  const vertices = [], indices = [], known = new Map();
  let sum = 0;
  for (const rings of polygons) {
    const cut = triangles(rings);
    for (let k = 0; k < cut.indices.length; k += 3) {
      let [a, b, c] = cut.indices.slice(k, k + 3);
      const signed = triangleArea(cut.flat, a, b, c);
      sum += Math.abs(signed);
      if (signed < 0) [b, c] = [c, b];
      const corner = [a, b, c].map((i) => {
        const x = Math.fround(cut.flat[2 * i]), y = Math.fround(cut.flat[2 * i + 1]);
        const key = `${x},${y}`;
        if (!known.has(key)) { known.set(key, vertices.length); vertices.push([x, y]); }
        return known.get(key);
      });
      if (new Set(corner).size === 3) indices.push(...corner);
    }
  }
  const wanted = area(polygons);
  statistics.worst = Math.max(statistics.worst ?? 0, Math.abs(sum - wanted));
  statistics.sum = (statistics.sum ?? 0) + sum;
  if (Math.abs(sum - wanted) > kWorst * Math.max(wanted, 1e-3)) statistics.bad = (statistics.bad ?? 0) + 1;
  if (vertices.length > 65535) throw new Error(`a cell of ${vertices.length} vertices: use smaller cells`);
  return { vertices, indices };
}

export function chunked(polygons, cell, statistics = {}) {
  const line = (k) => Math.fround(k * cell);
  const chunks = [];
  const [west, east] = span(polygons, 0);
  for (let i = Math.floor(west / cell); line(i) < east; i++) {
    const column = band(polygons, 0, line(i), line(i + 1));
    if (column.length === 0) continue;
    const [south, north] = span(column, 1);
    for (let j = Math.floor(south / cell); line(j) < north; j++) {
      const inside = band(column, 1, line(j), line(j + 1));
      const chunk = chunkOf(inside, statistics);
      if (chunk.indices.length) chunks.push(chunk);
    }
  }
  return chunks;
}
