// The browser that the scenarios run in.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import bundled from '@sparticuz/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** The one font that comes with it and no other: pages look the same on every machine. */
function withItsOwnFont() {
  const file = join(tmpdir(), 'fonts.conf');
  writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(tmpdir(), 'fonts')}</dir><cachedir>${join(tmpdir(), 'fonts-cache')}</cachedir></fontconfig>`);
  process.env.FONTCONFIG_FILE = file;
}

/** One browser for all scenarios; what was left behind by a run that was broken off is cleared away first. */
export async function launch() {
  for (const name of readdirSync(tmpdir())) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  const executablePath = process.env.CHROMIUM ?? (await bundled.executablePath());
  if (!process.env.CHROMIUM) withItsOwnFont();
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
