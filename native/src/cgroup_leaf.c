/* One sandbox's leaf in every hierarchy: made with its limits already set, read when all in it is dead, then removed.
 * What always holds: every limit is written and accepted before anything untrusted can be in the leaf; a limit that
 * the kernel refuses fails the run. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "fd.h"

/* Ample for programs that talk to themselves. */
#define SOCKETS_BYTES (16u << 20)

static int put(const struct cgroups *cg, enum cgroup_kind kind, const char *name, const char *file, uint64_t value)
{
	char path[128], text[32];
	snprintf(path, sizeof path, "%s/%s", name, file);
	snprintf(text, sizeof text, "%" PRIu64, value);
	return fd_put(cg->trees[cg->tree_of[kind]].life, path, text);
}

static bool is_v2(const struct cgroups *cg, enum cgroup_kind kind)
{
	return cg->trees[cg->tree_of[kind]].v2;
}

/* On v1 memory may never exceed memory+swap, so which of the two is written first depends on the direction. */
static int limit_memory(const struct cgroups *cg, const char *name, uint64_t was, uint64_t now)
{
	if (is_v2(cg, CG_MEMORY))
		return put(cg, CG_MEMORY, name, "memory.max", now);
	if (!cg->memsw)
		return put(cg, CG_MEMORY, name, "memory.limit_in_bytes", now);
	const char *files[2] = { "memory.limit_in_bytes", "memory.memsw.limit_in_bytes" };
	int first = now > was ? 1 : 0;
	if (put(cg, CG_MEMORY, name, files[first], now) != 0)
		return -1;
	return put(cg, CG_MEMORY, name, files[1 - first], now);
}

int leaf_limit(const struct cgroups *cg, const char *name, const struct leaf_limits *was, const struct leaf_limits *now)
{
	if (was->memory_bytes != now->memory_bytes && limit_memory(cg, name, was->memory_bytes, now->memory_bytes) != 0)
		return -1;
	return was->processes == now->processes ? 0 : put(cg, CG_PIDS, name, "pids.max", now->processes);
}

static int limits_first(const struct cgroups *cg, const char *name, const struct leaf_limits *limits, const char **step)
{
	static const struct leaf_limits unlimited = { UINT64_MAX, UINT64_MAX };
	*step = "set the cgroup's limits";
	if (leaf_limit(cg, name, &unlimited, limits) != 0)
		return -1;
	/* On v1 the leaf has the life's swappiness, or memory+swap is limited; what sockets keep is not part of memory. */
	if (!is_v2(cg, CG_MEMORY)) {
		*step = "limit what sockets keep";
		return cg->sockets ? put(cg, CG_MEMORY, name, CGROUP_SOCKETS_FILE, SOCKETS_BYTES) : 0;
	}
	*step = "keep the cgroup off swap";
	if (cg->swap_max && put(cg, CG_MEMORY, name, "memory.swap.max", 0) != 0)
		return -1;
	*step = "set memory.oom.group";
	return put(cg, CG_MEMORY, name, "memory.oom.group", 1);
}

static int open_door(const struct cgroup_tree *tree, const char *name, int *fd)
{
	char path[128];
	snprintf(path, sizeof path, "%s%s", name, tree->v2 ? "" : "/tasks");
	*fd = openat(tree->life, path, (tree->v2 ? O_RDONLY | O_DIRECTORY : O_WRONLY) | O_CLOEXEC | O_NOFOLLOW);
	return *fd < 0 ? -1 : 0;
}

int leaf_make(const struct cgroups *cg, const char *name, const struct leaf_limits *limits, struct leaf_door *door, const char **step)
{
	for (int i = 0; i < cg->count; i++) {
		const struct cgroup_tree *tree = &cg->trees[i];
		if (tree->life < 0)
			continue;
		*step = "make the cgroup";
		if (mkdirat(tree->life, name, 0755) != 0)
			return -1;
		*step = "open the cgroup";
		if (open_door(tree, name, tree->v2 ? &door->birth : &door->tasks[i]) != 0)
			return -1;
	}
	return limits_first(cg, name, limits, step);
}

static int open_counter(const struct cgroups *cg, enum cgroup_kind kind, const char *name, const char *file, int flags)
{
	char path[128];
	if (cg->tree_of[kind] < 0)
		return -1;
	snprintf(path, sizeof path, "%s/%s", name, file);
	return openat(cg->trees[cg->tree_of[kind]].life, path, flags | O_CLOEXEC);
}

