// What is known of the selected cell, and the tip under the pointer.

const selection = {at: null, finding: null};
const sameCell = (one, other) => Boolean(one && other) && one.table === other.table && one.row === other.row && one.column === other.column;

/** Select a cell (or a row): show it in the table, on its page and in words. */
function select(at, finding = null, {scrollTable = true, scrollPage = true} = {}) {
  selection.at = at;
  selection.finding = finding;
  showTable(at.table);
  markInTable();
  markOnPages();
  showDetails();
  byId('details').scrollTop = 0;
  const cell = cellOf(at), row = at.table.rows[at.row];
  if (scrollTable) scrollToRow(at.row, tdOf(at));
  if (scrollPage) {
    if (cell && cell[BOX]) scrollToPlace(cell[PAGE], cell[BOX]);
    else if (row.at) {
      const page = pageAt.get(row.at.page), [width] = sizeOf(page);
      const whole = row.c.filter((c) => c && c[BOX] && c[PAGE] === page.n).map((c) => c[BOX]);
      scrollToPlace(page.n, [0, Math.min(...whole.map((b) => b[1])), width, Math.max(...whole.map((b) => b[3]))]);
    } else scrollToPage(row.p);
  }
  history.replaceState(null, '', anchor(addressOf(at)));
}

function showDetails() {
  const {at} = selection;
  if (!at) {
    if (selection.finding) return showFinding(selection.finding);
    return byId('details').replaceChildren(make('h3', {id: 'h-details'}, say('rincian')), make('p', {class: 'row'}, say('pilih')));
  }
  const {table} = at, row = table.rows[at.row], cell = cellOf(at), column = table.columns[at.column];
  const key = keyOf(addressOf(at));
  const title = [tableName(table.kind, table.tabel), `${say('baris')} ${row.n}`, column ? columnName(table, column) : ''].filter(Boolean).join(' · ');
  const others = (using.get(key) || []).filter((finding) => finding !== selection.finding);
  const mine = named.get(key) || [];
  return byId('details').replaceChildren(
    make('h3', {id: 'h-details'}, title),
    make('p', {class: 'row'}, [row.kode, row.nama].filter(Boolean).join(' ')),
    ...loupe(cell),
    cell ? verdict(at, cell) : '',
    ...listed(say('temuan_sel'), mine),
    cell ? reading(column, cell) : '',
    ...listed(say('dipakai'), others), ...quotes(key),
    actions(at));
}

function showFinding(finding) {
  selection.finding = finding;
  byId('details').replaceChildren(make('h3', {id: 'h-details'}, ruleSentence(finding.aturan)), make('p', {class: 'row'}, placeOf(finding)),
    ...listed('', [finding]));
}

const line = (name, ...what) => [make('dt', {}, say(name)), make('dd', {}, ...what)];
const wasRead = (cell) => cell.length > BOX;

/** The value, and whether it may be relied on. */
function verdict(at, cell) {
  const value = cell[VALUE] === null ? say('hampa') : figure(cell[VALUE], typeOf(at));
  const said = [stateName(cell[STATE]), wasRead(cell) ? statusName(cell[STATUS]) : ''].filter(Boolean);
  return make('dl', {},
    line('nilai', make('span', {class: 'value'}, value)),
    line('status', make('span', {class: 'key s-' + cell[STATE]}, MARKS[cell[STATE]]), ' ', [...new Set(said)].join(' · ')),
    wasRead(cell) && cell[RULE] ? line('aturan', ruleSentence(cell[RULE]), ' ', make('code', {}, cell[RULE])) : []);
}

/** How it was read, and how its column is printed. */
function reading(column, cell) {
  let second = '';
  if (wasRead(cell) && cell[RAW] !== null && cell[READER]) {
    if (cell[SECOND] === null) second = say(cell[SURE] === 1 && cell[STATE] !== 'dikoreksi' ? 'sama' : 'tidak_berbeda');
    else second = cell[SECOND] === '' ? say('tidak_melihat') : `“${readable(cell[SECOND])}”`;
  }
  return make('dl', {},
    wasRead(cell) && cell[RAW] !== null ? line('teks', `“${readable(cell[RAW])}”`) : [],
    second ? line('bacaan_kedua', second) : [],
    wasRead(cell) ? line('keyakinan', number(String(cell[SURE])), cell[READER] ? ` · ${cell[READER]}` : '') : [],
    column.head.length ? line('kepala', column.head.join(' › '), ' ', make('code', {}, column.name)) : [],
    column.formula ? line('rumus', `${column.number} = ${column.formula}`) : []);
}

/** Findings in full: figures, evidence to jump to, the sentence. */
function listed(title, some) {
  if (!some.length) return [];
  return [title ? make('h4', {}, title) : '', make('ul', {}, some.map((finding) => {
    const type = finding.uang ? 'uang' : '';
    const figures = [['tercetak', finding.tercetak], ['seharusnya', finding.seharusnya], ['selisih', finding.selisih]].filter(([, v]) => v !== null);
    const used = finding.sel.filter((each) => each.a && (!finding.address || keyOf(each.a) !== keyOf(finding.address)));
    return make('li', {},
      make('span', {class: 'chip g-' + finding.tingkat}, say('tingkat.' + finding.tingkat)), ' ',
      make('span', {class: 'chip'}, say('kelas.' + finding.kelas)), ' ',
      ruleSentence(finding.aturan), ' ', make('code', {}, finding.aturan),
      figures.length ? make('div', {class: 'figures3'}, figures.map(([name, value]) => [make('span', {}, say(name)), make('b', {}, figure(value, type))])) : null,
      make('p', {lang: 'id'}, finding.uraian),
      used.length ? make('p', {class: 'links'}, `${say('dihitung')}: `, used.map((each) => jump(each.a, number(each.nilai)))) : null);
  }))];
}

