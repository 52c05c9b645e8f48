// Reads TopoJSON, thins its arcs once, and puts rings together from them: what shares
// an arc (land and a country, two countries) then still fits together to the bit.
import { project } from './projection.mjs';
import { thinnable, thinned, unwrap } from './simplify.mjs';

const kSouthernmost = -60;  // Antarctica is dropped: far from every use

function decoded(topology) {
  const [sx, sy] = topology.transform.scale, [tx, ty] = topology.transform.translate;
  return topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
  });
}

export function readTopology(topology, tolerance) {
  const arcs = thinned(decoded(topology).map((arc) => thinnable(arc, tolerance)));
  return { arcs, objects: topology.objects };
}

export function partsOf(geometry) {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(partsOf);
  if (geometry.type === 'Polygon') return [geometry.arcs];
  return geometry.type === 'MultiPolygon' ? geometry.arcs : [];
}

function turned(ring, degrees) {
  return ring.map(([lon, lat]) => [lon + degrees, lat]);
}

function middle(ring) {
  const lons = ring.map((p) => p[0]);
  return (lons.reduce((a, b) => Math.min(a, b)) + lons.reduce((a, b) => Math.max(a, b))) / 2;
}

export function shoelace(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return sum / 2;
}

// A closed ring in degrees becomes an open ring in the plane, counter-clockwise if `outer`.
function planeRing(ring, outer) {
  const out = ring.slice(0, -1).map(([lon, lat]) => project(lon, lat));
  return shoelace(out) > 0 === outer ? out : out.reverse();
}

// Polygons as lists of rings in the plane: outer first and counter-clockwise, holes clockwise.
export function polygonsFrom(degreeParts) {
  const polygons = [];
  for (const part of degreeParts) {
    const outer = unwrap(part[0]);
    if (outer.length < 4 || outer.some(([, lat]) => lat < kSouthernmost)) continue;
    const outerTurn = -360 * Math.round(middle(outer) / 360);
    const centre = middle(outer) + outerTurn;
    const rings = [planeRing(turned(outer, outerTurn), true)];
    for (const hole of part.slice(1)) {
      const ring = unwrap(hole);
      if (ring.length < 4) continue;
      rings.push(planeRing(turned(ring, -360 * Math.round((middle(ring) - centre) / 360)), false));
    }
    if (Math.abs(shoelace(rings[0])) > 0) polygons.push(rings);
  }
  return polygons;
}

export function polygonsOf({ arcs }, geometry) {
  const ringOf = (list) => list.flatMap((i, k) => {
    const arc = i < 0 ? arcs[~i].slice().reverse() : arcs[i];
    return k === 0 ? arc : arc.slice(1);
  });
  return polygonsFrom(partsOf(geometry).map((part) => part.map(ringOf)));
}

// Arcs that two countries share, with both.
export function bordersOf({ arcs, objects }) {
  const users = new Map();
  for (const country of objects.countries.geometries) {
    for (const i of partsOf(country).flat(2)) {
      const arc = i < 0 ? ~i : i;
      const known = users.get(arc) ?? [];
      if (!known.includes(country)) known.push(country);
      users.set(arc, known);
    }
  }
  return [...users].filter(([, list]) => list.length === 2)
    .sort((a, b) => a[0] - b[0])
    .map(([arc, pair]) => ({ pair, places: arcs[arc] }));
}
