/* END: what is said of a run when all of it is dead. What always holds: it is put together from the kernel's counters,
 * read after the last process is dead and before the cgroups go; whoever ended the run is named only if somebody did. */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "clock.h"
#include "supervisor.h"

static void name_memory(const struct cgroups *cg, struct run_event *e, const struct leaf_counters *c)
{
	bool v2 = cg->trees[cg->tree_of[CG_MEMORY]].v2;
	const char *file = v2 ? "memory.events" : "memory.oom_control";
	const char *peak = !v2 ? "memory.max_usage_in_bytes" : cg->memory_peak ? "memory.peak" : "memory.current";
	/* On v1 the notice of exhaustion comes before the kernel has chosen whom to kill, and the run may be dead by then. */
	if (c->oom_kills > 0)
		snprintf(e->mechanism, sizeof e->mechanism, "%s oom_kill=%" PRIu64 "; %s", file, c->oom_kills, peak);
	else if (e->mechanism[0])
		snprintf(e->mechanism + strlen(e->mechanism), sizeof e->mechanism - strlen(e->mechanism), "; %s", peak);
	else
		snprintf(e->mechanism, sizeof e->mechanism, "%s notice of exhaustion; %s", file, peak);
	e->measured = c->memory_peak;
}

static void evidence_of_cgroups(struct sandbox *s, const struct leaf_counters *c)
{
	struct run *run = s->run;
	const struct limits *l = &run->request.limits;
	if (c->oom_kills > 0) {
		limits_record(run, LIMIT_MEMORY, l->memory_bytes, c->memory_peak, "");
		if (run->killer == LIMIT_NONE && !run->cancelled)
			run->killer = LIMIT_MEMORY;
	}
	if (c->pids_refused > 0)
		limits_record(run, LIMIT_PROCESSES, l->processes, l->processes, "");
	for (unsigned i = 0; i < run->event_count; i++) {
		struct run_event *e = &run->events[i];
		if (e->limit == LIMIT_MEMORY)
			name_memory(s->sup->life.cgroups, e, c);
		if (e->limit == LIMIT_PROCESSES) {
			e->measured = c->pids_peak ? c->pids_peak : e->measured;
			snprintf(e->mechanism, sizeof e->mechanism, "pids.events max=%" PRIu64, c->pids_refused);
		}
	}
}

static void evidence_of_disk(struct sandbox *s)
{
	uint64_t bytes = 0, inodes = 0;
	bool by_inodes = false;
	const struct limits *l = &s->run->request.limits;
	if (!scratch_exhausted(s->scratch, &bytes, &inodes, &by_inodes))
		return;
	if (by_inodes)
		limits_record(s->run, LIMIT_DISK, l->disk_inodes, inodes, "tmpfs nr_inodes exhausted");
	else
		limits_record(s->run, LIMIT_DISK, l->disk_bytes, bytes, "tmpfs size exhausted");
}

/* No exec, and nobody who says why: what its exit status tells is not of the program. */
static void fail_unless_started(struct run *run)
{
	if (!run->exec_ns && !run->not_started && !run->cancelled && run->killer == LIMIT_NONE)
		run_fail(run, "see the program start: its process ended before", 0);
}

/* Signals that the kernel sends for a limit. */
static void evidence_of_signal(struct run *run, uint64_t cpu_ns, bool cgroups)
{
	const struct limits *l = &run->request.limits;
	if (!run->exited || !run->exec_ns || !WIFSIGNALED(run->status) || run->killer != LIMIT_NONE || run->cancelled)
		return;
	int signal = WTERMSIG(run->status);
	if (signal == SIGXFSZ) {
		limits_record(run, LIMIT_FILE, l->file_bytes, l->file_bytes, "RLIMIT_FSIZE SIGXFSZ");
		run->killer = LIMIT_FILE;
	} else if (signal == SIGSYS) {
		limits_record(run, LIMIT_CALL, 0, 1, "seccomp SIGSYS");
		run->killer = LIMIT_CALL;
	} else if (signal == SIGXCPU && (!cgroups || cpu_ns >= l->cpu_ns)) {
		/* Without cgroups RLIMIT_CPU is the limit, and it counts by another of the kernel's clocks than usage does. */
		limits_record(run, LIMIT_CPU, l->cpu_ns, cpu_ns, "RLIMIT_CPU");
		run->killer = LIMIT_CPU;
	}
}

