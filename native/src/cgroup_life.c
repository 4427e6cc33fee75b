/* The lives of a subtree: one directory for each supervisor, removed when it is gone; and what dead keepers left.
 * What always holds: a directory is only removed here when its name says that its owner is this process, or a
 * process of this pid namespace that no longer exists. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "fd.h"
#include "proc.h"

#define DEPTH_MAX 4

/* Removes the directory name below dir and all below it; false when some of it is still busy. */
static bool remove_tree(int dir, const char *name, int depth)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT;
	DIR *d = fdopendir(fd);
	if (!d) {
		close(fd);
		return false;
	}
	for (struct dirent *e; depth < DEPTH_MAX && (e = readdir(d));)
		if (e->d_type == DT_DIR && e->d_name[0] != '.')
			remove_tree(dirfd(d), e->d_name, depth + 1);
	closedir(d);
	return unlinkat(dir, name, AT_REMOVEDIR) == 0 || errno == ENOENT;
}

static void kill_tree(const struct cgroup_tree *tree, const char *name)
{
	char path[160];
	snprintf(path, sizeof path, "%s/cgroup.kill", name);
	fd_put(tree->own, path, "1");
}

static bool offers(const struct cgroups *cg, enum cgroup_kind kind, const char *file)
{
	return faccessat(cg->trees[cg->tree_of[kind]].life, file, F_OK, 0) == 0;
}

/* On v1, where memory+swap cannot be limited, leaves inherit that nothing of theirs is swapped. */
static int keep_off_swap(struct cgroups *cg)
{
	const struct cgroup_tree *tree = &cg->trees[cg->tree_of[CG_MEMORY]];
	if (tree->v2 || cg->memsw || fd_put(tree->life, "memory.swappiness", "0") == 0)
		return 0;
	cg->usable = false;
	failure_set(&cg->why_not, "cgroup", "see that the memory cgroup is writable", "cannot keep the cgroup %s/%s off swap: %s", cg->name, cg->life_name,
		strerror(errno));
	return -1;
}

int cgroups_life_make(struct cgroups *cg, unsigned number)
{
	snprintf(cg->life_name, sizeof cg->life_name, "life%u", number);
	for (int i = 0; i < cg->count; i++) {
		struct cgroup_tree *tree = &cg->trees[i];
		if (tree->own < 0)
			continue;
		char control[256] = "";
		if (mkdirat(tree->own, cg->life_name, 0755) != 0 && errno != EEXIST)
			goto failed;
		tree->life = openat(tree->own, cg->life_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (tree->life < 0)
			goto failed;
		/* What the subtree gives to its children, a life gives to its own. */
		if (tree->v2 && fd_get(tree->own, "cgroup.subtree_control", control, sizeof control) > 1) {
			char enable[512] = "";
			for (char *w = strtok(control, " \n"); w; w = strtok(NULL, " \n"))
				snprintf(enable + strlen(enable), sizeof enable - strlen(enable), "+%s ", w);
			if (fd_put(tree->life, "cgroup.subtree_control", enable) != 0)
				goto failed;
		}
		continue;
failed:
		cg->usable = false;
		failure_set(&cg->why_not, "cgroup", "see that the cgroup directory is writable and not at its limit of descendants",
			"cannot make the cgroup %s/%s: %s", cg->name, cg->life_name, strerror(errno));
		return -1;
	}
	if (!cg->usable)
		return -1;
	/* The root cgroup lacks these files, so they are looked for in one that we made. */
	cg->memsw = offers(cg, CG_MEMORY, "memory.memsw.limit_in_bytes");
	cg->sockets = offers(cg, CG_MEMORY, CGROUP_SOCKETS_FILE);
	cg->swap_max = offers(cg, CG_MEMORY, "memory.swap.max");
	cg->memory_peak = offers(cg, CG_MEMORY, "memory.peak");
	cg->pids_peak = offers(cg, CG_PIDS, "pids.peak");
	return keep_off_swap(cg);
}

void cgroups_forget_life(struct cgroups *cg)
{
	for (int i = 0; i < cg->count; i++)
		fd_close(&cg->trees[i].life);
}

bool cgroups_remove(struct cgroups *cg, const char *life_name)
{
	bool gone = true;
	for (int i = 0; i < cg->count; i++) {
		struct cgroup_tree *tree = &cg->trees[i];
		if (tree->own < 0)
			continue;
		if (tree->v2)
			kill_tree(tree, life_name ? life_name : ".");
		gone = (life_name ? remove_tree(tree->own, life_name, 1) : remove_tree(tree->base, cg->name, 0)) && gone;
	}
	return gone;
}

void cgroups_reap(struct cgroups *cg)
{
	for (int i = 0; i < cg->count; i++) {
		int fd = openat(cg->trees[i].base, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		DIR *d = fd < 0 ? NULL : fdopendir(fd);
		if (!d) {
			fd_close(&fd);
			continue;
		}
		for (struct dirent *e; (e = readdir(d));) {
			if (e->d_type != DT_DIR || !process_identity_is_dead(e->d_name))
				continue;
			char path[320];
			snprintf(path, sizeof path, "%s/cgroup.kill", e->d_name);
			if (cg->trees[i].v2)
				fd_put(dirfd(d), path, "1");
			/* Its processes die with their supervisor; they may still be exiting. */
			for (int tries = 0; tries < 100 && !remove_tree(dirfd(d), e->d_name, 0); tries++)
				usleep(10000);
		}
		closedir(d);
	}
}

static uint64_t directories_below(int dir, int depth)
{
	uint64_t count = 0;
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	for (struct dirent *e; d && depth < 16 && (e = readdir(d));) {
		if (e->d_type != DT_DIR || e->d_name[0] == '.')
			continue;
		int below = openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (below >= 0)
			count += 1 + directories_below(below, depth + 1);
		fd_close(&below);
	}
	if (d)
		closedir(d);
	return count;
}

/* v2 counts them; on v1 they are the difference between the cgroups the kernel holds and those that can be seen. */
uint64_t cgroups_dying(const struct cgroups *cg)
{
	char text[4096];
	uint64_t dying = 0;
	for (int i = 0; i < cg->count; i++) {
		uint64_t n;
		if (cg->trees[i].v2 && cg->trees[i].own >= 0 && fd_get(cg->trees[i].own, "cgroup.stat", text, sizeof text) > 0 &&
			text_number(text, "nr_dying_descendants", &n))
			dying += n;
	}
	int memory = cg->tree_of[CG_MEMORY];
	if (!cg->usable || cg->trees[memory].v2 || cg->memory_root < 0 || fd_get(cg->proc, "cgroups", text, sizeof text) < 0)
		return dying;
	char *line = strstr(text, "\nmemory\t");
	unsigned held = 0;
	if (!line || sscanf(line, "\nmemory\t%*u\t%u", &held) != 1)
		return dying;
	uint64_t seen = 1 + directories_below(cg->memory_root, 0);
	return dying + (held > seen ? held - seen : 0);
}
