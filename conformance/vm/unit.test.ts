/**
 * The systemd unit as it is shipped, installed as docs/deployment.md says on a Debian that systemd has booted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureImage } from './image.ts';
import { runInGuest } from './machine.ts';
import { serviceFiles } from './service-files.ts';

const UNIT = join(import.meta.dirname, '../../deploy/systemd/gozolite.service');
const TIMEOUT_MS = 30 * 60_000;

const SCRIPT = `
mkdir -p /opt/gozolite /etc/gozolite
mount --bind /suite/gozolite /opt/gozolite
useradd --system --no-create-home gozolite
cp /suite/gozolite.service /etc/systemd/system/
echo GOZOLITE_ROOTFS=host > /etc/gozolite/environment
systemctl daemon-reload
cd /opt/gozolite
node_modules/.bin/node conformance/vm/guest/unit.ts || journalctl --no-pager --unit gozolite | tail -n 40
`;

test('the unit starts, isolates, comes back and leaves nothing', {
  timeout: TIMEOUT_MS + 60_000,
}, async () => {
  const image = ensureImage((line) => process.stderr.write(`${line}\n`));
  const work = mkdtempSync(join(tmpdir(), 'gozolite-unit-'));
  try {
    const files = { ...serviceFiles(work), 'gozolite.service': UNIT };
    const { lines } = await runInGuest({ image, files, script: SCRIPT, timeoutMs: TIMEOUT_MS });
    const said = lines.join('\n');
    expect(
      lines.filter((line) => line.startsWith('not ok')),
      said,
    ).toEqual([]);
    expect(
      lines.filter((line) => /^[1-9]\d* passed, 0 failed$/.test(line)),
      said,
    ).toHaveLength(1);
  } finally {
    rmSync(work, { recursive: true });
  }
});
