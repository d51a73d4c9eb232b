import assert from 'node:assert/strict';
import {test} from 'node:test';
import Anthropic from '@anthropic-ai/sdk';

// Anthropic's SDK against Caramba, whose providers speak OpenAI's format or Anthropic's own.

const client = new Anthropic({baseURL: process.env.CARAMBA_URL, apiKey: process.env.CARAMBA_KEY, maxRetries: 0});
const ask = (model, more) => ({model, max_tokens: 300, messages: [{role: 'user', content: 'Hi'}], ...more});
const tools = [{name: 'get_weather', input_schema: {type: 'object', properties: {city: {type: 'string'}}}}];
const whole = request => client.messages.create(request);
const streamed = request => client.messages.stream(request).finalMessage();

for (const provider of ['openai', 'anthropic']) {
  const model = name => `${provider}/${name}`;

  test(`a message of ${provider}`, async () => {
    const message = await whole(ask(model('text')));
    assert.deepEqual(message.content, [{type: 'text', text: 'Two boats left the harbour.'}]);
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.usage.input_tokens, 11);
    assert.ok(message._request_id);
  });

  test(`a stream by the helper, of ${provider}`, async () => {
    const texts = [];
    const message = await client.messages.stream(ask(model('text'))).on('text', text => texts.push(text)).finalMessage();
    assert.equal(texts.join(''), 'Two boats left the harbour.');
    assert.ok(texts.length > 1);
    assert.equal(message.content[0].text, 'Two boats left the harbour.');
    assert.equal(message.usage.output_tokens, 5);
  });

  for (const [words, send] of Object.entries({whole, streamed})) {
    test(`tools over several turns, ${words}, of ${provider}`, async () => {
      const messages = [{role: 'user', content: 'How is it in Norway?'}];
      const turns = [];
      let message;
      do {
        message = await send(ask(model('journey'), {messages, tools}));
        const calls = message.content.filter(({type}) => type === 'tool_use');
        turns.push(calls.map(({id, input}) => [id, input]));
        messages.push({role: 'assistant', content: message.content});
        const results = calls.map(({id, input}) => ({type: 'tool_result', tool_use_id: id, content: `${input.city}: 7 degrees`}));
        messages.push({role: 'user', content: results});
      } while (message.stop_reason === 'tool_use');
      assert.deepEqual(turns, [[['call_1', {city: 'Oslo'}], ['call_2', {city: 'Bergen'}]], [['call_3', {city: 'Narvik'}]], []]);
      assert.deepEqual(message.content, [{type: 'text', text: 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees'}]);
      assert.equal(message.stop_reason, 'end_turn');
    });

    test(`thinking, ${words}, of ${provider}`, async () => {
      const message = await send(ask(model('thinking'), {thinking: {type: 'adaptive'}}));
      const signature = provider === 'anthropic' ? 'signed-by-the-maker' : '';
      assert.deepEqual(message.content, [
        {type: 'thinking', thinking: 'Boats float.', signature},
        {type: 'text', text: 'Two boats.'},
      ]);
    });
  }

  for (const stream of [false, true]) {
    test(`the tool runner${stream ? ', streamed' : ''}, of ${provider}`, async () => {
      const run = async ({city}) => `${city}: 7 degrees`;
      const runner = client.beta.messages.toolRunner({
        ...ask(model('journey'), {stream}),
        tools: [{type: 'custom', ...tools[0], parse: input => input, run}],
      });
      const message = await runner.runUntilDone();
      assert.equal(message.content[0].text, 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees');
    });
  }

  for (const name of ['cut', 'cut-call', 'ends-early', 'closed']) {
    test(`a stream that breaks is an error and no message: ${model(name)}`, async () => {
      const helper = client.messages.stream(ask(model(name), {tools}));
      const seen = [];
      helper.on('streamEvent', ({type}) => seen.push(type));
      const isError = error => error.constructor === Anthropic.APIError && error.type === 'api_error';
      await assert.rejects(helper.finalMessage(), isError);
      assert.ok(seen.includes('content_block_delta'));
      for (const end of ['content_block_stop', 'message_delta', 'message_stop']) {
        assert.ok(!seen.includes(end), end);
      }
      await assert.rejects(async () => {
        for await (const event of await client.messages.create(ask(model(name), {tools, stream: true}))) {
          assert.notEqual(event.type, 'message_stop');
        }
      }, isError);
    });
  }

  test(`the classes of errors, of ${provider}`, async () => {
    for (const send of [whole, streamed]) {
      await assert.rejects(send(ask(model('bad-request'))), Anthropic.BadRequestError);
      await assert.rejects(send(ask(model('limited'))), Anthropic.RateLimitError);
      await assert.rejects(send(ask(model('overloaded'))), {status: 529, type: 'overloaded_error'});
      await assert.rejects(send(ask(model('overloaded'))), Anthropic.OverloadedError);
      await assert.rejects(send(ask(model('broken'))), Anthropic.InternalServerError);
      await assert.rejects(send(ask(model('too-long'))), /prompt is too long/);
    }
  });

  test(`a caller who leaves ${provider}`, async () => {
    const stream = client.messages.stream(ask(model('hanging')));
    stream.on('text', () => stream.abort());
    await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
  });
}

test('the errors of Caramba itself', async () => {
  await assert.rejects(whole(ask('nothing-of-this-name')), Anthropic.NotFoundError);
  await assert.rejects(whole({...ask('openai/text'), messages: []}), Anthropic.BadRequestError);
  const stranger = new Anthropic({baseURL: process.env.CARAMBA_URL, apiKey: 'wrong', maxRetries: 0});
  await assert.rejects(stranger.messages.create(ask('openai/text')), error => {
    assert.ok(error instanceof Anthropic.AuthenticationError);
    assert.ok(error.requestID);
    return true;
  });
});

test('pings in a silent stream', async () => {
  const request = ask('openai/slow', {stream: true});
  const raw = client.messages.create(request).asResponse().then(response => response.text());
  assert.equal((await streamed(ask('openai/slow'))).content[0].text, 'Two boats left.');
  assert.match(await raw, /^event: ping\ndata: \{"type":"ping"\}$/m);
});

test('counts and models', async () => {
  const {messages} = ask('');
  const estimate = await client.messages.countTokens({model: 'openai/text', messages});
  assert.ok(estimate.input_tokens > 0);
  assert.equal((await client.messages.countTokens({model: 'anthropic/text', messages})).input_tokens, 42);
  const ids = [];
  for await (const model of client.models.list({limit: 2})) {
    ids.push(model.id);
  }
  assert.ok(ids.includes('openai/text'));
  assert.equal((await client.models.retrieve('openai/text')).id, 'openai/text');
});
