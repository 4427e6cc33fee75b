/* What passes between the supervisor, the maker, init and the payload-to-be. All of them are this program; the structs
 * are host-endian and never leave the machine. */
#ifndef GOZOLITE_JOB_H
#define GOZOLITE_JOB_H
#include <stdbool.h>
#include <stdint.h>

#include "cgroup.h"
#include "scratch.h"
#include "seccomp_filter.h"
#include "template.h"

/* Everything a life has in common, settled before the first sandbox is made. */
struct life {
	struct cgroups *cgroups;
	struct template template;
	struct seccomp_filters filters;
	int landlock_abi;
	bool privileged;
	uid_t uid_base;
	/* Readable end of a pipe whose other end only the supervisor holds: at end of file it is gone. */
	int alive;
};

/* Init's uid and the payload's, for a slot. */
static inline uid_t slot_init_uid(const struct life *life, uint32_t slot)
{
	return life->uid_base + 2 * slot;
}

static inline uid_t slot_payload_uid(const struct life *life, uint32_t slot)
{
	return life->uid_base + 2 * slot + 1;
}

/* Written to the report pipe by init and the payload-to-be; each is one atomic write. */
enum report_kind { REPORT_READY = 1, REPORT_FAILED, REPORT_EXEC, REPORT_NOT_STARTED, REPORT_EXIT };

struct report {
	uint32_t kind;
	int32_t error;
	uint64_t at_ns;
	/* REPORT_EXIT: wait status, whether other processes were alive, and the tree's usage as far as wait tells. */
	int32_t status;
	uint32_t others;
	uint64_t cpu_ns, rss_bytes;
	/* REPORT_FAILED and REPORT_NOT_STARTED: which step. */
	char step[72];
};

/* LIMIT_NPROC, LIMIT_CPU: no cgroup does it, so a resource limit must. */
enum job_flags { JOB_SELF_TEST = 1, JOB_LIMIT_NPROC = 2, JOB_LIMIT_CPU = 4 };

/* To the payload-to-be, followed by `strings` bytes of argv, env and cwd, each ending in NUL, then the files. The bundle,
 * if any, is a descriptor sent with the first byte. */
struct job {
	uint32_t flags, argc, envc, strings, files, bundle;
	uint64_t cpu_ns, processes, file_bytes, open_files, stack_bytes;
};

struct job_file {
	uint32_t mode, path;
	uint64_t size;
};

/* To the maker. REMOVE may come with what has to be freed before, FREE with nothing else to do: a descriptor, and both ends
 * of a pipe that all but the last holder close after it. FREE is not answered. */
enum maker_op { MAKER_MAKE = 1, MAKER_REMOVE, MAKER_COLLECT, MAKER_FREE };

struct maker_request {
	uint32_t op, slot;
	uint64_t sequence;
	struct leaf_limits leaf;
	struct scratch_limits scratch;
};

/* The maker's answer; on a MAKE that worked the descriptors come along in the order of enum sandbox_fd. */
struct maker_reply {
	uint32_t op, slot;
	uint64_t sequence;
	int32_t error;
	char step[72];
};

enum sandbox_fd { FD_PIDFD, FD_REPORT, FD_CONTROL, FD_STDIN, FD_STDOUT, FD_STDERR, FD_SCRATCH, SANDBOX_FDS };

/* A sandbox as its init sees it: the inner ends. */
struct sandbox_plan {
	const struct life *life;
	uint32_t slot;
	int report, control, input, output, errors, scratch;
	struct leaf_door door;
};

/* The leaf's name. */
#define LEAF_NAME_SIZE 32
void leaf_name(uint64_t sequence, char name[LEAF_NAME_SIZE]);

/* maker.c: serves requests until its socket ends. Never returns. */
_Noreturn void maker_main(const struct life *life, int sock);
/* init.c: the first process of a sandbox. Never returns. */
_Noreturn void init_main(const struct sandbox_plan *plan);
/* payload.c: becomes the program. Never returns. go is where init says that the root is ready. */
_Noreturn void payload_main(const struct sandbox_plan *plan, int init_sock);
/* workspace.c: lays out a bundle, writes the job's files from control. 0 or an errno, with *step. */
int workspace_fill(int control, const struct job *job, int bundle, const char **step);
/* mounts.c: builds the root and pivots into it. 0 or -1 with errno and *step. */
int mounts_make(const struct sandbox_plan *plan, const char **step);
/* self_test.c: looks at the sandbox from inside. 0 when all is in force; else says what is not on standard error. */
int self_test_inside(const struct life *life);
/* collector.c: walks what a run left. Never returns. */
_Noreturn void collect_main(const struct life *life, uint32_t slot, int box, int sock, int archive);
#endif
