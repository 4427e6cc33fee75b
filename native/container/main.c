/* The init of a container that runs one program: the part of the Docker backend that is inside.
 *
 * Theory of operation. The engine starts this as process 1 of a fresh container, without any capability and with a user
 * id of this container's own. It speaks the supervisor's frames over the attached standard streams (PROTOCOL.md, "In a
 * container"): it says which layers it finds in force, takes the files and the request, starts the program behind the
 * same filters as the native sandbox has, forwards its output, watches its limits, and, when everything but itself
 * is dead, sends what was asked for and what the kernel counted. Then it ends, and the container with it.
 *
 * What always holds: it is the lease of its container. When its standard input ends, because the service is gone or
 * has cancelled, or when nothing is heard on it for a while, because the engine was killed, everything here is killed. The program may have the same user id, so this process is not dumpable,
 * handles no signal, and the program's filter denies the calls that would reach it. */
#define _GNU_SOURCE
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "clock.h"
#include "landlock.h"


/* Whoever takes no answer, or finishes no frame, for so long is gone. */
#define PATIENCE_MS 10000

/* As fd_read_all, for as long as something comes. */
static bool read_patiently(void *data, size_t size)
{
	struct pollfd control = { CONTROL, POLLIN, 0 };
	uint8_t *at = data;
	while (size > 0) {
		if (poll(&control, 1, PATIENCE_MS) == 0)
			return false;
		ssize_t n = read(CONTROL, at, size);
		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			return false;
		at += n > 0 ? n : 0;
		size -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

bool inside_read_frame(struct frame_header *header, uint8_t **body)
{
	uint8_t bytes[FRAME_HEADER];
	if (!read_patiently(bytes, sizeof bytes) || !frame_header_read(bytes, FRAME_MAX_IN, header))
		return false;
	*body = malloc((size_t)header->length + 1);
	if (!*body)
		return false;
	if (read_patiently(*body, header->length))
		return true;
	free(*body);
	return false;
}

void inside_send(struct inside *in)
{
	struct pollfd answers = { ANSWERS, POLLOUT, 0 };
	while (in->out.head < in->out.tail) {
		ssize_t n = write(ANSWERS, in->out.data + in->out.head, in->out.tail - in->out.head);
		if (n > 0)
			buffer_consume(&in->out, (size_t)n);
		else if (errno != EINTR && (errno != EAGAIN || poll(&answers, 1, PATIENCE_MS) == 0))
			exit(1);
	}
}

void inside_record(struct inside *in, enum limit_number limit, uint64_t allowed, uint64_t measured, const char *mechanism)
{
	for (unsigned i = 0; i < in->event_count; i++)
		if (in->events[i].limit == limit)
			return;
	struct event *e = &in->events[in->event_count++];
	uint64_t now = in->exit_ns ? in->exit_ns : clock_now();
	*e = (struct event){ .limit = limit, .allowed = allowed, .measured = measured };
	e->at_ns = in->exec_ns && now > in->exec_ns ? now - in->exec_ns : 0;
	snprintf(e->mechanism, sizeof e->mechanism, "%s", mechanism);
}

void inside_kill(struct inside *in, enum limit_number killer)
{
	if (in->killer == LIMIT_NONE)
		in->killer = killer;
	/* One call that the kernel carries out under its lock on the list of processes: no forker outruns it. */
	kill(-1, SIGKILL);
}

static int protect(struct inside *in)
{
	sigset_t child;
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &child, NULL) != 0 || fcntl(ANSWERS, F_SETFL, O_NONBLOCK) != 0)
		return -1;
	in->landlock_abi = landlock_abi();
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int main(int argc, char **argv)
{
	static struct inside in = { .input = -1, .output = { -1, -1 }, .child_signals = -1 };
	bool own_network = false;
	if (argc == 2 && strcmp(argv[1], "version") == 0) {
		puts("gozolite-container-init 1");
		return 0;
	}
	if (getpid() != 1) {
		fputs("gozolite-container-init: this is the first process of a container, and nothing else.\n", stderr);
		return 1;
	}
	in.start_ns = clock_now();
	in.cgroup_v2 = counters_use_v2();
	for (int i = 1; i < argc; i++) {
		own_network = own_network || strcmp(argv[i], "--own-network") == 0;
		in.cgroup_unseen = in.cgroup_unseen || strcmp(argv[i], "--cgroup-unseen") == 0;
	}
	/* Where it fails, the look around finds no such layer, and the service decides. */
	if (own_network)
		enclose_network();
	if (protect(&in) != 0 || seccomp_compile(&in.filters) != 0) {
		fputs("gozolite-container-init: it cannot protect itself.\n", stderr);
		return 1;
	}
	look_around(&in);
	inside_send(&in);
	if (!layout_receive(&in))
		return 0;
	if (look_at_limits(&in) && start_program(&in)) {
		watch_program(&in);
		leave_files(&in);
	}
	leave_end(&in);
	return 0;
}
