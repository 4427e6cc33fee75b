/**
 * What GozoLite itself needs here: Node.js, the supervisor, room on the disk, and its port.
 */
import { dirname } from 'node:path';
import { type Check, fail, ok, warn } from '../check.ts';

const MIB = 1024 * 1024;
const TIGHT_DISK_BYTES = 1024 * MIB;
const LEAST_DISK_BYTES = 64 * MIB;

export const node: Check = {
  id: 'node',
  title: 'Node.js',
  run({ host }) {
    const major = Number(host.nodeVersion.split('.')[0]);
    if (major >= 24) return ok(host.nodeVersion);
    return warn(
      host.nodeVersion,
      'GozoLite is made for Node.js 24 or newer: `npm install` brings one on linux-x64.',
    );
  },
};

export const supervisor: Check = {
  id: 'supervisor',
  title: 'supervisor',
  run({ host, settings }) {
    const path = settings.supervisor;
    if (!host.exists(path)) {
      return fail(
        `${path} is not built`,
        `Build it: \`npm start\` does, or \`make -C ${dirname(dirname(path))}\` (needs gcc, make, libseccomp-dev, libcap-dev).`,
      );
    }
    if (!host.may('execute', path)) return fail(`${path} may not be executed`, `\`chmod +x ${path}\``);
    return ok(path);
  },
};

export const disk: Check = {
  id: 'disk',
  title: 'disk space',
  run({ host, settings }) {
    const folder = settings.dataFolder;
    const free = host.freeBytes(folder);
    if (free === null) return warn(`${folder} cannot be looked at`, `Make it: \`mkdir -p ${folder}\`.`);
    const seen = `${(free / MIB / 1024).toFixed(1)} GiB free for ${folder}`;
    if (free < LEAST_DISK_BYTES) return fail(seen, 'Free some space there, or set another data folder.');
    if (free < TIGHT_DISK_BYTES)
      return warn(seen, 'Toolchains need from 1 to 20 GiB: free some space there.');
    return ok(seen);
  },
};

export const port: Check = {
  id: 'port',
  title: 'port',
  async run({ host, settings }) {
    const address = `${settings.httpHost}:${settings.httpPort}`;
    const problem = await host.bindProblem(settings.httpHost, settings.httpPort);
    switch (problem) {
      case null:
        return ok(`${address} is free`);
      case 'EADDRINUSE':
        return warn(
          `${address} is in use`,
          'A server may be running already; else choose another port with `gozolite serve --port`.',
        );
      case 'EACCES':
        return fail(`${address} may not be bound by this user`, 'Choose a port above 1023.');
      default:
        return fail(`${address} cannot be bound: ${problem}`, 'Choose an address that this host has.');
    }
  },
};
