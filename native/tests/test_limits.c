/* Every limit: what it stops, what it lets through, and what is told as evidence. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <signal.h>
#include <string.h>

#include "../src/clock.h"
#include "check.h"
#include "suite.h"

static void run(struct ask ask, struct answer *a)
{
	answer_free(a);
	client_run(&client, &ask, a);
}

/* Runs until it was not over its bounds, up to five times: a shared machine may stand still for a moment, and only ever adds. */
static void run_within(struct ask ask, struct answer *a, uint64_t wall_ms, uint64_t cpu_ms)
{
	for (int tries = 0; tries < 5; tries++) {
		run(ask, a);
		if (a->wall_ns < wall_ms * NS_PER_MS && a->cpu_ns < cpu_ms * NS_PER_MS)
			return;
	}
}

static void clocks(struct answer *a)
{
	struct ask ask = attack_with("spin", NULL);
	ask.cpu_ms = 200;
	uint64_t most = 200 + slowness() * 100;
	run_within(ask, a, UINT32_MAX, most);
	check(killed_by(a, 6) && a->cpu_ns >= 200 * NS_PER_MS && a->cpu_ns < most * NS_PER_MS, "a busy loop ends at its CPU limit (%" PRIu64 " ms)", a->cpu_ns / NS_PER_MS);
	ask = attack_with("spin-many", NULL);
	ask.cpu_ms = 300;
	most = 300 + slowness() * 150;
	run_within(ask, a, UINT32_MAX, most);
	check(killed_by(a, 6) && a->cpu_ns < most * NS_PER_MS, "eight spinning processes end at their summed CPU time (%" PRIu64 " ms)", a->cpu_ns / NS_PER_MS);
	ask = attack_with("sleep", NULL);
	ask.time_ms = 300;
	most = 300 + slowness() * 50;
	run_within(ask, a, most, slowness() * 50);
	check(killed_by(a, 5) && a->wall_ns >= 300 * NS_PER_MS && a->wall_ns < most * NS_PER_MS && a->cpu_ns < slowness() * 50 * NS_PER_MS, "a sleeper ends at its wall limit (%" PRIu64 " us)", a->wall_ns / 1000);
	check(a->killer == 5 && is(a, "signaled", SIGKILL) && a->events[0].allowed == 300 * NS_PER_MS && a->events[0].measured >= 300 * NS_PER_MS && a->events[0].mechanism[0], "with evidence");
	ask = attack_with("stop", NULL);
	ask.time_ms = 200;
	run(ask, a);
	check(killed_by(a, 5), "a program that stops itself ends at its wall limit");
}

static void memory(struct answer *a)
{
	struct ask ask = attack_with("touch", "77");
	ask.memory = 64 << 20;
	run(ask, a);
	check(killed_by(a, 1) && answer_event(a, 1)->measured >= (60u << 20), "1.2 times the memory limit: killed, with the peak");
	ask = attack_with("touch", "51");
	ask.memory = 64 << 20;
	run(ask, a);
	check(is(a, "exited", 0) && a->event_count == 0 && a->memory_peak > (51u << 20), "0.8 times the memory limit: runs");
	ask = attack_with("touch-child", "100");
	ask.memory = 64 << 20;
	run(ask, a);
	check(killed_by(a, 1), "a child over the limit ends the whole run");
	ask = attack_with("map", NULL);
	run(ask, a);
	check(is(a, "exited", 0) && said(a, "mapped\n"), "1 TiB mapped and not touched: runs");
	ask = attack_with("fill", "/dev/shm/x");
	ask.memory = 64 << 20;
	ask.disk = 1 << 30;
	ask.file = 1 << 30;
	run(ask, a);
	check(a->killer == 1, "tmpfs pages count as memory");
	ask = attack_with("recurse", NULL);
	run(ask, a);
	check(is(a, "signaled", SIGSEGV) && a->killer == 0, "endless recursion: SIGSEGV, the program's own");
}

static void processes(struct answer *a)
{
	static const char *const bombs[] = { "bomb", "bomb-setsid" };
	for (int i = 0; i < 2; i++) {
		struct ask ask = attack_with(bombs[i], NULL);
		ask.processes = 32;
		run(ask, a);
		check(killed_by(a, 3) && a->wall_ns < slowness() * 1500 * NS_PER_MS, "%s: ended for its processes in %" PRIu64 " ms", bombs[i], a->wall_ns / NS_PER_MS);
	}
	struct ask ask = attack_with("zombies", "60");
	ask.processes = 20;
	run(ask, a);
	check(is(a, "exited", 0) && said(a, "19\n") && answer_event(a, 3) && a->killer == 0, "a program that is refused some processes goes on, with an event");
	ask = attack_with("zombies", "300");
	ask.processes = 512;
	run(ask, a);
	check(is(a, "exited", 0) && said(a, "300\n") && a->event_count == 0, "300 zombies are no harm");
}

