// The map by MapLibre GL. The plane of the kiosk's map is handed to it as if it were Mercator's
// (../ground.mjs), so that it shows the same map; pins and names are symbols made once.
/* global VEIL_CORNERS, HOME_ZOOM */
import maplibregl from 'maplibre-gl/dist/maplibre-gl.js';
import { begin, content, openCity } from './exhibition.js';
import { arcs, asideShare, nameOffset, nameSprite, pinSprite } from './marks.js';

const kNearZoom = HOME_ZOOM + Math.log2(1500 / content.home.scale);
const kShare = 0.16;
const degrees = (x, y) => [x * kShare * 360, ((2 * Math.atan(Math.exp(2 * Math.PI * kShare * y)) - Math.PI / 2) * 180) / Math.PI];
const zoomOf = (scale) => HOME_ZOOM + Math.log2(scale / content.home.scale);
const home = { center: degrees(content.home.x, content.home.y), zoom: HOME_ZOOM };
let language = 'fr', chosen = null;
const lines = arcs(content);

const collection = (features) => ({ type: 'FeatureCollection', features });
function arcData(scale) {
  const share = asideShare(scale, content.home.scale);
  return collection(lines.map(({ city, home: from, colour, points }) => ({ type: 'Feature', properties: { id: city.id, colour },
    geometry: { type: 'LineString', coordinates: points.map(([x, y], i) => {
      const t = i / (points.length - 1);
      return degrees(x + ((from.aside[0] * (1 - t) + city.aside[0] * t) * share) / scale,
                     y - ((from.aside[1] * (1 - t) + city.aside[1] * t) * share) / scale);
    }) } })));
}
function pinData(scale) {
  const share = asideShare(scale, content.home.scale);
  return collection(content.cities.map((c) => ({ type: 'Feature', properties: { id: c.id },
    geometry: { type: 'Point', coordinates: degrees(c.at[0] + (c.aside[0] * share) / scale, c.at[1] - (c.aside[1] * share) / scale) } })));
}

const veil = (url) => ({ type: 'image', url, coordinates: VEIL_CORNERS });
const data = (name) => ({ type: 'geojson', data: `${name}.geojson`, maxzoom: 8, tolerance: 0.3, buffer: 16 });
const line = (id, source, colour, width, more = {}) => ({ id, type: 'line', source, paint: { 'line-color': colour, 'line-width': width }, ...more });
const area = (id, source, colour, more = {}) => ({ id, type: 'fill', source, paint: { 'fill-color': colour }, ...more });
const wide = {}, near = { minzoom: kNearZoom };

const url = (name) => new URL(name, location.href).href;
const style = {
  version: 8,
  transition: { duration: 0, delay: 0 },
  sources: {
    wide: { ...data('wide-land'), data: url('wide-land.geojson') },
    widecoast: { ...data('wide-coast'), data: url('wide-coast.geojson') },
    widerivers: { ...data('wide-rivers'), data: url('wide-rivers.geojson') },
    lakes: { ...data('lakes'), data: url('lakes.geojson') },
    fills: { ...data('fills'), data: url('fills.geojson') },
    relief: veil(url('relief.png')), glow: veil(url('glow.png')),
    arcs: { type: 'geojson', data: arcData(content.home.scale), tolerance: 0 },
    pins: { type: 'geojson', data: pinData(content.home.scale) },
  },
  layers: [
    { id: 'sea', type: 'background', paint: { 'background-color': '#0b2f3a' } },
    { id: 'glow', type: 'raster', source: 'glow', paint: { 'raster-fade-duration': 0 } },
    area('wide-land', 'wide', '#dcc898', wide),
    area('fills', 'fills', '#ecdfb9'),
    area('lakes', 'lakes', '#3c8f97'),
    line('wide-rivers', 'widerivers', '#3c8f97', 1.6, wide),
    line('wide-coast', 'widecoast', '#fff1cf', 1.5, wide),
    { id: 'relief', type: 'raster', source: 'relief', paint: { 'raster-fade-duration': 0 } },
    { ...line('arcs', 'arcs', ['get', 'colour'], 4), layout: { 'line-join': 'round' } },
    { id: 'names', type: 'symbol', source: 'pins', layout: { 'icon-image': ['concat', 'name-', ['get', 'id']],
      'icon-offset': ['match', ['get', 'id'], ...offsets(), ['literal', [0, 0]]], 'icon-anchor': 'top-left',
      'icon-allow-overlap': true, 'icon-ignore-placement': true } },
    { id: 'pins', type: 'symbol', source: 'pins', layout: { 'icon-image': ['concat', 'pin-', ['get', 'id']],
      'icon-allow-overlap': true, 'icon-ignore-placement': true } },
  ],
};

function offsets() {
  return content.cities.flatMap((c) => [c.id, ['literal', nameOffset(c, nameSprite(c, language))]]);
}
function pixels(canvas) {
  return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
}

