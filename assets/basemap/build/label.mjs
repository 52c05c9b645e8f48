// The place for a country's name: well inside, in the widest part, by a search over a grid.
const kFlattening = 2.6;  // a name is wide and low: height counts this much more

function crossingsAt(polygons, y) {
  const xs = [];
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const a = ring[j], b = ring[i];
        if (a[1] > y !== b[1] > y) xs.push(a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]));
      }
    }
  }
  return xs.sort((a, b) => a - b);
}

function inside(polygons, x, y) {
  return crossingsAt(polygons, y).filter((at) => at < x).length % 2 === 1;
}

function room(polygons, x, y) {
  let least = Infinity;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const ax = ring[j][0] - x, ay = (ring[j][1] - y) * kFlattening;
        const dx = ring[i][0] - x - ax, dy = (ring[i][1] - y) * kFlattening - ay;
        const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
        least = Math.min(least, Math.hypot(ax + t * dx, ay + t * dy));
      }
    }
  }
  return inside(polygons, x, y) ? least : -least;
}

export function labelPlace(polygons) {
  const points = polygons.flatMap((rings) => rings[0]);
  let box = points.reduce((b, p) => [Math.min(b[0], p[0]), Math.min(b[1], p[1]),
                                     Math.max(b[2], p[0]), Math.max(b[3], p[1])], [9, 9, -9, -9]);
  let best = { room: -Infinity, x: 0, y: 0 };
  for (let round = 0; round < 4; round++) {
    const n = round === 0 ? 40 : 10;
    for (let i = 0; i <= n; i++) {
      for (let j = 0; j <= n; j++) {
        const x = box[0] + ((box[2] - box[0]) * i) / n, y = box[1] + ((box[3] - box[1]) * j) / n;
        const found = room(polygons, x, y);
        if (found > best.room) best = { room: found, x, y };
      }
    }
    const w = (box[2] - box[0]) / n, h = (box[3] - box[1]) / n;
    box = [best.x - w, best.y - h, best.x + w, best.y + h];
  }
  return best;
}

// How wide a name may be, centred at the place: twice the shorter way out, on three heights.
export function widthAt(polygons, place, height) {
  let half = Infinity;
  for (const y of [place.y - height, place.y, place.y + height]) {
    for (const x of crossingsAt(polygons, y)) half = Math.min(half, Math.abs(x - place.x));
  }
  return 2 * half;
}
