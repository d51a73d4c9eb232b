// A strict provider of Anthropic's Messages: the signatures of its thinking are its own, results stand right behind their calls.
import { createHmac } from 'node:crypto';
import { FOREIGN, must } from './refusal.mjs';
import { named, pieces } from './chat.mjs';

const inputOf = call => call.custom ? { input: call.input } : call.input;

export const path = '/v1/messages';
export const callId = mark => `toolu_01${mark}abcdef`;

const OURS = ['fallbacks', 'timeoutMs', 'strictParams', 'cache'];
const ID = /^[a-zA-Z0-9_-]+$/;

const sign = (thought, maker) => createHmac('sha256', maker).update(thought).digest('base64');

export function check(body, headers, key, maker) {
  must(headers['x-api-key'] === key && !headers.authorization, 401, 'invalid x-api-key');
  must(headers['anthropic-version'], 400, 'anthropic-version: header is required');
  for (const field of OURS) {
    must(!(field in body), 400, `${field}: Extra inputs are not permitted`);
  }
  must(Number.isInteger(body.max_tokens), 400, 'max_tokens: Field required');
  must(body.tools?.length || !body.tool_choice, 400, 'tool_choice may only be specified while providing tools');
  let open = new Set();
  body.messages.forEach((message, at) => {
    must(['user', 'assistant', 'system'].includes(message.role), 400, `messages.${at}.role: ${message.role}`);
    const blocks = typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
    must(blocks.length > 0 || at === body.messages.length - 1, 400, `messages.${at}: content must be non-empty`);
    const results = blocks.filter(block => block.type === 'tool_result');
    must(message.role === 'user' || results.length === 0, 400, `messages.${at}: tool_result of ${message.role}`);
    must(blocks.slice(0, results.length).every(block => block.type === 'tool_result'), 400, `messages.${at}: tool_result blocks must come first`);
    if (message.role !== 'system') {
      for (const { tool_use_id: id } of results) {
        must(open.delete(id), 400, `messages.${at}: unexpected tool_use_id found in tool_result blocks: ${id}`);
      }
      must(open.size === 0, 400, `messages.${at}: tool_use ids were found without tool_result blocks immediately after: ${[...open]}`);
    }
    for (const [place, block] of blocks.entries()) {
      if (block.type === 'thinking') {
        must(block.signature === sign(block.thinking, maker), 400, `messages.${at}.content.${place}: Invalid \`signature\` in \`thinking\` block`, FOREIGN);
      }
      must(block.type !== 'text' || block.text, 400, `messages.${at}: text content blocks must be non-empty`);
      if (block.type === 'tool_use') {
        must(ID.test(block.id), 400, `messages.${at}.content.${place}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
        must(Object.keys(block).every(field => ['type', 'id', 'name', 'input', 'cache_control', 'caller'].includes(field)), 400,
          `messages.${at}.content.${place}: Extra inputs are not permitted: ${Object.keys(block)}`);
        must(!open.has(block.id), 400, 'tool_use ids must be unique');
        open.add(block.id);
      }
    }
  });
  must(open.size === 0, 400, `tool_use ids were found without tool_result blocks: ${[...open]}`);
}

const plain = content => typeof content === 'string' ? content : (content ?? []).map(block => block.text ?? '').join('');

export function view({ messages, tools }) {
  const blocks = messages.flatMap(message => Array.isArray(message.content) ? message.content : []);
  const results = blocks.filter(block => block.type === 'tool_result');
  const inner = [...blocks, ...results.flatMap(result => Array.isArray(result.content) ? result.content : [])];
  return {
    text: messages.filter(message => message.role === 'user').map(message => plain(message.content)).join('\n'),
    results: new Map(results.map(result => [result.tool_use_id, plain(result.content)])),
    tools: new Set((tools ?? []).map(tool => tool.name)),
    pictures: inner.filter(block => block.type === 'image').length,
    thoughts: blocks.filter(block => block.type === 'thinking').length,
  };
}

const USAGE = { input_tokens: 900, cache_creation_input_tokens: 0, cache_read_input_tokens: 100, output_tokens: 50 };
const stop = turn => turn.calls.length > 0 ? 'tool_use' : 'end_turn';

export function whole(turn, model, maker) {
  return {
    id: 'msg_1', type: 'message', role: 'assistant', model, stop_reason: stop(turn), stop_sequence: null, usage: USAGE,
    content: [
      ...(turn.thought ? [{ type: 'thinking', thinking: turn.thought, signature: sign(turn.thought, maker) }] : []),
      ...(turn.text ? [{ type: 'text', text: turn.text }] : []),
      ...turn.calls.map(call => ({ type: 'tool_use', id: call.id, name: named(call), input: inputOf(call) })),
    ],
  };
}

export function* frames(turn, model, maker) {
  const event = data => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
  const start = (index, block) => event({ type: 'content_block_start', index, content_block: block });
  const delta = (index, data) => event({ type: 'content_block_delta', index, delta: data });
  const end = index => event({ type: 'content_block_stop', index });
  let index = 0;
  yield event({
    type: 'message_start',
    message: { id: `msg_${Date.now()}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: { ...USAGE, output_tokens: 1 } },
  });
  yield event({ type: 'ping' });
  if (turn.thought) {
    yield start(index, { type: 'thinking', thinking: '', signature: '' });
    for (const piece of pieces(turn.thought)) {
      yield delta(index, { type: 'thinking_delta', thinking: piece });
    }
    yield delta(index, { type: 'signature_delta', signature: sign(turn.thought, maker) });
    yield end(index++);
  }
  yield start(index, { type: 'text', text: '' });
  for (const piece of pieces(turn.text)) {
    yield { part: 'text', frame: delta(index, { type: 'text_delta', text: piece }) };
  }
  yield end(index++);
  for (const call of turn.calls) {
    yield start(index, { type: 'tool_use', id: call.id, name: named(call), input: {} });
    for (const piece of pieces(JSON.stringify(inputOf(call)))) {
      yield { part: 'call', frame: delta(index, { type: 'input_json_delta', partial_json: piece }) };
    }
    yield end(index++);
  }
  yield event({ type: 'message_delta', delta: { stop_reason: stop(turn), stop_sequence: null }, usage: { output_tokens: 50 } });
  yield event({ type: 'message_stop' });
}

const TYPES = { 400: 'invalid_request_error', 401: 'authentication_error', 429: 'rate_limit_error', 529: 'overloaded_error' };
export const error = ({ status, message }) => ({ type: 'error', error: { type: TYPES[status] ?? 'api_error', message }, request_id: 'req_1' });
