// One trial: providers, Caramba in front of them, an agent that does its task, and what came of it.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Caramba } from './caramba.mjs';
import { Upstreams } from './upstream.mjs';
import { claude, codex, workplace } from './agents.mjs';
import { claudeTask, namespaceTask, patchTask, programTask, searchTask } from './tasks.mjs';

/** Each way in which an agent works: its task, the model it is given, the format of a provider that it was made for. */
const WAYS = {
  'Claude Code': { run: claude, task: claudeTask, model: 'coder', native: 'messages' },
  'Claude Code, searching': { run: claude, task: searchTask, model: 'coder', native: 'messages' },
  'Codex, apply_patch': { run: codex, task: patchTask, model: 'gpt-5.5', native: 'responses' },
  'Codex, namespaces': { run: codex, task: namespaceTask, model: 'coder', native: 'responses', ledger: true, options: { settings: 'web_search = "disabled"' } },
  'Codex, programs': { run: codex, task: programTask, model: 'gpt-6.1-sol', native: 'responses', ledger: true },
};
export const ways = Object.keys(WAYS).filter(way => way !== 'Claude Code, searching');

/** Targets are in the order in which they are asked. */
export async function play(way, targets, { environment = {}, between, options = {}, instances = 1 } = {}) {
  const { run, task, model, native, options: own } = WAYS[way];
  const place = workplace();
  const upstreams = await new Upstreams(task(place.folder), targets.map(target => ({ ...target, wire: target.wire === 'native' ? native : target.wire }))).start();
  const carambas = [];
  const settings = {
    ...upstreams.environment(model === 'coder' ? 'some-model' : model),
    CARAMBA_BALANCER_STRATEGY: 'priority',
    ...(model === 'coder' && { CARAMBA_ROUTES_CODER_TARGETS: targets.map(({ name }) => name).join() }),
    ...environment,
  };
  try {
    for (let i = 0; i < instances; i++) {
      carambas.push(await Caramba.start(settings));
    }
    const front = between ? await between(carambas) : carambas[0];
    const result = await run(front.url, place, model, { ...own, ...options });
    await Promise.all(carambas.map(caramba => caramba.stop()));
    front.stop?.();
    const seen = { ...result, upstreams, carambas, front, files: filesIn(place.folder) };
    report(way, targets, seen);
    return seen;
  } finally {
    await Promise.all(carambas.map(caramba => caramba.stop()));
    upstreams.stop();
    place.remove();
  }
}

const filesIn = folder => Object.fromEntries(readdirSync(folder).filter(name => name.endsWith('.txt')).map(name => [name, readFileSync(join(folder, name), 'utf8')]));

/** The text the agent ended with. */
export function lastWords(way, out) {
  if (way.startsWith('Claude Code')) {
    return JSON.parse(out).result;
  }
  const messages = out.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line)).filter(event => event.item?.type === 'agent_message');
  return messages.at(-1)?.item.text;
}

/** The task was done, on the disk too, and no provider had a reason to refuse anything. */
export function done(way, seen) {
  const context = JSON.stringify({ asked: seen.upstreams.asked, out: seen.out.slice(-3000), err: seen.err.slice(-3000), log: seen.carambas.map(caramba => caramba.calls) }, null, 1);
  assert.deepEqual(seen.upstreams.problems, [], context);
  assert.equal(seen.code, 0, context);
  assert.equal(lastWords(way, seen.out), 'The notes are written and say alpha and gamma.', context);
  assert.equal(seen.files['notes.txt'], 'alpha\ngamma\n', context);
  assert.equal(seen.files['one.txt'], 'one\n', context);
  if (WAYS[way].ledger) {
    assert.equal(seen.files['ledger.txt'], way === 'Codex, programs' ? 'gamma\n' : 'beta\ngamma\n', context);
  }
}

/** Which target was asked for which step: "first 1 2 3!, second 3 4", with ! where it failed and ~ where no stream was wanted. */
export function course({ asked }) {
  const runs = [];
  for (const { target, step, fault, stream, refused } of asked.filter(({ step, refused }) => step > 0 || refused)) {
    if (runs.at(-1)?.target !== target) {
      runs.push({ target, steps: [] });
    }
    runs.at(-1).steps.push(`${step ?? '?'}${stream === false ? '~' : ''}${fault ? '!' : ''}${refused ? '?' : ''}`);
  }
  return runs.map(({ target, steps }) => `${target} ${steps.join(' ')}`).join(', ');
}

function report(way, targets, seen) {
  const fault = targets.find(target => target.fault)?.fault;
  const line = [
    way, targets.map(({ name, wire }) => `${name}: ${wire}`).join(', '), fault ? `${fault.kind} from step ${fault.from}` : 'no fault',
    `exit ${seen.code}`, `${seen.seconds.toFixed(1)} s`, `calls ${seen.carambas.map(caramba => caramba.calls.length).join('+')}`, course(seen.upstreams),
    lastWords(way, seen.out)?.split('\n')[0], seen.upstreams.problems.join(' / '),
  ].join(' | ');
  console.log(line);
  if (process.env.AGENTS_REPORT) {
    appendFileSync(process.env.AGENTS_REPORT, `${line}\n`);
  }
}
