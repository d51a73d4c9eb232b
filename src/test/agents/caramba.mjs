// The packaged application in processes of its own, and what it needs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, request as passOn } from 'node:http';
import { once } from 'node:events';

const JAR = process.env.CARAMBA_JAR;
export const ACCESS_KEY = 'access-key-of-the-agents-test';

export class Caramba {
  static async start(environment) {
    const caramba = new Caramba();
    caramba.log = '';
    caramba.process = spawn('java', ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dquarkus.http.host=127.0.0.1', '-Dquarkus.http.port=0', '-jar', JAR], {
      env: {
        PATH: process.env.PATH,
        CARAMBA_ACCESS_KEYS_AGENT: createHash('sha256').update(ACCESS_KEY).digest('hex'),
        ...environment,
      },
    });
    caramba.exited = once(caramba.process, 'exit');
    const port = new Promise((resolve, reject) => {
      const read = data => {
        caramba.log += data;
        const found = /Listening on: http:\/\/[^:]+:(\d+)/.exec(caramba.log);
        if (found) {
          resolve(Number(found[1]));
        }
      };
      caramba.process.stdout.on('data', read);
      caramba.process.stderr.on('data', read);
      caramba.process.on('exit', code => reject(new Error(`Caramba ended with ${code}:\n${caramba.log}`)));
    });
    caramba.port = await port;
    return caramba;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The lines about its calls. */
  get calls() {
    return this.log.split('\n').filter(line => / outcome=/.test(line));
  }

  async stop() {
    this.process.kill();
    await this.exited;
  }
}

/** Stands between an agent and instances of Caramba: gives each request to the next one, and remembers what was asked. */
export class Turns {
  static async start(ports) {
    const turns = new Turns();
    turns.requests = [];
    turns.taken = ports.map(() => 0);
    let next = 0;
    turns.server = createServer((request, response) => {
      const at = next++ % ports.length;
      turns.taken[at]++;
      const asked = { method: request.method, url: request.url, headers: request.headers };
      turns.requests.push(asked);
      const onward = passOn({ host: '127.0.0.1', port: ports[at], method: request.method, path: request.url, headers: request.headers, agent: false }, answer => {
        asked.status = answer.statusCode;
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    });
    turns.server.listen(0, '127.0.0.1');
    await once(turns.server, 'listening');
    turns.url = `http://127.0.0.1:${turns.server.address().port}`;
    return turns;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}
