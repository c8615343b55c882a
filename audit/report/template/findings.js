// The list of findings: sorted by rupiah when the report was written, filtered here.

const BATCH = 200;
const findings = {shown: [], limit: BATCH, current: -1};
const chosen = {text: '', kelas: '', tingkat: '', tabel: '', halaman: '', aturan: ''};

data.findings.forEach((finding, index) => {
  finding.index = index;
  finding.address = finding.baris !== null && finding.kind ? [finding.kind, finding.tabel, finding.baris, finding.kolom] : null;
});

/** Findings by the cell they name, and by the cells they reckon with. */
const named = new Map(), using = new Map();
const keyOf = (address) => address.join('\n');
function put(map, address, finding) {
  const key = keyOf(address);
  if (!map.has(key)) map.set(key, []);
  if (!map.get(key).includes(finding)) map.get(key).push(finding);
}
for (const finding of data.findings) {
  if (finding.address) put(named, finding.address, finding);
  for (const used of finding.sel) {
    if (used.a && (!finding.address || keyOf(used.a) !== keyOf(finding.address))) put(using, used.a, finding);
  }
}

function buildFilters() {
  const select = (name, values) => {
    const box = make('select', {id: 'by-' + name, 'aria-label': say(name)}, make('option', {value: ''}, `${say(name)}: ${say('semua')}`),
      values.map(([value, text]) => make('option', {value}, text)));
    box.value = chosen[name];
    box.addEventListener('change', () => { chosen[name] = box.value; findings.limit = BATCH; showFindings(); });
    return box;
  };
  const counted = (pick) => {
    const counts = new Map();
    for (const finding of data.findings) counts.set(pick(finding), (counts.get(pick(finding)) || 0) + 1);
    return counts;
  };
  const listed = (pick, text, order) => [...counted(pick)]
    .filter(([value]) => value !== '')
    .sort(order ?? ((one, other) => other[1] - one[1]))
    .map(([value, count]) => [value, `${text(value)} (${count})`]);
  const search = make('input', {type: 'search', id: 'search', placeholder: say('cari'), 'aria-label': say('cari'), value: chosen.text});
  search.addEventListener('input', () => { chosen.text = search.value; findings.limit = BATCH; showFindings(); });
  byId('filters').replaceChildren(
    make('div', {class: 'full'}, search),
    select('kelas', listed((f) => f.kelas, (value) => say('kelas.' + value))),
    select('tingkat', listed((f) => f.tingkat, (value) => say('tingkat.' + value))),
    select('tabel', listed((f) => f.kind ? f.kind + '\n' + f.tabel : '', (value) => tableName(...value.split('\n')))),
    select('halaman', listed((f) => String(f.halaman ?? ''), (value) => value, (one, other) => one[0] - other[0])),
    select('aturan', listed((f) => f.aturan, ruleSentence)),
  );
}

function fits(finding) {
  const words = [finding.aturan, finding.uraian, ruleSentence(finding.aturan), finding.kolom, finding.tercetak, finding.seharusnya,
    number(finding.tercetak), number(finding.seharusnya), number(finding.selisih)].join(' ').toLowerCase();
  return chosen.text.toLowerCase().split(/\s+/).every((word) => words.includes(word))
    && (!chosen.kelas || finding.kelas === chosen.kelas)
    && (!chosen.tingkat || finding.tingkat === chosen.tingkat)
    && (!chosen.tabel || finding.kind + '\n' + finding.tabel === chosen.tabel)
    && (!chosen.halaman || String(finding.halaman) === chosen.halaman)
    && (!chosen.aturan || finding.aturan === chosen.aturan);
}

const isFiltered = () => Object.values(chosen).some((value) => value !== '');

function showFindings() {
  findings.shown = data.findings.filter(fits);
  const list = byId('findings');
  const rows = findings.shown.slice(0, findings.limit).map((finding) => make('li', {}, findingButton(finding)));
  const rest = findings.shown.length - rows.length;
  if (rest > 0) {
    rows.push(make('li', {class: 'more'}, make('button', {type: 'button', on: {click: () => {
      findings.limit += BATCH;
      showFindings();
    }}}, say('lagi', {n: Math.min(rest, BATCH)}))));
  }
  if (!rows.length) rows.push(make('li', {class: 'empty'}, say(data.findings.length ? 'tanpa_hasil' : 'tanpa_temuan')));
  list.replaceChildren(...rows);
  byId('found').replaceChildren(say('temuan_n', {n: findings.shown.length, m: data.findings.length}), ' ',
    isFiltered() ? make('button', {type: 'button', on: {click: clearFilters}}, say('hapus_saringan')) : '');
  markFinding(false);
}

function clearFilters() {
  for (const name of Object.keys(chosen)) chosen[name] = '';
  buildFilters();
  showFindings();
  byId('search').focus();
}

function placeOf(finding) {
  return [
    finding.kind ? tableName(finding.kind, finding.tabel) : null,
    finding.halaman ? `${say('hal')} ${finding.halaman}` : null,
    finding.baris !== null ? `${say('baris')} ${finding.baris}` : null,
    finding.kolom || null,
  ].filter(Boolean).join(' · ') || say('dokumen');
}

function findingButton(finding) {
  const amount = finding.selisih === null ? '' : figure(finding.selisih, finding.uang ? 'uang' : '');
  return make('button', {type: 'button', 'data-finding': finding.index, on: {click: () => openFinding(finding)}},
    make('span', {class: 'head'},
      make('span', {},
        make('span', {class: 'chip g-' + finding.tingkat}, say('tingkat.' + finding.tingkat)), ' ',
        make('span', {class: 'chip'}, MARKS[finding.kelas === 'sumber' ? 'sumber' : 'ditandai'] + ' ' + say('pendek.' + finding.kelas))),
      finding.uang ? make('span', {class: 'amount'}, amount) : null),
    make('span', {class: 'said'}, ruleSentence(finding.aturan)),
    make('span', {class: 'place'}, placeOf(finding)),
    make('span', {class: 'full', lang: 'id'}, finding.uraian));
}

function markFinding(scroll = true) {
  for (const button of byId('findings').querySelectorAll('[data-finding]')) {
    const now = Number(button.dataset.finding) === findings.current;
    if (now) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    if (now && scroll) button.scrollIntoView({block: 'nearest'});
  }
}

function openFinding(finding) {
  findings.current = finding.index;
  const place = findings.shown.indexOf(finding);
  if (place >= findings.limit) { findings.limit = place + 1; showFindings(); }
  markFinding();
  const at = finding.address ? locate(finding.address) : null;
  if (at) select(at, finding);
  else {
    selection.at = null;
    showFinding(finding);
    const table = finding.kind ? findTable(finding.kind, finding.tabel) : null;
    if (table) showTable(table);
    const page = finding.halaman ?? (table && table.halaman[0]);
    if (page) scrollToPage(page);
  }
  revealDesk();
}

/** The next or previous finding of those that are shown. */
function step(by) {
  if (!findings.shown.length) return;
  const now = findings.shown.findIndex((finding) => finding.index === findings.current);
  const next = now < 0 ? (by > 0 ? 0 : findings.shown.length - 1) : Math.min(Math.max(now + by, 0), findings.shown.length - 1);
  openFinding(findings.shown[next]);
}