static const char *outcome_of(const struct run *run)
{
	if (run->failure[0])
		return "failed";
	if (run->cancelled)
		return "cancelled";
	if (run->not_started)
		return "not_started";
	return WIFEXITED(run->status) && run->exited ? "exited" : "signaled";
}

static void put_events(struct buffer *out, const struct run *run)
{
	for (unsigned i = 0; i < run->event_count; i++) {
		const struct run_event *e = &run->events[i];
		uint8_t bytes[32 + sizeof e->mechanism];
		size_t n = strlen(e->mechanism);
		store32(bytes, e->limit);
		store32(bytes + 4, 0);
		store64(bytes + 8, e->at_ns);
		store64(bytes + 16, e->allowed);
		store64(bytes + 24, e->measured);
		memcpy(bytes + 32, e->mechanism, n);
		field_put_bytes(out, TAG_EVENT, bytes, 32 + n);
	}
}

static void put_end(struct supervisor *sup, const struct run *run, const struct leaf_counters *c)
{
	struct buffer *out = &sup->out;
	size_t mark = frame_begin(out, FRAME_END, run->id);
	const char *outcome = outcome_of(run);
	uint64_t wall = run->exec_ns && run->exit_ns > run->exec_ns ? run->exit_ns - run->exec_ns : 0;
	field_put_text(out, TAG_OUTCOME, outcome);
	if (strcmp(outcome, "exited") == 0)
		field_put_number(out, TAG_CODE, (uint64_t)WEXITSTATUS(run->status));
	if (strcmp(outcome, "signaled") == 0)
		field_put_number(out, TAG_CODE, (uint64_t)WTERMSIG(run->status));
	field_put_number(out, TAG_WALL_NS, wall);
	field_put_number(out, TAG_CPU_NS_USED, c->cpu_ns);
	field_put_number(out, TAG_MEMORY_PEAK, c->memory_peak);
	field_put_number(out, TAG_PROCESSES_PEAK, c->pids_peak);
	field_put_number(out, TAG_DROPPED_STDOUT, run->dropped[0]);
	field_put_number(out, TAG_DROPPED_STDERR, run->dropped[1]);
	put_events(out, run);
	if (run->killer != LIMIT_NONE)
		field_put_number(out, TAG_KILLER, run->killer);
	if (run->bundle)
		field_put_number(out, TAG_BUNDLE, run->bundle);
	field_put_number(out, TAG_TEARDOWN_NS, run->exit_ns ? clock_now() - run->exit_ns : 0);
	if (run->not_started)
		field_put_number(out, TAG_EXEC_ERRNO, (uint64_t)run->exec_errno);
	if (run->failure[0] || run->message[0])
		field_put_text(out, TAG_MESSAGE, run->failure[0] ? run->failure : run->message);
	frame_end(out, mark);
}

void run_free(struct run *run)
{
	run_request_free(&run->request);
	free(run);
}

void end_without_sandbox(struct supervisor *sup, struct run *run)
{
	struct leaf_counters none = { 0 };
	if (run->internal)
		self_test_done(sup, run);
	else
		put_end(sup, run, &none);
	run_free(run);
}

void end_run(struct sandbox *s)
{
	struct supervisor *sup = s->sup;
	struct run *run = s->run;
	struct leaf_counters c = { 0 };
	if (sup->life.cgroups->usable) {
		if (leaf_read(sup->life.cgroups, &s->leaf, &c) != 0)
			run_fail(run, "read the counters of the cgroup", errno);
		evidence_of_cgroups(s, &c);
	} else {
		/* What init's wait told, which is all there is without cgroups. */
		c.cpu_ns = run->wait_cpu_ns;
		c.memory_peak = run->wait_rss;
	}
	evidence_of_disk(s);
	evidence_of_signal(run, c.cpu_ns, sup->life.cgroups->usable);
	fail_unless_started(run);
	if (run->internal)
		self_test_done(sup, run);
	else
		put_end(sup, run, &c);
	s->run = NULL;
	sup->count_running--;
	run_free(run);
	retire(s);
}
