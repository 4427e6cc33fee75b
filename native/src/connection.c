/* The connection to the service. What always holds: a frame's length is checked before memory is taken for it; what is to
 * be sent is held in one buffer, and programs' output is no longer read while that is above its bound. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "supervisor.h"

#define STAGE_SIZE (64u << 10)
#define OUT_HIGH (4u << 20)
/* So that one busy connection does not hold up the runs. */
#define READS_A_ROUND 16

bool connection_is_behind(const struct supervisor *sup)
{
	return sup->out.tail - sup->out.head > OUT_HIGH;
}

void connection_flush(struct supervisor *sup)
{
	while (sup->out.tail > sup->out.head) {
		ssize_t n = send(sup->connection.fd, sup->out.data + sup->out.head, sup->out.tail - sup->out.head, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			supervisor_quit(sup, NULL);
		if (n < 0)
			break;
		buffer_consume(&sup->out, (size_t)n);
	}
	bool blocked = sup->out.tail > sup->out.head;
	if (!blocked && sup->closing)
		supervisor_quit(sup, NULL);
	loop_change(sup, &sup->connection, EPOLLIN | (blocked ? EPOLLOUT : 0u));
	sup->out_blocked = blocked;
}

static void deliver(struct supervisor *sup, uint8_t *body)
{
	struct frame_header header = sup->header;
	sup->body = NULL;
	sup->header = (struct frame_header){ 0 };
	supervisor_frame(sup, &header, body);
}

/* Takes whole frames, and the beginning of a large one, out of the stage. */
static void take_frames(struct supervisor *sup)
{
	size_t at = 0;
	while (sup->staged - at >= FRAME_HEADER && !sup->body) {
		if (!frame_header_read(sup->stage + at, FRAME_MAX_IN, &sup->header))
			supervisor_quit(sup, "a malformed frame header");
		size_t have = sup->staged - at - FRAME_HEADER;
		if (have < sup->header.length && FRAME_HEADER + sup->header.length <= STAGE_SIZE)
			break;
		size_t take = have < sup->header.length ? have : sup->header.length;
		uint8_t *body = malloc(sup->header.length ? sup->header.length : 1);
		if (!body)
			supervisor_quit(sup, "no memory for a frame");
		memcpy(body, sup->stage + at + FRAME_HEADER, take);
		at += FRAME_HEADER + take;
		if (take == sup->header.length) {
			deliver(sup, body);
		} else {
			sup->body = body;
			sup->body_have = take;
		}
	}
	memmove(sup->stage, sup->stage + at, sup->staged - at);
	sup->staged -= at;
}

static ssize_t read_some(struct supervisor *sup)
{
	if (sup->body) {
		ssize_t n = read(sup->connection.fd, sup->body + sup->body_have, sup->header.length - sup->body_have);
		if (n > 0) {
			sup->body_have += (size_t)n;
			if (sup->body_have == sup->header.length)
				deliver(sup, sup->body);
		}
		return n;
	}
	ssize_t n = read(sup->connection.fd, sup->stage + sup->staged, STAGE_SIZE - sup->staged);
	if (n > 0) {
		sup->staged += (size_t)n;
		take_frames(sup);
	}
	return n;
}

void connection_ready(struct source *source, uint32_t events)
{
	struct supervisor *sup = source->owner;
	if (!sup->stage && !(sup->stage = malloc(STAGE_SIZE)))
		supervisor_quit(sup, "no memory");
	if (events & EPOLLERR)
		supervisor_quit(sup, NULL);
	for (int i = 0; i < READS_A_ROUND && (events & (EPOLLIN | EPOLLHUP)); i++) {
		ssize_t n = read_some(sup);
		if (n == 0)
			supervisor_quit(sup, NULL);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0 && errno != EINTR)
			supervisor_quit(sup, NULL);
	}
}
