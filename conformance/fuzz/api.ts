/**
 * The service's own description of its API, as far as requests are generated from it and answers held against it.
 */
import { isSchema, type Schema, type SchemaContext } from './from-schema.ts';

export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly body: Schema | null;
  readonly parameters: readonly string[];
  /** Of every documented answer, its status. */
  readonly statuses: ReadonlySet<number>;
};

export type Api = {
  readonly operations: readonly Operation[];
  readonly components: SchemaContext['components'];
};

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => (isSchema(found) ? found[name] : undefined), value);
}

const entriesOf = (value: unknown): [string, unknown][] => (isSchema(value) ? Object.entries(value) : []);

export async function readApi(base: string): Promise<Api> {
  const document: unknown = await (await fetch(`${base}/openapi.json`)).json();
  const operations = entriesOf(at(document, 'paths')).flatMap(([path, methods]) =>
    entriesOf(methods).map(([method, operation]) => operationOf(method.toUpperCase(), path, operation)),
  );
  if (operations.length === 0) throw new Error('/openapi.json describes nothing.');
  const components = Object.fromEntries(
    entriesOf(at(document, 'components', 'schemas')).flatMap(([name, schema]) =>
      isSchema(schema) ? [[name, schema]] : [],
    ),
  );
  return { operations, components };
}

function operationOf(method: string, path: string, operation: unknown): Operation {
  const body = at(operation, 'requestBody', 'content', 'application/json', 'schema');
  return {
    method,
    path,
    body: isSchema(body) ? body : null,
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    statuses: new Set(entriesOf(at(operation, 'responses')).map(([status]) => Number(status))),
  };
}
