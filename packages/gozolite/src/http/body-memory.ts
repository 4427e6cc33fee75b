/**
 * An account of what request bodies hold in memory: a body waits with its request in the queue, and many large ones would be
 * more than the service has.
 *
 * What always holds: every connection may hold a small body, whatever others do; what is beyond that comes out of one sum
 * for all, of which one tenant gets a share; what was taken is given back exactly once.
 */

/** Enough for nearly every request. */
export const CONNECTION_BYTES = 64 * 1024;
const TENANT_SHARE = 1 / 4;

export type BodyOwner = {
  readonly connection: object;
  /** Null where callers cannot be told from each other. */
  readonly tenant: string | null;
};

export type BodyAccount = {
  /** False: there is no room for so many bytes more, and none were taken. */
  readonly take: (bytes: number) => boolean;
  readonly giveBack: () => void;
};

export class BodyMemory {
  readonly #most: number;
  readonly #connections = new WeakMap<object, number>();
  readonly #tenants = new Map<string, number>();
  #shared = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Bytes out of the sum for all. */
  get shared(): number {
    return this.#shared;
  }

  open(owner: BodyOwner): BodyAccount {
    let small = 0;
    let large = 0;
    return {
      take: (bytes) => {
        if (this.#smallOf(owner) + bytes <= CONNECTION_BYTES) {
          this.#addSmall(owner, bytes);
          small += bytes;
          return true;
        }
        if (!this.#hasRoom(owner, bytes)) return false;
        this.#addLarge(owner, bytes);
        large += bytes;
        return true;
      },
      giveBack: () => {
        this.#addSmall(owner, -small);
        this.#addLarge(owner, -large);
        small = 0;
        large = 0;
      },
    };
  }

  #smallOf({ connection }: BodyOwner): number {
    return this.#connections.get(connection) ?? 0;
  }

  #addSmall(owner: BodyOwner, bytes: number): void {
    this.#connections.set(owner.connection, this.#smallOf(owner) + bytes);
  }

  #hasRoom({ tenant }: BodyOwner, bytes: number): boolean {
    if (this.#shared + bytes > this.#most) return false;
    return tenant === null || (this.#tenants.get(tenant) ?? 0) + bytes <= this.#most * TENANT_SHARE;
  }

  #addLarge({ tenant }: BodyOwner, bytes: number): void {
    this.#shared += bytes;
    if (tenant === null) return;
    const held = (this.#tenants.get(tenant) ?? 0) + bytes;
    if (held === 0) this.#tenants.delete(tenant);
    else this.#tenants.set(tenant, held);
  }
}
