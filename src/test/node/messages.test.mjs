import assert from 'node:assert/strict';
import {test} from 'node:test';
import Anthropic from '@anthropic-ai/sdk';

// Anthropic's SDK against Caramba, whose providers speak OpenAI's format.

const client = new Anthropic({baseURL: process.env.CARAMBA_URL, apiKey: process.env.CARAMBA_KEY, maxRetries: 0});
const ask = (model, more) => ({model, max_tokens: 300, messages: [{role: 'user', content: 'Hi'}], ...more});
const tools = [{name: 'get_weather', input_schema: {type: 'object', properties: {city: {type: 'string'}}}}];

test('a message', async () => {
  const message = await client.messages.create(ask('openai/text'));
  assert.deepEqual(message.content, [{type: 'text', text: 'Two boats left the harbour.'}]);
  assert.equal(message.stop_reason, 'end_turn');
  assert.equal(message.usage.input_tokens, 11);
  assert.ok(message._request_id);
});

test('a stream by the helper', async () => {
  const texts = [];
  const message = await client.messages.stream(ask('openai/text')).on('text', text => texts.push(text)).finalMessage();
  assert.equal(texts.join(''), 'Two boats left the harbour.');
  assert.ok(texts.length > 1);
  assert.equal(message.content[0].text, 'Two boats left the harbour.');
  assert.equal(message.usage.output_tokens, 5);
});

test('a tool, whole and streamed', async () => {
  for (const message of [
    await client.messages.create(ask('openai/tools', {tools})),
    await client.messages.stream(ask('openai/tools', {tools})).finalMessage(),
  ]) {
    const call = message.content.find(block => block.type === 'tool_use');
    assert.deepEqual([call.id, call.name, call.input], ['call_1', 'get_weather', {city: 'Oslo'}]);
    assert.equal(message.stop_reason, 'tool_use');
  }
});

test('a stream that breaks is an error and no message', async () => {
  await assert.rejects(client.messages.stream(ask('openai/cut')).finalMessage(), Anthropic.APIError);
});

test('the classes of errors', async () => {
  await assert.rejects(client.messages.create(ask('openai/bad-request')), Anthropic.BadRequestError);
  await assert.rejects(client.messages.create(ask('openai/limited')), Anthropic.RateLimitError);
  await assert.rejects(client.messages.create(ask('openai/broken')), Anthropic.InternalServerError);
  await assert.rejects(client.messages.create(ask('nothing-of-this-name')), Anthropic.NotFoundError);
  await assert.rejects(client.messages.create(ask('openai/too-long')), /prompt is too long/);
  const stranger = new Anthropic({baseURL: process.env.CARAMBA_URL, apiKey: 'wrong', maxRetries: 0});
  await assert.rejects(stranger.messages.create(ask('openai/text')), Anthropic.AuthenticationError);
});

test('a count and the models', async () => {
  const {input_tokens} = await client.messages.countTokens({model: 'openai/text', messages: ask('').messages});
  assert.ok(input_tokens > 0);
  const ids = [];
  for await (const model of client.models.list({limit: 2})) {
    ids.push(model.id);
  }
  assert.ok(ids.includes('openai/text'));
  assert.equal((await client.models.retrieve('openai/text')).id, 'openai/text');
});

test('a caller who leaves', async () => {
  const stream = client.messages.stream(ask('openai/text'));
  stream.on('text', () => stream.abort());
  await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
});
