/**
 * From a JSON Schema to values: such as fit it, and such as fit it but for one step.
 *
 * What always holds: it knows every keyword that the service's own schemas use, and throws at one it does not know, so that a
 * schema which says more than before is not tested for less.
 */
import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type Schema = { readonly [keyword: string]: unknown };

export type SchemaContext = {
  readonly components: Readonly<Record<string, Schema>>;
  /** Values for properties of which the schema says less than the service knows, by name. */
  readonly hints: Readonly<Record<string, fc.Arbitrary<Json>>>;
};

const KNOWN = new Set([
  '$ref',
  'type',
  'enum',
  'const',
  'anyOf',
  'properties',
  'required',
  'additionalProperties',
  'maxProperties',
  'items',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'description',
  'default',
  'examples',
]);
/** Longer ones are for tests of the limits: these here are many. */
const MOST_ITEMS = 4;
const MOST_LETTERS = 40;

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function schemaAt(holder: unknown, name: string): Schema {
  const found: unknown = isSchema(holder) ? holder[name] : undefined;
  if (!isSchema(found)) throw new Error(`There is no schema ${name}.`);
  return found;
}

const numberAt = (schema: Schema, name: string, otherwise: number): number => {
  const found = schema[name];
  return typeof found === 'number' ? found : otherwise;
};

const namesIn = (value: unknown): string[] => (isSchema(value) ? Object.keys(value) : []);

function resolved(schema: Schema, context: SchemaContext): Schema {
  for (const keyword of Object.keys(schema)) {
    if (!KNOWN.has(keyword)) throw new Error(`The keyword ${keyword} is not known here.`);
  }
  const { $ref: reference } = schema;
  if (typeof reference !== 'string') return schema;
  return resolved(schemaAt(context.components, reference.split('/').at(-1) ?? ''), context);
}

/** Any JSON, also the kind that breaks a careless program. */
export const anyJson: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value))),
  fc.constantFrom<Json>(
    null,
    '',
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    1e308,
    true,
    [],
    {},
    [[]],
    '\u0000',
    '\ud800',
    '../..',
  ),
);

/** Values that fit. */
export function fitting(given: Schema, context: SchemaContext): fc.Arbitrary<Json> {
  const schema = resolved(given, context);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum.filter(isJson));
  if (isJson(schema.const)) return fc.constant(schema.const);
  if (Array.isArray(schema.anyOf)) {
    return fc.oneof(...schema.anyOf.filter(isSchema).map((one) => fitting(one, context)));
  }
  switch (schema.type) {
    case 'object':
      return fittingObject(schema, context);
    case 'array': {
      const minLength = numberAt(schema, 'minItems', 0);
      const maxLength = Math.min(numberAt(schema, 'maxItems', MOST_ITEMS), MOST_ITEMS);
      return fc.array(fitting(schemaAt(schema, 'items'), context), { minLength, maxLength });
    }
    case 'string': {
      const minLength = numberAt(schema, 'minLength', 0);
      const maxLength = Math.min(numberAt(schema, 'maxLength', MOST_LETTERS), MOST_LETTERS);
      return fc.string({ unit: 'grapheme', minLength, maxLength }).map((text) => text.slice(0, maxLength));
    }
    case 'integer':
    case 'number': {
      const min = numberAt(schema, 'minimum', -1000);
      const max = numberAt(schema, 'maximum', Math.max(min, 1_000_000));
      return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`The type ${JSON.stringify(schema.type)} is not known here.`);
  }
}

function fittingObject(schema: Schema, context: SchemaContext): fc.Arbitrary<Json> {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const members = namesIn(schema.properties).map((name) => {
    const value = context.hints[name] ?? fitting(schemaAt(schema.properties, name), context);
    const present = required.has(name) ? fc.constant(true) : fc.boolean();
    return fc.tuple(fc.constant(name), present, value);
  });
  const named = fc
    .tuple(...members)
    .map((all) =>
      Object.fromEntries(all.flatMap(([name, present, value]) => (present ? [[name, value]] : []))),
    );
  if (!isSchema(schema.additionalProperties)) return named;
  const others = fc.dictionary(
    fc.string({ unit: fc.constantFrom(...'ABC_XYZ'), minLength: 1, maxLength: 8 }),
    fitting(schema.additionalProperties, context),
    { maxKeys: MOST_ITEMS, noNullPrototype: true },
  );
  return fc.tuple(named, others).map(([own, more]): Json => ({ ...more, ...own }));
}

const isJson = (value: unknown): value is Json => value !== undefined;

/** Values of which one thing does not fit: the schema is broken somewhere, by a step that is named. */
export function nearlyFitting(
  given: Schema,
  context: SchemaContext,
): fc.Arbitrary<{ readonly value: Json; readonly step: string }> {
  return fc
    .tuple(fitting(given, context), fc.nat(), fc.nat())
    .map(([value, where, how]) => broken(value, given, { context, where, how }));
}

