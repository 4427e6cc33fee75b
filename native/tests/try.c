/* Runs one command line in a sandbox and prints all that is told of it. For hand use. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <inttypes.h>

#include "client.h"

int main(int argc, char **argv)
{
	struct keeper_process k;
	struct client c;
	struct ready ready;
	struct answer a;
	struct ask ask = { 0 };
	if (argc < 3)
		return 2;
	for (int i = 2; i < argc && i < 17; i++)
		ask.argv[i - 2] = argv[i];
	if (!keeper_start(&k, argv[1], NULL, 0) || !client_connect(&c, &k) || !client_configure(&c, "host", 4, 2, NULL, &ready))
		return 1;
	if (!ready.ok) {
		printf("FAILED %s: %s (%s)\n", ready.layer, ready.message, ready.remedy);
		return 1;
	}
	printf("READY mode=%s\n%s", ready.mode, ready.text);
	if (!client_run(&c, &ask, &a))
		return 1;
	printf("%s code=%" PRIu64 " killer=%" PRIu64 " message=%s wall=%" PRIu64 "us cpu=%" PRIu64 "us mem=%" PRIu64 "k procs=%" PRIu64 " prepare=%" PRIu64 "us teardown=%" PRIu64 "us errno=%" PRIu64 " started=%d\n",
		a.outcome, a.code, a.killer, a.message, a.wall_ns / 1000, a.cpu_ns / 1000, a.memory_peak / 1024, a.processes_peak, a.prepare_ns / 1000, a.teardown_ns / 1000, a.exec_errno, a.started);
	for (uint32_t i = 0; i < a.event_count; i++)
		printf("event limit=%u at=%" PRIu64 " allowed=%" PRIu64 " measured=%" PRIu64 " %s\n", a.events[i].limit, a.events[i].at_ns, a.events[i].allowed, a.events[i].measured, a.events[i].mechanism);
	printf("stdout[%zu]: %s\nstderr[%zu]: %s\n", a.out[0].tail, (char *)a.out[0].data, a.out[1].tail, (char *)a.out[1].data);
	keeper_stop(&k);
	return 0;
}
