import { describe, expect, it } from 'vitest';
import { INSIDE_CHECKS } from './inside-checks.ts';
import { inspectionScript, readInspection } from './inspection.ts';

const SAFE = `@status
Name:\tcat
Uid:\t60001\t60001\t60001\t60001
CapInh:\t0000000000000000
CapPrm:\t0000000000000000
CapEff:\t0000000000000000
CapBnd:\t0000000000000000
CapAmb:\t0000000000000000
NoNewPrivs:\t1
Seccomp:\t2
@uid-map
         0     200000          1
     60001     200001          1
@interfaces
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
    lo:       0       0    0    0    0     0          0         0        0       0
@routes
Iface\tDestination\tGateway
@processes
1 init
2 sh
@written
@reachable
@readable
@environment
PATH=/usr/bin
PWD=/box
@end
`;

/** The ids of the checks that fail. */
function failing(report: string): readonly string[] {
  const inspection = readInspection(report);
  return INSIDE_CHECKS.filter((check) => check.judge(inspection).state === 'fail').map(({ id }) => id);
}

describe('the checks from inside', () => {
  it('pass for a sandbox as it must be', () => {
    expect(failing(SAFE)).toEqual([]);
  });

  it('all fail for a report that says nothing', () => {
    expect(failing('@end\n')).toEqual(INSIDE_CHECKS.map(({ id }) => id));
  });

  it.each([
    ['inside-uids', '60001\t60001\t60001\t60001', '0\t0\t0\t0'],
    ['inside-uids', '60001\t60001\t60001\t60001', '60001\t0\t60001\t60001'],
    ['inside-uids', '60001     200001', '60001     0'],
    ['inside-capabilities', 'CapBnd:\t0000000000000000', 'CapBnd:\t0000000000200000'],
    ['inside-no-new-privileges', 'NoNewPrivs:\t1', 'NoNewPrivs:\t0'],
    ['inside-seccomp', 'Seccomp:\t2', 'Seccomp:\t0'],
    ['inside-network', '    lo:', '  eth0: 0\n    lo:'],
    ['inside-network', 'Iface\tDestination\tGateway\n', 'Iface\tDestination\tGateway\neth0\t0\t1\n'],
    ['inside-root', '@written\n', '@written\n/etc\n'],
    ['inside-host-files', '@reachable\n', '@reachable\n/tmp/secret\n'],
    ['inside-kernel-files', '@readable\n', '@readable\n/proc/kcore\n'],
    ['inside-processes', '2 sh\n', `${Array.from({ length: 20 }, (_, pid) => `${pid} node`).join('\n')}\n`],
    ['inside-environment', 'PWD=/box\n', 'PWD=/box\nTOKEN=x\n'],
  ])('%s fails when %j is %j', (id, safe, unsafe) => {
    expect(SAFE).toContain(safe);
    expect(failing(SAFE.replace(safe, unsafe))).toEqual([id]);
  });
});

describe('inspectionScript', () => {
  it('quotes the paths it is given', () => {
    expect(inspectionScript(["/a b/it's"])).toContain(`'/a b/it'\\''s'`);
  });
});
