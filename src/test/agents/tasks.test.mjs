// The task with one provider of each kind, with two that take turns, and through two instances that take turns.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { course, done, play, ways } from './stage.mjs';
import { Turns } from './caramba.mjs';

const BY_TURNS = { CARAMBA_BALANCER_STRATEGY: 'round-robin' };
const PAIRS = {
  'native and chat': [{ wire: 'native' }, { wire: 'chat' }],
  'chat and native': [{ wire: 'chat' }, { wire: 'native' }],
  'native and native': [{ wire: 'native' }, { wire: 'native' }],
  'native and native of another maker': [{ wire: 'native' }, { wire: 'native', maker: 'another' }],
};
/** It has hosted tools among its own, so that providers with Responses are asked first. */
const SEARCHES = 'Codex, apply_patch';
const targets = pair => PAIRS[pair].map((target, at) => ({ name: ['first', 'second'][at], ...target }));

for (const way of ways) {
  for (const wire of way.startsWith('Codex') ? ['chat', 'native', 'messages'] : ['chat', 'native']) {
    test(`${way}: ${wire}`, async () => {
      const seen = await play(way, [{ name: 'first', wire }]);
      done(way, seen);
      assert.match(course(seen.upstreams), /^first 1 2 3 4 5 6$/);
    });
  }

  test(`${way}: chat, with a template that takes one system message`, async () => {
    done(way, await play(way, [{ name: 'first', wire: 'chat', oneSystem: true }]));
  });

  for (const pair of Object.keys(PAIRS)) {
    test(`${way}: ${pair} by turns`, async () => {
      const seen = await play(way, targets(pair), { environment: BY_TURNS });
      done(way, seen);
      assert.equal(seen.carambas[0].calls.length, 6, course(seen.upstreams));
      if (way === SEARCHES && pair === 'chat and native') {
        assert.equal(course(seen.upstreams), 'second 1 2 3 4 5 6');
      }
    });
  }

  test(`${way}: two instances by turns`, async () => {
    assert.ok(process.env.REDIS_URL, 'REDIS_URL names a Redis server for this trial');
    const seen = await play(way, targets('native and chat'), {
      environment: { ...BY_TURNS, REDIS_URL: process.env.REDIS_URL, CARAMBA_STORE_KEY_PREFIX: `agents-${Date.now()}` },
      instances: 2,
      between: carambas => Turns.start(carambas.map(caramba => caramba.port)),
    });
    done(way, seen);
    assert.deepEqual(seen.carambas.map(caramba => caramba.calls.length), [3, 3]);
  });
}
