/* The supervisor's state: one connection, its sandboxes, its runs, its kept trees. Single-threaded. */
#ifndef GOZOLITE_SUPERVISOR_H
#define GOZOLITE_SUPERVISOR_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "cgroup.h"
#include "frame.h"
#include "job.h"
#include "request.h"

#define SUPERVISOR_VERSION "0.1.0"
/* Uid pairs of one life; more than can ever be in use. */
#define LIFE_SLOTS 1024u
#define LIFE_UIDS (2u * LIFE_SLOTS)

enum limit_number {
	LIMIT_NONE, LIMIT_MEMORY, LIMIT_OUTPUT, LIMIT_PROCESSES, LIMIT_DISK, LIMIT_WALL, LIMIT_CPU, LIMIT_FILE, LIMIT_CALL, LIMIT_COUNT,
};

/* Something epoll watches. Embedded in its owner; fd is -1 when it is not watched. */
struct source {
	int fd;
	uint32_t events;
	void (*ready)(struct source *source, uint32_t events);
	void *owner;
};

struct run_event {
	enum limit_number limit;
	uint64_t at_ns, allowed, measured;
	char mechanism[96];
};

struct run {
	struct run *next;
	uint32_t id;
	/* The self test is a run like any other whose END goes nowhere. */
	bool internal;
	struct run_request request;
	uint64_t received_ns, exec_ns, exit_ns;
	/* Exec is certain; STARTED is sent with what is sent next of this run. */
	bool exec_seen;
	bool started_sent, not_started, cancelled, exited, others;
	/* How the program ended, when init could tell. */
	int status;
	int exec_errno;
	char failure[160];
	int failure_errno;
	char message[160];
	uint64_t wait_cpu_ns, wait_rss;
	uint64_t received[2], dropped[2];
	size_t input_sent;
	enum limit_number killer;
	struct run_event events[LIMIT_COUNT];
	unsigned event_count;
	uint64_t cpu_check_ns, refusals_look_ns, kill_again_ns;
	uint64_t bundle;
	/* The self test's standard error. */
	char report[512];
};

enum sandbox_state { SANDBOX_MAKING, SANDBOX_SETTING_UP, SANDBOX_PREPARED, SANDBOX_RUNNING, SANDBOX_COLLECTING, SANDBOX_DYING, SANDBOX_REMOVING };

/* What is still to be sent to the payload-to-be. */
struct outbox {
	struct iovec *parts;
	size_t count, at;
	/* Headers made for the purpose, which the parts point into. */
	uint8_t *headers;
	int bundle;
};

struct sandbox {
	struct sandbox *next, **link;
	struct supervisor *sup;
	enum sandbox_state state;
	uint32_t slot;
	uint64_t sequence;
	struct leaf_limits leaf_limits;
	struct scratch_limits scratch_limits;
	struct leaf leaf;
	struct source pidfd, report, control, input, output[2], oom, pids;
	int scratch;
	/* Its scratch is being freed by a process of its own. */
	bool freeing;
	bool dead;
	struct run *run;
	struct outbox outbox;
	struct source collector;
	int collector_pidfd, archive;
	struct buffer collected;
	uint64_t remove_at_ns, remove_since_ns, deadline_ns;
};

struct bundle {
	struct bundle *next;
	uint64_t number, bytes;
	int fd;
};

struct life_options {
	const char *roots;
	bool privileged;
	uid_t uid_base;
	struct cgroups *cgroups;
};

struct supervisor {
	struct life life;
	const struct life_options *options;
	int epoll;
	struct source connection, maker, timer;
	uint64_t timer_at_ns;
	/* Frames coming in: a stage for small ones; a large body is read straight into its own memory. */
	uint8_t *stage;
	size_t staged;
	uint8_t *body;
	size_t body_have;
	struct frame_header header;
	struct buffer out;
	bool out_blocked, paused, ready, closing;
	uint32_t slots, prepared_target;
	struct configure_request configure;
	struct sandbox *sandboxes, *graveyard;
	struct run *waiting, **waiting_tail;
	uint32_t waiting_count;
	uint64_t waiting_bytes;
	uint8_t slot_used[LIFE_SLOTS];
	uint32_t slot_hint;
	uint64_t sequence, backoff_until_ns;
	uint32_t count_making, count_prepared, count_running, count_freeing, count_all;
	struct bundle *bundles;
	uint64_t bundle_next, bundle_bytes;
	uint32_t bundle_count;
	uint64_t setup_failures, teardown_failures, runs;
	struct leaf_limits leaf_default;
	struct scratch_limits scratch_default;
	int processors;
};

