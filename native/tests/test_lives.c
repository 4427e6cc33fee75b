/* Who dies with whom, and that nothing is left. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../src/clock.h"
#include "check.h"
#include "suite.h"

/* Directories of cgroups of keepers of the given pid. */
static int cgroups_of(pid_t pid)
{
	char command[256], text[32] = "0";
	snprintf(command, sizeof command, "ls -d /sys/fs/cgroup/gozolite-*-%d-* /sys/fs/cgroup/*/gozolite-*-%d-* 2>/dev/null | wc -l", (int)pid, (int)pid);
	FILE *f = popen(command, "r");
	if (f && !fgets(text, sizeof text, f))
		text[0] = 0;
	if (f)
		pclose(f);
	return atoi(text);
}

static int count(const char *command)
{
	char text[32] = "0";
	FILE *f = popen(command, "r");
	if (f && !fgets(text, sizeof text, f))
		text[0] = 0;
	if (f)
		pclose(f);
	return atoi(text);
}

static int children(pid_t pid)
{
	char command[96];
	snprintf(command, sizeof command, "pgrep -P %d | wc -l", (int)pid);
	return count(command);
}

static pid_t child_of(pid_t pid, const char *name)
{
	char command[128];
	snprintf(command, sizeof command, "pgrep -n -P %d %s", (int)pid, name);
	return count(command);
}

bool test_nothing_left(void)
{
	return cgroups_of(keeper.pid) == 0;
}

static bool eventually(bool (*holds)(pid_t), pid_t pid)
{
	for (int i = 0; i < 300; i++) {
		if (holds(pid))
			return true;
		usleep(10000);
	}
	return false;
}

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) != 0 && errno == ESRCH;
}

static bool has_no_children(pid_t pid)
{
	return children(pid) == 0;
}

static bool has_no_lives(pid_t pid)
{
	char command[128];
	snprintf(command, sizeof command, "ls -d /sys/fs/cgroup/*/gozolite-*-%d-*/life* 2>/dev/null | wc -l", (int)pid);
	return count(command) == 0;
}

static int descriptors(pid_t pid)
{
	char command[64];
	snprintf(command, sizeof command, "ls /proc/%d/fd | wc -l", (int)pid);
	return count(command);
}

/* Until nothing runs and four are prepared. What the supervisor does in the same breath is done by the next look. */
static void settle(struct client *c, uint64_t *stats)
{
	for (uint64_t i = 0; i < slowness() * 1000; i++) {
		usleep(10000);
		if (client_stats(c, stats) && stats[0] == 0 && stats[1] == 4)
			break;
	}
	usleep(200000);
	client_stats(c, stats);
}

static void many_runs(void)
{
	struct client c;
	struct ask ask = { .argv = { "true" } };
	struct answer a;
	uint64_t stats[8] = { 0 };
	if (!connect_ready(&c, 4, 4)) {
		check(false, "a second life starts");
		return;
	}
	pid_t pid = child_of(keeper.pid, "gozolite-superv");
	for (int i = 0; i < 20; i++) {
		client_run(&c, &ask, &a);
		answer_free(&a);
	}
	settle(&c, stats);
	int before = descriptors(pid), bad = 0;
	uint64_t start = clock_now();
	for (int i = 0; i < 500; i++) {
		bad += !client_run(&c, &ask, &a) || !is(&a, "exited", 0);
		answer_free(&a);
	}
	uint64_t took = clock_now() - start;
	settle(&c, stats);
	check(bad == 0, "500 runs end well (%" PRIu64 " us each)", took / 500000);
	check(stats[0] == 0 && stats[1] == 4 && stats[5] == 0 && stats[6] == 0, "none of them is left: live %" PRIu64 ", prepared %" PRIu64 ", failures %" PRIu64 "/%" PRIu64, stats[0], stats[1], stats[5], stats[6]);
	check(descriptors(pid) == before, "no descriptor is left: %d, then %d", before, descriptors(pid));
	check(children(pid) == 5, "its children are the maker and the prepared ones");
	client_close(&c);
	check(eventually(is_gone, pid), "a supervisor ends with its connection");
}

/* A life of its own, with one run whose program has started. Returns that run's init. */
static pid_t init_of_started(struct client *c, const struct ask *ask, struct answer *a)
{
	struct frame_header h;
	const uint8_t *body;
	connect_ready(c, 1, 0);
	pid_t pid = child_of(keeper.pid, "gozolite-superv");
	a->run = client_send(c, ask);
	while (client_read(c, &h, &body, 5000) && h.type != FRAME_STARTED)
		;
	return child_of(pid, "gozolite-init");
}

