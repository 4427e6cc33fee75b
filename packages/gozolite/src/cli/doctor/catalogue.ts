/**
 * Every check that needs no sandbox, in the order in which they are told.
 */
import type { Check } from './check.ts';
import { cgroupControllers, cgroupDelegation, cgroupMode, swap } from './checks/cgroup.ts';
import { disk, node, port, supervisor } from './checks/installation.ts';
import { kernelVersion, namespaces, overlay, seccomp } from './checks/kernel.ts';
import { newuidmap, privilege, subordinateIds, userNamespaces } from './checks/privilege.ts';

export const HOST_CHECKS: readonly { readonly group: string; readonly checks: readonly Check[] }[] = [
  { group: 'Host', checks: [kernelVersion, namespaces, seccomp, overlay] },
  { group: 'Privilege', checks: [privilege, userNamespaces, newuidmap, subordinateIds] },
  { group: 'Control groups', checks: [cgroupMode, cgroupControllers, cgroupDelegation, swap] },
  { group: 'Installation', checks: [node, supervisor, disk, port] },
];
