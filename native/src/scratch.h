/* The one tmpfs of a sandbox: /box, /tmp, /dev/shm and /dev are directories of it, so one limit counts them together. */
#ifndef GOZOLITE_SCRATCH_H
#define GOZOLITE_SCRATCH_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct scratch_limits {
	uint64_t bytes, inodes;
};

/* A detached mount with its folders made, or -1 with errno. device_nodes: mknod is permitted here (not in a user namespace). */
int scratch_make(const struct scratch_limits *limits, uid_t owner, bool device_nodes);
int scratch_resize(int scratch, const struct scratch_limits *limits);
/* How much of it is in use; exhausted when no block or no inode is left. */
bool scratch_exhausted(int scratch, uint64_t *used_bytes, uint64_t *used_inodes, bool *inodes);

#define SCRATCH_DEVICES { "null", "zero", "full", "random", "urandom" }
#define SCRATCH_DEVICE_COUNT 5
#endif
