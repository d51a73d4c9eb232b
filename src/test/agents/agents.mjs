// The command line agents as their makers publish them, each in a home and a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACCESS_KEY } from './caramba.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BIN = join(process.env.AGENTS_MODULES ?? join(HERE, 'node_modules'), '.bin');
const LIMIT = 240_000;
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC'; // 8 × 8 points, red

export function workplace() {
  const root = mkdtempSync(join(process.env.AGENTS_WORK ?? HERE, 'work-'));
  const places = { root, home: join(root, 'home'), folder: join(root, 'folder') };
  mkdirSync(places.home);
  mkdirSync(places.folder);
  writeFileSync(join(places.folder, 'picture.png'), Buffer.from(PICTURE, 'base64'));
  return { ...places, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Nothing of the machine's environment, and no way out but to this machine. */
const environment = (home, more) => ({
  PATH: process.env.PATH, HOME: home, TERM: 'dumb', HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost', ...more,
});

export function claude(url, { home, folder }, model, { auth = 'ANTHROPIC_AUTH_TOKEN', key = ACCESS_KEY, more = {}, args = [], prompt } = {}) {
  return run('claude', [
    '-p', prompt ?? `Write the notes in ${folder}.`, '--output-format', 'json', '--allowedTools', 'Bash,Read,Write,Edit', ...args,
  ], folder, environment(home, {
    ANTHROPIC_BASE_URL: url, [auth]: key, ANTHROPIC_MODEL: model, ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_TELEMETRY: '1', DISABLE_ERROR_REPORTING: '1', DISABLE_AUTOUPDATER: '1', ...more,
  }));
}

export function codex(url, { home, folder }, model, { ledger = true, settings = '', provider = '', key = ACCESS_KEY, args = [] } = {}) {
  const codexHome = join(home, '.codex');
  mkdirSync(codexHome);
  writeFileSync(join(codexHome, 'config.toml'), `
model = "${model}"
model_provider = "caramba"
${settings}
[model_providers.caramba]
name = "Caramba"
base_url = "${url}/v1"
env_key = "CARAMBA_KEY"
wire_api = "responses"
${provider}

[analytics]
enabled = false
${ledger ? `
[mcp_servers.ledger]
command = "node"
args = ["${join(HERE, 'ledger.mjs')}", "${join(folder, 'ledger.txt')}"]
default_tools_approval_mode = "approve"
` : ''}`);
  return run('codex', ['exec', '--skip-git-repo-check', '--sandbox', 'danger-full-access', '--json', '--cd', folder, ...args, 'Write the notes.'],
    folder, environment(home, { CODEX_HOME: codexHome, CARAMBA_KEY: key }));
}

function run(program, args, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(join(BIN, program), args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let out = '';
    let err = '';
    const started = Date.now();
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), LIMIT);
    child.stdout.on('data', data => out += data);
    child.stderr.on('data', data => err += data);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? signal, out, err, seconds: (Date.now() - started) / 1000 });
    });
  });
}
