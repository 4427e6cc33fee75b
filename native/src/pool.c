/* Sandboxes are made and prepared, and the maker is talked to. What always holds: a sandbox is given to one run and then
 * destroyed; no run's limits keep those after it from being made. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "supervisor.h"

#define SETUP_NS (20 * NS_PER_SECOND)

/* Making a sandbox takes less than a tenth of it. */
#define LEAST_MEMORY (16u << 20)

void pool_prepare_as_usual(struct supervisor *sup)
{
	sup->leaf_default = (struct leaf_limits){ 256u << 20, 64 };
	sup->scratch_default = (struct scratch_limits){ 64u << 20, 4096 };
}

/* The next sandboxes are prepared with what was asked for last, but never with so little that they could not be made: one
 * caller's limits would then be the end of everybody's runs. */
void pool_prepare_like(struct supervisor *sup, const struct leaf_limits *leaf, const struct scratch_limits *scratch)
{
	sup->leaf_default = *leaf;
	sup->scratch_default = *scratch;
	if (sup->leaf_default.memory_bytes < LEAST_MEMORY)
		sup->leaf_default.memory_bytes = LEAST_MEMORY;
}

int pool_ask_maker(struct supervisor *sup, const struct maker_request *ask, const int *fds, size_t count)
{
	int done = fd_send(sup->maker.fd, ask, sizeof *ask, fds, count);
	if (done != 0 && errno != EAGAIN)
		supervisor_quit(sup, "the maker is gone");
	return done;
}

static bool take_slot(struct supervisor *sup, uint32_t *slot)
{
	for (uint32_t i = 0; i < LIFE_SLOTS; i++) {
		uint32_t at = (sup->slot_hint + i) % LIFE_SLOTS;
		if (sup->slot_used[at])
			continue;
		sup->slot_used[at] = 1;
		sup->slot_hint = at + 1;
		*slot = at;
		return true;
	}
	return false;
}

void pool_unlink(struct sandbox *s)
{
	*s->link = s->next;
	if (s->next)
		s->next->link = s->link;
	s->sup->count_all--;
	s->sup->count_freeing -= s->freeing;
	/* Freed after the round: an event of it may still be in the batch. */
	s->next = s->sup->graveyard;
	s->sup->graveyard = s;
}

void pool_sweep(struct supervisor *sup)
{
	while (sup->graveyard) {
		struct sandbox *s = sup->graveyard;
		sup->graveyard = s->next;
		buffer_free(&s->collected);
		outbox_free(&s->outbox);
		free(s);
	}
}

static bool make_one(struct supervisor *sup)
{
	struct sandbox *s = calloc(1, sizeof *s);
	struct source closed = { .fd = -1, .owner = s };
	if (!s)
		abort();
	if (!take_slot(sup, &s->slot)) {
		free(s);
		return false;
	}
	s->sup = sup;
	s->sequence = ++sup->sequence;
	s->leaf_limits = sup->leaf_default;
	s->scratch_limits = sup->scratch_default;
	s->leaf = (struct leaf){ -1, -1, -1, -1, -1, -1, -1 };
	s->pidfd = s->report = s->control = s->input = s->output[0] = s->output[1] = s->oom = s->pids = s->collector = closed;
	s->scratch = s->collector_pidfd = s->archive = s->outbox.bundle = -1;
	struct maker_request ask = { .op = MAKER_MAKE, .slot = s->slot, .sequence = s->sequence, .leaf = s->leaf_limits, .scratch = s->scratch_limits };
	if (pool_ask_maker(sup, &ask, NULL, 0) != 0) {
		sup->slot_used[s->slot] = 0;
		free(s);
		return false;
	}
	s->deadline_ns = clock_now() + SETUP_NS;
	s->next = sup->sandboxes;
	s->link = &sup->sandboxes;
	if (s->next)
		s->next->link = &s->next;
	sup->sandboxes = s;
	sup->count_all++;
	sup->count_making++;
	return true;
}

/* Runs that wait come first. Otherwise, while programs run, preparing is held off until half of the stock is gone: it
 * would take the processor from them. And what is being freed is still the host's memory, so there is never more of it
 * than can be in use. */
void pool_fill(struct supervisor *sup)
{
	if (sup->slots == 0 || sup->count_freeing >= sup->slots)
		return;
	uint32_t may_start = sup->slots - sup->count_running;
	uint32_t wanted = sup->waiting_count < may_start ? sup->waiting_count : may_start;
	uint32_t stock = sup->count_running > 0 ? (sup->prepared_target + 1) / 2 : sup->prepared_target;
	if (wanted < stock && (sup->ready || sup->waiting))
		wanted = stock;
	if (sup->backoff_until_ns && !sup->waiting && clock_now() < sup->backoff_until_ns)
		return;
	while (sup->count_making + sup->count_prepared < wanted && make_one(sup))
		;
}

struct sandbox *pool_take(struct supervisor *sup)
{
	for (struct sandbox *s = sup->sandboxes; s; s = s->next)
		if (s->state == SANDBOX_PREPARED && !s->dead) {
			sup->count_prepared--;
			return s;
		}
	return NULL;
}

static int watch(struct sandbox *s, struct source *source, int fd, uint32_t events, void (*ready)(struct source *, uint32_t))
{
	source->ready = ready;
	return loop_watch(s->sup, source, fd, events);
}

/* A file of the cgroup that tells of its changes: read once, or what has never been read counts as news. */
static int watch_events(struct sandbox *s, struct source *source, int fd, void (*ready)(struct source *, uint32_t))
{
	char text[512];
	return pread(fd, text, sizeof text, 0) < 0 ? -1 : watch(s, source, fd, EPOLLPRI, ready);
}

