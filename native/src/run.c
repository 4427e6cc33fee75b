/* A run from RUN to the end of its program. What always holds: a run has exactly one END; a report of init or of the
 * payload-to-be is believed only as far as it fits the state; whatever ends a run, the rest of its pid namespace dies
 * with init, and END waits for that unless init saw that nothing else was alive. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "supervisor.h"

#define WAITING_A_SLOT 8u
#define WAITING_BYTES_MAX (512ULL << 20)

void run_fail(struct run *run, const char *step, int error)
{
	if (run->failure[0])
		return;
	run->failure_errno = error;
	if (error)
		snprintf(run->failure, sizeof run->failure, "cannot %s: %s (errno %d)", step, strerror(error), error);
	else
		snprintf(run->failure, sizeof run->failure, "cannot %s", step);
}

void run_submit(struct supervisor *sup, struct run *run)
{
	run->received_ns = clock_now();
	sup->runs += !run->internal;
	if (sup->waiting_count > sup->slots * WAITING_A_SLOT || sup->waiting_bytes + run->request.body_length > WAITING_BYTES_MAX) {
		run_fail(run, "take another run: too many are waiting", 0);
		end_without_sandbox(sup, run);
		return;
	}
	*sup->waiting_tail = run;
	sup->waiting_tail = &run->next;
	sup->waiting_count++;
	sup->waiting_bytes += run->request.body_length;
}

/* The first run that waits. */
struct run *run_shift(struct supervisor *sup)
{
	struct run *run = sup->waiting;
	sup->waiting = run->next;
	if (!sup->waiting)
		sup->waiting_tail = &sup->waiting;
	sup->waiting_count--;
	sup->waiting_bytes -= run->request.body_length;
	run->next = NULL;
	return run;
}

/* Cgroup v1 takes no memory limit below what is in use: then the limit was exceeded before the program began. On v2 it is
 * taken, and the kernel kills. */
static void limit_refused(struct sandbox *s, int error)
{
	if (error != EBUSY) {
		run_fail(s->run, "set the cgroup's limits", error);
		return;
	}
	limits_record(s->run, LIMIT_MEMORY, s->run->request.limits.memory_bytes, 0, "memory.limit_in_bytes EBUSY");
	limits_kill(s, LIMIT_MEMORY);
}

/* Brings a prepared sandbox to the run's own limits, and hands the run over. */
static void start(struct sandbox *s, struct run *run)
{
	const struct limits *l = &run->request.limits;
	struct leaf_limits leaf = { l->memory_bytes, l->processes };
	struct scratch_limits scratch = { l->disk_bytes, l->disk_inodes };
	struct cgroups *cg = s->sup->life.cgroups;
	char name[LEAF_NAME_SIZE];
	s->run = run;
	s->state = SANDBOX_RUNNING;
	s->deadline_ns = clock_now();
	s->sup->count_running++;
	leaf_name(s->sequence, name);
	pool_prepare_like(s->sup, &leaf, &scratch);
	if (run->internal && cg->usable && !leaf_is_populated_by_one(cg, name))
		run_fail(run, "find the payload in its cgroups", 0);
	else if (cg->usable && leaf_limit(cg, name, &s->leaf_limits, &leaf) != 0)
		limit_refused(s, errno);
	else if (memcmp(&scratch, &s->scratch_limits, sizeof scratch) != 0 && scratch_resize(s->scratch, &scratch) != 0)
		run_fail(run, "set the disk limit", errno);
	else if (outbox_fill(s) != 0)
		run_fail(run, errno == ENOENT ? "find the kept tree" : "pack the run", errno);
	int left = run->failure[0] || run->killer != LIMIT_NONE ? 0 : outbox_send(s);
	/* A payload-to-be that ended before it had read everything has said why, or is found not to have started. */
	if (left < 0 && errno != EPIPE && errno != ECONNRESET)
		run_fail(run, "hand the run over", errno);
	if (run->failure[0])
		limits_kill(s, LIMIT_NONE);
	if (run->failure[0] || run->killer != LIMIT_NONE)
		return;
	if (left > 0)
		loop_change(s->sup, &s->control, EPOLLIN | EPOLLOUT);
	if (run->request.input.length > 0)
		loop_change(s->sup, &s->input, EPOLLOUT);
	else
		loop_close(s->sup, &s->input);
}

void run_dispatch(struct supervisor *sup)
{
	while (sup->waiting && sup->count_running < sup->slots) {
		struct sandbox *s = pool_take(sup);
		if (!s)
			return;
		start(s, run_shift(sup));
	}
}

void run_cancel(struct supervisor *sup, uint32_t id)
{
	for (struct run **at = &sup->waiting; *at; at = &(*at)->next) {
		struct run *run = *at;
		if (run->id != id || run->internal)
			continue;
		*at = run->next;
		if (sup->waiting_tail == &run->next)
			sup->waiting_tail = at;
		sup->waiting_count--;
		sup->waiting_bytes -= run->request.body_length;
		run->cancelled = true;
		end_without_sandbox(sup, run);
		return;
	}
	for (struct sandbox *s = sup->sandboxes; s; s = s->next) {
		if (!s->run || s->run->id != id || s->run->internal)
			continue;
		/* A limit that came first stays the answer, and so does the program's own end when nothing is to be collected after it. */
		if (s->run->killer == LIMIT_NONE && (!s->run->exited || gather_is_needed(s->run)))
			s->run->cancelled = true;
		/* Past its deadline the collector is killed, as soon as the maker has told which process it is. */
		if (s->state == SANDBOX_COLLECTING)
			s->deadline_ns = 0;
		limits_kill(s, LIMIT_NONE);
		return;
	}
}

