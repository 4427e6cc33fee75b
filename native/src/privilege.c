/* Privilege. What always holds: the bounding set is emptied while CAP_SETPCAP is still held, since after the change of
 * uid it silently stays full; NO_NEW_PRIVS is set before the last capability is gone, so nothing regains one by exec. */
#define _GNU_SOURCE
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* SYS_ADMIN: namespaces, mounts, quota of the scratch tmpfs. SETUID, SETGID, SETPCAP: to become the payload's uid and
 * write id maps. CHOWN, FOWNER, MKNOD, DAC_OVERRIDE: the scratch directory, /dev, the skeleton, reading a rootfs.
 * KILL: a supervisor's death must reach inits of other uids. SYS_PTRACE: the id maps of init are written by its child.
 * NET_ADMIN: loopback up. SYS_RESOURCE, which is not required: hard limits above those this process was started with. */
static const struct {
	int number;
	const char *name;
} needed[] = {
	{ CAP_SYS_ADMIN, "CAP_SYS_ADMIN" }, { CAP_SETUID, "CAP_SETUID" }, { CAP_SETGID, "CAP_SETGID" },
	{ CAP_SETPCAP, "CAP_SETPCAP" }, { CAP_CHOWN, "CAP_CHOWN" }, { CAP_FOWNER, "CAP_FOWNER" }, { CAP_MKNOD, "CAP_MKNOD" },
	{ CAP_DAC_OVERRIDE, "CAP_DAC_OVERRIDE" }, { CAP_KILL, "CAP_KILL" }, { CAP_SYS_PTRACE, "CAP_SYS_PTRACE" },
	{ CAP_NET_ADMIN, "CAP_NET_ADMIN" },
};

#define NEEDED (sizeof needed / sizeof needed[0])

/* Every kernel that has what else is needed has these. */
#define CAP_LAST_KNOWN CAP_AUDIT_READ

static uint64_t needed_mask(void)
{
	uint64_t mask = 0;
	for (size_t i = 0; i < NEEDED; i++)
		mask |= 1ULL << needed[i].number;
	return mask;
}

static int set_capabilities(uint64_t mask)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	for (int i = 0; i < 2; i++) {
		data[i].effective = data[i].permitted = (uint32_t)(mask >> (32 * i));
		data[i].inheritable = 0;
	}
	return (int)syscall(__NR_capset, &header, data);
}

static uint64_t get_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };
	if (syscall(__NR_capget, &header, data) != 0)
		return 0;
	return (uint64_t)data[1].permitted << 32 | data[0].permitted;
}

static int bound(uint64_t keep)
{
	for (int cap = 0; cap < 64; cap++) {
		if (keep & (1ULL << cap))
			continue;
		/* EINVAL: the one before was this kernel's last. */
		if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) != 0)
			return errno == EINVAL && cap > CAP_LAST_KNOWN ? 0 : -1;
	}
	return 0;
}

const char *privilege_missing(void)
{
	uint64_t have = get_capabilities();
	for (size_t i = 0; i < NEEDED; i++)
		if (!(have & (1ULL << needed[i].number)))
			return needed[i].name;
	return NULL;
}

int privilege_reduce(const char **layer)
{
	*layer = "capabilities";
	uint64_t keep = needed_mask() | (get_capabilities() & (1ULL << CAP_SYS_RESOURCE));
	if (bound(keep) != 0 || set_capabilities(keep) != 0)
		return -1;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
		return -1;
	*layer = "no_new_privileges";
	/* It execs nothing, so this costs nothing. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	*layer = "capabilities";
	/* Core files and ptrace by others of the same uid would show what is being run. */
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int privilege_bound_none(void)
{
	return bound(0);
}

int privilege_drop_all(uid_t uid, gid_t gid, const char **step)
{
	*step = "lock the securebits";
	if (prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED, 0, 0, 0) != 0)
		return -1;
	*step = "set the group";
	if (setresgid(gid, gid, gid) != 0)
		return -1;
	*step = "set the user";
	if (setresuid(uid, uid, uid) != 0)
		return -1;
	*step = "drop the capabilities";
	if (set_capabilities(0) != 0 || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
		return -1;
	*step = "set NO_NEW_PRIVS";
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

int privilege_raise(void)
{
	return set_capabilities(get_capabilities());
}

bool privilege_is_none(void)
{
	return get_capabilities() == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}
