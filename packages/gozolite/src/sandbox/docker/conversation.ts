/**
 * One stage, told to the init of a container that has not been started, until it has told what became of it.
 *
 * What always holds: a container in which a mandatory layer is not found gets no program; what is held of an answer is
 * bounded by the limits of the stage; a container that falls silent is given up.
 */
import type { RunContext } from '../../engine/run-context.ts';
import { type LimitEvent, SandboxError, type StageOutcome, type StageSpec } from '../backend.ts';
import { type EndMessage, NO_END } from '../native/end-message.ts';
import { FrameWriter } from '../native/frame-writer.ts';
import { decodeMessage, type ReadyMessage } from '../native/messages.ts';
import { cancelledOutcome, PendingRun } from '../native/pending-run.ts';
import { ProtocolError } from '../native/protocol.ts';
import type { SandboxContainer } from './container.ts';
import { reasonOf } from './engine.ts';
import { aliveFrame, framesOf, INSIDE_FRAME, treePiece } from './frames.ts';
import type { TreeStore } from './trees.ts';

export type ConversationParts = {
  readonly container: SandboxContainer;
  readonly trees: TreeStore;
  /** Throws when nothing may run in a container that says this of itself. */
  readonly judge: (ready: ReadyMessage) => void;
  /** Whether the cgroup's counters can be seen from inside. */
  readonly seen: boolean;
  readonly beganMs: number;
};

/** From the start of the container to that of the program, and from its deadline to the END. */
const PATIENCE_MS = 60_000;
/** An init that hears nothing for five times as long ends its container. */
const ALIVE_MS = 2000;
const SIGKILL = 9;

type End = { readonly end: EndMessage } | { readonly closed: Error | null };

export async function converse(
  spec: StageSpec,
  tree: readonly Uint8Array[] | null,
  context: RunContext,
  parts: ConversationParts,
): Promise<StageOutcome> {
  const { container } = parts;
  const talk = new Talk(spec, parts);
  const ended = talk.ended();
  const cancelled = new Promise<'cancelled'>((resolve) => {
    context.signal.addEventListener('abort', () => resolve('cancelled'), { once: true });
  });
  const impatience = new AbortController();
  const writer = new FrameWriter();
  const alive = setInterval(() => container.send(aliveFrame(writer)), ALIVE_MS);
  const silent = silence(spec.limits.time_ms + 2 * PATIENCE_MS, impatience.signal);
  try {
    const started = container.start().then(
      () => ended,
      (error: unknown) => {
        throw new SandboxError(`The engine could not start a container: ${reasonOf(error)}`, {
          cause: error,
        });
      },
    );
    for (const frame of framesOf(writer, spec, tree)) container.send(frame);
    const end = await Promise.race([ended, started, cancelled, silent]);
    if (end === 'cancelled') return cancelledOutcome();
    if (end === 'silent') throw new SandboxError('A container did not answer in time and was given up.');
    return 'end' in end ? talk.outcome(end.end) : await talk.lost(end.closed, context.signal);
  } finally {
    impatience.abort();
    clearInterval(alive);
  }
}

const silence = (ms: number, signal: AbortSignal): Promise<'silent'> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, 'silent');
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });

/** Gathers what the init says. */
class Talk {
  readonly #spec: StageSpec;
  readonly #parts: ConversationParts;
  readonly #pending: PendingRun;
  /** Null when it is larger than one may be. */
  #tree: Buffer[] | null = [];
  #treeBytes = 0;

  constructor(spec: StageSpec, parts: ConversationParts) {
    this.#spec = spec;
    this.#parts = parts;
    this.#pending = new PendingRun(spec);
  }

  ended(): Promise<End> {
    return new Promise((resolve, reject) => {
      this.#parts.container.listen({
        frame: (type, body) => {
          try {
            const end = this.#take(type, body);
            if (end !== null) resolve({ end });
          } catch (error) {
            reject(error);
          }
        },
        closed: (closed) => resolve({ closed }),
      });
    });
  }

  outcome(end: EndMessage): StageOutcome {
    const { seen, trees } = this.#parts;
    const bundle = end.bundle === null || this.#tree === null ? null : trees.add(this.#tree);
    const message = end.bundle !== null && bundle === null ? this.#whyNotKept() : end.message;
    const outcome = this.#pending.outcome({ ...end, message }, bundle);
    return seen ? outcome : { ...outcome, usage: { ...outcome.usage, cpuMs: null, memoryKb: null } };
  }

  /** The container ended without an END. Only one way to that is the program's own doing. */
  async lost(problem: Error | null, signal: AbortSignal): Promise<StageOutcome> {
    const { container } = this.#parts;
    // A stream that fails is the end of the container, too: what was still being written to it came too late.
    const ended = !(problem instanceof ProtocolError);
    if (ended && (await container.endedForMemory(signal))) {
      const event: LimitEvent = {
        kind: 'memory',
        atNs: 0,
        allowed: this.#spec.limits.memory_kb * 1024,
        measured: Number.NaN,
        mechanism: 'the engine’s OOMKilled',
      };
      const end = { outcome: 'signaled', code: SIGKILL, killer: 'memory', events: [event] } as const;
      return this.outcome({ ...NO_END, ...end });
    }
    if (signal.aborted) return cancelledOutcome();
    const why = problem?.message ?? container.said;
    throw new SandboxError(
      `A container ended before it had said what became of its program.${why && ` ${why}`}`,
    );
  }

  #take(type: number, body: Buffer): EndMessage | null {
    if (type === INSIDE_FRAME.treeOut) {
      this.#keep(treePiece(body));
      return null;
    }
    const message = decodeMessage(type, body);
    switch (message.type) {
      case 'ready':
        this.#parts.judge(message);
        return null;
      case 'started':
        this.#pending.started((performance.now() - this.#parts.beganMs) * 1e6);
        return null;
      case 'output':
        this.#pending.output(message);
        return null;
      case 'artifact':
        this.#pending.artifact(message);
        return null;
      case 'end':
        return message;
      default:
        throw new SandboxError('A container’s init said what only a supervisor says.');
    }
  }

  /** The files of the tree are within the disk limit; their names come on top. */
  #keep(piece: Buffer): void {
    this.#treeBytes += piece.byteLength;
    if (this.#treeBytes > this.#spec.limits.disk_kb * 1024 + 64 * 1024 * 1024)
      throw new SandboxError('A container’s init sent more than it was asked to keep.');
    if (this.#treeBytes > this.#parts.trees.mostBytes) this.#tree = null;
    this.#tree?.push(Buffer.from(piece));
  }

  #whyNotKept(): string {
    return this.#tree === null
      ? 'the tree is larger than one may be'
      : 'as many work folders are kept already as there is room for';
  }
}
