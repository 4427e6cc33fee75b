/* What a run leaves: files, and END. What always holds: nothing else of the run is alive; the files are read by a process that
 * may make two dozen calls; the kernel's counters are read last, and whoever ended the run is named only if somebody did. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "collect.h"
#include "fd.h"
#include "inside.h"

#define GATHER_MS 30000
#define PIECE (64u << 10)

static bool keeps(const struct inside *in)
{
	return in->request.keep && WIFEXITED(in->status) && WEXITSTATUS(in->status) == 0 && in->killer == LIMIT_NONE;
}

static _Noreturn void collect(struct inside *in, int sock, int archive)
{
	struct rlimit cpu = { 20, 20 };
	int box = open("/box", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	prctl(PR_SET_NAME, "gozolite-gather");
	if (box < 0 || setrlimit(RLIMIT_CPU, &cpu) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		_exit(1);
	if (seccomp_install(&in->filters.collector) != 0)
		_exit(1);
	collect_files(box, sock, archive);
}

static int ask(const struct inside *in, int sock)
{
	const struct spans *globs = &in->request.artifacts;
	struct collect_request r = {
		.run = 1, .keep = keeps(in), .globs = globs->count, .artifact_bytes = in->request.artifact_bytes,
		.keep_bytes = in->request.limits.disk_bytes,
	};
	for (uint32_t i = 0; i < r.globs; i++)
		r.glob_bytes += globs->items[i].length + 1;
	if (r.glob_bytes > COLLECT_GLOB_BYTES_MAX || fd_write_all(sock, &r, sizeof r) != 0)
		return -1;
	for (uint32_t i = 0; i < r.globs; i++)
		if (fd_write_all(sock, globs->items[i].data, globs->items[i].length) != 0 || fd_write_all(sock, "", 1) != 0)
			return -1;
	return 0;
}

static void on_collected(struct inside *in, const uint8_t *body, size_t length)
{
	struct field_reader reader = { body, length };
	struct field f;
	in->kept = keeps(in);
	while (field_next(&reader, &f) > 0)
		if (f.tag == TAG_MESSAGE) {
			in->kept = false;
			snprintf(in->message, sizeof in->message, "%.*s", (int)(f.length < 100 ? f.length : 100), (const char *)f.data);
		}
}

/* Passes whole frames on. False at the end, or at what is no frame. */
static bool take_frames(struct inside *in, struct buffer *frames, int sock)
{
	ssize_t n = read(sock, buffer_reserve(frames, 2 * PIECE), 2 * PIECE);
	if (n <= 0)
		return n < 0 && errno == EINTR;
	frames->tail += (size_t)n;
	while (frames->tail - frames->head >= FRAME_HEADER) {
		struct frame_header h;
		const uint8_t *at = frames->data + frames->head;
		if (!frame_header_read(at, FRAME_MAX_OUT, &h) || (h.type != FRAME_ARTIFACT && h.type != FRAME_COLLECTED))
			return false;
		size_t size = FRAME_HEADER + (size_t)h.length;
		if (frames->tail - frames->head < size)
			return true;
		if (h.type == FRAME_COLLECTED) {
			on_collected(in, at + FRAME_HEADER, h.length);
		} else {
			memcpy(buffer_reserve(&in->out, size), at, size);
			in->out.tail += size;
			inside_send(in);
		}
		buffer_consume(frames, size);
	}
	return true;
}

static bool take_tree(struct inside *in, int archive)
{
	static uint8_t piece[PIECE];
	ssize_t n = read(archive, piece, sizeof piece);
	if (n <= 0)
		return n < 0 && errno == EINTR;
	size_t mark = frame_begin(&in->out, FRAME_TREE_OUT, 1);
	field_put_bytes(&in->out, TAG_DATA, piece, (size_t)n);
	frame_end(&in->out, mark);
	inside_send(in);
	return true;
}

static void forward(struct inside *in, int sock, int archive)
{
	struct buffer frames = { 0 };
	uint64_t end = clock_now() + GATHER_MS * NS_PER_MS;
	snprintf(in->message, sizeof in->message, "the files are not all collected: the collector ended early");
	while (sock >= 0 || archive >= 0) {
		struct pollfd fds[] = { { sock, POLLIN, 0 }, { archive, POLLIN, 0 } };
		uint64_t now = clock_now();
		if (now >= end || (poll(fds, 2, (int)((end - now) / NS_PER_MS) + 1) < 0 && errno != EINTR))
			break;
		if (fds[0].revents && !take_frames(in, &frames, sock))
			sock = -1;
		if (fds[1].revents && !take_tree(in, archive))
			archive = -1;
	}
	buffer_free(&frames);
}

void leave_files(struct inside *in)
{
	int pair[2], archive[2];
	if (!keeps(in) && in->request.artifacts.count == 0)
		return;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0 || pipe2(archive, O_CLOEXEC) != 0) {
		snprintf(in->message, sizeof in->message, "the files are not collected: errno %d", errno);
		return;
	}
	pid_t pid = fork();
	if (pid == 0) {
		close(pair[0]);
		close(archive[0]);
		collect(in, pair[1], archive[1]);
	}
	close(pair[1]);
	close(archive[1]);
	if (pid > 0 && ask(in, pair[0]) == 0)
		forward(in, pair[0], archive[0]);
	close(pair[0]);
	close(archive[0]);
	kill(-1, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	if (!in->request.keep || in->kept)
		in->message[0] = 0;
}

