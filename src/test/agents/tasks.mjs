// The tasks: what a model says at each step, decided by the results in the conversation alone, so that any target can go on.

const END = 'The notes are written and say alpha and gamma.';
const MARK = /s(\d+)x\d+/;
const mark = (step, at) => `s${step}x${at}`;

const nameOf = call => call.namespace ? `${call.namespace}__${call.name}` : call.name;

class Task {
  constructor(steps, end) {
    this.steps = steps;
    this.end = end;
  }

  /** The step that is due, from 1; 0 where the request is none of the task's. */
  step({ tools, results }) {
    if (!tools.has(nameOf(this.steps[0].calls[0]))) {
      return 0;
    }
    const done = [...results.keys()].map(id => Number(MARK.exec(id)?.[1] ?? 0));
    return 1 + Math.max(0, ...done);
  }

  /** @param id makes the id of a call, in the provider's own form, around a mark that names its place in the task */
  turn(step, { results, tools, pictures }, id, problem) {
    if (step === 0) {
      return { number: 0, text: 'A side question', calls: [] };
    }
    this.#check(step, results, pictures, problem);
    if (step > this.steps.length) {
      return { number: step, thought: 'All is there.', text: this.end, calls: [] };
    }
    const { text, calls } = this.steps[step - 1];
    return {
      number: step, thought: `Step ${step} is due.`, text,
      calls: calls.map((call, at) => {
        const name = nameOf(call);
        if (!tools.has(name)) {
          problem(`no tool ${name} among ${[...tools]}`);
        }
        return { ...call, id: id(mark(step, at)) };
      }),
    };
  }

  /** Each call of the steps before has its own result. */
  #check(step, results, pictures, problem) {
    const found = new Map([...results].map(([id, result]) => [MARK.exec(id)?.[0], result]));
    this.steps.slice(0, step - 1).forEach(({ calls }, before) => calls.forEach((call, at) => {
      const id = mark(before + 1, at);
      const result = found.get(id);
      if (result === undefined) {
        problem(`no result of ${id}`);
      } else if (!call.expect.test(result)) {
        problem(`${id} has the result ${JSON.stringify(result)}`);
      } else if (call.picture && pictures === 0) {
        problem(`no picture of ${id}`);
      }
    }));
  }
}

export function claudeTask(folder) {
  const notes = `${folder}/notes.txt`;
  return new Task([
    {
      text: 'I begin with two things at once.',
      calls: [
        { name: 'Write', input: { file_path: notes, content: 'alpha\nbeta\n' }, expect: /created|written|success/i },
        { name: 'Bash', input: { command: `printf 'one\\n' > ${folder}/one.txt && echo first-$((6*7))`, description: 'Write a file' }, expect: /first-42/ },
      ],
    },
    { text: 'I read it back.', calls: [{ name: 'Read', input: { file_path: notes }, expect: /alpha\n.*beta/ }] },
    { text: 'I change the second line.', calls: [{ name: 'Edit', input: { file_path: notes, old_string: 'beta', new_string: 'gamma' }, expect: /updated/ }] },
    {
      text: 'I look at both files.',
      calls: [
        { name: 'Bash', input: { command: `cat ${notes}; echo second-$((7*7))`, description: 'Show a file' }, expect: /alpha\ngamma\nsecond-49/ },
        { name: 'Read', input: { file_path: `${folder}/one.txt` }, expect: /one/ },
      ],
    },
    { text: 'I look at the picture.', calls: [{ name: 'Read', input: { file_path: `${folder}/picture.png` }, expect: /^/, picture: true }] },
  ], END);
}

const ADD = '*** Begin Patch\n*** Add File: notes.txt\n+alpha\n+beta\n*** End Patch';
const UPDATE = '*** Begin Patch\n*** Update File: notes.txt\n@@\n alpha\n-beta\n+gamma\n*** End Patch';
/** Claude Code declares some tools only when the model has searched for them. */
export function searchTask(folder) {
  return new Task([
    { text: 'I need a tool.', calls: [{ name: 'ToolSearch', input: { query: 'select:NotebookEdit' }, expect: /NotebookEdit/ }] },
    {
      text: 'I begin.',
      calls: [
        { name: 'NotebookEdit', input: { notebook_path: `${folder}/none.ipynb`, new_source: 'a' }, expect: /does not exist|not exist|not found|read/i },
        { name: 'Bash', input: { command: `cd ${folder}; printf 'one\n' > one.txt; printf 'alpha\ngamma\n' > notes.txt; echo written`, description: 'Write' }, expect: /written/ },
      ],
    },
  ], END);
}

const run = (cmd, expect) => ({ name: 'exec_command', input: { cmd }, expect });
const begin = {
  text: 'I begin with two things at once.',
  calls: [run('printf "one\\n" > one.txt; echo first-$((6*7))', /first-42/), run('echo also-$((5*5))', /also-25/)],
};
const look = { text: 'I look at the file.', calls: [run('cat notes.txt; echo second-$((7*7))', /alpha\ngamma\nsecond-49/)] };

/** Codex with a model that it knows: files are changed by the custom tool apply_patch. */
export function patchTask(folder) {
  const patch = input => ({ name: 'apply_patch', custom: true, input, expect: /notes\.txt/ });
  return new Task([
    begin, { text: 'I write the notes.', calls: [patch(ADD)] }, { text: 'I change the second line.', calls: [patch(UPDATE)] },
    { text: 'I look at the picture.', calls: [{ name: 'view_image', input: { path: `${folder}/picture.png` }, expect: /^/, picture: true }] },
    look,
  ], END);
}

/** Codex with a model that it does not know: files are changed by commands; tools of servers come in a namespace. */
export function namespaceTask() {
  return new Task([
    begin,
    {
      text: 'I write the notes.',
      calls: [
        run('printf "alpha\\nbeta\\n" > notes.txt; echo written', /written/),
        { name: 'record', namespace: 'mcp__ledger', input: { entry: 'beta' }, expect: /entered beta/ },
      ],
    },
    { text: 'I enter what I am about to do.', calls: [{ name: 'record', namespace: 'mcp__ledger', input: { entry: 'gamma' }, expect: /entered gamma/ }] },
    { text: 'I change the second line.', calls: [run('sed -i s/beta/gamma/ notes.txt; echo changed', /changed/)] },
    look,
  ], END);
}

/** Codex with its newest models: a program in JavaScript is the text of the custom tool exec in the namespace functions. */
export function programTask() {
  const program = (input, expect) => ({ name: 'exec', namespace: 'functions', custom: true, input, expect });
  const shown = (cmd, expect) => program(`const r = await tools.exec_command({ cmd: ${JSON.stringify(cmd)} });\ntext(r.output);`, expect);
  return new Task([
    { text: 'I begin.', calls: [shown('printf "one\\n" > one.txt; echo first-$((6*7))', /first-42/)] },
    { text: 'I write the notes.', calls: [program(`text(await tools.apply_patch(${JSON.stringify(ADD)}));`, /Script completed/)] },
    { text: 'I change the second line.', calls: [program(`text(await tools.apply_patch(${JSON.stringify(UPDATE)}));`, /Script completed/)] },
    { text: 'I enter it in the ledger.', calls: [program('text(await tools.mcp__ledger__record({ entry: "gamma" }));', /entered gamma/)] },
    { text: 'I look at the file.', calls: [shown('cat notes.txt; echo second-$((7*7))', /alpha\ngamma\nsecond-49/)] },
  ], END);
}
