// The real desktop window, driven through tauri-driver in the W3C WebDriver protocol. Under it works the
// system's own driver: WebKitWebDriver here, and Edge's on Windows.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const built = (name) => new URL(`../../target/debug/${name}`, import.meta.url).pathname;
/** The programs that the tests start. */
export const DESKTOP = process.env.NETRA_DESKTOP ?? built('netra-desktop');
export const NETRA = process.env.NETRA ?? built('netra');

const DRIVER = process.env.TAURI_DRIVER ?? 'tauri-driver';

/** The system's driver; tauri-driver wants its whole path. */
function nativeDriver() {
  return execFileSync('sh', ['-c', 'command -v WebKitWebDriver'], { encoding: 'utf8' }).trim();
}

/** A folder of its own for a person who has never used the program, and what the program is told of it. */
export function home(name) {
  const folder = mkdtempSync(join(tmpdir(), `netra-${name}-`));
  const env = {
    // Here is the folder for downloads too: this person has named no other.
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    NETRA_PASSPHRASE: 'a passphrase for the test',
    LC_ALL: 'C.UTF-8',
  };
  return { folder, env };
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Ports that nobody listens on, each another. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ports = servers.map((server) => String(server.address().port));
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

/** Repeats `look` until it gives something, at most for so long: how soon it comes is the benchmarks' to say. */
export async function eventually(look, what, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found) return found;
    } catch (problem) {
      last = problem;
    }
    await pause(50);
  }
  throw new Error(`never came: ${what}${last ? ` (${last.message})` : ''}`);
}

export class Window {
  static async open(binary, args, env) {
    const [port, native] = await freePorts(2);
    const driver = spawn(DRIVER, ['--port', port, '--native-port', native, '--native-driver', nativeDriver()], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const window = new Window(`http://127.0.0.1:${port}`, driver);
    await eventually(async () => (await window.#send('GET', '/status')).ready, 'the driver');
    const { sessionId } = await window.#send('POST', '/session', {
      capabilities: { alwaysMatch: { 'tauri:options': { application: binary, args } } },
    });
    window.session = `/session/${sessionId}`;
    return window;
  }

  constructor(base, driver) {
    this.base = base;
    this.driver = driver;
  }

  async #send(method, path, body) {
    const response = await fetch(this.base + path, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** Runs a function's body in the page. */
  run(script, ...args) {
    return this.#send('POST', `${this.session}/execute/sync`, { script, args });
  }
  /** What the page may ask of its window, asked in the page. */
  async shell(name, args = {}) {
    await this.run(
      `window.shellSaid = undefined;
       window.__TAURI_INTERNALS__.invoke('rpc', { request: { op: 'window', name: arguments[0], args: arguments[1] } })
         .then((answer) => (window.shellSaid = answer))`,
      name,
      args,
    );
    const said = await eventually(() => this.run('return window.shellSaid'), `an answer to ${name}`);
    if (said.error) throw new Error(JSON.stringify(said.error));
    return said.ok;
  }
  /** Starts a function's body that gives a promise, and gives what came of it. */
  async later(script, ...args) {
    await this.run(
      `window.cameOfIt = undefined;
       (async () => { ${script} }).apply(null, arguments)
         .then((value) => (window.cameOfIt = { value }), (problem) => (window.cameOfIt = { problem: String(problem) }))`,
      ...args,
    );
    const { value, problem } = await eventually(() => this.run('return window.cameOfIt'), 'what the page promised', 120);
    if (problem !== undefined) throw new Error(problem);
    return value;
  }
  text(selector) {
    return this.run('return document.querySelector(arguments[0])?.textContent?.trim() ?? null', selector);
  }
  /** Until a firm is open: its name stands in the sidebar. */
  firm() {
    const named = async () => {
      const name = await this.text('nav .firm .name');
      return name === 'Netra' ? null : name;
    };
    return eventually(named, 'the name of the firm', 120);
  }
  async find(selector) {
    const found = await this.#send('POST', `${this.session}/element`, { using: 'css selector', value: selector });
    return found[ELEMENT];
  }
  async click(selector) {
    const element = await this.find(selector);
    await this.#send('POST', `${this.session}/element/${element}/click`, {});
  }
  /** Keys to whatever has the focus, held together when several are given. */
  async keys(...pressed) {
    // A key whose window went away while it was down counts as down still, and is not pressed again.
    await this.#send('DELETE', `${this.session}/actions`);
    const down = pressed.map((value) => ({ type: 'keyDown', value }));
    const up = [...pressed].reverse().map((value) => ({ type: 'keyUp', value }));
    await this.#send('POST', `${this.session}/actions`, {
      actions: [{ type: 'key', id: 'keyboard', actions: [...down, ...up] }],
    });
  }
  async type(text) {
    for (const letter of text) await this.keys(letter);
  }
  /** The windows of the program. */
  handles() {
    return this.#send('GET', `${this.session}/window/handles`);
  }
  /** What follows is for this window. */
  switchTo(handle) {
    return this.#send('POST', `${this.session}/window`, { handle });
  }
  /** Puts the window at a place on the screen. */
  place(rect) {
    return this.#send('POST', `${this.session}/window/rect`, rect);
  }
  /** A picture of the page, where the person who runs the tests wants pictures. */
  async shoot(name) {
    const folder = process.env.NETRA_SHOTS;
    if (!folder) return;
    const picture = await this.#send('GET', `${this.session}/screenshot`);
    writeFileSync(join(folder, `${name}.png`), Buffer.from(picture, 'base64'));
  }
  async close() {
    try {
      await this.#send('DELETE', this.session);
    } finally {
      this.driver.kill();
    }
  }
}
