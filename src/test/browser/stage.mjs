// node stage.mjs: plays the scenarios that it is told to, one after the other, each in a context of its own: one browser
// that knows nothing of anything before. Says "true" when the browser has started. Takes a line of JSON for each,
// {"name": "healthy", "url": "http://…", "wings": "http://…"}, and answers with a line of JSON: what failed, or "".
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { launch } from './browser.mjs';
import { scenarios } from './scenarios.mjs';
import { playAt } from './support.mjs';

const browser = await launch();
const answer = value => process.stdout.write(`${JSON.stringify(value)}\n`);

async function play(name) {
  assert.ok(name in scenarios, `no such scenario: ${name}`);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    // answers that are no success are the browser's to tell, not the page's
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  try {
    await scenarios[name](page);
    if (name !== 'failures that are hostile') assert.deepEqual(complaints, []);
    return '';
  } catch (e) {
    const seen = await page.locator('body').innerText({ timeout: 5_000 }).catch(() => 'no page');
    return [e.stack, seen, ...complaints].join('\n');
  } finally {
    await context.close();
  }
}

answer(true);
for await (const line of createInterface({ input: process.stdin })) {
  const scenario = JSON.parse(line);
  playAt(scenario);
  answer(await play(scenario.name));
}
await browser.close();
