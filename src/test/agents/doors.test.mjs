// Keys, and what Claude Code asks for besides messages.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { done, lastWords, play } from './stage.mjs';
import { Turns } from './caramba.mjs';

const CHAT = [{ name: 'first', wire: 'chat' }];
const watched = { between: carambas => Turns.start(carambas.map(caramba => caramba.port)) };
const asked = seen => seen.front.requests.map(({ method, url, status }) => `${method} ${url} ${status}`);

for (const [auth, header] of [['ANTHROPIC_API_KEY', 'x-api-key'], ['ANTHROPIC_AUTH_TOKEN', 'authorization']]) {
  test(`Claude Code: its key as ${auth}`, async () => {
    const seen = await play('Claude Code', CHAT, { ...watched, options: { auth } });
    done('Claude Code', seen);
    assert.ok(seen.front.requests.every(({ headers }) => headers[header]));
  });

  test(`Claude Code: a wrong key as ${auth}`, async () => {
    const seen = await play('Claude Code', CHAT, { ...watched, options: { auth, key: 'wrong-key' } });
    assert.equal(seen.code, 1, seen.out);
    assert.match(lastWords('Claude Code', seen.out), /401 The access key is not valid/);
    assert.deepEqual(asked(seen), ['POST /v1/messages?beta=true 401']); // it would repeat it for three minutes
    assert.deepEqual(seen.upstreams.asked, []);
  });
}

test('Codex: a wrong key', async () => {
  const seen = await play('Codex, namespaces', CHAT, { options: { key: 'wrong-key' } });
  assert.equal(seen.code, 1, seen.out);
  assert.match(seen.out, /The access key is not valid/);
  assert.deepEqual(seen.upstreams.asked, []);
});

test('Claude Code: it looks for models', async () => {
  const seen = await play('Claude Code', CHAT, { ...watched, options: { more: { CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1' } } });
  done('Claude Code', seen);
  const turns = Array(6).fill('POST /v1/messages?beta=true 200');
  assert.deepEqual(asked(seen).sort(), ['GET /v1/models?limit=1000 200', ...turns]);
});

for (const wire of ['chat', 'native']) {
  test(`Claude Code: /context counts tokens, ${wire}`, async () => {
    const seen = await play('Claude Code', [{ name: 'first', wire }], { ...watched, options: { prompt: '/context' } });
    assert.equal(seen.code, 0, seen.out);
    assert.match(lastWords('Claude Code', seen.out), /System tools/);
    assert.deepEqual([...new Set(asked(seen))], ['POST /v1/messages/count_tokens?beta=true 200']);
    assert.equal(seen.upstreams.asked.length, wire === 'native' ? seen.front.requests.length : 0);
  });
}

test('Claude Code: a tool that it has to search for', async () => {
  const seen = await play('Claude Code, searching', CHAT);
  done('Claude Code, searching', seen);
  assert.equal(seen.carambas[0].calls.length, 3);
});
