/**
 * Says in a sentence what the schema found wrong with a request: where (`files[2].path`), what it must be, and for an
 * unknown field which known one is nearest.
 */
import { type TSchema, Type } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { nearest } from './nearest.ts';

/** A stranger's text in a message: short, on one line, and marked as theirs. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}...` : text);

type Place = { readonly name: string; readonly schema: TSchema | null };

const childOf = ({ name, schema }: Place, segment: string): Place => {
  if (schema !== null && Type.IsArray(schema)) return { name: `${name}[${segment}]`, schema: schema.items };
  const shown = /^\w{1,64}$/.test(segment) ? segment : quoted(segment);
  const properties: Readonly<Record<string, TSchema>> =
    schema !== null && Type.IsObject(schema) ? schema.properties : {};
  return {
    name: name === '' ? shown : `${name}.${shown}`,
    schema: Object.hasOwn(properties, segment) ? (properties[segment] ?? null) : null,
  };
};

const segmentsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

const unknownField = (name: string, last: string, parent: Place): string => {
  if (parent.schema !== null && Type.IsRecord(parent.schema)) {
    return `${quoted(last)} is not a name that ${parent.name} may have: letters, digits and _, and no digit first.`;
  }
  const known =
    parent.schema !== null && Type.IsObject(parent.schema) ? Object.keys(parent.schema.properties) : [];
  const meant = nearest(last, known);
  return meant === null
    ? `There is no field ${name}; the known ones are ${known.join(', ')}.`
    : `There is no field ${name}; did you mean ${childOf(parent, meant).name}?`;
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'an array',
  integer: 'a whole number',
  object: 'an object',
  string: 'a string',
};

const choicesOf = (schema: TSchema | null): string => {
  if (schema === null || !Type.IsUnion(schema)) return 'another value';
  const values = schema.anyOf.flatMap((option) =>
    Type.IsLiteral(option) ? [JSON.stringify(option.const)] : [],
  );
  return values.join(' or ');
};

export const sentenceOf = (error: TLocalizedValidationError, root: TSchema): string => {
  const segments = segmentsOf(error.instancePath);
  let parent: Place = { name: '', schema: null };
  let place: Place = { name: '', schema: root };
  for (const segment of segments) {
    parent = place;
    place = childOf(place, segment);
  }
  const name = place.name === '' ? 'The request' : place.name;
  switch (error.keyword) {
    case 'boolean':
      return unknownField(place.name, segments.at(-1) ?? '', parent);
    case 'additionalProperties': {
      const [field = ''] = error.params.additionalProperties;
      return unknownField(childOf(place, field).name, field, place);
    }
    case 'required': {
      const [field = ''] = error.params.requiredProperties;
      return `The field ${childOf(place, field).name} is required.`;
    }
    case 'type': {
      const type = String(error.params.type);
      return `${name} must be ${TYPE_WORDS[type] ?? type}.`;
    }
    case 'minimum':
      return `${name} must be at least ${error.params.limit}.`;
    case 'minLength':
    case 'minItems':
      return `${name} must not be empty.`;
    case 'maxLength':
      return `${name} must have at most ${error.params.limit} characters.`;
    case 'maxItems':
    case 'maxProperties':
      return `${name} must have at most ${error.params.limit} entries.`;
    case 'const':
    case 'anyOf':
      return `${name} must be ${choicesOf(place.schema)}.`;
    default:
      return `${name} is not valid: it ${error.message}.`;
  }
};
