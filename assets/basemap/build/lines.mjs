// Cuts polylines in the plane into short pieces with small bounds; neighbours share an end.
const kMostPoints = 64;
const kWidest = 0.12;  // map units

// A parallel is straight in the plane and may be one long segment.
function divided(points) {
  return points.flatMap((p, i) => {
    if (i === 0) return [p];
    const a = points[i - 1];
    const n = Math.max(1, Math.ceil(Math.hypot(p[0] - a[0], p[1] - a[1]) / (kWidest / 2)));
    return Array.from({ length: n }, (_, k) => (k === n - 1 ? p
      : [a[0] + ((p[0] - a[0]) * (k + 1)) / n, a[1] + ((p[1] - a[1]) * (k + 1)) / n]));
  });
}

export function pieces(points, extra = {}) {
  const out = [];
  let run = [];
  let box = null;
  const close = () => { if (run.length > 1) out.push({ points: run, ...extra }); };
  for (const p of divided(points)) {
    const q = [Math.fround(p[0]), Math.fround(p[1])];
    const last = run[run.length - 1];
    if (last && last[0] === q[0] && last[1] === q[1]) continue;
    const grown = box === null ? [q[0], q[1], q[0], q[1]]
      : [Math.min(box[0], q[0]), Math.min(box[1], q[1]), Math.max(box[2], q[0]), Math.max(box[3], q[1])];
    const wide = grown[2] - grown[0] > kWidest || grown[3] - grown[1] > kWidest;
    if (run.length >= kMostPoints || (wide && run.length > 1)) {
      close();
      run = [last, q];
      box = [Math.min(last[0], q[0]), Math.min(last[1], q[1]), Math.max(last[0], q[0]), Math.max(last[1], q[1])];
      continue;
    }
    run.push(q);
    box = grown;
  }
  close();
  return out;
}

export function outlines(polygons) {
  return polygons.flatMap((rings) => rings.flatMap((ring) => pieces([...ring, ring[0]])));
}
