/**
 * What keeps toolchains from being installed: a sentence that a person can act on.
 */
export class ToolchainError extends Error {
  override readonly name = 'ToolchainError';
}
