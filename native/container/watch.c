/* While the program runs. What always holds: at most the output limit of a stream is sent, and what is read beyond it is
 * counted and thrown away; a program's pipe is not read while the service is behind; a service that is gone ends the
 * run; the first limit that ends it stays its killer. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "inside.h"

#define CHUNK (64u << 10)
#define BEHIND (256u << 10)
/* A program that is refused this many tasks will not come to its senses. */
#define REFUSALS_MAX 64
/* How often the counters of the cgroup are looked at, which tell nobody when they change. */
#define LOOK_NS (100 * NS_PER_MS)
#define KILL_AGAIN_NS (500 * NS_PER_MS)
/* The service says every two seconds that it is there. */
#define LEASE_NS (10 * NS_PER_SECOND)

enum { ON_CONTROL, ON_ANSWERS, ON_INPUT, ON_OUTPUT, ON_ERRORS, ON_CHILD, SOURCES };

static bool is_behind(const struct inside *in)
{
	return in->out.tail - in->out.head > BEHIND;
}

static void send_some(struct inside *in)
{
	ssize_t n = write(ANSWERS, in->out.data + in->out.head, in->out.tail - in->out.head);
	if (n > 0)
		buffer_consume(&in->out, (size_t)n);
	else if (errno != EAGAIN && errno != EINTR)
		exit(1);
}

/* The next piece of standard input. The program may have closed its end: then it is read for nobody. */
static void take_input(struct inside *in)
{
	struct frame_header header;
	struct field f = { 0 };
	uint8_t *body;
	/* The service has gone or cancelled: the death of this process is the death of all. */
	if (!inside_read_frame(&header, &body))
		exit(1);
	in->heard_ns = clock_now();
	if (header.type == FRAME_ALIVE || in->input_ended) {
		free(body);
		return;
	}
	struct field_reader reader = { body, header.length };
	if (header.type != FRAME_INPUT || field_next(&reader, &f) <= 0 || f.length == 0) {
		in->input_ended = true;
		fd_close(&in->input);
	} else if (in->input >= 0) {
		memmove(body, f.data, f.length);
		in->piece = body;
		in->piece_length = f.length;
		in->piece_sent = 0;
		return;
	}
	free(body);
}

static void pass_input(struct inside *in)
{
	ssize_t n = write(in->input, in->piece + in->piece_sent, in->piece_length - in->piece_sent);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		/* Nobody reads it any more: that is the program's right. */
		fd_close(&in->input);
	else
		in->piece_sent += (uint32_t)n;
	if (n < 0 || in->piece_sent == in->piece_length) {
		free(in->piece);
		in->piece = NULL;
		in->heard_ns = clock_now();
	}
}

static void put_output(struct inside *in, int stream, const uint8_t *data, size_t size)
{
	size_t mark = frame_begin(&in->out, FRAME_OUTPUT, 1);
	field_put_number(&in->out, TAG_STREAM, (uint64_t)stream + 1);
	field_put_bytes(&in->out, TAG_DATA, data, size);
	frame_end(&in->out, mark);
}

/* One read; what read said. */
static ssize_t take_output(struct inside *in, int stream)
{
	static uint8_t block[CHUNK];
	uint64_t limit = in->request.limits.output_bytes;
	ssize_t n = read(in->output[stream], block, sizeof block);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return n;
	if (n <= 0) {
		fd_close(&in->output[stream]);
		return n;
	}
	uint64_t left = in->received[stream] < limit ? limit - in->received[stream] : 0;
	size_t pass = (uint64_t)n < left ? (size_t)n : (size_t)left;
	in->received[stream] += (uint64_t)n;
	in->dropped[stream] += (uint64_t)n - pass;
	if (pass > 0)
		put_output(in, stream, block, pass);
	if (in->killer == LIMIT_NONE && in->received[stream] > limit) {
		inside_record(in, LIMIT_OUTPUT, limit, in->received[stream], stream ? "bytes read from stderr" : "bytes read from stdout");
		inside_kill(in, LIMIT_OUTPUT);
	}
	return n;
}

static void reap(struct inside *in)
{
	struct signalfd_siginfo told;
	int status;
	pid_t pid;
	(void)!read(in->child_signals, &told, sizeof told);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != in->program)
			continue;
		in->exit_ns = clock_now();
		in->status = status;
		in->exited = true;
	}
}

