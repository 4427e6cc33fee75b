/**
 * Injects a fault every two seconds while it is in scope: kills or stops parts of the platform below one service.
 */
import { descendantsOf } from '../host.ts';
import { platformOf } from '../platform.ts';
import type { Server } from '../server.ts';
import { seeded } from './random.ts';

export type Chaos = Disposable & { readonly injected: () => Readonly<Record<string, number>> };

export function startChaos(server: Server, seed: number): Chaos {
  const random = seeded(seed);
  const counts: Record<string, number> = {};
  const signal = (pid: number, name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  const faults = {
    'supervisor killed': () => {
      const platform = platformOf(server);
      if (platform !== null) signal(platform.supervisor.pid, 'SIGKILL');
    },
    'supervisor stopped for 300 ms': () => {
      const platform = platformOf(server);
      if (platform === null) return;
      signal(platform.supervisor.pid, 'SIGSTOP');
      setTimeout(() => signal(platform.supervisor.pid, 'SIGCONT'), 300);
    },
    'process in a sandbox killed': () => {
      const supervisor = platformOf(server)?.supervisor;
      const inside = supervisor === undefined ? [] : descendantsOf(supervisor.pid);
      const victim = inside[Math.floor(random.next() * inside.length)];
      if (victim !== undefined) signal(victim.pid, 'SIGKILL');
    },
  };
  const timer = setInterval(() => {
    const name = random.pick([
      'supervisor killed',
      'supervisor stopped for 300 ms',
      'process in a sandbox killed',
    ] as const);
    counts[name] = (counts[name] ?? 0) + 1;
    faults[name]();
  }, 2000);
  return { injected: () => counts, [Symbol.dispose]: () => clearInterval(timer) };
}
