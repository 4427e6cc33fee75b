/* Kept trees. What always holds: a bundle is a sealed memfd that nothing can change any more; how many there are and
 * their bytes together are bounded; they end with the connection. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "supervisor.h"

#define BUNDLES_A_SLOT 4u
#define BUNDLES_MIN 64u
#define BUNDLE_BYTES_MAX (2ULL << 30)

struct bundle *bundle_find(struct supervisor *sup, uint64_t number)
{
	struct bundle *b = sup->bundles;
	while (b && b->number != number)
		b = b->next;
	return b;
}

/* Takes fd. The bundle's number, or 0 with errno; ENOBUFS when too many are held, or too much in them. */
uint64_t bundle_add(struct supervisor *sup, int fd, uint64_t bytes)
{
	uint32_t most = sup->slots * BUNDLES_A_SLOT > BUNDLES_MIN ? sup->slots * BUNDLES_A_SLOT : BUNDLES_MIN;
	if (sup->bundle_count >= most || bytes > BUNDLE_BYTES_MAX - sup->bundle_bytes) {
		close(fd);
		errno = ENOBUFS;
		return 0;
	}
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
		int error = errno;
		close(fd);
		errno = error;
		return 0;
	}
	struct bundle *b = calloc(1, sizeof *b);
	if (!b)
		abort();
	*b = (struct bundle){ .next = sup->bundles, .number = ++sup->bundle_next, .bytes = bytes, .fd = fd };
	sup->bundles = b;
	sup->bundle_count++;
	sup->bundle_bytes += bytes;
	return b->number;
}

void bundle_drop(struct supervisor *sup, uint64_t number)
{
	for (struct bundle **at = &sup->bundles; *at; at = &(*at)->next) {
		struct bundle *b = *at;
		if (b->number != number)
			continue;
		*at = b->next;
		sup->bundle_count--;
		sup->bundle_bytes -= b->bytes;
		close(b->fd);
		free(b);
		return;
	}
}
