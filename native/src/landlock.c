/* Landlock: writing, a second time. The mounts already say where a program may write; this says it again, so that a
 * mistake there is not a hole. What always holds: every right to change something that the kernel's ABI knows is
 * handled, so what is not granted below is denied; rights an older kernel does not know are left out one ABI at a time.
 *
 * Not handled: reading and executing, which would be granted on all of / and only cost a walk to the root on every open;
 * making folders, since that walk makes a chain of 150,000 nested ones quadratic; and TCP, because loopback inside the
 * sandbox must work and there is no other network. */
#define _GNU_SOURCE
#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif

/* The kernel's own layout, since the headers of older systems lack the later members. */
struct ruleset_attributes {
	uint64_t fs, net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

#define FS_WRITE_FILE (1ULL << 1)
#define FS_MAKE_DIR (1ULL << 7)
/* EXECUTE, READ_FILE, READ_DIR. */
#define FS_READING (1ULL << 0 | 1ULL << 2 | 1ULL << 3)
#define FS_ALL_ABI1 ((1ULL << 13) - 1)
#define FS_REFER (1ULL << 13)
#define FS_TRUNCATE (1ULL << 14)
#define FS_IOCTL_DEV (1ULL << 15)
#define FS_MAKE_CHAR (1ULL << 6)
#define FS_MAKE_BLOCK (1ULL << 11)
#define SCOPE_ABSTRACT_UNIX (1ULL << 0)
#define SCOPE_SIGNAL (1ULL << 1)

int landlock_abi(void)
{
	long abi = syscall(__NR_landlock_create_ruleset, NULL, 0, 1u);
	return abi < 0 ? 0 : (int)abi;
}

static uint64_t handled_fs(int abi)
{
	uint64_t fs = FS_ALL_ABI1 & ~(FS_READING | FS_MAKE_DIR);
	if (abi >= 2)
		fs |= FS_REFER;
	if (abi >= 3)
		fs |= FS_TRUNCATE;
	if (abi >= 5)
		fs |= FS_IOCTL_DEV;
	return fs;
}

static int grant(int ruleset, const char *path, uint64_t rights)
{
	struct path_rule rule = { .allowed = rights, .parent = open(path, O_PATH | O_CLOEXEC) };
	if (rule.parent < 0)
		return -1;
	long done = syscall(__NR_landlock_add_rule, ruleset, 1 /* path beneath */, &rule, 0);
	int error = errno;
	close(rule.parent);
	errno = error;
	return (int)done;
}

int landlock_restrict(int abi)
{
	if (abi == 0)
		return 0;
	uint64_t fs = handled_fs(abi);
	struct ruleset_attributes attributes = { .fs = fs, .scoped = abi >= 6 ? SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL : 0 };
	size_t size = abi >= 6 ? sizeof attributes : abi >= 4 ? offsetof(struct ruleset_attributes, scoped) : sizeof attributes.fs;
	int ruleset = (int)syscall(__NR_landlock_create_ruleset, &attributes, size, 0);
	if (ruleset < 0)
		return -1;
	uint64_t write = fs & ~(FS_MAKE_CHAR | FS_MAKE_BLOCK | FS_IOCTL_DEV);
	uint64_t device = FS_WRITE_FILE | (fs & (FS_TRUNCATE | FS_IOCTL_DEV));
	int failed = 0;
	static const char *const writable[] = { "/box", "/tmp", "/dev/shm" };
	for (size_t i = 0; i < sizeof writable / sizeof writable[0] && !failed; i++)
		failed = grant(ruleset, writable[i], write);
	static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom" };
	for (size_t i = 0; i < sizeof devices / sizeof devices[0] && !failed; i++)
		failed = grant(ruleset, devices[i], device);
	/* A program's own files there, such as comm and oom_score_adj; the rest is read-only by mount. */
	if (!failed)
		failed = grant(ruleset, "/proc", FS_WRITE_FILE | (fs & FS_TRUNCATE));
	if (!failed)
		failed = (int)syscall(__NR_landlock_restrict_self, ruleset, 0);
	int error = errno;
	close(ruleset);
	errno = error;
	return failed;
}
