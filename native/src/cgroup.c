/* Finding the cgroup hierarchies. What always holds: the only file written outside the subtree made here is the
 * parent's cgroup.subtree_control on v2, and that only to enable a controller that is missing. Everything else is
 * reached through descriptors of directories this program made. */
#define _GNU_SOURCE
#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fd.h"
#include "proc.h"

struct mount_line {
	char point[512];
	char options[256];
	bool v2;
};

static const char *const controller_names[] = {
	[CG_MEMORY] = "memory", [CG_PIDS] = "pids", [CG_CPU] = "cpu", [CG_CPUACCT] = "cpuacct",
};

static bool has_word(const char *list, const char *word, const char *separators)
{
	char copy[512];
	snprintf(copy, sizeof copy, "%s", list);
	char *save = NULL;
	for (char *w = strtok_r(copy, separators, &save); w; w = strtok_r(NULL, separators, &save))
		if (strcmp(w, word) == 0)
			return true;
	return false;
}

/* One line of /proc/self/mountinfo, when it is a cgroup mount. */
static bool parse_mount(char *line, struct mount_line *m)
{
	char *dash = strstr(line, " - ");
	if (!dash)
		return false;
	char type[32], point[512], options[256];
	if (sscanf(dash + 3, "%31s %*s %255s", type, options) != 2 || sscanf(line, "%*s %*s %*s %*s %511s", point) != 1)
		return false;
	m->v2 = strcmp(type, "cgroup2") == 0;
	if (!m->v2 && strcmp(type, "cgroup") != 0)
		return false;
	snprintf(m->point, sizeof m->point, "%s", point);
	snprintf(m->options, sizeof m->options, "%s", options);
	return true;
}

/* The cgroup this process is in, in the hierarchy of a mount: "/..." from /proc/self/cgroup. */
static void own_path(const struct mount_line *m, char *path, size_t size)
{
	snprintf(path, size, "/");
	FILE *f = fopen("/proc/self/cgroup", "re");
	char line[1024];
	while (f && fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		char *first = strchr(line, ':'), *second = first ? strchr(first + 1, ':') : NULL;
		if (!second)
			continue;
		*second = 0;
		char *word = strtok(first + 1, ",");
		if (m->v2 ? word == NULL : word && has_word(m->options, word, ","))
			snprintf(path, size, "%s", second + 1);
	}
	if (f)
		fclose(f);
}

static int open_base(const struct mount_line *m, const char *option, bool privileged, struct cgroup_tree *tree)
{
	char below[512] = "";
	if (option) {
		size_t n = strlen(m->point);
		const char *rest = strncmp(option, m->point, n) == 0 ? option + n : option;
		snprintf(below, sizeof below, "/%s", rest + strspn(rest, "/"));
	} else if (!privileged) {
		own_path(m, below, sizeof below);
	}
	if (strstr(below, "..")) {
		errno = EINVAL;
		return -1;
	}
	char path[1100];
	snprintf(path, sizeof path, "%s%s", m->point, below);
	snprintf(tree->path, sizeof tree->path, "%.*s", (int)sizeof tree->path - 1, path);
	tree->v2 = m->v2;
	tree->base = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return tree->base < 0 ? -1 : 0;
}

/* Moves every process of a delegated directory into a leaf of its own, the service's among them. */
static int empty(int base)
{
	char pids[8192], leaf[] = "main/cgroup.procs";
	if (mkdirat(base, "main", 0755) != 0 && errno != EEXIST)
		return -1;
	/* A process may fork meanwhile, so it is done until nobody is left. */
	for (int tries = 0; tries < 16; tries++) {
		if (fd_get(base, "cgroup.procs", pids, sizeof pids) <= 0)
			return 0;
		for (char *save = NULL, *pid = strtok_r(pids, "\n", &save); pid; pid = strtok_r(NULL, "\n", &save))
			if (fd_put(base, leaf, pid) != 0 && errno != ESRCH)
				return -1;
	}
	errno = EBUSY;
	return -1;
}

