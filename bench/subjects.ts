/**
 * All that is measured, from the floor up.
 */
import { availableParallelism } from 'node:os';
import type { Subject } from './subject.ts';
import { BARE, BUBBLEWRAP, bareAtOnce } from './subjects/bare.ts';
import { DOCKER } from './subjects/docker.ts';
import { containers } from './subjects/docker-backend.ts';
import { ENGINE } from './subjects/engine.ts';
import { overHttp } from './subjects/http.ts';
import { sandboxed } from './subjects/sandbox.ts';

/** As many as the service has by default. */
const PREPARED = 2 * availableParallelism();

export const SUBJECTS: readonly Subject[] = [
  BARE,
  bareAtOnce(4),
  sandboxed(1, 0),
  sandboxed(1, PREPARED),
  sandboxed(8, PREPARED),
  ENGINE,
  overHttp(1),
  overHttp(8),
  BUBBLEWRAP,
  DOCKER,
  containers(0),
  containers(PREPARED),
];
