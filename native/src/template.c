/* The template: a tmpfs that is the root of the supervisor's own mount namespace, with the lower directories of the
 * sandboxes' overlays, the host's /proc and little else bound into it. What always holds: the host's file system is not
 * reachable from it by path, so a sandbox, which starts as a copy, never has it either, and copying it is cheap.
 *
 *   /skel      what a root looks like, and generated files      /lowerN   directories of the host or the rootfs
 *   /empty     an overlay needs two lower directories           /proc     the host's
 *   /new       where a sandbox builds its root                  /scratch  where it attaches its tmpfs, out of sight later
 *   /blank     a file and a folder that nobody can open, for masks: with a descriptor on one, its lock would be a channel
 *   /dev       device nodes, when they cannot be made
 */
#define _GNU_SOURCE
#include "template.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fd.h"
#include "scratch.h"

#define HOST_REMEDY "use a kernel of 5.12 or newer with overlayfs and tmpfs, and let this process mount (CAP_SYS_ADMIN)"

static int root_tmpfs(void)
{
	int fs = fsopen("tmpfs", FSOPEN_CLOEXEC);
	if (fs < 0)
		return -1;
	int mount = -1;
	if (fsconfig(fs, FSCONFIG_SET_STRING, "size", "64m", 0) == 0 && fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0755", 0) == 0 &&
		fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
		mount = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID);
	close(fs);
	return mount;
}

/* A copy of what is mounted at path, bound at target below root. With submounts only where they may not be parted. */
static int bind_copy(int dir, const char *path, int root, const char *target)
{
	unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (path[0] ? 0 : AT_EMPTY_PATH);
	int tree = open_tree(dir, path, flags);
	if (tree < 0 && errno == EINVAL)
		tree = open_tree(dir, path, flags | AT_RECURSIVE);
	if (tree < 0)
		return -1;
	int done = move_mount(tree, "", root, target, MOVE_MOUNT_F_EMPTY_PATH);
	int error = errno;
	close(tree);
	errno = error;
	return done;
}

static int add_lower(struct template *t, int root, const char *name, int dir, const char *path)
{
	struct template_overlay *o = &t->overlays[t->count];
	char target[32];
	snprintf(target, sizeof target, "lower%d", t->count);
	if (mkdirat(root, target, 0755) != 0 || bind_copy(dir, path, root, target) != 0)
		return -1;
	snprintf(o->target, sizeof o->target, "%s", name);
	if (name[0])
		snprintf(o->lower, sizeof o->lower, "/empty:/%s", target);
	else
		snprintf(o->lower, sizeof o->lower, "/skel:/%s", target);
	t->count++;
	return 0;
}

/* The host's program directories: what is a link stays a link, what is a directory gets an overlay of its own. */
static int host_lowers(struct template *t, int root)
{
	static const char *const names[] = { "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32" };
	snprintf(t->overlays[0].lower, sizeof t->overlays[0].lower, "/empty:/skel");
	t->overlays[0].target[0] = 0;
	t->count = 1;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char path[16], target[256], skel[32];
		struct stat st;
		snprintf(path, sizeof path, "/%s", names[i]);
		snprintf(skel, sizeof skel, "skel/%s", names[i]);
		if (lstat(path, &st) != 0)
			continue;
		if (S_ISLNK(st.st_mode)) {
			ssize_t n = readlink(path, target, sizeof target - 1);
			target[n < 0 ? 0 : n] = 0;
			if (n <= 0 || symlinkat(target, root, skel) != 0)
				return -1;
		} else if (S_ISDIR(st.st_mode)) {
			if (mkdirat(root, skel, 0755) != 0 || add_lower(t, root, names[i], AT_FDCWD, path) != 0)
				return -1;
		}
	}
	return 0;
}

/* Opened in the namespace whose mounts are to be copied, but before the template covers one of its folders: below that as well
 * a rootfs may lie. */
