/**
 * What a container has to be made with for a stage: what can be changed before it is started (memory, tasks), and what can
 * not (its runtime, the size of its file systems). Pure.
 */
import type { Limits } from '@gozolite/client';
import { diskInodes } from '../native/requests.ts';

export type Shape = {
  readonly runtime: string | null;
  readonly diskBytes: number;
  readonly diskInodes: number;
  readonly memoryBytes: number;
  readonly tasks: number;
};

/** The engine refuses less. */
export const LEAST_MEMORY_KB = 6 * 1024;
/** The engine's own threads need so many tasks until the first process is there. As in the init's `look.c`. */
const LEAST_TASKS = 8;
const KIB = 1024;

export const shapeOf = (limits: Limits, runtime: string | null): Shape => ({
  runtime,
  diskBytes: limits.disk_kb * KIB,
  diskInodes: diskInodes(limits),
  memoryBytes: limits.memory_kb * KIB,
  // One more, for the init.
  tasks: Math.max(LEAST_TASKS, limits.processes + 1),
});

/** Whether one can be made of the other without making it anew. */
export const canBecome = (made: Shape, wanted: Shape): boolean =>
  made.runtime === wanted.runtime &&
  made.diskBytes === wanted.diskBytes &&
  made.diskInodes === wanted.diskInodes;

export const isSame = (made: Shape, wanted: Shape): boolean =>
  canBecome(made, wanted) && made.memoryBytes === wanted.memoryBytes && made.tasks === wanted.tasks;
