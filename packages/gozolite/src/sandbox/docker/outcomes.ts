/**
 * The outcome of a stage for which no container was made, because none that small can be.
 */
import { constants } from 'node:os';
import type { StageOutcome } from '../backend.ts';
import { errnoName } from '../native/end-message.ts';
import { cancelledOutcome } from '../native/pending-run.ts';

export const tooSmallOutcome = (): StageOutcome => ({
  ...cancelledOutcome(),
  end: { kind: 'not_started', errno: errnoName(constants.errno.ENOMEM) },
});