static void look_at_cpu(struct inside *in, uint64_t now)
{
	uint64_t limit = in->request.limits.cpu_ns, counted = counters_cpu_ns(in);
	uint64_t used = counted > in->cpu_at_exec_ns ? counted - in->cpu_at_exec_ns : 0;
	if (used >= limit) {
		inside_record(in, LIMIT_CPU, limit, used, in->cgroup_v2 ? "cpu.stat usage_usec" : "cpuacct.usage");
		inside_kill(in, LIMIT_CPU);
		return;
	}
	uint64_t wait = (limit - used) / (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
	in->cpu_check_ns = now + (wait > NS_PER_MS ? wait : NS_PER_MS);
}

static void look_at_counters(struct inside *in)
{
	const struct limits *l = &in->request.limits;
	struct counters c;
	counters_read(in, &c);
	if (c.oom_kills > 0) {
		inside_record(in, LIMIT_MEMORY, l->memory_bytes, c.memory_peak, "");
		inside_kill(in, LIMIT_MEMORY);
	}
	if (c.pids_refused > 0)
		inside_record(in, LIMIT_PROCESSES, l->processes, l->processes, "");
	if (c.pids_refused >= REFUSALS_MAX)
		inside_kill(in, LIMIT_PROCESSES);
}

/* Carries out what is due, and says in how many milliseconds to come again. */
static int mind_the_clock(struct inside *in, uint64_t *look_ns, uint64_t *again_ns)
{
	uint64_t now = clock_now(), wall_end = in->exec_ns + in->request.limits.time_ns;
	if (in->killer != LIMIT_NONE) {
		if (now >= *again_ns)
			kill(-1, SIGKILL);
		*again_ns = now >= *again_ns ? now + KILL_AGAIN_NS : *again_ns;
		return (int)(KILL_AGAIN_NS / NS_PER_MS);
	}
	if (now >= wall_end) {
		inside_record(in, LIMIT_WALL, in->request.limits.time_ns, now - in->exec_ns, "poll timeout, CLOCK_MONOTONIC");
		inside_kill(in, LIMIT_WALL);
		*again_ns = now + KILL_AGAIN_NS;
		return (int)(KILL_AGAIN_NS / NS_PER_MS);
	}
	/* What it says waits behind input that the program does not read; its time limit holds all the same. */
	if (!in->piece && now >= in->heard_ns + LEASE_NS)
		exit(1);
	if (now >= in->cpu_check_ns)
		look_at_cpu(in, now);
	if (now >= *look_ns) {
		look_at_counters(in);
		*look_ns = now + LOOK_NS;
	}
	uint64_t next = wall_end < in->cpu_check_ns ? wall_end : in->cpu_check_ns;
	next = next < *look_ns ? next : *look_ns;
	return next <= now ? 0 : (int)((next - now + NS_PER_MS - 1) / NS_PER_MS);
}

static void wait_and_serve(struct inside *in, int timeout_ms)
{
	bool behind = is_behind(in);
	struct pollfd fds[SOURCES] = {
		[ON_CONTROL] = { CONTROL, in->piece ? 0 : POLLIN, 0 },
		[ON_ANSWERS] = { in->out.head < in->out.tail ? ANSWERS : -1, POLLOUT, 0 },
		[ON_INPUT] = { in->piece ? in->input : -1, POLLOUT, 0 },
		[ON_OUTPUT] = { behind ? -1 : in->output[0], POLLIN, 0 },
		[ON_ERRORS] = { behind ? -1 : in->output[1], POLLIN, 0 },
		[ON_CHILD] = { in->child_signals, POLLIN, 0 },
	};
	if (poll(fds, SOURCES, timeout_ms) <= 0)
		return;
	if (fds[ON_CONTROL].revents & POLLIN)
		take_input(in);
	else if (fds[ON_CONTROL].revents)
		exit(1);
	if (fds[ON_ANSWERS].revents)
		send_some(in);
	if (fds[ON_INPUT].revents && in->piece)
		pass_input(in);
	for (int stream = 0; stream < 2; stream++)
		if (fds[ON_OUTPUT + stream].revents)
			take_output(in, stream);
	if (fds[ON_CHILD].revents)
		reap(in);
}

/* All are dead or dying; then what is left in the pipes is bounded by their size. */
static void end_all(struct inside *in)
{
	do
		kill(-1, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR);
	fd_close(&in->input);
	for (int stream = 0; stream < 2; stream++)
		while (in->output[stream] >= 0 && (take_output(in, stream) > 0 || errno == EINTR))
			;
	inside_send(in);
}

void watch_program(struct inside *in)
{
	sigset_t child;
	uint64_t look_ns = in->exec_ns + LOOK_NS, again_ns = 0;
	in->heard_ns = clock_now();
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	in->child_signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
	in->cpu_check_ns = in->exec_ns + in->request.limits.cpu_ns / (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
	if (in->child_signals < 0)
		exit(1);
	/* It may have ended before anybody listened. */
	reap(in);
	while (!in->exited)
		wait_and_serve(in, mind_the_clock(in, &look_ns, &again_ns));
	end_all(in);
}