static void init_killed(void)
{
	struct client c;
	struct answer a = { 0 };
	struct ask ask = { .argv = { "sleep", "100" } };
	pid_t init = init_of_started(&c, &ask, &a);
	check(init > 0 && kill(init, SIGKILL) == 0 && client_wait(&c, &a) && strcmp(a.outcome, "failed") == 0, "an init that is killed is told as a failure of the platform");
	answer_free(&a);
	ask = (struct ask){ .argv = { "true" } };
	check(client_run(&c, &ask, &a) && is(&a, "exited", 0), "and the next run works");
	answer_free(&a);
	client_close(&c);
}

/* A program ended, and an init that does not tell of it: only the second kill ends the run, and no other event leads to it. */
static void init_stopped(void)
{
	struct client c;
	struct answer a = { 0 };
	struct ask ask = { .argv = { "sh", "-c", "exec sleep 100 >&- 2>&-" }, .time_ms = 3000 + slowness() * 300 };
	pid_t init = init_of_started(&c, &ask, &a);
	check(init > 0 && kill(init, SIGSTOP) == 0 && client_wait(&c, &a) && killed_by(&a, 5), "a run whose init stands still is killed again");
	answer_free(&a);
	client_close(&c);
}

static uint64_t cpu_ns(pid_t pid)
{
	clockid_t clock;
	struct timespec t = { 0 };
	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return UINT64_MAX;
	return (uint64_t)t.tv_sec * NS_PER_SECOND + (uint64_t)t.tv_nsec;
}

/* To free that many files takes a third of a second of CPU time. Whose it is tells who would have to wait for it. */
static void many_files_left(void)
{
	struct client c;
	struct answer a;
	uint64_t stats[8] = { 0 };
	struct ask ask = attack_with("", NULL);
	ask.argv[0] = "sh", ask.argv[1] = "-c", ask.argv[2] = "/box/attack many-files; sleep 100 &";
	ask.inodes = 120000, ask.memory = 1u << 30;
	ask.time_ms = ask.cpu_ms = slowness() * 15000;
	connect_ready(&c, 4, 4);
	pid_t pid = child_of(keeper.pid, "gozolite-superv"), maker = child_of(pid, "gozolite-maker");
	settle(&c, stats);
	uint64_t before = cpu_ns(pid), maker_before = cpu_ns(maker);
	check(client_run(&c, &ask, &a) && is(&a, "exited", 0), "a run that leaves 120,000 files ends");
	answer_free(&a);
	settle(&c, stats);
	uint64_t used = (cpu_ns(pid) - before) / NS_PER_MS, maker_used = (cpu_ns(maker) - maker_before) / NS_PER_MS;
	check(used < slowness() * 100 && maker_used < slowness() * 100, "neither the supervisor nor the maker frees them (%" PRIu64 " and %" PRIu64 " ms of CPU time)", used, maker_used);
	check(stats[0] == 0 && stats[5] == 0 && stats[6] == 0, "its sandbox is gone: live %" PRIu64 ", failures %" PRIu64 "/%" PRIu64, stats[0], stats[5], stats[6]);
	client_close(&c);
}

static void supervisor_killed(void)
{
	struct client c;
	struct ask ask = attack_with("bomb-setsid", NULL);
	ask.processes = 200;
	connect_ready(&c, 2, 2);
	pid_t pid = child_of(keeper.pid, "gozolite-superv");
	client_send(&c, &ask);
	usleep(50000);
	kill(pid, SIGKILL);
	check(eventually(is_gone, pid), "a supervisor is killed in the midst of a fork bomb");
	client_close(&c);
	client_close(&client);
	check(eventually(has_no_children, keeper.pid), "all that it had made is dead");
	check(eventually(has_no_lives, keeper.pid), "its cgroups go");
	check(connect_ready(&client, 4, 4), "another life starts");
}

static void keeper_dies(void)
{
	struct keeper_process saved = keeper, other;
	struct client c;
	struct ask ask = { .argv = { "sleep", "100" } };
	if (!keeper_start(&other, supervisor, NULL, 0))
		return;
	keeper = other;
	check(connect_ready(&c, 2, 2), "a second keeper works beside the first");
	client_send(&c, &ask);
	usleep(100000);
	pid_t life = child_of(other.pid, "gozolite-superv");
	uint64_t start = clock_now();
	check(keeper_stop(&other) && cgroups_of(other.pid) == 0 && is_gone(life), "at the end of its lifeline a keeper leaves nothing (%d ms)", (int)((clock_now() - start) / NS_PER_MS));
	client_close(&c);
	keeper_start(&other, supervisor, NULL, 0);
	keeper = other;
	connect_ready(&c, 2, 2);
	client_send(&c, &ask);
	usleep(100000);
	life = child_of(other.pid, "gozolite-superv");
	kill(other.pid, SIGKILL);
	pid_t dead = other.pid;
	keeper_stop(&other);
	check(eventually(is_gone, life), "a keeper that is killed takes its supervisors with it");
	client_close(&c);
	/* Any keeper that starts may be the one that does it. */
	keeper_start(&other, supervisor, NULL, 0);
	check(cgroups_of(dead) == 0, "the next keeper removes its cgroups");
	keeper_stop(&other);
	keeper = saved;
}

