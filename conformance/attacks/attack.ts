/**
 * What an attack is: a program, the request it is sent with, and what the answer may be. Attacks are data; how one is
 * carried out and what must hold after each is in stage.ts.
 */
import type { ErrorCode, ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { Server } from '../server.ts';

/** Where an attack takes place. */
export type Scene = {
  readonly server: Server;
  /** A folder of the host that no program may reach or change, with `victim.txt` in it. */
  readonly outside: string;
  /** How many times slower than an ordinary machine this one is: times that an attack needs, or may take, are multiplied. */
  readonly slowness: number;
  /** Whether the supervisor has the rights of root, or those of a user namespace. */
  readonly privilege: 'root' | 'userns' | 'engine';
  /** Where the C programs are found compiled; otherwise the service compiles them. */
  readonly prebuilt?: string | undefined;
};

export type Companion = {
  readonly program: string;
  readonly request?: (scene: Scene) => Partial<ExecutionRequest>;
  readonly stdout: RegExp;
};

export type Attack = {
  readonly name: string;
  /** Files below programs/; the first is the entrypoint and its extension tells the language. */
  readonly program: string | readonly [string, ...string[]];
  /** Laid over the request that the program alone makes. */
  readonly request?: (scene: Scene) => Partial<ExecutionRequest>;
  readonly verdicts: readonly (ErrorCode | null)[];
  /** The `limit` of the evidence is one of these. */
  readonly evidence?: readonly string[];
  /** Default: `HELD` stands in the output of a program that succeeded. */
  readonly stdout?: RegExp;
  readonly check?: (result: ExecutionResult, scene: Scene) => void;
  /** How much later than its time limit (or than its end) the answer may come, in milliseconds. */
  readonly overtimeMs?: number;
  /** Runs beside the attack, again and again, and once after it. Default: a small program with a nonce. */
  readonly companion?: Companion;
};

export const HELD = /^HELD$/m;
