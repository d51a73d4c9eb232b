// The first target fails in the middle of the task, and goes on failing.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { course, done, play, ways } from './stage.mjs';

const FAULTS = [500, 529, 429, 'cut in text', 'cut in call', 'silent', 'silent in text'];
const ROUTES = {
  'chat, then chat': [{ wire: 'chat' }, { wire: 'chat' }],
  'native, then chat': [{ wire: 'native' }, { wire: 'chat' }],
  'chat, then native': [{ wire: 'chat' }, { wire: 'native' }],
  'native, then native': [{ wire: 'native' }, { wire: 'native' }],
  'native, then native of another maker': [{ wire: 'native' }, { wire: 'native', maker: 'another' }],
};
/** The kinds of fault that are tried; none where the second target would be asked first, since it alone has the hosted tools. */
function faults(way, route) {
  if (way === 'Codex, apply_patch' && route === 'chat, then native') {
    return [];
  }
  return way === 'Codex, programs' ? ['cut in text', 'cut in call'] : FAULTS;
}

async function fails(way, route, kind, environment = {}) {
  const [first, second] = ROUTES[route];
  const seen = await play(way, [
    { name: 'first', ...first, fault: { kind, from: 3, headers: kind === 429 ? { 'retry-after': '60' } : {} } },
    { name: 'second', ...second },
  ], { environment });
  done(way, seen);
  assert.match(course(seen.upstreams), /first .*3!.*second .*6$/);
  return seen.carambas[0].calls.length;
}

for (const way of ways) {
  for (const route of Object.keys(ROUTES)) {
    for (const kind of faults(way, route)) {
      test(`${way}: ${route}: ${kind}`, async () => {
        const calls = await fails(way, route, kind);
        // a call that breaks in its middle is told, and asked for again by the agent until the target cools down; all else it does not notice
        assert.equal(calls, kind === 'cut in call' ? 9 : 6);
      });
    }
  }

  test(`${way}: cut in call, and calls are held`, async () => {
    assert.equal(await fails(way, 'chat, then chat', 'cut in call', { CARAMBA_BALANCER_HOLD_TOOL_CALLS: 'true' }), 6);
  });
}
