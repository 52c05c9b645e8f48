// The map by D3 on a canvas. `?draw=smooth` (the usual) keeps what was drawn as a sheet larger than
// the screen and moves that; `?draw=sharp` draws all vectors anew in each frame.
/* global UNITS, VEIL_BOX */
import { select } from 'd3-selection';
import { zoom as zooming, zoomIdentity } from 'd3-zoom';
import { begin, content, openCity, option } from './exhibition.js';
import { arcs, asideShare, nameOffset, nameSprite, pinSprite } from './marks.js';

const kWidth = 1920, kHeight = 1080, kMarginX = 288, kMarginY = 162;
const kNear = 1500;      // px an Earth radius from which the finer level is drawn, as the kiosk's
const kSettle = 120;     // ms without a move, then the sheet is drawn anew
const kReach = 44;       // px about a pin that answer
const sharp = option('draw', 'smooth') === 'sharp';
const home = content.home.scale;
const host = document.querySelector('#map');
const base = { x: content.home.x, y: content.home.y };

const ease = (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);
function canvas(width, height) {
  const made = document.createElement('canvas');
  made.width = width;
  made.height = height;
  return made;
}
const screen = canvas(kWidth, kHeight);
const pen = screen.getContext('2d', { alpha: false });
let sheet = null, sheetPen = null, bare = null, barePen = null, sheetAt = null;  // bare: without marks
host.append(screen);

const levels = {};
const veils = {};
let transform = zoomIdentity, language = 'fr', chosen = null, night = false, drifting = 0, settling = 0, gliding = 0;
const lines = arcs(content);
const pins = new Map(content.cities.map((c) => [c.id, pinSprite(c)]));
let names = new Map();

// d3-zoom's transform is of the home's picture; from it the plane's point in the middle and px a unit.
const viewOf = (t) => ({ scale: home * t.k, x: base.x + (kWidth / 2 - t.x - (t.k * kWidth) / 2) / (home * t.k),
                         y: base.y - (kHeight / 2 - t.y - (t.k * kHeight) / 2) / (home * t.k) });
function transformOf({ x, y, scale }) {
  const k = scale / home;
  return zoomIdentity.translate(kWidth / 2 - (k * kWidth) / 2 - (x - base.x) * scale,
                                kHeight / 2 - (k * kHeight) / 2 + (y - base.y) * scale).scale(k);
}

function paths(list) {
  return list.map(({ box, d }) => ({ box, path: new Path2D(d) }));
}
async function level(name) {
  const read = await (await fetch(`${name}.json`)).json();
  const made = {};
  for (const key of Object.keys(read)) made[key] = paths(read[key]);
  levels[name] = made;
}

function drawGround(ctx, width, height, view) {
  const { scale } = view;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = '#0b2f3a';
  ctx.fillRect(0, 0, width, height);
  const set = () => ctx.setTransform(scale, 0, 0, scale, width / 2 - view.x * scale, height / 2 + view.y * scale);
  const [left, bottom, right, top] = VEIL_BOX;
  const cover = (image) => { set(); if (image) ctx.drawImage(image, left, -top, right - left, top - bottom); };
  const box = [view.x - width / 2 / scale, view.y - height / 2 / scale, view.x + width / 2 / scale, view.y + height / 2 / scale];
  const seen = (list) => (list ?? []).filter(({ box: b }) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1]);
  const fine = scale > kNear && levels.near ? levels.near : levels.wide;
  cover(veils.glow);
  ctx.scale(1 / UNITS, 1 / UNITS);
  const fill = (list, style) => { ctx.fillStyle = style; for (const { path } of seen(list)) ctx.fill(path); };
  const stroke = (list, style, px) => {
    ctx.strokeStyle = style;
    ctx.lineWidth = (px * UNITS) / scale;
    for (const { path } of seen(list)) ctx.stroke(path);
  };
  ctx.lineJoin = 'round';
  fill(fine.land, '#dcc898');
  fill(levels.wide.fills, '#ecdfb9');
  fill(fine.lakes, '#3c8f97');
  stroke(fine.rivers, '#3c8f97', 1.6);
  stroke(fine.coast, '#fff1cf', 1.5);
  cover(veils.relief);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  if (night) {
    ctx.fillStyle = '#0a2f39bb';
    ctx.fillRect(0, 0, width, height);
  }
}

