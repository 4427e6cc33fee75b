/* The supervisor: one connection, one life. What always holds: it is configured once and runs nothing before it is; a
 * frame that breaks the protocol ends the life; and when it ends, for whatever reason, every sandbox it made dies with
 * it, because their inits are tied to it and their cgroups are killed by the keeper. */
#define _GNU_SOURCE
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "fd.h"
#include "proc.h"

void supervisor_quit(struct supervisor *sup, const char *why)
{
	if (why)
		fprintf(stderr, "gozolite-supervisor: the connection ends: %s\n", why);
	for (int i = 0; sup->life.cgroups && i < sup->life.cgroups->count; i++)
		if (sup->life.cgroups->trees[i].v2 && sup->life.cgroups->trees[i].life >= 0)
			fd_put(sup->life.cgroups->trees[i].life, "cgroup.kill", "1");
	_exit(why ? 1 : 0);
}

static void on_run(struct supervisor *sup, const struct frame_header *header, uint8_t *body)
{
	struct run *run = calloc(1, sizeof *run);
	if (!run)
		supervisor_quit(sup, "no memory for a run");
	run->id = header->run;
	if (header->run == 0 || !run_request_parse(body, header->length, &run->request))
		supervisor_quit(sup, "a malformed RUN");
	for (struct run *w = sup->waiting; w; w = w->next)
		if (w->id == run->id)
			supervisor_quit(sup, "a run id that is in use");
	for (struct sandbox *s = sup->sandboxes; s; s = s->next)
		if (s->run && s->run->id == run->id)
			supervisor_quit(sup, "a run id that is in use");
	run_submit(sup, run);
}

static void on_drop(struct supervisor *sup, const struct frame_header *header, const uint8_t *body)
{
	struct field_reader reader = { body, header->length };
	struct field f;
	uint64_t number;
	int more;
	while ((more = field_next(&reader, &f)) > 0) {
		if (f.tag != TAG_BUNDLE || !field_number(&f, &number))
			supervisor_quit(sup, "a malformed DROP");
		bundle_drop(sup, number);
	}
	if (more < 0)
		supervisor_quit(sup, "a malformed DROP");
}

static void on_stats(struct supervisor *sup, const struct frame_header *header)
{
	struct buffer *out = &sup->out;
	if (header->length != 0)
		supervisor_quit(sup, "a malformed STATS");
	size_t mark = frame_begin(out, FRAME_STATS, header->run);
	field_put_number(out, TAG_LIVE, sup->count_all - sup->count_making - sup->count_prepared);
	field_put_number(out, TAG_PREPARED_NOW, sup->count_prepared);
	field_put_number(out, TAG_BUNDLES, sup->bundle_count);
	field_put_number(out, TAG_BUNDLE_BYTES, sup->bundle_bytes);
	field_put_number(out, TAG_DYING_CGROUPS, cgroups_dying(sup->life.cgroups));
	field_put_number(out, TAG_SETUP_FAILURES, sup->setup_failures);
	field_put_number(out, TAG_TEARDOWN_FAILURES, sup->teardown_failures);
	field_put_number(out, TAG_RUNS, sup->runs);
	frame_end(out, mark);
}

/* Takes body. */
void supervisor_frame(struct supervisor *sup, const struct frame_header *header, uint8_t *body)
{
	if (header->type == FRAME_CONFIGURE) {
		if (sup->slots > 0 || sup->closing || header->run != 0)
			supervisor_quit(sup, "a second CONFIGURE");
		configure(sup, body, header->length);
		free(body);
		return;
	}
	if (sup->closing) {
		free(body);
		return;
	}
	if (!sup->ready)
		supervisor_quit(sup, "a frame before READY");
	switch (header->type) {
	case FRAME_RUN:
		on_run(sup, header, body);
		return;
	case FRAME_CANCEL:
		if (header->length != 0)
			supervisor_quit(sup, "a malformed CANCEL");
		run_cancel(sup, header->run);
		break;
	case FRAME_DROP:
		on_drop(sup, header, body);
		break;
	case FRAME_STATS_ASK:
		on_stats(sup, header);
		break;
	default:
		supervisor_quit(sup, "a frame of an unknown type");
	}
	free(body);
}

static void timer_ready(struct source *source, uint32_t events)
{
	struct supervisor *sup = source->owner;
	uint64_t count;
	(void)events;
	if (read(source->fd, &count, sizeof count) == sizeof count)
		sup->timer_at_ns = UINT64_MAX;
}

/* A payload cannot raise a hard limit any more, so what it may be given is made room for here, where that is permitted. */
static void raise_limits(void)
{
	static const int kinds[] = { RLIMIT_FSIZE, RLIMIT_STACK, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_SIGPENDING, RLIMIT_CPU, RLIMIT_CORE };
	struct rlimit r;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (getrlimit(kinds[i], &r) == 0 && r.rlim_max != RLIM_INFINITY) {
			r.rlim_max = RLIM_INFINITY;
			setrlimit(kinds[i], &r);
		}
	/* The supervisor itself needs some twenty descriptors a sandbox. */
	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	rlim_t hard = r.rlim_max;
	r = (struct rlimit){ 65536, hard > 65536 ? hard : 65536 };
	if (setrlimit(RLIMIT_NOFILE, &r) == 0)
		return;
	r = (struct rlimit){ hard, hard };
	setrlimit(RLIMIT_NOFILE, &r);
}

void supervisor_main(int connection, const struct life_options *options)
{
	static struct supervisor sup;
	cpu_set_t processors;
	process_title("gozolite-supervisor");
	raise_limits();
	signal(SIGPIPE, SIG_IGN);
	sup.options = options;
	sup.life.cgroups = options->cgroups;
	sup.life.privileged = options->privileged;
	sup.life.uid_base = options->uid_base;
	sup.waiting_tail = &sup.waiting;
	sup.timer_at_ns = UINT64_MAX;
	sup.processors = sched_getaffinity(0, sizeof processors, &processors) == 0 ? CPU_COUNT(&processors) : 1;
	pool_prepare_as_usual(&sup);
	sup.epoll = epoll_create1(EPOLL_CLOEXEC);
	sup.connection = (struct source){ -1, 0, connection_ready, &sup };
	sup.maker = (struct source){ -1, 0, pool_maker_ready, &sup };
	sup.timer = (struct source){ -1, 0, timer_ready, &sup };
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (sup.epoll < 0 || timer < 0 || fcntl(connection, F_SETFL, O_NONBLOCK) != 0 ||
		loop_watch(&sup, &sup.timer, timer, EPOLLIN) != 0 || loop_watch(&sup, &sup.connection, connection, EPOLLIN) != 0)
		supervisor_quit(&sup, "cannot set the event loop up");
	loop_run(&sup);
}
