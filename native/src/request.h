/* What a CONFIGURE or RUN frame asks for, checked. Spans point into the frame's body, which the request owns. */
#ifndef GOZOLITE_REQUEST_H
#define GOZOLITE_REQUEST_H
#include "frame.h"

struct span {
	const uint8_t *data;
	uint32_t length;
};

struct spans {
	struct span *items;
	uint32_t count;
};

struct limits {
	uint64_t time_ns, cpu_ns, memory_bytes, processes, output_bytes, file_bytes, disk_bytes, disk_inodes, open_files,
		stack_bytes;
};

struct file_span {
	uint32_t mode;
	struct span path, content;
};

struct run_request {
	uint8_t *body;
	uint32_t body_length;
	struct spans argv, env, files, artifacts;
	struct span cwd, input;
	uint64_t bundle, artifact_bytes;
	bool keep;
	struct limits limits;
};

struct configure_request {
	char rootfs[4096];
	uint64_t slots, prepared;
	bool degraded_cgroup;
	/* The first layer named that may not be given up; empty when there is none. */
	char refused_layer[64];
};

/* False when the body breaks the protocol. On success the request owns body (allocated by malloc). */
bool run_request_parse(uint8_t *body, uint32_t length, struct run_request *request);
void run_request_free(struct run_request *request);
/* A `file` field taken apart; false when its lengths do not fit. */
bool file_span_parse(struct span field, struct file_span *file);
bool configure_request_parse(const uint8_t *body, uint32_t length, struct configure_request *request);
#endif