function jump(address, text) {
  const [kind, tabel, baris, kolom] = address;
  const where = `${tableName(kind, tabel)}, ${say('baris')} ${baris}, ${kolom}`;
  return make('button', {type: 'button', class: 'link', title: where, 'aria-label': `${text}: ${where}`, on: {click: () => {
    const at = locate(address);
    if (at) select(at);
  }}}, text || where);
}

/** Amounts in running text that repeat the cell. */
function quotes(key) {
  const table = findTable('narasi', '');
  const found = table ? table.rows.filter((row) => row.cell && keyOf(row.cell) === key) : [];
  if (!found.length) return [];
  return [make('h4', {}, say('disebut')), make('ul', {}, found.map((row) => make('li', {},
    jump(['narasi', '', row.n, 'nilai'], `${say('hal')} ${row.p}`), ` “${row.nama}”`)))];
}

/** The place on the page, enlarged: the same picture, moved and scaled. */
function loupe(cell) {
  if (!cell || !cell[BOX]) return [];
  const page = pageAt.get(cell[PAGE]), source = page && pictureOf(page.n);
  if (!source) return [];
  const box = turnedBox(page, cell[BOX]), [width, height] = sizeOf(page);
  const wide = Math.max(byId('details').clientWidth - 26, 200), high = 92;
  const scale = Math.min(2.2, wide / (box[2] - box[0] + 24), high / (box[3] - box[1] + 12));
  const left = wide / 2 - (box[0] + box[2]) / 2 * scale, top = high / 2 - (box[1] + box[3]) / 2 * scale;
  const shift = {0: [0, 0], 90: [height, 0], 180: [width, height], 270: [0, width]}[turnOf(page)];
  const image = make('img', {src: source, alt: '', width: width, height: height});
  image.style.transform = `translate(${left}px, ${top}px) scale(${scale}) translate(${shift[0]}px, ${shift[1]}px) rotate(${turnOf(page)}deg)`;
  const frame = make('i');
  Object.assign(frame.style, {left: `${left + box[0] * scale - 3}px`, top: `${top + box[1] * scale - 3}px`,
    width: `${(box[2] - box[0]) * scale + 6}px`, height: `${(box[3] - box[1]) * scale + 6}px`});
  return [make('div', {class: 'loupe', 'aria-hidden': 'true'}, image, frame)];
}

const quoted = (text) => /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The command that traces a cell; a table is named by its number, else its kind, else both. */
function traceCommand(at) {
  const [kind, tabel, baris, kolom] = addressOf(at);
  const alone = (key) => data.tables.filter((table) => table.kind === key || table.tabel === key).length === 1;
  const table = [tabel, kind].find((key) => key && alone(key)) || `${kind}/${tabel}`;
  return `renja trace ${data.document.dokumen_id} --table ${quoted(table)} --row ${baris}${kolom ? ` --col ${quoted(kolom)}` : ''}`;
}

function actions(at) {
  const button = (text, act) => make('button', {type: 'button', on: {click: act}}, text);
  const cell = cellOf(at);
  return make('div', {class: 'acts'},
    button(say('salin_jejak'), () => copy(traceCommand(at))),
    button(say('salin_tautan'), () => copy(location.href.split('#')[0] + anchor(addressOf(at)))),
    button(say('ke_halaman'), () => { select(at, selection.finding); byId('pages').scrollIntoView({block: 'nearest'}); byId('pages').focus(); }),
    cell && at.column >= 0 ? button(say('ke_tabel'), () => { select(at, selection.finding); const td = tdOf(at); if (td) td.focus(); }) : null);
}

// The tip

function showTip(at, x, y) {
  const tip = byId('tip'), cell = cellOf(at), column = at.table.columns[at.column];
  if (!cell || !column) return hideTip();
  const rules = [cell[RULE], ...(named.get(keyOf(addressOf(at))) || []).map((finding) => finding.aturan)].filter(Boolean);
  const lines = [`${columnName(at.table, column)}: ${cell[VALUE] === null ? say('hampa') : figure(cell[VALUE], typeOf(at))}`,
    cell[RAW] ? `${say('teks')}: “${readable(cell[RAW])}”` : '',
    cell[SECOND] ? `${say('bacaan_kedua')}: “${readable(cell[SECOND])}”` : '',
    `${MARKS[cell[STATE]]} ${stateName(cell[STATE])}${cell.length > SURE ? ` · ${say('keyakinan')} ${number(String(cell[SURE]))}` : ''}`.trim(),
    ...[...new Set(rules)].map(ruleSentence)];
  tip.textContent = lines.filter(Boolean).map((line) => line.length > 180 ? line.slice(0, 179) + '…' : line).join('\n');
  tip.hidden = false;
  tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > innerHeight ? Math.max(4, y - tip.offsetHeight - 10) : y + 18}px`;
}

function hideTip() {
  byId('tip').hidden = true;
}
