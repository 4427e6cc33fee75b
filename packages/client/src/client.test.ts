import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { GozoliteClient } from './client.ts';
import { GozoliteError } from './client-error.ts';
import type { ExecutionResult } from './result.ts';

const failed: ExecutionResult = {
  id: '0'.repeat(32),
  status: 'failed',
  error: 'OVERLOADED',
  message: 'All slots and the queue are full.',
  language: null,
  version: null,
  stdout: '',
  stderr: '',
  exit_code: null,
  signal: null,
  time_ms: null,
  cpu_time_ms: null,
  memory_kb: null,
  truncated: { stdout_bytes: 0, stderr_bytes: 0 },
  encoding: 'utf8',
  compile: null,
  evidence: null,
  limits: null,
  isolation: null,
  timings: { queue_ms: 0, prepare_ms: 0, compile_ms: 0, run_ms: 0 },
  artifacts: [],
};

const servers: Server[] = [];
const serve = async (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const errorOf = async (promise: Promise<unknown>): Promise<GozoliteError> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof GozoliteError) return error;
  throw new Error('a GozoliteError was expected', { cause: error });
};

describe('execution', () => {
  it('reads what is remembered of one', async () => {
    const summary = { id: 'a/b', tenant: 'acme', ended_at: '2026-01-01T00:00:00Z' };
    const url = await serve((request, response) =>
      request.url === '/executions/a%2Fb' ? json(response, 200, summary) : json(response, 404, failed),
    );
    const client = new GozoliteClient({ baseUrl: url });
    expect(await client.execution('a/b')).toEqual(summary);
    expect((await errorOf(client.execution('c'))).kind).toBe('refused');
  });
});

describe('execute', () => {
  it('sends the key of a request that may be repeated', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers['idempotency-key']);
      json(response, 503, failed);
    });
    const client = new GozoliteClient({ baseUrl: url });
    await client.execute({ language: 'c', code: '' }, { idempotencyKey: 'k-1' });
    await client.execute({ language: 'c', code: '' });
    expect(seen).toEqual(['k-1', undefined]);
  });

  it('posts the request as JSON, with the key and below the base path', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { authorization, 'content-type': type } = request.headers;
        seen.push([request.method, request.url, type, authorization, JSON.parse(body)]);
        json(response, 200, { ...failed, status: 'ok', error: null });
      });
    });
    const client = new GozoliteClient({ baseUrl: `${url}/run/`, apiKey: 'k1' });
    const result = await client.execute({ language: 'python', code: 'print(1)' });
    expect(result.status).toBe('ok');
    expect(seen).toEqual([
      ['POST', '/run/execute', 'application/json', 'Bearer k1', { language: 'python', code: 'print(1)' }],
    ]);
  });

  it.each([200, 400, 422, 499, 500, 503])(
    'resolves with the result of an answer of status %i',
    async (status) => {
      const url = await serve((_, response) => json(response, status, failed));
      expect(await new GozoliteClient({ baseUrl: url }).execute({ language: 'c' })).toEqual(failed);
    },
  );

  it('throws a protocol error for an answer that is not a result', async () => {
    const url = await serve((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    const error = await errorOf(new GozoliteClient({ baseUrl: url }).execute({ language: 'c' }));
    expect(error).toMatchObject({ kind: 'protocol', status: 502 });
  });

  it('throws a network error when nothing answers', async () => {
    const url = await serve((request) => request.socket.destroy());
    const error = await errorOf(new GozoliteClient({ baseUrl: url }).execute({ language: 'c' }));
    expect(error).toMatchObject({ kind: 'network', status: null });
  });

  it('throws a cancelled error when the signal is aborted, and hangs up', async () => {
    const controller = new AbortController();
    const hungUp = Promise.withResolvers<void>();
    const url = await serve((_, response) => {
      response.on('close', () => hungUp.resolve());
      controller.abort();
    });
    const client = new GozoliteClient({ baseUrl: url });
    const error = await errorOf(client.execute({ language: 'c' }, { signal: controller.signal }));
    expect(error.kind).toBe('cancelled');
    await hungUp.promise;
  });
});

describe('questions about the server', () => {
  it('asks for a language by its escaped id', async () => {
    const paths: unknown[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      json(response, 200, { id: 'c#', name: 'C#', state: 'ready', versions: [] });
    });
    const info = await new GozoliteClient({ baseUrl: url }).language('c#');
    expect(info.name).toBe('C#');
    expect(paths).toEqual(['/languages/c%23']);
  });

  it('throws what the server refused with', async () => {
    const refusal = { ...failed, error: 'UNAUTHORIZED', message: 'A valid API key is required.' };
    const url = await serve((_, response) => json(response, 401, refusal));
    const error = await errorOf(new GozoliteClient({ baseUrl: url }).capabilities());
    expect(error).toMatchObject({ kind: 'refused', status: 401, message: 'A valid API key is required.' });
    expect(error.failure?.error).toBe('UNAUTHORIZED');
  });

  it('reads the health of a server that is not ready', async () => {
    const url = await serve((_, response) =>
      json(response, 503, { status: 'not_ready', live: true, ready: false, checks: [] }),
    );
    expect((await new GozoliteClient({ baseUrl: url }).health()).status).toBe('not_ready');
  });

  it('uses the fetch it is given', async () => {
    const urls: unknown[] = [];
    const client = new GozoliteClient({
      baseUrl: 'https://example.test',
      fetch: async (input) => {
        urls.push(input);
        return Response.json({ version: '1', languages: [], limits: {} });
      },
    });
    await client.capabilities();
    expect(urls).toEqual(['https://example.test/capabilities']);
  });
});
