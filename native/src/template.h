/* The mount namespace that every sandbox starts from, and what of it a sandbox mounts. */
#ifndef GOZOLITE_TEMPLATE_H
#define GOZOLITE_TEMPLATE_H
#include <stdbool.h>

#include "failure.h"

#define TEMPLATE_OVERLAYS 9

/* One overlay of its own for each sandbox: at target ("" is the root), over these lower directories. */
struct template_overlay {
	char target[32];
	char lower[96];
};

struct template {
	int count;
	struct template_overlay overlays[TEMPLATE_OVERLAYS];
	/* Which of PROC_HIDDEN, PROC_EMPTY and PROC_READ_ONLY this kernel has: a bit each. */
	unsigned proc_hidden, proc_empty, proc_read_only;
	/* The host's device nodes are in /dev, since none can be made in a user namespace. */
	bool bind_devices;
};

/* What of /proc no program may open, what is an empty folder to all (sys/fs counts the open files and contexts of the
 * whole machine), and what none may write. A kernel that lacks one has nothing there to hide. */
#define PROC_HIDDEN                                                                                                           \
	{                                                                                                                     \
		"keys", "key-users", "kcore", "kallsyms", "timer_list", "sched_debug", "config.gz", "kmsg", "sysrq-trigger", \
		"interrupts", "latency_stats", "timer_stats",                                                                \
	}
#define PROC_EMPTY { "sys/fs", "acpi", "asound", "scsi" }
#define PROC_READ_ONLY { "sys", "irq", "bus", "fs" }

/* Enters a mount namespace that holds only the template's few mounts. rootfs is `host` or a path below roots. */
int template_enter(struct template *t, const char *rootfs, const char *roots, bool privileged, struct failure *why);

/* skeleton.c: fills dir with the folders, links and files of a root; host: also what programs need of the host's /etc. */
int skeleton_make(int dir, bool host);
#endif