static void refusals(void)
{
	struct client c;
	struct ready ready;
	client_connect(&c, &keeper);
	check(client_configure(&c, "../etc", 1, 0, NULL, &ready) && !ready.ok && ready.remedy[0], "a rootfs outside --roots is refused with a remedy");
	client_close(&c);
	client_connect(&c, &keeper);
	check(client_configure(&c, "host", 1, 0, "seccomp", &ready) && !ready.ok && strcmp(ready.layer, "seccomp") == 0, "seccomp may not be given up");
	client_close(&c);
	client_connect(&c, &keeper);
	client_simple(&c, FRAME_RUN, 1, 0, 0);
	struct frame_header h;
	const uint8_t *body;
	check(!client_read(&c, &h, &body, 2000), "a RUN before READY ends the connection");
	client_close(&c);
	connect_ready(&c, 1, 0);
	client_simple(&c, (enum frame_type)50, 0, 0, 0);
	check(!client_read(&c, &h, &body, 2000), "an unknown frame ends the connection");
	client_close(&c);
	check(!client_connect(&c, &(struct keeper_process){ .socket = "/nonexistent" }), "no keeper, no connection");
	client_close(&c);
}

/* The template is put together on one of the host's folders; a rootfs may lie below that one too. */
static void rootfs_anywhere(void)
{
	static const char *const places[] = { "/tmp", "/mnt", "/run", "/var" };
	struct keeper_process saved = keeper;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		char roots[64], path[80];
		snprintf(roots, sizeof roots, "%s/gozolite-roots-%d", places[i], (int)getpid());
		snprintf(path, sizeof path, "%s/one", roots);
		const char *const args[] = { "--roots", roots, NULL };
		struct client c;
		struct ready ready = { 0 };
		if (access(places[i], W_OK) != 0) /* As a user: only /tmp. */
			continue;
		if (mkdir(roots, 0755) != 0 || mkdir(path, 0755) != 0 || !keeper_start(&keeper, supervisor, args, 0)) {
			check(false, "a folder and a keeper for %s", path);
		} else {
			client_connect(&c, &keeper);
			check(client_configure(&c, "one", 1, 0, NULL, &ready) && ready.ok, "a rootfs in %s is found: %s", places[i], ready.message);
			client_close(&c);
			keeper_stop(&keeper);
		}
		rmdir(path);
		rmdir(roots);
	}
	keeper = saved;
}

static void no_cgroups(void)
{
	static const char *const args[] = { "--cgroup", "gozolite-no-such-cgroup", NULL };
	struct keeper_process saved = keeper;
	struct client c;
	struct ready ready;
	struct answer a;
	if (!keeper_start(&keeper, supervisor, args, 0)) {
		keeper = saved;
		return;
	}
	client_connect(&c, &keeper);
	check(client_configure(&c, "host", 1, 0, NULL, &ready) && !ready.ok && strcmp(ready.layer, "cgroup") == 0 && ready.remedy[0], "without cgroups it is not ready: %s", ready.message);
	client_close(&c);
	client_connect(&c, &keeper);
	check(client_configure(&c, "host", 1, 1, "cgroup", &ready) && ready.ok && strstr(ready.text, "cgroup\n") && !strstr(ready.text, "cgroup_memory") && strcmp(ready.mode, "none") == 0, "unless that is given up, and then it says so");
	struct ask ask = attack_with("zombies", "100");
	ask.processes = 20;
	check(client_run(&c, &ask, &a) && is(&a, "exited", 0) && said(&a, "19\n"), "processes are still limited");
	answer_free(&a);
	ask = attack_with("spin", NULL);
	ask.cpu_ms = 1000;
	ask.time_ms = 20000;
	check(client_run(&c, &ask, &a) && killed_by(&a, 6), "and so is CPU time");
	answer_free(&a);
	ask = (struct ask){ .argv = { "sh", "-c", "sleep 100 & sleep 100" }, .time_ms = 200 };
	check(client_run(&c, &ask, &a) && killed_by(&a, 5), "and wall time");
	answer_free(&a);
	client_close(&c);
	keeper_stop(&keeper);
	keeper = saved;
}

void test_lives(void)
{
	no_cgroups();
	many_runs();
	init_killed();
	init_stopped();
	many_files_left();
	supervisor_killed();
	keeper_dies();
	refusals();
	rootfs_anywhere();
}
