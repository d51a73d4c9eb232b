// OpenAI's Responses by its official SDK, unmodified, against a running Caramba: of a server that has them itself, and of
// one that has chat completions alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';

const { default: OpenAI } = await import(process.env.SDK);
const { zodTextFormat } = await import(process.env.SDK + '/helpers/zod');
const client = new OpenAI({ baseURL: process.env.CARAMBA_URL + '/v1', apiKey: process.env.CARAMBA_KEY, maxRetries: 0 });
const input = 'Hello';
const City = z.object({ name: z.string(), inhabitants: z.number().nullable() });
const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  strict: true,
};
const patch = { type: 'custom', name: 'apply_patch', description: 'Changes files', format: { type: 'text' } };
const whole = (asked) => client.responses.create(asked);
const streamed = (asked) => client.responses.stream(asked).finalResponse();
const raw = async (asked) => {
  let last;
  for await (const event of await client.responses.create({ ...asked, stream: true })) {
    last = event;
  }
  return last.response;
};

for (const provider of ['openai', 'chat']) {
  const model = (name) => `${provider}/${name}`;

  test(`answers, of ${provider}`, async () => {
    const { data, response } = await client.responses.create({ model: model('text'), input }).withResponse();
    assert.equal(data.output_text, 'Two boats left the harbour.');
    assert.equal(data.status, 'completed');
    assert.deepEqual(
      [data.usage.input_tokens, data.usage.output_tokens, data.usage.input_tokens_details.cached_tokens],
      [11, 5, 0],
    );
    assert.equal(response.headers.get('x-caramba-provider'), provider);
    assert.match(data._request_id, /./);
  });

  test(`streams, of ${provider}`, async () => {
    const events = [];
    for await (const event of await client.responses.create({ model: model('text'), input, stream: true })) {
      events.push(event);
    }
    assert.deepEqual(
      events.map((event) => event.sequence_number),
      events.map((_, i) => i),
    );
    const pieces = events.filter(({ type }) => type === 'response.output_text.delta').map(({ delta }) => delta);
    assert.equal(pieces.length, 5);
    assert.equal(pieces.join(''), 'Two boats left the harbour.');
    assert.deepEqual(events.slice(0, 2).map(({ type }) => type), ['response.created', 'response.in_progress']);
    const { type, response } = events.at(-1);
    assert.equal(type, 'response.completed');
    assert.ok(events.every((event) => !event.response || event.response.id === response.id));
    assert.equal(response.output[0].content[0].text, 'Two boats left the harbour.');
  });

  test(`streams by the helper, of ${provider}`, async () => {
    const pieces = [];
    const stream = client.responses.stream({ model: model('text'), input });
    stream.on('response.output_text.delta', ({ delta }) => pieces.push(delta));
    const response = await stream.finalResponse();
    assert.equal(pieces.length, 5);
    assert.equal(response.output_text, 'Two boats left the harbour.');
    assert.equal(response.usage.total_tokens, 16);
  });

  for (const [words, send] of Object.entries({ whole, streamed, raw })) {
    test(`leads a conversation with tools, ${words}, of ${provider}`, async () => {
      const items = [{ role: 'user', content: 'How is it in Norway?' }];
      const turns = [];
      for (;;) {
        const response = await send({ model: model('journey'), input: items, tools: [weather] });
        const calls = response.output.filter(({ type }) => type === 'function_call');
        turns.push(calls.map(({ call_id, arguments: text }) => [call_id, JSON.parse(text).city]));
        // what the helper has parsed is not part of an item
        items.push(...response.output.map(({ parsed_arguments, ...item }) => item));
        items.push(
          ...calls.map(({ call_id, arguments: text }) => ({
            type: 'function_call_output',
            call_id,
            output: JSON.parse(text).city + ': 7 degrees',
          })),
        );
        if (!calls.length) {
          break;
        }
      }
      assert.deepEqual(turns, [[['call_1', 'Oslo'], ['call_2', 'Bergen']], [['call_3', 'Narvik']], []]);
      const { content } = items.at(-1);
      assert.equal(content[0].text, 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees');
    });

    test(`goes on from what is kept, ${words}, of ${provider}`, async () => {
      const asked = { model: model('journey'), tools: [weather] };
      let response = await send({ ...asked, input: 'How is it in Norway?' });
      for (let turn = 0; turn < 2; turn++) {
        const results = response.output
          .filter(({ type }) => type === 'function_call')
          .map(({ call_id, arguments: text }) => ({
            type: 'function_call_output',
            call_id,
            output: JSON.parse(text).city + ': 7 degrees',
          }));
        response = await send({ ...asked, input: results, previous_response_id: response.id });
      }
      assert.equal(response.output.at(-1).content[0].text, 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees');
      const kept = await client.responses.retrieve(response.id);
      assert.deepEqual([kept.id, kept.output_text, kept.status], [response.id, response.output.at(-1).content[0].text, 'completed']);
    });

    test(`has a custom tool called, ${words}, of ${provider}`, async () => {
      const asked = { model: model('patch'), tools: [patch] };
      const { output } = await send({ ...asked, input: 'Patch it' });
      const call = output.find(({ type }) => type === 'custom_tool_call');
      assert.deepEqual([call.call_id, call.name], ['call_patch', 'apply_patch']);
      assert.equal(call.input, '*** Begin Patch\n*** Add File: a.txt\n+"boats"\n*** End Patch');
      const result = { type: 'custom_tool_call_output', call_id: call.call_id, output: 'Done!' };
      const last = await send({ ...asked, input: [{ role: 'user', content: 'Patch it' }, ...output, result] });
      assert.equal(last.output.at(-1).content[0].text, 'Done!');
    });
  }

  test(`parses an answer by a schema, whole and streamed, of ${provider}`, async () => {
    const asked = { model: model('structured'), input, text: { format: zodTextFormat(City, 'city') } };
    for (const response of [await client.responses.parse(asked), await streamed(asked)]) {
      assert.deepEqual(response.output_parsed, { name: 'Oslo', inhabitants: null });
    }
  });

  test(`parses the arguments of calls, of ${provider}`, async () => {
    const asked = { model: model('journey'), input, tools: [weather] };
    for (const { output } of [await client.responses.parse(asked), await streamed(asked)]) {
      const calls = output.filter(({ type }) => type === 'function_call');
      assert.deepEqual(calls.map((call) => call.parsed_arguments), [{ city: 'Oslo' }, { city: 'Bergen' }]);
    }
  });

  for (const name of ['cut', 'cut-call', 'ends-early', 'closed']) {
    test(`tells of a stream that breaks: ${model(name)}`, async () => {
      const asked = { model: model(name), input, tools: [weather] };
      const isFailed = ({ status, error, output }) => {
        assert.equal(status, 'failed');
        assert.equal(error.code, 'server_error');
        assert.ok(error.message);
        assert.equal(output.length, 1);
        assert.equal(output[0].status, 'incomplete');
      };
      isFailed(await raw(asked));
      isFailed(await streamed(asked));
    });
  }

  for (const stream of [false, true]) {
    for (const [name, type, status] of [
      ['bad-request', OpenAI.BadRequestError, 400],
      ['limited', OpenAI.RateLimitError, 429],
      ['overloaded', OpenAI.InternalServerError, 503],
      ['broken', OpenAI.InternalServerError, 502],
    ]) {
      test(`maps the failure of ${model(name)} to ${type.name}${stream ? ', before a stream begins' : ''}`, async () => {
        await assert.rejects(client.responses.create({ model: model(name), input, stream }), (error) => {
          assert.ok(error instanceof type, String(error));
          assert.equal(error.status, status);
          assert.ok(Array.isArray(error.error.attempts));
          return true;
        });
      });
    }
  }

  test(`lets a caller leave ${provider}`, async () => {
    const stream = client.responses.stream({ model: model('hanging'), input });
    stream.on('response.output_text.delta', () => stream.abort());
    await assert.rejects(stream.finalResponse(), OpenAI.APIUserAbortError);
  });
}

test('is not troubled by what keeps a silent stream alive', async () => {
  const types = [];
  const stream = client.responses.stream({ model: 'chat/slow', input });
  stream.on('event', ({ type }) => types.push(type));
  assert.equal((await stream.finalResponse()).output_text, 'Two boats left.');
  assert.ok(types.includes('keepalive'), types.join());
});

test('goes on with another provider', async () => {
  const asked = { tools: [weather] };
  const result = (call_id, city) => ({ type: 'function_call_output', call_id, output: city + ': 7 degrees' });
  for (const [first, second] of [['chat', 'openai'], ['openai', 'chat']]) {
    const begun = await whole({ ...asked, model: first + '/journey', input: 'How is it in Norway?' });
    const input = [result('call_1', 'Oslo'), result('call_2', 'Bergen')];
    const next = await streamed({ ...asked, model: second + '/journey', input, previous_response_id: begun.id });
    const last = { ...asked, model: first + '/journey', input: [result('call_3', 'Narvik')], previous_response_id: next.id };
    assert.equal((await whole(last)).output_text, 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees');
  }
});

test('pages through what a response answered, and forgets it', async () => {
  const { NotFoundError, BadRequestError } = OpenAI;
  const words = ['One', 'Two', 'Three', 'Four', 'Five'];
  const asked = { model: 'chat/text', input: words.map((content) => ({ role: 'user', content })) };
  const { id } = await whole(asked);
  for (const order of ['asc', 'desc']) {
    const items = [];
    for await (const item of client.responses.inputItems.list(id, { limit: 2, order })) {
      items.push(item);
    }
    const texts = items.map(({ content }) => content[0].text);
    assert.deepEqual(order === 'asc' ? texts : texts.reverse(), words);
    assert.equal(new Set(items.map((item) => item.id)).size, 5);
  }
  await client.responses.delete(id);
  await assert.rejects(client.responses.retrieve(id), NotFoundError);
  await assert.rejects(client.responses.delete(id), NotFoundError);
  await assert.rejects(whole({ ...asked, previous_response_id: id }), (error) => {
    assert.ok(error instanceof BadRequestError);
    assert.deepEqual([error.code, error.param], ['previous_response_not_found', 'previous_response_id']);
    return true;
  });
  const unkept = await whole({ ...asked, store: false });
  await assert.rejects(client.responses.retrieve(unkept.id), NotFoundError);
  await assert.rejects(client.responses.cancel((await whole(asked)).id), BadRequestError);
});

test('refuses what is wrong with a request, with its place', async () => {
  const { NotFoundError, BadRequestError } = OpenAI;
  await assert.rejects(client.responses.create({ model: 'no/such', input }), NotFoundError);
  const items = [{ role: 'user', content: 'Hello' }, { type: 'function_call_output', output: 'lost' }];
  const error = await client.responses.create({ model: 'chat/text', input: items }).then(assert.fail, (e) => e);
  assert.ok(error instanceof BadRequestError);
  assert.equal(error.param, 'input[1].call_id');
});
