/**
 * The containers of this process, and what becomes of those that nobody will come back to: of services that were killed, of
 * an engine that was.
 *
 * What always holds: a container of this process is known by its mark from before the engine hears of it until the engine
 * has removed it, and only who holds it removes it; one of another service that lives, or may live, is left alone.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import { SandboxContainer } from './container.ts';
import { containersLabelled, removeContainer } from './engine.ts';
import { isOrphan, LABEL, type Labels, labelsOf, thisProcess } from './lease.ts';
import type { Shape } from './shape.ts';

/** What containers are made from, as it was found out by looking. */
export type Base = { readonly image: string; readonly ownNetwork: boolean };

/** Ids that no distribution gives to its own users. */
const FIRST_UID = 20_000;
const UIDS = 40_000;

const SECCOMP = new URL('./seccomp.json', import.meta.url);

export class OwnContainers {
  readonly #engine: Docker;
  readonly #cpus: number;
  readonly #owner = thisProcess();
  readonly #seccomp = JSON.stringify(JSON.parse(readFileSync(SECCOMP, 'utf8')));
  readonly #marks = new Set<string>();
  #nextUid = randomInt(UIDS);

  constructor(engine: Docker, cpus: number) {
    this.#engine = engine;
    this.#cpus = cpus;
  }

  /** Not started, and with a user id that no other has. */
  async make(base: Base, shape: Shape, leaseSeconds: number): Promise<SandboxContainer> {
    this.#nextUid = (this.#nextUid + 1) % UIDS;
    const uid = FIRST_UID + this.#nextUid;
    const mark = randomBytes(8).toString('hex');
    const now = Date.now();
    const labels = labelsOf({ owner: this.#owner.id, mark, nowMs: now, seconds: leaseSeconds });
    const plan = { ...base, shape, uid, labels, seccomp: this.#seccomp, cpus: this.#cpus };
    this.#marks.add(mark);
    try {
      return await SandboxContainer.make(this.#engine, plan, {
        leaseEndMs: now + leaseSeconds * 1000,
        removed: () => this.#marks.delete(mark),
      });
    } catch (error) {
      this.#marks.delete(mark);
      throw error;
    }
  }

  /** Removes what nobody will come back to. Resolves with how many these were. */
  async reap(): Promise<number> {
    const all = await containersLabelled(this.#engine, LABEL.sandbox);
    const orphans = all.filter(({ Labels }) => this.#isLeft(Labels));
    const removed = await Promise.all(
      orphans.map(({ Id }) => removeContainer(this.#engine.getContainer(Id))),
    );
    return removed.filter(Boolean).length;
  }

  #isLeft(labels: Labels): boolean {
    if (labels[LABEL.owner] !== this.#owner.id) return isOrphan(labels, this.#owner, Date.now());
    return !this.#marks.has(labels[LABEL.mark] ?? '');
  }
}
