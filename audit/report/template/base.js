// The model, texts in both languages, and small helpers that the other parts use.

const data = JSON.parse(document.getElementById('data').textContent);
const MARKS = {bersih: '', diperbaiki: '~', sumber: '!', ditandai: '?', dikoreksi: '✓'};
const STATES = Object.keys(MARKS);
// Places in a cell's list, as audit/report/collect.py puts them.
const [VALUE, STATE, PAGE, BOX, RAW, STATUS, SECOND, SURE, RULE, READER] = Array(10).keys();

const byId = (id) => document.getElementById(id);
const lang = () => document.documentElement.lang === 'en' ? 'en' : 'id';

/** A text in the language shown, its {names} filled in; the name itself where there is no text. */
function say(name, values = {}) {
  const text = data.texts[lang()][name] ?? name;
  return text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

const ruleSentence = (rule) => data.rules[rule] ? data.rules[rule][lang()] : rule;

/** An element with attributes and children; text is always text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

/** "1234.5" as 1.234,5 (Indonesian) or 1,234.5; on the text itself, so that no digit is lost. */
function number(text) {
  if (text === null || text === undefined) return '';
  const [, sign, whole, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) || [];
  if (whole === undefined) return text;
  const [group, point] = lang() === 'en' ? [',', '.'] : ['.', ','];
  return (sign ? '−' : '') + whole.replace(/\B(?=(\d{3})+$)/g, group) + (rest ? point + rest : '');
}

/** A figure of a column: with Rp where it is money, with % where it is a percent. */
function figure(text, type) {
  if (text === null || text === undefined) return '';
  if (type === 'uang') return number(text).replace(/^(−?)/, '$1Rp');
  return number(text) + (type === 'persen' ? ' %' : '');
}

/** Raw text as it may be shown: half cells apart, without the marks of the reader. */
const readable = (text) => text.replaceAll('\u2060', '').replaceAll('\t', ' | ');

// Addresses: #sel=<kind>/<tabel>/<baris>/<kolom>

const anchor = (address) => '#sel=' + address.map((part) => encodeURIComponent(part)).join('/');

function parseAnchor(hash) {
  if (!hash.startsWith('#sel=')) return null;
  const parts = hash.slice(5).split('/').map(decodeURIComponent);
  return parts.length === 4 && /^\d+$/.test(parts[2]) ? [parts[0], parts[1], Number(parts[2]), parts[3]] : null;
}

const tableAt = new Map();
data.tables.forEach((table, index) => {
  table.index = index;
  table.rowAt = new Map(table.rows.map((row, place) => [row.n, place]));
  table.columnAt = new Map(table.columns.map((column, place) => [column.name, place]));
  tableAt.set(table.kind + '\n' + table.tabel, table);
});
const findTable = (kind, tabel) => tableAt.get(kind + '\n' + tabel);

/** Where an address is in the model, or null: its table, row and column (-1 for a whole row). */
function locate([kind, tabel, baris, kolom]) {
  const table = findTable(kind, tabel);
  if (!table || !table.rowAt.has(baris)) return null;
  return {table, row: table.rowAt.get(baris), column: table.columnAt.get(kolom) ?? -1};
}

const addressOf = ({table, row, column}) =>
  [table.kind, table.tabel, table.rows[row].n, column < 0 ? '' : table.columns[column].name];

const cellOf = ({table, row, column}) => column < 0 ? null : table.rows[row].c[column];

/** How a table is called: its number, or its kind where it prints none. */
function tableName(kind, tabel) {
  if (kind === 'narasi') return say('narasi');
  const plain = /^tanpa nomor/.test(tabel);
  const title = data.kinds[kind] ? data.kinds[kind][lang()] : kind;
  return plain ? title + (tabel.match(/ \(\d+\)$/) || [''])[0] : `${say('tabel')} ${tabel}`;
}

/** How a column is called: its printed header, the last two levels of it. */
function columnName(table, column) {
  if (table.kind === 'narasi') return say('kolom_narasi.' + column.name);
  return column.head.slice(-2).join(' › ') || column.name;
}

const stateName = (state) => say('state.' + state);

/** Status of a cell in words. */
const statusName = (status) => status ? say('status.' + status) : '';

function announce(text) {
  byId('say').textContent = text;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make('textarea', {class: 'hidden'});
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  announce(say('tersalin'));
}

/** Names of elements that cannot hold text of both languages. */
function relabel() {
  for (const element of document.querySelectorAll('[data-l-id]')) {
    element.setAttribute('aria-label', element.getAttribute('data-l-' + lang()));
  }
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.setAttribute('aria-pressed', String(button.dataset.lang === lang()));
  }
}
