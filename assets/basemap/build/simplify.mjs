// Thins polylines by Douglas-Peucker in the map's plane, with a tolerance that may differ
// from place to place, and gives points back wherever thinning made lines cross.
import { project } from './projection.mjs';

const kLongestStep = 0.5;  // degrees; straight lines in degrees are curves in the plane

// A jump over 180 degrees is a line that crosses the antimeridian.
export function unwrap(points) {
  const out = [];
  let turn = 0, last = null;
  for (const [lon, lat] of points) {
    if (last !== null && lon - last > 180) turn -= 360;
    if (last !== null && lon - last < -180) turn += 360;
    last = lon;
    out.push([lon + turn, lat]);
  }
  return out;
}

function densified(points) {
  const out = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const n = Math.ceil(Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])) / kLongestStep);
    for (let k = 1; k < n; k++) out.push([a[0] + ((b[0] - a[0]) * k) / n, a[1] + ((b[1] - a[1]) * k) / n]);
    out.push(b);
  }
  return out;
}

function distance(p, a, b) {
  const dx = b[0] - a[0], dy = b[1] - a[1];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

// A line to be thinned: its places, their points in the plane, and each one's tolerance.
export function thinnable(points, tolerance) {
  const places = densified(unwrap(points));
  return { places, plane: places.map(([lon, lat]) => project(lon, lat)),
           tolerance: places.map(([lon, lat]) => tolerance(lon, lat)) };
}

function kept(line) {
  const n = line.plane.length;
  const keep = new Uint8Array(n);
  keep[0] = keep[n - 1] = 1;
  const stack = [[0, n - 1]];
  while (stack.length) {
    const [from, to] = stack.pop();
    let worst = 1, at = -1;
    for (let i = from + 1; i < to; i++) {
      const share = distance(line.plane[i], line.plane[from], line.plane[to]) / line.tolerance[i];
      if (share > worst) { worst = share; at = i; }
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([from, at], [at, to]);
  }
  const closed = line.plane[0][0] === line.plane[n - 1][0] && line.plane[0][1] === line.plane[n - 1][1];
  const indices = [];
  for (let i = 0; i < n; i++) if (keep[i]) indices.push(i);
  // An island must stay an area.
  return closed && indices.length < 4 ? evenly(n) : indices;
}

function evenly(n) {
  if (n <= 4) return [...Array(n).keys()];
  return [0, Math.floor(n / 3), Math.floor((2 * n) / 3), n - 1];
}

function side(a, b, c) { return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]); }

function cross(a, b, c, d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

// Every pair of segments that properly cross, found by a grid of cells.
function crossings(lines, indices) {
  const cell = 0.004;
  const grid = new Map();
  const segments = [];
  lines.forEach((line, l) => {
    for (let k = 1; k < indices[l].length; k++) {
      const a = line.plane[indices[l][k - 1]], b = line.plane[indices[l][k]];
      const s = segments.length;
      segments.push({ l, k, a, b });
      for (let x = Math.floor(Math.min(a[0], b[0]) / cell); x <= Math.floor(Math.max(a[0], b[0]) / cell); x++) {
        for (let y = Math.floor(Math.min(a[1], b[1]) / cell); y <= Math.floor(Math.max(a[1], b[1]) / cell); y++) {
          const key = x * 100000 + y;
          if (grid.has(key)) grid.get(key).push(s); else grid.set(key, [s]);
        }
      }
    }
  });
  const hit = new Set();
  for (const members of grid.values()) {
    for (let i = 0; i < members.length; i++) {
      for (let j = i + 1; j < members.length; j++) {
        const p = segments[members[i]], q = segments[members[j]];
        if (cross(p.a, p.b, q.a, q.b)) { hit.add(members[i]); hit.add(members[j]); }
      }
    }
  }
  return [...hit].map((s) => segments[s]);
}

// The thinned lines in degrees. Lines must not cross one another where they did not before.
export function thinned(lines) {
  let indices = lines.map(kept);
  for (let round = 0; round < 8; round++) {
    const found = crossings(lines, indices);
    if (found.length === 0) break;
    const touched = new Set();
    for (const { l, k } of found) {
      for (let i = indices[l][k - 1]; i <= indices[l][k]; i++) lines[l].tolerance[i] /= 4;
      touched.add(l);
    }
    for (const l of touched) indices[l] = kept(lines[l]);
  }
  return lines.map((line, l) => indices[l].map((i) => line.places[i]));
}
