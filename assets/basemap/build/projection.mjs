// Equal Earth on the sphere of radius 1 (doi 10.1080/13658816.2018.1504949), degrees in.
const A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;
const M = Math.sqrt(3) / 2;
const kRadians = Math.PI / 180;

export function project(lon, lat) {
  const t = Math.asin(M * Math.sin(lat * kRadians));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
  return [(lon * kRadians * Math.cos(t)) / (M * slope), t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
}

export function unproject(x, y) {
  let t = y / A1;
  for (let i = 0; i < 12; i++) {
    const t2 = t * t, t6 = t2 * t2 * t2;
    const step = (t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2)) - y) /
      (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2));
    t -= step;
    if (Math.abs(step) < 1e-13) break;
  }
  const t2 = t * t, t6 = t2 * t2 * t2;
  const slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
  const sine = Math.max(-1, Math.min(1, Math.sin(t) / M));
  return [(x * M * slope) / Math.cos(t) / kRadians, Math.asin(sine) / kRadians];
}
