// A model that is silent for longer than the agent's patience: signs of life keep the stream open.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { course, done, play } from './stage.mjs';

const SIGNS = { CARAMBA_HTTP_KEEP_ALIVE: '1s', CARAMBA_HTTP_HEAD_DELAY: '1s' };
/** Codex counts events, and there can be none before the first content: its own limit of 5 min holds there. */
const PATIENCE = {
  'Claude Code': { more: { CLAUDE_ENABLE_STREAM_WATCHDOG: '1', CLAUDE_STREAM_IDLE_TIMEOUT_MS: '4000' } },
  'Codex, namespaces': { provider: 'stream_idle_timeout_ms = 4000' },
};

for (const [way, options] of Object.entries(PATIENCE)) {
  for (const wire of ['chat', 'native']) {
    for (const kind of ['slow', 'slow in text', 'slow in call']) {
      test(`${way}: ${wire}: ${kind}`, async () => {
        const seen = await play(way, [{ name: 'first', wire, fault: { kind, from: 3, until: 3 } }], {
          environment: SIGNS, options: kind === 'slow' && way.startsWith('Codex') ? {} : options,
        });
        done(way, seen);
        assert.match(course(seen.upstreams), /^first 1 2 3! 4 5 6$/);
      });
    }
  }
}
