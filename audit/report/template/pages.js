// Pages of the document: pictures come when they are about to be seen, outlines of cells over them.

const view = {zoom: 1, chosen: false, turned: new Map(), driver: '', filled: new Set(), blobs: new Map()};
const ZOOMS = [1, 1.5, 2, 3, 4];
const READABLE = 0.9; // pixels a point at which small print can be read
const SVG = 'http://www.w3.org/2000/svg';

/** Cells with a place, by page. */
const onPage = new Map(data.pages.map((page) => [page.n, []]));
data.tables.forEach((table) => table.rows.forEach((row, r) => row.c.forEach((cell, c) => {
  if (cell && cell[BOX] && onPage.has(cell[PAGE])) onPage.get(cell[PAGE]).push({table, row: r, column: c});
})));
const cellsOn = (page) => onPage.get(page) || [];

const pageAt = new Map(data.pages.map((page) => [page.n, page]));

/** Size of a page in points; without a picture what its cells cover, at least A4. */
function sizeOf(page) {
  if (!page.size) {
    const boxes = cellsOn(page.n).map((at) => cellOf(at)[BOX]);
    page.size = [Math.max(595, ...boxes.map((box) => box[2] + 20)), Math.max(842, ...boxes.map((box) => box[3] + 20))];
    if (page.size[0] > 595 && Math.max(0, ...boxes.map((box) => box[3])) < 575) page.size[1] = 595;
  }
  return page.size;
}

const turnOf = (page) => (page.turn + (view.turned.get(page.n) || 0)) % 360;
const isOnSide = (page) => turnOf(page) % 180 === 90;

/** A box of a page as it lies once the page is turned, in points. */
function turnedBox(page, [x0, y0, x1, y1]) {
  const [width, height] = sizeOf(page);
  switch (turnOf(page)) {
    case 90: return [height - y1, x0, height - y0, x1];
    case 180: return [width - x1, height - y1, width - x0, height - y0];
    case 270: return [y0, width - x1, y1, width - x0];
    default: return [x0, y0, x1, y1];
  }
}

function turnedSize(page) {
  const [width, height] = sizeOf(page);
  return isOnSide(page) ? [height, width] : [width, height];
}

/** Picture of a page as an address, made of the base64 in this file; null where there is none. */
function pictureOf(n) {
  if (!view.blobs.has(n)) {
    const source = byId('picture-' + n);
    if (!source) return null;
    const bytes = Uint8Array.from(atob(source.textContent.trim()), (letter) => letter.charCodeAt(0));
    view.blobs.set(n, URL.createObjectURL(new Blob([bytes], {type: 'image/webp'})));
  }
  return view.blobs.get(n);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) (entry.isIntersecting ? fill : empty)(entry.target);
}, {root: byId('pages'), rootMargin: '60% 0px'});

function buildPages() {
  seen.disconnect();
  byId('pages').setAttribute('aria-label', say('halaman_pane'));
  byId('pages').replaceChildren(...data.pages.map((page) => {
    const sheet = make('div', {class: 'sheet', 'data-page': page.n, id: 'page-' + page.n});
    seen.observe(sheet);
    return sheet;
  }));
  layoutPages();
}

/** Sizes of all sheets for the width of the pane and the zoom. */
function layoutPages() {
  const room = Math.max(byId('pages').clientWidth - 16, 200);
  for (const page of data.pages) {
    const sheet = byId('page-' + page.n);
    const [width, height] = turnedSize(page);
    page.scale = room * view.zoom / width;
    sheet.style.width = `${width * page.scale}px`;
    sheet.style.height = `${height * page.scale}px`;
    const inner = sheet.querySelector('.turned');
    if (inner) placeTurned(page, inner);
  }
}

function placeTurned(page, inner) {
  const [width, height] = sizeOf(page).map((side) => side * page.scale);
  const shift = {0: [0, 0], 90: [height, 0], 180: [width, height], 270: [0, width]}[turnOf(page)];
  inner.style.width = `${width}px`;
  inner.style.height = `${height}px`;
  inner.style.transform = `translate(${shift[0]}px, ${shift[1]}px) rotate(${turnOf(page)}deg)`;
}

function fill(sheet) {
  if (sheet.firstChild) return;
  const page = pageAt.get(Number(sheet.dataset.page));
  const inner = make('div', {class: 'turned'});
  const address = pictureOf(page.n);
  if (address) inner.append(make('img', {src: address, alt: say('hal_lengkap', {n: page.n}), decoding: 'async'}));
  else sheet.append(make('div', {class: 'none'}, page.why || say('tanpa_gambar')));
  inner.append(outlines(page));
  placeTurned(page, inner);
  sheet.append(inner, make('span', {class: 'no'}, String(page.n)));
}

function empty(sheet) {
  sheet.replaceChildren();
}

