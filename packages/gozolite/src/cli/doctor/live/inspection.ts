/**
 * One look around from inside a sandbox: a shell script that prints what it sees in named sections, and the reading of
 * them. The script needs a POSIX shell and coreutils, which every root file system has. A file that is
 * masked by an empty one can be opened; what counts is whether a byte can be read.
 */

export type Inspection = ReadonlyMap<string, readonly string[]>;

/** `hostFiles` are paths that exist outside and must not exist inside. */
export function inspectionScript(hostFiles: readonly string[]): string {
  return `
echo '@status'; cat /proc/self/status
echo '@uid-map'; cat /proc/self/uid_map
echo '@interfaces'; cat /proc/net/dev
echo '@routes'; cat /proc/net/route
echo '@processes'; for p in /proc/[0-9]*; do read -r name < "$p/comm" && echo "\${p#/proc/} $name"; done
echo '@written'; for d in / /usr /usr/bin /etc /proc /sys /dev; do
  if (: > "$d/gozolite-doctor") 2> /dev/null; then echo "$d"; fi; done
echo '@reachable'; for f in ${hostFiles.map(shellWord).join(' ')}; do if [ -e "$f" ]; then echo "$f"; fi; done
echo '@readable'; for f in /etc/shadow /proc/kcore /proc/kmsg /proc/1/mem /proc/1/environ; do
  if [ "$(timeout 1 head -c 1 "$f" 2> /dev/null | wc -c)" -gt 0 ]; then echo "$f"; fi; done
echo '@environment'; env
echo '@end'
`;
}

export function readInspection(stdout: string): Inspection {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of stdout.split('\n')) {
    if (/^@[a-z-]+$/.test(line)) {
      current = [];
      sections.set(line.slice(1), current);
    } else if (line !== '') {
      current.push(line);
    }
  }
  return sections;
}

/** A field of /proc/PID/status. */
export function statusField(inspection: Inspection, name: string): string | null {
  const line = inspection.get('status')?.find((candidate) => candidate.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? null;
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