static int open_rootfs(const char *roots, const char *rootfs)
{
	int base = open(roots, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int dir = base < 0 ? -1 : fd_open_beneath(base, rootfs, O_PATH | O_DIRECTORY, 0);
	int error = errno;
	fd_close(&base);
	errno = error;
	return dir;
}

static int bind_host_devices(int root)
{
	static const char *const names[] = SCRATCH_DEVICES;
	for (size_t i = 0; i < SCRATCH_DEVICE_COUNT; i++) {
		char host[32], own[32];
		snprintf(host, sizeof host, "/dev/%s", names[i]);
		snprintf(own, sizeof own, "dev/%s", names[i]);
		if (mknodat(root, own, S_IFREG | 0644, 0) != 0 || bind_copy(AT_FDCWD, host, root, own) != 0)
			return -1;
	}
	return 0;
}

static unsigned which_exist(const char *const *names, size_t count)
{
	unsigned found = 0;
	for (size_t i = 0; i < count; i++) {
		char path[64];
		snprintf(path, sizeof path, "/proc/%s", names[i]);
		/* Only a name that is surely not there needs no mask. */
		if (access(path, F_OK) == 0 || errno != ENOENT)
			found |= 1u << i;
	}
	return found;
}

static int attach(int root)
{
	static const char *const places[] = { "/tmp", "/mnt", "/run", "/var" };
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (move_mount(root, "", AT_FDCWD, places[i], MOVE_MOUNT_F_EMPTY_PATH) == 0)
			return 0;
	return -1;
}

/* rootfs: a descriptor of it, or -1 for the host's own programs. */
static int fill(struct template *t, int root, int rootfs, bool privileged, const char **step)
{
	static const char *const folders[] = { "skel", "empty", "new", "scratch", "proc", "dev", "blank" };
	*step = "make the template's folders";
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (mkdirat(root, folders[i], 0755) != 0)
			return -1;
	if (mknodat(root, "blank/file", S_IFREG, 0) != 0 || mkdirat(root, "blank/folder", 0) != 0)
		return -1;
	*step = "make the skeleton of a root";
	bool host = rootfs < 0;
	int skel = openat(root, "skel", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int done = skel < 0 ? -1 : skeleton_make(skel, host);
	fd_close(&skel);
	if (done != 0)
		return -1;
	*step = host ? "bind the host's programs" : "bind the rootfs";
	if ((host ? host_lowers(t, root) : add_lower(t, root, "", rootfs, "")) != 0)
		return -1;
	*step = "bind /proc";
	if (bind_copy(AT_FDCWD, "/proc", root, "proc") != 0)
		return -1;
	static const char *const hidden[] = PROC_HIDDEN, *const empty[] = PROC_EMPTY, *const read_only[] = PROC_READ_ONLY;
	t->proc_hidden = which_exist(hidden, sizeof hidden / sizeof hidden[0]);
	t->proc_empty = which_exist(empty, sizeof empty / sizeof empty[0]);
	t->proc_read_only = which_exist(read_only, sizeof read_only / sizeof read_only[0]);
	t->bind_devices = !privileged;
	*step = "bind the device nodes";
	if (!privileged && bind_host_devices(root) != 0)
		return -1;
	/* So are the masks, which are bound from it. */
	*step = "make the template read-only";
	struct mount_attr change = { .attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC };
	return mount_setattr(root, "", AT_EMPTY_PATH, &change, sizeof change);
}

int template_enter(struct template *t, const char *rootfs, const char *roots, bool privileged, struct failure *why)
{
	*t = (struct template){ 0 };
	umask(0);
	const char *step = "make a mount namespace", *remedy = HOST_REMEDY;
	int root = -1, dir = -1;
	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		goto failed;
	if (strcmp(rootfs, "host") != 0 && (dir = open_rootfs(roots, rootfs)) < 0) {
		step = "open the rootfs below --roots";
		remedy = "build the rootfs, or set rootfs to `host`";
		goto failed;
	}
	step = "mount the template";
	root = root_tmpfs();
	if (root < 0 || attach(root) != 0)
		goto failed;
	if (fill(t, root, dir, privileged, &step) != 0)
		goto failed;
	fd_close(&dir);
	step = "pivot into the template";
	if (fchdir(root) != 0 || syscall(__NR_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
		goto failed;
	close(root);
	return 0;
failed:
	failure_set(why, "mount_namespace", remedy, "cannot %s: %s", step, strerror(errno));
	fd_close(&root);
	fd_close(&dir);
	return -1;
}