/* On v2 a directory's controllers must be enabled for its children, and then it may hold no process itself. */
static int enable(const struct cgroups *cg, const struct cgroup_tree *tree, int dir)
{
	char have[512] = "", want[64] = "";
	if (fd_get(dir, "cgroup.subtree_control", have, sizeof have) < 0)
		return -1;
	for (int kind = CG_MEMORY; kind <= CG_CPU; kind++)
		if (cg->tree_of[kind] >= 0 && &cg->trees[cg->tree_of[kind]] == tree && !has_word(have, controller_names[kind], " \n")) {
			strcat(want, " +");
			strcat(want, controller_names[kind]);
		}
	if (!want[0] || fd_put(dir, "cgroup.subtree_control", want) == 0)
		return 0;
	if (errno != EBUSY || dir != tree->base || empty(dir) != 0)
		return -1;
	return fd_put(dir, "cgroup.subtree_control", want);
}

/* On v2 moving a process needs the right to write in what is above both its old and its new place. A child tries. */
static int try_to_enter(const struct cgroup_tree *tree)
{
	if (mkdirat(tree->own, "probe", 0755) != 0 && errno != EEXIST)
		return -1;
	pid_t pid = fork();
	if (pid == 0)
		_exit(fd_put(tree->own, "probe/cgroup.procs", "0") == 0 ? 0 : errno);
	int status = 0;
	bool waited = pid > 0 && waitpid(pid, &status, 0) == pid;
	unlinkat(tree->own, "probe", AT_REMOVEDIR);
	errno = waited ? WEXITSTATUS(status) : EAGAIN;
	return errno ? -1 : 0;
}

/* Each core's worth of runs weighs as much as one ordinary process; all of them as one would starve on a busy host. */
static void weigh(const struct cgroups *cg, const struct cgroup_tree *tree)
{
	char text[32];
	int cores = get_nprocs();
	if (cg->tree_of[CG_CPU] < 0 || &cg->trees[cg->tree_of[CG_CPU]] != tree)
		return;
	snprintf(text, sizeof text, "%d", tree->v2 ? (cores < 100 ? cores * 100 : 10000) : cores * 1024);
	fd_put(tree->own, tree->v2 ? "cpu.weight" : "cpu.shares", text);
}

