// A strict provider of OpenAI's chat completions: it refuses what a server of that kind has a reason to refuse.
import { Refusal, must } from './refusal.mjs';

export const path = '/v1/chat/completions';
// as some models have them: Anthropic would refuse such an id
export const callId = mark => `functions.tool:${mark}`;

const FIELDS = new Set(['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls', 'max_tokens',
  'max_completion_tokens', 'temperature', 'top_p', 'stop', 'response_format', 'reasoning_effort', 'seed', 'user']);
const ROLES = { system: ['role', 'content'], user: ['role', 'content'], assistant: ['role', 'content', 'tool_calls'], tool: ['role', 'content', 'tool_call_id'] };

export function check(body, headers, key, maker, oneSystem) {
  must(headers.authorization === `Bearer ${key}`, 401, 'Incorrect API key provided');
  must(!headers['x-api-key'], 400, 'x-api-key is a header of the caller');
  for (const field of Object.keys(body)) {
    must(FIELDS.has(field), 400, `Unrecognized request argument supplied: ${field}`);
  }
  checkTools(body);
  checkMessages(body.messages, oneSystem);
}

function checkTools({ tools, tool_choice: choice, parallel_tool_calls: parallel }) {
  must(tools === undefined || (Array.isArray(tools) && tools.length > 0), 400, '[] is too short - tools');
  must(tools || choice === undefined, 400, 'tool_choice is only allowed when tools are specified');
  must(tools || parallel === undefined, 400, 'parallel_tool_calls is only allowed when tools are specified');
  const names = new Set();
  for (const tool of tools ?? []) {
    must(tool.type === 'function' && only(tool, ['type', 'function']), 400, `Invalid tool: ${JSON.stringify(tool).slice(0, 200)}`);
    const { name, parameters } = tool.function;
    must(only(tool.function, ['name', 'description', 'parameters', 'strict']), 400, `Unknown field of tool ${name}`);
    must(/^[a-zA-Z0-9_-]{1,64}$/.test(name), 400, `Invalid tools.function.name: ${name}`);
    must(!names.has(name), 400, `Duplicate tool: ${name}`);
    must(parameters === undefined || parameters.type === 'object', 400, `Invalid schema for function ${name}`);
    names.add(name);
  }
}

function checkMessages(messages, oneSystem) {
  let open = new Set();
  messages.forEach((message, at) => {
    const { role, content, tool_calls: calls } = message;
    must(role in ROLES, 400, `Invalid value: '${role}'. Supported values are: system, user, assistant, tool`);
    must(only(message, ROLES[role]), 400, `Unknown field of messages[${at}]: ${Object.keys(message)}`);
    must(role !== 'system' || at === 0 || (!oneSystem && messages.slice(0, at).every(before => before.role === 'system')), 400, 'System message must be at the beginning.');
    must(role === 'tool' || open.size === 0, 400, `An assistant message with 'tool_calls' must be followed by tool messages: ${[...open]}`);
    if (role === 'tool') {
      must(typeof content === 'string', 400, `messages[${at}]: the content of a tool message must be a string`);
      must(open.delete(message.tool_call_id), 400, `messages[${at}]: no call ${message.tool_call_id} before it`);
    }
    must(calls === undefined || calls.length > 0, 400, 'tool_calls is empty');
    must(typeof content === 'string' || isParts(content, role) || (content === null && calls), 400, `Invalid content of messages[${at}]`);
    for (const call of calls ?? []) {
      must(only(call, ['id', 'type', 'function']) && only(call.function, ['name', 'arguments']), 400, `Unknown field of a call: ${JSON.stringify(call)}`);
      must(typeof JSON.parse(call.function.arguments) === 'object', 400, 'arguments are no object');
      must(!open.has(call.id), 400, `Duplicate call ${call.id}`);
      open.add(call.id);
    }
  });
  must(open.size === 0, 400, `Calls without results: ${[...open]}`);
}

const isParts = (content, role) => Array.isArray(content) && content.length > 0
  && content.every(part => only(part, ['type', part.type]) && (part.type === 'text' || (part.type === 'image_url' && role === 'user')));
const only = (object, keys) => Object.keys(object).every(key => keys.includes(key));
const plain = content => typeof content === 'string' ? content : (content ?? []).map(part => part.text ?? '').join('');

export function view({ messages, tools }) {
  return {
    text: messages.filter(message => message.role === 'user').map(message => plain(message.content)).join('\n'),
    results: new Map(messages.filter(message => message.role === 'tool').map(message => [message.tool_call_id, plain(message.content)])),
    pictures: messages.flatMap(message => Array.isArray(message.content) ? message.content : []).filter(part => part.type === 'image_url').length,
    tools: new Set((tools ?? []).map(tool => tool.function.name)),
  };
}

export const named = call => call.namespace ? `${call.namespace}__${call.name}` : call.name;
const written = call => JSON.stringify(call.custom ? { input: call.input } : call.input);

export function whole(turn, model) {
  return {
    id: 'chatcmpl-1', object: 'chat.completion', created: 1, model,
    choices: [{
      index: 0, finish_reason: turn.calls.length > 0 ? 'tool_calls' : 'stop',
      message: {
        role: 'assistant', content: turn.text,
        ...(turn.calls.length > 0 && {
          tool_calls: turn.calls.map(call => ({ id: call.id, type: 'function', function: { name: named(call), arguments: written(call) } })),
        }),
      },
    }],
    usage: USAGE,
  };
}

const USAGE = { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050, prompt_tokens_details: { cached_tokens: 100 } };

export function* frames(turn, model) {
  const chunk = (delta, finish = null) => `data: ${JSON.stringify({
    id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;
  yield chunk({ role: 'assistant', content: '' });
  if (turn.thought) {
    yield chunk({ reasoning_content: turn.thought });
  }
  for (const piece of pieces(turn.text)) {
    yield { part: 'text', frame: chunk({ content: piece }) };
  }
  for (const [index, call] of turn.calls.entries()) {
    yield chunk({ tool_calls: [{ index, id: call.id, type: 'function', function: { name: named(call), arguments: '' } }] });
    for (const piece of pieces(written(call))) {
      yield { part: 'call', frame: chunk({ tool_calls: [{ index, function: { arguments: piece } }] }) };
    }
  }
  yield chunk({}, turn.calls.length > 0 ? 'tool_calls' : 'stop');
  yield `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [], usage: USAGE })}\n\n`;
  yield 'data: [DONE]\n\n';
}

export const pieces = text => text.match(/[\s\S]{1,9}/g) ?? [];

export const error = ({ status, message }) => ({
  error: { message, type: status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'server_error', param: null, code: null },
});
