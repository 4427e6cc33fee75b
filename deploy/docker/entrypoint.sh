#!/bin/sh
# The first process of the service's container, before the service is what it is from then on.
#
# The engine mounts the container's own cgroups read-only. The supervisor needs to make cgroups below them, so they are made
# writable here, in this container's mount namespace alone; nothing above the container's own cgroup is there to be written.
set -eu

for tree in /sys/fs/cgroup /sys/fs/cgroup/*; do
	if grep -q " $tree cgroup" /proc/self/mounts && ! mount -o remount,bind,rw,nosuid,nodev,noexec "$tree" 2>/dev/null; then
		echo "gozolite: $tree cannot be made writable: the container needs CAP_SYS_ADMIN and the seccomp profile of deploy/docker, and no AppArmor profile that denies mounts." >&2
		exit 1
	fi
done

# Where only the unified tree is, no cgroup may have both processes and cgroups with limits below it: all move to a leaf.
if [ -f /sys/fs/cgroup/cgroup.controllers ] && [ ! -d /sys/fs/cgroup/service ]; then
	mkdir /sys/fs/cgroup/service
	while read -r pid; do echo "$pid" 2>/dev/null >/sys/fs/cgroup/service/cgroup.procs || true; done </sys/fs/cgroup/cgroup.procs
	for controller in cpu memory pids; do echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control; done
fi

# To be reached from outside its network namespace the service must listen on more than loopback, and then it insists on
# keys. The first one is made here, and said once.
if [ "${GOZOLITE_HOST:-127.0.0.1}" != 127.0.0.1 ] && [ -n "${GOZOLITE_API_KEYS_FILE:-}" ] && [ ! -s "$GOZOLITE_API_KEYS_FILE" ]; then
	echo "gozolite: the first API key, which is not shown again:" >&2
	/app/packages/gozolite/bin/gozolite.mjs keys create --tenant first >&2
fi

exec /app/node_modules/.bin/node /app/packages/gozolite/src/main.ts "$@"
