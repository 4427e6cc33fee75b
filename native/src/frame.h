/* The wire format of PROTOCOL.md: frames, fields, and a growing buffer to write them into. Free of I/O. */
#ifndef GOZOLITE_FRAME_H
#define GOZOLITE_FRAME_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_HEADER 12u
#define FIELD_HEADER 8u
#define FRAME_MAX_IN (64u << 20)
#define FRAME_MAX_DATA (1u << 20)
#define FRAME_MAX_OUT (FRAME_MAX_DATA + (64u << 10))

enum frame_type {
	FRAME_CONFIGURE = 1,
	FRAME_RUN = 2,
	FRAME_CANCEL = 3,
	FRAME_DROP = 4,
	FRAME_STATS_ASK = 5,
	/* To a container's init only. */
	FRAME_TREE_IN = 6,
	FRAME_FILE = 7,
	FRAME_INPUT = 8,
	FRAME_ALIVE = 9,
	FRAME_READY = 65,
	FRAME_FAILED = 66,
	FRAME_STARTED = 67,
	FRAME_OUTPUT = 68,
	FRAME_ARTIFACT = 69,
	FRAME_END = 70,
	FRAME_STATS = 71,
	/* From a container's init only. */
	FRAME_TREE_OUT = 72,
	/* Between the collector and the supervisor only; never on the wire. */
	FRAME_COLLECTED = 200,
};

enum tag {
	TAG_ROOTFS = 1, TAG_SLOTS, TAG_PREPARED, TAG_DEGRADED,
	TAG_ARGV = 10, TAG_ENV, TAG_CWD, TAG_FILE, TAG_BUNDLE, TAG_STDIN, TAG_KEEP, TAG_ARTIFACT, TAG_ARTIFACT_BYTES,
	TAG_TIME_NS = 20, TAG_CPU_NS, TAG_MEMORY_BYTES, TAG_PROCESSES, TAG_OUTPUT_BYTES, TAG_FILE_BYTES, TAG_DISK_BYTES,
	TAG_DISK_INODES, TAG_OPEN_FILES, TAG_STACK_BYTES,
	TAG_VERSION = 40, TAG_CGROUP_MODE, TAG_PRIVILEGE, TAG_LAYER, TAG_LANDLOCK_ABI, TAG_MAX_RUNS, TAG_MESSAGE, TAG_REMEDY,
	TAG_PREPARE_NS = 50, TAG_STREAM, TAG_DATA, TAG_PATH, TAG_MODE, TAG_SIZE, TAG_REFUSED,
	TAG_OUTCOME = 60, TAG_CODE, TAG_WALL_NS, TAG_CPU_NS_USED, TAG_MEMORY_PEAK, TAG_PROCESSES_PEAK, TAG_DROPPED_STDOUT,
	TAG_DROPPED_STDERR, TAG_EVENT, TAG_KILLER, TAG_TEARDOWN_NS, TAG_EXEC_ERRNO,
	TAG_LIVE = 80, TAG_PREPARED_NOW, TAG_BUNDLES, TAG_BUNDLE_BYTES, TAG_DYING_CGROUPS, TAG_SETUP_FAILURES,
	TAG_TEARDOWN_FAILURES, TAG_RUNS,
};

struct frame_header {
	uint32_t length;
	uint16_t type;
	uint32_t run;
};

struct field {
	uint16_t tag;
	uint32_t length;
	const uint8_t *data;
};

struct field_reader {
	const uint8_t *at;
	size_t left;
};

/* False when the 12 bytes are no header of a frame of at most max bytes. */
bool frame_header_read(const uint8_t bytes[FRAME_HEADER], uint32_t max, struct frame_header *header);
/* 1 and the next field, 0 at the end of the body, -1 when the body is malformed. */
int field_next(struct field_reader *reader, struct field *field);
bool field_number(const struct field *field, uint64_t *value);
/* A string: no NUL in it. */
bool field_is_text(const struct field *field);

uint16_t load16(const uint8_t *p);
uint32_t load32(const uint8_t *p);
uint64_t load64(const uint8_t *p);
void store16(uint8_t *p, uint16_t v);
void store32(uint8_t *p, uint32_t v);
void store64(uint8_t *p, uint64_t v);

/* Bytes to be sent: data[head..tail). Running out of memory ends the process, which fails closed: all it ran dies. */
struct buffer {
	uint8_t *data;
	size_t head, tail, room;
};

uint8_t *buffer_reserve(struct buffer *buffer, size_t size);
void buffer_consume(struct buffer *buffer, size_t size);
void buffer_free(struct buffer *buffer);

/* frame_begin returns a mark for frame_end, which fills the length in. */
size_t frame_begin(struct buffer *buffer, enum frame_type type, uint32_t run);
void frame_end(struct buffer *buffer, size_t mark);
void field_put_number(struct buffer *buffer, enum tag tag, uint64_t value);
void field_put_text(struct buffer *buffer, enum tag tag, const char *text);
void field_put_bytes(struct buffer *buffer, enum tag tag, const void *data, size_t size);
#endif
