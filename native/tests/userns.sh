#!/bin/sh
# Runs the suite without root: as the user `games`, with a range of ids of its own and a delegated cgroup.
# Needs root to set that up; what it sets up is private to a mount namespace or removed again.
set -eu
build=$(realpath "${1:-build}")
if [ -z "${GOZOLITE_IN_NAMESPACE:-}" ]; then
	GOZOLITE_IN_NAMESPACE=1 exec unshare -m sh "$0" "$build"
fi
uid=$(id -u games) gid=$(id -g games)
work=$(mktemp -d)
cgroups=
for root in /sys/fs/cgroup /sys/fs/cgroup/*; do
	if [ -e "$root/cgroup.procs" ] && mkdir "$root/gozolite-userns-test" 2>/dev/null; then
		cgroups="$cgroups $root/gozolite-userns-test"
		chown -R "$uid:$gid" "$root/gozolite-userns-test"
	fi
done
clean() {
	for cgroup in $cgroups; do find "$cgroup" -depth -type d -exec rmdir {} \; 2>/dev/null || true; done
	rm -rf "$work"
}
trap clean EXIT
mount --make-rprivate /
printf 'games:200000:65536\n' >"$work/ids"
mount --bind "$work/ids" /etc/subuid
mount --bind "$work/ids" /etc/subgid
printf '#!/bin/sh\ncommand=$1\nshift\nexec %s/gozolite-supervisor "$command" --cgroup gozolite-userns-test "$@"\n' "$work" >"$work/keeper"
cp "$build/gozolite-supervisor" "$build/suite" "$build/attack" "$work"
chmod 755 "$work" "$work/keeper"
setpriv --reuid "$uid" --regid "$gid" --clear-groups "$work/suite" "$work/keeper" "$work/attack"
