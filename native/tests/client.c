/* The protocol from the other side: frames out, frames in, an answer put together from them. */
#define _GNU_SOURCE
#include "client.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define WAIT_MS 20000

bool client_connect(struct client *c, const struct keeper_process *k)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	*c = (struct client){ .fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), .next_run = 1 };
	snprintf(name.sun_path, sizeof name.sun_path, "%.107s", k->socket);
	return connect(c->fd, (struct sockaddr *)&name, sizeof name) == 0;
}

void client_close(struct client *c)
{
	close(c->fd);
	buffer_free(&c->in);
	buffer_free(&c->out);
	c->fd = -1;
}

static void flush(struct client *c)
{
	while (c->out.tail > c->out.head) {
		ssize_t n = send(c->fd, c->out.data + c->out.head, c->out.tail - c->out.head, MSG_NOSIGNAL);
		if (n <= 0)
			break;
		buffer_consume(&c->out, (size_t)n);
	}
	c->out.head = c->out.tail = 0;
}

bool client_read(struct client *c, struct frame_header *header, const uint8_t **body, int timeout_ms)
{
	static struct buffer last;
	for (;;) {
		size_t have = c->in.tail - c->in.head;
		if (have >= FRAME_HEADER) {
			if (!frame_header_read(c->in.data + c->in.head, FRAME_MAX_OUT, header))
				return false;
			if (have >= FRAME_HEADER + (size_t)header->length) {
				last.head = last.tail = 0;
				memcpy(buffer_reserve(&last, header->length + 1u), c->in.data + c->in.head + FRAME_HEADER, header->length);
				*body = last.data;
				buffer_consume(&c->in, FRAME_HEADER + (size_t)header->length);
				return true;
			}
		}
		struct pollfd p = { c->fd, POLLIN, 0 };
		if (poll(&p, 1, timeout_ms) != 1)
			return false;
		ssize_t n = read(c->fd, buffer_reserve(&c->in, 65536), 65536);
		if (n <= 0)
			return false;
		c->in.tail += (size_t)n;
	}
}

static void copy_text(char *to, size_t size, const struct field *f)
{
	snprintf(to, size, "%.*s", (int)f->length, (const char *)f->data);
}

bool client_configure(struct client *c, const char *rootfs, uint64_t slots, uint64_t prepared, const char *degraded, struct ready *ready)
{
	struct frame_header h;
	const uint8_t *body;
	*ready = (struct ready){ 0 };
	size_t mark = frame_begin(&c->out, FRAME_CONFIGURE, 0);
	field_put_text(&c->out, TAG_ROOTFS, rootfs);
	field_put_number(&c->out, TAG_SLOTS, slots);
	field_put_number(&c->out, TAG_PREPARED, prepared);
	if (degraded)
		field_put_text(&c->out, TAG_DEGRADED, degraded);
	frame_end(&c->out, mark);
	flush(c);
	if (!client_read(c, &h, &body, WAIT_MS))
		return false;
	struct field_reader reader = { body, h.length };
	struct field f;
	while (field_next(&reader, &f) > 0) {
		if (f.tag == TAG_LAYER) {
			copy_text(ready->layer, sizeof ready->layer, &f);
			size_t n = strlen(ready->text);
			snprintf(ready->text + n, sizeof ready->text - n, "%.*s\n", (int)f.length, (const char *)f.data);
		}
		if (f.tag == TAG_MESSAGE)
			copy_text(ready->message, sizeof ready->message, &f);
		if (f.tag == TAG_REMEDY)
			copy_text(ready->remedy, sizeof ready->remedy, &f);
		if (f.tag == TAG_CGROUP_MODE)
			copy_text(ready->mode, sizeof ready->mode, &f);
	}
	ready->ok = h.type == FRAME_READY;
	return true;
}

static uint64_t or_else(uint64_t value, uint64_t standard)
{
	return value ? value : standard;
}

