// What both pages share: the words, the card, the gallery, what plays to nobody. A page gives a map:
//   show(view, ms)     glide to {x, y, scale}, of the plane's point in the middle of the free part
//   zoom(factor, ms)   about the middle
//   view(), chosen(id or null), language(code), still(on): night and drift of what plays
/* global CONTENT */
const kGlide = 600, kZoom = 320;  // ms, as the kiosk's
export const content = CONTENT;
const options = new URLSearchParams(location.search);
export const option = (name, usual) => options.get(name) ?? usual;
const attractAfter = Number(option('attract_after', '60')) * 1000;
const kBeat = 1000 / 30;     // what plays moves as often as the kiosk's
const kScene = 7000, kMove = 1600;  // ms of a scene, and of the map's glide at its beginning, as the kiosk's
const $ = (query) => document.querySelector(query);
const cities = content.cities;
const pictures = cities.flatMap((c) => c.pictures.map((p) => ({ ...p, city: c })));

let map, language = 'fr', open = null, shown = 0, waiting = 0, beat = 0;
const files = new Map();  // each picture loaded once, so that it is decoded where it is shown

function loaded(file) {
  if (!files.has(file)) {
    const image = new Image();
    image.src = file;
    files.set(file, image);
  }
  return files.get(file);
}
// Decodes before it is wanted; what is let go of by the browser is decoded anew.
const ahead = (file) => loaded(file).decode().catch(() => {});
const say = (text) => text[language] ?? text.fr;
const place = (city) => cities.findIndex((c) => c.id === city.id);

function words() {
  document.documentElement.lang = language;
  const w = content.words[language];
  $('header h1').textContent = say(content.title);
  $('header p').textContent = say(content.subtitle);
  const count = (home) => cities.filter((c) => !c.home && (!home || c.of === home)).length;
  $('#all').textContent = `${w['filter.all']} ${count()}`;
  for (const button of document.querySelectorAll('nav [data-home]')) {
    button.textContent = `${say(cities.find((c) => c.id === button.dataset.home).name)} ${count(button.dataset.home)}`;
  }
  for (const button of document.querySelectorAll('[data-lang]')) button.classList.toggle('chosen', button.dataset.lang === language);
  $('#photos').textContent = w.photos;
  if (open) fill(open);
}

function paragraph(text) {
  const p = document.createElement('p');
  p.textContent = text;
  return p;
}

function fill(city) {
  const card = $('aside');
  card.dir = language === 'ar' ? 'rtl' : 'ltr';
  $('#head').src = loaded(city.pictures[0].file).src;
  $('aside h2').textContent = say(city.name);
  $('#flag').src = `${city.country}.png`;
  const home = cities.find((c) => c.id === city.of);
  const country = content.countries[city.country]?.[language] ?? '';
  $('#where').textContent = city.home ? country : `${country} | ${content.words[language].twinned_with.replace('{home}', say(home.name))}`;
  $('#story').replaceChildren(...[say(city.story), ...city.facts.map(say), city.agreement && say(city.agreement)].filter(Boolean).map(paragraph));
  $('#story').scrollTop = 0;
}

const beside = (i, n) => (i + n) % n;
export function openCity(city) {
  open = city;
  fill(city);
  $('aside').hidden = false;
  const scale = Math.max(map.view().scale, content.home.scale * 2.4);
  map.chosen(city.id);
  map.show({ x: city.at[0] + (city.aside[0] ? 0.06 : 0), y: city.at[1], scale }, kGlide);
  shown = pictures.findIndex((p) => p.city === city);
  setTimeout(() => {
    for (const by of [1, -1]) ahead(cities[beside(place(city) + by, cities.length)].pictures[0].file);
  }, kGlide);
}

function closeCity() {
  if (!open) return;
  open = null;
  $('aside').hidden = true;
  map.chosen(null);
  map.show(content.home, kGlide);
}

