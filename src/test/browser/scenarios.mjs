// What an operator does with the status page, and sees there.
import assert from 'node:assert/strict';
import { accessible, api, call, card, cue, enter, eventually, fits, key, picture, polled, said, stateOf, statusOf, url } from './support.mjs';

const SIX = ['openai', 'anthropic', 'google', 'cohere', 'nvidia', 'ollama'];
const HOSTILE = '<img src=x onerror="window.taken=1"><script>window.taken=1</script>';

/** So many rounds of calls and polls, in which the page's clock goes by and nobody waits for it. */
async function history(page, rounds) {
  const pictured = Boolean(process.env.SCREENSHOTS);
  // what a server does for the first time takes longer: not in a picture
  for (let i = 0; pictured && i < rounds; i++) await Promise.all(SIX.map(name => call(name, { delayMs: 20 })));
  await page.clock.install();
  await enter(page);
  for (let i = 0; i < rounds; i++) {
    const delay = n => Math.round(90 + 15 * n + 45 * Math.sin(i / 5 + n) + 30 * Math.sin(i * 1.7 + n * n));
    await Promise.all(SIX.map((name, n) => call(name, pictured ? { delayMs: delay(n) } : {})));
    const answer = polled(page);
    await page.clock.runFor(2_100);
    await answer;
  }
  await page.clock.resume();
}

/** As when another tab is looked at. */
const hide = (page, hidden) => page.evaluate(value => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
  document.dispatchEvent(new Event('visibilitychange'));
}, hidden);

const headline = page => page.locator('#headline').innerText();
const filterOf = (page, name) => page.getByRole('group', { name: 'Show by state' }).getByRole('button', { name });

