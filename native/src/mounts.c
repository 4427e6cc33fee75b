/* The root of a sandbox. What always holds: every mount is made before anything untrusted runs and while init is still
 * privileged in the namespace that owns them, so that no user namespace below can undo one; the root and everything of
 * the toolchain is an overlay of this sandbox alone, since a lock on an inode shared by two tenants would be a channel. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "job.h"

/* A device can be written on a read-only mount, but its times and its owner cannot. */
#define RO_DEVICE (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC)

/* What is bound has the flags of where it comes from; add and take change them before anything untrusted is there. */
static int bind_at(const char *path, const char *target, uint64_t add, uint64_t take)
{
	struct mount_attr change = { .attr_set = add, .attr_clr = take };
	if (mount(path, target, NULL, MS_BIND, NULL) != 0)
		return -1;
	return add || take ? mount_setattr(AT_FDCWD, target, 0, &change, sizeof change) : 0;
}

static int mount_scratch(const struct sandbox_plan *plan)
{
	if (move_mount(plan->scratch, "", AT_FDCWD, "/scratch", MOVE_MOUNT_F_EMPTY_PATH) != 0)
		return -1;
	if (bind_at("/scratch/box", "/new/box", 0, 0) != 0 || bind_at("/scratch/tmp", "/new/tmp", 0, 0) != 0)
		return -1;
	if (bind_at("/scratch/dev", "/new/dev", RO_DEVICE, MOUNT_ATTR_NODEV) != 0)
		return -1;
	if (bind_at("/scratch/shm", "/new/dev/shm", MOUNT_ATTR_NOEXEC, 0) != 0)
		return -1;
	static const char *const devices[] = SCRATCH_DEVICES;
	for (size_t i = 0; plan->life->template.bind_devices && i < SCRATCH_DEVICE_COUNT; i++) {
		char from[32], to[32];
		snprintf(from, sizeof from, "/dev/%s", devices[i]);
		snprintf(to, sizeof to, "/new/dev/%s", devices[i]);
		if (bind_at(from, to, RO_DEVICE, 0) != 0)
			return -1;
	}
	return 0;
}

static int mask_proc(const struct template *t)
{
	static const char *const read_only[] = PROC_READ_ONLY, *const hidden[] = PROC_HIDDEN, *const empty[] = PROC_EMPTY;
	char path[64];
	for (size_t i = 0; i < sizeof read_only / sizeof read_only[0]; i++) {
		snprintf(path, sizeof path, "/new/proc/%s", read_only[i]);
		if ((t->proc_read_only & (1u << i)) && bind_at(path, path, MOUNT_ATTR_RDONLY, 0) != 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
		snprintf(path, sizeof path, "/new/proc/%s", hidden[i]);
		if ((t->proc_hidden & (1u << i)) && bind_at("/blank/file", path, 0, 0) != 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
		snprintf(path, sizeof path, "/new/proc/%s", empty[i]);
		if ((t->proc_empty & (1u << i)) && bind_at("/blank/folder", path, 0, 0) != 0)
			return -1;
	}
	return 0;
}

static int loopback_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo" };
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return -1;
	int done = ioctl(sock, SIOCGIFFLAGS, &ifr);
	ifr.ifr_flags |= IFF_UP;
	if (done == 0)
		done = ioctl(sock, SIOCSIFFLAGS, &ifr);
	int error = errno;
	close(sock);
	errno = error;
	return done;
}

int mounts_make(const struct sandbox_plan *plan, const char **step)
{
	const struct template *t = &plan->life->template;
	*step = "mount the overlays of the root";
	for (int i = 0; i < t->count; i++) {
		char target[64], lower[128];
		snprintf(target, sizeof target, "/new/%s", t->overlays[i].target);
		snprintf(lower, sizeof lower, "lowerdir=%s", t->overlays[i].lower);
		if (mount("overlay", target, "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV, lower) != 0)
			return -1;
	}
	*step = "mount the scratch tmpfs";
	if (mount_scratch(plan) != 0)
		return -1;
	*step = "mount /proc";
	if (mount("proc", "/new/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
		return -1;
	*step = "mask /proc";
	if (mask_proc(t) != 0)
		return -1;
	*step = "pivot into the root";
	if (chdir("/new") != 0 || syscall(__NR_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
		return -1;
	*step = "set the host name";
	if (sethostname("sandbox", 7) != 0)
		return -1;
	*step = "bring loopback up";
	return loopback_up();
}
