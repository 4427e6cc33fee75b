/* Every way to change the mounts or to make or join a namespace. */
#include "attack.h"
#include <sys/mount.h>
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
static int child(void *unused) { (void)unused; return 0; }
int main(void)
{
	denied("mount tmpfs", mount("none", "/tmp", "tmpfs", 0, NULL));
	denied("bind mount", mount("/etc", "/tmp", NULL, MS_BIND, NULL));
	denied("remount root", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
	denied("mount proc", mount("proc", "/tmp", "proc", 0, NULL));
	denied("mount sysfs", mount("sysfs", "/tmp", "sysfs", 0, NULL));
	denied("mount debugfs", mount("debugfs", "/tmp", "debugfs", 0, NULL));
	const char *mounted[] = { "/", "/proc", "/proc/kcore", "/proc/keys", "/proc/kallsyms", "/proc/timer_list", "/proc/sys", "/proc/sysrq-trigger",
		"/sys", "/dev", "/dev/shm", "/tmp", "/box", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/kmsg", "/proc/config.gz" };
	for (unsigned i = 0; i < sizeof mounted / sizeof *mounted; i++) denied(mounted[i], umount2(mounted[i], MNT_DETACH));
	const struct { const char *name; int flag; } kinds[] = { { "user", CLONE_NEWUSER }, { "mount", CLONE_NEWNS }, { "net", CLONE_NEWNET }, { "pid", CLONE_NEWPID },
		{ "ipc", CLONE_NEWIPC }, { "uts", CLONE_NEWUTS }, { "cgroup", CLONE_NEWCGROUP }, { "time", 0x80 }, { "user and mount", CLONE_NEWUSER | CLONE_NEWNS } };
	static char stack[65536] __attribute__((aligned(16)));
	for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		char what[64];
		snprintf(what, sizeof what, "unshare %s", kinds[i].name);
		denied(what, unshare(kinds[i].flag));
		if (kinds[i].flag == 0x80) continue;
		snprintf(what, sizeof what, "clone %s", kinds[i].name);
		denied(what, clone(child, stack + sizeof stack, kinds[i].flag | SIGCHLD, NULL));
	}
	long args[11] = { CLONE_NEWUSER };
	denied_with("clone3", syscall(SYS_clone3, args, sizeof args), ENOSYS);
	const char *own[] = { "user", "mnt", "net", "pid", "ipc", "uts", "cgroup" };
	for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
		char path[64];
		snprintf(path, sizeof path, "/proc/self/ns/%s", own[i]);
		int fd = open(path, O_RDONLY);
		denied(path, fd < 0 ? -1 : setns(fd, 0));
	}
	denied("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"));
	denied("chroot", chroot("/tmp"));
	denied("open_tree", syscall(SYS_open_tree, AT_FDCWD, "/", 1));
	denied("fsopen", syscall(430, "tmpfs", 0));
	denied("fspick", syscall(433, AT_FDCWD, "/", 0));
	denied("fsmount", syscall(432, 0, 0, 0));
	denied("move_mount", syscall(429, AT_FDCWD, "/tmp", AT_FDCWD, "/box", 0));
	denied("mount_setattr", syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, NULL, 0));
	denied("cgroup mount", mount("none", "/tmp", "cgroup", 0, "memory"));
	denied("cgroup2 mount", mount("none", "/tmp", "cgroup2", 0, NULL));
	denied("sethostname", sethostname("x", 1));
	return end_of_attack();
}
