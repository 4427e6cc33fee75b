/* Measures the service over HTTP by a client that takes next to nothing of the machine: it sends the same bytes again and
 * again over kept connections, and of an answer looks at its length and whether it went well.
 *   http_bench PORT CONNECTIONS BODY     a round for each count read from standard input: {"ns":N} for each request,
 *                                        {"wall_ns":N} at its end */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../src/clock.h"

#define CONNECTIONS_MAX 64
#define WAIT_MS 30000

struct connection {
	uint64_t asked;
	size_t have;
	char answer[32768];
};

static struct connection connections[CONNECTIONS_MAX];
static struct pollfd sockets[CONNECTIONS_MAX];
static char request[8192];
static size_t request_length;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "http_bench: %s\n", what);
	exit(1);
}

static int open_connection(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
	if (sock < 0 || connect(sock, (struct sockaddr *)&address, sizeof address) != 0)
		fail("cannot connect");
	setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	return sock;
}

static void ask(unsigned i)
{
	connections[i].asked = clock_now();
	connections[i].have = 0;
	if (send(sockets[i].fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length)
		fail("cannot send");
}

/* Whether the answer is there; one that did not go well ends the measurement. */
static bool take(unsigned i)
{
	struct connection *c = &connections[i];
	ssize_t n = recv(sockets[i].fd, c->answer + c->have, sizeof c->answer - 1 - c->have, 0);
	if (n <= 0)
		fail("the service closed the connection");
	c->have += (size_t)n;
	c->answer[c->have] = 0;
	char *head = strstr(c->answer, "\r\n\r\n"), *length = strcasestr(c->answer, "\ncontent-length:");
	if (!head)
		return false;
	if (!length || length > head)
		fail("an answer without a length");
	size_t whole = (size_t)(head + 4 - c->answer) + strtoul(length + strlen("\ncontent-length:"), NULL, 10);
	if (whole >= sizeof c->answer)
		fail("an answer that is too long");
	if (c->have < whole)
		return false;
	if (!strstr(head, "\"status\":\"ok\""))
		fail(c->answer);
	return true;
}

static void measure(unsigned runs, unsigned in_flight)
{
	uint64_t start = clock_now();
	unsigned sent = 0, done = 0;
	for (; sent < in_flight && sent < runs; sent++)
		ask(sent);
	while (done < runs) {
		if (poll(sockets, in_flight, WAIT_MS) <= 0)
			fail("no answer in time");
		for (unsigned i = 0; i < in_flight; i++) {
			if (!sockets[i].revents || !take(i))
				continue;
			printf("{\"ns\":%" PRIu64 "}\n", clock_now() - connections[i].asked);
			done++;
			if (sent < runs)
				ask(i), sent++;
		}
	}
	printf("{\"wall_ns\":%" PRIu64 "}\n", clock_now() - start);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	unsigned runs, in_flight = argc == 4 ? (unsigned)atoi(argv[2]) : 0;
	if (in_flight == 0 || in_flight > CONNECTIONS_MAX) {
		fprintf(stderr, "usage: http_bench PORT CONNECTIONS BODY\n");
		return 2;
	}
	int n = snprintf(request, sizeof request,
		"POST /execute HTTP/1.1\r\nhost: 127.0.0.1:%s\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s", argv[1],
		strlen(argv[3]), argv[3]);
	if (n < 0 || (size_t)n >= sizeof request)
		fail("the body is too long");
	request_length = (size_t)n;
	for (unsigned i = 0; i < in_flight; i++)
		sockets[i] = (struct pollfd){ .fd = open_connection((uint16_t)atoi(argv[1])), .events = POLLIN };
	while (scanf("%u", &runs) == 1)
		measure(runs, in_flight);
	return 0;
}
