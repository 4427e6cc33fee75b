/* Gathering what a run leaves: the supervisor's side of the collector. What always holds: it starts only after everything
 * of the run is dead; the collector may say ARTIFACT of its own run and nothing else, and its frames are checked before
 * they are passed on. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "collect.h"
#include "fd.h"
#include "supervisor.h"

#define GATHER_NS (30 * NS_PER_SECOND)
#define READ_SIZE (128u << 10)

static bool keeps(const struct run *run)
{
	return run->request.keep && run->exited && WIFEXITED(run->status) && WEXITSTATUS(run->status) == 0 && run->killer == LIMIT_NONE;
}

bool gather_is_needed(const struct run *run)
{
	return run->exec_ns && !run->not_started && !run->cancelled && (keeps(run) || run->request.artifacts.count > 0);
}

/* Was the collector ended by a bound of its own, or by CANCEL, which moves the deadline? Nothing else takes it so long. */
static bool was_stopped(const struct sandbox *s)
{
	return clock_now() + GATHER_NS >= s->deadline_ns + COLLECT_CPU_SECONDS * NS_PER_SECOND;
}

/* What takes too long to collect is the program's doing: the answer tells what of it is missing. */
static void tell_unfinished(struct sandbox *s)
{
	struct run *run = s->run;
	if (run->request.artifacts.count > 0) {
		size_t mark = frame_begin(&s->sup->out, FRAME_ARTIFACT, run->id);
		field_put_text(&s->sup->out, TAG_PATH, ".");
		field_put_text(&s->sup->out, TAG_REFUSED, "unfinished");
		frame_end(&s->sup->out, mark);
	}
	if (keeps(run) && !run->cancelled)
		snprintf(run->message, sizeof run->message, "the tree took too long to read");
}

/* What is not collected for the platform's own reasons is not missing: the run has failed, whatever the program did. */
static void finish(struct sandbox *s, bool complete)
{
	loop_close(s->sup, &s->collector);
	if (!complete && was_stopped(s))
		tell_unfinished(s);
	else if (!complete)
		run_fail(s->run, "collect what the program left: the collector ended early", 0);
	retire_memfd(s->sup, &s->archive);
	s->state = SANDBOX_RUNNING;
	end_run(s);
}

static void on_collected(struct sandbox *s, const uint8_t *body, size_t length)
{
	struct field_reader reader = { body, length };
	struct field f;
	struct run *run = s->run;
	uint64_t size = 0;
	bool failed = false;
	while (field_next(&reader, &f) > 0) {
		if (f.tag == TAG_SIZE)
			field_number(&f, &size);
		if (f.tag == TAG_MESSAGE) {
			failed = true;
			snprintf(run->message, sizeof run->message, "%.*s", (int)(f.length < 100 ? f.length : 100), (const char *)f.data);
		}
	}
	if (s->archive >= 0 && !failed && !run->cancelled) {
		run->bundle = bundle_add(s->sup, s->archive, size);
		s->archive = -1;
		/* How large it is is the program's doing; everything else that bundle_add says is not. */
		if (!run->bundle && errno == EFBIG)
			snprintf(run->message, sizeof run->message, "the tree is larger than one may be");
		else if (!run->bundle)
			run_fail(run, "keep the tree", errno);
	}
	if (!run->request.keep)
		run->message[0] = 0;
	finish(s, true);
}

/* Passes whole frames on. False when the run is over. */
static bool take_frames(struct sandbox *s)
{
	struct buffer *in = &s->collected;
	while (in->tail - in->head >= FRAME_HEADER) {
		struct frame_header h;
		const uint8_t *at = in->data + in->head;
		if (!frame_header_read(at, FRAME_MAX_OUT, &h) || h.run != s->run->id || (h.type != FRAME_ARTIFACT && h.type != FRAME_COLLECTED)) {
			finish(s, false);
			return false;
		}
		size_t size = FRAME_HEADER + (size_t)h.length;
		if (in->tail - in->head < size)
			return true;
		if (h.type == FRAME_COLLECTED) {
			on_collected(s, at + FRAME_HEADER, h.length);
			return false;
		}
		memcpy(buffer_reserve(&s->sup->out, size), at, size);
		s->sup->out.tail += size;
		buffer_consume(in, size);
	}
	return true;
}

static void ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	(void)events;
	if (connection_is_behind(s->sup))
		return;
	ssize_t n = read(source->fd, buffer_reserve(&s->collected, READ_SIZE), READ_SIZE);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		finish(s, false);
		return;
	}
	s->collected.tail += (size_t)n;
	take_frames(s);
}

/* The question fits the socket's buffer, so writing it does not wait. */
static int ask(const struct sandbox *s, int sock)
{
	const struct run *run = s->run;
	uint64_t disk = run->request.limits.disk_bytes, most = bundle_most(s->sup);
	struct collect_request r = {
		.run = run->id, .keep = keeps(run), .globs = run->request.artifacts.count,
		.artifact_bytes = run->request.artifact_bytes, .keep_bytes = disk < most ? disk : most,
	};
	for (uint32_t i = 0; i < r.globs; i++)
		r.glob_bytes += run->request.artifacts.items[i].length + 1;
	if (r.glob_bytes > COLLECT_GLOB_BYTES_MAX) {
		errno = E2BIG;
		return -1;
	}
	char *globs = calloc(1, (size_t)r.glob_bytes + 1), *at = globs;
	if (!globs)
		abort();
	for (uint32_t i = 0; i < r.globs; i++) {
		memcpy(at, run->request.artifacts.items[i].data, run->request.artifacts.items[i].length);
		at += run->request.artifacts.items[i].length + 1;
	}
	int done = fd_write_all(sock, &r, sizeof r) != 0 ? -1 : fd_write_all(sock, globs, r.glob_bytes);
	free(globs);
	return done;
}

static int launch(struct sandbox *s)
{
	int pair[2], box = openat(s->scratch, "box", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (box < 0)
		return -1;
	if (keeps(s->run))
		s->archive = memfd_create("gozolite-tree", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if ((keeps(s->run) && s->archive < 0) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		int error = errno;
		close(box);
		errno = error;
		return -1;
	}
	int fds[3] = { box, pair[1], s->archive >= 0 ? s->archive : box };
	struct maker_request request = { .op = MAKER_COLLECT, .slot = s->slot, .sequence = s->sequence };
	int done = pool_ask_maker(s->sup, &request, fds, 3);
	if (done == 0)
		done = ask(s, pair[0]);
	close(box);
	close(pair[1]);
	if (done == 0)
		done = fcntl(pair[0], F_SETFL, O_NONBLOCK);
	s->collector.ready = ready;
	if (done == 0)
		done = loop_watch(s->sup, &s->collector, pair[0], s->sup->paused ? 0 : EPOLLIN);
	else
		close(pair[0]);
	return done;
}

void gather_start(struct sandbox *s)
{
	s->state = SANDBOX_COLLECTING;
	s->deadline_ns = clock_now() + GATHER_NS;
	if (launch(s) == 0)
		return;
	run_fail(s->run, "collect what the program left", errno);
	s->state = SANDBOX_RUNNING;
	end_run(s);
}
