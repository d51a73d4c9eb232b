// OpenAI's Agents SDK, unmodified and with its defaults, which are Responses, against a running Caramba: route "native"
// leads to a server that has Responses, "bridged" to one that has chat completions alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';

process.env.OPENAI_BASE_URL = process.env.CARAMBA_URL + '/v1';
process.env.OPENAI_API_KEY = process.env.CARAMBA_KEY;
process.env.OPENAI_AGENTS_DISABLE_TRACING = '1';
const { Agent, ModelBehaviorError, run, tool } = await import('@openai/agents');

const tools = [
  tool({
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: z.object({ city: z.string() }),
    execute: async ({ city }) => `${city}: 7 degrees`,
  }),
];
const told = 'Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees';
const question = 'How is it in Norway?';

async function stream(agent, input, more) {
  const result = await run(agent, input, { stream: true, ...more });
  const pieces = [];
  for await (const event of result) {
    if (event.type === 'raw_model_stream_event' && event.data.type === 'output_text_delta') {
      pieces.push(event.data.delta);
    }
  }
  await result.completed;
  return { result, pieces };
}

for (const model of ['native', 'bridged']) {
  const forecaster = new Agent({ name: 'Forecaster', instructions: 'Tell the weather.', model, tools });
  const desk = new Agent({ name: 'Desk', instructions: 'Hand over.', model, handoffs: [forecaster] });

  test(`runs tools over several turns: ${model}`, async () => {
    const result = await run(forecaster, question);
    assert.equal(result.finalOutput, told);
    assert.equal(result.rawResponses.length, 3);
  });

  test(`streams them: ${model}`, async () => {
    const { result, pieces } = await stream(forecaster, question);
    assert.equal(result.finalOutput, told);
    assert.equal(pieces.join(''), told);
    assert.ok(pieces.length > 1);
  });

  test(`goes on from what is kept: ${model}`, async () => {
    const first = await run(forecaster, question);
    const second = await run(forecaster, 'Thanks', { previousResponseId: first.lastResponseId });
    assert.equal(second.finalOutput, told);
    const { result } = await stream(forecaster, 'Thanks', { previousResponseId: second.lastResponseId });
    assert.equal(result.finalOutput, told);
  });

  test(`hands over to another agent: ${model}`, async () => {
    for (const result of [await run(desk, question), (await stream(desk, question)).result]) {
      assert.equal(result.lastAgent.name, 'Forecaster');
      assert.equal(result.finalOutput, told);
    }
  });
}

for (const provider of ['openai', 'chat']) {
  test(`goes on with a conversation: ${provider}`, async () => {
    const agent = new Agent({ name: 'Thinker', model: provider + '/thinking' });
    const first = await run(agent, 'Hello');
    const second = await run(agent, [...first.history, { role: 'user', content: 'And now?' }]);
    assert.equal(second.finalOutput, 'Two boats.');
    assert.equal((await stream(agent, second.history)).result.finalOutput, 'Two boats.');
  });

  for (const name of ['cut', 'cut-call', 'ends-early', 'closed']) {
    test(`takes a stream that breaks for an error: ${provider}/${name}`, async () => {
      const agent = new Agent({ name: 'Teller', model: `${provider}/${name}`, tools });
      await assert.rejects(stream(agent, question), (error) => {
        assert.ok(error instanceof ModelBehaviorError, String(error));
        assert.match(error.message, /response\.failed/);
        return true;
      });
    });
  }
}
