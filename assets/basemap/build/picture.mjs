// Grey pictures of the map's plane: exact coverage of polygons, blurs, and PNG writing.
import { deflate } from 'pako';

// The plane's box on a picture; the top row is the north.
export function frame(bounds, perUnit) {
  const width = Math.round((bounds[2] - bounds[0]) * perUnit);
  const height = Math.round((bounds[3] - bounds[1]) * perUnit);
  return { width, height, bounds,
           column: (x) => ((x - bounds[0]) / (bounds[2] - bounds[0])) * width,
           row: (y) => ((bounds[3] - y) / (bounds[3] - bounds[1])) * height,
           x: (column) => bounds[0] + ((column + 0.5) / width) * (bounds[2] - bounds[0]),
           y: (row) => bounds[3] - ((row + 0.5) / height) * (bounds[3] - bounds[1]) };
}

// Each pixel's covered share, by summing signed areas to the right of every edge.
export function coverage(polygons, picture) {
  const { width, height } = picture;
  const sums = new Float64Array((width + 2) * height);
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      addEdge(sums, width, height, picture.column(ring[j][0]), picture.row(ring[j][1]),
              picture.column(ring[i][0]), picture.row(ring[i][1]));
    }
  }
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += sums[y * (width + 2) + x];
      out[y * width + x] = Math.min(1, Math.abs(sum));
    }
  }
  return out;
}

function addEdge(sums, width, height, x0, y0, x1, y1) {
  if (y0 === y1) return;
  const sign = y0 < y1 ? 1 : -1;
  if (sign < 0) [x0, y0, x1, y1] = [x1, y1, x0, y0];
  const slope = (x1 - x0) / (y1 - y0);
  for (let row = Math.max(0, Math.floor(y0)); row < Math.min(height, Math.ceil(y1)); row++) {
    const top = Math.max(y0, row), bottom = Math.min(y1, row + 1);
    let from = x0 + (top - y0) * slope, to = x0 + (bottom - y0) * slope;
    if (from > to) [from, to] = [to, from];
    spread(sums, row * (width + 2), width, from, to, sign * (bottom - top));
  }
}

// An edge that covers `height` of a row between two columns: its share in each pixel.
function spread(sums, start, width, from, to, height) {
  const hold = (x) => Math.max(0, Math.min(width, x));
  from = hold(from);
  to = hold(to);
  const first = Math.floor(from), last = Math.floor(to);
  if (first === last) {
    const right = (from + to) / 2 - first;
    sums[start + first] += height * (1 - right);
    sums[start + first + 1] += height * right;
    return;
  }
  const per = height / (to - from);
  for (let x = first; x <= last; x++) {
    const a = Math.max(from, x), b = Math.min(to, x + 1);
    const part = per * (b - a), right = (a + b) / 2 - x;
    sums[start + x] += part * (1 - right);
    sums[start + x + 1] += part * right;
  }
}

function blurRows(from, width, height, radius) {
  const out = new Float32Array(from.length);
  for (let y = 0; y < height; y++) {
    const at = (x) => from[y * width + Math.max(0, Math.min(width - 1, x))];
    let sum = 0;
    for (let x = -radius; x <= radius; x++) sum += at(x);
    for (let x = 0; x < width; x++) {
      out[y * width + x] = sum / (2 * radius + 1);
      sum += at(x + radius + 1) - at(x - radius);
    }
  }
  return out;
}

function transposed(from, width, height) {
  const out = new Float32Array(from.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = from[y * width + x];
  return out;
}

// Three boxes in each direction are nearly a bell.
export function blurred(from, width, height, radius) {
  let out = from;
  for (let i = 0; i < 3; i++) out = blurRows(out, width, height, radius);
  out = transposed(out, width, height);
  for (let i = 0; i < 3; i++) out = blurRows(out, height, width, radius);
  return transposed(out, height, width);
}

const kCrc = Int32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function part(name, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  out.set(data, 8);
  let crc = -1;
  for (const byte of out.subarray(4, 8 + data.length)) crc = kCrc[(crc ^ byte) & 255] ^ (crc >>> 8);
  out.writeUInt32BE((crc ^ -1) >>> 0, 8 + data.length);
  return out;
}

// 8-bit grey. pako and not zlib: its bytes are the same on every machine.
export function png(values, width, height) {
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    raw[y * (width + 1)] = 2;  // each row as the difference to the one above
    for (let x = 0; x < width; x++) {
      const above = y === 0 ? 0 : values[(y - 1) * width + x];
      raw[y * (width + 1) + 1 + x] = values[y * width + x] - above;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
                        part('IHDR', header), part('IDAT', deflate(raw, { level: 9 })), part('IEND', Buffer.alloc(0))]);
}
