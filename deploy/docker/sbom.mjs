/**
 * Prints what the image is made of as a CycloneDX document: the Debian packages of the service and of the toolchains, and
 * the npm packages of both. Run while the image is built, on what is really in it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOOLCHAINS = '/var/lib/gozolite/rootfs/image';

function debianPackages(root) {
  const status = join(root, 'var/lib/dpkg/status');
  if (!existsSync(status)) return [];
  return readFileSync(status, 'utf8')
    .split('\n\n')
    .flatMap((stanza) => {
      const field = (name) => new RegExp(`^${name}: (.+)$`, 'm').exec(stanza)?.[1];
      const [name, version, architecture] = ['Package', 'Version', 'Architecture'].map(field);
      if (name === undefined || version === undefined || !/ installed$/m.test(field('Status') ?? ''))
        return [];
      const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}`;
      return [{ type: 'library', name, version, purl, 'bom-ref': `${root}${purl}` }];
    });
}

/** npm leaves what it installed in a lock file of its own. */
function npmPackages(folder) {
  const lock = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(lock)) return [];
  return Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages).flatMap(
    ([path, { version, license }]) => {
      const name = path.replace(/^.*node_modules\//, '');
      if (version === undefined || !path.startsWith('node_modules/')) return [];
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      const licenses = license === undefined ? {} : { licenses: [{ expression: license }] };
      return [{ type: 'library', name, version, purl, ...licenses, 'bom-ref': `${folder}/${path}` }];
    },
  );
}

const npmRoot = join(TOOLCHAINS, 'opt/npm');
const npmFolders = existsSync(npmRoot) ? readdirSync(npmRoot).map((name) => join(npmRoot, name)) : [];
const { version } = JSON.parse(readFileSync('/app/packages/gozolite/package.json', 'utf8'));
const components = [
  ...debianPackages('/'),
  ...debianPackages(TOOLCHAINS),
  ...npmPackages('/app'),
  ...npmFolders.flatMap(npmPackages),
];
const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: { type: 'application', name: 'gozolite', version, 'bom-ref': 'gozolite' } },
  components,
};
process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
