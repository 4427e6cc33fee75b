/* Frames and fields. What always holds: no byte past what the caller handed in is read, whatever the lengths inside
 * say, and nothing is allocated because of a length that a peer claims. This file does no I/O, so that it can be
 * fuzzed and tested alone. */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

uint16_t load16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

uint32_t load32(const uint8_t *p)
{
	return (uint32_t)load16(p) | (uint32_t)load16(p + 2) << 16;
}

uint64_t load64(const uint8_t *p)
{
	return (uint64_t)load32(p) | (uint64_t)load32(p + 4) << 32;
}

void store16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

void store32(uint8_t *p, uint32_t v)
{
	store16(p, (uint16_t)v);
	store16(p + 2, (uint16_t)(v >> 16));
}

void store64(uint8_t *p, uint64_t v)
{
	store32(p, (uint32_t)v);
	store32(p + 4, (uint32_t)(v >> 32));
}

bool frame_header_read(const uint8_t bytes[FRAME_HEADER], uint32_t max, struct frame_header *header)
{
	header->length = load32(bytes);
	header->type = load16(bytes + 4);
	header->run = load32(bytes + 8);
	return load16(bytes + 6) == 0 && header->length <= max;
}

int field_next(struct field_reader *reader, struct field *field)
{
	if (reader->left == 0)
		return 0;
	if (reader->left < FIELD_HEADER)
		return -1;
	field->tag = load16(reader->at);
	field->length = load32(reader->at + 4);
	if (load16(reader->at + 2) != 0 || field->length > reader->left - FIELD_HEADER)
		return -1;
	field->data = reader->at + FIELD_HEADER;
	reader->at += FIELD_HEADER + field->length;
	reader->left -= FIELD_HEADER + field->length;
	return 1;
}

bool field_number(const struct field *field, uint64_t *value)
{
	if (field->length != 8)
		return false;
	*value = load64(field->data);
	return true;
}

bool field_is_text(const struct field *field)
{
	return field->length == 0 || memchr(field->data, 0, field->length) == NULL;
}

uint8_t *buffer_reserve(struct buffer *buffer, size_t size)
{
	if (buffer->head == buffer->tail)
		buffer->head = buffer->tail = 0;
	if (buffer->room - buffer->tail < size && buffer->head > 0) {
		memmove(buffer->data, buffer->data + buffer->head, buffer->tail - buffer->head);
		buffer->tail -= buffer->head;
		buffer->head = 0;
	}
	if (buffer->room - buffer->tail < size) {
		size_t room = buffer->room ? buffer->room : 4096;
		while (room - buffer->tail < size)
			room *= 2;
		uint8_t *data = realloc(buffer->data, room);
		if (!data)
			abort();
		buffer->data = data;
		buffer->room = room;
	}
	return buffer->data + buffer->tail;
}

void buffer_consume(struct buffer *buffer, size_t size)
{
	buffer->head += size;
	if (buffer->head == buffer->tail && buffer->room > (256u << 10))
		buffer_free(buffer);
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}

size_t frame_begin(struct buffer *buffer, enum frame_type type, uint32_t run)
{
	uint8_t *p = buffer_reserve(buffer, FRAME_HEADER);
	store32(p, 0);
	store16(p + 4, (uint16_t)type);
	store16(p + 6, 0);
	store32(p + 8, run);
	buffer->tail += FRAME_HEADER;
	/* The mark counts from head, which later reserves may move. */
	return buffer->tail - FRAME_HEADER - buffer->head;
}

void frame_end(struct buffer *buffer, size_t mark)
{
	size_t start = buffer->head + mark;
	store32(buffer->data + start, (uint32_t)(buffer->tail - start - FRAME_HEADER));
}

void field_put_bytes(struct buffer *buffer, enum tag tag, const void *data, size_t size)
{
	uint8_t *p = buffer_reserve(buffer, FIELD_HEADER + size);
	store16(p, (uint16_t)tag);
	store16(p + 2, 0);
	store32(p + 4, (uint32_t)size);
	if (size > 0)
		memcpy(p + FIELD_HEADER, data, size);
	buffer->tail += FIELD_HEADER + size;
}

void field_put_number(struct buffer *buffer, enum tag tag, uint64_t value)
{
	uint8_t bytes[8];
	store64(bytes, value);
	field_put_bytes(buffer, tag, bytes, sizeof bytes);
}

void field_put_text(struct buffer *buffer, enum tag tag, const char *text)
{
	field_put_bytes(buffer, tag, text, strlen(text));
}
