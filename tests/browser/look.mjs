// Looks at a report as its readers do, from disk and without network:
//   node look.mjs REPORT CHROMIUM SHEETS [SCREENSHOTS]
// SHEETS is a folder of pages that stand alone (findings, the packet of an institution).
// Prints a line for everything that holds, and ends with 1 at the first thing that does not.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, executablePath, sheets, shots] = process.argv.slice(2);
const base = pathToFileURL(resolve(report)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['index.html', 'institutions.html', 'statistics.html', 'contractors.html', 'templates.html', 'findings.html',
  'method.html', 'i/sgg-11140.html', 'i/sido-11.html'];
const SHEETS = readdirSync(sheets).map((name) => pathToFileURL(resolve(sheets, name)).href);
const PHONE = { width: 390, height: 844 };
const SIZES = { phone: { width: 375, height: 812 }, laptop: { width: 1366, height: 900 } };

// The longest wait for what must come about: far more than a busy machine needs.
const PATIENCE = 600_000;

const browser = await chromium.launch({ executablePath, timeout: PATIENCE, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });

/** A page whose errors and requests are kept. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: SIZES.laptop, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.errors = [];
  page.outside = [];
  page.on('console', (message) => { if (message.type() === 'error') page.errors.push(message.text()); });
  page.on('pageerror', (error) => page.errors.push(error.message));
  page.on('request', (request) => { if (!request.url().startsWith('file:')) page.outside.push(request.url()); });
  page.see = (path) => page.goto(path.startsWith('file:') ? path : `${base}/${path}`);
  page.done = async () => {
    assert.deepEqual(page.errors, [], 'no errors on the console');
    assert.deepEqual(page.outside, [], 'nothing is asked of the network');
    await context.close();
  };
  return page;
}

const steps = {
  async 'the map changes its figure, and its legend with it'() {
    const page = await open();
    await page.see('index.html');
    const square = page.locator('.tiles a[href="i/sgg-11140.html"]');
    const fill = () => square.locator('rect').evaluate((rect) => getComputedStyle(rect).fill);
    const number = () => square.locator('.v').evaluateAll((all) => all.filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.textContent));
    const [colour, [rate]] = [await fill(), await number()];
    assert.match(rate, /^[\d.,]+$/);
    await page.locator('.choice label[for="mb"]').click();
    assert.equal(await page.locator('.legend.mb').isVisible(), true);
    assert.equal(await page.locator('.legend.ma').isVisible(), false);
    const [other, [days]] = [await fill(), await number()];
    assert.notEqual(other, colour);
    assert.match(days, /^\d+$/);
    await page.locator('#mb').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator('.legend.mc').isVisible(), true, 'arrows change the figure');
    await page.done();
  },

  async 'arrows lead over the map, and a square to its institution'() {
    const page = await open();
    await page.see('index.html');
    assert.equal(await page.locator('.tiles a[tabindex="0"]').count(), 1, 'one stop of the tabulator');
    const square = page.locator('.tiles a[href="i/sgg-11140.html"]');
    await square.focus();
    await page.keyboard.press('ArrowUp');
    const above = await page.evaluate(() => document.activeElement.getAttribute('href'));
    assert.notEqual(above, 'i/sgg-11140.html');
    await page.keyboard.press('ArrowDown');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /중구/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/sgg-11140\.html$/);
    assert.match(await page.locator('h1').textContent(), /중구/);
    await page.done();
  },

  async 'search, choice and sorting of institutions'() {
    const page = await open();
    await page.see('institutions.html');
    const shown = () => page.locator('#table tbody tr:visible').count();
    const all = await shown();
    await page.fill('#q', '강남');
    assert.ok(await shown() < all && await shown() > 0);
    assert.match(await page.locator('#count').textContent(), new RegExp(`^${await shown()}곳 보임`));
    await page.fill('#q', '어디에도없는곳');
    assert.equal(await shown(), 0);
    await page.fill('#q', '');
    assert.equal(await shown(), all);
    await page.selectOption('#sido', '제주특별자치도');
    const islands = await page.locator('#table tbody tr:visible').allTextContents();
    assert.ok(islands.length > 0 && islands.every((text) => text.includes('제주')));
    await page.selectOption('#sido', '');
    const head = page.locator('#table thead th').nth(3);
    const column = async () => (await page.locator('#table tbody tr td:nth-child(4)').allTextContents()).map((text) => Number(text.replaceAll(',', '').trim()));
    await head.locator('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    const down = await column();
    const known = down.filter((value) => !Number.isNaN(value));
    assert.deepEqual(known, [...known].sort((one, other) => other - one));
    assert.ok(Number.isNaN(down.at(-1)) && !Number.isNaN(down[0]), 'what is unknown comes last');
    await head.locator('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    const up = await column();
    assert.ok(Number.isNaN(up.at(-1)) && up[0] === known.at(-1), 'in either direction');
    await page.locator('#table thead th').first().locator('button').press('Enter');
    const names = await page.locator('#table tbody th').allTextContents();
    assert.deepEqual(names, [...names].sort(new Intl.Collator(['ko', 'en'], { numeric: true }).compare));
    await page.done();
  },

  async 'a value leads to its quote in the archived text'() {
    const page = await open();
    await page.see('i/sgg-11140.html');
    const row = page.locator('.values tr', { hasText: '보관기간' }).first();
    const days = (await row.locator('td b').textContent()).trim();
    const link = row.locator('a.q').first();
    const quote = (await link.textContent()).replace(/[“”]/g, '');
    await link.click();
    await page.waitForURL((url) => url.hash.length > 1);
    const name = new URL(page.url()).hash.slice(1);
    const mark = page.locator(`mark[data-q~="${name}"]`).first();
    assert.equal((await mark.textContent()).trim(), quote.trim());
    assert.ok(quote.includes(days), `${quote} says ${days}`);
    await page.waitForFunction((name) => {
      const box = document.querySelector(`mark[data-q~="${name}"]`).getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    }, name);
    assert.match(await mark.getAttribute('class'), /on/);
    assert.notEqual(await mark.evaluate((one) => getComputedStyle(one).outlineStyle), 'none');
    assert.equal(await page.evaluate(() => window.owned), undefined, 'no page runs anything here');
    await page.done();
  },

  async 'the language is changed and kept'() {
    const page = await open();
    await page.see('i/sgg-11140.html');
    await page.locator('a.lang').click();
    await page.waitForURL(/\/en\/i\/sgg-11140\.html$/);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.match(await page.locator('main').textContent(), /Values and the words behind them/);
    await page.locator('.top nav a', { hasText: 'Overview' }).click();
    await page.waitForURL(/\/en\/index\.html$/);
    await page.locator('a.lang').click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
    await page.done();
  },

  async 'light and dark follow the reader, and a button'() {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open({ colorScheme });
      await page.see('index.html');
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const before = await paper();
      await page.locator('button.theme').click();
      const after = await paper();
      assert.notEqual(after, before);
      await page.see('statistics.html');
      assert.equal(await paper(), after, 'the choice is kept');
      await page.done();
    }
  },

  async 'everything is there without scripts'() {
    const page = await open({ javaScriptEnabled: false });
    await page.see('institutions.html');
    assert.ok(await page.locator('#table tbody tr').count() > 100);
    assert.equal(await page.locator('.tools').isVisible(), false, 'no tools that do nothing');
    await page.see('index.html');
    await page.locator('.choice label[for="md"]').click();
    assert.equal(await page.locator('.legend.md').isVisible(), true);
    await page.see('i/sgg-11140.html');
    await page.locator('a.q').first().click();
    await page.waitForURL(/#s0q\d+$/);
    await page.done();
  },

  async 'at 400% nothing is cut off'() {
    // WCAG 1.4.10: 1280 pixels at 400% are 320; what needs two dimensions (tables, map) scrolls by itself.
    const page = await open({ viewport: { width: 320, height: 256 } });
    for (const path of [...PAGES, ...PAGES.map((path) => `en/${path}`), ...SHEETS]) {
      await page.see(path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${path} is ${wide} wide`);
    }
    await page.done();
  },

  async 'neither a phone, nor a laptop, nor paper cuts anything off'() {
    // 182 mm are what margins leave of A4.
    for (const [media, viewport] of [['screen', PHONE], ['screen', { width: 1366, height: 768 }], ['print', { width: 688, height: 1000 }]]) {
      const page = await open({ viewport });
      await page.emulateMedia({ media });
      for (const path of [...PAGES, ...PAGES.map((path) => `en/${path}`), ...SHEETS]) {
        await page.see(path);
        const { wide, hidden } = await page.evaluate((whole) => ({
          wide: document.documentElement.scrollWidth,
          // On a wide screen no table has to be moved to be read.
          hidden: whole ? [...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.ariaLabel) : [],
        }), viewport.width > 1000);
        assert.ok(wide <= viewport.width, `${path} is ${wide} wide in ${media} of ${viewport.width}`);
        assert.deepEqual(hidden, [], `${path} at ${viewport.width}`);
      }
      await page.done();
    }
  },

  async 'heads of the long table stay in sight, and on a phone the names'() {
    const laptop = await open();
    await laptop.see('institutions.html');
    await laptop.evaluate(() => scrollTo({ top: 3000, behavior: 'instant' }));
    const top = await laptop.locator('#table thead th').first().evaluate((head) => head.getBoundingClientRect().top);
    assert.ok(Math.abs(top) < 2, `${top}`);
    await laptop.done();
    const phone = await open({ viewport: PHONE });
    await phone.see('institutions.html');
    const name = phone.locator('#table tbody th').first();
    const left = () => name.evaluate((one) => one.getBoundingClientRect().left);
    const before = await left();
    await phone.locator('.scroll:has(#table)').evaluate((box) => { box.scrollLeft = 300; });
    assert.equal(await left(), before);
    await phone.done();
  },

  async 'what is folded up opens, and is printed'() {
    const page = await open();
    await page.see('statistics.html');
    const rest = page.locator('details .ranks');
    assert.equal(await rest.isVisible(), false);
    await page.locator('details summary').first().click();
    assert.equal(await rest.isVisible(), true);
    await page.see('templates.html');
    await page.emulateMedia({ media: 'print' });
    const links = page.locator('details:not([open]) p.links').first();
    assert.ok(await links.evaluate((one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.getBoundingClientRect().height > 10));
    await page.done();
  },

  async 'axe finds no serious fault'() {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await open({ viewport, colorScheme, bypassCSP: true });
        for (const path of [...PAGES, 'en/index.html', 'en/institutions.html', 'en/i/sgg-11140.html', ...SHEETS]) {
          await page.see(path);
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => window.axe.run(document, { preload: false,
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
          const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 5).map((node) => `${node.html}\n    ${node.failureSummary}`).join('\n  ')}`);
          assert.equal(grave.length, 0, `${path}, ${size}, ${colorScheme}:\n${told.join('\n')}`);
          for (const { id, impact, nodes } of violations) console.log(`  ${path} ${size} ${colorScheme}: ${impact} ${id} (${nodes.length})`);
        }
        await page.done();
      }
    }
  },
};

let failed = 0;
for (const [what, look] of Object.entries(steps)) {
  try {
    await look();
    console.log(`ok  ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`NOT ${what}\n${error.stack}`);
  }
}

if (shots) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open({ viewport, colorScheme });
      for (const path of PAGES) {
        await page.see(path);
        await page.screenshot({ path: join(shots, `${size}-${colorScheme}-${path.replace('/', '-')}.png`), fullPage: true });
      }
      await page.done();
    }
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
