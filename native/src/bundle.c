/* Kept trees. What always holds: a bundle is a sealed memfd that nothing can change any more; how many there are and
 * their bytes together are bounded, and each one's, so that no run can leave another without; they end with the
 * connection. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "supervisor.h"

#define BUNDLES_A_SLOT 4u
#define BUNDLES_MIN 64u
/* What compilers leave is some megabytes. */
#define BUNDLE_BYTES_LEAST (32ULL << 20)
#define BUNDLE_BYTES_MOST (256ULL << 20)
#define BUNDLE_BYTES_SHARED (1ULL << 30)

/* The bytes of one. */
uint64_t bundle_most(const struct supervisor *sup)
{
	uint64_t share = BUNDLE_BYTES_SHARED / sup->slots;
	return share < BUNDLE_BYTES_LEAST ? BUNDLE_BYTES_LEAST : share > BUNDLE_BYTES_MOST ? BUNDLE_BYTES_MOST : share;
}

/* Of all: one for each slot, and as many for what the service compiles on its own account. */
static uint64_t all_most(const struct supervisor *sup)
{
	return 2 * sup->slots * bundle_most(sup);
}

struct bundle *bundle_find(struct supervisor *sup, uint64_t number)
{
	struct bundle *b = sup->bundles;
	while (b && b->number != number)
		b = b->next;
	return b;
}

/* Sealed, and with what it takes up, names and modes included; or an errno. */
static int seal(const struct supervisor *sup, int fd, uint64_t *bytes)
{
	uint32_t most = sup->slots * BUNDLES_A_SLOT > BUNDLES_MIN ? sup->slots * BUNDLES_A_SLOT : BUNDLES_MIN;
	struct stat st;
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0 || fstat(fd, &st) != 0)
		return errno;
	if ((uint64_t)st.st_size > *bytes)
		*bytes = (uint64_t)st.st_size;
	if (*bytes > bundle_most(sup))
		return EFBIG;
	return sup->bundle_count >= most || *bytes > all_most(sup) - sup->bundle_bytes ? ENOBUFS : 0;
}

/* Takes fd. The bundle's number, or 0 with errno: EFBIG when it is too large, which is the run's own matter; ENOBUFS when
 * too many are held, or too much in them. */
uint64_t bundle_add(struct supervisor *sup, int fd, uint64_t bytes)
{
	int error = seal(sup, fd, &bytes);
	if (error) {
		retire_memfd(sup, &fd);
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
		retire_memfd(sup, &b->fd);
		free(b);
		return;
	}
}
