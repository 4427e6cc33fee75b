/* Bytes on the supervisor's connection, as a service gone mad would send them: cut into pieces, through the real reading of
 * frames, to the real parsers of what is in them. What a parser accepts is looked at as the supervisor would. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../src/archive.h"
#include "../src/glob.h"
#include "../src/request.h"
#include "../src/supervisor.h"
#include "fuzz.h"

static jmp_buf quit;

_Noreturn void supervisor_quit(struct supervisor *sup, const char *why)
{
	(void)sup;
	(void)why;
	longjmp(quit, 1);
}

void loop_change(struct supervisor *sup, struct source *source, uint32_t events)
{
	(void)sup;
	source->events = events;
}

static void use_text(struct span text)
{
	/* Spans of text are followed by the frame, not by a NUL: a copy finds a length that is wrong. */
	char *copy = malloc((size_t)text.length + 1);
	if (!copy)
		abort();
	memcpy(copy, text.data ? (const char *)text.data : "", text.length);
	copy[text.length] = 0;
	if (strlen(copy) != text.length)
		abort();
	(void)path_is_safe(copy, text.length);
	free(copy);
}

static void use_run(const struct run_request *r)
{
	const struct spans *lists[] = { &r->argv, &r->env, &r->artifacts };
	for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++)
		for (uint32_t i = 0; i < lists[l]->count; i++)
			use_text(lists[l]->items[i]);
	use_text(r->cwd);
	for (uint32_t i = 0; i < r->files.count; i++) {
		struct file_span file;
		if (!file_span_parse(r->files.items[i], &file))
			abort();
		use_text(file.path);
		fuzz_touch(file.content.data, file.content.length);
	}
	fuzz_touch(r->input.data, r->input.length);
	if (r->argv.count == 0 || r->limits.memory_bytes == 0 || r->limits.time_ns == 0)
		abort();
}

void supervisor_frame(struct supervisor *sup, const struct frame_header *header, uint8_t *body)
{
	struct configure_request configure;
	struct run_request run;
	(void)sup;
	if (header->type == FRAME_CONFIGURE && configure_request_parse(body, header->length, &configure)) {
		if (memchr(configure.rootfs, 0, sizeof configure.rootfs) == NULL)
			abort();
	} else if (header->type == FRAME_RUN && run_request_parse(body, header->length, &run)) {
		use_run(&run);
		run_request_free(&run);
		return;
	}
	free(body);
}

static void send_piece(int sock, const uint8_t *data, size_t size)
{
	if (send(sock, data, size, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)size)
		abort();
}

/* The first byte says how large the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct supervisor *sup = calloc(1, sizeof *sup);
	int pair[2];
	if (!sup || size == 0 || size > (64u << 10) || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
		free(sup);
		return 0;
	}
	size_t piece = data[0] ? data[0] * 8u : size;
	sup->connection = (struct source){ .fd = pair[0], .owner = sup };
	if (setjmp(quit) == 0) {
		for (size_t at = 1; at < size; at += piece) {
			send_piece(pair[1], data + at, piece < size - at ? piece : size - at);
			connection_ready(&sup->connection, EPOLLIN);
		}
		close(pair[1]);
		pair[1] = -1;
		connection_ready(&sup->connection, EPOLLIN | EPOLLHUP);
	}
	close(pair[0]);
	if (pair[1] >= 0)
		close(pair[1]);
	free(sup->stage);
	free(sup->body);
	buffer_free(&sup->out);
	free(sup);
	return 0;
}
