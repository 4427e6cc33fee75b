/**
 * The answers of `GET /health/live` (the process answers), `/health/ready` (it can run code: 200, or 503 with the
 * reasons) and `/health` (all that is known at a glance, 200 whatever it says).
 */
import { type Static, Type } from 'typebox';
import { closed, count, nullable } from './shapes.ts';

export const Liveness = Type.Object({ status: Type.Literal('live') }, closed);
export type Liveness = Static<typeof Liveness>;

export const Readiness = Type.Object(
  {
    status: Type.Union([Type.Literal('ready'), Type.Literal('not_ready')]),
    reasons: Type.Array(Type.String(), { description: 'Why it is not ready, a sentence each.' }),
  },
  closed,
);
export type Readiness = Static<typeof Readiness>;

export const Load = Type.Object(
  {
    slots: count('Executions that can run at one time.'),
    running: count('Executions that hold a slot now.'),
    queued: count('Executions that wait for a slot.'),
    queue_limit: count('How many may wait.'),
  },
  closed,
);
export type Load = Static<typeof Load>;

/** What one part of the service says of itself. */
export const HealthCheck = Type.Object(
  {
    name: Type.String(),
    ok: Type.Boolean(),
    message: Type.String({ description: 'A sentence for a person.' }),
  },
  closed,
);
export type HealthCheck = Static<typeof HealthCheck>;

export const Health = Type.Object(
  {
    status: Type.Union(
      [
        Type.Literal('ready'),
        Type.Literal('degraded'),
        Type.Literal('not_ready'),
        Type.Literal('shutting_down'),
      ],
      { description: 'degraded: it runs code, with a mandatory layer given up by the operator.' },
    ),
    version: Type.String(),
    uptime_seconds: Type.Number({ minimum: 0 }),
    backend: Type.Object(
      {
        name: Type.String(),
        ready: Type.Boolean(),
        problem: nullable(Type.String({ description: 'A sentence.' })),
        remedy: nullable(Type.String({ description: 'What to do, a sentence.' })),
      },
      closed,
    ),
    load: Load,
    languages: Type.Object(
      {
        ready: count('Languages that run.'),
        checking: count('Languages not yet known.'),
        missing: count('Languages not installed.'),
        broken: count('Languages installed that do not work.'),
      },
      closed,
    ),
    degraded: Type.Array(Type.String()),
    checks: Type.Array(HealthCheck, { description: 'What each part of the service says of itself.' }),
  },
  closed,
);
export type Health = Static<typeof Health>;
