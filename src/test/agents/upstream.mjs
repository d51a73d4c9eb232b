// Providers that play a task over real HTTP: each has a path of its own, a wire format, and perhaps a fault.
import { createServer } from 'node:http';
import { setImmediate as turn, setTimeout as later } from 'node:timers/promises';
import { appendFileSync } from 'node:fs';
import { FOREIGN, Refusal } from './refusal.mjs';
import * as chat from './chat.mjs';
import * as messages from './messages.mjs';
import * as responses from './responses.mjs';

const WIRES = { chat, messages, responses };
const TYPES = { chat: 'openai-compatible', messages: 'anthropic', responses: 'openai' };
const SLOW = 8_000;
const PIECE = 61; // no event and no line ends there by itself

export class Upstreams {
  /**
   * @param targets a list of {name, wire, maker?, oneSystem?, fault?: {kind, from, until?, headers?}}: who seals its thoughts (all of a
   * wire format are one maker's unless it says otherwise), whether its chat template takes one system message alone, and how it fails at which steps of the task
   */
  constructor(task, targets) {
    this.task = task;
    this.targets = new Map(targets.map(target => [target.name, target]));
    this.asked = [];
    this.problems = [];
    this.sockets = new Set();
    this.server = createServer((request, response) => this.#serve(request, response).catch(e => {
      this.problems.push(`${request.url}: ${e.stack}`);
      response.destroy();
    }));
    this.server.on('connection', socket => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  async start() {
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  stop() {
    this.server.close();
    this.sockets.forEach(socket => socket.destroy());
  }

  /** What Caramba is configured with. */
  environment(model) {
    const environment = {};
    let priority = 0;
    for (const { name, wire, fault, oneSystem } of this.targets.values()) {
      const prefix = `CARAMBA_PROVIDERS_${name.toUpperCase()}`;
      const base = `http://127.0.0.1:${this.server.address().port}/${name}`;
      environment[`${prefix}_TYPE`] = TYPES[wire];
      environment[`${prefix}_BASE_URL`] = wire === 'messages' ? base : `${base}/v1`;
      environment[`${prefix}_API_KEY`] = key(name);
      environment[`${prefix}_MODEL`] = model;
      environment[`${prefix}_PRIORITY`] = String(++priority);
      if (oneSystem) {
        environment[`${prefix}_ONE_SYSTEM_MESSAGE`] = 'true';
      }
      if (String(fault?.kind).startsWith('silent')) {
        environment[`${prefix}_FIRST_TOKEN_TIMEOUT`] = environment[`${prefix}_IDLE_TIMEOUT`] = '5s';
      }
    }
    return environment;
  }

  async #serve(request, response) {
    const [, name, path] = /^\/([a-z0-9]+)(\/[^?]*)/.exec(request.url);
    const target = this.targets.get(name);
    const wire = WIRES[target.wire];
    const maker = target.maker ?? target.wire;
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    if (process.env.AGENTS_RECORD) {
      appendFileSync(process.env.AGENTS_RECORD, JSON.stringify({ url: request.url, method: request.method, headers: request.headers, body: text && JSON.parse(text) }) + '\n');
    }
    const entry = { target: name, path };
    this.asked.push(entry);
    if (path === '/v1/messages/count_tokens') {
      return json(response, 200, { input_tokens: 1234 });
    }
    if (path !== wire.path) {
      this.problems.push(`${name} was asked for ${request.method} ${request.url}`);
      return json(response, 404, wire.error(new Refusal(404, 'Not Found')));
    }
    const body = JSON.parse(text);
    try {
      wire.check(body, request.headers, key(name), maker, target.oneSystem);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) {
        throw refusal;
      }
      entry.refused = refusal.message;
      if (refusal.code !== FOREIGN) {
        this.problems.push(`${name} refused: ${refusal.message}`);
      }
      return json(response, refusal.status, wire.error(refusal));
    }
    const view = wire.view(body);
    const step = this.task.step(view);
    const play = this.task.turn(step, view, wire.callId, problem => this.problems.push(`${name}, step ${step}: ${problem}`));
    Object.assign(entry, { step, stream: body.stream === true, thoughts: view.thoughts ?? 0 });
    const { fault } = target;
    if (fault && step >= fault.from && step <= (fault.until ?? Infinity)) {
      entry.fault = fault.kind;
      return fail(fault, response, wire, play, body, maker);
    }
    if (!body.stream) {
      return json(response, 200, wire.whole(play, body.model, maker));
    }
    head(response);
    for (const frame of wire.frames(play, body.model, maker)) {
      await write(response, frame.frame ?? frame);
    }
    response.end();
  }
}

const key = name => `key-of-${name}-0123456789`;

async function fail({ kind, headers = {} }, response, wire, play, body, maker) {
  if (typeof kind === 'number') {
    return json(response, kind, wire.error(new Refusal(kind, 'scripted failure')), headers);
  }
  const [what, part] = kind.split(' in ');
  if (!body.stream && what !== 'slow') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(JSON.stringify(wire.whole(play, body.model, maker)).slice(0, 40));
    await turn();
    return what === 'cut' ? response.destroy() : undefined;
  }
  head(response);
  response.flushHeaders();
  if (what === 'silent' && !part) {
    return;
  }
  if (what === 'slow' && !part) {
    await later(SLOW);
  }
  let pieces = 0;
  for (const frame of wire.frames(play, body.model, maker)) {
    await write(response, frame.frame ?? frame);
    if (part && frame.part === part && ++pieces === 2) {
      if (what !== 'slow') {
        break;
      }
      await later(SLOW);
    }
  }
  if (what === 'slow') {
    response.end();
  }
  if (what === 'cut') {
    await turn();
    response.destroy();
  }
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const head = response => response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });

async function write(response, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += PIECE) {
    response.write(bytes.subarray(at, at + PIECE));
    await turn();
  }
}