async function start() {
  await document.fonts.load('600 27px Sans');
  style.layers.find((l) => l.id === 'names').layout['icon-offset'] = ['match', ['get', 'id'], ...offsets(), ['literal', [0, 0]]];
  const map = new maplibregl.Map({ container: 'map', style, ...home, pixelRatio: 1, fadeDuration: 0, attributionControl: false,
    renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, doubleClickZoom: false, clickTolerance: 12,
    refreshExpiredTiles: false, minZoom: HOME_ZOOM - 1, maxZoom: HOME_ZOOM + 3, canvasContextAttributes: { antialias: false } });
  const images = () => {
    for (const c of content.cities) {
      for (const [name, sprite] of [[`pin-${c.id}`, pinSprite(c)], [`name-${c.id}`, nameSprite(c, language)]]) {
        if (map.hasImage(name)) map.removeImage(name);
        map.addImage(name, pixels(sprite));
      }
    }
  };
  map.on('error', (event) => console.error(event.error.message));
  map.on('style.load', images);
  // The finer level is fetched when one comes near enough to see it, not by those who never do.
  let fine = false;
  map.on('zoom', () => {
    if (fine || map.getZoom() < kNearZoom - 0.3) return;
    fine = true;
    // The coarser land stays until the finer one is there.
    map.on('sourcedata', function there(event) {
      if (event.sourceId !== 'nearland' || !event.isSourceLoaded || !map.areTilesLoaded()) return;
      map.off('sourcedata', there);
      for (const id of ['wide-land', 'wide-rivers', 'wide-coast']) map.setLayerZoomRange(id, 0, kNearZoom);
    });
    for (const [name, make] of [['land', (s) => area('near-land', s, '#dcc898', near)], ['rivers', (s) => line('near-rivers', s, '#3c8f97', 1.6, near)],
                                ['coast', (s) => line('near-coast', s, '#fff1cf', 1.5, near)]]) {
      map.addSource(`near${name}`, { ...data(''), data: url(`near-${name}.geojson`) });
      map.addLayer(make(`near${name}`), name === 'land' ? 'fills' : 'relief');
    }
  });
  const scale = () => content.home.scale * 2 ** (map.getZoom() - HOME_ZOOM);
  // Places come to where they are when a movement has ended: their data is cut into tiles anew.
  let last = content.home.scale;
  map.on('moveend', () => {
    if (Math.abs(Math.log2(scale() / last)) < 0.01 || resting) return;
    last = scale();
    map.getSource('arcs').setData(arcData(last));
    map.getSource('pins').setData(pinData(last));
  });
  map.on('click', (event) => {
    const [found] = map.queryRenderedFeatures([[event.point.x - 30, event.point.y - 30], [event.point.x + 30, event.point.y + 30]], { layers: ['pins'] });
    if (found) openCity(content.cities.find((c) => c.id === found.properties.id));
  });
  let resting = false;
  const emphasise = () => {
    map.setPaintProperty('arcs', 'line-color', ['case', ['==', ['get', 'id'], chosen ?? ''], '#f0a830', ['get', 'colour']]);
    map.setPaintProperty('arcs', 'line-opacity', chosen ? ['case', ['==', ['get', 'id'], chosen], 1, 0.35] : 1);
  };
  const middle = () => { const c = maplibregl.MercatorCoordinate.fromLngLat(map.getCenter()); return [(c.x - 0.5) / kShare, (0.5 - c.y) / kShare]; };
  begin({
    view() { const [x, y] = middle(); return { x, y, scale: scale() }; },
    show(to, ms) {
      const free = to === content.home ? 0 : 400 / to.scale;
      map.easeTo({ center: degrees(to.x + free, to.y), zoom: zoomOf(to.scale), duration: ms });
    },
    zoom(factor, ms) { map.easeTo({ zoom: map.getZoom() + Math.log2(factor), duration: ms }); },
    chosen(id) { chosen = id; emphasise(); },
    language(code) { language = code; images(); },
    still(on) {
      resting = on;
      document.querySelector('#map').style.filter = '';
      map.setPaintProperty('sea', 'background-color', on ? '#0a2f39' : '#0b2f3a');
      map.setPaintProperty('relief', 'raster-opacity', 1);
      map.setLayoutProperty('names', 'visibility', on ? 'none' : 'visible');
      for (const [id, day, dark] of [['wide-land', '#dcc898', '#495a55'], ['fills', '#ecdfb9', '#4f6560'], ['lakes', '#3c8f97', '#1c505a']]) {
        map.setPaintProperty(id, 'fill-color', on ? dark : day);
      }
      map.jumpTo(on ? { center: degrees(content.home.x - 0.84, content.home.y), zoom: HOME_ZOOM + 0.24 } : home);
    },
    drift(t) {
      const s = content.home.scale * 2 ** 0.24;
      const x = content.home.x - 0.84 - (Math.sin(t / 20000) * 200) / s, y = content.home.y + (Math.sin(t / 14000) * 100) / s;
      map.jumpTo({ center: degrees(x, y) });
      const first = content.cities.find((c) => c.id === content.homes[0]);
      return [960 + (first.at[0] - x) * s, 540 - (first.at[1] - y) * s];
    },
  });
}
start();
