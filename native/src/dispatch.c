/* Sending a run to its payload-to-be: one job header, the strings, then the files straight out of the frame. What always
 * holds: nothing is copied but small headers, and the socket is never waited for. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "supervisor.h"

#define PARTS_A_CALL 64

static size_t put_span(uint8_t *at, struct span span)
{
	if (span.length > 0)
		memcpy(at, span.data, span.length);
	at[span.length] = 0;
	return (size_t)span.length + 1;
}

static size_t strings_size(const struct run_request *r)
{
	size_t size = (size_t)r->cwd.length + 1;
	for (uint32_t i = 0; i < r->argv.count; i++)
		size += (size_t)r->argv.items[i].length + 1;
	for (uint32_t i = 0; i < r->env.count; i++)
		size += (size_t)r->env.items[i].length + 1;
	return size;
}

static struct job job_of(const struct sandbox *s, size_t strings)
{
	const struct run_request *r = &s->run->request;
	struct job job = {
		.argc = r->argv.count, .envc = r->env.count, .strings = (uint32_t)strings, .files = r->files.count, .bundle = r->bundle != 0,
		.cpu_ns = r->limits.cpu_ns, .processes = r->limits.processes, .file_bytes = r->limits.file_bytes,
		.open_files = r->limits.open_files, .stack_bytes = r->limits.stack_bytes,
	};
	job.flags = (s->run->internal ? JOB_SELF_TEST : 0) | (s->sup->life.cgroups->usable ? 0 : JOB_LIMIT_NPROC | JOB_LIMIT_CPU);
	return job;
}

int outbox_fill(struct sandbox *s)
{
	const struct run_request *r = &s->run->request;
	struct outbox *o = &s->outbox;
	size_t strings = strings_size(r), head = sizeof(struct job) + strings;
	*o = (struct outbox){ .bundle = -1 };
	o->headers = malloc(head + r->files.count * sizeof(struct job_file));
	o->parts = calloc(1 + 3 * (size_t)r->files.count, sizeof *o->parts);
	if (!o->headers || !o->parts) {
		errno = ENOMEM;
		return -1;
	}
	if (r->bundle) {
		struct bundle *b = bundle_find(s->sup, r->bundle);
		if (!b) {
			errno = ENOENT;
			return -1;
		}
		o->bundle = b->fd;
	}
	struct job job = job_of(s, strings);
	uint8_t *at = o->headers;
	memcpy(at, &job, sizeof job);
	at += sizeof job;
	for (uint32_t i = 0; i < r->argv.count; i++)
		at += put_span(at, r->argv.items[i]);
	for (uint32_t i = 0; i < r->env.count; i++)
		at += put_span(at, r->env.items[i]);
	at += put_span(at, r->cwd);
	o->parts[o->count++] = (struct iovec){ o->headers, head };
	for (uint32_t i = 0; i < r->files.count; i++) {
		struct file_span file;
		file_span_parse(r->files.items[i], &file);
		struct job_file header = { file.mode, file.path.length, file.content.length };
		memcpy(at, &header, sizeof header);
		o->parts[o->count++] = (struct iovec){ at, sizeof header };
		o->parts[o->count++] = (struct iovec){ (void *)(uintptr_t)file.path.data, file.path.length };
		if (file.content.length > 0)
			o->parts[o->count++] = (struct iovec){ (void *)(uintptr_t)file.content.data, file.content.length };
		at += sizeof header;
	}
	return 0;
}

static void advance(struct outbox *o, size_t sent)
{
	while (o->at < o->count && sent >= o->parts[o->at].iov_len)
		sent -= o->parts[o->at++].iov_len;
	if (sent > 0) {
		o->parts[o->at].iov_base = (uint8_t *)o->parts[o->at].iov_base + sent;
		o->parts[o->at].iov_len -= sent;
	}
}

/* Sends what the socket takes. 1 when something is left, 0 when all is sent, -1 with errno. */
int outbox_send(struct sandbox *s)
{
	struct outbox *o = &s->outbox;
	while (o->at < o->count) {
		union {
			struct cmsghdr align;
			char space[CMSG_SPACE(sizeof(int))];
		} control = { 0 };
		size_t parts = o->count - o->at < PARTS_A_CALL ? o->count - o->at : PARTS_A_CALL;
		struct msghdr msg = { .msg_iov = o->parts + o->at, .msg_iovlen = parts };
		if (o->bundle >= 0) {
			msg.msg_control = &control;
			msg.msg_controllen = sizeof control;
			struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
			c->cmsg_level = SOL_SOCKET;
			c->cmsg_type = SCM_RIGHTS;
			c->cmsg_len = CMSG_LEN(sizeof(int));
			memcpy(CMSG_DATA(c), &o->bundle, sizeof(int));
		}
		ssize_t n = sendmsg(s->control.fd, &msg, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? 1 : -1;
		o->bundle = -1;
		advance(o, (size_t)n);
	}
	outbox_free(o);
	return 0;
}

void outbox_free(struct outbox *o)
{
	free(o->parts);
	free(o->headers);
	*o = (struct outbox){ .bundle = -1 };
}
