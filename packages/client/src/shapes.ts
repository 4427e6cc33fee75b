/**
 * The few shapes that the schemas of answers are made of.
 */
import { Type } from 'typebox';

/** Fields that are not named are refused. */
export const closed = { additionalProperties: false } as const;

export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const count = (description: string) => Type.Integer({ minimum: 0, description });
