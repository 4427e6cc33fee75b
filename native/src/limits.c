/* Limits while a run is on: the clock, the CPU, memory, processes. What always holds: the first limit that ends a run is
 * its killer and stays it; every kill goes to the whole run at once, by cgroup.kill or by the death of init; CPU time is
 * looked at no more often than it could have run out since. */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "supervisor.h"

/* A program that is refused this many tasks will not come to its senses. */
#define REFUSALS_MAX 64
/* Not every kernel tells of refusals on cgroup v1, so there they are looked at this often while a program runs. */
#define REFUSALS_LOOK_NS (100 * NS_PER_MS)
#define KILL_AGAIN_NS (500 * NS_PER_MS)
/* A short run is over sooner, and then STARTED wakes nobody by itself. */
#define STARTED_LATEST_NS (5 * NS_PER_MS)
/* Files written, tree laid out, exec reached. */
#define START_NS (60 * NS_PER_SECOND)

void limits_record(struct run *run, enum limit_number limit, uint64_t allowed, uint64_t measured, const char *mechanism)
{
	for (unsigned i = 0; i < run->event_count; i++)
		if (run->events[i].limit == limit)
			return;
	struct run_event *e = &run->events[run->event_count++];
	uint64_t now = run->exit_ns ? run->exit_ns : clock_now();
	*e = (struct run_event){ .limit = limit, .allowed = allowed, .measured = measured };
	e->at_ns = run->exec_ns && now > run->exec_ns ? now - run->exec_ns : 0;
	snprintf(e->mechanism, sizeof e->mechanism, "%s", mechanism);
}

static void kill_init(struct sandbox *s)
{
	if (s->pidfd.fd >= 0)
		syscall(__NR_pidfd_send_signal, s->pidfd.fd, SIGKILL, NULL, 0);
}

void limits_kill(struct sandbox *s, enum limit_number killer)
{
	struct run *run = s->run;
	if (run) {
		if (run->killer == LIMIT_NONE && !run->cancelled)
			run->killer = killer;
		run->kill_again_ns = clock_now() + KILL_AGAIN_NS;
	}
	/* cgroup.kill leaves init, which then tells how the program ended. */
	if (s->leaf.kill < 0 || write(s->leaf.kill, "1", 1) != 1)
		kill_init(s);
}

void limits_started(struct sandbox *s)
{
	struct run *run = s->run;
	const struct cgroups *cg = s->sup->life.cgroups;
	run->cpu_check_ns = run->exec_ns + run->request.limits.cpu_ns / (uint64_t)s->sup->processors;
	run->refusals_look_ns = cg->usable && !leaf_tells_refusals(cg) ? run->exec_ns + REFUSALS_LOOK_NS : UINT64_MAX;
}

/* A limit that can no longer be watched is not one: the run ends as the platform's failure. */
static void counters_lost(struct sandbox *s)
{
	run_fail(s->run, "read the counters of the cgroup", errno);
	limits_kill(s, LIMIT_NONE);
}

static void check_cpu(struct sandbox *s, uint64_t now)
{
	struct run *run = s->run;
	uint64_t limit = run->request.limits.cpu_ns, used;
	if (leaf_cpu_ns(s->sup->life.cgroups, &s->leaf, &used) != 0) {
		counters_lost(s);
		return;
	}
	if (used >= limit) {
		bool v2 = s->sup->life.cgroups->trees[s->sup->life.cgroups->tree_of[CG_CPUACCT]].v2;
		limits_record(run, LIMIT_CPU, limit, used, v2 ? "cpu.stat usage_usec" : "cpuacct.usage");
		limits_kill(s, LIMIT_CPU);
		return;
	}
	uint64_t wait = (limit - used) / (uint64_t)s->sup->processors;
	run->cpu_check_ns = now + (wait > NS_PER_MS ? wait : NS_PER_MS);
}

static void earliest(uint64_t *next, uint64_t at)
{
	if (at < *next)
		*next = at;
}

static void check_refusals(struct sandbox *s)
{
	struct leaf_counters c = { 0 };
	/* Reading is what makes the file quiet again. */
	int done = leaf_read(s->sup->life.cgroups, &s->leaf, &c);
	if (!s->run || s->state != SANDBOX_RUNNING || s->run->exited)
		return;
	if (done != 0)
		counters_lost(s);
	if (c.pids_refused == 0)
		return;
	limits_record(s->run, LIMIT_PROCESSES, s->run->request.limits.processes, s->run->request.limits.processes, "");
	if (c.pids_refused >= REFUSALS_MAX && s->run->killer == LIMIT_NONE)
		limits_kill(s, LIMIT_PROCESSES);
}

void limits_deadlines(struct sandbox *s, uint64_t now, uint64_t *next)
{
	struct run *run = s->run;
	if (run->exited)
		return;
	if (run->kill_again_ns) {
		if (now >= run->kill_again_ns) {
			kill_init(s);
			run->kill_again_ns = now + KILL_AGAIN_NS;
		}
		earliest(next, run->kill_again_ns);
		return;
	}
	if (!run->exec_ns) {
		if (now >= s->deadline_ns + START_NS) {
			run_fail(run, "reach the program's exec in time", 0);
			limits_kill(s, LIMIT_NONE);
		}
		earliest(next, run->kill_again_ns ? run->kill_again_ns : s->deadline_ns + START_NS);
		return;
	}
	if (run->exec_seen && !run->started_sent) {
		if (now >= run->exec_ns + STARTED_LATEST_NS)
			run_send_started(s);
		else
			earliest(next, run->exec_ns + STARTED_LATEST_NS);
	}
	uint64_t wall_end = run->exec_ns + run->request.limits.time_ns;
	if (now >= wall_end) {
		limits_record(run, LIMIT_WALL, run->request.limits.time_ns, now - run->exec_ns, "timerfd CLOCK_MONOTONIC");
		limits_kill(s, LIMIT_WALL);
		earliest(next, run->kill_again_ns);
		return;
	}
	earliest(next, wall_end);
	const struct cgroups *cg = s->sup->life.cgroups;
	if (!cg->usable)
		return;
	if (now >= run->cpu_check_ns)
		check_cpu(s, now);
	if (now >= run->refusals_look_ns) {
		check_refusals(s);
		run->refusals_look_ns = now + REFUSALS_LOOK_NS;
	}
	if (run->kill_again_ns) {
		earliest(next, run->kill_again_ns);
		return;
	}
	earliest(next, run->cpu_check_ns);
	earliest(next, run->refusals_look_ns);
}

/* The kernel kills one process, or on v2 all; the run as a whole has failed either way. */
void limits_oom_ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	struct leaf_counters c = { 0 };
	uint64_t count;
	(void)events;
	if (source == &s->oom && s->leaf.oom_notice >= 0 && read(s->leaf.oom_notice, &count, sizeof count) != sizeof count)
		return;
	int done = leaf_read(s->sup->life.cgroups, &s->leaf, &c);
	if (!s->run || s->state != SANDBOX_RUNNING || s->run->exited)
		return;
	if (done != 0)
		counters_lost(s);
	/* On v1 the notice itself is of memory exhausted; on v2 the file tells of lesser things too. */
	if (s->leaf.oom_notice < 0 && c.oom_kills == 0)
		return;
	limits_record(s->run, LIMIT_MEMORY, s->run->request.limits.memory_bytes, c.memory_peak, "");
	limits_kill(s, LIMIT_MEMORY);
}

void limits_pids_ready(struct source *source, uint32_t events)
{
	(void)events;
	check_refusals(source->owner);
}
