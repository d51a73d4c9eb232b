// The AI SDK, unmodified, with its providers for OpenAI, for servers like it and for Anthropic, against a running Caramba.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const settings = { baseURL: process.env.CARAMBA_URL + '/v1', apiKey: process.env.CARAMBA_KEY };
const openai = createOpenAI(settings);
const anthropic = createAnthropic(settings);
const compatible = createOpenAICompatible({ ...settings, name: 'caramba', supportsStructuredOutputs: true });
const City = z.object({ name: z.string(), inhabitants: z.number().nullish() });
const prompt = 'Hello';
const quiet = { maxRetries: 0, onError: () => {} };
const silent = { ...quiet, maxOutputTokens: 300 };
const tools = {
  get_weather: tool({
    description: 'The weather in a city',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => `${city}: 7 degrees`,
  }),
};

async function parts(result) {
  const all = [];
  for await (const part of result.fullStream) {
    all.push(part);
  }
  return all;
}

for (const [name, model] of [
  ['@ai-sdk/openai', (id) => openai.chat('openai/' + id)],
  ['@ai-sdk/openai-compatible', (id) => compatible('openai/' + id)],
]) {
  test(`${name}: answers`, async () => {
    const { text, finishReason, usage } = await generateText({ model: model('text'), prompt, ...quiet });
    assert.equal(text, 'Two boats left the harbour.');
    assert.equal(finishReason, 'stop');
    assert.equal(usage.totalTokens, 16);
  });

  test(`${name}: streams`, async () => {
    const result = streamText({ model: model('text'), prompt, ...quiet });
    const pieces = await parts(result);
    assert.equal(pieces.filter(({ type }) => type === 'text-delta').length, 5);
    assert.equal(await result.text, 'Two boats left the harbour.');
    assert.equal(await result.finishReason, 'stop');
  });

  test(`${name}: runs the tools that the model calls`, async () => {
    const asked = { model: model('weather'), prompt, tools, stopWhen: stepCountIs(3), ...quiet };
    assert.equal((await generateText(asked)).text, 'Oslo: 7 degrees and Bergen: 7 degrees');
    const result = streamText(asked);
    const pieces = await parts(result);
    assert.equal(pieces.filter(({ type }) => type === 'tool-input-delta').length, 7);
    assert.equal(await result.text, 'Oslo: 7 degrees and Bergen: 7 degrees');
  });

  test(`${name}: gives an object with optional fields`, async () => {
    const providerOptions = { openai: { strictJsonSchema: false }, caramba: { strictJsonSchema: false } };
    const asked = { model: model('structured'), prompt, output: Output.object({ schema: City }), providerOptions, ...quiet };
    assert.deepEqual((await generateText(asked)).output, { name: 'Oslo' });
    const result = streamText(asked);
    await parts(result);
    assert.deepEqual(await result.output, { name: 'Oslo' });
  });

  test(`${name}: skips the comments that keep a silent stream alive`, async () => {
    const result = streamText({ model: model('slow'), prompt, ...quiet });
    await parts(result);
    assert.equal(await result.text, 'Two boats left.');
  });

  for (const id of ['cut', 'cut-call', 'ends-early', 'closed']) {
    test(`${name}: takes a stream that breaks for an error: ${id}`, async () => {
      const pieces = await parts(streamText({ model: model(id), prompt, ...quiet }));
      const error = pieces.find(({ type }) => type === 'error');
      assert.ok(error, JSON.stringify(pieces));
      const words = { 'ends-early': /^The model fell over/, closed: /^the provider's answer ended before it was complete/ };
      assert.match(error.error.message, words[id] ?? /^connection reset/);
      assert.notEqual(pieces.find(({ type }) => type === 'finish')?.finishReason, 'stop');
    });
  }

  test(`${name}: raises an error that comes before a stream`, async () => {
    const errors = [];
    await parts(streamText({ model: model('broken'), prompt, ...quiet, onError: ({ error }) => errors.push(error) }));
    assert.equal(errors[0]?.statusCode, 502);
    await assert.rejects(generateText({ model: model('limited'), prompt, ...quiet }), { statusCode: 429 });
  });
}

test('@ai-sdk/openai-compatible: gives reasoning', async () => {
  const asked = { model: compatible('openai/thinking'), prompt, ...quiet };
  assert.equal((await generateText(asked)).reasoningText, 'Boats float.');
  const result = streamText(asked);
  await parts(result);
  assert.equal(await result.reasoningText, 'Boats float.');
  assert.equal(await result.text, 'Two boats.');
});

for (const [surface, create, server] of [
  // what its provider for OpenAI does when its user says nothing
  ['Responses', openai, 'openai'],
  ['Responses', openai, 'chat'],
  ['Messages', anthropic, 'openai'],
  ['Messages', anthropic, 'anthropic'],
]) {
  const model = (id) => create(`${server}/${id}`);
  const told = 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees';

  test(`${surface} of ${server}: answers and streams`, async () => {
    const { text, finishReason, usage } = await generateText({ model: model('text'), prompt, ...silent });
    assert.deepEqual([text, finishReason, usage.totalTokens], ['Two boats left the harbour.', 'stop', 16]);
    const result = streamText({ model: model('text'), prompt, ...silent });
    const pieces = await parts(result);
    assert.equal(pieces.filter(({ type }) => type === 'text-delta').length, 5);
    assert.equal(await result.text, 'Two boats left the harbour.');
    assert.equal(await result.finishReason, 'stop');
  });

  for (const store of surface === 'Responses' ? [undefined, false] : [undefined]) {
    // by reference to what is kept, or with all of it
    test(`${surface} of ${server}: runs the tools that the model calls, store: ${store}`, async () => {
      const providerOptions = { openai: { store } };
      const asked = { model: model('journey'), prompt, tools, stopWhen: stepCountIs(4), providerOptions, ...silent };
      assert.equal((await generateText(asked)).text, told);
      const result = streamText(asked);
      await parts(result);
      assert.equal(await result.text, told);
      assert.equal((await result.steps).length, 3);
    });
  }

  test(`${surface} of ${server}: gives an object`, async () => {
    const number = surface === 'Responses' ? z.number().nullable() : z.number().optional();
    const output = Output.object({ schema: z.object({ name: z.string(), inhabitants: number }) });
    const answer = await generateText({ model: model('structured'), prompt, output, ...silent });
    assert.deepEqual(answer.output, surface === 'Responses' ? { name: 'Oslo', inhabitants: null } : { name: 'Oslo' });
  });

  for (const id of ['cut', 'cut-call', 'ends-early', 'closed']) {
    test(`${surface} of ${server}: does not take a stream that breaks for an answer: ${id}`, async () => {
      const pieces = await parts(streamText({ model: model(id), prompt, tools, ...silent }));
      assert.ok(pieces.some(({ type }) => type === 'error'), JSON.stringify(pieces));
      assert.equal(pieces.find(({ type }) => type === 'finish')?.finishReason, 'error');
    });
  }

  test(`${surface} of ${server}: raises an error that comes before a stream`, async () => {
    await assert.rejects(generateText({ model: model('limited'), prompt, ...silent }), { statusCode: 429 });
  });
}