uint32_t client_send(struct client *c, const struct ask *a)
{
	struct buffer *out = &c->out;
	uint32_t id = c->next_run++;
	size_t mark = frame_begin(out, FRAME_RUN, id);
	for (int i = 0; i < 16 && a->argv[i]; i++)
		field_put_text(out, TAG_ARGV, a->argv[i]);
	field_put_text(out, TAG_ENV, "PATH=/usr/bin:/bin");
	for (int i = 0; i < 8 && a->env[i]; i++)
		field_put_text(out, TAG_ENV, a->env[i]);
	if (a->cwd)
		field_put_text(out, TAG_CWD, a->cwd);
	for (int i = 0; i < 8 && a->files[i].path; i++) {
		const struct ask_file *f = &a->files[i];
		size_t path = strlen(f->path), size = f->size ? f->size : f->content ? strlen(f->content) : 0;
		uint8_t *p = malloc(8 + path + size);
		store32(p, f->mode ? f->mode : 0644);
		store32(p + 4, (uint32_t)path);
		memcpy(p + 8, f->path, path);
		if (size)
			memcpy(p + 8 + path, f->content, size);
		field_put_bytes(out, TAG_FILE, p, 8 + path + size);
		free(p);
	}
	if (a->input)
		field_put_bytes(out, TAG_STDIN, a->input, a->input_size);
	if (a->bundle)
		field_put_number(out, TAG_BUNDLE, a->bundle);
	if (a->keep)
		field_put_number(out, TAG_KEEP, 1);
	for (int i = 0; i < ASK_GLOBS && a->globs[i]; i++)
		field_put_text(out, TAG_ARTIFACT, a->globs[i]);
	if (a->artifact_bytes)
		field_put_number(out, TAG_ARTIFACT_BYTES, a->artifact_bytes);
	field_put_number(out, TAG_TIME_NS, or_else(a->time_ms, 5000) * 1000000);
	field_put_number(out, TAG_CPU_NS, or_else(a->cpu_ms, 5000) * 1000000);
	field_put_number(out, TAG_MEMORY_BYTES, or_else(a->memory, 256 << 20));
	field_put_number(out, TAG_PROCESSES, or_else(a->processes, 64));
	field_put_number(out, TAG_OUTPUT_BYTES, or_else(a->output, 1 << 20));
	field_put_number(out, TAG_FILE_BYTES, or_else(a->file, 64 << 20));
	field_put_number(out, TAG_DISK_BYTES, or_else(a->disk, 64 << 20));
	field_put_number(out, TAG_DISK_INODES, or_else(a->inodes, 4096));
	field_put_number(out, TAG_OPEN_FILES, or_else(a->open_files, 256));
	field_put_number(out, TAG_STACK_BYTES, or_else(a->stack, 8 << 20));
	frame_end(out, mark);
	flush(c);
	return id;
}

void client_simple(struct client *c, enum frame_type type, uint32_t run, enum tag tag, uint64_t value)
{
	size_t mark = frame_begin(&c->out, type, run);
	if (tag)
		field_put_number(&c->out, tag, value);
	frame_end(&c->out, mark);
	flush(c);
}

static void take_event(struct answer *a, const struct field *f)
{
	if (a->event_count == 8 || f->length < 32)
		return;
	struct answer_event *e = &a->events[a->event_count++];
	e->limit = load32(f->data);
	e->at_ns = load64(f->data + 8);
	e->allowed = load64(f->data + 16);
	e->measured = load64(f->data + 24);
	snprintf(e->mechanism, sizeof e->mechanism, "%.*s", (int)(f->length - 32), (const char *)f->data + 32);
}

static uint64_t *number_of(struct answer *a, uint16_t tag)
{
	switch (tag) {
	case TAG_CODE: return &a->code;
	case TAG_WALL_NS: return &a->wall_ns;
	case TAG_CPU_NS_USED: return &a->cpu_ns;
	case TAG_MEMORY_PEAK: return &a->memory_peak;
	case TAG_PROCESSES_PEAK: return &a->processes_peak;
	case TAG_DROPPED_STDOUT: return &a->dropped[0];
	case TAG_DROPPED_STDERR: return &a->dropped[1];
	case TAG_KILLER: return &a->killer;
	case TAG_BUNDLE: return &a->bundle;
	case TAG_TEARDOWN_NS: return &a->teardown_ns;
	case TAG_EXEC_ERRNO: return &a->exec_errno;
	case TAG_PREPARE_NS: return &a->prepare_ns;
	default: return NULL;
	}
}

