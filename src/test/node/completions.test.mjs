// Legacy completions by the official OpenAI SDK, unmodified, against a running Caramba.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { default: OpenAI } = await import(process.env.SDK);
const client = new OpenAI({ baseURL: process.env.CARAMBA_URL + '/v1', apiKey: process.env.CARAMBA_KEY, maxRetries: 0 });

test('answers a prompt', async () => {
  const { data, response } = await client.completions
    .create({ model: 'openai/base', prompt: 'Once', max_tokens: 16, logprobs: 1 })
    .withResponse();
  assert.equal(data.object, 'text_completion');
  assert.equal(data.model, 'base-1');
  assert.deepEqual(data.choices, [
    {
      text: 'Two boats left.',
      index: 0,
      logprobs: { tokens: ['Two'], token_logprobs: [-0.25], text_offset: [0] },
      finish_reason: 'stop',
    },
  ]);
  assert.deepEqual(data.usage, { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 });
  assert.equal(response.headers.get('x-caramba-model'), 'base');
});

for (const prompt of [['One', 'Two'], [[1, 2], [3]], [1, 2]]) {
  test(`answers the prompt ${JSON.stringify(prompt)}`, async () => {
    const answer = await client.completions.create({ model: 'openai/base', prompt });
    assert.deepEqual(
      answer.choices.map((choice) => choice.index),
      typeof prompt[0] === 'number' ? [0] : [0, 1],
    );
  });
}

test('streams, with usage when asked for', async () => {
  for (const include_usage of [false, true]) {
    const stream = await client.completions.create({
      model: 'openai/base',
      prompt: ['One', 'Two'],
      stream: true,
      stream_options: { include_usage },
    });
    const texts = ['', ''];
    let usage;
    for await (const chunk of stream) {
      assert.equal(chunk.object, 'text_completion');
      chunk.choices.forEach((choice) => (texts[choice.index] += choice.text));
      usage = chunk.usage ?? usage;
    }
    assert.deepEqual(texts, ['Two boats left.', 'Two boats left.']);
    assert.equal(usage?.total_tokens, include_usage ? 7 : undefined);
  }
});

test('raises an error for a stream that breaks after it began', async () => {
  const stream = await client.completions.create({ model: 'openai/base-cut', prompt: 'Once', stream: true, logprobs: 1 });
  let text = '';
  await assert.rejects(async () => {
    for await (const chunk of stream) {
      text += chunk.choices[0].text;
    }
  }, OpenAI.APIError);
  assert.ok(text.startsWith('Two'));
});

test('throws its classes', async () => {
  const missing = await client.completions.create({ model: 'openai/base' }).then(assert.fail, (e) => e);
  assert.ok(missing instanceof OpenAI.BadRequestError);
  assert.equal(missing.param, 'prompt');
  const chat = await client.completions.create({ model: 'openai/chats', prompt: 'Once' }).then(assert.fail, (e) => e);
  assert.ok(chat instanceof OpenAI.BadRequestError);
  assert.match(chat.message, /chat model/);
  const unknown = await client.completions.create({ model: 'no/such', prompt: 'Once' }).then(assert.fail, (e) => e);
  assert.ok(unknown instanceof OpenAI.NotFoundError);
});
