/* The parts of a container's init. One process runs one program, so its state is one struct. */
#ifndef GOZOLITE_INSIDE_H
#define GOZOLITE_INSIDE_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "frame.h"
#include "request.h"
#include "seccomp_filter.h"

/* The ends of the attached streams: frames come in on one and go out on the other. */
#define CONTROL 0
#define ANSWERS 1

#define EVENTS_MAX 8
#define MECHANISM_MAX 96

enum limit_number {
	LIMIT_NONE, LIMIT_MEMORY, LIMIT_OUTPUT, LIMIT_PROCESSES, LIMIT_DISK, LIMIT_WALL, LIMIT_CPU, LIMIT_FILE, LIMIT_CALL,
};

struct event {
	enum limit_number limit;
	uint64_t at_ns, allowed, measured;
	char mechanism[MECHANISM_MAX];
};

/* What the container's cgroup tells of itself. Zero where the kernel has no such file. */
struct counters {
	uint64_t memory_max, memory_peak, oom_kills, pids_max, pids_peak, pids_refused, cpu_ns;
};

struct inside {
	struct run_request request;
	struct seccomp_filters filters;
	int landlock_abi;
	/* The cgroup's files are not to be seen from here: this runtime has a kernel of its own. */
	bool cgroup_unseen;
	bool cgroup_v2;
	/* Why the files could not be laid out, an errno, and at which step. */
	int layout_error;
	const char *layout_step;

	pid_t program;
	/* The program's pipes, -1 when closed. */
	int input, output[2], child_signals;
	uint64_t start_ns, exec_ns, exit_ns, cpu_at_exec_ns, cpu_check_ns;
	/* The piece of standard input that is being written. */
	uint8_t *piece;
	uint32_t piece_length, piece_sent;
	bool input_ended;
	/* When the service was last heard of. */
	uint64_t heard_ns;
	uint64_t received[2], dropped[2];

	int exec_errno, status;
	bool exited;
	enum limit_number killer;
	struct event events[EVENTS_MAX];
	unsigned event_count;
	char failure[128], message[128];
	bool kept;
	uint64_t kept_bytes;
	struct buffer out;
};

/* main.c */
/* Reads one whole frame; the body is allocated. False when the service is gone. */
bool inside_read_frame(struct frame_header *header, uint8_t **body);
/* Sends what is in the buffer. Ends this process, and so the container, when nobody listens. */
void inside_send(struct inside *in);
void inside_record(struct inside *in, enum limit_number limit, uint64_t allowed, uint64_t measured, const char *mechanism);
/* Kills all but this process, at once. The first reason stays the reason. */
void inside_kill(struct inside *in, enum limit_number killer);

/* enclose.c: a user namespace of one id, and in it a network with nothing but loopback. 0 or -1. */
int enclose_network(void);

/* counters.c */
bool counters_use_v2(void);
void counters_read(const struct inside *in, struct counters *counters);
uint64_t counters_cpu_ns(const struct inside *in);

/* look.c: READY, with each layer that is found to be in force. */
void look_around(struct inside *in);
/* Whether the engine put the limits of this run in force; else the failure is set. */
bool look_at_limits(struct inside *in);

/* layout.c: takes TREE and FILE frames until RUN, which becomes the request. False when there will be none. */
bool layout_receive(struct inside *in);

/* start.c: starts the program. False when it could not, with exec_errno or failure set. */
bool start_program(struct inside *in);

/* watch.c: until the program has ended and everything else is dead. */
void watch_program(struct inside *in);

/* leave.c: collects files, and says END. */
void leave_files(struct inside *in);
void leave_end(struct inside *in);
#endif
