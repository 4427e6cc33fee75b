/* The self test: a sandbox looked at from inside, before the first program is let into one. What always holds: each check
 * asks the kernel what is in force, and none trusts that an earlier step has worked. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fd.h"
#include "job.h"

static int failures;

static void expect(bool holds, const char *layer)
{
	if (holds)
		return;
	/* The first word is the layer's name. */
	dprintf(2, "%s\n", layer);
	failures++;
}

static bool line_is(const char *status, const char *name, const char *value)
{
	const char *at = strstr(status, name);
	if (!at)
		return false;
	at += strlen(name);
	at += strspn(at, "\t ");
	size_t n = strlen(value);
	return strncmp(at, value, n) == 0 && (at[n] == '\n' || at[n] == 0);
}

static void check_process(void)
{
	char text[8192];
	static const char *const sets[] = { "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:" };
	if (fd_get(AT_FDCWD, "/proc/self/status", text, sizeof text) < 0)
		text[0] = 0;
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
		expect(line_is(text, sets[i], "0000000000000000"), "capabilities: a set is not empty");
	expect(line_is(text, "NoNewPrivs:", "1"), "no_new_privileges: not set");
	expect(line_is(text, "Seccomp:", "2"), "seccomp: no filter");
	expect(line_is(text, "Uid:", "1000\t1000\t1000\t1000"), "user_namespace: the uid is not 1000");
	expect(line_is(text, "Groups:", "") || line_is(text, "Groups:", " "), "user_namespace: there are supplementary groups");
	expect(getppid() == 1, "pid_namespace: the parent is not init");
	expect(kill(1, 0) != 0, "user_namespace: init can be signalled");
	int fd = open("/proc/1/mem", O_RDONLY | O_CLOEXEC);
	expect(fd < 0, "user_namespace: init's memory can be opened");
}

static void check_ids(void)
{
	char text[512];
	unsigned from[2], to[2], n[2];
	int end = 0;
	bool two = fd_get(AT_FDCWD, "/proc/self/uid_map", text, sizeof text) > 0 &&
		sscanf(text, "%u %u %u %u %u %u %n", &from[0], &to[0], &n[0], &from[1], &to[1], &n[1], &end) == 6 && text[end] == 0;
	expect(two && from[0] == 0 && from[1] == 1000 && n[0] == 1 && n[1] == 1 && to[0] != to[1], "user_namespace: the map is not of two ids");
}

static void check_calls(void)
{
	errno = 0;
	expect(unshare(CLONE_NEWUSER) != 0 && errno == EPERM, "seccomp: unshare is not denied");
	expect(syscall(425, 1, NULL) != 0 && errno == EPERM, "seccomp: io_uring_setup is not denied");
	expect(syscall(9999) != 0 && errno == ENOSYS, "seccomp: an unknown call is not ENOSYS");
	expect(syscall(435, NULL, 0) != 0 && errno == ENOSYS, "seccomp: clone3 is not ENOSYS");
	expect(socket(AF_PACKET, SOCK_RAW, 0) < 0 && errno == EPERM, "seccomp: a packet socket is not denied");
	expect(socket(38 /* ALG */, SOCK_SEQPACKET, 0) < 0 && errno == EPERM, "seccomp: an AF_ALG socket is not denied");
}

static void check_files(void)
{
	struct statvfs fs;
	char text[512];
	expect(statvfs("/", &fs) == 0 && (fs.f_flag & ST_RDONLY) && (fs.f_flag & ST_NOSUID), "read_only_root: / is writable");
	expect(statvfs("/dev", &fs) == 0 && (fs.f_flag & ST_RDONLY), "read_only_root: /dev is writable");
	expect(open("/x", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) < 0, "read_only_root: a file can be made in /");
	expect(open("/proc/sys/kernel/hostname", O_WRONLY | O_CLOEXEC) < 0, "mount_namespace: /proc/sys is writable");
	expect(fd_get(AT_FDCWD, "/proc/kallsyms", text, sizeof text) <= 0, "mount_namespace: /proc/kallsyms is not masked");
	expect(access("/sys/kernel", F_OK) != 0, "mount_namespace: /sys is not empty");
	int fd = open("/box/.self-test", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	expect(fd >= 0 && unlink("/box/.self-test") == 0, "mount_namespace: /box cannot be written");
}

static void check_names(void)
{
	char text[4096] = "", *line;
	if (fd_get(AT_FDCWD, "/proc/self/net/dev", text, sizeof text) < 0)
		text[0] = 0;
	int interfaces = 0;
	for (line = strchr(text, '\n'); line && (line = strchr(line + 1, '\n')) && line[1];)
		interfaces++;
	/* Two lines of heading come first, then one for each interface. */
	expect(interfaces == 1 && strstr(text, " lo:"), "network_namespace: there is more than loopback");
	char host[64] = "";
	expect(gethostname(host, sizeof host) == 0 && strcmp(host, "sandbox") == 0, "uts_namespace: the host name is another's");
	if (fd_get(AT_FDCWD, "/proc/self/cgroup", text, sizeof text) < 0)
		text[0] = 0;
	for (line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		expect(!strstr(line, "gozolite-"), "cgroup_namespace: the leaf's path can be seen");
}

int self_test_inside(const struct life *life)
{
	(void)life;
	check_process();
	check_ids();
	check_calls();
	check_files();
	check_names();
	return failures == 0 ? 0 : 1;
}