static void evidence_of_cgroup(struct inside *in, const struct counters *c)
{
	const struct limits *l = &in->request.limits;
	if (c->oom_kills > 0) {
		inside_record(in, LIMIT_MEMORY, l->memory_bytes, c->memory_peak, "");
		if (in->killer == LIMIT_NONE)
			in->killer = LIMIT_MEMORY;
	}
	if (c->pids_refused > 0)
		inside_record(in, LIMIT_PROCESSES, l->processes, l->processes, "");
	for (unsigned i = 0; i < in->event_count; i++) {
		struct event *e = &in->events[i];
		if (e->limit == LIMIT_MEMORY) {
			e->measured = c->memory_peak;
			snprintf(e->mechanism, sizeof e->mechanism, "%s oom_kill=%" PRIu64, in->cgroup_v2 ? "memory.events" : "memory.oom_control", c->oom_kills);
		}
		if (e->limit == LIMIT_PROCESSES)
			snprintf(e->mechanism, sizeof e->mechanism, "pids.events max=%" PRIu64, c->pids_refused);
	}
}

static void evidence_of_disk(struct inside *in)
{
	static const char *const places[] = { "/box", "/tmp", "/dev/shm" };
	const struct limits *l = &in->request.limits;
	char mechanism[MECHANISM_MAX];
	struct statvfs fs;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		if (statvfs(places[i], &fs) != 0 || (fs.f_bfree > 0 && fs.f_ffree > 0))
			continue;
		bool bytes = fs.f_bfree == 0;
		snprintf(mechanism, sizeof mechanism, "tmpfs %s of %s exhausted", bytes ? "size" : "nr_inodes", places[i]);
		inside_record(in, LIMIT_DISK, bytes ? l->disk_bytes : l->disk_inodes, bytes ? (fs.f_blocks - fs.f_bfree) * fs.f_frsize : fs.f_files - fs.f_ffree, mechanism);
	}
}

/* Signals that the kernel sends for a limit. */
static void evidence_of_signal(struct inside *in, uint64_t cpu_ns)
{
	const struct limits *l = &in->request.limits;
	if (!in->exited || !WIFSIGNALED(in->status) || in->killer != LIMIT_NONE)
		return;
	int number = WTERMSIG(in->status);
	if (number == SIGXFSZ) {
		inside_record(in, LIMIT_FILE, l->file_bytes, l->file_bytes, "RLIMIT_FSIZE SIGXFSZ");
		in->killer = LIMIT_FILE;
	} else if (number == SIGSYS) {
		inside_record(in, LIMIT_CALL, 0, 1, "seccomp SIGSYS");
		in->killer = LIMIT_CALL;
	} else if (number == SIGXCPU && cpu_ns >= l->cpu_ns) {
		inside_record(in, LIMIT_CPU, l->cpu_ns, cpu_ns, "RLIMIT_CPU");
		in->killer = LIMIT_CPU;
	}
}

static void put_events(struct inside *in)
{
	for (unsigned i = 0; i < in->event_count; i++) {
		const struct event *e = &in->events[i];
		uint8_t bytes[32 + MECHANISM_MAX];
		size_t n = strlen(e->mechanism);
		store32(bytes, e->limit);
		store32(bytes + 4, 0);
		store64(bytes + 8, e->at_ns);
		store64(bytes + 16, e->allowed);
		store64(bytes + 24, e->measured);
		memcpy(bytes + 32, e->mechanism, n);
		field_put_bytes(&in->out, TAG_EVENT, bytes, 32 + n);
	}
}

static void put_ending(struct inside *in)
{
	if (in->failure[0]) {
		field_put_text(&in->out, TAG_OUTCOME, "failed");
	} else if (in->exec_errno) {
		field_put_text(&in->out, TAG_OUTCOME, "not_started");
		field_put_number(&in->out, TAG_EXEC_ERRNO, (uint64_t)in->exec_errno);
	} else if (WIFEXITED(in->status)) {
		field_put_text(&in->out, TAG_OUTCOME, "exited");
		field_put_number(&in->out, TAG_CODE, (uint64_t)WEXITSTATUS(in->status));
	} else {
		field_put_text(&in->out, TAG_OUTCOME, "signaled");
		field_put_number(&in->out, TAG_CODE, (uint64_t)WTERMSIG(in->status));
	}
}

void leave_end(struct inside *in)
{
	struct counters c;
	counters_read(in, &c);
	uint64_t cpu_ns = in->exec_ns && c.cpu_ns > in->cpu_at_exec_ns ? c.cpu_ns - in->cpu_at_exec_ns : 0;
	if (in->exited) {
		evidence_of_cgroup(in, &c);
		evidence_of_disk(in);
		evidence_of_signal(in, cpu_ns);
	}
	size_t mark = frame_begin(&in->out, FRAME_END, 1);
	put_ending(in);
	field_put_number(&in->out, TAG_WALL_NS, in->exited ? in->exit_ns - in->exec_ns : 0);
	field_put_number(&in->out, TAG_CPU_NS_USED, cpu_ns);
	field_put_number(&in->out, TAG_MEMORY_PEAK, c.memory_peak);
	/* The peak of processes is not the program's: the engine's own threads were counted before. */
	field_put_number(&in->out, TAG_PROCESSES_PEAK, 0);
	field_put_number(&in->out, TAG_DROPPED_STDOUT, in->dropped[0]);
	field_put_number(&in->out, TAG_DROPPED_STDERR, in->dropped[1]);
	put_events(in);
	if (in->killer != LIMIT_NONE)
		field_put_number(&in->out, TAG_KILLER, in->killer);
	if (in->kept)
		field_put_number(&in->out, TAG_BUNDLE, 1);
	field_put_number(&in->out, TAG_TEARDOWN_NS, in->exit_ns ? clock_now() - in->exit_ns : 0);
	if (in->failure[0] || in->message[0])
		field_put_text(&in->out, TAG_MESSAGE, in->failure[0] ? in->failure : in->message);
	frame_end(&in->out, mark);
	inside_send(in);
}
