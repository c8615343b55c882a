// Puts the parts together: tools, keys, links, language.

function buildTools() {
  const button = (text, name, act, pressed = null) =>
    make('button', {type: 'button', 'aria-label': name, title: name, 'aria-pressed': pressed, on: {click: act}}, text);
  const tables = make('select', {id: 'choose-table', 'aria-label': say('tabel')}, data.tables.map((table) =>
    make('option', {value: table.index}, `${tableName(table.kind, table.tabel)} · ${say('hal')} ${table.halaman[0] ?? '–'} · ${table.rows.length}`)));
  tables.addEventListener('change', () => openTable(data.tables[Number(tables.value)]));
  const page = make('input', {type: 'number', id: 'choose-page', min: 1, max: data.pages.length, 'aria-label': say('loncat'), title: say('loncat')});
  page.addEventListener('change', () => goToPage(Number(page.value)));
  const desk = byId('desk'), panes = document.querySelector('.panes');
  const wide = desk.classList.contains('wide'), stacked = panes.classList.contains('stack');
  byId('tools').setAttribute('aria-label', say('halaman_pane'));
  byId('tools').replaceChildren(
    button('☰', say(wide ? 'tampilkan' : 'sembunyi'), toggleFindings, String(wide)),
    button('◀', `${say('halaman')} −1`, () => stepPage(-1)), page, button('▶', `${say('halaman')} +1`, () => stepPage(1)),
    button('−', say('perkecil'), () => zoom(-1)), button('+', say('perbesar'), () => zoom(1)),
    button('⟳', say('putar'), turn), button('⬓', say('susun'), toggleStack, String(stacked)),
    data.tables.length ? tables : '',
    make('fieldset', {class: 'legend'}, make('legend', {class: 'hidden'}, say('garis')), STATES.map((state) => {
      const box = make('input', {type: 'checkbox', checked: !byId('pages').classList.contains('off-' + state)});
      box.addEventListener('change', () => byId('pages').classList.toggle('off-' + state, !box.checked));
      return make('label', {}, box, make('span', {class: 'key s-' + state, 'aria-hidden': 'true'}, MARKS[state]), stateName(state));
    })));
  if (shown.table) tables.value = String(shown.table.index);
  showPageNumber();
}

function showPageNumber() {
  const box = byId('choose-page');
  if (box && data.pages.length && document.activeElement !== box) box.value = middleOfPages().page.n;
}

function goToPage(n) {
  if (!pageAt.has(n)) return;
  view.driver = 'pages';
  scrollToPage(n);
  followPages();
}

const stepPage = (by) => data.pages.length && goToPage(Math.min(Math.max(middleOfPages().page.n + by, 1), data.pages.length));

function openTable(table) {
  view.driver = 'table';
  showTable(table);
  followTable();
  if (!table.rows[0] || !table.rows[0].at) scrollToPage(table.halaman[0]);
}

function turn() {
  turnPage();
  measureRows();
  showDetails();
}

function toggleFindings() {
  byId('desk').classList.toggle('wide');
  buildTools();
  keepMiddle(() => {});
}

function toggleStack() {
  document.querySelector('.panes').classList.toggle('stack');
  buildTools();
  keepMiddle(() => {});
}

const isNarrow = () => matchMedia('(max-width: 1100px)').matches;

/** Scroll the screen so that pages and table are seen; on narrow screens the details. */
function revealDesk() {
  const narrow = isNarrow();
  const target = narrow ? byId('details') : byId('desk');
  const box = target.getBoundingClientRect();
  if (box.top < -4 || box.bottom > innerHeight + 4) target.scrollIntoView({block: narrow ? 'start' : 'end'});
}

function buildHelp() {
  const keys = [[['j', 'k'], 'jk'], [['Enter'], 'enter'], [['/'], 'cari'], [['←', '→', '↑', '↓'], 'panah'], [['[', ']'], 'halaman'],
    [['+', '−'], 'zoom'], [['r'], 'putar'], [['f'], 'temuan'], [['l'], 'bahasa'], [['?'], 'bantuan']];
  byId('help').replaceChildren(
    make('h2', {id: 'h-help'}, say('tombol')),
    make('dl', {}, keys.map(([names, text]) => [
      make('dt', {}, names.map((name) => [make('kbd', {}, name), ' ']).flat()), make('dd', {}, say('tombol.' + text))])),
    make('h3', {}, say('warna')),
    make('dl', {}, STATES.map((state) => [
      make('dt', {}, make('span', {class: 'key s-' + state}, MARKS[state])), make('dd', {}, stateName(state))])),
    make('button', {type: 'button', on: {click: () => byId('help').close()}}, say('tutup')));
}

