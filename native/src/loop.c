/* The event loop: epoll over sources, one timerfd for all deadlines. What always holds: nothing here or called from here
 * waits for anything but epoll; a source that is closed while its event is pending is skipped; memory of sandboxes is
 * freed between rounds, never during one. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"
#include "supervisor.h"

#define BATCH 64

int loop_watch(struct supervisor *sup, struct source *source, int fd, uint32_t events)
{
	struct epoll_event e = { .events = events, .data.ptr = source };
	source->fd = fd;
	source->events = events;
	return events ? epoll_ctl(sup->epoll, EPOLL_CTL_ADD, fd, &e) : 0;
}

void loop_change(struct supervisor *sup, struct source *source, uint32_t events)
{
	if (source->fd < 0 || source->events == events)
		return;
	struct epoll_event e = { .events = events, .data.ptr = source };
	/* Watched for nothing, a descriptor would still tell of its end, over and over. */
	int op = events == 0 ? EPOLL_CTL_DEL : source->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
	source->events = events;
	if (epoll_ctl(sup->epoll, op, source->fd, &e) != 0)
		supervisor_quit(sup, "epoll_ctl");
}

void loop_close(struct supervisor *sup, struct source *source)
{
	if (source->fd < 0)
		return;
	/* The file description may be shared with a process that is still dying: closing alone would not end the watch. */
	epoll_ctl(sup->epoll, EPOLL_CTL_DEL, source->fd, NULL);
	close(source->fd);
	source->fd = -1;
}

/* Only ever moved earlier; a timer that fires for nothing costs one round. */
void loop_arm(struct supervisor *sup, uint64_t at_ns)
{
	if (at_ns >= sup->timer_at_ns)
		return;
	struct itimerspec t = { .it_value = { .tv_sec = (time_t)(at_ns / NS_PER_SECOND), .tv_nsec = (long)(at_ns % NS_PER_SECOND) } };
	sup->timer_at_ns = at_ns;
	if (timerfd_settime(sup->timer.fd, TFD_TIMER_ABSTIME, &t, NULL) != 0)
		supervisor_quit(sup, "timerfd_settime");
}

static void deadlines(struct supervisor *sup)
{
	uint64_t now = clock_now(), next = UINT64_MAX;
	pool_deadlines(sup, now, &next);
	if (next != UINT64_MAX)
		loop_arm(sup, next > now ? next : now + 1);
}

void loop_run(struct supervisor *sup)
{
	struct epoll_event events[BATCH];
	for (;;) {
		int n = epoll_wait(sup->epoll, events, BATCH, -1);
		if (n < 0 && errno != EINTR)
			supervisor_quit(sup, "epoll_wait");
		for (int i = 0; i < n; i++) {
			struct source *source = events[i].data.ptr;
			if (source->fd >= 0)
				source->ready(source, events[i].events);
		}
		run_dispatch(sup);
		deadlines(sup);
		connection_flush(sup);
		streams_pause(sup);
		pool_fill(sup);
		pool_sweep(sup);
	}
}