function pointOf(city, view, width, height) {
  const share = asideShare(view.scale, home);
  return [width / 2 + (city.at[0] - view.x) * view.scale + city.aside[0] * share,
          height / 2 - (city.at[1] - view.y) * view.scale + city.aside[1] * share];
}

function drawMarks(ctx, width, height, view) {
  const share = asideShare(view.scale, home);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (const { city, home: from, colour, points } of lines) {
    ctx.beginPath();
    points.forEach(([x, y], i) => {
      const t = i / (points.length - 1);
      ctx.lineTo(width / 2 + (x - view.x) * view.scale + (from.aside[0] * (1 - t) + city.aside[0] * t) * share,
                 height / 2 - (y - view.y) * view.scale + (from.aside[1] * (1 - t) + city.aside[1] * t) * share);
    });
    ctx.globalAlpha = chosen && chosen !== city.id ? 0.35 : 1;
    ctx.lineWidth = chosen === city.id ? 7 : 4;
    ctx.strokeStyle = chosen === city.id ? '#f0a830' : colour;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  for (const city of content.cities) {
    const [x, y] = pointOf(city, view, width, height).map(Math.round);
    if (x < -200 || y < -200 || x > width + 200 || y > height + 200) continue;
    const name = names.get(city.id), pin = pins.get(city.id);
    const [dx, dy] = nameOffset(city, name);
    if (!night) ctx.drawImage(name, x + dx, y + dy);
    ctx.drawImage(pin, x - pin.width / 2, y - pin.height / 2);
  }
}

function drawSheet() {
  if (!sheet) {
    const [w, h] = [kWidth + 2 * kMarginX, kHeight + 2 * kMarginY];
    sheet = canvas(w, h);
    bare = new OffscreenCanvas(w, h);
    sheetPen = sheet.getContext('2d', { alpha: false });
    barePen = bare.getContext('2d', { alpha: false });
    sheet.style.cssText = `left:${-kMarginX}px;top:${-kMarginY}px;will-change:transform`;
    host.append(sheet);
  }
  sheetAt = viewOf(transform);
  drawGround(barePen, bare.width, bare.height, sheetAt);
  sheetPen.setTransform(1, 0, 0, 1, 0, 0);
  sheetPen.drawImage(bare, 0, 0);
  drawMarks(sheetPen, sheet.width, sheet.height, sheetAt);
  sheet.style.transform = 'translate(0,0)';
  shows(sheet);
}

function shows(which) {
  screen.style.visibility = which === screen ? 'visible' : 'hidden';
  if (sheet) sheet.style.visibility = which === sheet ? 'visible' : 'hidden';
}

function settle() {
  if (sharp) return;
  clearTimeout(settling);
  settling = setTimeout(drawSheet, kSettle);
}

// From what was drawn before, stretched, with its marks drawn anew.
function stretch(view) {
  const k = view.scale / sheetAt.scale;
  const w = bare.width * k, h = bare.height * k;
  const x = kWidth / 2 - w / 2 + (sheetAt.x - view.x) * view.scale, y = kHeight / 2 - h / 2 - (sheetAt.y - view.y) * view.scale;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  if (x > 0 || y > 0 || x + w < kWidth || y + h < kHeight) {
    pen.fillStyle = '#0b2f3a';
    pen.fillRect(0, 0, kWidth, kHeight);
  }
  pen.imageSmoothingQuality = 'low';
  pen.drawImage(bare, x, y, w, h);
  drawMarks(pen, kWidth, kHeight, view);
  shows(screen);
}

// The finer level is fetched when one comes near enough to see it, not by those who never do.
let fine = false;
function moved() {
  const view = viewOf(transform);
  if (!fine && view.scale > kNear * 0.8) {
    fine = true;
    level('near').then(settle);
  }
  if (sharp) {
    drawGround(pen, kWidth, kHeight, view);
    drawMarks(pen, kWidth, kHeight, view);
    return;
  }
  if (!sheetAt) return;
  const dx = (sheetAt.x - view.x) * view.scale, dy = (view.y - sheetAt.y) * view.scale;
  if (view.scale === sheetAt.scale && Math.abs(dx) <= kMarginX && Math.abs(dy) <= kMarginY) {
    sheet.style.transform = `translate(${Math.round(dx)}px,${Math.round(dy)}px)`;
    shows(sheet);
  } else if (view.scale === sheetAt.scale) {
    drawSheet();
  } else {
    stretch(view);
  }
  settle();
}

let asked = false;
function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; moved(); });
}