static int watch_all(struct sandbox *s, const int *fds)
{
	uint32_t reading = s->sup->paused ? 0 : EPOLLIN;
	const struct cgroups *cg = s->sup->life.cgroups;
	char name[LEAF_NAME_SIZE];
	int failed = watch(s, &s->report, fds[FD_REPORT], EPOLLIN, run_report_ready);
	failed |= watch(s, &s->pidfd, fds[FD_PIDFD], EPOLLIN, run_pidfd_ready);
	failed |= watch(s, &s->control, fds[FD_CONTROL], EPOLLIN, run_control_ready);
	failed |= watch(s, &s->input, fds[FD_STDIN], 0, streams_input_ready);
	failed |= watch(s, &s->output[0], fds[FD_STDOUT], reading, streams_output_ready);
	failed |= watch(s, &s->output[1], fds[FD_STDERR], reading, streams_output_ready);
	if (failed || !cg->usable)
		return failed;
	leaf_name(s->sequence, name);
	s->leaf.kill = leaf_open_kill(cg, name);
	if (leaf_open(cg, name, &s->leaf) != 0)
		return -1;
	if (s->leaf.oom_notice >= 0)
		failed = watch(s, &s->oom, s->leaf.oom_notice, EPOLLIN, limits_oom_ready);
	else
		failed = watch_events(s, &s->oom, s->leaf.oom, limits_oom_ready);
	/* On v1 this file announces nothing. */
	return failed | (leaf_tells_refusals(cg) ? watch_events(s, &s->pids, s->leaf.pids_events, limits_pids_ready) : 0);
}

/* The first run in line is told why, rather than waiting for a sandbox that may never come. */
void pool_setup_failed(struct supervisor *sup, const char *step, int error)
{
	sup->setup_failures++;
	/* Whatever the reason: it shall not be what somebody has asked for. */
	pool_prepare_as_usual(sup);
	sup->backoff_until_ns = clock_now() + 100 * NS_PER_MS;
	if (!sup->waiting)
		return;
	struct run *run = run_shift(sup);
	run_fail(run, step, error);
	end_without_sandbox(sup, run);
}

static void on_made(struct sandbox *s, const struct maker_reply *r, const int *fds, size_t count)
{
	struct supervisor *sup = s->sup;
	if (r->error || count != SANDBOX_FDS) {
		sup->count_making--;
		for (size_t i = 0; i < count; i++)
			close(fds[i]);
		sup->slot_used[s->slot] = 0;
		pool_unlink(s);
		pool_setup_failed(sup, r->step, r->error);
		return;
	}
	s->state = SANDBOX_SETTING_UP;
	s->scratch = fds[FD_SCRATCH];
	if (watch_all(s, fds) != 0) {
		pool_setup_failed(sup, "watch the sandbox", errno);
		retire(s);
	}
}

void pool_maker_ready(struct source *source, uint32_t events)
{
	struct supervisor *sup = source->owner;
	(void)events;
	for (int i = 0; i < 16; i++) {
		struct maker_reply r;
		int fds[FD_PASS_MAX];
		size_t count;
		ssize_t n = fd_receive(source->fd, &r, sizeof r, fds, &count);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n != sizeof r)
			supervisor_quit(sup, "the maker is gone");
		struct sandbox *s = sup->sandboxes;
		while (s && (s->slot != r.slot || (r.op != MAKER_COLLECT && s->sequence != r.sequence)))
			s = s->next;
		if (s && r.op == MAKER_MAKE && s->state == SANDBOX_MAKING) {
			on_made(s, &r, fds, count);
			continue;
		}
		if (s && r.op == MAKER_REMOVE && s->state == SANDBOX_REMOVING)
			retire_removed(s, &r);
		if (s && r.op == MAKER_COLLECT && s->state == SANDBOX_COLLECTING && count == 1)
			s->collector_pidfd = fds[0], count = 0;
		for (size_t f = 0; f < count; f++)
			close(fds[f]);
	}
}

static void earliest(uint64_t *next, uint64_t at)
{
	if (at < *next)
		*next = at;
}

void pool_deadlines(struct supervisor *sup, uint64_t now, uint64_t *next)
{
	struct sandbox *after;
	for (struct sandbox *s = sup->sandboxes; s; s = after) {
		after = s->next;
		if (s->state == SANDBOX_RUNNING) {
			limits_deadlines(s, now, next);
		} else if (s->state == SANDBOX_SETTING_UP && now >= s->deadline_ns) {
			pool_setup_failed(sup, "set the sandbox up in time", 0);
			retire(s);
		} else if (s->state == SANDBOX_SETTING_UP) {
			earliest(next, s->deadline_ns);
		} else if (s->state == SANDBOX_COLLECTING) {
			if (now >= s->deadline_ns && s->collector_pidfd >= 0)
				syscall(__NR_pidfd_send_signal, s->collector_pidfd, SIGKILL, NULL, 0);
			earliest(next, now >= s->deadline_ns ? now + NS_PER_SECOND : s->deadline_ns);
		} else if (s->state == SANDBOX_REMOVING && s->remove_at_ns) {
			if (now >= s->remove_at_ns)
				retire_ask(s);
			if (s->remove_at_ns)
				earliest(next, s->remove_at_ns);
		}
	}
	if (sup->backoff_until_ns > now)
		earliest(next, sup->backoff_until_ns);
}
