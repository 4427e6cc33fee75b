/**
 * The layer rule: which folder may import which, and which packages from outside. What is not listed is forbidden.
 *
 * A key is a folder or a file below a package's `src`; a file belongs to the longest key that fits it. Every layer may
 * import itself. Tests may import anything: the rule is about what is served.
 */
export type Layer = {
  /** Keys of this table. A file named here by itself may be imported without the rest of its folder. */
  readonly imports: readonly string[];
  /** Packages and `node:` modules; `*` at the end stands for any rest. */
  readonly packages: readonly string[];
};

/** The ports: what the engine knows of its surroundings. Types and values, no implementation. */
const PORTS = [
  'gozolite/sandbox/backend.ts',
  'gozolite/languages/languages.ts',
  'gozolite/languages/definition.ts',
  'gozolite/languages/template.ts',
];

export const LAYERS: Readonly<Record<string, Layer>> = {
  client: { imports: [], packages: ['typebox*'] },

  'gozolite/engine/run-context.ts': { imports: [], packages: [] },
  'gozolite/engine/failure.ts': { imports: ['client'], packages: [] },
  'gozolite/sandbox/backend.ts': { imports: ['client', 'gozolite/engine/run-context.ts'], packages: [] },
  'gozolite/languages/languages.ts': { imports: ['gozolite/languages/definition.ts'], packages: [] },
  'gozolite/languages/definition.ts': { imports: ['client'], packages: ['typebox*'] },
  'gozolite/languages/template.ts': { imports: ['client', 'gozolite/languages/definition.ts'], packages: [] },

  'gozolite/admission': {
    imports: ['client', 'gozolite/engine/failure.ts', 'gozolite/engine/run-context.ts'],
    packages: [],
  },
  'gozolite/engine': {
    imports: [
      'client',
      ...PORTS,
      'gozolite/admission',
      'gozolite/engine/failure.ts',
      'gozolite/engine/run-context.ts',
    ],
    packages: ['typebox*', 'node:crypto'],
  },

  'gozolite/languages': {
    imports: ['client', ...PORTS, 'gozolite/engine/run-context.ts'],
    packages: ['typebox*', 'yaml', 'node:*'],
  },
  'gozolite/sandbox/native': {
    imports: ['client', 'gozolite/sandbox/backend.ts', 'gozolite/engine/run-context.ts'],
    packages: ['node:*'],
  },
  'gozolite/sandbox/docker': {
    imports: [
      'client',
      'gozolite/sandbox/backend.ts',
      'gozolite/engine/run-context.ts',
      // A container's init speaks the supervisor's frames.
      'gozolite/sandbox/native',
    ],
    packages: ['dockerode', 'node:*'],
  },
  'gozolite/sandbox/service-backend.ts': { imports: ['gozolite/sandbox/backend.ts'], packages: [] },
  'gozolite/sandbox/choice.ts': {
    imports: ['gozolite/sandbox/backend.ts', 'gozolite/sandbox/service-backend.ts'],
    packages: [],
  },
  'gozolite/toolchains': {
    imports: ['client', 'gozolite/languages', ...PORTS],
    packages: ['yaml', 'node:*'],
  },

  'gozolite/config': { imports: ['client'], packages: ['typebox*', 'yaml', 'node:*'] },
  'gozolite/tenants': {
    imports: ['client', 'gozolite/engine/failure.ts', 'gozolite/config'],
    packages: ['typebox*', 'node:*'],
  },
  'gozolite/audit': { imports: ['client', 'gozolite/engine'], packages: ['node:*'] },
  'gozolite/telemetry': {
    imports: [
      'client',
      'gozolite/engine',
      'gozolite/engine/run-context.ts',
      'gozolite/engine/failure.ts',
      ...PORTS,
      'gozolite/audit',
      'gozolite/config',
    ],
    packages: ['pino*', 'prom-client', '@opentelemetry/*', 'node:*'],
  },

  'gozolite/http': {
    imports: [
      'client',
      'gozolite/engine',
      'gozolite/engine/failure.ts',
      'gozolite/engine/run-context.ts',
      ...PORTS,
      'gozolite/audit',
      'gozolite/telemetry',
      'gozolite/tenants',
      'gozolite/config',
    ],
    packages: ['fastify*', '@fastify/*', '@scalar/*', 'typebox*', 'pino', 'node:*'],
  },
  // The top: what puts the parts together, and what starts them.
  'gozolite/compose.ts': { imports: ['client', 'gozolite/*'], packages: ['node:*'] },
  'gozolite/service': {
    imports: [
      'client',
      'gozolite/compose.ts',
      'gozolite/audit',
      'gozolite/http',
      'gozolite/telemetry',
      'gozolite/tenants',
      'gozolite/config',
      'gozolite/engine',
      'gozolite/languages',
      'gozolite/engine/failure.ts',
      ...PORTS,
    ],
    packages: ['fastify', 'node:*'],
  },
  'gozolite/main.ts': { imports: ['gozolite/service', 'gozolite/config'], packages: ['node:*'] },
  'gozolite/cli': { imports: ['client', 'gozolite/*'], packages: ['commander', 'typebox*', 'node:*'] },
};