// Three pictures stand in the row; the others wait, decoded when they come near.
const row = new Map();
function show(index) {
  shown = beside(index, pictures.length);
  const wanted = new Map([[shown, 'now'], [beside(shown - 1, pictures.length), 'prev'], [beside(shown + 1, pictures.length), 'next']]);
  for (const [i, image] of row) if (!wanted.has(i)) image.className = 'away';
  for (const [i, name] of wanted) {
    if (!row.has(i)) {
      const image = loaded(pictures[i].file);
      image.alt = say(pictures[i].alt);
      row.set(i, image);
      $('#row').append(image);
    }
    row.get(i).className = name;
  }
  const picture = pictures[shown];
  const caption = document.createElement('b');
  caption.textContent = say(picture.caption);
  $('#caption').replaceChildren(caption, `${shown + 1} / ${pictures.length} · ${say(picture.city.name)} · ${picture.credit}`);
  document.querySelectorAll('#thumbs img').forEach((image, i) => image.classList.toggle('chosen', i === shown));
  $('#thumbs').children[shown].scrollIntoView({ block: 'nearest', inline: 'nearest' });
  setTimeout(() => { for (const by of [2, -2]) ahead(pictures[beside(shown + by, pictures.length)].file); }, 50);
}

function openGallery() {
  if ($('#thumbs').childElementCount === 0) {
    $('#thumbs').append(...pictures.map((p) => Object.assign(document.createElement('img'), { src: p.small, width: 132, height: 88 })));
  }
  $('#gallery').hidden = false;
  show(shown);
}

function closeGallery() {
  $('#gallery').hidden = true;
  row.clear();
  $('#row').replaceChildren();
}

// What plays to nobody: at the beginning of each scene the map at night glides on and the title changes;
// then the map stands still, and only a ring about the first home breathes.
function play() {
  closeGallery();
  if (open) closeCity();
  document.body.classList.add('alone');
  map.still(true);
  $('#attract').hidden = false;
  $('#pulse').hidden = false;
  const began = performance.now();
  let scene = -1, at = null, rests = false;
  beat = setInterval(() => requestAnimationFrame(() => {
    if (!beat) return;
    const t = performance.now() - began;
    const now = Math.floor(t / kScene), share = Math.min(1, (t - now * kScene) / kMove);
    if (!at || share < 1 || !rests) at = map.drift((now + share * share * (3 - 2 * share)) * kScene);
    rests = share === 1;
    const swell = 0.8 + 0.25 * Math.sin(t / 500);
    $('#pulse').style.transform = `translate(${at[0] - 44}px,${at[1] - 44}px) scale(${swell})`;
    if (Math.floor(t / kScene) === scene) return;
    scene = Math.floor(t / kScene);
    const code = scene % 2 ? 'ar' : 'fr';
    const [above, title, below] = $('#attract').children;
    above.textContent = content.subtitle[code];
    title.textContent = content.title[code];
    below.textContent = content.words[code].touch_to_explore;
  }), kBeat);
}

function wake() {
  clearInterval(beat);
  beat = 0;
  document.body.classList.remove('alone');
  $('#attract').hidden = true;
  $('#pulse').hidden = true;
  map.still(false);
}

function touched(event) {
  clearTimeout(waiting);
  waiting = setTimeout(play, attractAfter);
  if (!beat || event?.type !== 'pointerdown') return;
  wake();
  event.stopPropagation();
}

export function begin(made) {
  map = made;
  words();
  const on = (query, act) => $(query).addEventListener('click', act);
  on('#shut', closeCity);
  on('#back', closeCity);
  on('#photos', openGallery);
  on('#before', () => openCity(cities[beside(place(open) - 1, cities.length)]));
  on('#after', () => openCity(cities[beside(place(open) + 1, cities.length)]));
  on('#leave', closeGallery);
  on('#previous', () => show(shown - 1));
  on('#next', () => show(shown + 1));
  on('#nearer', () => map.zoom(2, kZoom));
  on('#farther', () => map.zoom(0.5, kZoom));
  on('#whole', () => map.show(content.home, kGlide));
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => { language = button.dataset.lang; words(); map.language(language); });
  }
  for (const type of ['pointerdown', 'pointerup']) addEventListener(type, touched, { capture: true });
  touched();
  // Warmed: the pictures' files are read, and none is decoded before it is near.
  const idle = () => cities.forEach((c) => loaded(c.pictures[0].file));
  if ('requestIdleCallback' in window) requestIdleCallback(idle, { timeout: 3000 });
}
