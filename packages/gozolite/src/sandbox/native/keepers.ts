/**
 * Who has a keeper to offer: launches one while this process may, and another when it has died, if it still may.
 *
 * A process that has dropped its privileges since cannot start a keeper like the first one; that is a fatal outage, and
 * the remedy is a restart of the service.
 */
import { Keeper, type KeeperOptions } from './keeper.ts';
import { NotReady } from './not-ready.ts';

export class Keepers {
  readonly #options: KeeperOptions;
  #keeper: Keeper | null = null;
  #launching: Promise<Keeper> | null = null;
  /** Who this process was when it first tried, and why it failed, if it did. */
  #uid: number | null = null;
  #failure: unknown = null;
  #launched = 0;
  #closed = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** A living keeper. Rejects with `NotReady`. */
  get(): Promise<Keeper> {
    if (this.#keeper !== null && this.#keeper.died === null) return Promise.resolve(this.#keeper);
    this.#launching ??= this.#launch().finally(() => {
      this.#launching = null;
    });
    return this.#launching;
  }

  get pid(): number | null {
    return this.#keeper !== null && this.#keeper.died === null ? this.#keeper.pid : null;
  }

  /** Keepers started after the first. */
  get restarts(): number {
    return Math.max(0, this.#launched - 1);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#launching?.catch(() => undefined);
    await this.#keeper?.stop();
  }

  async #launch(): Promise<Keeper> {
    if (this.#closed)
      throw new NotReady('The sandbox was closed.', 'Start the service again.', { lasting: true });
    const uid = process.geteuid?.() ?? -1;
    if (this.#uid !== null && this.#uid !== uid) {
      // What stopped the one that was allowed to says more than that this one is not.
      if (this.#failure !== null) throw this.#failure;
      throw new NotReady(
        `The keeper of the sandboxes ${this.#keeper?.died ?? 'is gone'}, and this process, which has dropped its privileges, may not start another.`,
        'Restart the service; let its service manager do so by itself.',
        { fatal: true },
      );
    }
    this.#uid = uid;
    try {
      this.#keeper = await Keeper.launch(this.#options);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    this.#failure = null;
    this.#launched += 1;
    return this.#keeper;
  }
}
