// Pins, names and arcs, as pictures that are made once and points that are computed once.
import { geoEqualEarthRaw, geoInterpolate } from 'd3-geo';

const kArcPoints = 48;
const kLift = 0.16;  // of an arc's length, so that arcs that lead the same way part
const kFarthest = 0.5;   // the plane's: longer ones are lifted no higher
const kColours = { smara: '#0c6b4e', amgala: '#b0432a' };

function starPath(ctx, r) {
  ctx.beginPath();
  for (let i = 0; i < 16; i++) {
    const a = (i * Math.PI) / 8, d = i % 2 ? r * 0.78 : r;
    ctx.lineTo(Math.cos(a) * d, Math.sin(a) * d);
  }
  ctx.closePath();
}

export function pinSprite(city) {
  const r = city.home ? 26 : 21;
  const canvas = new OffscreenCanvas(2 * r + 8, 2 * r + 8);
  const ctx = canvas.getContext('2d');
  ctx.translate(r + 4, r + 4);
  ctx.shadowColor = '#0008';
  ctx.shadowBlur = 4;
  starPath(ctx, r);
  ctx.fillStyle = '#fff8e8';
  ctx.fill();
  ctx.shadowBlur = 0;
  starPath(ctx, r - 4);
  ctx.fillStyle = city.home ? '#f0a830' : kColours[city.of];
  ctx.fill();
  ctx.beginPath();
  ctx.arc(0, 0, r / 3.5, 0, 7);
  ctx.fillStyle = '#fff8e8';
  ctx.fill();
  return canvas;
}

export function nameSprite(city, language) {
  const size = city.home ? 34 : 27;
  const font = `600 ${size}px Sans, Kufi`;
  const measure = new OffscreenCanvas(1, 1).getContext('2d');
  measure.font = font;
  const width = Math.ceil(measure.measureText(city.name[language]).width) + 12;
  const canvas = new OffscreenCanvas(width, size + 18);
  const ctx = canvas.getContext('2d');
  ctx.font = font;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  ctx.lineWidth = 7;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = '#eaddb8';
  ctx.strokeText(city.name[language], width / 2, size / 2 + 9);
  ctx.fillStyle = '#0d1c1a';
  ctx.fillText(city.name[language], width / 2, size / 2 + 9);
  return canvas;
}

// Where a name's sprite stands, from its pin.
export function nameOffset(city, sprite) {
  const away = city.home ? 34 : 28, w = sprite.width, h = sprite.height;
  const side = city.side;
  const x = side.includes('e') ? away : side.includes('w') ? -away - w : -w / 2;
  const y = side.includes('n') ? -away - h / 2 : side.includes('s') ? away - (side === 's' ? 4 : h / 2) : -h / 2;
  return [Math.round(x), Math.round(y)];
}

// Great circles from home to partner, lifted a little; in the plane.
export function arcs(content) {
  const places = new Map(content.cities.map((c) => [c.id, c]));
  return content.cities.filter((c) => !c.home).map((city) => {
    const home = places.get(city.of);
    const from = content.degrees[home.id] ?? content.degrees.smara;
    const between = geoInterpolate(from, content.degrees[city.id]);
    const long = Math.min(kFarthest, Math.hypot(home.at[0] - city.at[0], home.at[1] - city.at[1]));
    const points = Array.from({ length: kArcPoints + 1 }, (_, i) => {
      const t = i / kArcPoints, [lon, lat] = between(t).map((v) => (v * Math.PI) / 180);
      const [x, y] = geoEqualEarthRaw(lon, lat);
      return [x + Math.sin(Math.PI * t) * long * kLift * 0.5, y + Math.sin(Math.PI * t) * long * kLift];
    });
    return { city, home, colour: kColours[city.of], points };
  });
}

// Crowded places stand aside at home, and come to where they are as one comes nearer.
export const asideShare = (scale, home) => Math.max(0, Math.min(1, 1 - Math.log2(scale / home) / 1.6));
