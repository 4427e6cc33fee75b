/**
 * `gozolite doctor`: its flags and help. What it does is in `doctor/`.
 */
import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

type DoctorOptions = { readonly json?: true; readonly languages: boolean; readonly attack?: true };

export function doctorCommand({ terminal, finish }: CommandContext): Command {
  return new Command('doctor')
    .description('Try every isolation layer for real on this host, and say what to do about what is missing.')
    .option('--json', 'as JSON')
    .option('--no-languages', 'do not look at the languages')
    .option('--attack', 'attack a service of its own with every program of the attack suite; takes minutes')
    .addHelpText(
      'after',
      `
Looks at the host, then starts the sandbox backend and runs real programs in real sandboxes: each checks one rule from
inside or oversteps one limit. Nothing of it touches the network, and nothing is left behind.

Each line says ok, warn (works, with less), FAIL (mandatory, and not so) or skip, what was seen, and what to do.
--attack starts a service as this user, sends it programs that try to escape, to starve others and to stay, and looks at the host
after each. Without root, start it in a cgroup of its own: systemd-run --user --scope -p Delegate=yes gozolite doctor --attack

Exit codes: 0 ready (with --attack: every attack held), 1 something mandatory fails.
`,
    )
    .action(async (options: DoctorOptions) => {
      if (options.attack === true) {
        const { attackThisHost } = await import('../doctor/attack.ts');
        finish(await attackThisHost(terminal));
        return;
      }
      const { runDoctor } = await import('../doctor/run-doctor.ts');
      finish(await runDoctor({ terminal, json: options.json === true, languages: options.languages }));
    });
}
