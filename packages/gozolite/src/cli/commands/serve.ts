/**
 * `gozolite serve`: starts the service. Every setting is an environment variable or in a file; the flags are short for the commonest.
 */
import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

type ServeOptions = {
  readonly config?: string;
  readonly host?: string;
  readonly port?: string;
  readonly logLevel?: string;
};

export function serveCommand({ terminal }: CommandContext): Command {
  return new Command('serve')
    .description('Start the service: POST /execute and everything about it.')
    .option('--config <file>', 'settings in YAML, below the environment (GOZOLITE_CONFIG)')
    .option('--host <address>', 'address to listen on (GOZOLITE_HOST)')
    .option('--port <n>', 'port to listen on, 0 for a free one (GOZOLITE_PORT)')
    .option('--log-level <level>', 'least severity that is logged (GOZOLITE_LOG_LEVEL)')
    .addHelpText(
      'after',
      `
All settings are environment variables or in a file: \`gozolite config\` prints them with what is in force.
SIGTERM and SIGINT stop it in order: what runs may end first. SIGHUP has it read the API keys and look at the
toolchains again.
`,
    )
    .action(async (options: ServeOptions) => {
      const { serve } = await import('../../main.ts');
      await serve({
        ...terminal.env,
        ...(options.config === undefined ? {} : { GOZOLITE_CONFIG: options.config }),
        ...(options.host === undefined ? {} : { GOZOLITE_HOST: options.host }),
        ...(options.port === undefined ? {} : { GOZOLITE_PORT: options.port }),
        ...(options.logLevel === undefined ? {} : { GOZOLITE_LOG_LEVEL: options.logLevel }),
      });
    });
}
