/**
 * Why the native backend cannot work: a sentence, and what to do about it.
 */
export class NotReady extends Error {
  override readonly name = 'NotReady';
  readonly remedy: string;
  /** Whether trying again by itself may help. */
  readonly lasting: boolean;

  constructor(
    problem: string,
    remedy: string,
    options: { readonly lasting?: boolean; readonly cause?: unknown } = {},
  ) {
    super(problem, { cause: options.cause });
    this.remedy = remedy;
    this.lasting = options.lasting ?? false;
  }
}
