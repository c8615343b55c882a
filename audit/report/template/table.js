// The table beside the page, scrolled in step with it.

const shown = {table: null, rows: []};

/** Where each row stands: by page, then by height on it. */
const standing = [];
function measureRows() {
  standing.length = 0;
  for (const table of data.tables) {
    table.rows.forEach((row, place) => {
      const cells = row.c.filter((cell) => cell && cell[BOX] && pageAt.has(cell[PAGE]));
      const page = cells.some((cell) => cell[PAGE] === row.p) ? row.p : (cells[0] || [])[PAGE];
      const boxes = cells.filter((cell) => cell[PAGE] === page).map((cell) => turnedBox(pageAt.get(page), cell[BOX]));
      row.at = boxes.length ? {page, y0: Math.min(...boxes.map((b) => b[1])), y1: Math.max(...boxes.map((b) => b[3]))} : null;
      if (row.at) standing.push({table, place, page, y: (row.at.y0 + row.at.y1) / 2});
    });
  }
  standing.sort((one, other) => one.page - other.page || one.y - other.y);
}

function showTable(table) {
  if (!table || shown.table === table) return;
  shown.table = table;
  byId('choose-table').value = String(table.index);
  drawTable();
}

function drawTable() {
  const {table} = shown;
  const pane = byId('table');
  if (!table) { pane.replaceChildren(); return; }
  pane.setAttribute('aria-label', `${say('tabel_pane')}: ${tableName(table.kind, table.tabel)}`);
  byId('caption').textContent = readable(table.judul).replaceAll('\n', ' ') || (data.kinds[table.kind] || {})[lang()] || '';
  const head = make('tr', {}, make('th', {scope: 'col'}, say('baris')), table.columns.map((column) =>
    make('th', {scope: 'col'}, ...column.head.slice(-2, -1).map((level) => make('small', {class: 'clamp'}, level)),
      make('span', {class: 'clamp', title: [...column.head, column.name].join(' › ')}, table.kind === 'narasi' ? columnName(table, column) : column.head.at(-1) || column.name),
      column.number || column.formula ? make('small', {}, [column.number, column.formula].filter(Boolean).join(' = ')) : null)));
  const body = make('tbody');
  shown.rows = [];
  let page = null;
  table.rows.forEach((row, place) => {
    if (row.p !== page) {
      page = row.p;
      body.append(make('tr', {class: 'page'}, make('th', {colspan: table.columns.length + 1}, make('b', {}, say('hal_lengkap', {n: page})))));
    }
    const line = make('tr', {class: row.level ? 'l-' + row.level : null, 'data-row': place},
      make('th', {scope: 'row'}, make('b', {}, String(row.n)), ' ',
        make('span', {}, [row.kode, table.kind === 'narasi' ? '' : row.nama].filter(Boolean).join(' '))), row.c.map((cell, column) => drawCell(table, cell, place, column)));
    body.append(line);
    shown.rows.push(line);
  });
  pane.replaceChildren(make('table', {class: 'grid-table', role: 'grid'}, make('thead', {}, head), body));
  const first = pane.querySelector('td');
  if (first) first.tabIndex = 0;
  pane.scrollTop = 0;
  markInTable();
}

const NUMERIC = ['uang', 'kinerja', 'persen'];

/** What a cell holds: of running text the figure's own measure says it. */
function typeOf({table, row, column}) {
  if (table.kind === 'narasi' && column === 0) return {rp: 'uang', persen: 'persen'}[(table.rows[row].c[1] || [])[VALUE]] || 'kinerja';
  return table.columns[column].type;
}

function drawCell(table, cell, row, column) {
  const type = typeOf({table, row, column});
  const text = !NUMERIC.includes(type);
  const td = make('td', {class: `${text ? 'text' : 'num'}${cell ? ' s-' + cell[STATE] : ''}`, tabindex: '-1', 'data-column': column});
  if (!cell) return td;
  if (MARKS[cell[STATE]]) td.append(make('i', {title: stateName(cell[STATE])}, MARKS[cell[STATE]]));
  td.append(text ? make('span', {class: 'clamp'}, cellText(cell, type, table.columns[column].name)) : cellText(cell, type));
  return td;
}