static void append(struct buffer *b, const struct field *f)
{
	memcpy(buffer_reserve(b, f->length + 1u), f->data, f->length);
	b->tail += f->length;
	b->data[b->tail] = 0;
}

static void take_artifact(struct answer *a, struct field_reader reader)
{
	struct field f;
	struct answer_artifact *r = NULL;
	while (field_next(&reader, &f) > 0) {
		if (f.tag == TAG_PATH) {
			char path[256];
			copy_text(path, sizeof path, &f);
			if (a->artifact_count > 0 && strcmp(a->artifacts[a->artifact_count - 1].path, path) == 0)
				r = &a->artifacts[a->artifact_count - 1];
			else if (a->artifact_count < 32)
				r = &a->artifacts[a->artifact_count++];
			else
				return;
			strcpy(r->path, path);
		}
		uint64_t n = 0;
		if (!r)
			continue;
		if (f.tag == TAG_MODE && field_number(&f, &n))
			r->mode = (uint32_t)n;
		if (f.tag == TAG_SIZE)
			field_number(&f, &r->size);
		if (f.tag == TAG_REFUSED)
			copy_text(r->refused, sizeof r->refused, &f);
		if (f.tag == TAG_DATA)
			append(&r->data, &f);
	}
}

void answer_take(struct answer *a, const struct frame_header *h, const uint8_t *body)
{
	struct field_reader reader = { body, h->length };
	struct field f;
	uint64_t stream = 1;
	if (h->type == FRAME_ARTIFACT) {
		take_artifact(a, reader);
		return;
	}
	while (field_next(&reader, &f) > 0) {
		uint64_t *number = number_of(a, f.tag);
		if (number)
			field_number(&f, number);
		else if (f.tag == TAG_STREAM)
			field_number(&f, &stream);
		else if (f.tag == TAG_DATA)
			append(&a->out[stream - 1], &f);
		else if (f.tag == TAG_OUTCOME)
			copy_text(a->outcome, sizeof a->outcome, &f);
		else if (f.tag == TAG_MESSAGE)
			copy_text(a->message, sizeof a->message, &f);
		else if (f.tag == TAG_EVENT)
			take_event(a, &f);
	}
	a->started = a->started || h->type == FRAME_STARTED;
	a->ended = a->ended || h->type == FRAME_END;
}

void answer_free(struct answer *a)
{
	for (int i = 0; i < 2; i++)
		buffer_free(&a->out[i]);
	for (uint32_t i = 0; i < a->artifact_count; i++)
		buffer_free(&a->artifacts[i].data);
	*a = (struct answer){ 0 };
}

bool client_wait(struct client *c, struct answer *a)
{
	struct frame_header h;
	const uint8_t *body;
	while (!a->ended) {
		if (!client_read(c, &h, &body, WAIT_MS))
			return false;
		if (h.run == a->run)
			answer_take(a, &h, body);
	}
	for (int i = 0; i < 2; i++)
		if (!a->out[i].data)
			*buffer_reserve(&a->out[i], 1) = 0;
	return true;
}

bool client_run(struct client *c, const struct ask *ask, struct answer *a)
{
	*a = (struct answer){ .run = client_send(c, ask) };
	return client_wait(c, a);
}

bool client_stats(struct client *c, uint64_t stats[8])
{
	struct frame_header h;
	const uint8_t *body;
	client_simple(c, FRAME_STATS_ASK, 0, 0, 0);
	do {
		if (!client_read(c, &h, &body, WAIT_MS))
			return false;
	} while (h.type != FRAME_STATS);
	struct field_reader reader = { body, h.length };
	struct field f;
	while (field_next(&reader, &f) > 0)
		if (f.tag >= TAG_LIVE && f.tag <= TAG_RUNS)
			field_number(&f, &stats[f.tag - TAG_LIVE]);
	return true;
}

const struct answer_event *answer_event(const struct answer *a, uint32_t limit)
{
	for (uint32_t i = 0; i < a->event_count; i++)
		if (a->events[i].limit == limit)
			return &a->events[i];
	return NULL;
}
