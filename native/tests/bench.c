/* Measures what a sandbox costs, by a client that does nothing but ask: the latency of one run after another, or the
 * throughput of several in flight.
 *   bench SUPERVISOR RUNS [IN_FLIGHT] [PREPARED] [PROGRAM ARGUMENT...]     one round, summed up in a line
 *   bench SUPERVISOR - ...      a round for each count read from standard input: {"ns":N} for each run, {"wall_ns":N} at its end */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/clock.h"
#include "client.h"

#define FLIGHTS_MAX 256
#define WAIT_MS 10000

struct flight {
	uint32_t run;
	uint64_t start;
};

struct round {
	uint64_t *times, wall, prepare, inside, teardown;
	unsigned runs, bad;
};

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void end(struct round *r, struct flight *flights, unsigned in_flight, const struct frame_header *h, const uint8_t *body)
{
	struct answer a = { 0 };
	answer_take(&a, h, body);
	if (a.outcome[0] != 'e' || a.code != 0) {
		fprintf(stderr, "%s %s killer=%" PRIu64 " code=%" PRIu64 "\n", a.outcome, a.message, a.killer, a.code);
		r->bad++;
	}
	r->inside += a.wall_ns;
	r->teardown += a.teardown_ns;
	for (unsigned i = 0; i < in_flight; i++)
		if (flights[i].run == h->run) {
			r->times[r->runs++] = clock_now() - flights[i].start;
			flights[i].run = 0;
		}
}

static struct round measure(struct client *c, const struct ask *ask, unsigned runs, unsigned in_flight)
{
	struct flight flights[FLIGHTS_MAX] = { 0 };
	struct round r = { .times = calloc(runs + 1, sizeof *r.times) };
	uint64_t start = clock_now();
	unsigned sent = 0;
	while (r.runs < runs) {
		for (unsigned i = 0; i < in_flight && sent < runs; i++)
			if (!flights[i].run) {
				flights[i].start = clock_now();
				flights[i].run = client_send(c, ask);
				sent++;
			}
		struct frame_header h;
		const uint8_t *body;
		if (!client_read(c, &h, &body, WAIT_MS)) {
			fprintf(stderr, "no answer within %d s\n", WAIT_MS / 1000);
			exit(1);
		}
		if (h.type == FRAME_STARTED) {
			struct answer a = { 0 };
			answer_take(&a, &h, body);
			r.prepare += a.prepare_ns;
		}
		if (h.type == FRAME_END)
			end(&r, flights, in_flight, &h, body);
	}
	r.wall = clock_now() - start;
	return r;
}

static void sum_up(const struct round *r, unsigned in_flight, unsigned prepared)
{
	unsigned n = r->runs;
	if (n == 0)
		return;
	qsort(r->times, n, sizeof *r->times, compare);
	printf("runs=%u in_flight=%u prepared=%u bad=%u rate=%.0f/s p50=%.0fus p90=%.0fus p99=%.0fus max=%.0fus | mean prepare=%.0fus wall=%.0fus teardown=%.0fus\n",
		n, in_flight, prepared, r->bad, (double)n * 1e9 / (double)r->wall, (double)r->times[n / 2] / 1e3, (double)r->times[n * 9ULL / 10] / 1e3,
		(double)r->times[n * 99ULL / 100] / 1e3, (double)r->times[n - 1] / 1e3, (double)r->prepare / n / 1e3, (double)r->inside / n / 1e3,
		(double)r->teardown / n / 1e3);
}

static unsigned rounds_on_demand(struct client *c, const struct ask *ask, unsigned in_flight)
{
	unsigned runs, bad = 0;
	while (scanf("%u", &runs) == 1) {
		struct round r = measure(c, ask, runs, in_flight);
		for (unsigned i = 0; i < r.runs; i++)
			printf("{\"ns\":%" PRIu64 "}\n", r.times[i]);
		printf("{\"wall_ns\":%" PRIu64 "}\n", r.wall);
		fflush(stdout);
		bad += r.bad;
		free(r.times);
	}
	return bad;
}

int main(int argc, char **argv)
{
	unsigned in_flight = argc > 3 ? (unsigned)atoi(argv[3]) : 1, prepared = argc > 4 ? (unsigned)atoi(argv[4]) : 8, bad;
	struct keeper_process k;
	struct client c;
	struct ready ready = { 0 };
	struct ask ask = { .argv = { "/usr/bin/true" } };
	for (int i = 5; i < argc && i - 5 < (int)(sizeof ask.argv / sizeof ask.argv[0]) - 1; i++)
		ask.argv[i - 5] = argv[i];
	if (argc < 3 || in_flight == 0 || in_flight > FLIGHTS_MAX) {
		fprintf(stderr, "usage: bench SUPERVISOR RUNS|- [IN_FLIGHT] [PREPARED] [PROGRAM ARGUMENT...]\n");
		return 2;
	}
	if (!keeper_start(&k, argv[1], NULL, 0) || !client_connect(&c, &k) ||
		!client_configure(&c, "host", in_flight > 2 ? in_flight : 2, prepared, NULL, &ready) || !ready.ok) {
		fprintf(stderr, "cannot start: %s %s\n", ready.layer, ready.message);
		return 1;
	}
	struct answer warm;
	for (int i = 0; i < 50; i++)
		client_run(&c, &ask, &warm);
	if (strcmp(argv[2], "-") == 0) {
		bad = rounds_on_demand(&c, &ask, in_flight);
	} else {
		struct round r = measure(&c, &ask, (unsigned)atoi(argv[2]), in_flight);
		sum_up(&r, in_flight, prepared);
		bad = r.bad;
		free(r.times);
	}
	keeper_stop(&k);
	return bad != 0;
}
