// Builds both pages: node build.mjs BUNDLED_PACK [OUT]. BUNDLED_PACK is the pack that the kiosk's build
// makes (its JPEG files are the pages' pictures too). Writes OUT/d3.html and OUT/maplibre.html,
// minified, with everything they need beside them.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { areas, canvasPaths, fakeDegrees, fillPaths, kHomeZoom, kUnits, lines, readGround, veil, veilBox } from './ground.mjs';
import { project } from '../../../assets/basemap/build/projection.mjs';

const here = path.dirname(new URL(import.meta.url).pathname);
const root = path.join(here, '../../..');
const pack = process.argv[2];
const out = process.argv[3] ?? path.join(here, 'dist');
if (!pack) throw new Error('Usage: node build.mjs BUNDLED_PACK [OUT]');
const json = (...parts) => JSON.parse(fs.readFileSync(path.join(...parts), 'utf8'));

// The kiosk's home at 1920 by 1080, and how far it moves crowded places aside there, in px.
const kHome = { x: 0.41158, y: 0.316571, scale: 947.63 };
const kAside = { banjul: [-113, -7], brikama: [-94, 97], 'keur-massar': [-85, -90], niamey: [3, -17],
                 agadez: [10, 0], tombouctou: [-13, 0], parakou: [0, -8], 'porto-novo': [0, 26], amgala: [0, 108] };
const kLabelSide = { smara: 'nw', amgala: 's', agadez: 'e', banjul: 'w', brikama: 'w', 'keur-massar': 'w', ndjamena: 'e',
                     niamey: 'sw', parakou: 'e', 'porto-novo': 'ne', tombouctou: 'sw', vijayawada: 'w' };

function exhibition() {
  const about = json(pack, 'pack.json');
  const made = new Map(json(pack, 'pictures.json').pictures.map((p) => [p.file, p]));
  const countries = json(root, 'assets/strings/countries.json');
  const strings = Object.fromEntries(['fr', 'ar'].map((code) => [code, json(root, `assets/strings/${code}.json`)]));
  const agreements = json(pack, 'agreements.json');
  const files = fs.readdirSync(path.join(pack, 'cities')).sort();
  const read = new Map(files.map((f) => json(pack, 'cities', f)).map((c) => [c.id, c]));
  const place = (c) => (c.lon === undefined ? place(read.get(c.beside)) : project(c.lon, c.lat));
  const both = (text) => ({ fr: text.fr, ar: text.ar });
  const cities = [...read.values()].map((c) => {
    const agreement = agreements.find((a) => a.partner === c.id);
    return { id: c.id, home: about.homes.includes(c.id), of: agreement?.home ?? c.id, at: place(c), aside: kAside[c.id] ?? [0, 0],
             side: kLabelSide[c.id] ?? 'e', name: both(c.name), country: c.country, population: c.population?.value,
             story: both(c.story), facts: c.facts.map((f) => both(f.text)), agreement: agreement ? both(agreement.text) : null,
             date: agreement?.date, pictures: c.photos.map((p) => ({ file: made.get(p.file).picture,
               small: made.get(p.file).thumbnail, caption: both(p.caption), alt: both(p.alt), credit: p.credit })) };
  });
  return { title: both(about.title), subtitle: both(about.subtitle), homes: about.homes, cities, home: kHome,
           degrees: Object.fromEntries([...read.values()].map((c) => [c.id, c.lon === undefined ? null : [c.lon, c.lat]])),
           countries: Object.fromEntries(Object.entries(countries).map(([code, names]) => [code, names])),
           words: Object.fromEntries(Object.entries(strings).map(([code, s]) => [code,
             Object.fromEntries(['filter.all', 'photos', 'twinned_with', 'touch_to_explore'].map((k) => [k, s[k]]))])) };
}

async function main() {
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(path.join(out, 'pictures'), { recursive: true });
  const content = exhibition();
  const ground = readGround();
  for (const city of content.cities) {
    for (const { file, small } of city.pictures) for (const f of [file, small]) fs.copyFileSync(path.join(pack, f), path.join(out, f));
  }
  for (const f of ['NotoSans-Regular', 'NotoSans-SemiBold', 'NotoSerifDisplay-Bold', 'NotoKufiArabic-Regular', 'NotoKufiArabic-SemiBold']) {
    fs.copyFileSync(path.join(root, 'assets/fonts', `${f}.ttf`), path.join(out, `${f}.ttf`));
  }
  for (const city of content.cities) {
    const flag = path.join(root, 'assets/flags', `${city.country}.png`);
    if (fs.existsSync(flag)) fs.copyFileSync(flag, path.join(out, `${city.country}.png`));
  }
  fs.writeFileSync(path.join(out, 'relief.png'), veil('relief.png', [70, 48, 24], 0.62));
  fs.writeFileSync(path.join(out, 'glow.png'), veil('glow.png', [111, 211, 198], 0.45));
  const write = (name, value) => fs.writeFileSync(path.join(out, name), JSON.stringify(value));
  write('wide.json', { ...canvasPaths(ground.wide), fills: fillPaths(ground.fills) });
  write('near.json', canvasPaths(ground.near));
  for (const [name, level] of [['wide', ground.wide], ['near', ground.near]]) {
    write(`${name}-land.geojson`, areas(level.land));
    write(`${name}-coast.geojson`, lines(level.coast.map((line) => line.points)));
    write(`${name}-rivers.geojson`, lines(level.rivers));
  }
  write('lakes.geojson', areas(ground.wide.lakes));
  write('fills.geojson', areas(ground.fills));
  const box = veilBox();
  const corners = [[box[0], box[3]], [box[2], box[3]], [box[2], box[1]], [box[0], box[1]]].map(fakeDegrees);
  for (const page of ['d3', 'maplibre']) {
    await build({ entryPoints: [path.join(here, 'page', `${page}.js`)], bundle: true, minify: true, format: 'iife',
      target: 'chrome110', outfile: path.join(out, `${page}.js`), legalComments: 'none', logLevel: 'error',
      define: { CONTENT: JSON.stringify(content), UNITS: String(kUnits), VEIL_BOX: JSON.stringify(box),
                VEIL_CORNERS: JSON.stringify(corners), HOME_ZOOM: String(kHomeZoom(kHome.scale)), 'process.env.NODE_ENV': '"production"' } });
    const html = fs.readFileSync(path.join(here, 'page/page.html'), 'utf8').replaceAll('PAGE', page);
    fs.writeFileSync(path.join(out, `${page}.html`), html);
  }
  await build({ entryPoints: [path.join(here, 'page/page.css')], minify: true, outfile: path.join(out, 'page.css'), logLevel: 'error' });
}

await main();
