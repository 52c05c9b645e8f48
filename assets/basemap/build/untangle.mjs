// Cuts small loops off a closed ring that crosses or touches itself: coarse sources do.
import { shoelace } from './topology.mjs';

function meeting(a, b, c, d) {
  const bx = b[0] - a[0], by = b[1] - a[1], dx = d[0] - c[0], dy = d[1] - c[1];
  const turn = bx * dy - by * dx;
  if (turn === 0) return null;
  const t = ((c[0] - a[0]) * dy - (c[1] - a[1]) * dx) / turn;
  const u = ((c[0] - a[0]) * by - (c[1] - a[1]) * bx) / turn;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [a[0] + bx * t, a[1] + by * t] : null;
}

function firstLoop(ring) {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      const point = meeting(ring[i], ring[i + 1], ring[j], ring[(j + 1) % n]);
      if (point) return { i, j, point };
    }
  }
  return null;
}

// Open ring without repeated points or points back on their own edge.
function clean(ring) {
  let out = ring;
  for (;;) {
    const n = out.length;
    const next = out.filter((p, i) => {
      const a = out[(i + n - 1) % n], b = out[(i + 1) % n];
      const cross = (p[0] - a[0]) * (b[1] - p[1]) - (p[1] - a[1]) * (b[0] - p[0]);
      return !(p[0] === b[0] && p[1] === b[1]) && Math.abs(cross) > 1e-12;
    });
    if (next.length === n || next.length < 3) return next;
    out = next;
  }
}

export function untangled(closed) {
  let ring = clean(closed.slice(0, -1));
  for (let loop = firstLoop(ring); loop && ring.length > 3; loop = firstLoop(ring)) {
    const inner = [loop.point, ...ring.slice(loop.i + 1, loop.j + 1)];
    const outer = [...ring.slice(0, loop.i + 1), loop.point, ...ring.slice(loop.j + 1)];
    ring = clean(Math.abs(shoelace(inner)) > Math.abs(shoelace(outer)) ? inner : outer);
  }
  return ring.length < 3 ? [] : [...ring, ring[0]];
}

// Whether two closed rings cross or touch.
export function touching(one, other) {
  for (let i = 1; i < one.length; i++) {
    for (let j = 1; j < other.length; j++) {
      if (meeting(one[i - 1], one[i], other[j - 1], other[j])) return true;
    }
  }
  return false;
}

// A polygon's rings without those holes that touch its outline or an earlier hole.
export function separate(rings) {
  return rings.reduce((kept, ring) => (kept.some((k) => touching(k, ring)) ? kept : [...kept, ring]), []);
}