/* On v1 exhaustion is told through an eventfd registered in cgroup.event_control. */
static int arm_oom_v1(const struct cgroups *cg, const char *name, struct leaf *leaf)
{
	char path[128], text[64];
	leaf->oom_notice = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (leaf->oom_notice < 0)
		return -1;
	snprintf(path, sizeof path, "%s/cgroup.event_control", name);
	snprintf(text, sizeof text, "%d %d", leaf->oom_notice, leaf->oom);
	return fd_put(cg->trees[cg->tree_of[CG_MEMORY]].life, path, text);
}

int leaf_open(const struct cgroups *cg, const char *name, struct leaf *leaf)
{
	bool v2 = is_v2(cg, CG_MEMORY);
	leaf->cpu = open_counter(cg, CG_CPUACCT, name, is_v2(cg, CG_CPUACCT) ? "cpu.stat" : "cpuacct.usage", O_RDONLY);
	leaf->oom = open_counter(cg, CG_MEMORY, name, v2 ? "memory.events" : "memory.oom_control", O_RDONLY);
	leaf->pids_events = open_counter(cg, CG_PIDS, name, "pids.events", O_RDONLY);
	leaf->pids_peak = cg->pids_peak ? open_counter(cg, CG_PIDS, name, "pids.peak", O_RDONLY) : -1;
	const char *peak = !v2 ? "memory.max_usage_in_bytes" : cg->memory_peak ? "memory.peak" : "memory.current";
	leaf->memory_peak = open_counter(cg, CG_MEMORY, name, peak, O_RDONLY);
	if (leaf->cpu < 0 || leaf->oom < 0 || leaf->pids_events < 0 || leaf->memory_peak < 0)
		return -1;
	return v2 ? 0 : arm_oom_v1(cg, name, leaf);
}

void leaf_close(struct leaf *leaf)
{
	fd_close(&leaf->kill);
	fd_close(&leaf->cpu);
	fd_close(&leaf->memory_peak);
	fd_close(&leaf->oom);
	fd_close(&leaf->pids_events);
	fd_close(&leaf->pids_peak);
	fd_close(&leaf->oom_notice);
}

/* A name that the file does not have counts nothing on this kernel: 0. */
static int counter(int fd, const char *name, uint64_t *value)
{
	char text[1024];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	*value = 0;
	if (n <= 0) {
		errno = n < 0 ? errno : ENODATA;
		return -1;
	}
	text[n] = 0;
	if (!text_number(text, name, value))
		*value = 0;
	return 0;
}

int leaf_cpu_ns(const struct cgroups *cg, const struct leaf *leaf, uint64_t *ns)
{
	if (!is_v2(cg, CG_CPUACCT))
		return counter(leaf->cpu, NULL, ns);
	int done = counter(leaf->cpu, "usage_usec", ns);
	*ns *= 1000;
	return done;
}

int leaf_read(const struct cgroups *cg, const struct leaf *leaf, struct leaf_counters *c)
{
	*c = (struct leaf_counters){ 0 };
	if (leaf_cpu_ns(cg, leaf, &c->cpu_ns) != 0 || counter(leaf->memory_peak, NULL, &c->memory_peak) != 0)
		return -1;
	if (counter(leaf->oom, "oom_kill", &c->oom_kills) != 0 || counter(leaf->pids_events, "max", &c->pids_refused) != 0)
		return -1;
	return leaf->pids_peak < 0 ? 0 : counter(leaf->pids_peak, NULL, &c->pids_peak);
}

bool leaf_tells_refusals(const struct cgroups *cg)
{
	return is_v2(cg, CG_PIDS);
}

int leaf_open_kill(const struct cgroups *cg, const char *name)
{
	return open_counter(cg, CG_KILL, name, "cgroup.kill", O_WRONLY);
}

bool leaf_is_populated_by_one(const struct cgroups *cg, const char *name)
{
	char path[128], text[256];
	for (int i = 0; i < cg->count; i++) {
		if (cg->trees[i].life < 0)
			continue;
		snprintf(path, sizeof path, "%s/cgroup.procs", name);
		if (fd_get(cg->trees[i].life, path, text, sizeof text) <= 1)
			return false;
		char *end = strchr(text, '\n');
		if (!end || end[1] != 0)
			return false;
	}
	return true;
}

int leaf_remove(const struct cgroups *cg, const char *name)
{
	int error = 0;
	for (int i = 0; i < cg->count; i++)
		if (cg->trees[i].life >= 0 && unlinkat(cg->trees[i].life, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
			error = errno;
	errno = error;
	return error ? -1 : 0;
}