/* Exec has happened once the control socket, which is close-on-exec, has no other end. To tell of it at once would wake
 * the service for nothing when the program is over sooner. */
void run_send_started(struct sandbox *s)
{
	struct run *run = s->run;
	if (run->started_sent || !run->exec_ns || run->not_started)
		return;
	run->started_sent = true;
	if (run->internal)
		return;
	size_t mark = frame_begin(&s->sup->out, FRAME_STARTED, run->id);
	field_put_number(&s->sup->out, TAG_PREPARE_NS, run->exec_ns - run->received_ns);
	frame_end(&s->sup->out, mark);
}

static void finish_or_collect(struct sandbox *s)
{
	streams_drain(s);
	if (gather_is_needed(s->run) && !s->run->failure[0])
		gather_start(s);
	else
		end_run(s);
}

static void on_report(struct sandbox *s, const struct report *r)
{
	struct run *run = s->run;
	char step[sizeof r->step + 1] = "";
	memcpy(step, r->step, sizeof r->step);
	switch (r->kind) {
	case REPORT_EXEC:
		if (run && !run->exec_ns) {
			run->exec_ns = r->at_ns;
			limits_started(s);
		}
		break;
	case REPORT_NOT_STARTED:
		if (!run)
			break;
		run->not_started = true;
		run->exec_errno = r->error;
		snprintf(run->message, sizeof run->message, "cannot %s: %s", step, strerror(r->error));
		break;
	case REPORT_FAILED:
		if (run)
			run_fail(run, step, r->error);
		limits_kill(s, LIMIT_NONE);
		break;
	case REPORT_EXIT:
		if (!run || run->exited)
			break;
		run->exited = true;
		run->exit_ns = r->at_ns;
		run->status = r->status;
		run->others = r->others;
		run->wait_cpu_ns = r->cpu_ns;
		run->wait_rss = r->rss_bytes;
		run_send_started(s);
		if (!r->others && !gather_is_needed(run))
			finish_or_collect(s);
		break;
	default:
		break;
	}
}

static void setup_report(struct sandbox *s, const struct report *r)
{
	if (r->kind == REPORT_READY && s->state == SANDBOX_SETTING_UP) {
		s->state = SANDBOX_PREPARED;
		s->sup->count_making--;
		s->sup->count_prepared++;
		return;
	}
	char step[sizeof r->step + 1] = "";
	memcpy(step, r->step, sizeof r->step);
	pool_setup_failed(s->sup, r->kind == REPORT_FAILED ? step : "set the sandbox up", r->error);
	retire(s);
}

void run_report_ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	struct report reports[8];
	(void)events;
	ssize_t n = read(source->fd, reports, sizeof reports);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0 || (size_t)n % sizeof reports[0] != 0) {
		/* Both writers are gone; the pidfd tells the rest. */
		loop_close(s->sup, source);
		return;
	}
	for (size_t i = 0; i < (size_t)n / sizeof reports[0] && source->fd >= 0; i++) {
		if (s->state == SANDBOX_SETTING_UP || s->state == SANDBOX_PREPARED)
			setup_report(s, &reports[i]);
		else if (s->state == SANDBOX_RUNNING)
			on_report(s, &reports[i]);
	}
}

void run_control_ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	if (s->state != SANDBOX_RUNNING) {
		if (events & (EPOLLHUP | EPOLLERR))
			loop_close(s->sup, source);
		return;
	}
	if (events & EPOLLOUT) {
		int left = outbox_send(s);
		if (left == 0)
			loop_change(s->sup, source, EPOLLIN);
	}
	if (events & (EPOLLHUP | EPOLLERR | EPOLLIN)) {
		loop_close(s->sup, source);
		/* What the payload-to-be said before its exec or its end is in the pipe by now. */
		if (s->report.fd >= 0)
			run_report_ready(&s->report, EPOLLIN);
		if (s->run)
			s->run->exec_seen = s->run->exec_ns && !s->run->not_started;
	}
}

/* Init is dead, and so is everything in its pid namespace. */
void run_pidfd_ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	(void)events;
	/* What was said last says why, and may be told of after the end. */
	if (s->report.fd >= 0 && (s->state == SANDBOX_RUNNING || s->state == SANDBOX_SETTING_UP || s->state == SANDBOX_PREPARED))
		run_report_ready(&s->report, EPOLLIN);
	s->dead = true;
	loop_close(s->sup, source);
	if (s->state == SANDBOX_RUNNING) {
		struct run *run = s->run;
		if (!run->exited) {
			run->exit_ns = clock_now();
			run->status = SIGKILL;
			if (run->killer == LIMIT_NONE && !run->cancelled && !run->failure[0])
				run_fail(run, "see the program to its end: its init was killed", 0);
		}
		finish_or_collect(s);
	} else if (s->state == SANDBOX_SETTING_UP || s->state == SANDBOX_PREPARED) {
		struct report r = { .kind = REPORT_EXIT };
		setup_report(s, &r);
	} else {
		retire(s);
	}
}
