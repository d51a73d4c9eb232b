// What the scenarios share.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const key = process.env.CARAMBA_KEY;
/** Where the Caramba of this scenario is, and who does what it gives the cue for. */
export let url;
let wings;
const LIMIT = 20_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function playAt(scenario) {
  ({ url, wings } = scenario);
}

/** Waits until the check passes; its own failure is that of the scenario when it does not in time. */
export async function eventually(check, limit = LIMIT) {
  const end = performance.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (e) {
      if (performance.now() > end) throw e;
      await new Promise(resolve => setTimeout(resolve, 40));
    }
  }
}

/** Has the one in the wings do it, and waits until it is done. */
export async function cue(name) {
  const done = await fetch(`${wings}/${name}`, { method: 'POST' });
  assert.equal(done.status, 200, await done.text());
}

export async function api(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** A call to that provider, which answers as the wish says. */
export const call = (model, wish = {}) => api('POST', '/generate', { model, prompt: JSON.stringify(wish) });

export async function statusOf(provider) {
  const { body } = await api('GET', '/providers');
  return body.providers.find(target => target.provider === provider);
}

export async function enter(page, withKey = key) {
  await page.goto(`${url}/status`);
  await page.getByLabel('Access key').fill(withKey);
  await page.getByRole('button', { name: 'Show the status' }).click();
  await page.getByRole('heading', { level: 2, name: /target/ }).waitFor();
}

export const card = (page, provider) =>
  page.locator('.provider').filter({ has: page.getByRole('heading', { level: 3, name: provider, exact: true }) });

export const stateOf = (page, provider) => card(page, provider).locator('.state').innerText();

export const said = page => page.locator('#announcer').textContent();

/** The next answer of the server to this page. */
export const polled = page => page.waitForResponse(response => response.url().endsWith('/providers'));

/** Nothing that axe finds in any of its rules, in both schemes. */
export async function accessible(page, what) {
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.ok(found.passes.length > 10, 'axe has looked at nothing');
    const told = found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`));
    assert.deepEqual(told, [], `${what}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Nothing sticks out to the side. */
export async function fits(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= seen, `${wide} px wide in ${seen}`);
}

/** A picture for the documents, where they are wanted. */
export async function picture(page, name) {
  if (!process.env.SCREENSHOTS) return;
  await page.evaluate(() => document.activeElement?.blur());
  await page.mouse.move(0, 0);
  const { width, height } = page.viewportSize();
  const end = await page.evaluate(() => document.getElementById('overview').getBoundingClientRect().bottom);
  const clip = { x: 0, y: 0, width, height: Math.min(height, Math.ceil(end) + 28) };
  writeFileSync(join(process.env.SCREENSHOTS, `${name}.png`), await page.screenshot({ animations: 'disabled', clip }));
}
