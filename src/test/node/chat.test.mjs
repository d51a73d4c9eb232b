// What OpenAI's own servers give out beside text, by the official SDK, unmodified, against a running Caramba.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';

const { default: OpenAI } = await import(process.env.SDK);
const { zodResponseFormat } = await import(process.env.SDK + '/helpers/zod');
const client = new OpenAI({ baseURL: process.env.CARAMBA_URL + '/v1', apiKey: process.env.CARAMBA_KEY, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Hello' }];

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    parse: JSON.parse,
    function: ({ city }) => `${city}: 7 degrees`,
  },
};
const told = 'Oslo: 7 degrees and Bergen: 7 degrees';

for (const stream of [false, true]) {
  test(`runs the tools that the model calls until it answers${stream ? ', streamed' : ''}`, async () => {
    const runner = client.chat.completions.runTools({ model: 'openai/weather', messages, tools: [weather], stream });
    assert.equal(await runner.finalContent(), told);
    assert.deepEqual(
      runner.messages.map((message) => message.role),
      ['user', 'assistant', 'tool', 'tool', 'assistant'],
    );
  });
}

test('streams tool calls piece by piece', async () => {
  const {
    type,
    function: { name, parameters },
  } = weather;
  const stream = await client.chat.completions.create({
    model: 'openai/weather',
    messages,
    tools: [{ type, function: { name, parameters } }],
    stream: true,
  });
  const calls = [];
  for await (const chunk of stream) {
    for (const { index, id, function: { name, arguments: piece } } of chunk.choices[0]?.delta?.tool_calls ?? []) {
      calls[index] ??= { id, name, pieces: [] };
      calls[index].pieces.push(piece);
    }
  }
  assert.deepEqual(calls, [
    { id: 'call_1', name: 'get_weather', pieces: ['', '{"cit', 'y":"O', 'slo"}'] },
    { id: 'call_2', name: 'get_weather', pieces: ['', '{"cit', 'y":"B', 'ergen', '"}'] },
  ]);
});

const City = z.object({ name: z.string(), inhabitants: z.number().nullable().optional() });
const loose = {
  type: 'json_schema',
  json_schema: {
    name: 'city',
    schema: {
      type: 'object',
      properties: { name: { type: 'string' }, inhabitants: { type: 'number' } },
      required: ['name'],
    },
  },
};

test('parses an answer by a strict schema whose optional field may be null', async () => {
  const completion = await client.chat.completions.parse({
    model: 'openai/structured',
    messages,
    response_format: zodResponseFormat(City, 'city'),
  });
  assert.deepEqual(completion.choices[0].message.parsed, { name: 'Oslo', inhabitants: null });
});

for (const [words, strict] of [['left out', {}], ['null', { strict: null }], ['false', { strict: false }]]) {
  test(`leaves optional fields optional where strict is ${words}`, async () => {
    const response_format = { type: 'json_schema', json_schema: { ...loose.json_schema, ...strict } };
    const asked = { model: 'openai/structured', messages, response_format };
    const completion = await client.chat.completions.create(asked);
    assert.deepEqual(City.parse(JSON.parse(completion.choices[0].message.content)), { name: 'Oslo' });
    const streamed = await client.chat.completions.stream(asked).finalContent();
    assert.deepEqual(JSON.parse(streamed), { name: 'Oslo' });
  });
}

test('tells the error of a strict schema with optional fields, which the model refuses', async () => {
  const response_format = { type: 'json_schema', json_schema: { ...loose.json_schema, strict: true } };
  await assert.rejects(client.chat.completions.create({ model: 'openai/structured', messages, response_format }), {
    status: 400,
    message: /'required' is required to include every key/,
  });
});

test('streams a parsed answer', async () => {
  const runner = client.chat.completions.stream({
    model: 'openai/structured',
    messages,
    response_format: zodResponseFormat(City, 'city'),
  });
  const completion = await runner.finalChatCompletion();
  assert.deepEqual(completion.choices[0].message.parsed, { name: 'Oslo', inhabitants: null });
});

test('keeps a refusal a refusal', async () => {
  const asked = { model: 'openai/refusing', messages, response_format: zodResponseFormat(City, 'city') };
  const whole = await client.chat.completions.parse(asked);
  const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
  for (const { choices: [{ message, finish_reason }] } of [whole, streamed]) {
    assert.equal(message.refusal, 'I cannot help with that.');
    assert.equal(message.parsed, null);
    assert.ok(!message.content);
    assert.equal(finish_reason, 'stop');
  }
});

test('hands out reasoning under the name that the server gave it', async () => {
  const whole = await client.chat.completions.create({ model: 'openai/thinking', messages });
  assert.equal(whole.choices[0].message.reasoning_content, 'Boats float.');
  assert.equal(whole.choices[0].message.content, 'Two boats.');
  const deltas = [];
  for await (const chunk of await client.chat.completions.create({ model: 'openai/thinking', messages, stream: true })) {
    deltas.push(chunk.choices[0].delta);
  }
  assert.equal(deltas.map((delta) => delta.reasoning_content ?? '').join('|'), '|Boats |float.|||');
  assert.equal(deltas.map((delta) => delta.content ?? '').join(''), 'Two boats.');
});

test('gives as many answers as asked for', async () => {
  const whole = await client.chat.completions.create({ model: 'openai/several', messages, n: 2 });
  const streamed = await client.chat.completions.stream({ model: 'openai/several', messages, n: 2 }).finalChatCompletion();
  for (const { choices } of [whole, streamed]) {
    assert.deepEqual(
      choices.map((choice) => [choice.index, choice.message.content, choice.finish_reason]),
      [
        [0, 'One boat.', 'stop'],
        [1, 'Three boats.', 'stop'],
      ],
    );
  }
});

test('gives the log probabilities of tokens', async () => {
  const asked = { model: 'openai/likely', messages, logprobs: true, top_logprobs: 1 };
  const whole = await client.chat.completions.create(asked);
  const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
  for (const { choices: [choice] } of [whole, streamed]) {
    assert.equal(choice.message.content, 'Two');
    assert.deepEqual(
      choice.logprobs.content.map(({ token, logprob }) => [token, logprob]),
      [['Two', -0.25]],
    );
  }
});

test('skips the comments that keep a silent stream alive', async () => {
  const asked = { model: 'openai/slow', messages, stream: true };
  const raw = client.chat.completions.create(asked).asResponse().then((response) => response.text());
  assert.equal(await client.chat.completions.stream(asked).finalContent(), 'Two boats left.');
  assert.match(await raw, /^: keep-alive\n\n/m);
});

for (const model of ['cut', 'cut-call', 'ends-early', 'closed']) {
  test(`raises an error for a stream that breaks after it began: ${model}`, async () => {
    const chunks = [];
    const isError = (error) => error instanceof OpenAI.APIError && error.message.length > 10;
    await assert.rejects(async () => {
      for await (const chunk of await client.chat.completions.create({ model: 'openai/' + model, messages, stream: true })) {
        chunks.push(chunk);
      }
    }, isError);
    assert.ok(chunks.length > 1);
    await assert.rejects(client.chat.completions.stream({ model: 'openai/' + model, messages }).finalChatCompletion(), isError);
  });
}
