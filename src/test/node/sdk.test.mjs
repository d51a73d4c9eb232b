// The official OpenAI SDK, unmodified, against a running Caramba. The upstream is scripted by model name.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { default: OpenAI } = await import(process.env.SDK);

const client = new OpenAI({ baseURL: process.env.CARAMBA_URL + '/v1', apiKey: process.env.CARAMBA_KEY, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Hello' }];
const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

test('answers a unary call', async () => {
  const { data, response } = await client.chat.completions
    .create({ model: 'openai/text', messages })
    .withResponse();
  assert.equal(data.object, 'chat.completion');
  assert.equal(data.choices[0].message.content, 'Two boats left the harbour.');
  assert.equal(data.choices[0].message.role, 'assistant');
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.deepEqual(
    [data.usage.prompt_tokens, data.usage.completion_tokens, data.usage.total_tokens],
    [11, 5, 16],
  );
  assert.equal(data.model, 'model-1'); // as the provider tells it
  assert.equal(response.headers.get('x-caramba-model'), 'text');
  assert.match(data._request_id, /./);
  assert.equal(response.headers.get('x-caramba-provider'), 'openai');
  assert.equal(response.headers.get('x-caramba-attempts'), '1');
});

test('streams, with usage when asked for', async () => {
  const stream = await client.chat.completions.create({
    model: 'openai/text',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = '';
  let usage;
  let pieces = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    pieces += chunk.choices[0]?.delta?.content ? 1 : 0;
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, 'Two boats left the harbour.');
  assert.equal(pieces, 5);
  assert.equal(usage.total_tokens, 16);
});

test('is given an answer that was kept, whole or as a stream', async () => {
  const asked = { model: 'openai/text', messages: [{ role: 'user', content: 'Hello again, ' + process.env.SDK }], cache: { ttl: '5m' } };
  const options = { stream_options: { include_usage: true }, stream: true };
  const pieces = [];
  const caches = [];
  for (let i = 0; i < 2; i++) {
    const { data, response } = await client.chat.completions.create({ ...asked, ...options }).withResponse();
    const chunks = [];
    for await (const chunk of data) {
      chunks.push(chunk);
    }
    caches.push(response.headers.get('x-caramba-cache'));
    pieces.push(chunks.map((chunk) => [chunk.choices, chunk.usage]));
  }
  const { data, response } = await client.chat.completions.create(asked).withResponse();
  assert.deepEqual([...caches, response.headers.get('x-caramba-cache')], ['miss', 'hit', 'hit']);
  assert.deepEqual(pieces[1], pieces[0]);
  assert.equal(data.choices[0].message.content, 'Two boats left the harbour.');
  assert.equal(data.usage.total_tokens, 16);
  const fresh = await client.chat.completions
    .create(asked, { headers: { 'Cache-Control': 'no-store' } })
    .withResponse();
  assert.equal(fresh.response.headers.get('x-caramba-cache'), 'bypass');
});

test('serves the stream helper of the SDK', async () => {
  const runner = client.chat.completions.stream({ model: 'openai/tools', messages, tools });
  const completion = await runner.finalChatCompletion();
  const call = completion.choices[0].message.tool_calls[0];
  assert.equal(completion.choices[0].finish_reason, 'tool_calls');
  assert.equal(call.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Oslo' });
});

test('hands out tool calls of a unary answer', async () => {
  const completion = await client.chat.completions.create({ model: 'openai/tools', messages, tools });
  const message = completion.choices[0].message;
  assert.equal(message.content, null);
  assert.equal(message.tool_calls.length, 1);
  assert.equal(message.tool_calls[0].id, 'call_1');
  assert.deepEqual(JSON.parse(message.tool_calls[0].function.arguments), { city: 'Oslo' });
});

test('lists and retrieves models', async () => {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }
  assert.ok(ids.includes('openai'));
  assert.ok(ids.includes('openai/text'));
  assert.equal((await client.models.retrieve('openai/text')).id, 'openai/text');
  await assert.rejects(client.models.retrieve('openai/nothing-like-it-is-listed'), OpenAI.NotFoundError);
});

const errors = [
  ['no/such', OpenAI.NotFoundError, 404, 'model_not_found'],
  ['openai/bad-request', OpenAI.BadRequestError, 400, 'invalid_request'],
  ['openai/too-long', OpenAI.BadRequestError, 400, 'context_length_exceeded'],
  ['openai/limited', OpenAI.RateLimitError, 429, 'rate_limit_exceeded'],
  ['openai/broken', OpenAI.InternalServerError, 502, 'unavailable'],
];
for (const stream of [false, true]) {
  for (const [model, type, status, code] of errors) {
    test(`maps the failure of ${model} to ${type.name}${stream ? ', before a stream begins' : ''}`, async () => {
      await assert.rejects(client.chat.completions.create({ model, messages, stream }), error => {
        assert.ok(error instanceof type, String(error));
        assert.equal(error.status, status);
        assert.equal(error.code, code);
        assert.ok(Array.isArray(error.error.attempts));
        return true;
      });
    });
  }
}

test('refuses a wrong key', async () => {
  const stranger = new OpenAI({ baseURL: process.env.CARAMBA_URL + '/v1', apiKey: 'wrong', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});

test('raises an error for a stream that breaks after it began', async () => {
  const stream = await client.chat.completions.create({ model: 'openai/cut', messages, stream: true });
  let text = '';
  await assert.rejects(async () => {
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
    }
  }, OpenAI.APIError);
  assert.ok(text.startsWith('Two'));
});
