/* Requests. What always holds: after a successful parse every limit is present, positive and small enough to be added
 * to a clock, there is at least one argument, and every string is free of NUL. */
#include "request.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_MAX (1ULL << 60)

static uint64_t *limit_of(struct limits *limits, uint16_t tag)
{
	switch (tag) {
	case TAG_TIME_NS: return &limits->time_ns;
	case TAG_CPU_NS: return &limits->cpu_ns;
	case TAG_MEMORY_BYTES: return &limits->memory_bytes;
	case TAG_PROCESSES: return &limits->processes;
	case TAG_OUTPUT_BYTES: return &limits->output_bytes;
	case TAG_FILE_BYTES: return &limits->file_bytes;
	case TAG_DISK_BYTES: return &limits->disk_bytes;
	case TAG_DISK_INODES: return &limits->disk_inodes;
	case TAG_OPEN_FILES: return &limits->open_files;
	case TAG_STACK_BYTES: return &limits->stack_bytes;
	default: return NULL;
	}
}

static struct spans *list_of(struct run_request *r, uint16_t tag)
{
	switch (tag) {
	case TAG_ARGV: return &r->argv;
	case TAG_ENV: return &r->env;
	case TAG_FILE: return &r->files;
	case TAG_ARTIFACT: return &r->artifacts;
	default: return NULL;
	}
}

bool file_span_parse(struct span field, struct file_span *file)
{
	if (field.length < 8)
		return false;
	uint32_t path = load32(field.data + 4);
	if (path == 0 || path > 4095 || path > field.length - 8)
		return false;
	file->mode = load32(field.data);
	file->path = (struct span){ field.data + 8, path };
	file->content = (struct span){ field.data + 8 + path, field.length - 8 - path };
	return memchr(file->path.data, 0, path) == NULL;
}

static bool scalar(struct run_request *r, const struct field *f)
{
	uint64_t number;
	switch (f->tag) {
	case TAG_CWD:
		r->cwd = (struct span){ f->data, f->length };
		return f->length > 0 && f->length < 4096 && f->data[0] == '/' && field_is_text(f);
	case TAG_STDIN:
		r->input = (struct span){ f->data, f->length };
		return true;
	case TAG_BUNDLE:
		return field_number(f, &r->bundle) && r->bundle != 0;
	case TAG_ARTIFACT_BYTES:
		return field_number(f, &r->artifact_bytes) && r->artifact_bytes <= LIMIT_MAX;
	case TAG_KEEP:
		if (!field_number(f, &number) || number > 1)
			return false;
		r->keep = number == 1;
		return true;
	default: {
		uint64_t *limit = limit_of(&r->limits, f->tag);
		return limit && field_number(f, limit) && *limit > 0 && *limit <= LIMIT_MAX;
	}
	}
}

/* Two passes: the first counts and checks, so that every list is allocated once; the second fills the lists. */
static bool walk(struct run_request *r, const uint8_t *body, uint32_t length, bool fill)
{
	struct field_reader reader = { body, length };
	struct field f;
	int more;
	while ((more = field_next(&reader, &f)) > 0) {
		struct spans *list = list_of(r, f.tag);
		if (!list) {
			if (!fill && !scalar(r, &f))
				return false;
			continue;
		}
		if (fill) {
			list->items[list->count++] = (struct span){ f.data, f.length };
			continue;
		}
		struct file_span file;
		struct span all = { f.data, f.length };
		if (f.tag == TAG_FILE ? !file_span_parse(all, &file) : !field_is_text(&f))
			return false;
		list->count++;
	}
	return more == 0;
}

bool run_request_parse(uint8_t *body, uint32_t length, struct run_request *r)
{
	*r = (struct run_request){ 0 };
	if (!walk(r, body, length, false) || r->argv.count == 0)
		return false;
	for (uint16_t tag = TAG_TIME_NS; tag <= TAG_STACK_BYTES; tag++)
		if (*limit_of(&r->limits, tag) == 0)
			return false;
	uint32_t total = r->argv.count + r->env.count + r->files.count + r->artifacts.count;
	struct span *items = calloc(total, sizeof *items);
	if (!items)
		abort();
	struct spans *lists[] = { &r->argv, &r->env, &r->files, &r->artifacts };
	for (size_t i = 0; i < 4; i++) {
		lists[i]->items = items;
		items += lists[i]->count;
		lists[i]->count = 0;
	}
	walk(r, body, length, true);
	r->body = body;
	r->body_length = length;
	return true;
}

void run_request_free(struct run_request *r)
{
	free(r->argv.items);
	free(r->body);
	*r = (struct run_request){ 0 };
}

bool configure_request_parse(const uint8_t *body, uint32_t length, struct configure_request *c)
{
	*c = (struct configure_request){ 0 };
	struct field_reader reader = { body, length };
	struct field f;
	bool prepared = false;
	int more;
	while ((more = field_next(&reader, &f)) > 0) {
		switch (f.tag) {
		case TAG_ROOTFS:
			if (!field_is_text(&f) || f.length == 0 || f.length >= sizeof c->rootfs)
				return false;
			memcpy(c->rootfs, f.data, f.length);
			c->rootfs[f.length] = 0;
			break;
		case TAG_SLOTS:
			if (!field_number(&f, &c->slots) || c->slots < 1 || c->slots > 256)
				return false;
			break;
		case TAG_PREPARED:
			if (!field_number(&f, &c->prepared) || c->prepared > 64)
				return false;
			prepared = true;
			break;
		case TAG_DEGRADED:
			if (!field_is_text(&f) || f.length == 0 || f.length >= sizeof c->refused_layer)
				return false;
			if (f.length == 6 && memcmp(f.data, "cgroup", 6) == 0)
				c->degraded_cgroup = true;
			else if (!c->refused_layer[0])
				memcpy(c->refused_layer, f.data, f.length);
			break;
		default:
			return false;
		}
	}
	return more == 0 && c->rootfs[0] && c->slots > 0 && prepared;
}
