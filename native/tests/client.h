/* A client of the supervisor for tests and benchmarks: starts a keeper, runs programs, reads how they ended. */
#ifndef GOZOLITE_TEST_CLIENT_H
#define GOZOLITE_TEST_CLIENT_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../src/frame.h"

struct keeper_process {
	pid_t pid;
	int lifeline;
	char socket[128];
};

struct client {
	int fd;
	struct buffer in, out;
	uint32_t next_run;
};

#define ASK_GLOBS 64

struct ask_file {
	const char *path, *content;
	size_t size;
	uint32_t mode;
};

/* What a test asks; zero means the default. */
struct ask {
	const char *argv[16];
	const char *env[8];
	const char *cwd;
	struct ask_file files[8];
	const void *input;
	size_t input_size;
	uint64_t bundle;
	bool keep;
	const char *globs[ASK_GLOBS];
	uint64_t artifact_bytes;
	uint64_t time_ms, cpu_ms, memory, processes, output, file, disk, inodes, open_files, stack;
};

struct answer_event {
	uint32_t limit;
	uint64_t at_ns, allowed, measured;
	char mechanism[128];
};

struct answer_artifact {
	char path[256], refused[32];
	uint64_t size;
	uint32_t mode;
	struct buffer data;
};

struct answer {
	uint32_t run;
	bool started, ended;
	char outcome[32], message[256];
	uint64_t code, wall_ns, cpu_ns, memory_peak, processes_peak, dropped[2], killer, bundle, teardown_ns, exec_errno, prepare_ns;
	struct buffer out[2];
	uint32_t event_count, artifact_count;
	struct answer_event events[8];
	struct answer_artifact artifacts[32];
};

struct ready {
	bool ok;
	char text[4096];
	char layer[64], message[512], remedy[512], mode[32];
};

/* args are appended to the keeper's; as: a uid to run it as, or 0. */
bool keeper_start(struct keeper_process *k, const char *program, const char *const *args, uid_t as);
/* Ends its lifeline and waits; false when it does not exit within five seconds. */
bool keeper_stop(struct keeper_process *k);
bool client_connect(struct client *c, const struct keeper_process *k);
bool client_configure(struct client *c, const char *rootfs, uint64_t slots, uint64_t prepared, const char *degraded, struct ready *ready);
void client_close(struct client *c);
/* Sends a RUN; the run's id. */
uint32_t client_send(struct client *c, const struct ask *ask);
void client_simple(struct client *c, enum frame_type type, uint32_t run, enum tag tag, uint64_t value);
/* Reads one frame into the answer with its run id among answers; the run's id, or 0 on end of file. */
bool client_read(struct client *c, struct frame_header *header, const uint8_t **body, int timeout_ms);
void answer_take(struct answer *a, const struct frame_header *header, const uint8_t *body);
void answer_free(struct answer *a);
/* Sends and waits for END. False when the connection ends or time is up. */
bool client_run(struct client *c, const struct ask *ask, struct answer *a);
bool client_wait(struct client *c, struct answer *a);
bool client_stats(struct client *c, uint64_t stats[8]);
const struct answer_event *answer_event(const struct answer *a, uint32_t limit);
#endif
