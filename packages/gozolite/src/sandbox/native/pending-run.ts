/**
 * One run that the supervisor has been given: gathers what it says of it, and makes the outcome of its END.
 *
 * What always holds: no more is kept of a run than its limits allow, whatever the supervisor sends. More output than that is
 * not the protocol. More artifacts are left out, and their run says so: how many there are is the program's choice, and never costs
 * another run anything.
 */
import {
  type Bundle,
  type CollectedArtifact,
  SandboxError,
  type StageEnd,
  type StageOutcome,
  type StageSpec,
} from '../backend.ts';
import { ByteCollector } from './byte-collector.ts';
import { type EndMessage, errnoName } from './end-message.ts';
import type { ArtifactMessage, OutputMessage } from './messages.ts';
import { ProtocolError } from './protocol.ts';
import { sentence } from './sentence.ts';

const NOTHING = new Uint8Array(0);
const NONE: readonly never[] = [];
/** Of one run's artifacts, those that were refused included. The supervisor's own bounds are about half of these. */
const MOST_ARTIFACTS = 4096;
const MOST_PATH_BYTES = 2 * 1024 * 1024;

type OpenArtifact = {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  readonly bytes: ByteCollector;
};

export class PendingRun {
  readonly #outputBytes: number;
  readonly #artifactBytes: number;
  readonly #keeps: boolean;
  #stdout: ByteCollector | null = null;
  #stderr: ByteCollector | null = null;
  #prepareNs = 0;
  #artifacts: CollectedArtifact[] | null = null;
  #open: OpenArtifact | null = null;
  #collectedBytes = 0;
  #pathBytes = 0;
  /** Artifacts beyond the bounds have come: no more are taken. */
  #full = false;

  constructor(spec: StageSpec) {
    this.#outputBytes = spec.limits.output_bytes;
    this.#artifactBytes = spec.artifacts.maxBytes;
    this.#keeps = spec.keep;
  }

  started(prepareNs: number): void {
    this.#prepareNs = prepareNs;
  }

  output(message: OutputMessage): void {
    if (message.stream === 1) this.#stdout = this.#appended(this.#stdout, message.data);
    else this.#stderr = this.#appended(this.#stderr, message.data);
  }

  /** A file may come in several messages, one after the other; one that is whole is not added to, whatever has its path. */
  artifact(message: ArtifactMessage): void {
    if (this.#full) return;
    if (this.#open?.path !== message.path || this.#open.bytes.length >= this.#open.size)
      this.#closeArtifact();
    if (!this.#fits(message)) {
      this.#full = true;
      this.#refuse(message, 'too_many');
    } else if (message.refused !== null) this.#refuse(message, message.refused);
    else if (message.data !== null) this.#collect(message, message.data);
  }

  /** `bundle` is the kept tree, if END tells of one. Throws `SandboxError` when the platform failed. */
  outcome(end: EndMessage, bundle: Bundle | null): StageOutcome {
    this.#closeArtifact();
    return {
      end: stageEnd(end),
      killedFor: end.killer,
      events: end.events,
      stdout: this.#stdout?.take() ?? NOTHING,
      stderr: this.#stderr?.take() ?? NOTHING,
      dropped: { stdout: end.droppedStdout, stderr: end.droppedStderr },
      usage: {
        wallMs: milliseconds(end.wallNs),
        cpuMs: milliseconds(end.cpuNs),
        memoryKb: end.memoryPeak === 0 ? null : Math.ceil(end.memoryPeak / 1024),
        processes: end.processesPeak === 0 ? null : end.processesPeak,
      },
      artifacts: this.#artifacts ?? NONE,
      bundle,
      notKept:
        this.#keeps && bundle === null && end.outcome === 'exited' && end.code === 0 ? end.message : null,
      timings: { prepareMs: milliseconds(this.#prepareNs), teardownMs: milliseconds(end.teardownNs) },
    };
  }

  /** Throws `ProtocolError` when END tells of a tree that nobody asked to be kept. */
  checkEnd(end: EndMessage): void {
    if (end.bundle !== null && !this.#keeps) throw new ProtocolError('A tree was kept that should not be.');
  }

  #appended(collector: ByteCollector | null, data: Uint8Array): ByteCollector {
    const collected = collector ?? new ByteCollector(this.#outputBytes);
    if (collected.length + data.byteLength > this.#outputBytes) {
      throw new ProtocolError('More output came of a run than its limit.');
    }
    collected.append(data);
    return collected;
  }

  /** Counts an artifact, or the next piece of the one that is open. */
  #fits({ path, data }: ArtifactMessage): boolean {
    this.#collectedBytes += data?.byteLength ?? 0;
    if (this.#open === null) this.#pathBytes += path.length + 1;
    return (
      this.#collectedBytes <= this.#artifactBytes &&
      this.#pathBytes <= MOST_PATH_BYTES &&
      (this.#artifacts?.length ?? 0) < MOST_ARTIFACTS
    );
  }

  /** What has come of that file is forgotten. */
  #refuse({ path, size }: Pick<ArtifactMessage, 'path' | 'size'>, refused: string): void {
    this.#open = null;
    this.#artifacts ??= [];
    this.#artifacts.push({ path, size, refused });
  }

  #collect({ path, mode, size }: ArtifactMessage, data: Uint8Array): void {
    this.#open ??= { path, mode, size, bytes: new ByteCollector(Math.min(size, this.#artifactBytes)) };
    this.#open.bytes.append(data);
  }

  #closeArtifact(): void {
    if (this.#open === null) return;
    const { path, mode, size, bytes } = this.#open;
    if (bytes.length < size) {
      this.#refuse(this.#open, 'unfinished');
      return;
    }
    this.#artifacts ??= [];
    this.#artifacts.push({ path, mode, size, content: bytes.take() });
    this.#open = null;
  }
}

/** The outcome of a run that was cancelled before anything of it was sent to the supervisor. */
export function cancelledOutcome(): StageOutcome {
  return {
    end: { kind: 'cancelled' },
    killedFor: null,
    events: NONE,
    stdout: NOTHING,
    stderr: NOTHING,
    dropped: { stdout: 0, stderr: 0 },
    usage: { wallMs: 0, cpuMs: 0, memoryKb: null, processes: null },
    artifacts: NONE,
    bundle: null,
    notKept: null,
    timings: { prepareMs: 0, teardownMs: 0 },
  };
}

function stageEnd(end: EndMessage): StageEnd {
  switch (end.outcome) {
    case 'exited':
      return { kind: 'exited', code: end.code };
    case 'signaled':
      return { kind: 'signaled', signal: end.code };
    case 'not_started':
      return { kind: 'not_started', errno: errnoName(end.execErrno) };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'failed':
      throw new SandboxError(
        end.message !== null
          ? sentence(end.message)
          : 'The sandbox could not be set up, and the supervisor did not say why.',
      );
  }
}

/** With microseconds as the last digits. */
function milliseconds(ns: number): number {
  return Math.round(ns / 1000) / 1000;
}
