/**
 * What the service says to the supervisor: one function a frame. The plan's units become the protocol's here (KiB to
 * bytes, milliseconds to nanoseconds), and limits that a plan does not have are derived here and nowhere else.
 *
 * What always holds: a frame that was made here is one that the supervisor accepts. It closes the connection, and ends every
 * run on it, for one that it does not, so what cannot be carried is refused here, with an `EncodeError`.
 */
import { isAbsolute, relative } from 'node:path';
import type { Limits } from '@gozolite/client';
import type { StageSpec } from '../backend.ts';
import { type EncodedFrame, EncodeError, type FrameWriter } from './frame-writer.ts';
import { FRAME, TAG } from './protocol.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** In UTF-16 units, so that it is below 4096 bytes whatever they are. */
const LONGEST_PATH = 1024;

/** What one connection, one life of the supervisor, is configured with. */
export type LifeConfig = {
  /** `host`, or the path of a toolchain root file system. */
  readonly rootfs: string;
  /** The keeper's folder of roots, which `rootfs` has to be below. */
  readonly rootsDir: string | null;
  readonly slots: number;
  readonly prepared: number;
  /** Mandatory layers that the operator gave up, by name. */
  readonly degraded: readonly string[];
};

export function encodeConfigure(writer: FrameWriter, config: LifeConfig): EncodedFrame {
  writer.begin(FRAME.configure, 0);
  writer.text(TAG.rootfs, placeOf(config));
  writer.number(TAG.slots, config.slots);
  writer.number(TAG.prepared, config.prepared);
  for (const layer of config.degraded) writer.text(TAG.degraded, layer);
  return writer.finish();
}

/** The supervisor takes a root file system by its place below the folder of all of them. */
function placeOf({ rootfs, rootsDir }: LifeConfig): string {
  return isAbsolute(rootfs) && rootsDir !== null ? relative(rootsDir, rootfs) || '.' : rootfs;
}

/** `bundle` is the supervisor's own number of `spec.bundle`. */
export function encodeRun(
  writer: FrameWriter,
  run: number,
  spec: StageSpec,
  bundle: number | null,
): EncodedFrame {
  writer.begin(FRAME.run, run);
  for (const argument of spec.argv) writer.text(TAG.argv, argument);
  for (const name in spec.env) {
    if (name === '' || name.includes('=')) {
      throw new EncodeError(`${JSON.stringify(name)} cannot be the name of an environment variable.`);
    }
    writer.pair(TAG.env, name, spec.env[name] ?? '');
  }
  for (const file of spec.files) {
    if (file.path === '' || file.path.length > LONGEST_PATH) {
      throw new EncodeError(`${JSON.stringify(file.path.slice(0, 80))} cannot be the path of a file.`);
    }
    writer.file(TAG.file, file.mode, file.path, file.content);
  }
  if (bundle !== null) writer.number(TAG.bundle, bundle);
  if (spec.stdin.byteLength > 0) writer.bytes(TAG.stdin, spec.stdin);
  encodeLimits(writer, spec.limits);
  if (spec.keep) writer.number(TAG.keep, 1);
  if (spec.artifacts.globs.length > 0) {
    for (const glob of spec.artifacts.globs) writer.text(TAG.artifact, glob);
    writer.number(TAG.artifactBytes, spec.artifacts.maxBytes);
  }
  return writer.finish();
}

export function encodeCancel(writer: FrameWriter, run: number): EncodedFrame {
  writer.begin(FRAME.cancel, run);
  return writer.finish();
}

export function encodeDrop(writer: FrameWriter, bundle: number): EncodedFrame {
  writer.begin(FRAME.drop, 0);
  writer.number(TAG.bundle, bundle);
  return writer.finish();
}

export function encodeStats(writer: FrameWriter): EncodedFrame {
  writer.begin(FRAME.stats, 0);
  return writer.finish();
}

function encodeLimits(writer: FrameWriter, limits: Limits): void {
  const limit = (tag: number, value: number) => {
    if (value <= 0) throw new EncodeError('A limit has to be a positive number.');
    writer.number(tag, value);
  };
  limit(TAG.timeNs, limits.time_ms * 1e6);
  limit(TAG.cpuNs, limits.cpu_time_ms * 1e6);
  limit(TAG.memoryBytes, limits.memory_kb * KIB);
  limit(TAG.processes, limits.processes);
  limit(TAG.outputBytes, limits.output_bytes);
  limit(TAG.fileBytes, limits.file_kb * KIB);
  limit(TAG.diskBytes, limits.disk_kb * KIB);
  limit(TAG.diskInodes, diskInodes(limits));
  limit(TAG.openFiles, limits.open_files);
  limit(TAG.stackBytes, stackBytes(limits));
}

/** One file or folder for each page of the disk limit, within bounds that no honest program feels. */
export function diskInodes(limits: Limits): number {
  return Math.min(1_000_000, Math.max(1024, Math.floor(limits.disk_kb / 4)));
}

/** Deep recursion is let go on for longer than the usual 8 MiB, but ends as a stack overflow and not as lack of memory. */
function stackBytes(limits: Limits): number {
  return Math.min(64 * MIB, Math.max(MIB, Math.floor(limits.memory_kb / 2) * KIB));
}
