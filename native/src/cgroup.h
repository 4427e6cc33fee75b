/* Cgroups: where they are (v2, v1 or both), the one subtree this program makes in each, and one leaf a sandbox. */
#ifndef GOZOLITE_CGROUP_H
#define GOZOLITE_CGROUP_H
#include <stdbool.h>
#include <stdint.h>

#include "failure.h"

enum cgroup_kind { CG_MEMORY, CG_PIDS, CG_CPU, CG_CPUACCT, CG_KILL, CG_KINDS };

#define CGROUP_TREES 6
#define CGROUP_SOCKETS_FILE "memory.kmem.tcp.limit_in_bytes"

/* One mounted hierarchy. base is where our subtree is made; own is the subtree; life is one supervisor's part of it. */
struct cgroup_tree {
	int base, own, life;
	bool v2;
	char path[512];
};

struct cgroups {
	bool usable;
	struct failure why_not;
	const char *mode;
	int count;
	struct cgroup_tree trees[CGROUP_TREES];
	int tree_of[CG_KINDS];
	/* Where CPU time is counted when the unified tree cannot be used; -1 where that is nowhere. */
	int cpuacct_v1;
	/* The memory hierarchy's root and /proc, for counting dying cgroups; -1 when unknown. */
	int memory_root, proc;
	bool memsw, sockets, swap_max, memory_peak, pids_peak;
	char name[96], life_name[32];
};

/* What a leaf enforces from its first moment. */
struct leaf_limits {
	uint64_t memory_bytes, processes;
};

/* How a process gets into a leaf. On v2 it is born there (CLONE_INTO_CGROUP). On v1 it writes to `tasks`, which is enough
 * for whoever has one thread. Neither waits for a grace period of RCU, as a write to cgroup.procs does. */
struct leaf_door {
	/* The leaf's directory in the v2 tree; -1 without one. */
	int birth;
	/* -1 where there is none. */
	int tasks[CGROUP_TREES];
};

/* Descriptors on one leaf's counters; -1 where there is none. */
struct leaf {
	int kill, cpu, memory_peak, oom, pids_events, pids_peak;
	int oom_notice;
};

struct leaf_counters {
	uint64_t cpu_ns, memory_peak, oom_kills, pids_refused, pids_peak;
};

/* Finds the hierarchies and makes our subtree. option is --cgroup or NULL. Never fails as such: see usable and why_not. */
void cgroups_find(struct cgroups *cg, const char *option, bool privileged);
/* Removes what keepers that are dead have left. */
void cgroups_reap(struct cgroups *cg);
/* 0 or -1 with why_not set. */
int cgroups_life_make(struct cgroups *cg, unsigned number);
/* Kills everything in the life (or, with NULL, in the whole subtree) and removes it; false when some is still busy. */
bool cgroups_remove(struct cgroups *cg, const char *life_name);
void cgroups_forget_life(struct cgroups *cg);
uint64_t cgroups_dying(const struct cgroups *cg);

/* A leaf named name below the life, with its door open; *step names what failed. */
int leaf_make(const struct cgroups *cg, const char *name, const struct leaf_limits *limits, struct leaf_door *door, const char **step);
int leaf_limit(const struct cgroups *cg, const char *name, const struct leaf_limits *was, const struct leaf_limits *now);
/* Opens the counters and arms the notice of memory exhaustion. */
int leaf_open(const struct cgroups *cg, const char *name, struct leaf *leaf);
void leaf_close(struct leaf *leaf);
/* 0, or -1 with errno: what a counter that cannot be read would have said is not known, and never 0. */
int leaf_read(const struct cgroups *cg, const struct leaf *leaf, struct leaf_counters *counters);
int leaf_cpu_ns(const struct cgroups *cg, const struct leaf *leaf, uint64_t *ns);
/* Descriptor whose write of "1" kills the leaf; -1 where there is no unified tree. */
int leaf_open_kill(const struct cgroups *cg, const char *name);
/* Whether pids.events tells of refusals by itself; otherwise it is to be looked at now and then. */
bool leaf_tells_refusals(const struct cgroups *cg);
bool leaf_is_populated_by_one(const struct cgroups *cg, const char *name);
/* 0 when gone; -1 with errno EBUSY to be tried again. */
int leaf_remove(const struct cgroups *cg, const char *name);
#endif
