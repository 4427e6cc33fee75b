import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const script = `
  import { dropPrivileges } from ${JSON.stringify(new URL('./drop-privileges.ts', import.meta.url).href)};
  dropPrivileges({ name: 'nobody', uid: 65534, gid: 65534 });
  console.log(JSON.stringify([process.getuid(), process.geteuid(), process.getgid(), process.getgroups()]));
`;

it.runIf(process.getuid?.() === 0)('root is given up for good, by every thread', () => {
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  expect(JSON.parse(child.stdout)).toEqual([65534, 65534, 65534, [65534]]);
});

it.runIf(process.getuid?.() === 0)('it is noticed when root was not given up', () => {
  const keep = script.replace('uid: 65534', 'uid: 0');
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', keep], { encoding: 'utf8' });
  expect(child.stderr).toContain('could be regained');
});
