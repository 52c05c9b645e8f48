// Writes basemap.bin and territories.bin; the format is described in ../README.md.
export class Writer {
  #parts = [];
  #push(size, put) { const b = Buffer.alloc(size); put(b); this.#parts.push(b); }
  u8(v) { this.#push(1, (b) => b.writeUInt8(v)); }
  u16(v) { this.#push(2, (b) => b.writeUInt16LE(v)); }
  u32(v) { this.#push(4, (b) => b.writeUInt32LE(v)); }
  f64(v) { this.#push(8, (b) => b.writeDoubleLE(v)); }
  text(s) { const b = Buffer.from(s, 'utf8'); this.u8(b.length); this.#parts.push(b); }
  list(items, put) { this.u32(items.length); for (const item of items) put(item); }
  points(list) {
    this.#push(8 * list.length, (b) => list.forEach((p, i) => { b.writeFloatLE(p[0], 8 * i); b.writeFloatLE(p[1], 8 * i + 4); }));
  }
  chunk({ vertices, indices }) {
    this.u32(vertices.length);
    this.u32(indices.length);
    this.points(vertices);
    this.#push(2 * indices.length, (b) => indices.forEach((v, i) => b.writeUInt16LE(v, 2 * i)));
  }
  line({ points, name = '', first = '', second = '', rank = 0 }) {
    this.text(name);
    this.text(first);
    this.text(second);
    this.u8(rank);
    this.u16(points.length);
    this.points(points);
  }
  level({ landArea, lakeArea, land, coast, lakes, rivers }) {
    this.f64(landArea);
    this.f64(lakeArea);
    this.list(land, (c) => this.chunk(c));
    this.list(coast, (l) => this.line(l));
    this.list(lakes, (c) => this.chunk(c));
    this.list(rivers, (l) => this.line(l));
  }
  // The whole file: magic, version, size, content, magic again.
  file(magic, end) {
    const body = Buffer.concat(this.#parts);
    const head = Buffer.alloc(12);
    head.write(magic, 0, 'latin1');
    head.writeUInt32LE(1, 4);
    head.writeUInt32LE(body.length + 16, 8);
    return Buffer.concat([head, body, Buffer.from(end, 'latin1')]);
  }
}