function outlines(page) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${sizeOf(page).join(' ')}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const pictured = Boolean(byId('picture-' + page.n));
  cellsOn(page.n).forEach((at, index) => {
    const cell = cellOf(at), [x0, y0, x1, y1] = cell[BOX];
    const rect = document.createElementNS(SVG, 'rect');
    const sides = {x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, class: 's-' + cell[STATE], 'data-i': index};
    for (const [name, value] of Object.entries(sides)) rect.setAttribute(name, value);
    if (sameCell(at, selection.at)) rect.classList.add('on');
    svg.append(rect);
    if (!pictured) svg.append(...printedText(cell));
    if (MARKS[cell[STATE]]) {
      const mark = document.createElementNS(SVG, 'text');
      mark.setAttribute('x', x0 - 5.5);
      mark.setAttribute('y', y0 + 4);
      mark.setAttribute('class', 's-' + cell[STATE]);
      mark.setAttribute('transform', `rotate(${-turnOf(page)} ${x0 - 1.5} ${y0 + 1.5})`);
      mark.textContent = MARKS[cell[STATE]];
      svg.append(mark);
    }
  });
  return svg;
}

/** What was read, in the place of a picture that is not there. */
function printedText(cell) {
  const [x0, y0, x1, y1] = cell[BOX], lines = readable(cell[RAW] || '').split('\n');
  const high = Math.min((y1 - y0) / lines.length, 9);
  return lines.map((line, index) => {
    const text = document.createElementNS(SVG, 'text');
    const widest = Math.max(x1 - x0, 1);
    for (const [name, value] of Object.entries({x: x0, y: y0 + high * (index + 0.8), class: 'raw', style: `font-size:${high * 0.85}px`})) text.setAttribute(name, value);
    if (line.length * high * 0.45 > widest) {
      text.setAttribute('textLength', widest);
      text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
    }
    text.textContent = line;
    return text;
  });
}

/** The cell of an outline under the pointer. */
function cellUnder(target) {
  const rect = target.closest && target.closest('rect[data-i]');
  return rect ? cellsOn(Number(rect.closest('.sheet').dataset.page))[Number(rect.dataset.i)] : null;
}

function markOnPages() {
  for (const old of byId('pages').querySelectorAll('rect.on')) old.classList.remove('on');
  const cell = selection.at && cellOf(selection.at);
  if (!cell || !cell[BOX]) return;
  const index = cellsOn(cell[PAGE]).findIndex((at) => sameCell(at, selection.at));
  const rect = byId('page-' + cell[PAGE]).querySelector(`rect[data-i="${index}"]`);
  if (rect) rect.classList.add('on');
}

/** Put a place of a page into the middle of the pane. */
function scrollToPlace(n, box) {
  const page = pageAt.get(n), sheet = byId('page-' + n), pane = byId('pages');
  if (!sheet) return;
  makeReadable(n);
  const [x0, y0, x1, y1] = turnedBox(page, box).map((edge) => edge * page.scale);
  pane.scrollTop = sheet.offsetTop + (y0 + y1) / 2 - pane.clientHeight / 2;
  pane.scrollLeft = sheet.offsetLeft + (x0 + x1) / 2 - pane.clientWidth / 2;
}

function scrollToPage(n) {
  const sheet = byId('page-' + n);
  if (sheet) byId('pages').scrollTop = sheet.offsetTop - 6;
}

/** Page in the middle of the pane, and how far down it the middle is, in points. */
function middleOfPages() {
  const pane = byId('pages'), middle = pane.scrollTop + pane.clientHeight / 2;
  let low = 0, high = data.pages.length - 1;
  while (low < high) {
    const half = (low + high + 1) >> 1;
    if (byId('page-' + data.pages[half].n).offsetTop <= middle) low = half; else high = half - 1;
  }
  const page = data.pages[low];
  return {page, y: (middle - byId('page-' + page.n).offsetTop) / page.scale};
}

/** Zoom or turn without losing the place in the middle. */
function keepMiddle(change) {
  if (!data.pages.length) return;
  const {page, y} = middleOfPages();
  const share = y / turnedSize(page)[1];
  const pane = byId('pages'), across = (pane.scrollLeft + pane.clientWidth / 2) / pane.scrollWidth;
  change(page);
  layoutPages();
  pane.scrollTop = byId('page-' + page.n).offsetTop + share * turnedSize(page)[1] * page.scale - pane.clientHeight / 2;
  pane.scrollLeft = across * pane.scrollWidth - pane.clientWidth / 2;
}

function zoom(by) {
  const next = ZOOMS[Math.min(Math.max(ZOOMS.indexOf(view.zoom) + by, 0), ZOOMS.length - 1)];
  view.chosen = true;
  keepMiddle(() => { view.zoom = next; });
}

/** Zoom in on a page until it can be read, unless the reader chose the zoom. */
function makeReadable(n) {
  const page = pageAt.get(n), whole = page.scale / view.zoom;
  if (view.chosen || page.scale >= READABLE) return;
  view.zoom = ZOOMS.find((each) => whole * each >= READABLE) ?? ZOOMS.at(-1);
  layoutPages();
}

function turnPage() {
  keepMiddle((page) => {
    view.turned.set(page.n, ((view.turned.get(page.n) || 0) + 90) % 360);
    empty(byId('page-' + page.n));
    page.scale = 1;
  });
  fill(byId('page-' + middleOfPages().page.n));
}