const zoomer = zooming().scaleExtent([0.5, 8]).clickDistance(12).on('zoom', (event) => {
  transform = event.transform;
  if (event.sourceEvent) gliding = 0;
  ask();
});
const selection = select(host).call(zoomer).on('dblclick.zoom', null).on('click', (event) => {
  const view = viewOf(transform);
  let nearest = null, least = kReach;
  for (const city of content.cities) {
    const [x, y] = pointOf(city, view, kWidth, kHeight);
    const d = Math.hypot(event.clientX - x, event.clientY - y);
    if (d < least) [nearest, least] = [city, d];
  }
  if (nearest) openCity(nearest);
});

function glide(to, ms) {
  const from = viewOf(transform), began = performance.now(), mine = ++gliding;
  const step = () => {
    if (gliding !== mine) return;
    const t = Math.min(1, (performance.now() - began) / ms), e = ease(t);
    const scale = from.scale * (to.scale / from.scale) ** e;
    const part = to.scale === from.scale ? e : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
    transform = transformOf({ scale, x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part });
    host.__zoom = transform;
    moved();
    if (t < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

const loadImage = async (name) => {
  const image = new Image();
  image.src = name;
  await image.decode();
  return createImageBitmap(image);
};

const map = {
  view: () => viewOf(transform),
  show(to, ms) {
    const open = to !== content.home;
    const free = open ? (kWidth / 2 - 560) / to.scale : 0;  // the card covers the right
    glide({ x: to.x + free, y: to.y, scale: to.scale }, ms);
  },
  zoom(factor, ms) {
    const view = viewOf(transform);
    glide({ ...view, scale: Math.min(home * 8, Math.max(home * 0.5, view.scale * factor)) }, ms);
  },
  chosen(id) { chosen = id; ask(); },
  language(code) { language = code; makeNames(); sharp ? moved() : drawSheet(); },
  still(on) {
    night = on;
    clearTimeout(settling);
    gliding++;
    transform = on ? transformOf({ ...content.home, x: content.home.x - 0.84, scale: home * 1.18 }) : zoomIdentity;
    host.__zoom = transform;
    if (sharp) moved(); else drawSheet();
    drifting = on ? 1 : 0;
  },
  drift(t) {
    const dx = Math.sin(t / 20000) * 200, dy = Math.sin(t / 14000) * 100;
    const view = viewOf(transform), now = { ...view, x: view.x - dx / view.scale, y: view.y + dy / view.scale };
    if (sharp) {
      drawGround(pen, kWidth, kHeight, now);
      drawMarks(pen, kWidth, kHeight, now);
    } else if (drifting) {
      sheet.style.transform = `translate(${dx.toFixed(2)}px,${dy.toFixed(2)}px)`;
    }
    return pointOf(content.cities.find((c) => c.id === content.homes[0]), now, kWidth, kHeight);
  },
};

function makeNames() {
  names = new Map(content.cities.map((c) => [c.id, nameSprite(c, language)]));
}

async function start() {
  const [relief, glow] = await Promise.all([loadImage('relief.png'), loadImage('glow.png'), level('wide'),
    document.fonts.load('600 27px Sans')]);
  Object.assign(veils, { relief, glow });
  makeNames();
  begin(map);
  const view = viewOf(transform);
  drawGround(pen, kWidth, kHeight, view);
  drawMarks(pen, kWidth, kHeight, view);
  if (!sharp) requestIdleCallback(drawSheet, { timeout: 500 });
}
start();
