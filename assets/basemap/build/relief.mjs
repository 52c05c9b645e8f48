// The relief's darkness and the coast's light, as grey pictures in the map's plane.
import { project, unproject } from './projection.mjs';
import { blurred, coverage, frame } from './picture.mjs';

// What visitors can reach.
const kWest = -40, kEast = 105, kSouth = -25, kNorth = 58;
const kReliefPerUnit = 1200;  // 5 arc-minutes are 1.5 pixels
const kGlowPerUnit = 480;
const kGlowRadius = 4;        // thrice: dies away over 0.022 map units, 14 px at home
const kSteep = 190000;        // metres per map unit that are fairly dark
const kPower = 1.25;

function bounds() {
  return [project(kWest, 0)[0], project(0, kSouth)[1], project(kEast, 0)[0], project(0, kNorth)[1]];
}

// The grid of source/elevation.bin.gz: header, then low bytes, then high bytes of differences.
export function readElevation(bytes) {
  const [west, east, south, north] = [0, 2, 4, 6].map((i) => bytes.readInt16LE(i));
  const width = (east - west) * 12 + 1, height = (north - south) * 12 + 1, n = width * height;
  const metres = new Float32Array(n);
  let value = 0;
  for (let i = 0; i < n; i++) {
    value = (value + (bytes[8 + i] | (bytes[8 + n + i] << 8))) & 0xffff;
    metres[i] = value << 16 >> 16;
  }
  return { west, north, width, height, metres };
}

function smoothstep(from, to, v) {
  const t = Math.max(0, Math.min(1, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

// Plains in ETOPO5 are terraces and blocks: they are smoothed widely, mountains hardly.
function withoutTerraces({ metres, width, height, ...rest }) {
  const wide = blurred(metres, width, height, 3);
  const narrow = blurred(metres, width, height, 1);
  const rough = blurred(metres.map((m, i) => Math.abs(m - wide[i])), width, height, 3);
  const out = metres.map((m, i) => {
    const mountain = smoothstep(12, 70, rough[i]);
    return wide[i] + mountain * ((m + narrow[i]) / 2 - wide[i]);
  });
  return { metres: out, width, height, ...rest };
}

function weights(t) {
  const s = 1 - t;
  return [s * s * s / 6, (4 - 6 * t * t + 3 * t * t * t) / 6, (4 - 6 * s * s + 3 * s * s * s) / 6, t * t * t / 6];
}

// A cubic B-spline through the grid's neighbourhood: smooth slopes.
function heightAt(grid, lon, lat) {
  const u = (lon - grid.west) * 12, v = (grid.north - lat) * 12;
  const i = Math.floor(u), j = Math.floor(v);
  const wu = weights(u - i), wv = weights(v - j);
  let sum = 0;
  for (let b = 0; b < 4; b++) {
    const row = Math.max(0, Math.min(grid.height - 1, j + b - 1)) * grid.width;
    for (let a = 0; a < 4; a++) {
      sum += wu[a] * wv[b] * grid.metres[row + Math.max(0, Math.min(grid.width - 1, i + a - 1))];
    }
  }
  return sum;
}

function heights(grid, picture) {
  const { width, height } = picture;
  const out = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const lonPerX = unproject(1, picture.y(row))[0];
    const lat = unproject(0, picture.y(row))[1];
    for (let column = 0; column < width; column++) {
      out[row * width + column] = heightAt(grid, picture.x(column) * lonPerX, lat);
    }
  }
  return out;
}

// How much darkness a slope gives: its side away from the light in the north-west, and a
// little of any steepness, so that the lit side has shape too.
function shade(metres, width, height, perUnit) {
  const out = new Float32Array(metres.length);
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      const dx = ((metres[i + 1] - metres[i - 1]) * perUnit) / 2;
      const dy = ((metres[i - width] - metres[i + width]) * perUnit) / 2;
      out[i] = (Math.max(0, dy - dx) * Math.SQRT1_2 + 0.16 * Math.hypot(dx, dy)) / kSteep;
    }
  }
  return out;
}

export function relief(elevation, land) {
  const picture = frame(bounds(), kReliefPerUnit);
  const { width, height } = picture;
  const metres = heights(withoutTerraces(elevation), picture);
  const fine = shade(metres, width, height, kReliefPerUnit);
  const broad = shade(blurred(metres, width, height, 4), width, height, kReliefPerUnit);
  const shore = blurred(coverage(land, picture), width, height, 1);
  const dark = fine.map((f, i) => {
    const steep = 0.75 * f + 0.55 * broad[i];
    const soft = (1 - Math.exp(-steep)) * smoothstep(0.03, 0.14, steep);
    return soft ** (1 / kPower) * smoothstep(0.55, 0.98, shore[i]);
  });
  const sorted = dark.slice().sort();
  const darkest = sorted[Math.floor(sorted.length * 0.9995)];
  return { ...picture, values: Uint8Array.from(dark, (d) => Math.round(255 * Math.min(1, d / darkest) ** kPower)) };
}

export function glow(land) {
  const picture = frame(bounds(), kGlowPerUnit);
  const { width, height } = picture;
  const light = blurred(coverage(land, picture), width, height, kGlowRadius);
  return { ...picture, values: Uint8Array.from(light, (v) => Math.round(255 * Math.min(1, 2 * v) ** 0.8)) };
}