export const scenarios = {
  'healthy': async page => {
    await history(page, 45);
    await eventually(async () => assert.equal(await headline(page), 'All 6 targets are healthy'));
    assert.equal(await page.locator('#live').innerText(), 'Live');
    assert.deepEqual(await page.getByRole('heading', { level: 3 }).allInnerTexts(), SIX);
    assert.equal(await filterOf(page, 'Healthy').innerText(), 'Healthy 6');
    assert.equal(await filterOf(page, 'Cooling down').innerText(), 'Cooling down 0');

    const { latencyMs } = await statusOf('openai');
    await eventually(async () => assert.equal(await card(page, 'openai').locator('.now').innerText(), `${latencyMs} ms`));
    const spark = await card(page, 'openai').getByRole('img').getAttribute('aria-label');
    assert.match(spark, new RegExp(`^Latency of openai/gpt-4o-mini .* between \\d+ ms and \\d+ ms, now ${latencyMs} ms$`));
    assert.ok((await card(page, 'openai').locator('.line').getAttribute('d')).split('L').length >= 45);

    const held = ['openai', 'google', 'google'].map(name => call(name, { held: true }));
    await eventually(async () => {
      assert.equal(await card(page, 'google').locator('.flight').innerText(), '2');
      assert.match(await page.locator('#details').innerText(), /^3 calls in flight · health of this instance alone/);
    });
    await picture(page, 'status-healthy');
    await accessible(page, 'healthy');
    await cue('end-of-the-held-calls');
    await Promise.all(held);
    await eventually(async () => assert.equal(await card(page, 'google').locator('.flight').innerText(), '0'));
  },

  'cooling down and coming back': async page => {
    if (process.env.SCREENSHOTS) {
      await history(page, 45);
      await call('nvidia', { status: 429, retryAfter: '42', message: 'Rate limit reached for requests per minute. Please try again in 42 s.' });
      await eventually(async () => assert.match(await stateOf(page, 'nvidia'), /Cooling down/));
      await picture(page, 'status-cooldown');
      await api('POST', '/providers/nvidia/reset');
      await page.reload();
    } else {
      // the calendar of this machine is twenty years behind that of the server
      await page.clock.install({ time: '2006-01-02T03:04:05Z' });
      await enter(page);
    }
    await call('openai');
    await call('openai', { status: 429, retryAfter: '5', message: 'slow down' });

    await eventually(async () => assert.match(await stateOf(page, 'openai'), /^Cooling down\s*[1-5] s left$/));
    const seen = card(page, 'openai').locator('.left');
    await seen.evaluate(element => {
      window.seen = [element.textContent];
      new MutationObserver(() => window.seen.push(element.textContent)).observe(element, { childList: true, characterData: true, subtree: true });
    });
    assert.equal(await headline(page), '5 of 6 targets are healthy');
    assert.equal(await card(page, 'openai').locator('.trouble').innerText(), 'Last error\nrate_limited: slow down');
    assert.equal(await page.title(), '(1) Caramba status');
    await eventually(async () => assert.match(await said(page), /openai gpt-4o-mini: cooling down\./));
    await accessible(page, 'cooling down');
    await eventually(async () => assert.equal(await stateOf(page, 'openai'), 'Probing'));
    await eventually(async () => assert.match(await said(page), /openai gpt-4o-mini: probing\./));
    // a busy machine may draw one of them twice
    const seconds = (await page.evaluate(() => window.seen)).filter(words => words.endsWith('left')).map(words => parseInt(words, 10))
      .filter((second, i, all) => second !== all[i - 1]);
    assert.ok(seconds.length >= 2, String(seconds));
    assert.deepEqual(seconds, [...new Set(seconds)].sort((a, b) => b - a), 'it counts down');
    await accessible(page, 'probing');

    await call('openai');
    await eventually(async () => assert.equal(await stateOf(page, 'openai'), 'Healthy'));
    assert.equal(await headline(page), 'All 6 targets are healthy');
  },

  'failures that are hostile': async page => {
    await enter(page);
    await call('openai', { status: 500, message: HOSTILE });
    const shown = card(page, 'openai').locator('.trouble .text');
    await eventually(async () => assert.ok((await shown.innerText()).includes(HOSTILE), await shown.innerText()));
    assert.equal(await page.locator('#providers img, #providers script').count(), 0);
    assert.equal(await page.evaluate(() => window.taken), undefined);
    // nor would the page let a script run that somebody had got into it, or make markup of any text
    assert.equal(await page.evaluate(() => new Promise(resolve => {
      const script = document.createElement('script');
      document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
      try {
        document.body.innerHTML += '<i></i>';
        resolve('markup was made');
      } catch {
        resolve('refused');
      }
      document.body.append(script);
    })), 'refused');
  },

  'by keyboard alone': async page => {
    const press = name => page.keyboard.press(name);
    const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
    const tabTo = async (words, limit = 60) => {
      for (let i = 0; i < limit; i++) {
        if ((await focused()) === words) return;
        await press('Tab');
      }
      assert.fail(`never came to ${words}`);
    };
    await page.goto(`${url}/status`);
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'key'));
    await page.keyboard.type(key);
    await press('Enter');
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'headline'));

    await tabTo('Disable google');
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    await press('Enter');
    assert.equal(await focused(), 'Cancel');
    await page.getByRole('dialog', { name: 'Disable google?' }).waitFor();
    await accessible(page, 'the question');
    await press('Escape');
    assert.equal(await focused(), 'Disable google');
    assert.equal((await statusOf('google')).state, 'healthy');

    await press('Enter');
    await press('Tab');
    assert.equal(await focused(), 'Disable google');
    await press('Enter');
    await eventually(async () => assert.equal(await stateOf(page, 'google'), 'Disabled'));
    assert.equal((await statusOf('google')).state, 'disabled');
    assert.match(await said(page), /^google is disabled\./);
    assert.equal(await focused(), 'Enable google');
    await accessible(page, 'disabled');

    await tabTo('Disabled 1', 60);
    await press('Space');
    await eventually(async () => assert.equal(await page.locator('.provider:visible').count(), 1));
    await tabTo('Enable google');
    await press('Space');
    await eventually(async () => assert.equal(await stateOf(page, 'google'), 'Healthy'));
    assert.equal((await statusOf('google')).state, 'healthy');
    assert.equal(await focused(), 'Disable google');

    await call('google', { status: 401, message: 'no such key' });
    await eventually(async () => assert.match(await said(page), /google gemini-2.5-flash: cooling down/));
    await tabTo('Reset google');
    await press('Enter');
    await eventually(async () => assert.equal((await statusOf('google')).state, 'healthy'));
    await eventually(async () => assert.match(await said(page), /^google is reset\./));
    assert.equal(await focused(), 'Reset google');

    // the last one is another matter
    for (const name of SIX.slice(1)) await api('POST', `/providers/${name}/disable`);
    await tabTo('All 6');
    await press('Enter');
    await eventually(async () => assert.equal(await filterOf(page, 'Disabled').innerText(), 'Disabled 5'));
    await tabTo('Disable openai');
    await press('Enter');
    await page.getByText('No other provider is enabled').waitFor();
    await press('Tab');
    await press('Enter');
    await eventually(async () => assert.equal(await headline(page), 'No target can be asked: every call is refused'));
  },

  'keys': async page => {
    const asked = [];
    page.on('request', request => asked.push(request));
    const wrong = page.locator('#wrong');
    await page.goto(`${url}/status`);
    await page.getByRole('heading', { name: 'Who is asking?' }).waitFor();
    assert.equal(await wrong.innerText(), '');
    assert.equal(await page.locator('.provider').count(), 0);
    await accessible(page, 'the door');
    await fits(page);

    const field = page.getByLabel('Access key');
    await field.fill('not the key');
    await field.press('Enter');
    await eventually(async () => assert.equal(await wrong.innerText(), 'An access key has no spaces and no special letters.'));
    await field.fill('wrong');
    await field.press('Enter');
    await eventually(async () => assert.equal(await wrong.innerText(), 'The access key is not valid.'));
    assert.equal(await field.inputValue(), '');
    await accessible(page, 'the wrong key');

    await field.fill(key);
    await field.press('Enter');
    await eventually(async () => assert.equal(await page.locator('.provider').count(), 6));
    await page.reload();
    await eventually(async () => assert.equal(await page.locator('.provider').count(), 6));
    assert.deepEqual(await page.evaluate(() => [localStorage.length, document.cookie]), [0, '']);

    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByRole('heading', { name: 'Who is asking?' }).waitFor();
    assert.equal(await page.locator('.provider').count(), 0);
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await page.reload();
    await page.getByRole('heading', { name: 'Who is asking?' }).waitFor();

    for (const request of asked) {
      assert.ok(!request.url().includes(key), request.url());
      assert.ok(request.url().startsWith(url), request.url());
    }
    assert.ok(asked.some(request => request.headers().authorization === `Bearer ${key}`));
  },

  'a key that may only look': async page => {
    await enter(page, process.env.VIEWER_KEY);
    await page.getByRole('button', { name: 'Reset openai' }).click();
    await card(page, 'openai').getByRole('alert').getByText('This key may look, but not do that: it takes the key of an admin.').waitFor();
    assert.equal(await page.locator('.provider').count(), 6);
    await accessible(page, 'may only look');

    // whoever puts something before Caramba may refuse even that
    const error = { error: { message: 'Not from here.', type: 'invalid_request_error', param: null, code: 'permission_denied', attempts: [] } };
    await page.route('**/providers', route => route.fulfill({ status: 403, json: error }));
    await eventually(async () => assert.equal(await page.locator('#wrong').innerText(), 'This key is not enough. Not from here.'));
    assert.equal(await page.locator('.provider').count(), 0);
  },

  'usage': async page => {
    await call('cohere');
    await enter(page);
    await eventually(async () => {
      await page.reload();
      await page.locator('.today:visible').first().waitFor({ timeout: 2_000 });
      assert.match(await card(page, 'cohere').locator('.usage').innerText(), /^16 tokens/);
    });
    assert.ok(await card(page, 'openai').locator('.today').isHidden());
    await page.getByRole('button', { name: 'Forget key' }).click();

    // the same with large figures
    await page.route('**/usage?from=*', route => route.fulfill({ json: { currency: 'USD', rows: [
      { provider: 'openai', model: 'gpt-4o-mini', calls: 900, inputTokens: 1_000_000, outputTokens: 234_000, cost: 2.5 },
      { provider: 'google', model: 'gemini-2.5-flash', calls: 1, inputTokens: 12, outputTokens: 3, cost: 0.001 },
      { provider: 'ollama', model: 'llama3.2', calls: 1, inputTokens: 812, outputTokens: 0, cost: null },
    ] } }));
    const asked = page.waitForRequest('**/usage?from=*');
    await enter(page);
    assert.match((await asked).url(), new RegExp(`/usage\\?from=${new Date().toISOString().slice(0, 10)}&group=provider,model$`));
    await eventually(async () => assert.equal(await card(page, 'openai').locator('.usage').innerText(), '1.2M tokens, $2.50'));
    assert.equal(await card(page, 'ollama').locator('.usage').innerText(), '812 tokens');
    assert.equal(await card(page, 'google').locator('.usage').innerText(), '15 tokens, < $0.01');
    assert.ok(await card(page, 'cohere').locator('.today').isHidden());
    assert.match(await page.locator('#details').innerText(), /today 1.2M tokens, \$2.50$/);
    await accessible(page, 'usage');
  },

  'a hidden tab': async page => {
    await enter(page);
    await polled(page);
    let asked = 0;
    await page.clock.install();
    page.on('request', request => (asked += request.url().endsWith('/providers') ? 1 : 0));
    await hide(page, true);
    await page.clock.runFor(60_000);
    assert.equal(asked, 0);
    const next = polled(page);
    await hide(page, false);
    await next;
    assert.equal(asked, 1);
  },

  'a browser that asks for the root': async page => {
    await page.goto(url);
    assert.equal(page.url(), `${url}/status`);
    await page.getByRole('heading', { level: 1, name: 'Caramba status' }).waitFor();
  },

  'less motion': async page => {
    const beating = () => page.locator('.beat').evaluate(element => getComputedStyle(element).animationName);
    await enter(page);
    await eventually(async () => assert.equal(await beating(), 'beat'));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await beating(), 'none');
  },

  'degraded': async page => {
    await history(page, process.env.SCREENSHOTS ? 45 : 2);
    assert.match(await page.locator('#details').innerText(), /health shared through Redis/);
    assert.ok(await page.locator('#degraded').isHidden());
    await cue('end-of-redis');
    await eventually(async () => assert.ok(await page.locator('#degraded').isVisible()));
    assert.match(await page.locator('#degraded').innerText(), /^The shared store is out of reach\. This instance goes by what it knows itself/);
    await eventually(async () => assert.match(await said(page), /The shared store is out of reach\./));
    await eventually(async () => assert.equal(await page.locator('#live').innerText(), 'Live'));
    await picture(page, 'status-degraded');
    await accessible(page, 'degraded');

    await page.getByRole('button', { name: 'Reset cohere' }).click();
    await card(page, 'cohere').getByRole('alert').getByText('The shared store is out of reach: nothing was changed.').waitFor();

    await cue('redis-again');
    await eventually(async () => assert.ok(await page.locator('#degraded').isHidden()), 40_000);
    await eventually(async () => assert.match(await said(page), /The shared store is back\./));
    await page.getByRole('button', { name: 'Reset cohere' }).click();
    await eventually(async () => assert.match(await said(page), /^cohere is reset\./));
    assert.equal(await card(page, 'cohere').getByRole('alert').innerText(), '');
  },

  'gone and back': async page => {
    await enter(page);
    await cue('end-of-the-server');
    await page.locator('#stale').waitFor();
    assert.match(await page.locator('#stale').innerText(), /Caramba does not answer\. What is shown is from \d\d:\d\d:\d\d\. Next try in \d s\./);
    assert.match(await page.locator('#live').innerText(), /^Stale since \d\d:\d\d:\d\d$/);
    assert.equal(await said(page), 'Caramba does not answer. What is shown is not live.');
    assert.equal(await page.locator('.provider').count(), 6);
    await accessible(page, 'stale');
    await fits(page);
    await page.getByRole('button', { name: 'Reset openai' }).click();
    await card(page, 'openai').getByRole('alert').getByText('it is not known whether this was done').waitFor();
    // each time it waits longer
    await eventually(async () => assert.match(await page.locator('#retry').innerText(), /Next try in 8 s/));

    await cue('the-server-again');
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.locator('#stale').waitFor({ state: 'hidden' });
    await eventually(async () => assert.match(await said(page), /^Caramba answers again\./));
    assert.equal(await page.locator('#live').innerText(), 'Live');
  },

  'two hundred targets': async page => {
    await enter(page);
    assert.equal(await page.locator('.provider').count(), 200);
    assert.equal(await headline(page), 'All 200 targets are healthy');
    await page.evaluate(() => (window.first = document.querySelector('.provider')));
    await call('node42', { status: 429, retryAfter: '60', message: 'slow down' });
    await eventually(async () => assert.match(await stateOf(page, 'node42'), /Cooling down/));
    assert.ok(await page.evaluate(() => window.first === document.querySelector('.provider')), 'cards are made anew');
    await accessible(page, 'two hundred');

    await filterOf(page, 'Cooling down').click();
    assert.deepEqual(await page.locator('.provider:visible h3').allInnerTexts(), ['node42']);
    await filterOf(page, 'All').click();
    await page.getByLabel('Find a provider or model').fill('MODEL-19');
    assert.equal(await page.locator('.provider:visible').count(), 11);
    await page.getByLabel('Find a provider or model').fill('nobody');
    await page.getByText('No provider is like that.').waitFor();
    await page.getByLabel('Find a provider or model').fill('');
    await page.setViewportSize({ width: 360, height: 740 });
    await fits(page);
    await page.setViewportSize({ width: 1280, height: 860 });

    // more than a few changes at once are counted
    await hide(page, true);
    await Promise.all([1, 2, 3, 4, 5, 6].map(i => api('POST', `/providers/node${i}/disable`)));
    await hide(page, false);
    await eventually(async () => assert.equal(await said(page), '6 targets have changed their state. 193 of 200 targets are healthy.'));
    await eventually(async () => assert.equal(await filterOf(page, 'Disabled').innerText(), 'Disabled 6'));
  },

  'a phone in the dark': async page => {
    await page.setViewportSize({ width: 360, height: 740 });
    await history(page, process.env.SCREENSHOTS ? 45 : 2);
    await call('openai', { status: 429, retryAfter: '75', message: 'Rate limit reached, see https://example.com/docs/errors/rate-limits/requests-per-minute/organization-4f1b9c7d2a.' });
    await eventually(async () => assert.match(await stateOf(page, 'openai'), /Cooling down/));
    await fits(page);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, input')]
      .filter(element => element.checkVisibility())
      .map(element => [element.textContent, element.getBoundingClientRect().height])
      .filter(([, height]) => height < 44));
    assert.deepEqual(small, []);
    await accessible(page, 'a phone');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(14, 17, 22)');
    await picture(page, 'status-phone-dark');
  },
};