/* loop.c */
int loop_watch(struct supervisor *sup, struct source *source, int fd, uint32_t events);
void loop_change(struct supervisor *sup, struct source *source, uint32_t events);
void loop_close(struct supervisor *sup, struct source *source);
void loop_arm(struct supervisor *sup, uint64_t at_ns);
_Noreturn void loop_run(struct supervisor *sup);

/* connection.c */
void connection_ready(struct source *source, uint32_t events);
void connection_flush(struct supervisor *sup);
bool connection_is_behind(const struct supervisor *sup);

/* supervisor.c */
_Noreturn void supervisor_main(int connection, const struct life_options *options);
_Noreturn void supervisor_quit(struct supervisor *sup, const char *why);
void supervisor_frame(struct supervisor *sup, const struct frame_header *header, uint8_t *body);
/* configure.c */
void configure(struct supervisor *sup, const uint8_t *body, uint32_t length);
void self_test_done(struct supervisor *sup, struct run *run);

/* pool.c: sandboxes come and go. */
void pool_fill(struct supervisor *sup);
void pool_prepare_as_usual(struct supervisor *sup);
void pool_prepare_like(struct supervisor *sup, const struct leaf_limits *leaf, const struct scratch_limits *scratch);
void pool_maker_ready(struct source *source, uint32_t events);
void pool_deadlines(struct supervisor *sup, uint64_t now, uint64_t *next);
void pool_sweep(struct supervisor *sup);
void pool_setup_failed(struct supervisor *sup, const char *step, int error);
struct sandbox *pool_take(struct supervisor *sup);
int pool_ask_maker(struct supervisor *sup, const struct maker_request *ask, const int *fds, size_t count);
void pool_unlink(struct sandbox *s);

/* retire.c: the end of a sandbox. */
void retire(struct sandbox *s);
void retire_ask(struct sandbox *s);
void retire_removed(struct sandbox *s, const struct maker_reply *r);
/* Closes a memfd; elsewhere when that takes long. */
void retire_memfd(struct supervisor *sup, int *fd);

/* run.c: one run from RUN to the end of its program. */
void run_submit(struct supervisor *sup, struct run *run);
struct run *run_shift(struct supervisor *sup);
void run_dispatch(struct supervisor *sup);
void run_cancel(struct supervisor *sup, uint32_t id);
void run_report_ready(struct source *source, uint32_t events);
void run_control_ready(struct source *source, uint32_t events);
void run_pidfd_ready(struct source *source, uint32_t events);
void run_fail(struct run *run, const char *step, int error);
void run_send_started(struct sandbox *s);

/* dispatch.c: what is sent to the payload-to-be. 0 or -1 with errno. */
int outbox_fill(struct sandbox *s);
int outbox_send(struct sandbox *s);
void outbox_free(struct outbox *outbox);

/* streams.c */
void streams_input_ready(struct source *source, uint32_t events);
void streams_output_ready(struct source *source, uint32_t events);
void streams_drain(struct sandbox *s);
void streams_pause(struct supervisor *sup);

/* limits.c */
void limits_kill(struct sandbox *s, enum limit_number killer);
void limits_record(struct run *run, enum limit_number limit, uint64_t allowed, uint64_t measured, const char *mechanism);
void limits_started(struct sandbox *s);
void limits_oom_ready(struct source *source, uint32_t events);
void limits_pids_ready(struct source *source, uint32_t events);
void limits_deadlines(struct sandbox *s, uint64_t now, uint64_t *next);

/* end.c */
void end_run(struct sandbox *s);
void end_without_sandbox(struct supervisor *sup, struct run *run);
void run_free(struct run *run);

/* gather.c */
bool gather_is_needed(const struct run *run);
void gather_start(struct sandbox *s);

/* bundle.c */
uint64_t bundle_most(const struct supervisor *sup);
struct bundle *bundle_find(struct supervisor *sup, uint64_t number);
uint64_t bundle_add(struct supervisor *sup, int fd, uint64_t bytes);
void bundle_drop(struct supervisor *sup, uint64_t number);
#endif
