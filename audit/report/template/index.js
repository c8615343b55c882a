// Sort and search the list of documents; change the language.

const body = document.querySelector('#documents tbody');
const search = document.getElementById('search');

for (const button of document.querySelectorAll('th button')) {
  button.addEventListener('click', () => {
    const column = Number(button.dataset.column), head = button.parentNode;
    const down = head.getAttribute('aria-sort') !== 'descending';
    for (const other of document.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const value = (row) => row.children[column].dataset.sort;
    const order = (one, other) => value(one).localeCompare(value(other), 'id', {numeric: true});
    body.append(...[...body.rows].sort((one, other) => down ? order(other, one) : order(one, other)));
  });
}

search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/);
  for (const row of body.rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
});

for (const button of document.querySelectorAll('[data-lang]')) {
  button.addEventListener('click', () => {
    const language = button.dataset.lang;
    document.documentElement.lang = language;
    for (const each of document.querySelectorAll('[data-lang]')) each.setAttribute('aria-pressed', String(each === button));
    for (const each of document.querySelectorAll('[data-l-id]')) each.setAttribute('aria-label', each.getAttribute('data-l-' + language));
    search.placeholder = search.getAttribute('aria-label');
  });
}