type Breaking = { readonly context: SchemaContext; readonly where: number; readonly how: number };
type Broken = { readonly value: Json; readonly step: string };

function broken(value: Json, given: Schema, breaking: Breaking): Broken {
  const schema = resolved(given, breaking.context);
  const steps = stepsFor(value, schema, breaking);
  const step = steps[breaking.how % steps.length];
  if (step === undefined) throw new Error('There is no way to break this.');
  return step;
}

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each is a way out of the schema, here or further in. */
function stepsFor(value: Json, schema: Schema, breaking: Breaking): Broken[] {
  const steps: Broken[] = [{ value: otherType(value, schema), step: 'another type' }];
  if (Array.isArray(schema.enum) || schema.const !== undefined)
    steps.push({ value: 'neither', step: 'no such choice' });
  if (typeof value === 'string') steps.push(...stringSteps(schema));
  if (typeof value === 'number') steps.push(...numberSteps(schema));
  if (Array.isArray(value) && isSchema(schema.items)) steps.push(...arraySteps(value, schema, breaking));
  if (isObject(value)) steps.push(...objectSteps(value, schema, breaking));
  return steps;
}

function otherType(value: Json, schema: Schema): Json {
  const allowed = JSON.stringify(schema);
  const others: Json[] = [null, true, 7, 'text', [1], { a: 1 }];
  const kind = (one: Json): string => (one === null ? 'null' : Array.isArray(one) ? 'array' : typeof one);
  const named = (one: Json): boolean =>
    allowed.includes(`"type":"${kind(one)}"`) ||
    (kind(one) === 'number' && allowed.includes('"type":"integer"'));
  return others.find((one) => kind(one) !== kind(value) && !named(one)) ?? null;
}

function stringSteps(schema: Schema): Broken[] {
  const steps: Broken[] = [];
  if (numberAt(schema, 'minLength', 0) > 0) steps.push({ value: '', step: 'too short' });
  const most = numberAt(schema, 'maxLength', 0);
  if (most > 0) steps.push({ value: 'x'.repeat(most + 1), step: 'too long' });
  return steps;
}

function numberSteps(schema: Schema): Broken[] {
  const steps: Broken[] = [];
  if (schema.type === 'integer') steps.push({ value: 1.5, step: 'not whole' });
  if (typeof schema.minimum === 'number') steps.push({ value: schema.minimum - 1, step: 'too small' });
  if (typeof schema.maximum === 'number') steps.push({ value: schema.maximum + 1, step: 'too large' });
  return steps;
}

function arraySteps(value: readonly Json[], schema: Schema, breaking: Breaking): Broken[] {
  const items = schemaAt(schema, 'items');
  const steps: Broken[] = [];
  if (numberAt(schema, 'minItems', 0) > 0) steps.push({ value: [], step: 'too few' });
  const most = numberAt(schema, 'maxItems', 0);
  const first = value[0];
  if (most > 0 && first !== undefined) {
    steps.push({ value: Array.from({ length: most + 1 }, () => first), step: 'too many' });
  }
  const at = value.length === 0 ? -1 : breaking.where % value.length;
  const chosen = value[at];
  if (chosen !== undefined) {
    const inner = broken(chosen, items, deeper(breaking));
    steps.push({
      value: value.map((one, index) => (index === at ? inner.value : one)),
      step: `in [${at}] ${inner.step}`,
    });
  }
  return steps;
}

function objectSteps(value: { readonly [name: string]: Json }, schema: Schema, breaking: Breaking): Broken[] {
  const steps: Broken[] = [];
  for (const name of Array.isArray(schema.required) ? schema.required.map(String) : []) {
    const rest = Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
    steps.push({ value: rest, step: `without ${name}` });
  }
  if (schema.additionalProperties === false) {
    for (const name of ['unknown', 'Language', 'constructor', 'toString', ' ']) {
      steps.push({ value: { ...value, [name]: 1 }, step: `with ${name}` });
    }
  }
  const names = Object.keys(value).filter(
    (name) => isSchema(schema.properties) && isSchema(schema.properties[name]),
  );
  const chosen = names[breaking.where % Math.max(1, names.length)];
  const member = chosen === undefined ? undefined : value[chosen];
  if (chosen !== undefined && member !== undefined) {
    const inner = broken(member, schemaAt(schema.properties, chosen), deeper(breaking));
    // The further in, the more there is to break: so as often as all that is out here.
    for (let times = 0; times < 6; times++) {
      steps.push({ value: { ...value, [chosen]: inner.value }, step: `in ${chosen} ${inner.step}` });
    }
  }
  return steps;
}

const deeper = ({ context, where, how }: Breaking): Breaking => ({
  context,
  where: Math.floor(where / 7),
  how: Math.floor(how / 11),
});