function speak(language) {
  document.documentElement.lang = language;
  relabel();
  buildFilters();
  showFindings();
  buildTools();
  buildHelp();
  const {scrollTop, scrollLeft} = byId('table');
  drawTable();
  Object.assign(byId('table'), {scrollTop, scrollLeft});
  showDetails();
  byId('pages').setAttribute('aria-label', say('halaman_pane'));
}

/** Links within the report: a cell, a page, a table. */
function follow() {
  const address = parseAnchor(location.hash);
  if (address) {
    const at = locate(address);
    if (at) { select(at); revealDesk(); }
    return;
  }
  const [, name, number] = /^#(hal|tab)=(\d+)$/.exec(location.hash) || [];
  if (!name) return;
  if (name === 'hal') goToPage(Number(number));
  else if (data.tables[Number(number)]) openTable(data.tables[Number(number)]);
  byId('meja').scrollIntoView({block: 'nearest'});
}

const typing = (target) => target.matches('input, select, textarea');

const KEYS = {
  j: () => step(1), k: () => step(-1), '/': () => byId('search').focus(), '?': () => byId('help').showModal(),
  f: toggleFindings, l: () => speak(lang() === 'id' ? 'en' : 'id'), r: turn,
  '[': () => stepPage(-1), ']': () => stepPage(1), '+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
  if (event.key === 'Escape') { hideTip(); if (typing(event.target)) event.target.blur(); return; }
  if (typing(event.target)) return;
  if (event.key === 'Enter') {
    const at = cellAt(event.target);
    if (at) { view.driver = ''; select(at, null, {scrollTable: false}); return; }
    const current = data.findings[findings.current];
    if (current && !event.target.closest('a, button, summary')) openFinding(current);
    return;
  }
  if (event.target.closest('#table') && moveFocus(event)) return;
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

for (const name of ['pages', 'table']) {
  const pane = byId(name), find = name === 'pages' ? cellUnder : cellAt;
  for (const event of ['pointerenter', 'wheel', 'touchstart', 'focusin', 'keydown', 'pointerdown']) {
    pane.addEventListener(event, () => { view.driver = name; }, {passive: true});
  }
  let waiting = false;
  pane.addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      (name === 'pages' ? followPages : followTable)();
      if (name === 'pages') showPageNumber();
      hideTip();
    });
  }, {passive: true});
  pane.addEventListener('click', (event) => {
    const at = find(event.target);
    if (!at) return;
    view.driver = '';
    select(at, null, name === 'pages' ? {scrollPage: false} : {scrollTable: false});
    if (isNarrow()) setTimeout(() => showTip(at, event.clientX, event.clientY), 100); // the details are out of sight
  });
  pane.addEventListener('pointermove', (event) => {
    const at = event.pointerType === 'touch' ? null : find(event.target);
    if (at) showTip(at, event.clientX, event.clientY); else hideTip();
  });
  pane.addEventListener('pointerleave', hideTip);
  pane.addEventListener('focusin', (event) => {
    const at = find(event.target), box = event.target.getBoundingClientRect();
    if (at && event.target.matches(':focus-visible')) showTip(at, box.left, box.bottom - 14);
  });
  pane.addEventListener('focusout', hideTip);
}

byId('help-open').addEventListener('click', () => byId('help').showModal());
for (const button of document.querySelectorAll('[data-lang]')) button.addEventListener('click', () => speak(button.dataset.lang));
addEventListener('hashchange', follow);
addEventListener('scroll', hideTip, {passive: true});
addEventListener('beforeprint', () => { findings.limit = Infinity; showFindings(); });
addEventListener('resize', () => keepMiddle(() => {}));

buildPages();
measureRows();
speak(document.documentElement.lang);
if (data.tables.length) { showTable(data.tables[0]); scrollToPage(data.tables[0].halaman[0]); }
follow();
document.documentElement.dataset.ready = 'true';
