// A server of the Model Context Protocol over stdio with one tool, which writes a line into a file.
import { createInterface } from 'node:readline';
import { appendFileSync } from 'node:fs';

const file = process.argv[2];
const ANSWERS = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'ledger', version: '1' } }),
  'tools/list': () => ({
    tools: [{
      name: 'record', description: 'Enters a line.', inputSchema: { type: 'object', properties: { entry: { type: 'string' } }, required: ['entry'] },
    }],
  }),
  'tools/call': ({ arguments: { entry } }) => {
    appendFileSync(file, `${entry}\n`);
    return { content: [{ type: 'text', text: `entered ${entry}` }] };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) {
    const answer = ANSWERS[method];
    const reply = answer ? { result: answer(params) } : { error: { code: -32601, message: 'Method not found' } };
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
  }
}
