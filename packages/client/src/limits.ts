/**
 * The limits of one stage (a compile or a run). Units are in the names.
 */
import { type Static, Type } from 'typebox';
import { closed } from './shapes.ts';

const positive = (description: string) => Type.Integer({ minimum: 1, description });

const shape = {
  time_ms: positive('Wall-clock time from the exec of the program, in milliseconds.'),
  cpu_time_ms: positive('CPU time of the whole process tree, in milliseconds.'),
  memory_kb: positive('Memory of the whole process tree, files in memory included, in KiB.'),
  processes: positive('Processes and threads at one time.'),
  output_bytes: positive('Bytes of each of stdout and stderr.'),
  file_kb: positive('Size of any one file the program writes, in KiB.'),
  disk_kb: positive('All that the program writes to its file system, in KiB.'),
  open_files: positive('Open file descriptors of one process.'),
};

/** Every limit, as in force for a stage. */
export const Limits = Type.Object(shape, closed);
export type Limits = Static<typeof Limits>;

/** What a request may set; what is left out takes the default. */
export const LimitsRequest = Type.Partial(Type.Object(shape), closed);
export type LimitsRequest = Static<typeof LimitsRequest>;

export type LimitName = keyof Limits;

export const LIMIT_NAMES = Object.keys(shape) as readonly LimitName[];
