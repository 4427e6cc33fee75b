/**
 * The image of the containers: the installed toolchains, imported once, and on top of them the init.
 *
 * What always holds: an image is named after the content it was made from, so one that is there is the right one; what
 * fails half-way leaves no image of that name. An image is removed when the folder it was made from has a newer one, and
 * no container is left of it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type Docker from 'dockerode';
import type { RunLog } from '../../engine/run-context.ts';
import { INIT_PATH } from './container-spec.ts';
import { statusOf } from './engine.ts';
import { LABEL } from './lease.ts';

export type ImageSource = { readonly rootfs: string; readonly init: string; readonly log: RunLog };

const short = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Root file systems are in folders named after their content; others after their place. */
const isDigest = (name: string): boolean => /^[0-9a-f]{16,64}$/.test(name);

const rootfsDigest = (rootfs: string): string => {
  const name = basename(realpathSync(rootfs));
  return isDigest(name) ? name.slice(0, 32) : short(realpathSync(rootfs));
};

/** Where newer ones take its place. */
const homeOf = (rootfs: string): string => {
  const real = realpathSync(rootfs);
  return isDigest(basename(real)) ? dirname(real) : real;
};

const toolchainImage = (rootfs: string): string => `gozolite-toolchains:${rootfsDigest(rootfs)}`;

const sandboxImage = ({ rootfs, init }: Pick<ImageSource, 'rootfs' | 'init'>): string =>
  `gozolite-sandbox:${rootfsDigest(rootfs)}-${short(readFileSync(init))}`;

export async function hasImage(engine: Docker, name: string): Promise<boolean> {
  try {
    await engine.getImage(name).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Makes what is missing; the name of the image. */
export async function ensureImage(engine: Docker, source: ImageSource): Promise<string> {
  const wanted = sandboxImage(source);
  if (await hasImage(engine, wanted)) return wanted;
  const base = toolchainImage(source.rootfs);
  if (!(await hasImage(engine, base))) {
    source.log.warn(
      { image: base },
      'The toolchains are imported into the engine, once; this takes minutes.',
    );
    await importFolder(engine, source.rootfs, base);
  }
  await addInit(engine, source.init, { base, wanted });
  return wanted;
}

/** Removes what `ensureImage` made of what the same folder held before; what a container still needs stays until the next time. Never throws. */
export async function removeOlder(engine: Docker, source: ImageSource): Promise<void> {
  const { rootfs, log } = source;
  try {
    const current = [sandboxImage(source), toolchainImage(rootfs)];
    const tags = await tagsLabelled(engine, `${LABEL.rootfs}=${homeOf(rootfs)}`);
    for (const tag of tags.filter((one) => !current.includes(one))) {
      if (await removed(engine, tag))
        log.warn({ image: tag }, 'An image of older toolchains was removed from the engine.');
    }
  } catch (err) {
    log.warn({ err }, 'Images of older toolchains could not be removed.');
  }
}

const tagsLabelled = (engine: Docker, label: string): Promise<string[]> =>
  engine
    .listImages({ filters: { label: [label] } })
    .then((images) => images.flatMap(({ RepoTags }) => RepoTags ?? []));

/** False when it is gone already or still in use. */
const removed = (engine: Docker, tag: string): Promise<boolean> =>
  engine
    .getImage(tag)
    .remove()
    .then(
      () => true,
      (error: unknown) => {
        if (statusOf(error) === 404 || statusOf(error) === 409) return false;
        throw error;
      },
    );

async function importFolder(engine: Docker, folder: string, name: string): Promise<void> {
  const tar = archiver(['-C', folder, '--one-file-system', '--numeric-owner', '-c', '.']);
  await importImage(engine, tar.output, name, `LABEL ${LABEL.rootfs}=${JSON.stringify(homeOf(folder))}`);
  try {
    await tar.ended;
  } catch (error) {
    // The engine takes what a tar that failed has written for all of it.
    await removed(engine, name);
    throw error;
  }
}

/** Resolves when the engine has taken all of it: its answer is the progress of that. `changes` is one line of a Dockerfile. */
export const importImage = (
  engine: Docker,
  tar: NodeJS.ReadableStream,
  name: string,
  changes?: string,
): Promise<void> => {
  const [repo, tag] = name.split(':');
  return engine
    .importImage(tar, { repo, tag, ...(changes === undefined ? {} : { changes }) })
    .then((answer) => finished(engine, answer));
};

async function addInit(
  engine: Docker,
  init: string,
  { base, wanted }: { readonly base: string; readonly wanted: string },
): Promise<void> {
  const container = await engine.createContainer({ Image: base, Cmd: [INIT_PATH] });
  try {
    const inside = INIT_PATH.slice(1);
    const tar = archiver([
      '-C',
      dirname(init),
      `--transform=s|.*|${inside}|`,
      '--owner=0',
      '--group=0',
      '--mode=0755',
      '-c',
      basename(init),
    ]);
    await container.putArchive(tar.output, { path: '/' });
    await tar.ended;
    const [repo, tag] = wanted.split(':');
    await container.commit({ repo, tag });
  } finally {
    await container.remove({ force: true });
  }
}

/** `tar`, and its end; a failure of it is one of the import, too, which then gets an early end of its input. */
function archiver(args: readonly string[]): {
  readonly output: NodeJS.ReadableStream;
  readonly ended: Promise<void>;
} {
  const child = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-500);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar failed: ${said.trim()}`))));
  });
  ended.catch(() => undefined);
  return { output: child.stdout, ended };
}

const finished = (engine: Docker, answer: NodeJS.ReadableStream): Promise<void> =>
  new Promise((resolve, reject) => {
    engine.modem.followProgress(answer, (error: Error | null) =>
      error === null ? resolve() : reject(error),
    );
  });
