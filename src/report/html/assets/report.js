// What the pages do beyond being read: light and dark, search and sorting, keys on the map, all parts of a quote.
// Without this file everything is there, only less comfortable.
(() => {
  'use strict';
  const root = document.documentElement;
  const kept = { get: () => { try { return localStorage.getItem('theme'); } catch { return null; } },
                 set: (value) => { try { localStorage.setItem('theme', value); } catch { /* a private window forgets */ } } };
  const chosen = kept.get();
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;

  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;

  function themes() {
    const button = document.querySelector('.theme');
    if (!button) return;
    const label = () => { button.textContent = isDark() ? button.dataset.light : button.dataset.dark; };
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      kept.set(root.dataset.theme);
      label();
    });
    label();
    button.hidden = false;
  }

  // A quote may stand in several parts (overlapping quotes, cells): all of them are shown, and the first is brought into view.
  function quotes() {
    const show = () => {
      for (const old of document.querySelectorAll('mark.on')) old.classList.remove('on');
      const name = location.hash.slice(1);
      if (!/^s\d+q\d+$/.test(name)) return;
      const parts = document.querySelectorAll(`mark[data-q~="${name}"]`);
      for (const part of parts) part.classList.add('on');
      if (parts.length && !document.getElementById(name)) parts[0].scrollIntoView({ block: 'center' });
    };
    addEventListener('hashchange', show);
    show();
  }

  // Arrows lead from square to square; one square at a time is a stop of the tabulator.
  function map() {
    const squares = [...document.querySelectorAll('.tiles a')];
    if (!squares.length) return;
    const at = new Map(squares.map((square) => [`${square.dataset.c},${square.dataset.r}`, square]));
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    for (const square of squares) {
      square.addEventListener('keydown', (event) => {
        const step = steps[event.key];
        if (!step) return;
        event.preventDefault();
        // Over empty places, as far as the grid goes.
        for (let length = 1; length < 40; length++) {
          const place = `${+square.dataset.c + step[0] * length},${+square.dataset.r + step[1] * length}`;
          const next = at.get(place);
          if (!next) continue;
          square.setAttribute('tabindex', '-1');
          next.setAttribute('tabindex', '0');
          next.focus();
          return;
        }
      });
    }
  }

  const plain = (text) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

  // A number where a cell is one; what is missing comes last in either direction.
  function key(cell) {
    if (cell.querySelector('.none') || !cell.textContent.trim()) return null;
    const text = cell.textContent.trim();
    const number = Number(text.replaceAll(',', ''));
    return Number.isNaN(number) ? text : number;
  }

  function tables() {
    const table = document.getElementById('table');
    if (!table) return;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, text: plain(row.textContent), cells: row.cells }));
    const tools = document.querySelector('.tools');
    const count = document.getElementById('count');
    const search = document.getElementById('q');
    const choices = [...document.querySelectorAll('.tools select')];

    const narrow = () => {
      const words = plain(search.value).split(' ').filter(Boolean);
      const wanted = choices.filter((choice) => choice.value).map((choice) => [+choice.dataset.column, choice.value]);
      let shown = 0;
      for (const { row, text, cells } of rows) {
        const fits = words.every((word) => text.includes(word))
          && wanted.every(([column, value]) => cells[column].textContent.trim() === value);
        row.hidden = !fits;
        shown += fits;
      }
      count.textContent = count.dataset.text.replace('{n}', shown.toLocaleString('en')).replace('{all}', rows.length.toLocaleString('en'));
    };

    const order = new Intl.Collator(['ko', 'en'], { numeric: true });
    const sort = (column, direction) => {
      const keyed = rows.map((entry, at) => ({ entry, at, key: key(entry.cells[column]) }));
      keyed.sort((one, other) => {
        if (one.key === null || other.key === null) return (one.key === null) - (other.key === null) || one.at - other.at;
        const both = typeof one.key === 'number' && typeof other.key === 'number';
        const difference = both ? one.key - other.key : order.compare(String(one.key), String(other.key));
        return direction * difference || one.at - other.at;
      });
      body.replaceChildren(...keyed.map(({ entry }) => entry.row));
    };

    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      button.title = table.dataset.sort.replace('{name}', head.textContent);
      // Numbers are asked for from the top, names from the first.
      const first = head.classList.contains('n') ? -1 : 1;
      button.addEventListener('click', () => {
        const before = head.getAttribute('aria-sort');
        const direction = before ? (before === 'ascending' ? -1 : 1) : first;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
        sort(column, direction);
      });
      head.replaceChildren(button);
    });

    search.addEventListener('input', narrow);
    for (const choice of choices) choice.addEventListener('change', narrow);
    tools.hidden = false;
    narrow();
  }

  addEventListener('DOMContentLoaded', () => { themes(); quotes(); map(); tables(); });
})();
