/**
 * Why the native backend cannot work: a sentence, and what to do about it.
 */
export class NotReady extends Error {
  override readonly name = 'NotReady';
  readonly remedy: string;
  /** Whether trying again by itself may help. */
  readonly lasting: boolean;
  /** Whether nothing but a new start of this process helps. */
  readonly fatal: boolean;
  /** The isolation layer that cannot be enforced; empty when it is not about one. */
  readonly layer: string;

  constructor(
    problem: string,
    remedy: string,
    options: {
      readonly lasting?: boolean;
      readonly fatal?: boolean;
      readonly layer?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(problem, { cause: options.cause });
    this.remedy = remedy;
    this.fatal = options.fatal ?? false;
    this.lasting = options.lasting ?? this.fatal;
    this.layer = options.layer ?? '';
  }
}