static void output(struct answer *a)
{
	struct ask ask = { .argv = { "head", "-c", "1000", "/dev/zero" }, .output = 1000 };
	run(ask, a);
	check(is(a, "exited", 0) && a->killer == 0 && a->out[0].tail == 1000 && a->dropped[0] == 0, "output of exactly the limit is whole");
	ask.argv[2] = "1001";
	run(ask, a);
	check(killed_by(a, 2) && a->out[0].tail == 1000 && a->dropped[0] == 1, "one byte more is dropped, and counted");
	ask = (struct ask){ .argv = { "yes" }, .output = 200000 };
	run(ask, a);
	check(killed_by(a, 2) && a->out[0].tail == 200000 && a->dropped[0] > 0, "a flood is cut at the limit");
	ask = (struct ask){ .argv = { "sh", "-c", "yes & yes >&2" }, .output = 100000 };
	run(ask, a);
	check(killed_by(a, 2) && a->out[0].tail <= 100000 && a->out[1].tail <= 100000, "both streams flooded");
	ask = (struct ask){ .argv = { "head", "-c", "5000000", "/dev/zero" }, .output = 8 << 20 };
	run(ask, a);
	check(is(a, "exited", 0) && a->out[0].tail == 5000000, "5 MB under a larger limit come whole");
}

static void disk(struct answer *a)
{
	static const char *const places[] = { "/box/x", "/tmp/x", "/dev/shm/x" };
	for (int i = 0; i < 3; i++) {
		struct ask ask = attack_with("fill", places[i]);
		ask.disk = 8 << 20;
		run(ask, a);
		check(is(a, "exited", 0) && strstr((char *)a->out[0].data, "errno 28") && answer_event(a, 4), "filling %s: ENOSPC and an event", places[i]);
	}
	struct ask ask = attack_with("many-files", NULL);
	ask.inodes = 100;
	run(ask, a);
	check(is(a, "exited", 0) && strcmp((char *)a->out[0].data, "99 errno 28\n") == 0 && answer_event(a, 4), "a file too many: ENOSPC and an event");
	ask = attack_with("fill", "/box/x");
	ask.file = 2 << 20;
	run(ask, a);
	check(killed_by(a, 7) && a->code == SIGXFSZ, "a file too long: SIGXFSZ and an event");
	/* Whether the sandbox gives up before or after the last of the file is sent to it is a matter of luck. */
	static char big[1 << 20];
	int told = 0, times = 50;
	ask = (struct ask){ .argv = { "true" }, .disk = 8192 };
	for (int i = 0; i < times; i++) {
		ask.files[0] = (struct ask_file){ "big", big, i % 2 ? sizeof big : 1 << 16, 0 };
		run(ask, a);
		told += strcmp(a->outcome, "not_started") == 0 && a->exec_errno == 28;
	}
	check(told == times, "files that do not fit: not started, %d of %d times", told, times);
}

/* Sparse files take up nothing in the sandbox that they are made in, but all of their size where they are kept. */
static void kept_trees(struct answer *a)
{
	struct ask large = { .argv = { "truncate", "-s", "1000M", "z" }, .keep = true, .disk = 1u << 30, .file = 1u << 30 };
	struct ask small = { .argv = { "truncate", "-s", "60M", "z" }, .keep = true, .disk = 64u << 20, .file = 64u << 20 };
	uint64_t kept[4];
	int told = 0;
	for (int i = 0; i < 3; i++) {
		run(large, a);
		kept[i] = a->bundle;
		told += is(a, "exited", 0) && !a->bundle && a->message[0];
	}
	check(told == 3, "a tree that would leave others without room is not kept, and that is said: %d of 3 times", told);
	run(small, a);
	kept[3] = a->bundle;
	check(is(a, "exited", 0) && a->bundle, "and the others' are");
	for (int i = 0; i < 4; i++)
		if (kept[i])
			client_simple(&client, FRAME_DROP, 0, TAG_BUNDLE, kept[i]);
}

/* Limits too small for any program end that program, and nothing that comes after. */
static void smallest(struct answer *a)
{
	static const uint64_t sizes[] = { 1 << 10, 16 << 10, 64 << 10, 128 << 10, 200 << 10, 256 << 10, 320 << 10, 400 << 10, 512 << 10 };
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		int killed = 0, after = 0;
		for (int times = 0; times < 10; times++) {
			struct ask ask = attack_with("touch", "1");
			ask.memory = sizes[i];
			run(ask, a);
			killed += killed_by(a, 1) && answer_event(a, 1)->mechanism[0] && answer_event(a, 1)->allowed == sizes[i];
		}
		for (int times = 0; times < 10; times++) {
			run((struct ask){ .argv = { "true" } }, a);
			after += is(a, "exited", 0);
		}
		check(killed == 10 && after == 10, "%d KiB of memory: killed for it %d of 10 times, after it %d of 10 run", (int)(sizes[i] >> 10), killed, after);
	}
	struct ask ask = { .argv = { "true" }, .disk = 1, .inodes = 1, .file = 1, .processes = 1 };
	for (int times = 0; times < 10; times++)
		run(ask, a);
	int after = 0;
	for (int times = 0; times < 10; times++) {
		run((struct ask){ .argv = { "true" } }, a);
		after += is(a, "exited", 0);
	}
	check(after == 10, "after the least of every other limit %d of 10 run", after);
}

void test_limits(void)
{
	struct answer a = { 0 };
	clocks(&a);
	memory(&a);
	processes(&a);
	output(&a);
	disk(&a);
	kept_trees(&a);
	smallest(&a);
	answer_free(&a);
}
