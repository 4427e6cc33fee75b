/* The scratch tmpfs. What always holds: it is made fresh for one run and freed with it; only `box` belongs to the
 * payload, and the names box, tmp, shm and dev themselves cannot be replaced by it, so they can be opened from outside. */
#define _GNU_SOURCE
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fd.h"

/* What the folders, nodes and links below use up themselves. */
#define OWN_INODES 15

static int set_limits(int fs, const struct scratch_limits *limits)
{
	char text[32];
	snprintf(text, sizeof text, "%" PRIu64, limits->bytes);
	if (fsconfig(fs, FSCONFIG_SET_STRING, "size", text, 0) != 0)
		return -1;
	snprintf(text, sizeof text, "%" PRIu64, limits->inodes + OWN_INODES);
	return fsconfig(fs, FSCONFIG_SET_STRING, "nr_inodes", text, 0);
}

static int make_devices(int dev, bool nodes)
{
	static const char *const names[] = SCRATCH_DEVICES;
	static const unsigned minors[] = { 3, 5, 7, 8, 9 };
	for (size_t i = 0; i < SCRATCH_DEVICE_COUNT; i++)
		/* Where nodes may not be made, the host's are mounted over these files. */
		if (mknodat(dev, names[i], (nodes ? S_IFCHR : S_IFREG) | 0666, nodes ? makedev(1, minors[i]) : 0) != 0)
			return -1;
	static const char *const links[][2] = {
		{ "/proc/self/fd", "fd" }, { "/proc/self/fd/0", "stdin" }, { "/proc/self/fd/1", "stdout" }, { "/proc/self/fd/2", "stderr" },
	};
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		if (symlinkat(links[i][0], dev, links[i][1]) != 0)
			return -1;
	return mkdirat(dev, "shm", 0755);
}

static int make_folders(int scratch, uid_t owner, bool nodes)
{
	if (mkdirat(scratch, "box", 0755) != 0 || fchownat(scratch, "box", owner, owner, AT_SYMLINK_NOFOLLOW) != 0)
		return -1;
	if (mkdirat(scratch, "tmp", 01777) != 0 || mkdirat(scratch, "shm", 01777) != 0 || mkdirat(scratch, "dev", 0755) != 0)
		return -1;
	int dev = openat(scratch, "dev", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int done = dev < 0 ? -1 : make_devices(dev, nodes);
	int error = errno;
	fd_close(&dev);
	errno = error;
	return done;
}

int scratch_make(const struct scratch_limits *limits, uid_t owner, bool device_nodes)
{
	int fs = fsopen("tmpfs", FSOPEN_CLOEXEC);
	if (fs < 0)
		return -1;
	int mount = -1;
	if (set_limits(fs, limits) == 0 && fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0755", 0) == 0 &&
		fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
		mount = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
	if (mount >= 0 && make_folders(mount, owner, device_nodes) != 0) {
		int error = errno;
		fd_close(&mount);
		errno = error;
	}
	int error = errno;
	close(fs);
	errno = error;
	return mount;
}

int scratch_resize(int scratch, const struct scratch_limits *limits)
{
	int fs = fspick(scratch, "", FSPICK_EMPTY_PATH | FSPICK_CLOEXEC);
	if (fs < 0)
		return -1;
	int done = set_limits(fs, limits);
	if (done == 0)
		done = fsconfig(fs, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 0);
	int error = errno;
	close(fs);
	errno = error;
	return done;
}

bool scratch_exhausted(int scratch, uint64_t *used_bytes, uint64_t *used_inodes, bool *inodes)
{
	struct statfs fs;
	if (fstatfs(scratch, &fs) != 0)
		return false;
	*used_bytes = (uint64_t)(fs.f_blocks - fs.f_bfree) * (uint64_t)fs.f_bsize;
	uint64_t used = (uint64_t)(fs.f_files - fs.f_ffree);
	*used_inodes = used > OWN_INODES ? used - OWN_INODES : 0;
	*inodes = fs.f_ffree == 0;
	return fs.f_bfree == 0 || fs.f_ffree == 0;
}