/** What a cell of the table shows: the value, or the raw text in brackets where there is none. */
function cellText(cell, type, name = '') {
  if (cell[VALUE] !== null) return NUMERIC.includes(type) ? number(cell[VALUE]) : (name === 'status' ? statusName(cell[VALUE]) : cell[VALUE]);
  return cell[RAW] ? `[${readable(cell[RAW]).trim()}]` : '';
}

/** The cell of the model that a <td> shows. */
function cellAt(target) {
  const td = target.closest && target.closest('td[data-column]');
  return td ? {table: shown.table, row: Number(td.parentNode.dataset.row), column: Number(td.dataset.column)} : null;
}

function tdOf(at) {
  if (!at || at.table !== shown.table) return null;
  const line = shown.rows[at.row];
  return line ? line.querySelector(`td[data-column="${at.column}"]`) : null;
}

function markInTable() {
  const pane = byId('table');
  for (const old of pane.querySelectorAll('[aria-selected]')) old.removeAttribute('aria-selected');
  for (const old of pane.querySelectorAll('tr.here')) old.classList.remove('here');
  const {at} = selection;
  if (!at || at.table !== shown.table) return;
  shown.rows[at.row].classList.add('here');
  const td = tdOf(at);
  if (!td) return;
  td.setAttribute('aria-selected', 'true');
  rove(td);
}

/** One cell of the table can be reached with the tabulator; the arrows move from there. */
function rove(td) {
  const old = byId('table').querySelector('td[tabindex="0"]');
  if (old) old.tabIndex = -1;
  td.tabIndex = 0;
}

function scrollToRow(place, td = null) {
  const pane = byId('table'), line = shown.rows[place];
  if (!line) return;
  pane.scrollTop = line.offsetTop + line.offsetHeight / 2 - pane.clientHeight / 2;
  if (td) pane.scrollLeft = td.offsetLeft + td.offsetWidth / 2 - pane.clientWidth / 2;
}

function moveFocus(event) {
  const td = event.target.closest('td[data-column]');
  if (!td) return false;
  const column = Number(td.dataset.column), row = Number(td.parentNode.dataset.row);
  const to = {ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
    Home: [row, 0], End: [row, shown.table.columns.length - 1]}[event.key];
  if (!to) return false;
  const next = tdOf({table: shown.table, row: to[0], column: to[1]});
  if (next) {
    rove(next);
    next.focus({preventScroll: true});
    next.scrollIntoView({block: 'nearest', inline: 'nearest'});
  }
  event.preventDefault();
  return true;
}

// In step: whichever pane the reader is in leads the other.

function followPages() {
  if (view.driver !== 'pages' || !standing.length) return;
  const {page, y} = middleOfPages();
  let low = 0, high = standing.length - 1;
  const before = (row) => row.page < page.n || (row.page === page.n && row.y <= y);
  while (low < high) {
    const half = (low + high) >> 1;
    if (before(standing[half])) low = half + 1; else high = half;
  }
  const near = [standing[low - 1], standing[low]].filter((row) => row && row.page === page.n)
    .sort((one, other) => Math.abs(one.y - y) - Math.abs(other.y - y))[0];
  if (!near) return;
  showTable(near.table);
  scrollToRow(near.place);
}

function followTable() {
  if (view.driver !== 'table' || !shown.rows.length) return;
  const pane = byId('table'), middle = pane.scrollTop + pane.clientHeight / 2;
  let low = 0, high = shown.rows.length - 1;
  while (low < high) {
    const half = (low + high + 1) >> 1;
    if (shown.rows[half].offsetTop <= middle) low = half; else high = half - 1;
  }
  const at = shown.table.rows[low].at;
  if (!at) return;
  const page = pageAt.get(at.page), sheet = byId('page-' + at.page), other = byId('pages');
  other.scrollTop = sheet.offsetTop + (at.y0 + at.y1) / 2 * page.scale - other.clientHeight / 2;
}
