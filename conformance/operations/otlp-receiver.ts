/**
 * A receiver of traces: OTLP over HTTP with JSON, as its specification says. It refuses what does not have the shape of an export
 * request, and keeps the spans.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Static, Type } from 'typebox';
import { Check, Errors } from 'typebox/value';

const Attribute = Type.Object({
  key: Type.String(),
  value: Type.Union([
    Type.Object({ stringValue: Type.String() }),
    Type.Object({ boolValue: Type.Boolean() }),
    Type.Object({ intValue: Type.Union([Type.Integer(), Type.String({ pattern: '^-?\\d+$' })]) }),
    Type.Object({ doubleValue: Type.Number() }),
    Type.Object({ arrayValue: Type.Unknown() }),
  ]),
});

const nanoseconds = Type.String({ pattern: '^\\d{19}$' });

const Span = Type.Object({
  traceId: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  spanId: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  parentSpanId: Type.Optional(Type.String({ pattern: '^([0-9a-f]{16})?$' })),
  name: Type.String({ minLength: 1 }),
  kind: Type.Integer({ minimum: 1, maximum: 5 }),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: Type.Array(Attribute),
  status: Type.Object({ code: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 })) }),
});
export type Span = Static<typeof Span>;

const ExportTraceServiceRequest = Type.Object(
  {
    resourceSpans: Type.Array(
      Type.Object({
        resource: Type.Object({ attributes: Type.Array(Attribute) }),
        scopeSpans: Type.Array(
          Type.Object({ scope: Type.Object({ name: Type.String() }), spans: Type.Array(Span) }),
        ),
      }),
    ),
  },
  { additionalProperties: false },
);

export type ReceivedSpan = Span & { readonly service: string };

export type OtlpReceiver = AsyncDisposable & {
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** What was sent and is no export request. */
  readonly problems: readonly string[];
};

type AttributeValue = Static<typeof Attribute>;

/** The text or number of an attribute; undefined when it is not there. */
export function attribute(attributes: readonly AttributeValue[], key: string): unknown {
  const found = attributes.find((one) => one.key === key);
  return found === undefined ? undefined : Object.values(found.value)[0];
}

export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const problems: string[] = [];
  const receive = (path: string | undefined, text: string): void => {
    const value: unknown = JSON.parse(text);
    if (path !== '/v1/traces') problems.push(`It was sent to ${path}.`);
    if (!Check(ExportTraceServiceRequest, value)) {
      problems.push(JSON.stringify([...Errors(ExportTraceServiceRequest, value)].slice(0, 3)));
      return;
    }
    for (const { resource, scopeSpans } of value.resourceSpans) {
      const service = String(attribute(resource.attributes, 'service.name'));
      for (const scope of scopeSpans) spans.push(...scope.spans.map((span) => ({ ...span, service })));
    }
  };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.once('end', () => {
      receive(request.url, text);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    problems,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
