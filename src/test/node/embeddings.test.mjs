// Vectors by the official OpenAI SDK, unmodified, against a running Caramba. When its user says nothing, it asks for base64.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { default: OpenAI } = await import(process.env.SDK);
const client = new OpenAI({ baseURL: process.env.CARAMBA_URL + '/v1', apiKey: process.env.CARAMBA_KEY, maxRetries: 0 });
const input = ['red', 'blue'];

// one server gives base64 where it is asked for, the other always gives numbers
for (const model of ['openai/vectors', 'openai/numbers']) {
  for (const encoding_format of [undefined, 'float', 'base64']) {
    test(`gets the vectors of ${model} as ${encoding_format ?? 'it likes'}`, async () => {
      const asked = client.embeddings.create({ model, input, encoding_format });
      const { data: answer, response } = await asked.withResponse();
      assert.equal(answer.object, 'list');
      assert.equal(answer.model, 'model-1'); // as the provider tells it
      assert.equal(response.headers.get('x-caramba-model'), model.split('/')[1]);
      assert.deepEqual(answer.usage, { prompt_tokens: 6, total_tokens: 6 });
      assert.deepEqual(
        answer.data.map((item) => item.index),
        [0, 1],
      );
      answer.data.forEach((item, i) => {
        const expected = new Float32Array([i, 0.1, -0.0025]);
        const values =
          typeof item.embedding === 'string'
            ? new Float32Array(new Uint8Array(Buffer.from(item.embedding, 'base64')).buffer)
            : item.embedding;
        assert.deepEqual(new Float32Array(values), expected);
      });
    });
  }
}

test('gets the vector of one text', async () => {
  const answer = await client.embeddings.create({ model: 'openai/numbers', input: 'red' });
  assert.equal(answer.data.length, 1);
  assert.equal(answer.data[0].embedding.length, 3);
});

test('throws its class for a bad request, with the field', async () => {
  const error = await client.embeddings.create({ model: 'openai/vectors', input: [] }).then(assert.fail, (e) => e);
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, 'input');
});
