// A strict provider of OpenAI's Responses: sealed reasoning is its own, ids have the prefixes of their kinds, outputs have calls.
import { FOREIGN, must } from './refusal.mjs';
import { pieces } from './chat.mjs';

export const path = '/v1/responses';
export const callId = mark => `call_${mark}abcdef`;

const OURS = ['fallbacks', 'timeoutMs', 'strictParams', 'cache'];
const PREFIXES = { message: 'msg', function_call: 'fc', custom_tool_call: 'ctc', reasoning: 'rs' };
const ANSWERED = { function_call: 'function_call_output', custom_tool_call: 'custom_tool_call_output' };
const KINDS = new Set(['message', 'reasoning', 'additional_tools', ...Object.keys(ANSWERED), ...Object.values(ANSWERED)]);

const seal = (thought, maker) => Buffer.from(`${maker}\n${thought}`).toString('base64');

export function check(body, headers, key, maker) {
  must(headers.authorization === `Bearer ${key}`, 401, 'Incorrect API key provided');
  for (const field of OURS) {
    must(!(field in body), 400, `Unknown parameter: '${field}'.`);
  }
  must(body.previous_response_id === undefined || body.previous_response_id === null, 400, 'Previous response not found.', 'previous_response_not_found');
  const items = typeof body.input === 'string' ? [] : body.input;
  const open = new Map();
  items.forEach((item, at) => {
    const type = item.type ?? 'message';
    must(KINDS.has(type), 400, `Invalid value: '${type}' input[${at}].type`);
    must(!item.id || !PREFIXES[type] || item.id.startsWith(PREFIXES[type]), 400, `Invalid 'input[${at}].id': '${item.id}'`);
    if (type === 'message') {
      must(['user', 'assistant', 'system', 'developer'].includes(item.role), 400, `Invalid value: '${item.role}'`);
    }
    if (type === 'reasoning') {
      must(Buffer.from(item.encrypted_content ?? '', 'base64').toString().startsWith(`${maker}\n`), 400,
        'The encrypted content could not be verified.', FOREIGN);
    }
    if (ANSWERED[type]) {
      must(!open.has(item.call_id), 400, `Duplicate call ${item.call_id}`);
      open.set(item.call_id, ANSWERED[type]);
    }
    if (Object.values(ANSWERED).includes(type)) {
      must(open.get(item.call_id) === type, 400, `No tool call found for ${type} with call_id ${item.call_id}.`);
      open.delete(item.call_id);
    }
  });
  must(open.size === 0, 400, `No tool output found for function call ${[...open.keys()]}.`);
}

const plain = content => typeof content === 'string' ? content : (content ?? []).map(part => part.text ?? '').join('');
const names = tools => tools.flatMap(tool => tool.type === 'namespace' ? tool.tools.map(inner => `${tool.name}__${inner.name}`) : [tool.name ?? tool.type]);

export function view({ input, tools }) {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  const more = items.filter(item => item.type === 'additional_tools').flatMap(item => item.tools);
  return {
    text: items.filter(item => item.role === 'user').map(item => plain(item.content)).join('\n'),
    results: new Map(items.filter(item => item.output !== undefined).map(item => [item.call_id, plain(item.output)])),
    tools: new Set(names([...tools ?? [], ...more])),
    pictures: items.flatMap(item => Array.isArray(item.output) ? item.output : []).filter(part => part.type === 'input_image').length,
    thoughts: items.filter(item => item.type === 'reasoning').length,
  };
}

function* outputs(turn, maker) {
  if (turn.thought) {
    yield { type: 'reasoning', id: `rs_${turn.number}`, summary: [{ type: 'summary_text', text: turn.thought }], encrypted_content: seal(turn.thought, maker) };
  }
  if (turn.text) {
    yield { type: 'message', id: `msg_${turn.number}`, status: 'completed', role: 'assistant', content: [{ type: 'output_text', text: turn.text, annotations: [], logprobs: [] }] };
  }
  for (const call of turn.calls) {
    const at = call.id.replace(/^call_/, '');
    yield call.custom
      ? { type: 'custom_tool_call', id: `ctc_${at}`, call_id: call.id, name: call.name, ...(call.namespace && { namespace: call.namespace }), input: call.input, status: 'completed' }
      : { type: 'function_call', id: `fc_${at}`, call_id: call.id, name: call.name, ...(call.namespace && { namespace: call.namespace }), arguments: JSON.stringify(call.input), status: 'completed' };
  }
}

const USAGE = {
  input_tokens: 1000, input_tokens_details: { cached_tokens: 100, cache_write_tokens: 0 }, output_tokens: 50, output_tokens_details: { reasoning_tokens: 10 }, total_tokens: 1050,
};
const response = (turn, model, more) => ({
  id: `resp_${turn.number}`, object: 'response', created_at: 1, status: 'in_progress', error: null, incomplete_details: null, model, output: [], usage: null, ...more,
});

export const whole = (turn, model, maker) => response(turn, model, { status: 'completed', output: [...outputs(turn, maker)], usage: USAGE });

export function* frames(turn, model, maker) {
  let number = 0;
  const event = (type, data) => `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...data })}\n\n`;
  yield event('response.created', { response: response(turn, model) });
  yield event('response.in_progress', { response: response(turn, model) });
  const items = [...outputs(turn, maker)];
  for (const [index, item] of items.entries()) {
    const at = { item_id: item.id, output_index: index };
    if (item.type === 'reasoning') {
      const place = { ...at, summary_index: 0 };
      yield event('response.output_item.added', { output_index: index, item: { ...item, summary: [], encrypted_content: '' } });
      yield event('response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } });
      yield event('response.reasoning_summary_text.delta', { ...place, delta: turn.thought });
      yield event('response.reasoning_summary_text.done', { ...place, text: turn.thought });
      yield event('response.reasoning_summary_part.done', { ...place, part: item.summary[0] });
    } else if (item.type === 'message') {
      const place = { ...at, content_index: 0 };
      yield event('response.output_item.added', { output_index: index, item: { ...item, status: 'in_progress', content: [] } });
      yield event('response.content_part.added', { ...place, part: { ...item.content[0], text: '' } });
      for (const piece of pieces(turn.text)) {
        yield { part: 'text', frame: event('response.output_text.delta', { ...place, delta: piece, logprobs: [] }) };
      }
      yield event('response.output_text.done', { ...place, text: turn.text, logprobs: [] });
      yield event('response.content_part.done', { ...place, part: item.content[0] });
    } else {
      const field = item.type === 'function_call' ? 'arguments' : 'input';
      const name = item.type === 'function_call' ? 'response.function_call_arguments' : 'response.custom_tool_call_input';
      yield event('response.output_item.added', { output_index: index, item: { ...item, status: 'in_progress', [field]: '' } });
      for (const piece of pieces(item[field])) {
        yield { part: 'call', frame: event(`${name}.delta`, { ...at, delta: piece }) };
      }
      yield event(`${name}.done`, { ...at, [field]: item[field] });
    }
    yield event('response.output_item.done', { output_index: index, item });
  }
  yield event('response.completed', { response: response(turn, model, { status: 'completed', output: items, usage: USAGE }) });
}

export const error = ({ status, message, code }) => ({
  error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code: code ?? null },
});