static int make_own(struct cgroups *cg, struct cgroup_tree *tree)
{
	if (mkdirat(tree->base, cg->name, 0755) != 0 && errno != EEXIST)
		return -1;
	tree->own = openat(tree->base, cg->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (tree->own < 0)
		return -1;
	if (tree->v2 && (enable(cg, tree, tree->base) != 0 || try_to_enter(tree) != 0 || enable(cg, tree, tree->own) != 0))
		return -1;
	weigh(cg, tree);
	return 0;
}

static void refuse(struct cgroups *cg, const char *what, const char *path)
{
	cg->usable = false;
	const char *remedy = errno == EBUSY
		? "give --cgroup a delegated directory whose processes are all this user's (systemd: Delegate=yes)"
		: errno == EACCES
		? "start the keeper inside the delegated cgroup (systemd-run --user --scope -p Delegate=yes), or run it as root"
		: "run as root, or give --cgroup a directory delegated to this user, or set the degraded mode `cgroup`";
	failure_set(&cg->why_not, "cgroup", remedy, "%s in %s: %s", what, path, strerror(errno));
}

/* Which tree serves which need; false when a controller is nowhere. */
static bool assign(struct cgroups *cg, const struct mount_line *mounts)
{
	int unified = -1;
	for (int kind = 0; kind < CG_KINDS; kind++)
		cg->tree_of[kind] = -1;
	for (int i = 0; i < cg->count; i++) {
		char controllers[512] = "";
		if (mounts[i].v2) {
			unified = i;
			fd_get(cg->trees[i].base, "cgroup.controllers", controllers, sizeof controllers);
		}
		for (int kind = CG_MEMORY; kind <= CG_CPUACCT; kind++)
			if (has_word(mounts[i].v2 ? controllers : mounts[i].options, controller_names[kind], ", \n"))
				cg->tree_of[kind] = i;
	}
	/* Every cgroup of the unified tree counts its CPU time, and each hierarchy more costs every run another cgroup. */
	cg->cpuacct_v1 = cg->tree_of[CG_CPUACCT];
	if (unified >= 0)
		cg->tree_of[CG_CPUACCT] = unified;
	cg->tree_of[CG_KILL] = unified;
	cg->mode = unified < 0 ? "v1" : cg->tree_of[CG_MEMORY] == unified ? "v2" : "hybrid";
	for (int kind = 0; kind <= CG_CPUACCT; kind++)
		if (cg->tree_of[kind] < 0) {
			/* Why a hierarchy could not be opened says more than that it is missing. */
			if (!cg->why_not.layer[0])
				failure_set(&cg->why_not, "cgroup", "mount a cgroup hierarchy with the memory, pids and cpu controllers",
					"no cgroup hierarchy here offers the %s controller", controller_names[kind]);
			return false;
		}
	return true;
}

static void collect_mounts(struct cgroups *cg, struct mount_line *mounts, const char *option, bool privileged)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char line[4096];
	while (f && fgets(line, sizeof line, f) && cg->count < CGROUP_TREES) {
		struct mount_line *m = &mounts[cg->count];
		if (!parse_mount(line, m))
			continue;
		bool useful = m->v2;
		for (int kind = CG_MEMORY; kind <= CG_CPUACCT; kind++)
			useful = useful || has_word(m->options, controller_names[kind], ",");
		struct cgroup_tree *tree = &cg->trees[cg->count];
		*tree = (struct cgroup_tree){ .base = -1, .own = -1, .life = -1 };
		if (!useful)
			continue;
		if (open_base(m, option, privileged, tree) == 0)
			cg->count++;
		else if (!m->v2)
			refuse(cg, "cannot open the cgroup directory", tree->path);
		if (!m->v2 && has_word(m->options, "memory", ",") && cg->memory_root < 0)
			cg->memory_root = open(m->point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (f)
		fclose(f);
}

/* False when there is no doing without it. */
static bool own_unified(struct cgroups *cg)
{
	struct cgroup_tree *tree = &cg->trees[cg->tree_of[CG_KILL]];
	if (make_own(cg, tree) == 0)
		return true;
	if (cg->tree_of[CG_MEMORY] == cg->tree_of[CG_KILL] || cg->cpuacct_v1 < 0) {
		refuse(cg, "cannot make a cgroup", tree->path);
		return false;
	}
	/* One that is not ours to use beside the others only costs cgroup.kill. */
	if (tree->own >= 0)
		unlinkat(tree->base, cg->name, AT_REMOVEDIR);
	fd_close(&tree->own);
	cg->tree_of[CG_KILL] = -1;
	cg->tree_of[CG_CPUACCT] = cg->cpuacct_v1;
	cg->mode = "v1";
	return true;
}

void cgroups_find(struct cgroups *cg, const char *option, bool privileged)
{
	struct mount_line mounts[CGROUP_TREES] = { 0 };
	*cg = (struct cgroups){ .mode = "none", .memory_root = -1 };
	cg->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	process_identity(getpid(), cg->name, sizeof cg->name);
	collect_mounts(cg, mounts, option, privileged);
	if (!assign(cg, mounts))
		return;
	cg->usable = true;
	if (cg->tree_of[CG_KILL] >= 0 && !own_unified(cg))
		return;
	for (int i = 0; i < cg->count; i++) {
		bool needed = false;
		for (int kind = 0; kind < CG_KINDS; kind++)
			needed = needed || cg->tree_of[kind] == i;
		if (needed && cg->trees[i].own < 0 && make_own(cg, &cg->trees[i]) != 0) {
			refuse(cg, "cannot make a cgroup", cg->trees[i].path);
			return;
		}
	}
}
