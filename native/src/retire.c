/* The end of a sandbox. What always holds: its uid pair and its cgroup name are free again only after its processes are
 * dead, its files freed and its cgroups removed, in that order; a slot that cannot be cleaned is counted and never used again; what takes
 * long to free is freed by a process of its own, for which nobody waits. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "supervisor.h"

#define REMOVE_AGAIN_NS (5 * NS_PER_MS)
#define REMOVE_GIVE_UP_NS (10 * NS_PER_SECOND)
/* The kernel frees this much in two milliseconds. */
#define FREE_BYTES_MAX (1u << 20)
#define FREE_INODES_MAX 256u
/* Who frees is a process, and may be killed before it has answered. */
#define FREE_NS (30 * NS_PER_SECOND)

/* Has a process of its own free what fd holds, as a part of ask. Takes fd when it works. The pipe is closed after it: at
 * its end that process knows that it is the last holder. */
static int ask_to_free(struct supervisor *sup, const struct maker_request *ask, int *fd)
{
	int fds[3] = { *fd, -1, -1 };
	if (pipe2(fds + 1, O_CLOEXEC) != 0)
		return -1;
	int done = pool_ask_maker(sup, ask, fds, 3);
	if (done == 0)
		fd_close(fd);
	fd_close(&fds[1]);
	fd_close(&fds[2]);
	return done;
}

void retire_memfd(struct supervisor *sup, int *fd)
{
	struct maker_request ask = { .op = MAKER_FREE };
	struct stat st;
	if (*fd < 0 || fstat(*fd, &st) != 0 || (uint64_t)st.st_blocks * 512 <= FREE_BYTES_MAX || ask_to_free(sup, &ask, fd) != 0)
		fd_close(fd);
}

static bool is_soon_freed(int scratch)
{
	uint64_t bytes = 0, inodes = 0;
	bool by_inodes;
	scratch_exhausted(scratch, &bytes, &inodes, &by_inodes);
	return bytes <= FREE_BYTES_MAX && inodes <= FREE_INODES_MAX;
}

void retire_removed(struct sandbox *s, const struct maker_reply *r)
{
	uint64_t now = clock_now();
	if (!s->remove_since_ns)
		s->remove_since_ns = now;
	if (!r->error) {
		s->sup->slot_used[s->slot] = 0;
		pool_unlink(s);
	} else if (now - s->remove_since_ns < REMOVE_GIVE_UP_NS) {
		s->remove_at_ns = now + REMOVE_AGAIN_NS;
	} else {
		s->sup->teardown_failures++;
		pool_unlink(s);
	}
}

void retire_ask(struct sandbox *s)
{
	struct maker_request ask = { .op = MAKER_REMOVE, .slot = s->slot, .sequence = s->sequence };
	if (s->scratch >= 0 && ask_to_free(s->sup, &ask, &s->scratch) == 0) {
		s->freeing = true;
		s->sup->count_freeing++;
		s->remove_at_ns = clock_now() + FREE_NS;
		return;
	}
	/* The cgroups go when nothing is charged to them any more. */
	fd_close(&s->scratch);
	s->remove_at_ns = pool_ask_maker(s->sup, &ask, NULL, 0) == 0 ? 0 : clock_now() + REMOVE_AGAIN_NS;
}

/* Takes a sandbox one step further out of the world; called again when init is dead. */
void retire(struct sandbox *s)
{
	struct supervisor *sup = s->sup;
	struct source *const sources[] = { &s->report, &s->control, &s->input, &s->output[0], &s->output[1], &s->collector };
	if (s->state == SANDBOX_SETTING_UP)
		sup->count_making--;
	if (s->state == SANDBOX_PREPARED)
		sup->count_prepared--;
	if (s->state != SANDBOX_DYING) {
		s->state = SANDBOX_DYING;
		for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
			loop_close(sup, sources[i]);
		s->oom.fd = s->pids.fd = -1;
		if (!s->dead && s->pidfd.fd >= 0)
			syscall(__NR_pidfd_send_signal, s->pidfd.fd, SIGKILL, NULL, 0);
		leaf_close(&s->leaf);
		/* The other holder is init, and which of them ends as the last one is luck. */
		if (is_soon_freed(s->scratch))
			fd_close(&s->scratch);
		retire_memfd(sup, &s->archive);
		fd_close(&s->collector_pidfd);
	}
	if (!s->dead)
		return;
	s->state = SANDBOX_REMOVING;
	retire_ask(s);
}
