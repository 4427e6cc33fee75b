/* Standard input, output and error. What always holds: at most the output limit of a stream is sent; what is read beyond
 * it is counted and thrown away; a program's pipe is not read while the service is behind, so a flood costs no memory. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "supervisor.h"

#define CHUNK (64u << 10)
/* Frame header, the stream field, and the header of the data field: where the bytes go. */
#define OUTPUT_PREFIX (FRAME_HEADER + FIELD_HEADER + 8 + FIELD_HEADER)

void streams_input_ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	const struct span *input = &s->run->request.input;
	(void)events;
	while (s->run->input_sent < input->length) {
		ssize_t n = write(source->fd, input->data + s->run->input_sent, input->length - s->run->input_sent);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0)
			/* Nobody reads it any more: that is the program's right. */
			break;
		s->run->input_sent += (size_t)n;
	}
	loop_close(s->sup, source);
}

static void keep_report(struct run *run, const uint8_t *data, size_t size)
{
	size_t have = strlen(run->report), room = sizeof run->report - 1 - have;
	memcpy(run->report + have, data, size < room ? size : room);
}

/* The bytes are already where they belong in the frame; only what is around them is missing. */
static void put_output(struct supervisor *sup, uint32_t run, int stream, size_t size)
{
	struct buffer *out = &sup->out;
	size_t mark = frame_begin(out, FRAME_OUTPUT, run);
	field_put_number(out, TAG_STREAM, (uint64_t)stream + 1);
	uint8_t *p = buffer_reserve(out, FIELD_HEADER + size);
	store16(p, TAG_DATA);
	store16(p + 2, 0);
	store32(p + 4, (uint32_t)size);
	out->tail += FIELD_HEADER + size;
	frame_end(out, mark);
}

static void over_limit(struct sandbox *s, int stream)
{
	struct run *run = s->run;
	if (run->killer != LIMIT_NONE || run->received[stream] <= run->request.limits.output_bytes)
		return;
	limits_record(run, LIMIT_OUTPUT, run->request.limits.output_bytes, run->received[stream],
		stream ? "bytes read from stderr" : "bytes read from stdout");
	limits_kill(s, LIMIT_OUTPUT);
}

/* One read; what read said. */
static ssize_t read_once(struct sandbox *s, int stream)
{
	struct run *run = s->run;
	uint8_t *room = buffer_reserve(&s->sup->out, OUTPUT_PREFIX + CHUNK) + OUTPUT_PREFIX;
	ssize_t n = read(s->output[stream].fd, room, CHUNK);
	if (n <= 0)
		return n;
	uint64_t limit = run->request.limits.output_bytes;
	uint64_t left = run->received[stream] < limit ? limit - run->received[stream] : 0;
	size_t pass = (uint64_t)n < left ? (size_t)n : (size_t)left;
	run->received[stream] += (uint64_t)n;
	run->dropped[stream] += (uint64_t)n - pass;
	if (run->internal)
		keep_report(run, room, pass);
	else if (pass > 0)
		put_output(s->sup, run->id, stream, pass);
	return n;
}

void streams_output_ready(struct source *source, uint32_t events)
{
	struct sandbox *s = source->owner;
	int stream = source == &s->output[1];
	(void)events;
	if (!s->run || connection_is_behind(s->sup))
		return;
	ssize_t n = read_once(s, stream);
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		loop_close(s->sup, source);
	else
		over_limit(s, stream);
}

/* After the last writer is dead: what is left in the pipes is bounded by their size. */
void streams_drain(struct sandbox *s)
{
	for (int stream = 0; stream < 2; stream++) {
		ssize_t n = 1;
		while (s->output[stream].fd >= 0 && (n > 0 || (n < 0 && errno == EINTR)))
			n = read_once(s, stream);
		if (s->run->killer == LIMIT_NONE && s->run->received[stream] > s->run->request.limits.output_bytes) {
			limits_record(s->run, LIMIT_OUTPUT, s->run->request.limits.output_bytes, s->run->received[stream],
				stream ? "bytes read from stderr" : "bytes read from stdout");
			s->run->killer = LIMIT_OUTPUT;
		}
		loop_close(s->sup, &s->output[stream]);
	}
}

/* Stops and resumes the reading of all programs' output. */
void streams_pause(struct supervisor *sup)
{
	bool pause = connection_is_behind(sup);
	if (pause == sup->paused)
		return;
	sup->paused = pause;
	for (struct sandbox *s = sup->sandboxes; s; s = s->next) {
		for (int stream = 0; stream < 2; stream++)
			loop_change(sup, &s->output[stream], pause ? 0 : EPOLLIN);
		loop_change(sup, &s->collector, pause ? 0 : EPOLLIN);
	}
}
