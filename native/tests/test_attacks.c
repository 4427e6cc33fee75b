/* Ways out that must be closed. After all of them a canary runs. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>

#include "check.h"
#include "../src/clock.h"
#include "suite.h"

static void expect_held(const char *what, const char *title)
{
	struct answer a;
	struct ask ask = attack_with(what, NULL);
	check(client_run(&client, &ask, &a) && is(&a, "exited", 0) && said(&a, strcmp(what, "loopback") == 0 ? "all denied\n" : "all denied\n"), "%s", title);
	answer_free(&a);
}

void test_attacks(void)
{
	struct answer a;
	expect_held("calls", "forbidden system calls are denied, unknown ones are absent");
	expect_held("paths", "the host, init and the root cannot be read, written or signalled");
	expect_held("loopback", "loopback inside the sandbox works");
#ifdef __x86_64__
	struct ask ask = attack_with("i386", NULL);
	check(client_run(&client, &ask, &a) && is(&a, "signaled", SIGSYS) && killed_by(&a, 8), "an i386 call kills, with evidence");
	answer_free(&a);
	ask = attack_with("x32", NULL);
	check(client_run(&client, &ask, &a) && is(&a, "signaled", SIGSYS) && killed_by(&a, 8), "an x32 call kills, with evidence");
	answer_free(&a);
#endif
	struct ask left = attack_with("leave-ipc", NULL);
	check(client_run(&client, &left, &a) && is(&a, "exited", 0), "System V shared memory can be made");
	answer_free(&a);
	check(shell("cat /proc/sysvipc/shm | wc -l; ls -A /tmp /dev/shm /box | grep -v : | wc -w", &a) && said(&a, "1\n0\n"), "the next run sees nothing of it, nor any file");
	answer_free(&a);
	check(shell("wc -l < /proc/self/uid_map; grep -c lo: /proc/net/dev; tail -n +3 /proc/net/dev | wc -l; tail -n +2 /proc/net/route | wc -l", &a) && said(&a, "2\n1\n1\n0\n"), "two ids, one interface, no route");
	answer_free(&a);
	check(shell("cat /proc/self/cgroup | grep -c gozolite; ls /proc | grep -c '^[0-9]'", &a) && strncmp((char *)a.out[0].data, "0\n", 2) == 0, "the cgroup's path is not shown");
	answer_free(&a);
	check(shell("mount | grep -E ' (/work|/host|/lower|/skel|/scratch)' | wc -l; cd /..; ls | wc -w", &a) && strncmp((char *)a.out[0].data, "0\n", 2) == 0, "no mount of the host is seen");
	answer_free(&a);
	left = attack_with("nested", "150000");
	left.inodes = 200000;
	left.time_ms = left.cpu_ms = slowness() * 30000;
	left.memory = 1u << 30;
	left.globs[0] = "**/x";
	left.artifact_bytes = 100;
	uint64_t start = clock_now();
	check(client_run(&client, &left, &a) && is(&a, "exited", 0) && said(&a, "") && a.teardown_ns < slowness() * NS_PER_SECOND, "150,000 nested folders: %d ms, of which teardown %d ms", (int)((clock_now() - start) / NS_PER_MS), (int)(a.teardown_ns / NS_PER_MS));
	answer_free(&a);
	check(shell("echo canary", &a) && said(&a, "canary\n"), "a canary runs");
	answer_free(&a);
}
