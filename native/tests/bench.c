/* Measures what a sandbox costs: latency of one run after another, and throughput with several in flight.
 * bench PROGRAM [RUNS] [IN_FLIGHT] [PREPARED] */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "../src/clock.h"
#include "client.h"

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

struct flight {
	uint32_t run;
	uint64_t start;
};

int main(int argc, char **argv)
{
	unsigned runs = argc > 2 ? (unsigned)atoi(argv[2]) : 1000, in_flight = argc > 3 ? (unsigned)atoi(argv[3]) : 1;
	unsigned prepared = argc > 4 ? (unsigned)atoi(argv[4]) : 8;
	struct keeper_process k;
	struct client c;
	struct ready ready;
	struct ask ask = { .argv = { "/usr/bin/true" } };
	struct flight flights[256] = { 0 };
	uint64_t *times = calloc(runs, sizeof *times);
	if (argc < 2 || in_flight > 256 || !keeper_start(&k, argv[1], NULL, 0) || !client_connect(&c, &k) ||
		!client_configure(&c, "host", in_flight, prepared, NULL, &ready) || !ready.ok) {
		fprintf(stderr, "cannot start: %s %s\n", ready.layer, ready.message);
		return 1;
	}
	struct answer warm;
	for (int i = 0; i < 50; i++)
		client_run(&c, &ask, &warm);
	unsigned sent = 0, done = 0, bad = 0;
	uint64_t start = clock_now(), prepare = 0, wall = 0, teardown = 0;
	while (done < runs) {
		for (unsigned i = 0; i < in_flight && sent < runs; i++)
			if (!flights[i].run) {
				flights[i].start = clock_now();
				flights[i].run = client_send(&c, &ask);
				sent++;
			}
		struct frame_header h;
		const uint8_t *body;
		if (!client_read(&c, &h, &body, 10000))
			return 1;
		if (h.type == FRAME_STARTED) {
			struct answer a = { 0 };
			answer_take(&a, &h, body);
			prepare += a.prepare_ns;
		}
		if (h.type != FRAME_END)
			continue;
		struct answer a = { 0 };
		answer_take(&a, &h, body);
		bad += a.outcome[0] != 'e' || a.code != 0;
		if (a.outcome[0] != 'e')
			fprintf(stderr, "%s %s killer=%" PRIu64 " code=%" PRIu64 "\n", a.outcome, a.message, a.killer, a.code);
		wall += a.wall_ns;
		teardown += a.teardown_ns;
		for (unsigned i = 0; i < in_flight; i++)
			if (flights[i].run == h.run) {
				times[done] = clock_now() - flights[i].start;
				flights[i].run = 0;
			}
		done++;
	}
	uint64_t total = clock_now() - start;
	qsort(times, runs, sizeof *times, compare);
	printf("runs=%u in_flight=%u prepared=%u bad=%u rate=%.0f/s p50=%.0fus p90=%.0fus p99=%.0fus max=%.0fus | mean prepare=%.0fus wall=%.0fus teardown=%.0fus\n",
		runs, in_flight, prepared, bad, (double)runs * 1e9 / (double)total, (double)times[runs / 2] / 1e3, (double)times[runs * 9 / 10] / 1e3,
		(double)times[(uint64_t)runs * 99 / 100] / 1e3, (double)times[runs - 1] / 1e3, (double)prepare / runs / 1e3, (double)wall / runs / 1e3, (double)teardown / runs / 1e3);
	keeper_stop(&k);
	return bad != 0;
}
